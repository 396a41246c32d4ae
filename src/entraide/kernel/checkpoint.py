"""Checkpoints: a log's signed word for its size and root (C2SP tlog-checkpoint).

The text is origin, size, root and, rarely, further lines that mean nothing here. The log's key
bears the origin as its name. A log signs no checkpoint that contradicts an earlier one: that rule
is its store's to keep, and its witnesses' to watch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.keys import SigningKey
from entraide.kernel.lines import (
    MAX_NUMBER,
    decode_hash,
    encode_base64,
    is_surrogate,
    parse_decimal,
)
from entraide.kernel.merkle import HASH_SIZE
from entraide.kernel.note import MAX_NAME, Note, NoteKey, parse_note, sign_note, verify_note

__all__ = [
    "Checkpoint",
    "checkpoint_of",
    "encode_checkpoint",
    "open_checkpoint",
    "parse_checkpoint",
    "sign_checkpoint",
]

_FIXED_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log ``origin`` had ``size`` entries under ``root``."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what has no checkpoint text."""
        lines = (self.origin, *self.extensions)
        if not (
            all(_is_line(line) for line in lines)
            and len(self.origin.encode()) <= MAX_NAME
            and 0 <= self.size <= MAX_NUMBER
            and len(self.root) == HASH_SIZE
        ):
            raise InputError("checkpoint.not_encodable", size=self.size)


def _is_line(text: str) -> bool:
    return bool(text) and not any(each < " " or is_surrogate(each) for each in text)


def encode_checkpoint(checkpoint: Checkpoint) -> str:
    """Write the text that is signed."""
    root = encode_base64(checkpoint.root)
    lines = (checkpoint.origin, str(checkpoint.size), root, *checkpoint.extensions)
    return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; RemoteProtocolError where it is malformed."""
    *lines, rest = text.split("\n")
    if rest or len(lines) < _FIXED_LINES:
        raise RemoteProtocolError("checkpoint.malformed")
    origin, size, root, *extensions = lines
    try:
        return Checkpoint(origin, parse_decimal(size), decode_hash(root), tuple(extensions))
    except InputError as error:
        raise RemoteProtocolError("checkpoint.malformed") from error


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """Sign as the log; the key's name is the origin."""
    text = encode_checkpoint(checkpoint)
    return Note(text, (sign_note(text, checkpoint.origin, key),))


def checkpoint_of(data: bytes) -> tuple[Checkpoint, Note]:
    """Read a signed checkpoint without believing it."""
    note = parse_note(data)
    return parse_checkpoint(note.text), note


def open_checkpoint(data: bytes, log_keys: Iterable[NoteKey]) -> Checkpoint:
    """Return a checkpoint that its log signed.

    1. the note and its text are well formed;
    2. a key trusted for this origin signed it (a key's name is the origin it speaks for);
    3. no signature of such a key fails.
    """
    checkpoint, note = checkpoint_of(data)  # 1
    speaking = tuple(key for key in log_keys if key.name == checkpoint.origin)
    if not speaking:  # 2
        raise TrustError("checkpoint.unknown_log", origin=checkpoint.origin)
    verify_note(note, speaking)  # 2, 3
    return checkpoint
