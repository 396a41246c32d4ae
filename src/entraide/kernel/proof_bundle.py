"""Proof bundles: a proof file that explains itself to someone who has only this file.

A bundle is a tlog-proof whose extra data carries the entry's opening and salt, the keys of the log
and of its witnesses, and cards: bytes that the caller passes through (the signed cards of the
partners, say), which mean nothing here. It discloses the one opening it carries and no other.

A bundle brings its own keys, so by itself it proves only that whoever holds those keys said so.
The reader compares their fingerprints over another channel, or passes the keys that it trusts;
`CheckedProof` says of each key whether the reader knew it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.audit import Opening, commit, encode_opening, parse_opening
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.cosignature import Cosigned
from entraide.kernel.keys import fingerprint_of
from entraide.kernel.lines import decode_base64, encode_base64
from entraide.kernel.note import NoteKey, parse_vkey
from entraide.kernel.proof import LogProof, Trusted, encode_proof, parse_proof, verify_proof

__all__ = [
    "CheckedProof",
    "IsTrusted",
    "ProofBundle",
    "WitnessSeen",
    "check_bundle",
    "encode_bundle_proof",
    "key_fingerprint",
    "parse_bundle_proof",
]

_FORMAT: Final = "entraide/proof/1"
_FIELDS: Final = frozenset({"cards", "format", "log", "opening", "salt", "witnesses"})
_MAX_WITNESSES: Final = 64
_MAX_CARDS: Final = 64

IsTrusted: TypeAlias = Callable[[NoteKey], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofBundle:
    """What is written: the proof's parts, and what explains it."""

    index: int
    path: tuple[bytes, ...]
    note: bytes
    opening: Opening
    salt: bytes
    log_key: NoteKey
    witnesses: tuple[NoteKey, ...] = ()
    cards: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class WitnessSeen:
    """A witness saw the log, with this entry in it, at ``timestamp_s`` (POSIX seconds)."""

    name: str
    timestamp_s: int
    fingerprints: tuple[str, ...]
    trusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProof:
    """What a bundle proved: what was logged, by which log, and who saw it by when.

    ``trusted`` says whether the reader knew the log's key; where it is false, everything here is
    only as good as the fingerprints that the reader goes on to compare.
    """

    opening: Opening
    index: int
    origin: str
    size: int
    log_fingerprint: str
    trusted: bool
    witnesses: tuple[WitnessSeen, ...]
    cards: tuple[bytes, ...]


def key_fingerprint(key: NoteKey) -> str:
    """Return the digits that two people compare for a log's or a witness's key."""
    return fingerprint_of(key.vkey.encode())


def encode_bundle_proof(bundle: ProofBundle) -> bytes:
    """Write a bundle; InputError where it has too many keys or cards."""
    if len(bundle.witnesses) > _MAX_WITNESSES or len(bundle.cards) > _MAX_CARDS:
        raise InputError("proof.too_many_keys", limit=_MAX_WITNESSES)
    extra = encode_canonical(
        {
            "cards": [encode_base64(card) for card in bundle.cards],
            "format": _FORMAT,
            "log": bundle.log_key.vkey,
            "opening": encode_base64(encode_opening(bundle.opening)),
            "salt": encode_base64(bundle.salt),
            "witnesses": [key.vkey for key in bundle.witnesses],
        }
    )
    return encode_proof(LogProof(bundle.index, bundle.path, bundle.note, extra))


def parse_bundle_proof(data: bytes) -> ProofBundle:
    """Read a bundle without believing it; RemoteProtocolError where it is malformed."""
    proof = parse_proof(data)
    value = decode_canonical(proof.extra)
    if value.keys() != _FIELDS or value["format"] != _FORMAT:
        raise RemoteProtocolError("proof.not_a_bundle")
    return ProofBundle(
        index=proof.index,
        path=proof.path,
        note=proof.note,
        opening=parse_opening(decode_base64(_text(value["opening"]))),
        salt=decode_base64(_text(value["salt"])),
        log_key=parse_vkey(_text(value["log"])),
        witnesses=tuple(parse_vkey(text) for text in _texts(value["witnesses"], _MAX_WITNESSES)),
        cards=tuple(decode_base64(text) for text in _texts(value["cards"], _MAX_CARDS)),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise RemoteProtocolError("proof.not_a_bundle")
    return value


def _texts(value: Any, limit: int) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > limit:
        raise RemoteProtocolError("proof.not_a_bundle")
    return tuple(_text(inner) for inner in value)


def check_bundle(
    data: bytes, *, is_trusted: IsTrusted | None = None, quorum: int = 0
) -> CheckedProof:
    """Verify a bundle offline and say what it proved; TrustError where it proves nothing.

    1. the bundle is well formed;
    2. the entry is made again from the opening and its salt, never taken from the file;
    3. the proof holds for that entry: the signature of the key that bears the log's name, every
       cosignature, the path (`proof.verify_proof`);
    4. at least ``quorum`` of the witnesses that signed are ones the reader trusts;
    5. for each key, the answer says whether the reader trusts it: without ``is_trusted``, none.
    """
    bundle = parse_bundle_proof(data)  # 1
    entry = _entry(bundle)  # 2
    keys = Trusted((bundle.log_key,), bundle.witnesses)
    proven = verify_proof(LogProof(bundle.index, bundle.path, bundle.note), entry, keys)  # 3
    knows = is_trusted or _nobody
    seen = tuple(_seen(each, bundle.witnesses, knows) for each in proven.cosigned)
    count = sum(witness.trusted for witness in seen)
    if count < quorum:  # 4
        raise TrustError("proof.too_few_witnesses", found=count, quorum=quorum)
    return CheckedProof(  # 5
        opening=bundle.opening,
        index=bundle.index,
        origin=proven.checkpoint.origin,
        size=proven.checkpoint.size,
        log_fingerprint=key_fingerprint(bundle.log_key),
        trusted=knows(bundle.log_key),
        witnesses=seen,
        cards=bundle.cards,
    )


def _entry(bundle: ProofBundle) -> bytes:
    try:
        return commit(bundle.opening, bundle.salt)
    except InputError as error:
        raise RemoteProtocolError("proof.not_a_bundle") from error


def _nobody(_: NoteKey) -> bool:
    return False


def _seen(cosigned: Cosigned, witnesses: tuple[NoteKey, ...], knows: IsTrusted) -> WitnessSeen:
    own = tuple(key for key in witnesses if key.name == cosigned.name)
    return WitnessSeen(
        cosigned.name,
        cosigned.timestamp_s,
        tuple(key_fingerprint(key) for key in own),
        all(knows(key) for key in own),
    )
