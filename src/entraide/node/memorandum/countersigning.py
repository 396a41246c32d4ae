"""Bringing the root keys' signatures under a memorandum into the node, by two officers.

A root key signs apart from every node (``entraide agreement sign``). What comes back is shown, and
two different officers sign the hash of exactly that file; only then does the node adopt it, as it
adopts a file by ``agreement.adopt``. So nobody alone brings a text into force at a console.
"""

from __future__ import annotations

import hashlib
from typing import Final

from entraide.agreements.signing import SignedAgreement, decode_signed
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters, brought
from entraide.node.memorandum.memoranda import AdoptMemorandum, adopt_memorandum, preview_memorandum
from entraide.node.people.approvals import approve

__all__ = [
    "CountersignMemorandum",
    "PreviewMemorandum",
    "countersign_memorandum",
    "countersigning_payload",
    "preview_signed",
]

_OFFICERS: Final = 2


class PreviewMemorandum(Parameters):
    """A signed memorandum as it stands in its file."""

    signed: str


class CountersignMemorandum(PreviewMemorandum):
    """The file, and an officer's signature over its hash."""

    approval: str


def countersigning_payload(signed: str) -> str:
    """Return what two officers sign: the SHA-256 of the file, without white space around it."""
    return hashlib.sha256(signed.strip().encode("utf-8", "replace")).hexdigest()


async def preview_signed(call: Call, wanted: PreviewMemorandum) -> Json:
    """Return what a file says: the memorandum, whose signatures it lacks, the hash to be signed."""
    told = preview_memorandum(call.node, _read(wanted.signed))
    return {**told, "payload": countersigning_payload(wanted.signed)}


async def countersign_memorandum(call: Call, wanted: CountersignMemorandum) -> Json:
    """Keep an officer's approval of a file; adopt it once two officers agree."""
    told = preview_memorandum(call.node, _read(wanted.signed))
    payload = countersigning_payload(wanted.signed)
    officers = await approve(call, payload, wanted.approval, "memorandum")
    if len(officers) < _OFFICERS:
        waiting = {"approvals": len(officers), "needed": _OFFICERS}
        return {"digest": told["digest"], "payload": payload, **waiting}
    return await adopt_memorandum(call, AdoptMemorandum(signed=wanted.signed))


def _read(signed: str) -> SignedAgreement:
    """Read a file that an officer brings; InputError says what is wrong with it."""
    with brought():
        return decode_signed(signed.strip().encode("utf-8", "replace"))
