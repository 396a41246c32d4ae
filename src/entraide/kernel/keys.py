"""Keys: what signs (Ed25519), what opens (X-Wing: ML-KEM-768 with X25519), and their names.

Every signature covers a *context* before the message, so that a signature made for one use (a
memorandum, say) can never be shown as another (a message). A key's id is the SHA-256 of its public
bytes under its algorithm's label, cut to 128 bits: long enough that no second key shares it.
Private keys serialise as their seeds; the hybrid key objects of the library do not serialise, so
the two parts are kept (RFC 8032, FIPS 203, RFC 9180 with X-Wing).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
)

from entraide.errors import TrustError

__all__ = ["OpeningKey", "SealingKey", "SigningKey", "VerifyKey", "fingerprint_of"]

_MLKEM_PUBLIC: Final = 1184
_MLKEM_SEED: Final = 64
_X25519: Final = 32
_FINGERPRINT_GROUPS: Final = 12
"""Groups of five decimal digits: 199 bits, readable aloud in every language and script."""
_PRIME: Final = 2**255 - 19
_WITHOUT_SIGN: Final = 2**255 - 1
_ORDER_EIGHT: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset(
    {0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _ORDER_EIGHT, _PRIME - _ORDER_EIGHT}
)
"""The y coordinates of points of order 1, 2, 4 and 8 in every encoding: under such a key anybody
can make a signature that holds, so that its owner could disown all of them."""


def _framed(context: str, message: bytes) -> bytes:
    return b"entraide/" + context.encode() + b"\0" + message


def _key_id(algorithm: str, public: bytes) -> str:
    return hashlib.sha256(algorithm.encode() + b"\0" + public).hexdigest()[:32]


def fingerprint_of(data: bytes) -> str:
    """Return twelve groups of five digits that two people compare aloud (199 bits of SHA-256)."""
    number = int.from_bytes(hashlib.sha256(b"entraide/fingerprint\0" + data).digest())
    digits = f"{number % 10 ** (5 * _FINGERPRINT_GROUPS):0{5 * _FINGERPRINT_GROUPS}d}"
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """A public Ed25519 key, 32 bytes; ``key_id`` is its name, 32 hexadecimal digits."""

    raw: bytes
    key_id: str = field(init=False, repr=False, compare=False)
    _key: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what is not a key."""
        if len(self.raw) != _X25519:
            raise TrustError("key.wrong_length", expected=_X25519, found=len(self.raw))
        if int.from_bytes(self.raw, "little") & _WITHOUT_SIGN in _SMALL_ORDER:
            raise TrustError("key.weak")
        object.__setattr__(self, "key_id", _key_id("ed25519", self.raw))
        object.__setattr__(self, "_key", Ed25519PublicKey.from_public_bytes(self.raw))

    def verify(self, signature: bytes, message: bytes, *, context: str) -> None:
        """Return where the signature holds; TrustError where it does not."""
        self.verify_exact(signature, _framed(context, message))

    def verify_exact(self, signature: bytes, message: bytes) -> None:
        """Verify without a context: only for formats that carry their own (C2SP notes)."""
        try:
            self._key.verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise TrustError("signature.invalid", key=self.key_id) from error


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key, kept as its 32-byte seed; never printed.

    ``public`` is the key that verifies what this one signs.
    """

    seed: bytes = field(repr=False)
    public: VerifyKey = field(init=False, repr=False, compare=False)
    _private: Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the public part once."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        object.__setattr__(self, "_private", private)
        object.__setattr__(self, "public", VerifyKey(private.public_key().public_bytes_raw()))

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the operating system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def key_id(self) -> str:
        """The id of the public key."""
        return self.public.key_id

    def sign(self, message: bytes, *, context: str) -> bytes:
        """Sign a message for one use; 64 bytes."""
        return self._private.sign(_framed(context, message))

    def sign_exact(self, message: bytes) -> bytes:
        """Sign without a context: only for formats that carry their own (C2SP notes)."""
        return self._private.sign(message)


class SealingKey:
    """A public X-Wing key to which messages are sealed: ML-KEM-768 then X25519 (1,216 bytes)."""

    __slots__ = ("_hybrid", "key_id", "raw")

    def __init__(self, raw: bytes) -> None:
        """Take the public bytes; TrustError where they are no key."""
        if len(raw) != _MLKEM_PUBLIC + _X25519:
            raise TrustError("key.wrong_length", expected=_MLKEM_PUBLIC + _X25519, found=len(raw))
        self.raw: Final = raw
        self.key_id: Final = _key_id("x-wing", raw)
        try:
            self._hybrid = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC]),
                X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC:]),
            )
        except ValueError as error:
            raise TrustError("key.malformed", key=self.key_id) from error

    def __eq__(self, other: object) -> bool:
        """Tell whether both are the same key."""
        return isinstance(other, SealingKey) and other.raw == self.raw

    def __hash__(self) -> int:
        """Hash the public bytes."""
        return hash(self.raw)

    def hybrid(self) -> MLKEM768X25519PublicKey:
        """Return the library's object for HPKE."""
        return self._hybrid


class OpeningKey:
    """A private X-Wing key, kept as its two seeds (64 + 32 bytes); never printed."""

    __slots__ = ("_hybrid", "public", "seed")

    def __init__(self, seed: bytes) -> None:
        """Take the two seeds and derive the public part once."""
        mlkem = MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED])
        x25519 = X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED:])
        self.seed: Final = seed
        self._hybrid = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public: Final = SealingKey(
            mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        )

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the operating system's randomness."""
        mlkem = MLKEM768PrivateKey.generate().private_bytes_raw()
        return cls(mlkem + X25519PrivateKey.generate().private_bytes_raw())

    @property
    def key_id(self) -> str:
        """The id of the public key."""
        return self.public.key_id

    def hybrid(self) -> MLKEM768X25519PrivateKey:
        """Return the library's object for HPKE."""
        return self._hybrid
