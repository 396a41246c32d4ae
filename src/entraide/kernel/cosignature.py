"""Cosignatures: a witness's dated word that a log only grew (C2SP tlog-cosignature).

Two types: timestamped ML-DSA-44 (0x06, preferred) and timestamped Ed25519 (0x04). Each signs a
message of its own that names its use, so neither can pass for the other or for a plain note
signature. Whether a checkpoint deserves a cosignature is decided in `witness`, not here.

Rules: a cosignature on a checkpoint is dated, zero is no date; a witness counts once however often
and with however many of its keys it signed; no key counts as two witnesses, nor as a witness of
its own log.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from entraide.errors import InputError, TrustError
from entraide.kernel.checkpoint import Checkpoint, encode_checkpoint, parse_checkpoint
from entraide.kernel.keys import SigningKey, VerifyKey
from entraide.kernel.lines import MAX_NUMBER
from entraide.kernel.note import Note, NoteKey, NoteSignature, is_key_name
from entraide.kernel.witness_keys import WitnessKey, WitnessVerifyKey

__all__ = [
    "COSIGNATURE_ED25519",
    "COSIGNATURE_ML_DSA_44",
    "Cosigned",
    "cosign_checkpoint",
    "is_witness_key",
    "verify_cosignatures",
    "witness_note_key",
]

COSIGNATURE_ED25519: Final = 0x04
COSIGNATURE_ML_DSA_44: Final = 0x06
_TIME: Final = struct.Struct(">Q")
_SUBTREE_LABEL: Final = b"subtree/v1\n\x00"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The witness ``name`` saw the checkpoint at ``timestamp_s`` (POSIX seconds)."""

    name: str
    timestamp_s: int


def _ed25519_message(checkpoint: Checkpoint, _: str, timestamp_s: int) -> bytes:
    return f"cosignature/v1\ntime {timestamp_s}\n{encode_checkpoint(checkpoint)}".encode()


def _ml_dsa_message(checkpoint: Checkpoint, name: str, timestamp_s: int) -> bytes:
    """The ``cosigned_message`` of the whole tree: from leaf 0 to the size."""
    witness, origin = name.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            _SUBTREE_LABEL,
            bytes([len(witness)]) + witness,
            _TIME.pack(timestamp_s),
            bytes([len(origin)]) + origin,
            _TIME.pack(0),
            _TIME.pack(checkpoint.size),
            checkpoint.root,
        )
    )


_Message: TypeAlias = Callable[[Checkpoint, str, int], bytes]
_Verify: TypeAlias = Callable[[bytes, bytes, bytes], None]


def _verify_ed25519(public: bytes, signature: bytes, message: bytes) -> None:
    VerifyKey(public).verify_exact(signature, message)


def _verify_ml_dsa(public: bytes, signature: bytes, message: bytes) -> None:
    WitnessVerifyKey(public).verify_exact(signature, message)


_KINDS: Final[Mapping[int, tuple[_Message, _Verify]]] = {
    COSIGNATURE_ED25519: (_ed25519_message, _verify_ed25519),
    COSIGNATURE_ML_DSA_44: (_ml_dsa_message, _verify_ml_dsa),
}


def is_witness_key(key: NoteKey) -> bool:
    """Say whether a verifier key is of a type that cosigns."""
    return key.kind in _KINDS


def witness_note_key(name: str, key: VerifyKey | WitnessVerifyKey) -> NoteKey:
    """Name the key with which a witness cosigns."""
    if not is_key_name(name):
        raise InputError("note.bad_name", name=name)
    ml_dsa = isinstance(key, WitnessVerifyKey)
    return NoteKey(name, COSIGNATURE_ML_DSA_44 if ml_dsa else COSIGNATURE_ED25519, key.raw)


def cosign_checkpoint(
    checkpoint: Checkpoint, witness_name: str, key: SigningKey | WitnessKey, timestamp_s: int
) -> NoteSignature:
    """Cosign as a witness; only ever for a checkpoint that `witness.judge` accepted."""
    if not 0 < timestamp_s <= MAX_NUMBER:
        raise InputError("cosignature.not_dated", timestamp_s=timestamp_s)
    named = witness_note_key(witness_name, key.public)
    message, _ = _KINDS[named.kind]
    signature = key.sign_exact(message(checkpoint, witness_name, timestamp_s))
    return NoteSignature(witness_name, named.key_id, _TIME.pack(timestamp_s) + signature)


def verify_cosignatures(note: Note, witnesses: Iterable[NoteKey]) -> tuple[Cosigned, ...]:
    """Return which of the known witnesses cosigned, each once with its earliest time.

    1. the note is a checkpoint;
    2. every known key is of a cosigning type, and none is given under two names;
    3. a signature whose name and id match no known key is ignored;
    4. one that matches is dated and verifies, or the whole note is refused (TrustError).
    """
    checkpoint = parse_checkpoint(note.text)  # 1
    seen: dict[str, int] = {}
    for key in _distinct(witnesses):  # 2
        for signature in note.signatures:
            if signature.is_by(key):  # 3
                at = _verified_time(checkpoint, key, signature.data)  # 4
                seen[key.name] = min(at, seen.get(key.name, at))
    return tuple(Cosigned(name, at) for name, at in seen.items())


def _distinct(witnesses: Iterable[NoteKey]) -> tuple[NoteKey, ...]:
    keys = tuple(dict.fromkeys(witnesses))
    for key in keys:
        if not is_witness_key(key):
            raise TrustError("note.wrong_key_kind", name=key.name, kind=key.kind)
        if any(other.public == key.public and other != key for other in keys):
            raise TrustError("cosignature.key_counted_twice", name=key.name)
    return keys


def _verified_time(checkpoint: Checkpoint, key: NoteKey, data: bytes) -> int:
    if len(data) <= _TIME.size:
        raise TrustError("cosignature.cut_short", name=key.name)
    (timestamp_s,) = _TIME.unpack_from(data)
    if not 0 < timestamp_s <= MAX_NUMBER:
        raise TrustError("cosignature.not_dated", timestamp_s=timestamp_s)
    message, verify = _KINDS[key.kind]
    verify(key.public, data[_TIME.size :], message(checkpoint, key.name, timestamp_s))
    return int(timestamp_s)
