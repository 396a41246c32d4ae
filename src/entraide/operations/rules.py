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

__all__ = ["Rule", "broken", "day_of"]

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """One rule: what is said where it does not hold, and whether it holds."""

    says: str
    holds: Callable[[S, Entry], bool]


def broken(rules: Iterable[Rule[S]], state: S, entry: Entry) -> str | None:
    """Return what the first rule says that does not hold; None where all hold."""
    return next((rule.says for rule in rules if not rule.holds(state, entry)), None)


def day_of(entry: Entry) -> str:
    """Return the day (ISO, UTC) on which an entry was written, as its author says."""
    return dt.datetime.fromtimestamp(entry.at_ms / 1_000, dt.UTC).date().isoformat()
