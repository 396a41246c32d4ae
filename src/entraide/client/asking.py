"""What orders answer about questions: what would come of one, what ours hold, batches, checks."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.delivered import Delivered
from entraide.client.inquired import FoundValueShown
from entraide.client.results import AskedRow
from entraide.client.values import Code, Id

__all__ = [
    "Answered",
    "BatchBegun",
    "BatchDropped",
    "BatchForeseen",
    "BatchOver",
    "CheckFound",
    "CheckMade",
    "Feature",
    "Foreseen",
    "Reach",
    "RecordFound",
    "RecordValue",
    "RecordsFound",
    "RowForeseen",
    "StandingLeft",
    "StandingWithdrawn",
    "Token",
]


class Reach(TypedDict):
    """What would become of a question at one partner; a budget only where it would pass."""

    partner: Id
    outcome: Literal["permitted", "needs-a-person", "denied"]
    code: NotRequired[Code]
    article: NotRequired[str]
    articles: NotRequired[list[str]]
    detail: NotRequired[Code]
    most_hits: NotRequired[int]
    limit: NotRequired[int]
    used: NotRequired[int]
    left: NotRequired[int]
    """Questions that may still be asked in this period."""
    period: NotRequired[Code]


class Foreseen(TypedDict):
    """What would become of a question, before anything leaves."""

    case: str
    purpose: Code
    offence: Code
    legal_basis: str
    partners: list[Reach]


class RowForeseen(TypedDict):
    """What would become of one question of a batch, or why it cannot be asked."""

    number: int
    """Its line in the batch, from 1."""
    names: list[str]
    purpose: NotRequired[Code]
    partners: NotRequired[list[Reach]]
    fault: Code
    """The code of what is wrong with it; empty where nothing is."""


class BatchOver(TypedDict, total=False):
    """Whose budget a batch does not fit into; empty where it fits."""

    partner: Id
    purpose: Code
    wanted: int
    """Questions of the batch that would count there."""
    left: int
    """Questions that may still be asked there."""


class BatchForeseen(TypedDict):
    """What would become of a batch, question by question; it is asked whole or not at all."""

    rows: list[RowForeseen]
    fits: bool
    over: BatchOver


class BatchBegun(TypedDict):
    """A batch that is being asked."""

    batch: Id
    questions: int
    """How many questions it has."""


class BatchDropped(TypedDict):
    """A batch of which nothing more is asked."""

    batch: Id


class Token(TypedDict):
    """Two parts of names that were compared."""

    left: str
    """The part of the name that was asked for; empty where it met none."""
    right: str
    """The part of the name that is held; empty where it met none."""
    evidence: str
    closeness: float
    """From 0 (nothing in common) to 1 (the same)."""
    bits: float
    """How rare the part is, in bits."""
    share: float
    """How much of the name's weight it carries, from 0 to 1."""


class Feature(TypedDict):
    """One thing that was compared, and how much it weighed."""

    feature: Code
    weight: float
    value: float
    reason: str
    left: str
    """What was asked for."""
    right: str
    """What is held."""
    tokens: NotRequired[list[Token]]


class RecordValue(TypedDict):
    """A value of a record of ours, as it is marked."""

    prop: Code
    text: str
    handling: Code
    mark: str
    provider: str


class RecordFound(TypedDict):
    """A record of ours that may be meant; one under protection says nothing but that."""

    record: str
    """Its id; empty where it is protected."""
    protected: bool
    band: Code
    score: NotRequired[float]
    decision: NotRequired[Code]
    reasons: list[Feature]
    values: list[RecordValue]


class RecordsFound(TypedDict):
    """Records of ours that may be meant, the nearest first."""

    case: str
    purpose: Code
    records: list[RecordFound]


class CheckFound(TypedDict):
    """Something that is held here of who or what was checked."""

    source: Literal["record", "copy", "notice"]
    """A record of ours, a copy that a partner gave, or a partner's notice that we accepted."""
    id: Id
    band: Code
    by_number: bool
    """Whether a number agrees, not a name alone."""
    with_birth: bool
    """Whether the date of birth agrees."""
    protected: bool
    partner: str
    shown: list[FoundValueShown]
    outcome: Code


class CheckMade(TypedDict):
    """What a check comes to: the gravest of what was found, and what partners answered."""

    outcome: Code
    found: list[CheckFound]
    case: str
    answers: list[AskedRow]


class Answered(TypedDict):
    """A partner's question that was decided on, or an approval that waits for another officer."""

    thread: Id
    answered: NotRequired[Code]
    delivery: NotRequired[list[Delivered]]
    approvals: NotRequired[int]
    needed: NotRequired[int]


class StandingLeft(TypedDict):
    """A question that was left standing, or an approval that waits for another officer."""

    thread: Id
    partner: NotRequired[Id]
    delivery: NotRequired[list[Delivered]]
    approvals: NotRequired[int]
    needed: NotRequired[int]


class StandingWithdrawn(TypedDict):
    """A question that stands no more."""

    thread: Id
    partner: Id
    delivery: list[Delivered]
