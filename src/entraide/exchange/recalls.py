"""Bodies that take back or replace what was released, and the statement that it was done.

A correction replaces the values of a reply, a withdrawal takes the reply back; the partner's node
executes either at once and answers with a signed statement of what it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

from entraide.errors import RemoteProtocolError
from entraide.exchange.releases import ReleasedValue, read_values
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields

__all__ = ["MOST_REPLIES", "Correction", "Ended", "Executed", "Execution", "Withdrawal"]

MOST_REPLIES: Final = 64
"""Replies in one statement that they were deleted."""


class Execution(StrEnum):
    """What a partner did with what was given to it."""

    DELETED = "deleted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The provider replaces what it had released: these values stand instead of the reply's."""

    KIND: ClassVar[str] = "correction"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    reply: str
    """The digest of the reply, or of the correction that stands in its place."""
    reason: str
    values: tuple[ReleasedValue, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "reason": self.reason,
            "reply": self.reply,
            "values": [value.to_json() for value in self.values],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Correction:
        """Read a correction."""
        fields = Fields(value, "correction")
        correction = cls(
            reply=fields.hexadecimal("reply", digits=64),
            reason=fields.text("reason", limit=500),
            values=read_values(fields),
        )
        fields.done()
        return correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The provider takes back what it had released; the receiver deletes it."""

    KIND: ClassVar[str] = "withdrawal"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    reply: str
    reason: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"reason": self.reason, "reply": self.reply}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Withdrawal:
        """Read a withdrawal."""
        fields = Fields(value, "withdrawal")
        withdrawal = cls(
            reply=fields.hexadecimal("reply", digits=64),
            reason=fields.text("reason", limit=500),
        )
        fields.done()
        return withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """The receiver's signed statement that it deleted or replaced what it had been given."""

    KIND: ClassVar[str] = "executed"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    order: str
    """The digest of the withdrawal or correction."""
    reply: str
    did: Execution
    at_ms: int

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "at_ms": self.at_ms,
            "did": self.did.value,
            "order": self.order,
            "reply": self.reply,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Executed:
        """Read the statement."""
        fields = Fields(value, "executed")
        did = fields.text("did", limit=16)
        if did not in set(Execution):
            raise RemoteProtocolError("field.malformed", field="executed.did")
        executed = cls(
            order=fields.hexadecimal("order", digits=64),
            reply=fields.hexadecimal("reply", digits=64),
            did=Execution(did),
            at_ms=fields.integer("at_ms"),
        )
        fields.done()
        return executed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What the recipient had given under an agreement is deleted.

    It ended (Art. 8.5), or a person concerned was right; which of the two is not said.
    """

    KIND: ClassVar[str] = "ended"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    agreement: str
    """The digest of the agreement's text."""
    replies: tuple[str, ...]
    """The digests of the replies and corrections that were deleted."""
    at_ms: int

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"agreement": self.agreement, "at_ms": self.at_ms, "replies": list(self.replies)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Ended:
        """Read the statement."""
        fields = Fields(value, "ended")
        ended = cls(
            agreement=fields.hexadecimal("agreement", digits=64),
            replies=tuple(
                Fields({"r": each}, "ended").hexadecimal("r", digits=64)
                for each in fields.items("replies", limit=MOST_REPLIES)
            ),
            at_ms=fields.integer("at_ms"),
        )
        fields.done()
        return ended
