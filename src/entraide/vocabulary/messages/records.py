"""Sentences of the error codes raised by the part *records*."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "marking.bad_evaluation": mark(
        "The evaluation “{value}” is no grading: write 4x4 (A1 to X4) or 6x6 (A1 to F6)."
    ),
    "marking.bad_handling": mark("The handling code “{value}” is not one of H0, H1, H2, H3."),
    "marking.bad_retention": mark("The retention date “{value}” is no day of the form 2031-12-31."),
    "marking.bad_text": mark(
        "The {field} of a marking is empty or not plain text ({limit} signs)."
    ),
    "marking.handling_text": mark(
        "Handling code {value}: H3 needs its words (“H3: ...”), the other codes take none."
    ),
    "marking.malformed": mark("A marking lacks a field, or has one too many."),
    "people.unknown_country": mark("No people are invented for {country}; known are: {known}."),
    "record.bad_id": mark("“{value}” cannot be the id of a record: no spaces, 255 signs at most."),
    "record.bad_lifting": mark(
        "Record {record} lifts a protection that it does not have, or in words that are not text."
    ),
    "record.bad_property": mark("“{property}” is not the name of a property."),
    "record.bad_reason": mark("“{value}” is no reason code: lower-case letters, digits, . _ -"),
    "record.bad_schema": mark("“{value}” is not the name of a schema."),
    "record.bad_state": mark("“{value}” is not the two-letter code of a state."),
    "record.bad_text": mark("A value of {property} is empty, too long ({limit} signs) or no text."),
    "record.malformed": mark("The bytes are not those of a record."),
    "record.no_values": mark("Record {record} has no value, or has one twice."),
    "record.not_canonical": mark("The record is written in another form than the canonical one."),
    "records.bad_country": mark("{property}: “{value}” is no country that is known."),
    "records.bad_date": mark(
        "{property}: “{value}” is no date of the form 1981, 1981-03 or 1981-03-07."
    ),
    "records.bad_date_pattern": mark("{property}: “{value}” is not written as {pattern}."),
    "records.bad_gender": mark("{property}: “{value}” is none of male, female, other."),
    "records.bad_map": mark("“{value}” is no mapping of a column: write PROPERTY=Header."),
    "records.bad_mark": mark("The mark {mark} cannot be “{value}”."),
    "records.bad_offset": mark(
        "The file does not go on at byte {offset}: it has changed since the import was interrupted."
    ),
    "records.column_missing": mark("The file has no column “{column}”; it has: {found}."),
    "records.double_column": mark("The column “{column}” stands twice in the header."),
    "records.double_key": mark("A key stands twice in one object."),
    "records.json_array": mark(
        "{path} is one JSON array; write one entity a line (jq -c '.[]' does it)."
    ),
    "records.line_too_long": mark("The line is longer than {limit} bytes."),
    "records.malformed_csv": mark("The row is not well-formed CSV ({reason})."),
    "records.malformed_key": mark("The entity's “{key}” does not have the form that it must have."),
    "records.map_malformed": mark(
        "The mapping {path} holds something else than schema, delimiter and columns."
    ),
    "records.map_unreadable": mark("The mapping {path} cannot be read as YAML."),
    "records.mark_outside": mark("The mark “{mark}” stands outside the entity's “entraide” block."),
    "records.missing_key": mark("The entity has no “{key}”."),
    "records.no_header": mark("The file has no header line."),
    "records.no_name": mark("A {schema} needs one of: {properties}."),
    "records.no_name_column": mark("No column gives one of: {properties}. Map one with --map."),
    "records.not_json": mark("The line is not JSON."),
    "records.not_object": mark("The line is JSON, but no entity (an object)."),
    "records.not_text": mark("The file is {found}; UTF-8 text is needed."),
    "records.not_text_value": mark("A value of {property} is no text."),
    "records.not_utf8": mark("The line is not UTF-8 (byte {position} of the line)."),
    "records.nul": mark("The line holds a zero byte."),
    "records.open_quote": mark("A quote is opened and never closed."),
    "records.rejects_short": mark(
        "{path} is shorter than the {committed} bytes that this import had written."
    ),
    "records.rejects_unwritable": mark("{path} cannot be written."),
    "records.too_many_values": mark("The property {property} has more than {limit} values."),
    "records.truncated": mark("The file ends within this row."),
    "records.unknown_mark": mark("“{mark}” is no mark that is known."),
    "records.unknown_property": mark(
        "A {schema} has no property “{property}”; the nearest is “{nearest}”."
    ),
    "records.unknown_schema": mark(
        "Records of the schema “{schema}” are not kept; the nearest is “{nearest}”."
    ),
    "records.unreadable": mark("{path} cannot be opened."),
    "records.wrong_columns": mark("The row has {found} cells; the header has {expected}."),
}
