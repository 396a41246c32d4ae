"""What each kind of message says: one body for each kind and version, read strictly.

``KINDS`` is the table of the protocol: a kind, the version of its body that this release speaks,
the class that reads and writes it, and whether it moves only under an agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final, Protocol, Self

from entraide.errors import RemoteProtocolError
from entraide.exchange.attachment import Arrived, Attachment
from entraide.exchange.carrying import Carried, Declared, NewKeys, Revoked
from entraide.exchange.discussion import Post, read_first_post
from entraide.exchange.information import Information, Noted
from entraide.exchange.journaling import Journaled, JournalWanted
from entraide.exchange.notice.bodies import (
    NoticeAnswer,
    NoticeChange,
    NoticeErased,
    Published,
    PursuitStep,
    Sighting,
)
from entraide.exchange.onward import (
    CopyTold,
    DirectRecall,
    OnwardDenial,
    OnwardGrant,
    OnwardRequest,
    OnwardRevocation,
)
from entraide.exchange.progress import Clarification, Clarified, Closed, Delayed
from entraide.exchange.recalls import Correction, Ended, Executed, Withdrawal
from entraide.exchange.reconciliation import Reconcile
from entraide.exchange.releases import Part, Refusal, Reply, Request, read_first
from entraide.exchange.review import Review
from entraide.exchange.screening import Outcomes, ScreeningBatch
from entraide.exchange.standing import Standing, Unstanding
from entraide.exchange.subjects import MAX_NAMES, subject_from_json, subject_to_json
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields
from entraide.kernel.message import Message
from entraide.match import Subject

__all__ = [
    "KINDS",
    "MAX_HITS",
    "MAX_NAMES",
    "Acknowledgement",
    "Answer",
    "Body",
    "Carried",
    "Declared",
    "Denied",
    "Ended",
    "Hit",
    "NewKeys",
    "Query",
    "Receipt",
    "Revoked",
    "read_body",
]

MAX_HITS: Final = 20
"""The most hits that one answer may hold, whatever an agreement says."""
_BANDS: Final = ("strong", "possible", "weak")


class Body(Protocol):
    """What every body can do."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int]
    UNDER_AGREEMENT: ClassVar[bool]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read that object; RemoteProtocolError where it is malformed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question: is this person or thing known to you? (hit/no-hit search)."""

    KIND: ClassVar[str] = "query"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    subject: Subject
    offence: str
    case: str
    legal_basis: str | None
    urgent: bool

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "case": self.case,
            "legal_basis": self.legal_basis,
            "offence": self.offence,
            "subject": subject_to_json(self.subject),
            "urgent": self.urgent,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a question; a question about nobody is malformed."""
        fields = Fields(value, "query")
        query = cls(
            subject=subject_from_json(fields.inner("subject")),
            offence=fields.text("offence", limit=64),
            case=fields.text("case", limit=128),
            legal_basis=fields.text_or_none("legal_basis", limit=500),
            urgent=fields.flag("urgent"),
        )
        fields.done()
        if not query.subject.names and not query.subject.identifiers:
            raise RemoteProtocolError("field.malformed", field="query.subject")
        return query


@dataclass(frozen=True, slots=True)
class Hit:
    """One record of the holder that may be the person: a random reference and a score band."""

    reference: str
    band: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Hit or no-hit. Withheld, restricted and absent are the same answer: no hits."""

    KIND: ClassVar[str] = "answer"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    query: str
    """The digest of the question as the holder received it: the answer is also its receipt."""
    hits: tuple[Hit, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        hits = [{"band": hit.band, "reference": hit.reference} for hit in self.hits]
        return {"hits": hits, "query": self.query}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read an answer."""
        fields = Fields(value, "answer")
        hits = tuple(_hit(item) for item in fields.items("hits", limit=MAX_HITS))
        answer = cls(query=fields.hexadecimal("query", digits=64), hits=hits)
        fields.done()
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The holder may not or will not answer: a code, and the agreement's article if one decides."""

    KIND: ClassVar[str] = "denied"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    query: str
    code: str
    article: str | None

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"article": self.article, "code": self.code, "query": self.query}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a denial."""
        fields = Fields(value, "denied")
        denied = cls(
            query=fields.hexadecimal("query", digits=64),
            code=fields.token("code", limit=64),
            article=fields.line_or_none("article", limit=64),
        )
        fields.done()
        return denied


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The question waits for a person at the holder, under this article."""

    KIND: ClassVar[str] = "acknowledged"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    query: str
    article: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"article": self.article, "query": self.query}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read an acknowledgement."""
        fields = Fields(value, "acknowledged")
        read = cls(
            query=fields.hexadecimal("query", digits=64),
            article=fields.line("article", limit=64),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The message with this digest is durable here."""

    KIND: ClassVar[str] = "receipt"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    digest: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"digest": self.digest}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a receipt."""
        fields = Fields(value, "receipt")
        receipt = cls(digest=fields.hexadecimal("digest", digits=64))
        fields.done()
        return receipt


_KINDS: tuple[type[Body], ...] = (
    Query, Answer, Denied, Acknowledgement, Carried, Declared, NewKeys, Revoked, Receipt,
    Published, NoticeAnswer, NoticeChange, NoticeErased, Sighting, PursuitStep,
    Request, Clarification, Clarified, Delayed, Part, Reply, Refusal, Closed,
    Correction, Withdrawal, Executed, Ended, Attachment, Arrived, Reconcile, Review,
    Information, Noted, OnwardRequest, OnwardGrant, OnwardDenial, OnwardRevocation,
    CopyTold, DirectRecall, Post,
    Journaled, JournalWanted, ScreeningBatch, Outcomes,
    Standing, Unstanding,
)  # fmt: skip
KINDS: Final[Mapping[str, type[Body]]] = {body.KIND: body for body in _KINDS}
_EARLIER: Final[Mapping[tuple[str, int], Callable[[Mapping[str, Any]], Body]]] = {
    (Request.KIND, 1): partial(read_first, Request),
    (Reply.KIND, 1): partial(read_first, Reply),
    (Post.KIND, 1): read_first_post,
}
"""Versions that earlier releases wrote and this one still reads."""


def read_body(message: Message) -> Body:
    """Read a message's body by its kind and version; RemoteProtocolError where it has none."""
    kind = KINDS.get(message.kind)
    earlier = _EARLIER.get((message.kind, message.version))
    if kind is None or (message.version != kind.VERSION and earlier is None):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    if kind.UNDER_AGREEMENT and (message.agreement is None or message.purpose is None):
        raise RemoteProtocolError("message.no_agreement", message=message.id)
    return earlier(message.body) if earlier else kind.from_json(message.body)


def _hit(value: object) -> Hit:
    fields = Fields(value, "answer.hit")
    hit = Hit(fields.hexadecimal("reference", digits=32), fields.text_or_none("band", limit=16))
    fields.done()
    if hit.band is not None and hit.band not in _BANDS:
        raise RemoteProtocolError("field.malformed", field="answer.hit.band")
    return hit
