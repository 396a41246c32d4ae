"""Bodies of what follows a hit: request, reply or part of one, refusal.

A request names hits by the random references of an answer and the data categories wanted. A reply
carries values, each with its grading (4x4, Europol Regulation Article 29) and handling code. What
takes a reply back or replaces it is in ``recalls``, what is said while a request waits in
``progress``. What release 0.1.0 wrote in version 1 is still read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields

__all__ = ["Part", "Refusal", "ReleasedValue", "Reply", "Request", "read_first", "read_values"]

_MAX_VALUES: Final = 512
_MAX_REFERENCES: Final = 20
_HANDLING: Final = ("H0", "H1", "H2", "H3")
_SOURCES: Final = "ABCX"
_INFORMATION: Final = "1234"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The asker wants the data behind hits; the legal clock starts with the holder's receipt."""

    KIND: ClassVar[str] = "request"
    VERSION: ClassVar[int] = 2
    UNDER_AGREEMENT: ClassVar[bool] = True

    references: tuple[str, ...]
    categories: tuple[str, ...]
    offence: str
    case: str
    legal_basis: str | None
    reason: str
    """Why the data is needed, in words for the person who decides (Directive 2023/977, Art. 4)."""
    urgent: bool
    justification: str | None
    """Why it is urgent; every urgent request has one."""
    language: str
    """The language of the request's own words."""
    answer_language: str
    beyond: bool = False
    """More is wanted than the holder's records hold: it must ask others, so that nothing of it is
    directly accessible (Directive 2023/977, Art. 2)."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "answer_language": self.answer_language,
            "beyond": self.beyond,
            "case": self.case,
            "categories": list(self.categories),
            "justification": self.justification,
            "language": self.language,
            "legal_basis": self.legal_basis,
            "offence": self.offence,
            "reason": self.reason,
            "references": list(self.references),
            "urgent": self.urgent,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Request:
        """Read a request; an urgent one without justification is malformed."""
        fields = Fields(value, "request")
        request = cls(
            references=tuple(
                Fields({"r": each}, "request").hexadecimal("r", digits=32)
                for each in fields.items("references", limit=_MAX_REFERENCES)
            ),
            categories=fields.texts("categories", limit=32),
            offence=fields.text("offence", limit=64),
            case=fields.text("case", limit=128),
            legal_basis=fields.text_or_none("legal_basis", limit=500),
            reason=fields.text("reason", limit=2_000),
            urgent=fields.flag("urgent"),
            justification=fields.text_or_none("justification", limit=2_000),
            language=fields.token("language", limit=3),
            answer_language=fields.token("answer_language", limit=3),
            beyond=fields.flag("beyond"),
        )
        fields.done()
        if not request.references or not request.categories:
            raise RemoteProtocolError("field.malformed", field="request.references")
        if request.urgent and request.justification is None:
            raise RemoteProtocolError("field.malformed", field="request.justification")
        return request


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedValue:
    """One value as released: of which hit, which property, graded and under which handling."""

    reference: str
    prop: str
    text: str
    evaluation: str
    """Source and information, as ``A1``."""
    handling: str
    handling_text: str
    retention: str
    """Last day on which the receiver may keep it (ISO)."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in a reply."""
        return {
            "evaluation": self.evaluation,
            "handling": self.handling,
            "handling_text": self.handling_text or None,
            "prop": self.prop,
            "reference": self.reference,
            "retention": self.retention,
            "text": self.text,
        }

    @classmethod
    def from_json(cls, value: object) -> ReleasedValue:
        """Read a value."""
        fields = Fields(value, "reply.value")
        read = cls(
            reference=fields.hexadecimal("reference", digits=32),
            prop=fields.text("prop", limit=64),
            text=fields.text("text", limit=4_000),
            evaluation=fields.text("evaluation", limit=2),
            handling=fields.text("handling", limit=2),
            handling_text=fields.text_or_none("handling_text", limit=500) or "",
            retention=fields.text("retention", limit=10),
        )
        fields.done()
        _check_marks(read)
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the holder releases; also what a correction puts in the place of an earlier reply."""

    KIND: ClassVar[str] = "reply"
    VERSION: ClassVar[int] = 2
    UNDER_AGREEMENT: ClassVar[bool] = True

    request: str
    """The digest of the request that is answered."""
    values: tuple[ReleasedValue, ...]
    partial: bool
    """Some of what was asked for is not released."""
    language: str
    """The language of the answer, one that the agreement lists (Directive 2023/977, Art. 11)."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "language": self.language,
            "partial": self.partial,
            "request": self.request,
            "values": [value.to_json() for value in self.values],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a reply."""
        fields = Fields(value, cls.KIND)
        reply = cls(**cls._read(fields))
        fields.done()
        return reply

    @classmethod
    def _read(cls, fields: Fields) -> dict[str, Any]:
        return {
            "request": fields.hexadecimal("request", digits=64),
            "values": read_values(fields),
            "partial": fields.flag("partial"),
            "language": fields.token("language", limit=3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Reply):
    """A first part of the answer: more will come, and the next reply takes this one's place."""

    KIND: ClassVar[str] = "part"
    VERSION: ClassVar[int] = 1

    left: tuple[str, ...]
    """The data categories that are still to come."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {**Reply.to_json(self), "left": list(self.left)}

    @classmethod
    def _read(cls, fields: Fields) -> dict[str, Any]:
        left = fields.texts("left", limit=32, each=32)
        if not left:
            raise RemoteProtocolError("field.malformed", field="part.left")
        return {**Reply._read(fields), "left": left}  # noqa: SLF001 - its own base class


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The holder refuses a request, with a reason code (Directive 2023/977, Art. 6)."""

    KIND: ClassVar[str] = "refusal"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    request: str
    ground: str
    article: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"article": self.article, "ground": self.ground, "request": self.request}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Refusal:
        """Read a refusal."""
        fields = Fields(value, "refusal")
        refusal = cls(
            request=fields.hexadecimal("request", digits=64),
            ground=fields.text("ground", limit=64),
            article=fields.text("article", limit=64),
        )
        fields.done()
        return refusal


def read_first(kind: type[Request | Reply], value: Mapping[str, Any]) -> Request | Reply:
    """Read a request or reply of version 1, as release 0.1.0 wrote it.

    A request then named one language, that of the answer; a reply named none.
    """
    added: dict[str, Any] = {"language": "und"}  # ISO 639-2: undetermined
    if kind is Request:
        added = {"answer_language": value.get("language"), "beyond": False}
    if not value.keys().isdisjoint(added):
        raise RemoteProtocolError("field.unknown", field=kind.KIND)
    return kind.from_json({**value, **added})


def read_values(fields: Fields) -> tuple[ReleasedValue, ...]:
    """Take the field ``values`` of a body."""
    return tuple(
        ReleasedValue.from_json(each) for each in fields.items("values", limit=_MAX_VALUES)
    )


def _check_marks(value: ReleasedValue) -> None:
    graded = len(value.evaluation) == 2 and (
        value.evaluation[0] in _SOURCES and value.evaluation[1] in _INFORMATION
    )
    if not graded or value.handling not in _HANDLING:
        raise RemoteProtocolError("field.malformed", field="reply.value.handling")
