"""Attachments: the offer that announces a file, the word that it arrived whole, what is held of it.

A file of any size travels beside its conversation: the offer is a message like any other and
carries the content key in its envelope; the chunks follow (``kernel.chunk``); when all are there
and the whole has the offered digest, the receiver says so in a signed message. Limits that a
partner cannot exceed are judged here, before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, Self

from entraide.errors import RemoteProtocolError
from entraide.exchange.conversation import OPEN, State
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.chunk import (
    CHUNK_KEY_BYTES,
    MAX_CHUNK_BYTES,
    MAX_CHUNKS,
    MIN_CHUNK_BYTES,
    Layout,
)
from entraide.kernel.encoding import Fields, to_base64

__all__ = [
    "MAY_CARRY",
    "Arrived",
    "Attachment",
    "Held",
    "Transfer",
    "check_media_type",
    "is_media_type",
]

_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
_BITMAP_TEXT: Final = MAX_CHUNKS // 8 * 4 // 3 + 4

_FOUND: Final = OPEN | {State.HIT, State.ANSWERED, State.CORRECTING}
MAY_CARRY: Final[Mapping[bool, frozenset[State]]] = {
    True: _FOUND | {State.ASKED, State.REFERRED},
    False: _FOUND | {State.INFORMED},
}
"""States of a conversation in which a file may be attached, by whether the side that sends it is
the side that asked: who was asked gives nothing before a question has found something, who
informed may add files to it, and nobody gives anything once the request was declined or what was
released is being taken back."""


class Transfer(StrEnum):
    """Where an attachment stands on one side."""

    OFFERED = "offered"
    SENDING = "sending"
    DELIVERED = "delivered"
    REFUSED = "refused"
    RECEIVING = "receiving"
    HELD = "held"
    FAILED = "failed"
    EXPIRED = "expired"
    DROPPED = "dropped"


def is_media_type(text: str) -> bool:
    """Tell whether a text is a media type without parameters (RFC 6838, section 4.2)."""
    return bool(_MEDIA_TYPE.fullmatch(text))


def check_media_type(text: str) -> str:
    """Return a media type; RemoteProtocolError where it is none."""
    if not is_media_type(text):
        raise RemoteProtocolError("field.malformed", field="attachment.media_type")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """The offer of a file: what it is, how it is cut, its digest, and the key of its chunks."""

    KIND: ClassVar[str] = "attachment"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    layout: Layout
    media_type: str
    sha256: str
    """Of the file, in hexadecimal."""
    key: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "chunk_size": self.layout.chunk_size,
            "chunks": self.layout.chunks,
            "id": self.layout.id,
            "key": to_base64(self.key),
            "media_type": self.media_type,
            "sha256": self.sha256,
            "size": self.layout.size,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read an offer; one whose numbers contradict each other is malformed."""
        fields = Fields(value, "attachment")
        chunks = fields.integer("chunks")
        layout = Layout(
            id=fields.hexadecimal("id", digits=32),
            size=fields.integer("size"),
            chunk_size=fields.integer("chunk_size"),
        )
        offer = cls(
            layout=layout,
            media_type=check_media_type(fields.text("media_type", limit=127)),
            sha256=fields.hexadecimal("sha256", digits=64),
            key=fields.data("key", limit=64),
        )
        fields.done()
        _check(MIN_CHUNK_BYTES <= layout.chunk_size <= MAX_CHUNK_BYTES, "chunk_size")
        _check(layout.size > 0, "size")
        _check(chunks == layout.chunks <= MAX_CHUNKS, "chunks")
        _check(len(offer.key) == CHUNK_KEY_BYTES, "key")
        return offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """All chunks are durable here and this is the digest of the whole: the offer's, or not."""

    KIND: ClassVar[str] = "arrival"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    attachment: str
    offer: str
    """The digest of the offer's message as the receiver holds it."""
    sha256: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"attachment": self.attachment, "offer": self.offer, "sha256": self.sha256}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read the word of arrival."""
        fields = Fields(value, "arrival")
        read = cls(
            attachment=fields.hexadecimal("attachment", digits=32),
            offer=fields.hexadecimal("offer", digits=64),
            sha256=fields.hexadecimal("sha256", digits=64),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True)
class Held:
    """What the receiver holds of an attachment, told to its sender over the same connection."""

    bitmap: bytes

    def encode(self) -> bytes:
        """Return the bytes of the answer."""
        return encode_canonical({"form": "entraide.held/1", "held": to_base64(self.bitmap)})

    @classmethod
    def decode(cls, data: bytes, chunks: int) -> Self:
        """Read the answer about a file of so many chunks; no bit beyond the last may be set."""
        fields = Fields(decode_canonical(data), "held")
        fields.exactly("form", "entraide.held/1")
        held = cls(fields.data("held", limit=_BITMAP_TEXT))
        fields.done()
        fits = len(held.bitmap) == -(-chunks // 8)
        if not fits or int.from_bytes(held.bitmap, "little") >> chunks:
            raise RemoteProtocolError("field.malformed", field="held.held")
        return held


def _check(holds: bool, field: str) -> None:
    if not holds:
        raise RemoteProtocolError("field.malformed", field=f"attachment.{field}")
