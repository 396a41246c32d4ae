"""Revocation: an agency's root keys say that one of its keys is not to be believed any more.

The statement stands in the log of whoever holds it. What was witnessed before it stays valid: a
message whose log entry a partner cosigned before ``from_ms`` was there before the key was in other
hands, or nobody could have put it there (``node.log.auditing`` holds a proof against it).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Self

from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields
from entraide.kernel.key_set import (
    Roots,
    Signatures,
    read_signatures,
    signatures_to_json,
    with_signature,
)
from entraide.kernel.keys import SigningKey

__all__ = [
    "Revocation",
    "SignedRevocation",
    "decode_revocation",
    "encode_revocation",
    "revoke",
    "verify_revocation",
]

_CONTEXT: Final = "revocation/1"
_FORM: Final = "entraide.revocation/1"
_MOST_REASON: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """Which key of which agency, from which moment on (UTC milliseconds), and why."""

    party: str
    key_id: str
    from_ms: int
    made_ms: int
    reason: str

    @property
    def digest(self) -> str:
        """SHA-256 of the signed bytes, in lower-case hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """Return the bytes that the root keys sign."""
        return encode_canonical(self.to_json())

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "form": _FORM,
            "from_ms": self.from_ms,
            "key": self.key_id,
            "made_ms": self.made_ms,
            "party": self.party,
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read that object; RemoteProtocolError where it is malformed."""
        fields = Fields(value, "revocation")
        fields.exactly("form", _FORM)
        read = cls(
            party=fields.token("party", limit=64),
            key_id=fields.hexadecimal("key", digits=32),
            from_ms=fields.integer("from_ms"),
            made_ms=fields.integer("made_ms"),
            reason=fields.text("reason", limit=_MOST_REASON),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True)
class SignedRevocation:
    """A revocation with the signatures of root keys."""

    revocation: Revocation
    signatures: Signatures = ()


def revoke(signed: SignedRevocation, root: SigningKey) -> SignedRevocation:
    """Add the signature of a root key; the same key again replaces its own."""
    value = root.sign(signed.revocation.canonical(), context=_CONTEXT)
    return SignedRevocation(signed.revocation, with_signature(signed.signatures, root, value))


def verify_revocation(signed: SignedRevocation, party: str, roots: Roots) -> None:
    """Verify that an agency's root keys, in their threshold, revoked a key of that agency.

    TrustError where it is another's, or where too few different root keys signed.
    """
    if signed.revocation.party != party:
        raise TrustError("keyset.of_another", party=signed.revocation.party)
    message = signed.revocation.canonical()
    roots.verify(message, signed.signatures, context=_CONTEXT, party=party)


def encode_revocation(signed: SignedRevocation) -> bytes:
    """Return the canonical bytes of a revocation with its signatures."""
    signatures = signatures_to_json(signed.signatures)
    return encode_canonical({"revocation": signed.revocation.to_json(), "signatures": signatures})


def decode_revocation(data: bytes) -> SignedRevocation:
    """Read what ``encode_revocation`` wrote; nothing is verified yet."""
    fields = Fields(decode_canonical(data.strip()), "signed revocation")
    revocation = Revocation.from_json(fields.inner("revocation"))
    signatures = read_signatures(fields)
    fields.done()
    signed = SignedRevocation(revocation, signatures)
    if encode_revocation(signed) != data.strip():
        raise RemoteProtocolError("field.malformed", field="revocation")
    return signed
