"""A key set: which keys speak for an agency, as its root keys sign them.

Root keys are kept away from the node and sign only key sets and memoranda. The *fingerprint*
covers the agency's id, country and root keys: two officers compare it by another channel, and from
then on everything else follows from signatures. Rotation follows the rule of The Update Framework
(section 5.3): only roots that are already trusted, in their threshold, make another set valid.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Self, TypeAlias

from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.canonical import Json, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import SealingKey, SigningKey, VerifyKey, fingerprint_of

__all__ = [
    "KEYSET_CONTEXT",
    "KeySet",
    "Roots",
    "Signatures",
    "SignedKeySet",
    "add_signature",
    "read_signatures",
    "sign_key_set",
    "signatures_to_json",
    "verify_succession",
    "verify_threshold",
    "with_signature",
]

KEYSET_CONTEXT: Final = "keyset/1"
_FORM_KEYSET: Final = "entraide.keyset/1"
_MAX_ROOTS: Final = 16
_MAX_SIGNATURES: Final = 32

Signatures: TypeAlias = tuple[tuple[str, bytes], ...]
"""Signatures of root keys, as pairs of key id and signature."""
_COUNTRY_LETTERS: Final = 2


@dataclass(frozen=True, slots=True)
class Roots:
    """An agency's root keys and how many of them must sign."""

    threshold: int
    keys: tuple[VerifyKey, ...]

    def __post_init__(self) -> None:
        """Refuse a threshold that cannot be met, or a key that counts twice."""
        if not 1 <= self.threshold <= len(self.keys) <= _MAX_ROOTS:
            raise TrustError("roots.bad_threshold", threshold=self.threshold, keys=len(self.keys))
        if len({key.raw for key in self.keys}) != len(self.keys):
            raise TrustError("roots.repeated_key")

    def verify(self, message: bytes, signatures: Signatures, *, context: str, party: str) -> None:
        """Verify that enough of these keys signed a message; one that signs twice counts once.

        Signatures of other keys count for nothing. TrustError where one of these does not hold or
        too few signed; ``party`` names the agency in it.
        """
        waiting = {key.key_id: key for key in self.keys}
        for key_id, value in signatures:
            if key_id in waiting:
                waiting.pop(key_id).verify(value, message, context=context)
        found = len(self.keys) - len(waiting)
        if found < self.threshold:
            raise TrustError(
                "roots.threshold_not_met", party=party, threshold=self.threshold, signed=found
            )

    def to_json(self) -> Json:
        """Return the form that is signed."""
        return {"keys": [to_base64(key.raw) for key in self.keys], "threshold": self.threshold}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read the form that is signed."""
        fields = Fields(value, "roots")
        keys = tuple(VerifyKey(_raw(text)) for text in fields.texts("keys", limit=_MAX_ROOTS))
        roots = cls(fields.integer("threshold"), keys)
        fields.done()
        return roots


@lru_cache(maxsize=1_024)
def _pin(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """The keys that speak for an agency, as its roots sign them; times in UTC milliseconds."""

    party: str
    country: str
    name: str
    version: int
    roots: Roots
    signing: VerifyKey
    opening: SealingKey
    log: str
    """The log's verifier key as a C2SP vkey: ``origin+id+key``."""
    witness: str
    """The cosigner's verifier key as a C2SP vkey."""
    tls: bytes
    """The DER certificate of the partner listener and client; its SHA-256 is the pin."""
    issued_ms: int
    expires_ms: int

    @property
    def tls_pin(self) -> str:
        """The SHA-256 of the certificate, in hexadecimal."""
        return _pin(self.tls)

    @property
    def fingerprint(self) -> str:
        """What two officers compare aloud: it covers id, country and root keys."""
        return fingerprint_of(
            encode_canonical(
                {"country": self.country, "party": self.party, "roots": self.roots.to_json()}
            )
        )

    def to_json(self) -> Json:
        """Return the form that is signed."""
        return {
            "country": self.country,
            "expires_ms": self.expires_ms,
            "form": _FORM_KEYSET,
            "issued_ms": self.issued_ms,
            "log": self.log,
            "name": self.name,
            "opening": to_base64(self.opening.raw),
            "party": self.party,
            "roots": self.roots.to_json(),
            "signing": to_base64(self.signing.raw),
            "tls": to_base64(self.tls),
            "version": self.version,
            "witness": self.witness,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read the form that is signed; nothing is verified yet."""
        fields = Fields(value, "keyset")
        fields.exactly("form", _FORM_KEYSET)
        key_set = cls(
            party=fields.token("party", limit=64),
            country=_country(fields.token("country", limit=2)),
            name=fields.text("name", limit=200),
            version=fields.integer("version"),
            roots=Roots.from_json(fields.inner("roots")),
            signing=VerifyKey(fields.data("signing")),
            opening=SealingKey(fields.data("opening")),
            log=fields.text("log", limit=4_096),
            witness=fields.text("witness", limit=4_096),
            tls=fields.data("tls", limit=8_192),
            issued_ms=fields.integer("issued_ms"),
            expires_ms=fields.integer("expires_ms"),
        )
        fields.done()
        return key_set


@dataclass(frozen=True, slots=True)
class SignedKeySet:
    """A key set with the signatures of root keys, as pairs of key id and signature."""

    key_set: KeySet
    signatures: Signatures

    def to_json(self) -> Json:
        """Return the form in which it travels."""
        return {
            "keyset": self.key_set.to_json(),
            "signatures": signatures_to_json(self.signatures),
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read the form in which it travels; nothing is verified yet."""
        fields = Fields(value, "signed keyset")
        key_set = KeySet.from_json(fields.inner("keyset"))
        signatures = read_signatures(fields)
        fields.done()
        return cls(key_set, signatures)


def sign_key_set(key_set: KeySet, root: SigningKey) -> SignedKeySet:
    """Sign a key set with one root key; TrustError where the key is not one of its roots."""
    return add_signature(SignedKeySet(key_set, ()), root)


def add_signature(
    signed: SignedKeySet, root: SigningKey, former: Roots | None = None
) -> SignedKeySet:
    """Add the signature of one more root key; the same key again replaces its own.

    ``former`` are the roots of the set before: theirs sign too where the roots themselves change.
    """
    key_set = signed.key_set
    known = key_set.roots.keys if former is None else (*key_set.roots.keys, *former.keys)
    if root.public not in known:
        raise TrustError("roots.not_a_root", party=key_set.party, key=root.key_id)
    value = root.sign(encode_canonical(key_set.to_json()), context=KEYSET_CONTEXT)
    return SignedKeySet(key_set, with_signature(signed.signatures, root, value))


def verify_threshold(signed: SignedKeySet, roots: Roots | None = None) -> None:
    """Verify that enough different root keys signed: the set's own where none are given."""
    key_set = signed.key_set
    message = encode_canonical(key_set.to_json())
    asked = roots or key_set.roots
    asked.verify(message, signed.signatures, context=KEYSET_CONTEXT, party=key_set.party)


def verify_succession(before: KeySet, after: SignedKeySet) -> None:
    """Verify that a key set may take the place of another of the same agency.

    The Update Framework, section 5.3.4: version n+1 is signed by the threshold of the roots of n
    and by the threshold of its own. 1. the same agency; 2. a later version; 3. signed by its own
    roots; 4. signed by the roots before. TrustError names what does not hold.
    """
    key_set = after.key_set
    if (key_set.party, key_set.country) != (before.party, before.country):  # 1
        raise TrustError("keyset.of_another", party=key_set.party)
    if key_set.version <= before.version:  # 2
        raise TrustError("card.older_key_set", version=key_set.version)
    verify_threshold(after)  # 3
    verify_threshold(after, before.roots)  # 4


def with_signature(signatures: Signatures, root: SigningKey, value: bytes) -> Signatures:
    """Add a root key's signature; the same key again replaces its own."""
    return (*(pair for pair in signatures if pair[0] != root.key_id), (root.key_id, value))


def signatures_to_json(signatures: Signatures) -> Json:
    """Return the form in which root signatures travel."""
    return [{"key": key, "value": to_base64(value)} for key, value in signatures]


def read_signatures(fields: Fields) -> Signatures:
    """Take the field ``signatures``; nothing is verified yet."""
    items: tuple[Any, ...] = fields.items("signatures", limit=_MAX_SIGNATURES)
    return tuple(_signature(item) for item in items)


def _signature(value: object) -> tuple[str, bytes]:
    fields = Fields(value, "signature")
    pair = (fields.hexadecimal("key", digits=32), fields.data("value"))
    fields.done()
    return pair


def _country(text: str) -> str:
    if len(text) != _COUNTRY_LETTERS or not text.isalpha() or not text.isupper():
        raise RemoteProtocolError("field.malformed", field="keyset.country")
    return text


def _raw(text: str) -> bytes:
    fields = Fields({"key": text}, "roots")
    return fields.data("key")
