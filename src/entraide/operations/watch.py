"""The watch of the node itself: how a shift stands, and what of its log is still open.

As in the cell of a major event (``event_kinds``): *information* calls for nobody, whatever is more
severe stays open until an entry closes it. Nothing is ever rewritten: a correction is an entry that
names the one it corrects, and both are shown. A shift is its officer's until another officer takes
it over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entraide.operations.event_kinds import SEVERITIES

__all__ = [
    "CALLS_FOR_NOBODY",
    "ENDING_MS",
    "MOST_SHIFT_HOURS",
    "Kind",
    "Matter",
    "Note",
    "Shift",
    "Standing",
    "matters_of",
    "standing_of",
]

CALLS_FOR_NOBODY: Final = SEVERITIES[0]
MOST_SHIFT_HOURS: Final = 24
"""Nobody is on watch for longer."""
ENDING_MS: Final = 1_800_000
"""A shift that ends within half an hour is to be handed over."""


class Kind(StrEnum):
    """What an entry of the watch log is."""

    WRITTEN = "written"
    CORRECTED = "corrected"
    CLOSED = "closed"


class Standing(StrEnum):
    """How the watch stands at a moment."""

    UNUSED = "unused"
    RUNNING = "running"
    ENDING = "ending"
    HANDED = "handed"
    UNTAKEN = "untaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift; times in UTC milliseconds, ``officer`` a pseudonym."""

    id: str
    officer: str
    follows: str
    begun_ms: int
    until_ms: int
    handed_ms: int | None
    ended_ms: int | None
    sheet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One entry of the watch log, as its officer signed it."""

    id: str
    root: str
    kind: Kind
    of: str
    shift: str
    officer: str
    severity: str
    happened_ms: int
    at_ms: int
    text: str
    done: str
    about_kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Matter:
    """An entry with what was written about it later, in the order of writing."""

    notes: tuple[Note, ...]

    @property
    def first(self) -> Note:
        """The entry that it began with."""
        return self.notes[0]

    @property
    def last(self) -> Note:
        """The latest entry."""
        return self.notes[-1]

    @property
    def severity(self) -> str:
        """As severe as the latest entry that is no closing says."""
        return next(each.severity for each in reversed(self.notes) if each.kind is not Kind.CLOSED)

    @property
    def is_open(self) -> bool:
        """It calls for somebody, and nobody has closed it."""
        closed = any(each.kind is Kind.CLOSED for each in self.notes)
        return not closed and self.severity != CALLS_FOR_NOBODY


def matters_of(notes: Iterable[Note]) -> tuple[Matter, ...]:
    """Return the matters of a log, each where its first entry stands; notes come in their order."""
    found: dict[str, tuple[Note, ...]] = {}
    for note in notes:
        found[note.root] = (*found.get(note.root, ()), note)
    return tuple(Matter(each) for each in found.values())


def standing_of(last: Shift | None, now_ms: int) -> Standing:
    """Return how the watch stands, from the latest shift."""
    if last is None:
        return Standing.UNUSED
    if now_ms >= last.until_ms or last.ended_ms is not None:
        return Standing.UNTAKEN
    if last.handed_ms is not None:
        return Standing.HANDED
    return Standing.ENDING if last.until_ms - now_ms <= ENDING_MS else Standing.RUNNING
