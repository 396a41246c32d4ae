"""Passphrases kept as hashes: Argon2id (RFC 9106, the parameters for little memory).

Only the sealed account has one. Where there is nothing to compare with, a hash of nobody's is
compared all the same, so that the time tells nothing.
"""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

__all__ = ["hash_passphrase", "is_passphrase"]

_HASHER: Final = PasswordHasher()
_NOBODYS: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$ZW50cmFpZGUgbm9ib2R5cw$"
    "Yz9l1kM4D9aUTeJYjSYsuTS2QXpqJNRSdL3q3uUnbDE"
)


def hash_passphrase(text: str) -> str:
    """Return what is kept of a passphrase."""
    return _HASHER.hash(text)


def is_passphrase(kept: str, text: str) -> bool:
    """Tell whether a passphrase is the one of which this was kept; False where nothing is kept."""
    try:
        return _HASHER.verify(kept or _NOBODYS, text) and bool(kept)
    except VerificationError:
        return False
