"""Witness keys: ML-DSA-44 (FIPS 204), which the C2SP cosignature format prefers.

A cosignature must convince a court years from now, so it should outlast today's curves. The format
carries its own context, so signing here adds none. A private key is kept as its 32-byte seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from entraide.errors import TrustError

__all__ = ["WitnessKey", "WitnessVerifyKey"]

_PUBLIC: Final = 1312
_SEED: Final = 32


@dataclass(frozen=True, slots=True)
class WitnessVerifyKey:
    """A public ML-DSA-44 key, 1,312 bytes."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse what is not a key."""
        if len(self.raw) != _PUBLIC:
            raise TrustError("key.wrong_length", expected=_PUBLIC, found=len(self.raw))

    def verify_exact(self, signature: bytes, message: bytes) -> None:
        """Return where the signature holds; TrustError where it does not."""
        try:
            MLDSA44PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise TrustError("signature.invalid", key=self.raw[:16].hex()) from error


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A private ML-DSA-44 key, kept as its seed; never printed."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what is not a seed."""
        if len(self.seed) != _SEED:
            raise TrustError("key.wrong_length", expected=_SEED, found=len(self.seed))

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the operating system's randomness."""
        return cls(MLDSA44PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> WitnessVerifyKey:
        """The key that verifies what this one signs."""
        return WitnessVerifyKey(self._private().public_key().public_bytes_raw())

    def sign_exact(self, message: bytes) -> bytes:
        """Sign a message that names its own use; 2,420 bytes, different each time."""
        return self._private().sign(message)

    def _private(self) -> MLDSA44PrivateKey:
        return MLDSA44PrivateKey.from_seed_bytes(self.seed)
