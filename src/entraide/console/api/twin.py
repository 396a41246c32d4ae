"""One row of the table of what programs read: a screen's data and the filters of its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Filter", "Twin", "filters_of"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of an address; what is left out or empty filters nothing."""

    name: str
    says: str
    """What it chooses: a marked text."""
    needed: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Twin:
    """What a screen answers as JSON and CSV, and the list whose rows have ids."""

    says: str
    """What it is: a marked text without a full stop."""
    answers: Any
    filters: tuple[Filter, ...] = ()
    rows: str = ""
    """The field with the list's rows, where it is a list."""
    row_id: str = ""
    """The field by which a row of it is named."""


def filters_of(**said: str) -> tuple[Filter, ...]:
    """Return filters by their names, each with what it says (a marked text)."""
    return tuple(Filter(name, says) for name, says in said.items())
