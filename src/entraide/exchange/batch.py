"""A batch of questions as a file: one line a person or thing, each with its purpose.

The first line names the columns; commas, semicolons or tabs part them. Several values of one field
are parted by ``|``. A line that is wrong is named by its number, and nothing of the file is asked.
Each question has a thread of its own that follows from the batch and its number, so that a batch
that was cut off goes on where it was and asks nothing twice.
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Final

from entraide.errors import InputError

__all__ = ["COLUMNS", "MOST_ROWS", "Line", "read_questions", "thread_of"]

COLUMNS: Final = (
    "name", "born", "nationality", "sex", "document", "phone", "email", "iban", "vehicle",
    "wallet", "purpose", "offence",
)  # fmt: skip
"""What a line may say; ``purpose`` and ``offence`` are the case's where they are left empty."""
_ONE: Final = frozenset({"purpose", "offence"})
MOST_ROWS: Final = 500
"""Persons of one batch: more is screening, which memoranda provide for by lists (Art. 4)."""

Line = dict[str, str | list[str]]
"""What one line says, by its columns."""


def read_questions(text: str) -> list[Line]:
    """Read the lines of a file; InputError says which column or line is wrong."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = [line for line in plain.split("\n") if line.strip()]
    if len(lines) < 2:
        raise InputError("batch.empty")
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=_delimiter(lines[0])))
    columns = [each.strip().casefold() for each in rows[0]]
    unknown = [each for each in columns if each not in COLUMNS]
    if unknown or len(set(columns)) < len(columns):
        raise InputError("batch.columns", found=", ".join(columns)[:200], known=", ".join(COLUMNS))
    if len(rows) - 1 > MOST_ROWS:
        raise InputError("batch.too_long", found=len(rows) - 1, most=MOST_ROWS)
    return [_line(columns, row, number) for number, row in enumerate(rows[1:], start=1)]


def thread_of(batch: str, number: int) -> str:
    """Return the thread of a question of a batch (numbers begin at 1)."""
    return hashlib.sha256(f"entraide/batch/1:{batch}:{number}".encode()).hexdigest()[:32]


def _delimiter(head: str) -> str:
    return max((",", ";", "\t"), key=head.count)


def _line(columns: list[str], row: list[str], number: int) -> Line:
    if len(row) != len(columns):
        raise InputError("batch.line", line=number, found=len(row), wanted=len(columns))
    found: Line = {}
    for name, cell in zip(columns, row, strict=True):
        values = [each.strip() for each in cell.split("|") if each.strip()]
        if values:
            found[name] = values[0] if name in _ONE else values
    if not set(found) - _ONE - {"born", "nationality", "sex"}:
        raise InputError("batch.nobody", line=number)
    return found
