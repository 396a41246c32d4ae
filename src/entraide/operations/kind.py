"""One row of a table of kinds: an entry that members of an operation write, and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from entraide.operations.shapes import Shape

__all__ = ["Kind", "table_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One row."""

    name: str
    does: str
    fields: Mapping[str, Shape]


def table_of(*rows: Kind) -> Mapping[str, Kind]:
    """Return rows by their names."""
    return {row.name: row for row in rows}
