"""Rows of people as files hold them, read into subjects: CSV columns and FollowTheMoney entities.

Pure: lines in, subjects out; opening files is the caller's business. A line that starts with ``{``
makes a file JSON lines; otherwise it is CSV with a header. Columns are ``id``, ``name``,
``birth_date``, ``country``, ``sex``, and those that published lists use instead (``COLUMNS``).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from entraide.errors import InputError
from entraide.match.subjects import Subject

__all__ = ["COLUMNS", "Listed", "read_listed"]

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "expected_id", "entity_id", "caption"),
    "name": ("name", "full_name", "names"),
    "birth_date": ("birth_date", "born", "date_of_birth", "birthDate", "dob"),
    "country": ("country", "countries", "nationality_code"),
    "sex": ("sex", "gender"),
}
"""For each field, the column names that are understood, the first present one counts."""

_SEPARATOR: Final = ";"
"""Divides several values of one cell."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A subject and the id by which its file knows it."""

    id: str
    subject: Subject


def read_listed(lines: Iterable[str]) -> Iterator[Listed]:
    """Return every row of a file; InputError names the first line that is unusable.

    A row without an id is known by its number, the first row being 1.
    """
    rest = iter(lines)
    first = next(rest, "")
    if not first.strip():
        raise InputError("match.list_empty")
    every = chain([first.removeprefix("\ufeff")], rest)
    return _entities(every) if first.lstrip().startswith("{") else _rows(every)


def _entities(lines: Iterable[str]) -> Iterator[Listed]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            properties = {
                name: tuple(map(str, values)) for name, values in entity["properties"].items()
            }
            subject = Subject.from_properties(str(entity["schema"]), properties)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise InputError("match.entity_unreadable", line=number) from error
        yield Listed(str(entity.get("id", number)), subject)


def _rows(lines: Iterable[str]) -> Iterator[Listed]:
    reader = csv.DictReader(lines)
    columns = {field: _column(field, reader.fieldnames or ()) for field in COLUMNS}
    if not columns["name"]:
        raise InputError("match.column_missing", column="name")
    try:
        for number, row in enumerate(reader, start=1):
            cells = {field: _values(row.get(column)) for field, column in columns.items()}
            yield Listed(next(iter(cells["id"]), str(number)), _subject(cells))
    except csv.Error as error:
        raise InputError("match.row_unreadable", line=reader.line_num) from error


def _column(field: str, present: Iterable[str]) -> str:
    known = set(present)
    return next((name for name in COLUMNS[field] if name in known), "")


def _values(cell: str | None) -> tuple[str, ...]:
    parts = (part.strip() for part in (cell or "").split(_SEPARATOR))
    return tuple(part for part in parts if part)


def _subject(cells: Mapping[str, tuple[str, ...]]) -> Subject:
    return Subject(
        names=cells["name"],
        birth_dates=cells["birth_date"],
        countries=tuple(country.lower() for country in cells["country"]),
        sexes=tuple(sex.lower() for sex in cells["sex"]),
    )
