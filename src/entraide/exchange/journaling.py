"""Messages that carry the journal of an operation: signed entries, and the question for more.

Every message of entries begins with the one that founded the operation, so that a member who was
away learns what it is about from whichever message comes first. The entries are read, verified and
judged by the operation (``operations.admitting``); here they are bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields, to_base64

__all__ = ["MOST_AT_ONCE", "MOST_BYTES", "JournalWanted", "Journaled"]

MOST_AT_ONCE: Final = 64
"""Entries in one message, the founding one included."""
MOST_BYTES: Final = 524_288
"""Bytes of entries in one message: in base64 they stay below what a message may hold."""
_ENTRY_TEXT: Final = 90_000
_MOST_HEADS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Journaled:
    """Entries of an operation's journal, the founding one first."""

    KIND: ClassVar[str] = "journal"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    entries: tuple[bytes, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"entries": [to_base64(each) for each in self.entries]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Journaled:
        """Read it; a message of no entries is malformed."""
        fields = Fields(value, "journal")
        entries = tuple(
            Fields({"entry": each}, "journal").data("entry", limit=_ENTRY_TEXT)
            for each in fields.items("entries", limit=MOST_AT_ONCE)
        )
        fields.done()
        if not entries:
            raise RemoteProtocolError("field.malformed", field="journal.entries")
        return cls(entries=entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalWanted:
    """A member lacks entries that another has seen, and asks for all beyond what it holds."""

    KIND: ClassVar[str] = "journal_wanted"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    holds: tuple[str, ...]
    """The entries that it holds and that no other of its has seen."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"holds": list(self.holds)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> JournalWanted:
        """Read it."""
        fields = Fields(value, "journal_wanted")
        holds = tuple(
            Fields({"held": each}, "journal_wanted").hexadecimal("held", digits=64)
            for each in fields.items("holds", limit=_MOST_HEADS)
        )
        fields.done()
        return cls(holds=holds)
