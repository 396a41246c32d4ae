"""Questions that a person at the holder did not decide in time: ended on both sides, and logged.

The holder lets nobody decide them any more; an answer that was given in time and comes late is
still believed by the asker (``exchange.conversation``).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Row, bindparam, select

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.exchange.conversation import State
from entraide.node.mail.post import advance
from entraide.node.runtime import Node

__all__ = ["end_expired"]

_CONVERSATION: Final = schema.conversation.c
_EXPIRED: Final = select(_CONVERSATION.thread, _CONVERSATION.partner, _CONVERSATION.asking).where(
    _CONVERSATION.state == State.REFERRED.value, _CONVERSATION.expires_ms <= bindparam("now_ms")
)


async def end_expired(node: Node) -> None:
    """End every conversation that waits for a person beyond its question's time."""
    if node.read(lambda c: _expired(c, node.world.now_ms())):
        await node.writer.run(_end)


def _end(transaction: Transaction) -> None:
    for row in _expired(transaction.connection, transaction.now_ms):
        asking = bool(row.asking)
        advance(transaction, row.thread, row.partner, State.EXPIRED.value, asking=asking)
        code = {"code": "message.expired"}
        transaction.log(Event("query.expired", "node", row.thread, row.partner, code))


def _expired(connection: Connection, now_ms: int) -> list[Row[tuple[str, str, int]]]:
    return list(connection.execute(_EXPIRED, {"now_ms": now_ms}))
