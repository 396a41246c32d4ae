"""Statements that outlive the message that brought them: signed by a party, shown to third ones.

A message is believed by its recipient alone; a statement is read by parties that it was not sent
to. A provider permits that an item is passed on, or permits it no more (``permissions``); a holder
says that it passed one on, deleted or replaced it (``CopyStatement``). Each is canonical JSON under
the signing key of the party that speaks.

A reader who has pinned that party verifies the signature and refuses a false one. A reader who has
not can check everything but who signed: it keeps the bytes as evidence, shows them as not verified,
and verifies them as soon as the party is pinned. No statement holds a value, a name or an officer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Known
from entraide.exchange.permissions import PERMISSION, REVOKED, Permission, PermissionRevoked
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import SigningKey

__all__ = [
    "CopyEvent",
    "CopyStatement",
    "SignedStatement",
    "Statement",
    "is_verified",
    "sign_statement",
    "verify_statement",
]

_CONTEXT: Final = "statement/1"
_COPY: Final = "entraide.copy/1"
_LIMIT: Final = 65_536


class CopyEvent(StrEnum):
    """What became of a copy."""

    PASSED_ON = "passed-on"
    DELETED = "deleted"
    REPLACED = "replaced"
    REFUSED = "refused"
    EXPIRED = "expired"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStatement:
    """What became of one copy: ``party`` says it, ``holder`` has the copy, ``giver`` gave it."""

    event: CopyEvent
    party: str
    giver: str
    holder: str
    item: str
    """The digest of the message by which the holder got the copy."""
    parent: str
    """The digest of the message by which the giver had got it; ``item`` if it came first hand."""
    order: str | None
    """The digest of the correction or withdrawal that this answers."""
    at_ms: int

    @property
    def said_ms(self) -> int:
        """When it was said."""
        return self.at_ms

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "at_ms": self.at_ms,
            "event": self.event.value,
            "form": _COPY,
            "giver": self.giver,
            "holder": self.holder,
            "item": self.item,
            "order": self.order,
            "parent": self.parent,
            "party": self.party,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> CopyStatement:
        """Read a statement; one that speaks for somebody who may not say it is malformed."""
        fields = Fields(value, "copy")
        fields.exactly("form", _COPY)
        event = fields.text("event", limit=16)
        if event not in set(CopyEvent):
            raise RemoteProtocolError("field.malformed", field="copy.event")
        read = cls(
            event=CopyEvent(event),
            party=fields.token("party", limit=64),
            giver=fields.token("giver", limit=64),
            holder=fields.token("holder", limit=64),
            item=fields.hexadecimal("item", digits=64),
            parent=fields.hexadecimal("parent", digits=64),
            order=_digest_or_none(fields, "order"),
            at_ms=fields.integer("at_ms"),
        )
        fields.done()
        by_holder = read.event in {CopyEvent.DELETED, CopyEvent.REPLACED}
        if read.party != (read.holder if by_holder else read.giver):
            raise RemoteProtocolError("field.malformed", field="copy.party")
        return read


Statement: TypeAlias = Permission | PermissionRevoked | CopyStatement
_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Statement]]] = {
    PERMISSION: Permission.from_json,
    REVOKED: PermissionRevoked.from_json,
    _COPY: CopyStatement.from_json,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedStatement:
    """A statement with the signature of the party that speaks."""

    statement: Statement
    key_id: str
    signature: bytes

    def encode(self) -> bytes:
        """Return the canonical bytes that travel and are kept."""
        content = self.statement.to_json()
        signed: dict[str, Json] = {
            "content": content,
            "key": self.key_id,
            "signature": to_base64(self.signature),
        }
        return encode_canonical(signed)

    @classmethod
    def decode(cls, data: bytes) -> SignedStatement:
        """Read a statement; its signature is not verified yet."""
        if len(data) > _LIMIT:
            raise RemoteProtocolError("field.malformed", field="statement")
        fields = Fields(decode_canonical(data), "statement")
        content = fields.inner("content")
        read = _READERS.get(str(content.get("form")))
        if read is None:
            raise RemoteProtocolError("field.unknown_version", field="statement.form")
        signed = cls(
            statement=read(content),
            key_id=fields.hexadecimal("key", digits=32),
            signature=fields.data("signature", limit=128),
        )
        fields.done()
        return signed


def sign_statement(statement: Statement, key: SigningKey) -> bytes:
    """Sign a statement with the node's signing key; return the bytes that travel."""
    content = encode_canonical(statement.to_json())
    signature = key.sign(content, context=_CONTEXT)
    return SignedStatement(statement=statement, key_id=key.key_id, signature=signature).encode()


def verify_statement(
    data: bytes, known: Callable[[str], Known | None], now_ms: int
) -> SignedStatement:
    """Read a statement and verify it where its party is pinned.

    RemoteProtocolError or TrustError where it is malformed, or where a party that is pinned did
    not sign it; a party that is not pinned proves nothing and contradicts nothing (``is_verified``
    tells the two apart).
    """
    signed = SignedStatement.decode(data)
    sender = known(signed.statement.party)
    if sender is not None:
        key = sender.signing_key(signed.key_id, signed.statement.said_ms, now_ms)
        content = encode_canonical(signed.statement.to_json())
        key.verify(signed.signature, content, context=_CONTEXT)
    return signed


def is_verified(signed: SignedStatement, known: Callable[[str], Known | None]) -> bool:
    """Tell whether the party that speaks is pinned, so that its signature could be verified."""
    return known(signed.statement.party) is not None


def _digest_or_none(fields: Fields, name: str) -> str | None:
    value = fields.text_or_none(name, limit=64)
    return None if value is None else Fields({name: value}, "copy").hexadecimal(name, digits=64)
