"""Rows of a CSV file, one at a time, and the entity that each of them describes.

Cells follow RFC 4180: a quoted cell may hold delimiters, doubled quotes and line ends. A quote that
never closes costs its own line only: the lines after it are read again as rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from entraide.adapters.records.columns import Column, ColumnMap, ColumnPlan, plan_columns
from entraide.adapters.records.lines import Line, LineSource, decode_line
from entraide.adapters.records.marks import LIST_MARKS
from entraide.errors import InputError
from entraide.kernel.canonical import digest
from entraide.vocabulary.values import iso_date

__all__ = ["ROW_LINES", "TableRow", "read_entity_cells", "read_header", "read_row"]

ROW_LINES: Final = 1_000
"""Lines that one row may span; past it a quote was left open."""

_DELIMITERS: Final = ",;\t|"
_LIST: Final = re.compile(r"[;,\s]+")


@dataclass(frozen=True, slots=True)
class TableRow:
    """The lines of one row, and its cells or the reason why it has none."""

    lines: tuple[Line, ...]
    cells: tuple[str, ...] = ()
    error: InputError | None = None


def read_header(source: LineSource, mapping: ColumnMap) -> ColumnPlan:
    """Read the first row and place the columns; InputError where there is no usable header."""
    first = next(source, None)
    if first is None or first.blank:
        raise InputError("records.no_header")
    delimiter = mapping.delimiter or max(_DELIMITERS, key=decode_line(first).count)
    row = read_row(first, source, delimiter)
    if row.error:
        raise row.error
    return plan_columns(row.cells, mapping, delimiter)


def read_row(first: Line, source: LineSource, delimiter: str) -> TableRow:
    """Read the row that begins with ``first``, taking more lines where a quoted cell goes on."""
    pulled = [first]
    try:
        cells = next(csv.reader(_texts(pulled, source), delimiter=delimiter, strict=True), [])
    except (csv.Error, InputError) as error:
        source.give_back(pulled[1:])
        return TableRow((first,), error=_reason(error, first, spans=len(pulled) > 1))
    return TableRow(tuple(pulled), tuple(cells))


def read_entity_cells(cells: tuple[str, ...], plan: ColumnPlan, dataset: str) -> dict[str, object]:
    """Return the entity of a row, with an id made of its content where no column gives one."""
    if len(cells) != plan.width:
        raise InputError("records.wrong_columns", expected=plan.width, found=len(cells))
    own: dict[str, str] = {"schema": plan.schema}
    marks: dict[str, object] = {}
    properties: dict[str, list[str]] = {}
    for at, column in plan.columns:
        texts = _cell_texts(cells[at], column)
        head, _, mark = column.prop.partition(".")
        if not texts:
            continue
        if head == "entraide":
            marks[mark] = texts if mark in LIST_MARKS else texts[0]
        elif head in {"id", "schema"}:
            own[head] = texts[0]
        else:
            properties.setdefault(column.prop, []).extend(texts)
    own.setdefault("id", _content_id(dataset, own["schema"], properties))
    return {**own, "properties": properties, **({"entraide": marks} if marks else {})}


def _texts(pulled: list[Line], source: LineSource) -> Iterator[str]:
    yield decode_line(pulled[0])
    for line in source:
        pulled.append(line)
        if len(pulled) > ROW_LINES:
            return
        yield decode_line(line)


def _reason(error: csv.Error | InputError, first: Line, *, spans: bool) -> InputError:
    if spans:
        return InputError("records.open_quote")
    if isinstance(error, InputError):
        return error
    if not first.ended and "end of data" in str(error):
        return InputError("records.truncated")
    return InputError("records.malformed_csv", reason=str(error))


def _cell_texts(cell: str, column: Column) -> list[str]:
    if column.prop.partition(".")[2] in LIST_MARKS:
        return [word for word in _LIST.split(cell) if word]
    parts = cell.split(column.separator) if column.separator else [cell]
    texts = [part.strip() for part in parts if part.strip()]
    if column.date_pattern:
        return [iso_date(text, column.date_pattern, column.prop) for text in texts]
    return texts


def _content_id(dataset: str, schema: str, properties: dict[str, list[str]]) -> str:
    """Name a row by what it says, marks apart: a changed restriction changes the same record."""
    return "row-" + digest([dataset, schema, properties])[:32]
