"""Taking a copy back from its holder ourselves, where whoever passed it on does not.

The holder's node deletes it if the copy's own way names us as the originator (``copies_told``).
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.answer import compose_outside
from entraide.exchange.onward import DirectRecall
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent

__all__ = ["RecallCopy", "recall_copy"]

_TOLD: Final = schema.copy_told.c


class RecallCopy(Parameters):
    """A copy that others made, by the first digits of its digest, and why it is taken back."""

    copy_digest: str
    reason: str


async def recall_copy(call: Call, wanted: RecallCopy) -> Json:
    """Take a copy back from its holder ourselves, where whoever passed it on does not."""
    node = call.node
    row = node.read(lambda c: _told_named(c, wanted.copy_digest))
    if node.pinned(row.holder) is None:
        raise InputError("copies.holder_unknown", partner=row.holder)
    if not wanted.reason.strip():
        raise InputError("request.incomplete")
    body = DirectRecall(item=row.item, reason=wanted.reason.strip())
    pair = (node.settings.id, row.holder)
    message = compose_outside(body, pair, (call.actor.pseudonym, None), framing(node))
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        table = schema.copy_told
        changed = update(table).where(table.c.item == row.item).values(recall=message.digest)
        transaction.connection.execute(changed)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        transaction.log(call.event("recall.ordered", message.id, partner=row.holder))

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((row.holder,), message.thread)
    return {"holder": row.holder, "delivery": [outcome async for outcome in outcomes]}


def _told_named(connection: Connection, prefix: str) -> Row[Any]:
    rows = (
        connection.execute(
            select(schema.copy_told).where(_TOLD.item.startswith(prefix, autoescape=True))
        ).all()
        if len(prefix) >= 8
        else []
    )
    if len(rows) != 1:
        raise InputError("copies.not_found", copy=prefix, found=len(rows))
    return rows[0]
