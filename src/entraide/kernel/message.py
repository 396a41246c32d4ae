"""A message: what one agency says to another, and its signature.

The signed part names sender, recipient, id, thread, kind with its version, purpose, agreement,
handling code, the author's pseudonym and the period in which it is valid, so that none of them can
be changed, replayed or passed on as something else. Times are UTC milliseconds. The body is an
object whose fields each kind reads for itself (``exchange.bodies``). Reading is strict: unknown
fields are refused within a version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import SigningKey, VerifyKey
from entraide.kernel.protocol import PRESENT_VERSION, PROTOCOL_VERSIONS

__all__ = [
    "MAX_LIFETIME_MS",
    "MAX_MESSAGE_BYTES",
    "Message",
    "SignedMessage",
    "sign_message",
    "verify_message",
]

MAX_MESSAGE_BYTES: Final = 1_048_576
"""One MiB: what a node will hold in memory for one message; larger things travel in chunks."""
MAX_LIFETIME_MS: Final = 31 * 24 * 3_600_000
"""A message may be valid for a month at most; ids are remembered for as long."""
_CONTEXT: Final = "message/1"
_FORM: Final = "entraide.message/"
"""Followed by the version of the exchange, which is thereby signed."""

_CONTENT: Final = b'{"content":'
_KEY: Final = ',"key":"'
"""What stands around the content in a signed message's canonical form: three keys in their order,
of which the last two hold hexadecimal digits and base64url."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said; everything in it is signed."""

    id: str
    thread: str
    kind: str
    version: int
    sender: str
    recipient: str
    author: str
    """The stable pseudonym of the officer who speaks, or the name of a node's own process."""
    sent_ms: int
    expires_ms: int
    purpose: str | None
    agreement: str | None
    handling: str
    in_reply_to: str | None
    body: Mapping[str, Any]
    protocol: int = PRESENT_VERSION
    """The version of the exchange in which it is written; its form names it."""
    _content: bytes = field(default=b"", init=False, repr=False, compare=False)

    def content(self) -> bytes:
        """Return the bytes that are signed; written once, since nothing in a message changes."""
        if not self._content:
            object.__setattr__(self, "_content", encode_canonical(self.to_json()))
        return self._content

    @property
    def digest(self) -> str:
        """SHA-256 of the signed content, in hexadecimal: what logs and receipts name."""
        return hashlib.sha256(self.content()).hexdigest()

    def to_json(self) -> Json:
        """Return the object that is signed."""
        return {
            "agreement": self.agreement,
            "author": self.author,
            "body": dict(self.body),
            "expires_ms": self.expires_ms,
            "form": f"{_FORM}{self.protocol}",
            "handling": self.handling,
            "id": self.id,
            "in_reply_to": self.in_reply_to,
            "kind": self.kind,
            "purpose": self.purpose,
            "recipient": self.recipient,
            "sender": self.sender,
            "sent_ms": self.sent_ms,
            "thread": self.thread,
            "version": self.version,
        }

    @classmethod
    def decode(cls, content: bytes) -> Self:
        """Read the bytes that are signed; RemoteProtocolError where they are not such bytes."""
        message = cls.from_json(decode_canonical(content))
        object.__setattr__(message, "_content", content)  # canonical: the form that it would write
        return message

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read the object that is signed; RemoteProtocolError where it is malformed."""
        fields = Fields(value, "message")
        message = cls(
            protocol=_protocol(fields),
            id=fields.hexadecimal("id", digits=32),
            thread=fields.hexadecimal("thread", digits=32),
            kind=fields.token("kind", limit=64),
            version=fields.integer("version"),
            sender=fields.token("sender", limit=64),
            recipient=fields.token("recipient", limit=64),
            author=fields.token("author", limit=64),
            sent_ms=fields.integer("sent_ms"),
            expires_ms=fields.integer("expires_ms"),
            purpose=fields.text_or_none("purpose", limit=64),
            agreement=fields.text_or_none("agreement", limit=64),
            handling=fields.text("handling", limit=64),
            in_reply_to=fields.text_or_none("in_reply_to", limit=32),
            body=fields.inner("body"),
        )
        fields.done()
        if not message.sent_ms < message.expires_ms <= message.sent_ms + MAX_LIFETIME_MS:
            raise RemoteProtocolError("message.bad_period", message=message.id)
        return message


def _protocol(fields: Fields) -> int:
    known = {f"{_FORM}{version}": int(version) for version in PROTOCOL_VERSIONS}
    form = fields.text("form", limit=64)
    if form not in known:
        raise RemoteProtocolError("field.unknown_version", field="message.form")
    return known[form]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessage:
    """A message with the signature of its sender's signing key."""

    message: Message
    key_id: str
    signature: bytes

    def encode(self) -> bytes:
        """Return the canonical bytes that are sealed."""
        ending = f'{_KEY}{self.key_id}","signature":"{to_base64(self.signature)}"}}'
        return _CONTENT + self.message.content() + ending.encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read what was sealed; the signature is not verified yet."""
        fields = Fields(decode_canonical(data), "signed message")
        signed = cls(
            message=Message.from_json(fields.inner("content")),
            key_id=fields.hexadecimal("key", digits=32),
            signature=fields.data("signature", limit=128),
        )
        fields.done()
        content = data[len(_CONTENT) : data.rindex(_KEY.encode())]
        object.__setattr__(signed.message, "_content", content)  # canonical, as the whole is
        return signed


def sign_message(message: Message, key: SigningKey) -> SignedMessage:
    """Sign a message with the node's signing key."""
    return SignedMessage(
        message=message,
        key_id=key.key_id,
        signature=key.sign(message.content(), context=_CONTEXT),
    )


def verify_message(signed: SignedMessage, key: VerifyKey) -> Message:
    """Return the message if the key signed it; TrustError if not."""
    key.verify(signed.signature, signed.message.content(), context=_CONTEXT)
    return signed.message
