"""Batches of questions, and questions that stand, as programs read them."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.desk import AnswerRow
from entraide.client.values import Code, Digest, Id, Moment

__all__ = [
    "BatchQuestion",
    "BatchRow",
    "BatchShown",
    "Batches",
    "Standing",
    "StandingRow",
    "StandingShown",
]


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
