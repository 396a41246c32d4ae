"""Reading accreditation lists: CSV or JSON lines, strictly, all of a list or nothing.

The columns are those of ``COLUMNS``, and a list that has another is refused with its name: what
nobody may be screened by (faith, opinion, origin) cannot get in by being one column more. Each
person has an id of the list's own, a name, and a day of birth or a document's number.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from entraide.errors import InputError
from entraide.match import Identifier, Subject

__all__ = ["COLUMNS", "Accredited", "read_accreditations"]

_MOST: Final = 1_000_000
_LONGEST: Final = 200
_BORN: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_NATIONALITY: Final = re.compile(r"[a-z]{2}")
_JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
_DOCUMENTS: Final = ("document", "national_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accredited:
    """One person of a list, as its owner keeps it; ``id`` and ``function`` never leave."""

    id: str
    name: str
    birth_date: str = ""
    nationality: str = ""
    document: str = ""
    function: str = ""

    @property
    def subject(self) -> Subject:
        """What a partner is told of the person: what it takes to find a record, and no more."""
        numbers = (Identifier.parse(kind, self.document) for kind in _DOCUMENTS if self.document)
        return Subject(
            names=(self.name,),
            birth_dates=(self.birth_date,) if self.birth_date else (),
            countries=(self.nationality,) if self.nationality else (),
            identifiers=tuple(each for each in numbers if each is not None),
        )

    def to_json(self) -> dict[str, str]:
        """Return the object that is kept, sealed."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS: Final = tuple(each.name for each in fields(Accredited))
_NEEDED: Final = ("id", "name")


def read_accreditations(path: Path) -> tuple[Accredited, ...]:
    """Read a list; InputError names the line and what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = _json_rows(file) if path.suffix in _JSON_LINES else _csv_rows(file)
            found = tuple(_read(rows))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError("accreditation.unreadable", path=str(path)) from error
    if not found:
        raise InputError("accreditation.empty", path=str(path))
    return found


def _csv_rows(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(lines, strict=True)
    _check_columns(reader.fieldnames or (), 1)
    for row in reader:
        if None in row or None in row.values():
            raise InputError("accreditation.bad_line", line=reader.line_num)
        yield reader.line_num, row


def _json_rows(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError("accreditation.bad_line", line=number) from error
        if not isinstance(row, dict):
            raise InputError("accreditation.bad_line", line=number)
        _check_columns(row, number)
        yield number, row


def _check_columns(names: Iterable[str], line: int) -> None:
    named = list(names)
    known = ", ".join(COLUMNS)
    for name in named:
        if name not in COLUMNS:
            shown = str(name)[:64]
            raise InputError("accreditation.unknown_column", line=line, column=shown, known=known)
    for name in _NEEDED:
        if name not in named:
            raise InputError("accreditation.no_column", line=line, column=name)


def _read(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[Accredited]:
    ids: dict[str, int] = {}
    persons: dict[Subject, int] = {}
    for line, row in rows:
        one = _person(line, row)
        before = ids.setdefault(one.id, line), persons.setdefault(one.subject, line)
        if before != (line, line):
            raise InputError("accreditation.twice", line=line, before=min(before))
        if len(ids) > _MOST:
            raise InputError("accreditation.too_many", most=_MOST)
        yield one


def _person(line: int, row: Mapping[str, Any]) -> Accredited:
    values = {name: _text(line, name, row.get(name)) for name in COLUMNS}
    values["nationality"] = values["nationality"].lower()
    one = Accredited(**values)
    wrong = next((name for name, holds in _CHECKS if not holds(one)), None)
    if wrong is not None:
        raise InputError("accreditation.bad_value", line=line, column=wrong)
    if not one.birth_date and not one.subject.identifiers:
        raise InputError("accreditation.nothing_to_tell_apart", line=line)
    return one


def _text(line: int, name: str, value: Any) -> str:
    text = "" if value is None else value
    if not isinstance(text, str) or len(text) > _LONGEST or not text.isprintable():
        raise InputError("accreditation.bad_value", line=line, column=name)
    return " ".join(text.split())


_CHECKS: Final = (
    ("id", lambda one: bool(one.id)),
    ("name", lambda one: bool(one.name)),
    ("birth_date", lambda one: not one.birth_date or _BORN.fullmatch(one.birth_date)),
    ("nationality", lambda one: not one.nationality or _NATIONALITY.fullmatch(one.nationality)),
    ("document", lambda one: not one.document or bool(one.subject.identifiers)),
)
