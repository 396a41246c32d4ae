"""The parts of a notice: what it says, its review, recipients, sightings and pursuits."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.threads import GivenValue
from entraide.client.values import Code, Country, Day, Digest, Id, Moment

__all__ = [
    "Deadline",
    "Judicial",
    "Match",
    "NoticeBody",
    "NoticeFinding",
    "NoticeStatus",
    "NoticeValue",
    "Pursuit",
    "PursuitStep",
    "Question",
    "Recipient",
    "ReviewAnswer",
    "Reviewed",
    "SightingShown",
]


class NoticeFinding(TypedDict):
    """What the machine finds against a notice."""

    code: Code
    article: str
    field: str
    """The field of the notice that it is about."""


class Judicial(TypedDict):
    """A charge or a sentence, with the document that it rests on."""

    stage: Code
    charge: str
    law: str
    document: str
    authority: str
    max_months: int
    imposed_months: int
    left_months: int


class NoticeValue(GivenValue):
    """A value of a notice; it bears the handling code of the whole."""


class NoticeBody(TypedDict):
    """What a notice says: the document that two officers reviewed and that partners hold."""

    id: Id
    version: int
    issuer: Id
    colour: Code
    diffusion: bool
    """Whether it goes to chosen partners only."""
    purpose: Code
    offence: Code
    case: str
    drafter: Id
    legal_basis: str | None
    schema: Code
    """The kind of the entity in the FollowTheMoney vocabulary, such as Person."""
    status: Code | None
    expires: Day
    countries: list[Country]
    """From which extradition will be sought."""
    handling: Code
    handling_text: str | None
    judicial: list[Judicial]
    texts: dict[str, str]
    """What else its colour needs to say, by the code of the part."""
    values: list[NoticeValue]
    mark: str


class SightingShown(TypedDict):
    """A sighting: reported to us by a partner, or written here and waiting for approvals."""

    notice: Id
    version: int
    on: Day
    place: str | None
    words: str
    handling: Code
    mark: str
    sighting: NotRequired[Id]
    payload: NotRequired[Digest]
    partner: NotRequired[Id]
    author: NotRequired[Id]
    sent_ms: NotRequired[Moment]


class PursuitStep(TypedDict):
    """A step of a pursuit."""

    number: int
    step: Code
    by: Code
    on: Day
    reason: str
    days: int
    """Days that the law gives from here; 0 where it gives none."""


class Deadline(TypedDict):
    """A time that the law gives in a pursuit."""

    what: Code
    by: Code
    due: Day
    done: str
    """The day on which it was met; empty while it runs."""
    overdue: bool


class Pursuit(TypedDict):
    """The pursuit of a notice at one partner, step by step."""

    partner: Id
    state: Code
    journal: list[PursuitStep]
    deadlines: list[Deadline]


class Match(TypedDict):
    """A record of ours that a partner's notice may mean."""

    record: Id
    score: float
    band: Code
    at_ms: Moment


class Recipient(TypedDict):
    """How a notice of ours stands at one partner."""

    partner: Id
    version: int
    verdict: Code
    code: Code
    waits: bool
    """Whether something of it still waits in the outbox."""
    sent_ms: Moment
    answered_ms: Moment | None
    cancelled_ms: Moment | None
    erased_ms: Moment | None
    """When the partner confirmed the erasure with a signature; null where it has not."""
    unconfirmed_ms: int
    """Milliseconds since the cancelling while the erasure is not confirmed; 0 otherwise."""


class NoticeStatus(TypedDict, total=False):
    """How a notice of ours stands everywhere; empty for a partner's."""

    notice: Id
    version: int
    state: Code
    reason: str
    expires: Day
    recipients: list[Recipient]
    unconfirmed: list[Id]
    """The partners that have not confirmed the erasure."""


class Question(TypedDict):
    """A question of the review."""

    question: Code
    article: str
    asks: str
    """The question in English."""
    choices: list[Code]


class ReviewAnswer(TypedDict):
    """What the first officer answered to a question of the review."""

    question: Code
    choice: Code
    words: str


class Reviewed(TypedDict, total=False):
    """A review: its questions, the answers, what was flagged, how many officers signed."""

    notice: Id
    questions: list[Question]
    state: Code
    reviewer: Id
    """The pseudonym of the officer who answered."""
    answers: list[ReviewAnswer]
    flagged: list[Code]
    """Questions whose answer the second officer must confirm expressly."""
    approvals: int
    payload: Digest
    stopped_by: list[Code]
    """Questions whose answer forbids the notice."""
