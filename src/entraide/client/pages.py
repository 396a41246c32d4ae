"""What the screens of the register answer as JSON: meetings, documents, partners, promises."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Country, Day, Digest, Id, Object

__all__ = [
    "DocumentRow",
    "DocumentShown",
    "Fact",
    "Meeting",
    "PartnerCard",
    "PartnerShown",
    "Partners",
    "Promise",
    "Promises",
    "Quotation",
    "RegisterShown",
]


class Quotation(TypedDict):
    """Words of a text; offsets count its code points."""

    start: int
    end: int
    text: str


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
    date: Object | None
    kind: Code
    name: str | None
    partners: list[Code]
    city: str | None
    country: Country | None
    outcomes: list[Object]
    topics: list[Code]
    tellings: list[list[Id]]
    differ: list[Object]


class PartnerCard(TypedDict):
    """Whom the home state met: how often, when, about what."""

    partner: Code
    engagements: int
    kinds: list[list[Any]]
    first: Day | None
    last: Day | None
    agencies: list[Any]
    holders: list[Object]
    topics: list[list[Any]]
    outcomes: list[list[Any]]
    entries: list[Id]


class RegisterShown(TypedDict):
    """Documents, meetings in order, partners, and what looks like one meeting told twice."""

    documents: list[DocumentRow]
    meetings: list[Meeting]
    partners: list[PartnerCard]
    duplicates: list[Any]


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


class Promises(TypedDict):
    """Promises, kept or open."""

    promises: list[Promise]


class Fact(TypedDict):
    """A fact with the words it stands on, and what a person said of it (``at`` is RFC 3339)."""

    fact: Id
    engagement: Id
    field: Code
    value: Any
    basis: Literal["stated", "derived", "inferred", "human"]
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
    rejected: list[Object]
    contradictions: list[Object]
    zones: NotRequired[list[Object]]
    """Which part of the text is what; the order says it, the screen does not."""
