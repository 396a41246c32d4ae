"""Joint teams and controlled deliveries as programs read them."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.operation_parts import (
    ContactTold,
    EntryHead,
    EntryTold,
    Joined,
    Pursued,
    TaskShared,
)
from entraide.client.values import Country, Digest, Id, Moment

__all__ = [
    "DeliveryLeg",
    "DeliveryPerson",
    "DeliveryPlace",
    "DeliveryShown",
    "DeliveryState",
    "SubstitutionTold",
    "TeamPerson",
    "TeamShown",
    "TeamState",
    "TrackerPlanned",
    "TrackerSet",
]


class TeamState(TypedDict):
    """A state of a joint team."""

    country: Country
    party: Id
    law: str
    """The law under which the team works on its territory."""
    leader: str
    """Who leads the team there."""


class TeamPerson(TypedDict):
    """A person who works in a joint team."""

    party: Id
    name: str
    part: Literal["leader", "member", "participant"]
    """The person's part in the team."""


class TeamShown(Pursued, Joined):
    """A joint team whole."""

    kind: Literal["team.proposed"]
    states: list[TeamState]
    """The states in which it works."""
    people: list[TeamPerson]
    tasks: list[TaskShared]


class DeliveryPlace(TypedDict):
    """Where a delivery begins or ends."""

    place: str
    position: str | None


class DeliveryPerson(TypedDict):
    """A person who takes part in what is delivered."""

    name: str
    role: str
    """The person's role in it, in words."""


class DeliveryState(TypedDict):
    """A state on the way, with its authorisation where it granted one."""

    country: Country
    party: Id
    law: str
    route_part: Literal["origin", "transit", "destination"]
    """Which part of the way goes through it."""
    authorised: bool
    """Whether its authorisation stands."""
    authority: NotRequired[str]
    """The authority that granted it."""
    reference: NotRequired[str]
    """The authority's reference."""
    conditions: NotRequired[str]
    """Its conditions, in words."""
    valid_from: NotRequired[Moment]
    """From when it holds."""
    valid_to: NotRequired[Moment]
    """Until when it holds."""
    entry: NotRequired[Digest]


class DeliveryLeg(TypedDict):
    """A leg of the way, from one state to the next."""

    leg: int
    """Its number, from 0."""
    origin: Country
    """The state from which it leads."""
    destination: Country
    """The state into which it leads."""
    border: str
    """Where it crosses the border, in words."""
    position: str | None
    expected_ms: Moment
    """When it is expected at the border."""
    means: str
    """What it travels by."""
    surveillance: str
    """How it is watched."""
    state: Literal["planned", "started", "handed-over", "taken-over"]
    started_ms: Moment | None
    """When it started; null while it has not."""
    given_ms: Moment | None
    """When surveillance was handed over at the border; null while it was not."""
    taken_ms: Moment | None
    """When surveillance was taken over at the border; null while it was not."""


class SubstitutionTold(EntryHead):
    """Goods that were substituted, with the evidence for it."""

    extent: Literal["partial", "clean"]
    """Whether some of the goods were left, or none."""
    what: str
    quantity: str
    country: Country
    place: str
    words: str
    evidence: list[Digest]
    """The pieces of evidence for it, by the entries that entered them."""


class TrackerPlanned(TypedDict):
    """A tracker that the request plans."""

    reference: str
    """The tracker's reference."""
    on: str
    """What it is set on."""
    authority: str
    """Who authorised it."""


class TrackerSet(TrackerPlanned, EntryHead):
    """A tracker that is set."""

    words: str


class DeliveryShown(Pursued):
    """A controlled delivery whole."""

    kind: Literal["delivery.requested"]
    conduct: Literal["full", "partial-substitution", "clean"]
    """How much of the goods travels on."""
    goods: str
    quantity: str
    sample: str
    """Which sample of the goods was taken, in words."""
    concealment: str
    """How the goods are hidden, in words."""
    risk: str
    """What may go wrong, in words."""
    origin: DeliveryPlace
    """Where it begins."""
    destination: DeliveryPlace
    """Where it is to arrive."""
    substitute_before: int | None
    """The number of the leg before which goods are substituted; null where none are."""
    persons: list[DeliveryPerson]
    """Those who take part in what is delivered."""
    intervention_decided_by: Id
    abort_triggers: list[str]
    requested_by: Id
    joined: list[Id]
    """Members that take part."""
    states: list[DeliveryState]
    """The states on the way."""
    clear: dict[str, bool | None]
    """By member whether none of its own operations meets this one; null where none has answered."""
    legs: list[DeliveryLeg]
    contacts: list[ContactTold]
    """Whom to reach day and night at each member, as it said last."""
    events: list[EntryTold]
    """What happened on the way, in the journal's order."""
    substitutions: list[SubstitutionTold]
    planned_trackers: list[TrackerPlanned]
    trackers: list[TrackerSet]
    intervention: str
    """How and where the goods are to be taken, in words."""
    intervened: EntryTold | None
    outcome: EntryTold | None
    """The entry that tells what became of the goods; null while none does."""
    aborted: EntryTold | None
    report: EntryTold | None
    """The entry that closed it with its report; null while none has."""
