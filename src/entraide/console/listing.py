"""A list as a program reads it: the same rows at the page's address with .json or .csv.

A spreadsheet takes a cell that begins with ``= + - @`` for a formula (CWE-1236). Partners write
some of what stands in lists: such a cell begins with an apostrophe. A page shows the same in words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Listing", "to_csv"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Listing:
    """Columns (field and marked heading) and the rows that have those fields."""

    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Mapping[str, Any]]


def to_csv(listing: Listing) -> str:
    """Return a list as RFC 4180 text; the first line names the fields, as the JSON does."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    fields = [field for field, _ in listing.columns]
    writer.writerow(fields)
    for row in listing.rows:
        writer.writerow([_cell(row.get(field)) for field in fields])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return _cell("; ".join(_cell(each) for each in value))
    if isinstance(value, bool | int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
