"""Rules of an operation: what must hold before an entry is written, and why it may not be.

A rule reads what the entry's author had seen, the entry, and nothing else: no clock, no other
entry. So every member decides the same about it, whenever it arrives and whatever else is written
meanwhile: what one refuses, all refuse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from entraide.operations.entry import Entry

__all__ = ["Rule", "broken", "day_at", "day_of"]

S_contra = TypeVar("S_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[S_contra]):
    """One rule: what is said where it does not hold, and whether it holds."""

    says: str
    holds: Callable[[S_contra, Entry], bool]


def broken(rules: Iterable[Rule[S_contra]], state: S_contra, entry: Entry) -> str | None:
    """Return what the first rule says that does not hold; None where all hold."""
    return next((rule.says for rule in rules if not rule.holds(state, entry)), None)


def day_of(entry: Entry) -> str:
    """Return the day (ISO, UTC) on which an entry was written, as its author says."""
    return day_at(entry.at_ms)


def day_at(at_ms: int) -> str:
    """Return the day (ISO, UTC) of a moment."""
    return dt.datetime.fromtimestamp(at_ms / 1_000, dt.UTC).date().isoformat()
