"""A post file: messages for one partner, and answers to its own, carried by hand.

    {"form":"entraide.post/1","made_ms":...,"recipient":...,"sender":...}
    {"message":ENVELOPE}                        what the sender's outbox holds
    {"answer":ENVELOPE,"to":SHA-256}            what was answered to an envelope of the recipient
    {"refused":CODE,"to":SHA-256}               why an envelope of the recipient was not taken
    {"key":ID,"lines":COUNT,"signature":...}    over SHA-256 of everything before

Each line is canonical JSON. Envelopes are the very bytes that go over the wire: sealed, each signed
inside. The signature under the file does what the pinned certificate does for a connection: it says
who handed these lines over, that none is missing, and that none was added on the way. Who carries
the file learns its sender, its recipient and how much is in it, as who watches the wire does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES

__all__ = [
    "MAX_LINE_BYTES",
    "POST_CONTEXT",
    "Answered",
    "Ending",
    "Heading",
    "Letter",
    "Line",
    "Refused",
    "encode_line",
    "parse_line",
]

POST_CONTEXT: Final = "post/1"
_FORM: Final = "entraide.post/1"
_BASE64_TEXT: Final = MAX_ENVELOPE_BYTES * 4 // 3 + 4
MAX_LINE_BYTES: Final = _BASE64_TEXT + 256
"""The longest line: one envelope in base64, and its field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """From whom, for whom, and when it was made (UTC milliseconds)."""

    sender: str
    recipient: str
    made_ms: int

    def to_json(self) -> dict[str, Json]:
        """Return the object of the line."""
        return {
            "form": _FORM,
            "made_ms": self.made_ms,
            "recipient": self.recipient,
            "sender": self.sender,
        }

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take its fields."""
        fields.exactly("form", _FORM)
        return cls(
            made_ms=fields.integer("made_ms"),
            recipient=fields.token("recipient", limit=64),
            sender=fields.token("sender", limit=64),
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """An envelope for the recipient."""

    envelope: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object of the line."""
        return {"message": to_base64(self.envelope)}

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take its field."""
        return cls(fields.data("message", limit=_BASE64_TEXT))


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to the recipient's envelope of this SHA-256."""

    to: str
    envelope: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object of the line."""
        return {"answer": to_base64(self.envelope), "to": self.to}

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take its fields."""
        envelope = fields.data("answer", limit=_BASE64_TEXT)
        return cls(fields.hexadecimal("to", digits=64), envelope)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the recipient's envelope of this SHA-256 was not taken: a code and nothing else."""

    to: str
    code: str

    def to_json(self) -> dict[str, Json]:
        """Return the object of the line."""
        return {"refused": self.code, "to": self.to}

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take its fields."""
        code = fields.token("refused", limit=64)
        return cls(fields.hexadecimal("to", digits=64), code)


@dataclass(frozen=True, slots=True)
class Ending:
    """The last line: how many lines stood between, and the signature over everything before."""

    key_id: str
    lines: int
    signature: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object of the line."""
        return {"key": self.key_id, "lines": self.lines, "signature": to_base64(self.signature)}

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take its fields."""
        key_id = fields.hexadecimal("key", digits=32)
        return cls(key_id, fields.integer("lines"), fields.data("signature", limit=128))


Line: TypeAlias = Heading | Letter | Answered | Refused | Ending
_BY_FIELD: Final[tuple[tuple[str, Any], ...]] = (
    ("form", Heading),
    ("message", Letter),
    ("answer", Answered),
    ("refused", Refused),
    ("signature", Ending),
)


def encode_line(line: Line) -> bytes:
    """Return a line with its end."""
    return encode_canonical(line.to_json()) + b"\n"


def parse_line(data: bytes) -> Line:
    """Read a line without its end; RemoteProtocolError where it is none of the five."""
    if len(data) > MAX_LINE_BYTES:
        raise RemoteProtocolError("post.malformed")
    value = decode_canonical(data)
    for name, kind in _BY_FIELD:
        if name in value:
            fields = Fields(value, "post")
            line: Line = kind.take(fields)
            fields.done()
            return line
    raise RemoteProtocolError("post.malformed")
