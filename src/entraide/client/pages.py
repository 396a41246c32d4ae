"""What the screens of the register answer as JSON: meetings, documents, partners, promises."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Country, Day, Digest, Id

__all__ = [
    "Basis",
    "Contradiction",
    "Disagreement",
    "DocumentRow",
    "DocumentShown",
    "Duplicate",
    "Fact",
    "FactJudged",
    "Holder",
    "Meeting",
    "OutcomeRow",
    "OutcomeTold",
    "PartnerCard",
    "PartnerShown",
    "Partners",
    "Promise",
    "Promises",
    "Quotation",
    "RegisterShown",
    "Rejected",
    "ValueTold",
    "When",
    "Zone",
]


Basis = Literal["stated", "derived", "inferred", "human"]
"""How a fact is known: the text says it, or it follows, or is likely, or a person said so."""


class Quotation(TypedDict):
    """Words of a text; offsets count its code points."""

    start: int
    end: int
    text: str


class When(TypedDict):
    """First and last day of an engagement, and how precisely they are known."""

    start: Day
    end: Day
    precision: Code
    basis: Basis
    evidence: list[Quotation]


class OutcomeRow(TypedDict):
    """What came of an engagement."""

    type: Code
    status: Code


class OutcomeTold(OutcomeRow):
    """The same with the words it stands on."""

    parties: list[Code]
    basis: Basis
    evidence: list[Quotation]


class ValueTold(TypedDict):
    """What one document tells of a field."""

    document: Digest
    value: Any
    sentence: str


class Disagreement(TypedDict):
    """A field that documents tell differently."""

    field: Code
    values: list[ValueTold]


class Holder(TypedDict):
    """Who holds an office, as documents saw it."""

    names: list[str]
    """Spellings of the name, the first seen first."""
    titles: list[str]
    agency: str | None
    country: Code | None
    side: Code
    first: Day | None
    last: Day | None
    entries: list[Id]
    aliased: bool
    """Whether spellings were joined by office and event alone."""


class Duplicate(TypedDict):
    """Two meetings that look alike and were not joined."""

    one: Id
    other: Id
    reasons: list[str]


class Contradiction(TypedDict):
    """What contradicts itself in a text."""

    rule: Code
    severity: Code
    statement: str
    """What contradicts what, in English."""
    evidence: list[Quotation]


class Rejected(TypedDict):
    """A fact that a person rejected."""

    engagement: Id
    field: Code
    value: Any
    by: str
    at: str


class Zone(TypedDict):
    """A stretch of a text of one kind, and why it was taken for that."""

    kind: Code
    reason: str
    start: int
    end: int


class DocumentRow(TypedDict):
    """A page that was read."""

    document: Digest
    title: str
    published: Day | None
    language: str
    home: str
    source: str
    engagements: int
    facts: int
    judged: int
    conflicts: int


class Meeting(TypedDict):
    """One engagement, as all documents together tell it."""

    id: Id
    date: When | None
    kind: Code
    name: str | None
    partners: list[Code]
    city: str | None
    country: Country | None
    outcomes: list[OutcomeRow]
    topics: list[Code]
    tellings: list[list[Id]]
    differ: list[Disagreement]


class PartnerCard(TypedDict):
    """Whom the home state met: how often, when, about what."""

    partner: Code
    engagements: int
    kinds: list[tuple[Code, int]]
    first: Day | None
    last: Day | None
    agencies: list[str]
    holders: list[Holder]
    topics: list[tuple[Code, int]]
    outcomes: list[tuple[Id, OutcomeTold]]
    entries: list[Id]


class RegisterShown(TypedDict):
    """Documents, meetings in order, partners, and what looks like one meeting told twice."""

    documents: list[DocumentRow]
    meetings: list[Meeting]
    partners: list[PartnerCard]
    duplicates: list[Duplicate]


class Partners(TypedDict):
    """The partners of the register."""

    partners: list[PartnerCard]


class PartnerShown(TypedDict):
    """A partner with its meetings."""

    card: PartnerCard
    meetings: list[Meeting]


class Promise(TypedDict):
    """What was agreed or announced, and whether this node holds what keeps it."""

    id: Id
    since: Day | None
    partners: list[Code]
    type: Code
    status: Code
    state: Code
    kept_by: list[str]
    sentence: str
    documents: list[Digest]


class FactJudged(TypedDict):
    """A fact that a person accepted, corrected or rejected."""

    document: Digest
    fact: Id
    verdict: Code


class Promises(TypedDict):
    """Promises, kept or open."""

    promises: list[Promise]


class Fact(TypedDict):
    """A fact with the words it stands on, and what a person said of it (``at`` is RFC 3339)."""

    fact: Id
    engagement: Id
    field: Code
    value: Any
    basis: Basis
    evidence: list[Quotation]
    verdict: Code
    by: str
    at: str


class DocumentShown(DocumentRow):
    """A page: its text, its facts, what was rejected, what contradicts itself."""

    text: str
    body: list[int]
    kinds: dict[str, Code]
    facts_found: list[Fact]
    rejected: list[Rejected]
    contradictions: list[Contradiction]
    zones: NotRequired[list[Zone]]
    """Which part of the text is what; the order says it, the screen does not."""
