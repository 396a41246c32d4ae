"""An authenticator in software: it makes passkeys and signs as a browser and its key would.

What it sends is what Web Authentication (Level 3, §6.1, §6.5.1 and §5.8.1) lays down, so that tests
without a browser meet the same verification, and can also do what no honest browser does.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from entraide.kernel.encoding import to_base64

_PRESENT_AND_VERIFIED = 0x05
_HAS_CREDENTIAL = 0x40


@dataclass
class Authenticator:
    """One passkey for one site; ``flags`` and ``counter`` can be made to lie."""

    origin: str
    site: str = "localhost"
    flags: int = _PRESENT_AND_VERIFIED
    counter: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, challenge: bytes) -> str:
        """Return the response of ``navigator.credentials.create``."""
        data = self._client_data("webauthn.create", challenge)
        attested = bytes(16) + len(self.credential).to_bytes(2) + self.credential + self._public()
        authenticated = self._data(self.flags | _HAS_CREDENTIAL) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": authenticated})
        return self._said({"clientDataJSON": data, "attestationObject": attestation})

    def sign(self, challenge: bytes) -> str:
        """Return the response of ``navigator.credentials.get``."""
        self.counter += 1
        data = self._client_data("webauthn.get", challenge)
        authenticated = self._data(self.flags)
        signed = authenticated + hashlib.sha256(data).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._said(
            {"clientDataJSON": data, "authenticatorData": authenticated, "signature": signature}
        )

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + self.counter.to_bytes(4)

    def _client_data(self, kind: str, challenge: bytes) -> bytes:
        shown = {"type": kind, "challenge": to_base64(challenge), "origin": self.origin}
        return json.dumps({**shown, "crossOrigin": False}).encode()

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _said(self, parts: dict[str, bytes]) -> str:
        named = to_base64(self.credential)
        response = {name: to_base64(part) for name, part in parts.items()}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
