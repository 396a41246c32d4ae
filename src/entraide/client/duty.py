"""What the screens of the watch, of partners and of batches answer as JSON."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.desk import AnswerRow, PartnerRow
from entraide.client.values import Code, Country, Digest, Id, Moment, Object

__all__ = [
    "BatchQuestion",
    "BatchRow",
    "BatchShown",
    "Batches",
    "Handover",
    "PartnerHealth",
    "PartnersHealth",
    "ShiftRow",
    "Standing",
    "StandingRow",
    "StandingShown",
    "Watch",
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


class Watch(TypedDict):
    """The watch: its state, what it wrote, the shifts before."""

    state: Code
    left_min: int | None
    open: int
    critical: int
    points: list[Object]
    matters: list[Object]
    entries: list[Object]
    shifts: list[ShiftRow]


class Handover(TypedDict):
    """What one shift hands to the next, as it is signed for."""

    of: ShiftRow | None
    next: ShiftRow | None
    sheet: str
    words: str
    at_ms: Moment
    until_ms: Moment
    items: list[Object]
    points: list[Object]
    bound: list[Object]
    shift: NotRequired[Id]


class PartnerHealth(PartnerRow):
    """A partner with what was asked and answered both ways."""

    directions: Object


class PartnersHealth(TypedDict):
    """All partners over a span of days."""

    days: int
    from_ms: Moment
    until_ms: Moment
    home: Country
    log_size: int
    partners: list[PartnerHealth]


class BatchRow(TypedDict):
    """A batch of questions, and how far it is."""

    batch: Id
    officer: Id
    case: str
    of: int
    done: int
    at_ms: Moment
    ended_ms: Moment | None
    running: bool
    open: bool


class Batches(TypedDict):
    """The batches."""

    batches: list[BatchRow]


class BatchQuestion(TypedDict):
    """One question of a batch: its answers are empty until it is asked."""

    number: int
    """Its line in the batch, from 1."""
    thread: Id
    asked: bool
    names: list[str]
    purpose: Code
    answers: list[AnswerRow]


class BatchShown(BatchRow):
    """A batch, question by question, with what each partner answered so far."""

    questions: list[BatchQuestion]


class StandingShown(TypedDict):
    """What would be left standing; ``payload`` is the hash that two officers sign."""

    thread: Id
    partner: Id
    purpose: Code
    case: str
    renewal: bool
    """Whether it stands already and would stand for longer."""
    payload: Digest


class StandingRow(TypedDict):
    """A question that stands, ours or a partner's."""

    thread: Id
    partner: Id
    way: Code
    state: Code
    ended: Code
    purpose: Code
    case: str
    officers: list[Id]
    renewals: int
    from_ms: Moment
    until_ms: Moment


class Standing(TypedDict):
    """The questions that stand."""

    standing: list[StandingRow]
