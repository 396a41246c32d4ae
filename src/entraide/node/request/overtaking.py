"""An order that is given while an earlier one of the same thread is still under way.

The later order takes the earlier one's place, whatever became of that one:

1. at who gives it, the earlier order leaves the outbox unless its answer is there already, and
   stands in the log as *overtaken*: nothing is brought to a partner only to be taken back there;
2. the later order names what is known to stand at the partner, not what the earlier one would have
   put there, so that it is carried out whether or not the earlier one ever came;
3. at who receives, an order that was sent before one that is carried out already (it was long on
   its way) changes nothing: its values are not kept, and the answer says that all it was about is
   deleted;
4. an answer to an order that was overtaken is kept and logged, and moves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, Connection, select, update

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import OVERTAKEN
from entraide.exchange.recalls import Correction, Executed, Withdrawal
from entraide.kernel.message import Message
from entraide.node.mail.outbox import finish_row, note_undelivered

__all__ = [
    "ORDERS",
    "as_overtaken",
    "is_overtaken",
    "overtake",
    "stand_again",
    "unconfirmed_corrections",
    "was_overtaken",
]

ORDERS: Final = frozenset({Correction.KIND, Withdrawal.KIND})
_CODE: Final = "order.overtaken"
_MESSAGE: Final = schema.message.c
_COPIED: Final = schema.copied.c


def overtake(transaction: Transaction, thread: str, partner: str) -> None:
    """End what is under way of earlier orders in a thread, before a new one is given (1)."""
    rows = transaction.connection.execute(
        select(_MESSAGE.seq, _MESSAGE.content)
        .join_from(schema.message, schema.outbox, schema.outbox.c.message == _MESSAGE.seq)
        .where(*_with(thread, partner), _MESSAGE.kind.in_(ORDERS))
    ).all()
    for row in rows:
        earlier = Message.decode(bytes(row.content))
        finish_row(transaction, row.seq)
        note_undelivered(transaction, row.seq, OVERTAKEN, _CODE)
        stand_again(transaction, earlier)
        transaction.log(Event(f"{earlier.kind}.{OVERTAKEN}", "node", earlier.id, partner))


def stand_again(transaction: Transaction, order: Message) -> None:
    """Of the copy that a correction was about, what it was to replace stands as before."""
    body = read_body(order)
    if isinstance(body, Correction):
        transaction.connection.execute(
            update(schema.copied)
            .where(_COPIED.carried_by == order.digest, _COPIED.incoming == 0)
            .values(standing=body.reply)
        )


def unconfirmed_corrections(connection: Connection, thread: str, partner: str) -> frozenset[str]:
    """Return the digests of our corrections of which we never heard that they came (2)."""
    waits, gone = schema.outbox.c, schema.undelivered.c
    ended = select(gone.message).union(select(waits.message))
    found = select(_MESSAGE.digest).where(
        *_with(thread, partner), _MESSAGE.kind == Correction.KIND, _MESSAGE.seq.in_(ended)
    )
    return frozenset(connection.scalars(found))


def is_overtaken(connection: Connection, order: Message) -> bool:
    """Tell whether a later order of the same provider is carried out here already (3)."""
    later = select(_MESSAGE.seq).where(
        _MESSAGE.thread == order.thread,
        _MESSAGE.partner == order.sender,
        _MESSAGE.incoming == 1,
        _MESSAGE.kind.in_(ORDERS),
        _MESSAGE.sent_ms > order.sent_ms,
    )
    return connection.scalar(later.limit(1)) is not None


def was_overtaken(connection: Connection, answer: Message, body: Executed) -> bool:
    """Tell whether a statement is about an order of ours after which we gave a later one (4).

    The order itself may be erased already, with what the later one put an end to.
    """
    ours = select(_MESSAGE.seq, _MESSAGE.id, _MESSAGE.digest).where(
        *_with(answer.thread, answer.sender), _MESSAGE.kind.in_(ORDERS)
    )
    orders = connection.execute(ours.order_by(_MESSAGE.seq)).all()
    return any((row.id, row.digest) == (answer.in_reply_to, body.order) for row in orders[:-1])


def as_overtaken(event: Event) -> Event:
    """Return a log entry that says of itself that nothing moved by it."""
    return replace(event, ids={**event.ids, "end": OVERTAKEN})


def _with(thread: str, partner: str) -> tuple[ColumnElement[bool], ...]:
    """Name what we sent to a partner in a thread."""
    return (_MESSAGE.thread == thread, _MESSAGE.partner == partner, _MESSAGE.incoming == 0)
