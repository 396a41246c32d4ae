"""A witness's decision on a partner's checkpoint (C2SP tlog-witness, add-checkpoint).

Pure: the caller looks up what it last cosigned for the log, stores what `Accept` hands back in the
same transaction, and only then cosigns and answers. A checkpoint that contradicts the last one is
refused even where the log's own key signed it; two signed checkpoints of one size and two roots
are kept as a `Fork`, which anyone verifies with the log's public key alone.

The statuses are those of the specification:

    400  malformed, or the old size is beyond the new one
    403  no trusted key signed, or a trusted key's signature fails
    404  unknown log
    409  the old size is not what this witness last cosigned; the body says what is
    422  the proof fails, or the sizes agree and the roots do not
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.checkpoint import Checkpoint, checkpoint_of, open_checkpoint
from entraide.kernel.lines import decode_hash, decode_text, encode_hashes, parse_decimal
from entraide.kernel.merkle import EMPTY_ROOT, verify_consistency
from entraide.kernel.note import MAX_NOTE, NoteKey

__all__ = [
    "MAX_PROOF_LINES",
    "MAX_REQUEST",
    "REFUSALS",
    "Accept",
    "AddCheckpoint",
    "Conflict",
    "Fork",
    "Known",
    "Refuse",
    "Verdict",
    "encode_request",
    "encode_size",
    "fork_between",
    "judge",
    "parse_request",
    "parse_size",
    "verify_fork",
]

MAX_PROOF_LINES: Final = 63
MAX_REQUEST: Final = MAX_NOTE + 64 * 64
"""Bytes of a request: the largest note, 63 hashes of 45 bytes, and the line of the old size."""
_MAX_SIZE_BODY: Final = 20

REFUSALS: Final = MappingProxyType(
    {
        "witness.old_beyond_new": 400,
        "witness.not_signed": 403,
        "witness.unknown_log": 404,
        "witness.empty_root": 422,
        "witness.inconsistent": 422,
        "witness.forked": 422,
    }
)
"""The HTTP status of each refusal. A request that does not parse is 400, a `Conflict` 409."""


@dataclass(frozen=True, slots=True)
class Known:
    """The last checkpoint that this witness cosigned for a log, and the note as the log sent it."""

    size: int
    root: bytes
    note: bytes


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request: from ``old_size``, by ``proof``, to the signed checkpoint ``note``."""

    old_size: int
    proof: tuple[bytes, ...]
    note: bytes

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says, not yet believed; its origin says which log to look up."""
        return checkpoint_of(self.note)[0]


@dataclass(frozen=True, slots=True)
class Fork:
    """Two signed checkpoints of one log, of one size, with two roots: proof of a rewritten log."""

    first: bytes
    second: bytes


@dataclass(frozen=True, slots=True)
class Accept:
    """Store this, then cosign."""

    known: Known


@dataclass(frozen=True, slots=True)
class Conflict:
    """The log's idea of what was last cosigned is not ours (409); ``size`` is ours."""

    size: int
    fork: Fork | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Do not cosign; ``code`` stands in `REFUSALS`."""

    code: str
    fork: Fork | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return REFUSALS[self.code]


Verdict: TypeAlias = Accept | Conflict | Refuse


def encode_request(old_size: int, proof: Iterable[bytes], note: bytes) -> bytes:
    """Write a request."""
    return f"old {old_size}\n{encode_hashes(proof)}\n".encode() + note


def parse_request(data: bytes) -> AddCheckpoint:
    """Read a request; RemoteProtocolError (status 400) where it is malformed."""
    if len(data) > MAX_REQUEST:
        raise RemoteProtocolError("witness.request_too_long", length=len(data), limit=MAX_REQUEST)
    head, parted, note = data.partition(b"\n\n")
    first, *lines = decode_text(head).split("\n")
    if not parted or not first.startswith("old ") or len(lines) > MAX_PROOF_LINES:
        raise RemoteProtocolError("witness.malformed")
    old_size = parse_decimal(first.removeprefix("old "))
    checkpoint_of(note)
    return AddCheckpoint(old_size, tuple(decode_hash(line) for line in lines), note)


def encode_size(size: int) -> bytes:
    """Write the body of a 409 answer."""
    return f"{size}\n".encode()


def parse_size(data: bytes) -> int:
    """Read the body of a 409 answer."""
    if len(data) > _MAX_SIZE_BODY or not data.endswith(b"\n"):
        raise RemoteProtocolError("witness.malformed")
    return parse_decimal(decode_text(data[:-1]))


def judge(known: Known | None, request: AddCheckpoint, log_keys: Iterable[NoteKey]) -> Verdict:
    """Decide whether to cosign; ``known`` is what was last cosigned for the request's origin.

    1. the log is known: a trusted key bears its origin as name (404);
    2. a trusted key signed, and no signature of one fails (403);
    3. the old size is not beyond the new (400);
    4. the old size is what was last cosigned, or zero (409);
    5. an empty tree has the empty root (422);
    6. at equal sizes the roots are equal; otherwise keep both notes as a fork (422);
    7. the proof shows that the new tree begins with the old; from an empty tree it is empty (422).

    From step 3 on, a fork that the request reveals goes with the answer, whatever it is.
    """
    speaking = tuple(key for key in log_keys if key.name == request.checkpoint.origin)
    if not speaking:
        return Refuse("witness.unknown_log")  # 1
    try:
        new = open_checkpoint(request.note, speaking)
    except TrustError:
        return Refuse("witness.not_signed")  # 2
    return _judge_signed(known, request, new)


def _judge_signed(known: Known | None, request: AddCheckpoint, new: Checkpoint) -> Verdict:
    fork = _revealed(known, request.note, new)
    if request.old_size > new.size:
        return Refuse("witness.old_beyond_new", fork)  # 3
    if request.old_size != (known.size if known else 0):
        return Conflict(known.size if known else 0, fork)  # 4
    if new.size == 0 and new.root != EMPTY_ROOT:
        return Refuse("witness.empty_root", fork)  # 5
    if fork is not None:
        return Refuse("witness.forked", fork)  # 6
    if not _extends(known, new, request.proof):
        return Refuse("witness.inconsistent")  # 7
    return Accept(Known(new.size, new.root, request.note))


def _extends(known: Known | None, new: Checkpoint, proof: tuple[bytes, ...]) -> bool:
    if known is None or known.size == 0:
        return not proof
    try:
        verify_consistency(known.size, new.size, known.root, new.root, proof)
    except TrustError:
        return False
    return True


def _revealed(known: Known | None, note: bytes, new: Checkpoint) -> Fork | None:
    if known is None or known.size != new.size or known.root == new.root:
        return None
    return Fork(known.note, note)


def fork_between(first: bytes, second: bytes, log_keys: Iterable[NoteKey]) -> Fork | None:
    """Return the fork that two signed notes prove, or None where they prove none."""
    fork = Fork(first, second)
    try:
        verify_fork(fork, log_keys)
    except (TrustError, RemoteProtocolError):
        return None
    return fork


def verify_fork(fork: Fork, log_keys: Iterable[NoteKey]) -> Checkpoint:
    """Return the first checkpoint where the log is shown to have signed two histories.

    1. a key of the log signed each note;
    2. both name one log and one size;
    3. the roots differ.
    """
    keys = tuple(log_keys)
    first, second = open_checkpoint(fork.first, keys), open_checkpoint(fork.second, keys)  # 1
    same = (first.origin, first.size) == (second.origin, second.size)  # 2
    if not same or first.root == second.root:  # 3
        raise TrustError("witness.no_fork", origin=first.origin)
    return first
