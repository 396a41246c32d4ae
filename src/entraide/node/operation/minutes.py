"""Writing the minutes of a closed session of the committee, as a document that anybody verifies."""

from __future__ import annotations

from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.kernel.key_set import SignedKeySet
from entraide.node.call import Call
from entraide.node.keys.identity import own_keys
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.operation.journals import find_operation
from entraide.node.operation.operations import NameOperation
from entraide.node.runtime import Node
from entraide.operations.offices.minutes import (
    Minutes,
    encode_minutes,
    entries_until_closed,
    verify_minutes,
)

__all__ = ["write_minutes"]


async def write_minutes(call: Call, wanted: NameOperation) -> Json:
    """Return the minutes of a session; verified as anybody will verify them, and logged."""
    node = call.node
    row = node.read(lambda c: find_operation(c, wanted.operation))
    held = node.read(lambda c: held_journal(c, row.id))
    entries = entries_until_closed(held.journal)
    parties = sorted({each.party for each in entries})
    minutes = Minutes(
        tuple(held.signed[each.digest] for each in entries),
        tuple(_keys(node, each) for each in parties),
    )
    verify_minutes(minutes)
    await node.writer.run(lambda t: t.log(call.event("minutes.written", row.id)))
    return {"minutes": encode_minutes(minutes).decode()}


def _keys(node: Node, party: str) -> SignedKeySet:
    if party == node.settings.id:
        return own_keys(node)
    if party not in node.partners:
        raise InputError("operation.not_pinned", party=party)
    return node.partners[party].keys
