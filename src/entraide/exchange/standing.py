"""A question left standing after a no-hit, and taken back: bodies, periods, how policy sees it.

Two officers of the asker leave it; it stands for 30 days and may be renewed once, by two officers
again. It is asked for the form *standing* of the shared memorandum, under the purpose and agreement
of the question itself, and counts as one more question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from entraide.agreements.decision import PolicyQuestion
from entraide.agreements.terms import Form
from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields

__all__ = [
    "MOST_RENEWALS",
    "STANDS_MS",
    "Standing",
    "Unstanding",
    "is_new_step",
    "left_standing",
]

STANDS_MS: Final = 30 * 86_400_000
MOST_RENEWALS: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The asker leaves its question standing; the holder answers once a record matches."""

    KIND: ClassVar[str] = "standing"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    query: str
    """The digest of the question that was answered by no-hit."""
    officers: tuple[str, str]
    """The pseudonyms of the two officers who approved it."""
    renewal: bool

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"officers": list(self.officers), "query": self.query, "renewal": self.renewal}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Standing:
        """Read it; one officer named twice is malformed."""
        fields = Fields(value, "standing")
        officers = tuple(
            Fields({"officer": each}, "standing").token("officer", limit=64)
            for each in fields.items("officers", limit=2)
        )
        query = fields.hexadecimal("query", digits=64)
        renewal = fields.flag("renewal")
        fields.done()
        if len(set(officers)) != 2:
            raise RemoteProtocolError("field.malformed", field="standing.officers")
        return cls(query=query, officers=(officers[0], officers[1]), renewal=renewal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unstanding:
    """The asker takes a standing question back; the holder erases it."""

    KIND: ClassVar[str] = "unstanding"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    standing: str
    """The digest of the message that left it standing."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"standing": self.standing}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Unstanding:
        """Read it."""
        fields = Fields(value, "unstanding")
        read = cls(standing=fields.hexadecimal("standing", digits=64))
        fields.done()
        return read


def left_standing(question: PolicyQuestion) -> PolicyQuestion:
    """Return the same question as policy sees it when it is to be left standing."""
    return replace(question, form=Form.STANDING)


def is_new_step(last_ms: int, now_ms: int, step_ms: int) -> bool:
    """Tell whether another step of the grid has begun, on which standing questions are searched.

    A late hit tells that a record came within a step, never when.
    """
    return now_ms // step_ms > last_ms // step_ms
