"""What the audit log holds: salted commitments, and the openings that explain them.

An entry is a version byte and HMAC-SHA256(salt, canonical opening): 33 bytes that say nothing to
whoever lacks the salt, so a log may be shown, copied and kept for ever. The opening (who did what
when, to which ids) and its 32-byte random salt are kept apart from the log; erasing both leaves
every proof valid and the entry mute.

Rules: an opening holds names of actions, pseudonyms, ids and digests, never free text: each value
is an ASCII token without spaces. An id that could itself name a person goes in as a digest. A salt
is used once, and is exactly 32 bytes, so that no two salts stand for one HMAC key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import decode_canonical, encode_canonical

__all__ = [
    "ENTRY_SIZE",
    "ENTRY_VERSION",
    "SALT_SIZE",
    "Opening",
    "Pairs",
    "commit",
    "commit_encoded",
    "encode_opening",
    "parse_opening",
    "verify_opening",
]

SALT_SIZE: Final = 32
ENTRY_VERSION: Final = b"\x01"
ENTRY_SIZE: Final = 33
_CONTEXT: Final = b"entraide/audit/1\x00"
_MAX_PAIRS: Final = 64
_MAX_TIME: Final = 2**53 - 1
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9_.]{0,63}", re.ASCII)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FIELDS: Final = frozenset({"action", "actor", "at_ms", "digests", "ids", "partner"})

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an entry stands for.

    ``at_ms`` is in UTC milliseconds; ``actor`` is a pseudonym; ``partner`` is a node's id, or empty
    where no partner is concerned; ``ids`` and ``digests`` are pairs of name and value, kept in the
    order of their names.
    """

    action: str
    at_ms: int
    actor: str
    partner: str = ""
    ids: Pairs = ()
    digests: Pairs = ()

    def __post_init__(self) -> None:
        """Refuse what could carry words about a person."""
        fits = (
            _NAME.fullmatch(self.action)
            and _TOKEN.fullmatch(self.actor)
            and (not self.partner or _TOKEN.fullmatch(self.partner))
            and 0 <= self.at_ms <= _MAX_TIME
            and _are_pairs(self.ids, _TOKEN)
            and _are_pairs(self.digests, _DIGEST)
        )
        if not fits:
            raise InputError("audit.bad_opening", action=self.action)
        object.__setattr__(self, "ids", tuple(sorted(self.ids)))
        object.__setattr__(self, "digests", tuple(sorted(self.digests)))


def _are_pairs(pairs: Iterable[tuple[str, str]], value_form: re.Pattern[str]) -> bool:
    names = [name for name, _ in pairs]
    return len(names) == len(set(names)) <= _MAX_PAIRS and all(
        _NAME.fullmatch(name) and value_form.fullmatch(value) for name, value in pairs
    )


def encode_opening(opening: Opening) -> bytes:
    """Write the canonical JSON that the commitment covers."""
    return encode_canonical(
        {
            "action": opening.action,
            "actor": opening.actor,
            "at_ms": opening.at_ms,
            "digests": dict(opening.digests),
            "ids": dict(opening.ids),
            "partner": opening.partner,
        }
    )


def parse_opening(data: bytes) -> Opening:
    """Read an opening; RemoteProtocolError where it is not one, to the last field."""
    value = decode_canonical(data)
    kinds = {name: type(inner) for name, inner in value.items()}
    if kinds.keys() != _FIELDS or kinds["at_ms"] is not int:
        raise RemoteProtocolError("audit.opening_malformed")
    try:
        return Opening(
            action=_text(value["action"]),
            at_ms=value["at_ms"],
            actor=_text(value["actor"]),
            partner=_text(value["partner"]),
            ids=_pairs(value["ids"]),
            digests=_pairs(value["digests"]),
        )
    except InputError as error:
        raise RemoteProtocolError("audit.opening_malformed") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise RemoteProtocolError("audit.opening_malformed")
    return value


def _pairs(value: Any) -> Pairs:
    if not isinstance(value, Mapping):
        raise RemoteProtocolError("audit.opening_malformed")
    return tuple((name, _text(inner)) for name, inner in value.items())


def commit(opening: Opening, salt: bytes) -> bytes:
    """Return the log entry for an opening; ``salt`` is 32 fresh random bytes, kept with it."""
    return commit_encoded(encode_opening(opening), salt)


def commit_encoded(opening: bytes, salt: bytes) -> bytes:
    """Return the log entry for an opening's bytes."""
    if len(salt) != SALT_SIZE:
        raise InputError("audit.bad_salt", length=len(salt))
    made = hmac.new(salt, _CONTEXT + opening, hashlib.sha256)  # hmac.digest lets other threads in
    return ENTRY_VERSION + made.digest()


def verify_opening(entry: bytes, opening: Opening, salt: bytes) -> None:
    """Return where the entry stands for exactly this opening; TrustError where it does not."""
    if len(salt) != SALT_SIZE or not hmac.compare_digest(commit(opening, salt), entry):
        raise TrustError("audit.opening_mismatch", action=opening.action)
