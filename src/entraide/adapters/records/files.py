"""Records from files, streaming: FollowTheMoney JSON lines and CSV, bad rows beside good ones.

Every row gives ``Accepted`` or ``Rejected`` with the byte offset after it; reading again from any
such offset goes on exactly there, with the same line numbers. Memory does not grow with the file.
One bad row never stops the rest; a file that cannot be read at all is an InputError. Nothing is
stored here: the caller commits records together with ``next_offset``, and shows progress as
``next_offset`` of ``file_size``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeAlias

from entraide.adapters.records.columns import ColumnMap, ColumnPlan
from entraide.adapters.records.entities import read_entity
from entraide.adapters.records.lines import Line, LineSource, decode_line, open_lines
from entraide.adapters.records.rows import TableRow, read_entity_cells, read_header, read_row
from entraide.errors import InputError
from entraide.errors import Value as ErrorValue
from entraide.kernel.marking import Marking
from entraide.kernel.record import Record

__all__ = [
    "Accepted",
    "RecordFormat",
    "Rejected",
    "Row",
    "file_size",
    "read_plan",
    "read_records",
]

RecordFormat: TypeAlias = Literal["auto", "ftm", "csv"]

_SUFFIXES: Final[dict[str, RecordFormat]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "ftm",
    ".jsonl": "ftm",
    ".ndjson": "ftm",
    ".ftm": "ftm",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that became a record; ``line`` counts from 1."""

    record: Record
    line: int
    next_offset: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not, why (a code of ``vocabulary.messages`` and its data), and its bytes."""

    line: int
    reason_code: str
    data: Mapping[str, ErrorValue] = field(hash=False)
    raw: bytes
    next_offset: int


Row: TypeAlias = Accepted | Rejected


def file_size(path: Path) -> int:
    """Return the bytes of the file, the total that ``next_offset`` runs towards."""
    try:
        return path.stat().st_size
    except OSError as error:
        raise InputError("records.unreadable", path=str(path)) from error


def read_plan(path: Path, mapping: ColumnMap | None = None) -> ColumnPlan:
    """Return how the columns of a CSV file will be read, so that a person can see it first."""
    with _open(path) as stream:
        return read_header(open_lines(stream, 0), mapping or ColumnMap())


def read_records(
    path: Path,
    *,
    format: RecordFormat = "auto",  # noqa: A002 - the word of the command line
    mapping: ColumnMap | None = None,
    defaults: Marking,
    start_offset: int = 0,
) -> Iterator[Row]:
    """Yield every row from ``start_offset`` (0, or a ``next_offset`` seen before) to the end.

    ``mapping`` is for CSV. A file that cannot be opened, is no text, lacks a column, or an offset
    at which no row begins: InputError, at once.
    """
    if _format_of(path, format) == "csv":
        plan = read_plan(path, mapping)
        return _table_rows(path, plan, defaults, start_offset)
    _refuse_array(path)
    return _entity_rows(path, defaults, start_offset)


def _entity_rows(path: Path, defaults: Marking, start_offset: int) -> Iterator[Row]:
    with _open(path) as stream:
        for line in open_lines(stream, start_offset):
            if not line.blank:
                yield _entity_row(line, defaults)


def _entity_row(line: Line, defaults: Marking) -> Row:
    try:
        record = read_entity(_parse(line), defaults)
    except InputError as error:
        return Rejected(line.number, error.code, error.data, line.data, line.next_offset)
    return Accepted(record, line.number, line.next_offset)


def _parse(line: Line) -> dict[str, object]:
    text = decode_line(line)
    try:
        found = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        code = "records.not_json" if line.ended else "records.truncated"
        raise InputError(code) from error
    if not isinstance(found, dict):
        raise InputError("records.not_object")
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError("records.double_key")
    return found


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _table_rows(
    path: Path, plan: ColumnPlan, defaults: Marking, start_offset: int
) -> Iterator[Row]:
    with _open(path) as stream:
        source = open_lines(stream, start_offset)
        if start_offset == 0 and (header := next(source, None)):
            read_row(header, source, plan.delimiter)
        for first in source:
            if not first.blank:
                yield _table_row(read_row(first, source, plan.delimiter), plan, defaults)


def _table_row(row: TableRow, plan: ColumnPlan, defaults: Marking) -> Row:
    first, last = row.lines[0], row.lines[-1]
    try:
        if row.error:
            raise row.error
        record = read_entity(read_entity_cells(row.cells, plan, defaults.dataset), defaults)
    except InputError as error:
        raw = b"".join(line.data for line in row.lines)
        return Rejected(first.number, error.code, error.data, raw, last.next_offset)
    return Accepted(record, first.number, last.next_offset)


def _format_of(path: Path, named: RecordFormat) -> RecordFormat:
    known = named if named != "auto" else _SUFFIXES.get(path.suffix.lower())
    return known or ("ftm" if _first_sign(path) == b"{" else "csv")


def _refuse_array(path: Path) -> None:
    if _first_sign(path) == b"[":
        raise InputError("records.json_array", path=str(path))


def _first_sign(path: Path) -> bytes:
    with _open(path) as stream:
        source: LineSource = open_lines(stream, 0)
        first = next((line for line in source if not line.blank), None)
    return first.data.strip()[:1] if first else b""


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError("records.unreadable", path=str(path)) from error
