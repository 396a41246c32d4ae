"""The nouns of the register: engagements, who took part, what came of them, and the proof of each.

Every value is frozen. Every fact says how it is known (``Basis``): *stated* in the text, *derived*
from it by a rule that adds nothing (a year from the publication date), *inferred* from knowledge
outside it (an office holder), or said by a *human*. The four never mix. Evidence is a span of code
points in the decoded text, which is never normalised: ``text[start:end] == evidence.text``.

What this leaves to others: how a page is read (``reading``), how documents are joined, reviewed and
reported. Codes of kinds, topics, outcomes and statuses are those of ``codes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

__all__ = [
    "Agency",
    "Agreement",
    "Assertion",
    "Basis",
    "Conflict",
    "Engagement",
    "Evidence",
    "Lead",
    "Office",
    "Outcome",
    "Participation",
    "Place",
    "Precision",
    "Proposal",
    "Reading",
    "Severity",
    "Side",
    "Tenure",
    "Topic",
    "When",
    "Zone",
]

Basis: TypeAlias = Literal["stated", "derived", "inferred", "human"]
Precision: TypeAlias = Literal["day", "range", "within_range", "month", "year", "none"]
Side: TypeAlias = Literal["home", "partner", "organisation"]
Severity: TypeAlias = Literal["high", "medium", "low"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation: ``start`` and ``end`` count code points of the decoded text.

    ``source`` are the first byte and the one after the last in the document's own bytes, None where
    the quotation does not stand there word for word (``tracing``).
    """

    start: int
    end: int
    text: str
    source: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion(Generic[_T]):
    """A value of some field, how it is known, and the quotations that carry it."""

    value: _T
    basis: Basis
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A police agency, a ministry or an international organisation.

    ``country`` is an ISO 3166-1 alpha-2 code, ``int`` for an organisation of many states, None
    where the text does not tell.
    """

    code: str
    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office as the text names it, and the agency and country that it belongs to."""

    title: str
    agency: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Who held an office and when; ISO dates, ``end`` None for the present holder.

    ``source`` says where the register knows it from.
    """

    person: str
    office: Office
    start: str | None
    end: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """First and last day (ISO 8601), both inclusive, and how precisely they are known.

    *within_range*: the text gives the days of what contains the engagement, none of its own.
    """

    start: str
    end: str
    precision: Precision
    basis: Basis
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """City as written in the text and country as an ISO 3166-1 alpha-2 code."""

    city: str | None
    country: str | None
    basis: Basis
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Somebody at an engagement: a named person, an office, an agency or a whole delegation.

    ``name`` is the fullest form of the name in the document, ``name_in_text`` the form here.
    """

    side: Side
    country: str | None = None
    org: str | None = None
    role: str | None = None
    name: str | None = None
    name_in_text: str | None = None
    basis: Basis = "stated"
    evidence: tuple[Evidence, ...] = ()

    @property
    def named(self) -> bool:
        """Return whether the text names the person."""
        return self.name is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A code of ``codes.TOPICS`` that the talks were about; never an exchange purpose."""

    code: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an engagement: a type of ``codes.OUTCOMES`` and a status of ``STATUSES``.

    Status belongs to the verb that governs the outcome, which stands in the evidence beside it.
    """

    type: str
    status: str
    parties: tuple[str, ...] = ()
    basis: Basis = "stated"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A text between parties that a page speaks of; parties are country codes or organisations."""

    form: str
    status: str
    parties: tuple[str, ...]
    date: When | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """A meeting, visit, conference or ceremony that the text says took place.

    ``id`` is unique in its document, ``parent`` the id of what contains it (a visit, an assembly).
    """

    id: str
    kind: str
    parent: str | None = None
    name: str | None = None
    date: When | None = None
    place: Place | None = None
    participants: tuple[Participation, ...] = ()
    topics: tuple[Topic, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two places that do not agree; the reader decides nothing.

    ``statement`` says in English what stands against what; ``rule`` is a code of ``codes.RULES``.
    """

    rule: str
    severity: Severity
    statement: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A stretch of lines of one kind (``codes.ZONES``), and why it was taken for that."""

    kind: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A headline outside the body that may point to another page; never an event, never a date."""

    zone: str
    countries: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a language model would add to an engagement (None: to the page); a person confirms it.

    Its basis is *inferred*, always; it never mixes with what was read.
    """

    engagement: str | None
    field: str
    value: str
    proposer: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one document says, each field with its evidence.

    ``sha256`` is of the document's bytes, ``text_sha256`` of the text, in UTF-8, that offsets count
    in: the document itself where it is plain text, else what was taken out of it. ``body`` is the
    first and the last code point of the article itself, which may hold lines that are no part of it
    (``zones`` says which).
    """

    sha256: str
    chars: int
    language: str
    body: tuple[int, int]
    zones: tuple[Zone, ...] = ()
    title: Evidence | None = None
    publication_date: Assertion[str] | None = None
    claimed_by: tuple[Assertion[str], ...] = ()
    home: str | None = None
    engagements: tuple[Engagement, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    leads: tuple[Lead, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    text_sha256: str | None = None
