"""What orders answer about major events: screening of lists, and what is left of a cell."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.values import Code, Digest, Id, Moment

__all__ = [
    "AccreditationList",
    "Accreditations",
    "CellDissolved",
    "CellFigures",
    "Dissolved",
    "Handovers",
    "IncidentCount",
    "ListAtPartner",
    "PersonReferred",
    "ScreenedCount",
    "ScreeningResumed",
    "SeverityCount",
    "TaskCount",
    "VenueCount",
]


class ListAtPartner(TypedDict):
    """How far a list is screened at one partner."""

    partner: Id
    sent: int
    """Batches of persons that were sent."""
    answered: int
    """Batches that were answered."""
    referred: int
    """Persons who are to be referred."""
    code: Code
    """Why the partner does not screen; empty where it does."""


class AccreditationList(TypedDict):
    """A list of persons who want to enter an event."""

    list: Digest
    """The journal entry that announced it."""
    persons: int
    batches: int
    partners: list[ListAtPartner]


class PersonReferred(TypedDict):
    """A person whom a partner asks to be referred to its bureau."""

    list: Digest
    partner: Id
    outcome: Code
    id: str
    """The person's number in the list."""
    name: str
    birth_date: str
    nationality: str
    document: str
    function: str
    """What the person does at the event."""


class Accreditations(TypedDict):
    """How far our lists are screened, and who is to be referred."""

    operation: Id
    lists: list[AccreditationList]
    referred: list[PersonReferred]


class ScreeningResumed(TypedDict):
    """Batches of lists that are sent anew because no answer came."""

    operation: Id
    again: int
    """How many."""


class SeverityCount(TypedDict):
    """How many entries of the log were of a severity."""

    severity: Code
    count: int


class VenueCount(TypedDict):
    """How many entries of the log were about a venue."""

    venue: str
    """Its name; empty for those about no venue."""
    count: int


class Handovers(TypedDict):
    """How watches were handed over."""

    taken: int
    on_time: int
    late: int
    without: int
    """Watches that were begun without one."""


class IncidentCount(TypedDict):
    """Incidents of one nature."""

    nature: Code
    count: int
    open: int
    """Those that nobody closed."""
    minutes_to_acknowledgement: int | None
    """Median; null where none was acknowledged."""
    minutes_to_closure: int | None
    """Median; null where none was closed."""


class TaskCount(TypedDict):
    """Tasks of a cell."""

    set: int
    done: int
    on_time: int


class ScreenedCount(TypedDict):
    """What a partner's screening of a list came to."""

    owner: Id
    version: int
    partner: Id
    screened: int
    """Persons of the list."""
    no_objection: int
    """Persons against whom nothing is said."""
    referred: int
    """Persons who are to be referred."""


class CellFigures(TypedDict):
    """The figures of a major event: counts and times, of nobody; they outlive its cell."""

    entries: int
    members: int
    venues: int
    days: int
    """Days of the event's programme."""
    log: list[SeverityCount]
    log_by_venue: list[VenueCount]
    handovers: Handovers
    incidents: list[IncidentCount]
    tasks: TaskCount
    accreditations: list[ScreenedCount]


class CellDissolved(TypedDict):
    """What is left of a dissolved cell."""

    operation: Id
    event: str
    """The event's name in the memorandum."""
    agreement: Digest
    figures: CellFigures
    entries: list[Digest]
    """The digests of its journal's entries: whoever kept one can prove it."""
    at_ms: Moment


class Dissolved(TypedDict):
    """What is left of dissolved cells."""

    dissolved: list[CellDissolved]
