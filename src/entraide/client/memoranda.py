"""Memoranda as programs read them: parties, state, what they lack, what they would let pass."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.delivered import Delivered
from entraide.client.desk import Ending
from entraide.client.values import Code, Country, Day, Digest, Id, Moment

__all__ = [
    "AgreementHeld",
    "AgreementRow",
    "AgreementShown",
    "Agreements",
    "Comparison",
    "Countersigned",
    "Declared",
    "Difference",
    "HitTried",
    "MayAsk",
    "MemorandumSent",
    "Missing",
    "Obligations",
    "OfferedShown",
    "Simulated",
    "Tried",
    "TriedAnswer",
]


class Missing(TypedDict):
    """A party whose root keys have not all signed."""

    party: Id
    lacking: int
    """How many signatures are missing."""


class AgreementRow(TypedDict):
    """A memorandum: parties, state, what it lacks, when it ends."""

    agreement: Id
    digest: Digest
    title: str
    parties: list[Id]
    countries: list[Country]
    """The parties' states, in the order of the parties."""
    observers: list[Id]
    state: Code
    aside: list[str]
    """Parties that have suspended or left it."""
    missing: list[Missing]
    starts: Day
    expires: Day
    review_by: Day
    """The day by which the parties must have reviewed it."""
    endings: list[Ending]


class Agreements(TypedDict):
    """Every memorandum that the node holds."""

    agreements: list[AgreementRow]


class Declared(TypedDict):
    """A declaration by which a party suspends, resumes or ends a memorandum."""

    agreement: Digest
    party: Id
    act: Code
    reason: str
    made_ms: Moment
    from_ms: Moment
    holds: bool
    """Whether enough root keys of the party signed it."""


class AgreementHeld(AgreementRow):
    """A memorandum with its signed text."""

    signed: str
    """The document whole as canonical JSON; docs/agreements.md names its fields."""
    declarations: list[Declared]


class MayAsk(TypedDict):
    """What one party may ask another for a purpose."""

    asker: Id
    holder: Id
    purpose: Code
    forms: list[Code]
    """Forms that pass by themselves."""
    a_person: list[Code]
    """Forms that pass when a person at the holder decides so."""
    limit: int
    period: Code
    used: int


class Obligations(TypedDict):
    """What a permission obliges to."""

    hit_detail: Code
    """How much an answer says of a hit."""
    most_hits: int
    answer_after_ms: int
    """The answer leaves at a multiple of this, so that its time tells nothing."""
    answer_within_hours: int
    handling: list[Code]
    onward_transfer: Code
    retention_days: int
    two_officers: bool
    person_at_holder: bool


class HitTried(TypedDict):
    """A record of ours that the answer would be about."""

    record: Id
    band: Code


class TriedAnswer(TypedDict):
    """What the answer would say."""

    result: Literal["hit", "no-hit", "denied"]
    hits: list[HitTried]


class Tried(TypedDict):
    """What a memorandum decides on a question that was tried."""

    asker: Id
    holder: Id
    outcome: Literal["permitted", "a-person-decides", "denied"]
    code: Code
    articles: list[str]
    obligations: Obligations | None
    limit: int
    used: int
    answer: NotRequired[TriedAnswer]


class Simulated(TypedDict):
    """What a memorandum lets pass: everything (``may_ask``), or one question (``decisions``)."""

    agreement: Id
    may_ask: NotRequired[list[MayAsk]]
    decisions: NotRequired[list[Tried]]


class AgreementShown(AgreementHeld):
    """A memorandum with its signed text; ``simulated`` where the address tries a question."""

    simulated: Simulated | None


class OfferedShown(AgreementRow):
    """What a file says that was brought to be signed for; officers sign ``payload``."""

    payload: Digest


class Countersigned(TypedDict):
    """A memorandum that was taken in, or an approval that waits for another officer."""

    digest: Digest
    payload: NotRequired[Digest]
    approvals: NotRequired[int]
    needed: NotRequired[int]
    agreement: NotRequired[Id]
    title: NotRequired[str]
    parties: NotRequired[list[Id]]
    countries: NotRequired[list[Country]]
    observers: NotRequired[list[Id]]
    state: NotRequired[Code]
    aside: NotRequired[list[str]]
    missing: NotRequired[list[Missing]]
    starts: NotRequired[Day]
    expires: NotRequired[Day]
    review_by: NotRequired[Day]
    endings: NotRequired[list[Ending]]


class MemorandumSent(TypedDict):
    """A memorandum that was sent, and to whom it came."""

    agreement: Id
    deliveries: list[Delivered]


class Difference(TypedDict):
    """One place in which two texts differ."""

    article: str
    path: str
    meaning: str
    before: str
    after: str


class Comparison(TypedDict):
    """Two texts, article by article."""

    differences: list[Difference]
