"""Files of records to be read, and how their rows are told."""

from __future__ import annotations

from pathlib import Path

from entraide.adapters.records.columns import ColumnMap
from entraide.adapters.records.files import (
    Accepted,
    Rejected,
    Row,
    read_records,
)
from entraide.kernel.marking import Marking
from entraide.kernel.record import Record

DEFAULTS = Marking(dataset="import", source="test", retention_date="2031-12-31")


def rows_of(
    path: Path, content: bytes | str, mapping: ColumnMap | None = None, start_offset: int = 0
) -> list[Row]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_records(path, mapping=mapping, defaults=DEFAULTS, start_offset=start_offset)
    return list(found)


def record_of(row: Row) -> Record:
    assert isinstance(row, Accepted), row
    return row.record


def reasons(rows: list[Row]) -> list[tuple[int, str]]:
    return [(row.line, row.reason_code) for row in rows if isinstance(row, Rejected)]
