"""The log against what partners vouched for: what an insider with every local key cannot forge.

An insider can rewrite entries, hashes, tiles and checkpoints and sign them all again. The partners'
cosignatures over the earlier history remain, in their stores and in every copy of a checkpoint.
Either side can run this: the node over its own log with the notes it keeps, a partner over the
node's tiles with the notes that it kept itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entraide.errors import TrustError
from entraide.kernel.checkpoint import Checkpoint, open_checkpoint
from entraide.kernel.cosignature import verify_cosignatures
from entraide.kernel.findings import Finding
from entraide.kernel.merkle import HashReader, range_root
from entraide.kernel.note import NoteKey, parse_note

__all__ = ["Witnessed", "open_witnessed", "verify_against_witnessed"]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The checkpoint of a log that a partner cosigned; made by `open_witnessed`."""

    partner: str
    checkpoint: Checkpoint


def open_witnessed(
    data: bytes, log_keys: Iterable[NoteKey], witnesses: Iterable[NoteKey]
) -> tuple[Witnessed, ...]:
    """Return what each known witness vouched for in a signed note; TrustError where none did."""
    checkpoint = open_checkpoint(data, log_keys)
    cosigned = verify_cosignatures(parse_note(data), witnesses)
    if not cosigned:
        raise TrustError("note.not_signed")
    return tuple(Witnessed(each.name, checkpoint) for each in cosigned)


def verify_against_witnessed(
    size: int, read: HashReader, witnessed: Iterable[Witnessed]
) -> tuple[Finding, ...]:
    """Hold a log of ``size`` entries against what partners cosigned; findings name the partner.

    The index is the last size at which log and partners still agree: the rewriting begins there or
    later, before the size in question.
    """
    findings, agreed = [], 0
    for each in sorted(witnessed, key=lambda one: (one.checkpoint.size, one.partner)):
        checkpoint = each.checkpoint
        if checkpoint.size > size:
            findings.append(Finding(size, "log_cut_short", each.partner))
        elif range_root(0, checkpoint.size, read) != checkpoint.root:
            findings.append(Finding(agreed, "log_rewritten", each.partner))
        else:
            agreed = checkpoint.size
    return tuple(findings)
