"""Bodies of messages about notices: the notice, what a recipient says to it, how it changes, what
was seen, what was erased, and the steps of a pursuit.

A notice, a sighting and a step of pursuit move under the agreement. What ends a notice must arrive
also when the agreement has ended, and says nothing of anybody: change, answer and the statement of
erasure move outside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, Self

from entraide.errors import RemoteProtocolError
from entraide.exchange.notice.lifecycle import Event
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.pursuit import Step
from entraide.exchange.notice.review import Vouched
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields

__all__ = ["CHANGES", "NoticeAnswer", "NoticeChange", "NoticeErased", "Published", "PursuitStep",
           "Sighting", "Verdict"]  # fmt: skip

CHANGES: Final = frozenset({Event.SUSPEND, Event.RESUME, Event.CANCEL})


class Verdict(StrEnum):
    """What a recipient makes of a notice."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A notice or diffusion, with the review that two officers of the issuer signed."""

    KIND: ClassVar[str] = "notice"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    notice: Notice
    review: Vouched

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"notice": self.notice.to_json(), "review": self.review.to_json()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a notice with its review."""
        fields = Fields(value, "notice")
        read = cls(
            notice=Notice.from_json(fields.inner("notice")),
            review=Vouched.from_json(fields.inner("review")),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswer:
    """A recipient accepts a notice, or refuses it with a code and the article behind it."""

    KIND: ClassVar[str] = "notice.answer"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    notice: str
    version: int
    verdict: Verdict
    code: str | None
    article: str | None

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "article": self.article,
            "code": self.code,
            "notice": self.notice,
            "verdict": self.verdict.value,
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read an answer; a refusal without its code is malformed."""
        fields = Fields(value, "notice.answer")
        verdict = fields.token("verdict", limit=16)
        answer = cls(
            notice=fields.hexadecimal("notice", digits=32),
            version=fields.integer("version"),
            verdict=_one_of(Verdict, verdict, "notice.answer.verdict"),
            code=fields.line_or_none("code", limit=64),
            article=fields.line_or_none("article", limit=64),
        )
        fields.done()
        if (answer.verdict is Verdict.REFUSED) != (answer.code is not None):
            raise RemoteProtocolError("field.malformed", field="notice.answer.code")
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeChange:
    """The issuer suspends, resumes or cancels its notice; a cancelled one is erased at once."""

    KIND: ClassVar[str] = "notice.change"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    notice: str
    version: int
    """The latest version that its issuer sent, or may have sent."""
    change: Event
    reason: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "change": self.change.value,
            "notice": self.notice,
            "reason": self.reason,
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a change."""
        fields = Fields(value, "notice.change")
        change = _one_of(Event, fields.token("change", limit=16), "notice.change.change")
        read = cls(
            notice=fields.hexadecimal("notice", digits=32),
            version=fields.integer("version"),
            change=change,
            reason=fields.token("reason", limit=64),
        )
        fields.done()
        if read.change not in CHANGES:
            raise RemoteProtocolError("field.malformed", field="notice.change.change")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeErased:
    """The recipient's signed statement that it holds nothing of a notice any more."""

    KIND: ClassVar[str] = "notice.erased"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    notice: str
    version: int
    """The version up to which nothing is held."""
    order: str | None
    """The digest of the cancellation; null where the notice expired by itself."""
    erased: tuple[str, ...]
    """The digests of the messages of the issuer that were erased; none where none was held."""
    at_ms: int

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "at_ms": self.at_ms,
            "erased": list(self.erased),
            "notice": self.notice,
            "order": self.order,
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read the statement."""
        fields = Fields(value, "notice.erased")
        erased = fields.items("erased", limit=64)
        read = cls(
            notice=fields.hexadecimal("notice", digits=32),
            version=fields.integer("version"),
            order=fields.text_or_none("order", limit=64),
            erased=tuple(Fields({"d": d}, "notice.erased").hexadecimal("d", digits=64)
                         for d in erased),
            at_ms=fields.integer("at_ms"),
        )  # fmt: skip
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An officer of the recipient reports that the person or thing of a notice was seen."""

    KIND: ClassVar[str] = "sighting"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    notice: str
    version: int
    on: str
    """The day (ISO)."""
    place: str | None
    words: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "notice": self.notice,
            "on": self.on,
            "place": self.place,
            "version": self.version,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a sighting."""
        fields = Fields(value, "sighting")
        read = cls(
            notice=fields.hexadecimal("notice", digits=32),
            version=fields.integer("version"),
            on=_day(fields.token("on", limit=10), "sighting.on"),
            place=fields.line_or_none("place", limit=300),
            words=fields.text("words", limit=4_000),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class PursuitStep:
    """A step of a pursuit, numbered: codes, a day and days; never a name or a place."""

    KIND: ClassVar[str] = "pursuit"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    notice: str
    number: int
    step: Step
    on: str
    reason: str | None
    days: int

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "days": self.days,
            "notice": self.notice,
            "number": self.number,
            "on": self.on,
            "reason": self.reason,
            "step": self.step.value,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a step."""
        fields = Fields(value, "pursuit")
        read = cls(
            notice=fields.hexadecimal("notice", digits=32),
            number=fields.integer("number"),
            step=_one_of(Step, fields.token("step", limit=32), "pursuit.step"),
            on=_day(fields.token("on", limit=10), "pursuit.on"),
            reason=fields.line_or_none("reason", limit=64),
            days=fields.integer("days"),
        )
        fields.done()
        if not 1 <= read.number <= _MOST_STEPS or read.days > _MOST_DAYS:
            raise RemoteProtocolError("field.malformed", field="pursuit.number")
        return read


_MOST_STEPS: Final = 1_000
_MOST_DAYS: Final = 366


def _one_of(kind: Any, text: str, field: str) -> Any:
    """Return a member of a closed list."""
    try:
        return kind(text)
    except ValueError as error:
        raise RemoteProtocolError("field.malformed", field=field) from error


def _day(text: str, field: str) -> str:
    try:
        if dt.date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError as error:
        raise RemoteProtocolError("field.malformed", field=field) from error
    raise RemoteProtocolError("field.malformed", field=field)
