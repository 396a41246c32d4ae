"""Bodies of what is said while a request waits, and when its asker has done with it.

The holder may ask what is meant, or tell of a delay and its reasons, at once and again whenever
what it expects changes (Directive (EU) 2023/977, Art. 5(2)); the asker answers, and closes the
thread with what came of it. What each does to the clock is ``clocks``'s to say, and nobody's to
write: no message carries a deadline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields
from entraide.vocabulary.language import mark

__all__ = [
    "MAX_WORDS",
    "PROGRESS_LABELS",
    "Clarification",
    "Clarified",
    "Closed",
    "DelayReason",
    "Delayed",
    "Outcome",
    "parse_day",
]

MAX_WORDS: Final = 2_000
"""The most letters that one of these messages may say."""


class DelayReason(StrEnum):
    """Why an answer takes longer; only the first moves what is due (``clocks``)."""

    JUDICIAL_AUTHORISATION = "judicial-authorisation"
    VERIFICATION = "verification"
    TRANSLATION = "translation"
    OTHER_AUTHORITY = "other-authority"
    TECHNICAL = "technical"


class Outcome(StrEnum):
    """What came of what was received, as far as the asker says."""

    USEFUL = "useful"
    NOT_USEFUL = "not-useful"
    RESULT = "result"


PROGRESS_LABELS: Final[dict[StrEnum, str]] = {
    DelayReason.JUDICIAL_AUTHORISATION: mark("A judicial authorisation is needed"),
    DelayReason.VERIFICATION: mark("The information is being verified"),
    DelayReason.TRANSLATION: mark("The answer is being translated"),
    DelayReason.OTHER_AUTHORITY: mark("Another authority holds the information"),
    DelayReason.TECHNICAL: mark("A technical fault is being repaired"),
    Outcome.USEFUL: mark("Useful"),
    Outcome.NOT_USEFUL: mark("Not useful"),
    Outcome.RESULT: mark("It led to a result"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """The holder asks what is meant; its clock runs on."""

    KIND: ClassVar[str] = "clarification"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    request: str
    """The digest of the request that is not clear."""
    words: str
    language: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"language": self.language, "request": self.request, "words": self.words}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Clarification:
        """Read the question."""
        fields = Fields(value, "clarification")
        read = cls(
            request=fields.hexadecimal("request", digits=64),
            words=fields.text("words", limit=MAX_WORDS),
            language=fields.token("language", limit=3),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarified:
    """The asker says what was meant."""

    KIND: ClassVar[str] = "clarified"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    clarification: str
    """The digest of the clarification that is answered."""
    words: str
    language: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "clarification": self.clarification,
            "language": self.language,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Clarified:
        """Read the answer."""
        fields = Fields(value, "clarified")
        read = cls(
            clarification=fields.hexadecimal("clarification", digits=64),
            words=fields.text("words", limit=MAX_WORDS),
            language=fields.token("language", limit=3),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """The answer takes longer: why, and by which day it is expected; said again when it changes."""

    KIND: ClassVar[str] = "delayed"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    request: str
    reason: DelayReason
    words: str
    language: str
    expected: str
    """The day by which the holder expects to answer (ISO, UTC)."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "expected": self.expected,
            "language": self.language,
            "reason": self.reason.value,
            "request": self.request,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Delayed:
        """Read it; a day that is none, or a reason that is unknown, is malformed."""
        fields = Fields(value, "delayed")
        reason = fields.token("reason", limit=32)
        if reason not in set(DelayReason):
            raise RemoteProtocolError("field.malformed", field="delayed.reason")
        read = cls(
            request=fields.hexadecimal("request", digits=64),
            reason=DelayReason(reason),
            words=fields.text("words", limit=MAX_WORDS),
            language=fields.token("language", limit=3),
            expected=fields.text("expected", limit=10),
        )
        fields.done()
        if parse_day(read.expected) is None:
            raise RemoteProtocolError("field.malformed", field="delayed.expected")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The asker has done with the thread; what was released stays under its own marks."""

    KIND: ClassVar[str] = "closed"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    outcome: Outcome
    words: str | None
    """What came of it, where the asker says more."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"outcome": self.outcome.value, "words": self.words}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Closed:
        """Read it."""
        fields = Fields(value, "closed")
        outcome = fields.token("outcome", limit=16)
        if outcome not in set(Outcome):
            raise RemoteProtocolError("field.malformed", field="closed.outcome")
        read = cls(outcome=Outcome(outcome), words=fields.text_or_none("words", limit=MAX_WORDS))
        fields.done()
        return read


def parse_day(text: str) -> dt.date | None:
    """Return a day written YYYY-MM-DD, None where it is none."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
