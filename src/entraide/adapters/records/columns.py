"""Which column of a CSV file is which property: the mapping, given or recognised.

A mapping names columns one by one (``PROPERTY=Header``), in a YAML file or not at all. What it
does not name is recognised where the header is a FollowTheMoney property or a usual spelling of
one; marks are recognised too, so that a column of restrictions is never overlooked, except the one
that lifts a protection, which needs its full name. Details stand in brackets:
``alias[;]=Other names`` separates several values in a cell, ``birthDate[%d/%m/%Y]=DOB`` reads dates
in that order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from entraide.adapters.records.marks import MARKS
from entraide.errors import InputError
from entraide.vocabulary.entities import SCHEMATA, kind_of, names_of

__all__ = ["Column", "ColumnMap", "ColumnPlan", "parse_column", "plan_columns", "read_column_map"]

_OPTION: Final = re.compile(r"([A-Za-z._]+)(?:\[([^\]]+)\])?=(.+)", re.DOTALL)
_MAP_KEYS: Final = frozenset({"schema", "delimiter", "columns"})
_COLUMN_KEYS: Final = frozenset({"column", "separate", "date"})

_USUAL: Final[dict[str, tuple[str, str]]] = {
    "id": ("id", ""),
    "schema": ("schema", ""),
    "fullname": ("name", ""),
    "aliases": ("alias", ";"),
    "birthdate": ("birthDate", ""),
    "dateofbirth": ("birthDate", ""),
    "dob": ("birthDate", ""),
    "placeofbirth": ("birthPlace", ""),
    "countries": ("country", ";"),
    "sex": ("gender", ""),
    "addresses": ("address", ";"),
    "phones": ("phone", ";"),
    "emails": ("email", ";"),
    "identifiers": ("idNumber", ";"),
    "passport": ("passportNumber", ""),
    "givenname": ("firstName", ""),
    "surname": ("lastName", ""),
    "familyname": ("lastName", ""),
    "dataset": ("entraide.dataset", ""),
    "restricted": ("entraide.restricted_to", ""),
}
"""Usual headers (folded: lower case, letters only) that are no property's own name."""

_PLAIN_MARKS: Final = frozenset(MARKS) - {"reason", "lifted"}
"""Marks that are recognised without their prefix: the other two are too usual as words."""

_MARK_HEADERS: Final[dict[str, tuple[str, str]]] = {
    prefix + mark.replace("_", ""): (f"entraide.{mark}", "")
    for prefix, marks in {"": _PLAIN_MARKS, "entraide": MARKS}.items()
    for mark in marks
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column and the property, ``id``, ``schema`` or ``entraide.MARK`` that it holds."""

    prop: str
    header: str
    separator: str = ""
    date_pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What a person said about the file; an empty delimiter is found out from the header."""

    columns: tuple[Column, ...] = ()
    schema: str = "Person"
    delimiter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """Where each column stands in a row of ``width`` cells; ``unmapped`` headers are not read."""

    schema: str
    delimiter: str
    width: int
    columns: tuple[tuple[int, Column], ...]
    unmapped: tuple[str, ...]


def parse_column(option: str) -> Column:
    """Read ``PROPERTY=Header`` or ``PROPERTY[DETAIL]=Header``; InputError for another form."""
    found = _OPTION.fullmatch(option)
    if found is None:
        raise InputError("records.bad_map", value=option[:80])
    prop, detail, header = found[1], found[2] or "", found[3].strip()
    return _column(prop, header, detail)


def read_column_map(path: Path) -> ColumnMap:
    """Read a YAML mapping (``schema``, ``delimiter``, ``columns``); InputError if it is no such."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise InputError("records.map_unreadable", path=str(path)) from error
    if not isinstance(found, dict) or not found.keys() <= _MAP_KEYS:
        raise InputError("records.map_malformed", path=str(path))
    columns = found.get("columns", {})
    texts = (found.get("schema", "Person"), found.get("delimiter", ""))
    if not isinstance(columns, dict) or not all(isinstance(text, str) for text in texts):
        raise InputError("records.map_malformed", path=str(path))
    return ColumnMap(
        columns=tuple(_file_column(str(prop), entry) for prop, entry in columns.items()),
        schema=texts[0],
        delimiter=texts[1],
    )


def plan_columns(headers: Sequence[str], mapping: ColumnMap, delimiter: str) -> ColumnPlan:
    """Place every column; InputError where a header is missing, doubled or the name has none."""
    names = [header.strip() for header in headers]
    _refuse_doubles(names)
    if mapping.schema not in SCHEMATA:
        kind_of(mapping.schema, "")
    given = {column.header: column for column in mapping.columns}
    for header in given.keys() - set(names):
        raise InputError("records.column_missing", column=header, found=", ".join(names)[:200])
    columns = _recognised(names, given, mapping.schema)
    _require_name(columns, mapping.schema)
    return ColumnPlan(
        schema=mapping.schema,
        delimiter=delimiter,
        width=len(names),
        columns=tuple((at, columns[name]) for at, name in enumerate(names) if name in columns),
        unmapped=tuple(name for name in names if name not in columns),
    )


def _recognised(names: list[str], given: Mapping[str, Column], schema: str) -> dict[str, Column]:
    taken = {column.prop for column in given.values()}
    columns = dict(given)
    for name in names:
        prop, separator = _usual(name, schema)
        if name not in given and prop and prop not in taken:
            columns[name] = Column(prop=prop, header=name, separator=separator)
            taken.add(prop)
    for column in columns.values():
        _check_property(column.prop, schema)
    return columns


def _usual(header: str, schema: str) -> tuple[str, str]:
    folded = re.sub(r"[\W_]", "", header.casefold())
    own = {prop.casefold(): (prop, "") for prop in SCHEMATA[schema]}
    return _USUAL.get(folded) or own.get(folded) or _MARK_HEADERS.get(folded, ("", ""))


def _check_property(prop: str, schema: str) -> None:
    head, _, mark = prop.partition(".")
    if head == "entraide" and mark not in MARKS:
        raise InputError("records.unknown_mark", mark=mark[:80])
    if head not in {"id", "schema", "entraide"}:
        kind_of(schema, prop)


def _require_name(columns: Mapping[str, Column], schema: str) -> None:
    props = {column.prop for column in columns.values()}
    needed = {*names_of(schema), *(("lastName",) if schema == "Person" else ())}
    if names_of(schema) and not props & needed:
        raise InputError("records.no_name_column", properties=", ".join(sorted(needed)))


def _refuse_doubles(names: list[str]) -> None:
    doubled = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if doubled is not None:
        raise InputError("records.double_column", column=doubled[:80])


def _column(prop: str, header: str, detail: str) -> Column:
    if "%" in detail:
        return Column(prop=prop, header=header, date_pattern=detail)
    return Column(prop=prop, header=header, separator=detail)


def _file_column(prop: str, entry: Any) -> Column:
    if isinstance(entry, str):
        return Column(prop=prop, header=entry)
    if not isinstance(entry, dict) or not {"column"} <= entry.keys() <= _COLUMN_KEYS:
        raise InputError("records.bad_map", value=prop[:80])
    texts = {key: str(value) for key, value in entry.items()}
    return Column(
        prop=prop,
        header=texts["column"],
        separator=texts.get("separate", ""),
        date_pattern=texts.get("date", ""),
    )
