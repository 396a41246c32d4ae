"""The watch as programs read it: its log, its shifts, what they hand over, screens on the wall."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Digest, Id, Moment

__all__ = [
    "BoundMatter",
    "HandedOver",
    "Handover",
    "HandoverItem",
    "NoteKept",
    "ShiftBegun",
    "ShiftRow",
    "WallClosed",
    "WallOpened",
    "WallRow",
    "Walls",
    "Watch",
    "WatchMatter",
    "WatchNote",
    "WatchShown",
]


class ShiftRow(TypedDict):
    """A shift: whose, from when until when, what was handed over."""

    shift: Id
    officer: str
    begun_ms: Moment
    until_ms: Moment
    handed_ms: Moment | None
    ended_ms: Moment | None
    follows: str
    sheet: str
    words: str


class WatchNote(TypedDict):
    """One entry of the watch log: written, or a correction or an end of an earlier one."""

    entry: Id
    kind: Literal["written", "corrected", "closed"]
    of: str
    """The entry that it corrects or closes; empty where it begins a matter."""
    severity: Code
    officer: str
    happened_ms: Moment
    at_ms: Moment
    text: str
    done: str
    about_kind: Literal["thread", "case", "notice", "operation", ""]
    about: str


class WatchMatter(TypedDict):
    """A matter of the watch log with all that was written about it."""

    entry: Id
    """Its first entry."""
    severity: Code
    open: bool
    notes: list[WatchNote]


class WatchShown(TypedDict):
    """The watch: its state, what stands open, what it wrote, the shifts before."""

    state: Code
    left_min: int | None
    open: int
    critical: int
    points: list[WatchMatter]
    """What stands open and goes to the next shift."""
    matters: list[WatchMatter]
    """What was written in the days asked for."""
    shifts: list[ShiftRow]


class Watch(WatchShown):
    """The same, with its entries one by one."""

    entries: list[WatchNote]


class HandoverItem(TypedDict):
    """Something that waits or runs while the watch changes."""

    group: Code
    kind: Code
    of: str
    """The id or reference of what it is."""
    partner: str
    due_ms: Moment | None
    officer: str
    count: int
    """How many there are, where they are counted and not named; 0 otherwise."""
    at_ms: NotRequired[Moment]


class BoundMatter(TypedDict):
    """A matter as the sheet binds it: by its entries and the digests of what they say."""

    entries: list[Id]
    digests: list[Digest]


class _Sheet(TypedDict):
    sheet: str
    words: str
    at_ms: Moment
    until_ms: Moment
    items: list[HandoverItem]
    points: list[WatchMatter]
    """What stands open and goes to the next shift."""


class Handover(_Sheet):
    """What one shift hands to the next, as it is signed for."""

    of: ShiftRow | None
    """The shift that hands over; null where none is on watch."""
    next: ShiftRow | None
    """The shift that took over; null where none has."""
    bound: list[BoundMatter]
    shift: NotRequired[Id]


class HandedOver(_Sheet):
    """What was handed over; who takes over signs the digest of this sheet."""

    shift: Id


class NoteKept(TypedDict):
    """An entry of the watch log that was written."""

    entry: Id
    root: Id
    """The first entry of the matter."""
    kind: Literal["written", "corrected", "closed"]
    at_ms: Moment


class ShiftBegun(TypedDict):
    """A shift that is on watch now."""

    shift: Id
    begun_ms: Moment
    until_ms: Moment


class WallOpened(TypedDict):
    """A screen on the wall; its code is told once."""

    wall: Id
    code: str
    """What is entered at the screen; told once, good for a quarter of an hour."""
    ends_ms: Moment
    address: str
    """The page that the screen opens."""


class WallRow(TypedDict):
    """A screen on the wall that is open."""

    wall: Id
    officer: str
    opened_ms: Moment
    entered_ms: Moment | None
    """When its code was entered; null where it was not yet."""
    ends_ms: Moment


class Walls(TypedDict):
    """The screens that are open."""

    walls: list[WallRow]


class WallClosed(TypedDict):
    """A screen that is closed."""

    wall: Id
