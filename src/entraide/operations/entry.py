"""An entry of an operation's journal: what one member did or said, signed by its node.

An entry names the entries that its author held last (``seen``), by digest: so it stands after all
of them, at every member, whatever the order in which they arrive. ``number`` counts the entries of
its party, ``height`` is one more than the highest that it has seen; both follow from ``seen``, and
an entry whose numbers do not is refused (``journal``). What a kind of entry may say is in
``kinds``. The digest is of the signed content, the signature is Ed25519 under the node's signing
key, as in every other statement of a node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Known
from entraide.kernel.canonical import Json, decode_canonical, digest, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import SigningKey

__all__ = [
    "MOST_BYTES",
    "MOST_SEEN",
    "Entry",
    "SignedEntry",
    "decode_entry",
    "sign_entry",
    "verify_entry",
]

_CONTEXT: Final = "journal/1"
_FORM: Final = "entraide.journal/1"
MOST_BYTES: Final = 65_536
"""Bytes of one signed entry."""
MOST_SEEN: Final = 64
"""Entries that one may name as seen: as many as an operation can have members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is signed."""

    operation: str
    party: str
    author: str
    """The pseudonym of the officer who wrote it."""
    number: int
    height: int
    seen: tuple[str, ...]
    kind: str
    at_ms: int
    body: Mapping[str, Json]
    _digest: str = field(default="", init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, by which later entries name it; computed once."""
        if not self._digest:
            object.__setattr__(self, "_digest", digest(self.to_json()))
        return self._digest

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "at_ms": self.at_ms,
            "author": self.author,
            "body": self.body,
            "form": _FORM,
            "height": self.height,
            "kind": self.kind,
            "number": self.number,
            "operation": self.operation,
            "party": self.party,
            "seen": list(self.seen),
        }

    @property
    def founds(self) -> str:
        """The id of the operation that this entry founds, if it is the first one.

        It follows from what the entry says, so that no two openings share one operation.
        """
        said: dict[str, Json] = {
            "at_ms": self.at_ms,
            "author": self.author,
            "body": self.body,
            "kind": self.kind,
            "party": self.party,
        }
        return digest(said)[:32]

    def founding(self) -> Entry:
        """Return the same as the first entry of the operation that it founds."""
        return replace(self, operation=self.founds)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Entry:
        """Read an entry; RemoteProtocolError where it is malformed."""
        fields = Fields(value, "entry")
        fields.exactly("form", _FORM)
        read = cls(
            operation=fields.hexadecimal("operation", digits=32),
            party=fields.token("party", limit=64),
            author=fields.token("author", limit=64),
            number=fields.integer("number"),
            height=fields.integer("height"),
            seen=tuple(
                Fields({"seen": each}, "entry").hexadecimal("seen", digits=64)
                for each in fields.items("seen", limit=MOST_SEEN)
            ),
            kind=fields.token("kind", limit=64),
            at_ms=fields.integer("at_ms"),
            body=fields.inner("body"),
        )
        fields.done()
        if read.seen != tuple(sorted(set(read.seen))):
            raise RemoteProtocolError("field.malformed", field="entry.seen")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEntry:
    """An entry with the signature of its party's node."""

    entry: Entry
    key_id: str
    signature: bytes

    def encode(self) -> bytes:
        """Return the canonical bytes that travel and are kept."""
        signed: dict[str, Json] = {
            "content": self.entry.to_json(),
            "key": self.key_id,
            "signature": to_base64(self.signature),
        }
        return encode_canonical(signed)


def decode_entry(data: bytes) -> SignedEntry:
    """Read a signed entry strictly; its signature is not verified yet."""
    if len(data) > MOST_BYTES:
        raise RemoteProtocolError("field.malformed", field="entry")
    fields = Fields(decode_canonical(data), "entry")
    signed = SignedEntry(
        entry=Entry.from_json(fields.inner("content")),
        key_id=fields.hexadecimal("key", digits=32),
        signature=fields.data("signature", limit=128),
    )
    fields.done()
    return signed


def sign_entry(entry: Entry, key: SigningKey) -> SignedEntry:
    """Sign an entry with the node's signing key."""
    signature = key.sign(encode_canonical(entry.to_json()), context=_CONTEXT)
    return SignedEntry(entry=entry, key_id=key.key_id, signature=signature)


def verify_entry(data: bytes, known: Callable[[str], Known | None], now_ms: int) -> SignedEntry:
    """Read an entry and verify that its party's node signed it.

    RemoteProtocolError where it is malformed, where its party is not pinned here or where the key
    may not sign; TrustError where the signature does not hold.
    """
    signed = decode_entry(data)
    party = known(signed.entry.party)
    if party is None:
        raise RemoteProtocolError("journal.unknown_party")
    key = party.signing_key(signed.key_id, signed.entry.at_ms, now_ms)
    key.verify(signed.signature, encode_canonical(signed.entry.to_json()), context=_CONTEXT)
    return signed
