"""The cell of a major event as programs read it."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from entraide.client.events import CellFigures
from entraide.client.operation_parts import CaseOperation, Joined
from entraide.client.values import Code, Country, Day, Digest, Id, Moment

__all__ = [
    "AccreditationTold",
    "CellShown",
    "CellState",
    "DayTold",
    "EscalationStep",
    "EscalationTerm",
    "HandoverTold",
    "MatterTold",
    "RaisedTold",
    "ScreenedAt",
    "TaskOfCell",
    "VenueTold",
    "WatchTold",
]


class CellState(TypedDict):
    """A state of a cell."""

    country: Country
    party: Id


class EscalationTerm(TypedDict):
    """Whom an entry of a severity reaches when nobody acknowledged it."""

    severity: Code
    minutes: int
    """How many minutes after it was written."""
    to: str
    """Whom it reaches then, in words."""


class VenueTold(TypedDict):
    """A venue of the event."""

    venue: Code
    """Its short name, by which entries name it."""
    name: str
    country: Country
    party: Id


class DayTold(TypedDict):
    """What takes place at a venue on a day."""

    venue: Code
    day: Day
    what: str


class WatchTold(TypedDict):
    """Who has the watch at a member."""

    party: Id
    officer: Id


_From = TypedDict("_From", {"from": Id})


class HandoverTold(_From):
    """A watch that was handed over, with what was open; ``from`` is the officer who did."""

    handing: Digest
    """The entry that handed it over."""
    party: Id
    open: list[Digest]
    """What was open, by the entries that began it."""
    words: str
    handed_ms: Moment
    taken_by: Id | None
    taken_ms: Moment | None
    """When it was taken over; null while it was not."""


class RaisedTold(TypedDict):
    """When the severity of a matter was raised, to what and why."""

    at_ms: Moment
    of: Digest
    """The entry that began the matter."""
    severity: Code
    words: str


class EscalationStep(TypedDict):
    """Whom a matter reaches at a moment unless somebody acknowledges it before."""

    at_ms: Moment
    """The moment."""
    to: str
    """Whom it reaches then, in words."""


class MatterTold(TypedDict):
    """An entry of the watch log or an incident, with what became of it."""

    matter: Digest
    what: Literal["incident", "log"]
    nature: Code | None
    """What kind of incident it is; null of an entry of the log."""
    severity: Code
    venue: Code | None
    countries: list[Country]
    """The states that an incident concerns."""
    happened_ms: Moment
    at_ms: Moment
    text: str
    party: Id
    author: Id
    raised: list[RaisedTold]
    """Each time that its severity was raised."""
    acknowledged_by: Id | None
    acknowledged_ms: Moment | None
    closed_ms: Moment | None
    outcome: str | None
    """What was said when it was closed; null while it is open."""
    state: Literal["open", "closed", "noted"]
    escalates: list[EscalationStep]
    """Whom it reaches and when, while nobody acknowledges it."""


class TaskOfCell(TypedDict):
    """A task of a cell."""

    task: Digest
    """The entry that set it."""
    title: str
    owner: Id
    due_ms: Moment
    incident: Digest | None
    set_by: Id
    """The agency that set it."""
    state: Literal["open", "done"]
    done_ms: Moment | None
    words: str | None
    """What was said when it was done; null while it is not."""


class ScreenedAt(TypedDict):
    """How a partner stands with a list."""

    partner: Id
    state: Literal["waiting", "admitted", "refused", "screened"]
    no_objection: int | None
    """Persons against whom nothing is said; null while it is not screened."""
    referred: int | None
    """Persons who are to be referred; null while it is not screened."""


class AccreditationTold(TypedDict):
    """A list of persons who want to enter, as its owner announced it."""

    list: Digest
    owner: Id
    """The agency whose list it is."""
    version: int
    persons: int
    """How many persons stand in it."""
    batches: int
    """In how many batches they are sent."""
    root: Digest
    """The hash over all batches, so that none is changed afterwards."""
    partners: list[ScreenedAt]
    """How each other member stands with it."""


class CellShown(CaseOperation, Joined):
    """The cell of a major event whole."""

    kind: Literal["event.proposed"]
    event: Code
    latest: Day
    """The latest day on which it may be dissolved."""
    hosts: list[Id]
    """The agencies that hold the event."""
    states: list[CellState]
    """The states of the cell."""
    shifts: list[str]
    """When watches change: times of day (UTC), such as 06:30."""
    grace: int
    """How many minutes from a change of shift a handover is on time."""
    escalation: list[EscalationTerm]
    venues: list[VenueTold]
    days: list[DayTold]
    """What takes place, by day and venue."""
    watches: list[WatchTold]
    handovers: list[HandoverTold]
    """The watches that were handed over."""
    matters: list[MatterTold]
    tasks: list[TaskOfCell]
    open: list[Digest]
    """What is open: matters and tasks, by the entries that began them."""
    lists: list[AccreditationTold]
    """The lists of persons who want to enter."""
    figures: CellFigures
