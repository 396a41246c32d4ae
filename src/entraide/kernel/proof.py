"""Proof files: an entry stands in a log that witnesses saw (C2SP tlog-proof).

A file is self-contained and is verified offline. Its extra data is authenticated by nothing here:
what it means, and how far it may be believed, is its reader's to say (`proof_bundle`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.checkpoint import Checkpoint, checkpoint_of, open_checkpoint
from entraide.kernel.cosignature import Cosigned, verify_cosignatures
from entraide.kernel.lines import (
    decode_base64,
    decode_hash,
    decode_text,
    encode_base64,
    encode_hashes,
    parse_decimal,
)
from entraide.kernel.merkle import leaf_hash, verify_inclusion
from entraide.kernel.note import NoteKey, parse_note

__all__ = [
    "MAX_PROOF",
    "LogProof",
    "Proven",
    "Trusted",
    "encode_proof",
    "parse_proof",
    "verify_proof",
]

MAX_PROOF: Final = 4 * 1024 * 1024
"""Bytes of a file: the largest note and 2 MiB of extra data, in base64."""
_FORMAT: Final = "c2sp.org/tlog-proof@v1"
_MAX_PATH: Final = 64


@dataclass(frozen=True, slots=True)
class LogProof:
    """Entry ``index`` with its path up to the signed checkpoint ``note``."""

    index: int
    path: tuple[bytes, ...]
    note: bytes
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whom the reader believes: log keys, witnesses, and how many witnesses must have signed."""

    log_keys: tuple[NoteKey, ...]
    witnesses: tuple[NoteKey, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class Proven:
    """What holds: the checkpoint, and the witnesses that saw it."""

    checkpoint: Checkpoint
    cosigned: tuple[Cosigned, ...]


def encode_proof(proof: LogProof) -> bytes:
    """Write a proof file."""
    extra = f"extra {encode_base64(proof.extra)}\n" if proof.extra else ""
    head = f"{_FORMAT}\n{extra}index {proof.index}\n{encode_hashes(proof.path)}\n"
    return head.encode() + proof.note


def parse_proof(data: bytes) -> LogProof:
    """Read a proof file without believing it; RemoteProtocolError where it is malformed."""
    if len(data) > MAX_PROOF:
        raise RemoteProtocolError("proof.too_long", length=len(data), limit=MAX_PROOF)
    head, parted, note = data.partition(b"\n\n")
    lines = decode_text(head).split("\n")
    if not parted or lines.pop(0) != _FORMAT:
        raise RemoteProtocolError("proof.malformed")
    extra = decode_base64(_value(lines, "extra ")) if _begins(lines, "extra ") else None
    index = parse_decimal(_value(lines, "index "))
    if extra == b"" or len(lines) > _MAX_PATH:
        raise RemoteProtocolError("proof.malformed")
    checkpoint_of(note)
    return LogProof(index, tuple(decode_hash(line) for line in lines), note, extra or b"")


def _begins(lines: list[str], prefix: str) -> bool:
    return bool(lines) and lines[0].startswith(prefix)


def _value(lines: list[str], prefix: str) -> str:
    if not _begins(lines, prefix):
        raise RemoteProtocolError("proof.malformed")
    return lines.pop(0).removeprefix(prefix)


def verify_proof(proof: LogProof, entry: bytes, trusted: Trusted) -> Proven:
    """Return what the file proves of the entry; TrustError where it proves nothing.

    1. hash the entry into its leaf;
    2. a trusted key of the log signed the checkpoint;
    3. every cosignature of a known witness holds, no key of the log counts as its witness, and
       enough witnesses signed;
    4. the path leads from the leaf at its index to the signed root.
    """
    leaf = leaf_hash(entry)  # 1
    checkpoint = open_checkpoint(proof.note, trusted.log_keys)  # 2
    _refuse_own_witness(trusted)
    cosigned = verify_cosignatures(parse_note(proof.note), trusted.witnesses)  # 3
    if len(cosigned) < trusted.quorum:
        raise TrustError("proof.too_few_witnesses", found=len(cosigned), quorum=trusted.quorum)
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.path, checkpoint.root)  # 4
    return Proven(checkpoint, cosigned)


def _refuse_own_witness(trusted: Trusted) -> None:
    own = _publics(trusted.log_keys)
    for witness in trusted.witnesses:
        if witness.public in own:
            raise TrustError("proof.own_witness", name=witness.name)


def _publics(keys: Iterable[NoteKey]) -> frozenset[bytes]:
    return frozenset(key.public for key in keys)
