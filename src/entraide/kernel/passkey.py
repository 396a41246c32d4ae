"""What a passkey signed, verified by somebody who never saw it (W3C Web Authentication).

An officer at a console approves by a passkey over the hash of an order. The order names the officer
and stays at home; so the challenge is a hash of two hashes, that of the order and that of what is
approved, and both travel with the assertion. The verifier learns which key signed, that its user
was verified (Level 3, §7.2, steps 11 to 23 as far as they need no relying party), and what was
approved; not who the officer is, nor what else the order said.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final, Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from entraide.errors import TrustError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields, to_base64

__all__ = ["MOST_KEY", "MOST_SIGNATURE", "Assertion", "approval_challenge", "verify_approval"]

MOST_KEY: Final = 800
"""Characters of a public key in base64url: RSA of 4,096 bits with its frame."""
MOST_SIGNATURE: Final = 800
_MOST_CLIENT: Final = 4_096
_MOST_AUTHENTICATOR: Final = 1_024
_CONTEXT: Final = b"entraide/approval-by-passkey/1\0"
_PRESENT_AND_VERIFIED: Final = 0x05
_FLAGS_AT: Final = 32
_LEAST_RSA_BITS: Final = 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What an authenticator and its browser said beside the signature; ``order`` is its hash."""

    authenticator: bytes
    client: bytes
    order: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that travels."""
        return {
            "authenticator": to_base64(self.authenticator),
            "client": to_base64(self.client),
            "order": self.order,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what travelled; it is not verified yet."""
        fields = Fields(value, "passkey")
        read = cls(
            authenticator=fields.data("authenticator", limit=_MOST_AUTHENTICATOR),
            client=fields.data("client", limit=_MOST_CLIENT),
            order=fields.hexadecimal("order", digits=64),
        )
        fields.done()
        return read


def approval_challenge(order: str, payload: str) -> bytes:
    """Return what a passkey signs to approve: bound to the order and to what is approved.

    Both are SHA-256 in hexadecimal.
    """
    return hashlib.sha256(_CONTEXT + f"{order}\n{payload}".encode()).digest()


def verify_approval(key: bytes, signature: bytes, said: Assertion, payload: str) -> None:
    """Verify that a passkey approved this payload; TrustError where it did not.

    1. the browser was asked for an assertion over the challenge of this order and this payload;
    2. the authenticator saw its user and verified who it was; 3. the signature is this key's (SPKI,
    DER) over both.
    """
    if not _is_asked(said.client, approval_challenge(said.order, payload)):  # 1
        raise _refused()
    flags = said.authenticator[_FLAGS_AT : _FLAGS_AT + 1]
    if not flags or flags[0] & _PRESENT_AND_VERIFIED != _PRESENT_AND_VERIFIED:  # 2
        raise _refused()
    message = said.authenticator + hashlib.sha256(said.client).digest()
    try:
        _verify(load_der_public_key(key), signature, message)  # 3
    except (InvalidSignature, UnsupportedAlgorithm, ValueError) as error:
        raise _refused() from error


def _is_asked(client: bytes, challenge: bytes) -> bool:
    try:
        told: Any = json.loads(client)
    except (ValueError, RecursionError):
        return False
    wanted = {"type": "webauthn.get", "challenge": to_base64(challenge)}
    return isinstance(told, dict) and all(told.get(name) == each for name, each in wanted.items())


def _verify(key: object, signature: bytes, message: bytes) -> None:
    """Verify by the three kinds of key that our consoles register: ES256, EdDSA, RS256."""
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, message)
    elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= _LEAST_RSA_BITS:
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    else:
        raise _refused()


def _refused() -> TrustError:
    return TrustError("passkey.refused")
