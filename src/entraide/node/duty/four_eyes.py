"""What one officer has approved and a second has not: kept until it is done, so that a shift that
ends knows of it.

``approve`` notes an approval in the transaction that keeps it, unless it says that one officer is
enough; once the order that brought it has come to something else than *wait for a second*, the note
goes. Nothing is decided by it: whether
enough officers have approved is read from their signatures (``node.people.approvals``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.conversation import State
from entraide.node.people.actor import Order
from entraide.node.runtime import Node

__all__ = ["forget_done", "half_approved", "note_half"]

_HALF: Final = schema.half_approved
_TALK: Final = schema.conversation.c
_KNOWN: Final = Prepared(update(_HALF).where(_HALF.c.payload == bindparam("of_payload")))
_NOTE: Final = Prepared(insert(_HALF))
_NOTED: Final = Prepared(select(_HALF.c.payload).where(_HALF.c.order == bindparam("of_order")))
_FORGET: Final = Prepared(delete(_HALF).where(_HALF.c.order == bindparam("of_order")))
_ABOUT: Final = ("thread", "notice", "operation", "sighting", "request")
_KEPT_MS: Final = 14 * 86_400_000
"""What waited for so long is written anew."""
_OVER: Final = frozenset(
    state.value
    for state in (State.DECLINED, State.WITHDRAWN, State.CLOSED, State.CLOSED_ANSWERED,
                  State.DENIED, State.REFUSED, State.EXPIRED)
)  # fmt: skip


def note_half(transaction: Transaction, order: Order, payload: str, officer: str | None) -> None:
    """Note who approved what, or nobody; the latest order stands for it from now on."""
    latest = {"of_payload": payload, "order": order.digest}
    if _KNOWN.change(transaction.connection, latest) or officer is None:
        return
    named = (order.parameters.get(name) for name in _ABOUT)
    row = {
        "payload": payload,
        "action": order.action,
        "about": next((str(each)[:64] for each in named if each), ""),
        "officer": officer,
        "order": order.digest,
        "at_ms": transaction.now_ms,
    }
    _NOTE.change(transaction.connection, row)


async def forget_done(node: Node, order: Order, result: Any) -> None:
    """Forget what an order approved, unless it still waits for a second officer."""
    if "approval" not in order.parameters or _waits(result):
        return
    of = {"of_order": order.digest}
    if node.read(lambda c: _NOTED.first(c, of)) is not None:
        await node.writer.run(lambda t: _FORGET.change(t.connection, of))


def half_approved(connection: Connection, now_ms: int) -> list[Row[Any]]:
    """Return what waits for a second officer, the oldest first."""
    fresh = _HALF.c.at_ms > now_ms - _KEPT_MS
    rows = connection.execute(select(_HALF).where(fresh).order_by(_HALF.c.at_ms)).all()
    return [row for row in rows if not _is_over(connection, row.about)]


def _waits(result: Any) -> bool:
    """Tell whether a result says that more officers must approve."""
    if not isinstance(result, Mapping):
        return False
    return int(result.get("approvals", 0)) < int(result.get("needed", 0))


def _is_over(connection: Connection, about: str) -> bool:
    """Tell whether it was about a conversation that has ended meanwhile."""
    states = set(connection.scalars(select(_TALK.state).where(_TALK.thread == about)))
    return bool(states) and states <= _OVER
