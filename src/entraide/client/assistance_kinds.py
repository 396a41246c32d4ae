"""Training and technical assistance as programs read it: need, offers, checks, what came."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from entraide.client.operation_parts import OperationHead
from entraide.client.values import Code, Day, Digest, Id

__all__ = [
    "AssistanceShown",
    "CheckTold",
    "DeliveredTold",
    "EvaluatedTold",
    "FileTold",
    "OfficeOffer",
    "QuestionAnswered",
]


class QuestionAnswered(TypedDict):
    """A question of the rights check with its answer."""

    question: Code
    answer: str
    """The answer, in words."""


class CheckTold(TypedDict):
    """A rights check of what is offered, by its author and a second officer."""

    check: Digest
    """The entry that made it."""
    by: Id
    """The officer who made it, by pseudonym."""
    verdict: Literal["go-ahead", "with-conditions", "refused"]
    conditions: str | None
    """On which conditions; null where there are none."""
    answers: list[QuestionAnswered]
    """The questions with their answers."""
    confirmed_by: Id | None
    state: Literal["confirmed", "unconfirmed"]


class FileTold(TypedDict):
    """A file that stands as evidence, by its hash."""

    sha256: Digest
    size: int
    name: str


class DeliveredTold(TypedDict):
    """What was delivered of an assistance."""

    delivery: Digest
    """The entry that reported it."""
    party: Id
    offer: Digest
    """The offer that it carries out."""
    starts: Day
    until: Day
    people: int
    """How many people it reached."""
    days: int
    """On how many days."""
    words: str
    evidence: list[FileTold]
    """The files that show it."""


class EvaluatedTold(TypedDict):
    """What the member that received an assistance says of it."""

    evaluation: Digest
    """The entry that said it."""
    party: Id
    delivery: Digest
    """The delivery that it is about."""
    reached: Literal["fully", "partly", "not"]
    people: int
    """How many people it reached."""
    days: int
    """On how many days."""
    words: str


class OfficeOffer(TypedDict):
    """What one member offers, and what became of it."""

    offer: Digest
    """The entry that made it."""
    by: Id
    """The agency that offers it."""
    what: str
    """What is offered, in words."""
    risks: list[Code]
    starts: Day
    until: Day
    people: int
    """For how many people."""
    days: int
    """For how many days."""
    state: Code
    words: str | None
    """Why it was declined; null where it was not."""
    checks: list[CheckTold]
    """The rights checks of it, the oldest first."""
    delivery: DeliveredTold | None
    """What was delivered; null while nothing is."""
    evaluation: EvaluatedTold | None
    """How it was evaluated; null while it is not."""


class AssistanceShown(OperationHead):
    """A training or technical assistance whole."""

    kind: Literal["assistance.needed"]
    form: Literal["training", "technical-assistance"]
    domain: Code
    need: str
    people: int
    """For how many people it is needed."""
    wanted_by: Day
    between: list[Id]
    """The members between whom it came about."""
    needed_by: Id
    late: bool
    """Whether the day is over and nothing was delivered."""
    offered: list[OfficeOffer]
