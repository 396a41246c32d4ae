"""Postings of liaison officers and sessions of joint committees as programs read them."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.operation_parts import OperationHead, TaskShared
from entraide.client.values import Code, Day, Digest, Id, Moment

__all__ = [
    "ActionAgreed",
    "CommitteeShown",
    "DecisionTold",
    "Declined",
    "ItemTold",
    "Notified",
    "PostingEnded",
    "PostingShown",
    "PromiseKept",
    "PromiseNamed",
    "SeatTaken",
    "ThreatWarned",
]


class ActionAgreed(TypedDict):
    """What a session decided that somebody does."""

    action: Digest
    decision: Digest
    title: str
    owner: Id
    due: Day
    state: Code
    done_ms: Moment | None
    words: str | None


class PromiseNamed(TypedDict):
    """A promise of the register that an item or a decision is about."""

    outcome: Code
    day: Day | None
    """The day of the engagement at which it was given; null where any is meant."""


class PromiseKept(PromiseNamed):
    """A promise of the register that a decision carries out."""

    reference: str
    """The first words of the decision."""
    kept: bool
    """Whether all that was to be done for it is done."""


class Notified(TypedDict):
    """When a posting and its duties were notified."""

    entry: Digest
    day: Day


class ThreatWarned(TypedDict):
    """A warning of a threat that names nobody."""

    entry: Digest
    party: Id
    day: Day
    domain: Code
    words: str


class PostingEnded(TypedDict):
    """The entry that ended a posting."""

    entry: Digest
    party: Id
    day: Day
    words: str


class PostingShown(OperationHead):
    """The posting of a liaison officer whole."""

    kind: Literal["posting.notified"]
    host: Id
    """The agency where the officer is posted."""
    serves: list[Id]
    """Other agencies for which the officer acts."""
    fellows: list[Id]
    """Agencies of the officer's own state that share the posting."""
    officer: Id
    role: Code
    contact: str
    """How the officer is reached, as it was notified last."""
    duties: str
    """The officer's duties, as they were notified last."""
    between: list[Id]
    """The members between whom it stands."""
    posted_by: Id
    accepted: list[Id]
    """Members that accepted it and have not taken that back."""
    awaited: list[Id]
    """Members that have not answered."""
    declined: list[Id]
    """Members that declined."""
    left: list[Id]
    """Members that took their acceptance back."""
    notified: list[Notified]
    notify_by: Day
    """The day by which it is notified again (Decision 2003/170/JHA: each year)."""
    notify_late: bool
    """Whether that day is over while it stands."""
    tasks: list[TaskShared]
    warnings: list[ThreatWarned]
    """The warnings of threats."""
    ended: PostingEnded | None
    """The entry that ended it; null while it stands."""


class SeatTaken(TypedDict):
    """A member that is present, with the head of its delegation."""

    party: Id
    head: str
    at_ms: Moment


class Declined(TypedDict):
    """A member that said no, or that it does not come, with its words."""

    party: Id
    words: str


class ItemTold(TypedDict):
    """An item of the agenda."""

    item: Digest
    """The entry that proposed it."""
    party: Id
    title: str
    articles: list[str]
    """The articles of the memorandum that it is about."""
    promises: list[PromiseNamed]
    """The promises of the register that it is about."""


class DecisionTold(TypedDict):
    """A decision of a session: those who take it, and how each answered."""

    decision: Digest
    """The entry that proposed it."""
    item: Digest
    """The item of the agenda that it answers."""
    text: str
    by: list[Id]
    """The members that take it together."""
    articles: list[str]
    """The articles of the memorandum that it is about."""
    promises: list[PromiseNamed]
    """The promises of the register that it carries out."""
    proposed_by: Id
    agreed: list[Id]
    """Members that agreed."""
    awaited: list[Id]
    """Members that have not answered."""
    refused: list[Declined]
    """Members that refused, with their words."""
    not_asked: list[Id]
    """Members that are present and that it does not bind."""
    state: Literal["open", "taken", "refused"]


class CommitteeShown(OperationHead):
    """A session of a joint committee whole."""

    kind: Literal["committee.convened"]
    day: Day
    """The day of the session."""
    place: str
    between: list[Id]
    """The members between whom it is held."""
    convened_by: Id
    present: list[SeatTaken]
    excused: list[Declined]
    """Members that do not come, with their words."""
    closed: list[Id]
    """Members for which it is closed."""
    items: list[ItemTold]
    """The items of the agenda."""
    decisions: list[DecisionTold]
    """The decisions, with those that are only proposed."""
    actions: list[ActionAgreed]
    links: list[PromiseKept]
    next_by: NotRequired[Day]
