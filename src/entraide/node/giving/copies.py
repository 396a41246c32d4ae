"""Copies of what a provider gave: every order goes on to whoever was passed one, and word comes up.

``copied`` holds two rows for an item that was passed on: as it came here and as it went. All that
follows from an order is in the transaction that executes it:

1. the copy that the order names is marked with what stands in its place;
2. each copy that was made from it gets the same order, narrowed to the fields that went: at once,
   in the place of a correction that is still under way there, or, where a withdrawal is, when that
   one came to nothing;
3. where the copy had itself been passed on to us, a signed statement goes to whoever gave it.
A copy is named by the digest of the message that brought it and is made of one other, so an order
ends however the parties are knotted; one that comes again finds nothing to do. Word of copies that
others made is in ``copies_told``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import State
from entraide.exchange.information import Information
from entraide.exchange.informing import NEED_PERMISSION, strictest
from entraide.exchange.onward import CopyTold
from entraide.exchange.recalls import Correction, Withdrawal
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.statements import CopyEvent, CopyStatement, sign_statement
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.message import Message
from entraide.node.mail.post import Stored, advance, enqueue, framing, seal, sent, state_of_thread
from entraide.node.request.overtaking import overtake
from entraide.node.runtime import Node

__all__ = [
    "enter",
    "enter_received",
    "give_order",
    "go_on",
    "pass_down",
    "say_done",
    "spread",
    "tell_trouble",
    "tell_up",
    "went",
]

_COPIED: Final = schema.copied.c
_OPEN: Final = frozenset(
    {State.INFORMED, State.ANSWERED, State.CORRECTING, State.UNCORRECTED, State.UNWITHDRAWN}
)
"""States of a conversation in which an order may be given."""
_CARRY: Final = frozenset({Information.KIND, Correction.KIND, Withdrawal.KIND})
_NARROWED: Final = "The provider has corrected or withdrawn it."
_EMPTY: Final[dict[str, Any]] = {
    "standing": "",
    "parent": "",
    "provider": "",
    "origin": "",
    "way": b'{"hops":[]}',
    "fields": b'{"went":[]}',
    "agreement": "",
    "permitted": 0,
    "due": "",
    "carries": "",
    "carried_by": "",
    "heard": b"",
}


def enter(transaction: Transaction, **values: Any) -> None:
    """Enter a copy, unless it is there."""
    connection = transaction.connection
    key = (_COPIED.item == values["item"], _COPIED.incoming == values["incoming"])
    if connection.scalar(select(_COPIED.item).where(*key)) is None:
        connection.execute(insert(schema.copied).values(**{**_EMPTY, **values}))


def enter_received(transaction: Transaction, message: Message, body: Information) -> None:
    """Enter a copy that was passed on to us, with the way that it came."""
    enter(
        transaction,
        item=message.digest,
        incoming=1,
        partner=message.sender,
        thread=message.thread,
        standing=message.digest,
        parent=body.provenance[-1].item,
        provider=message.sender,
        origin=body.provenance[0].giver,
        way=encode_canonical({"hops": [hop.to_json() for hop in body.provenance]}),
        agreement=message.agreement or "",
    )


def went(values: Sequence[ReleasedValue]) -> bytes:
    """Return which fields of which references went, as a copy's row keeps them."""
    pairs = sorted({(value.reference, value.prop) for value in values})
    return encode_canonical({"went": [list(pair) for pair in pairs]})


def spread(
    node: Node, transaction: Transaction, message: Message, order: Correction | Withdrawal
) -> tuple[str, ...]:
    """Let an order that was executed here go on; return the partners for whom something waits."""
    rows = transaction.connection.execute(
        select(schema.copied).where(
            _COPIED.incoming == 1,
            _COPIED.partner == message.sender,
            _COPIED.thread == message.thread,
        )
    ).all()  # several where parts of an answer were passed on one by one
    event = CopyEvent.REPLACED if isinstance(order, Correction) else CopyEvent.DELETED
    woken: list[str] = []
    for row in rows:
        if isinstance(order, Correction):  # 1
            _change(transaction, row, standing=message.digest)
        woken.extend(pass_down(node, transaction, row.item, message.digest))  # 2
        woken.extend(say_done(node, transaction, row, (event, message.digest)))  # 3
    return tuple(woken)


def pass_down(node: Node, transaction: Transaction, item: str, order: str) -> tuple[str, ...]:
    """Give an order on to every copy made from an item; return the partners that get it now."""
    return give_order(node, transaction, (_COPIED.incoming == 0, _COPIED.parent == item), order)


def give_order(
    node: Node, transaction: Transaction, went: tuple[ColumnElement[bool], ...], order: str
) -> tuple[str, ...]:
    """Give an order on to copies that we passed on; return the partners that get it now."""
    table = schema.copied
    transaction.connection.execute(update(table).where(*went).values(due=order))
    rows = transaction.connection.execute(select(table).where(*went)).all()
    return tuple(row.partner for row in rows if _push(node, transaction, row))


def say_done(
    node: Node, transaction: Transaction, row: Row[Any], done: tuple[CopyEvent, str | None]
) -> tuple[str, ...]:
    """Tell whoever passed a copy on to us what became of it; nobody where it came first hand."""
    if not row.parent:
        return ()
    event, order = done
    statement = CopyStatement(
        event=event,
        party=node.settings.id,
        giver=row.provider,
        holder=node.settings.id,
        item=row.item,
        parent=row.parent,
        order=order,
        at_ms=node.world.now_ms(),
    )
    signed = sign_statement(statement, node.keyring.signing)
    return tell_up(node, transaction, row.provider, CopyTold(signed=signed, order=None))


def go_on(node: Node, transaction: Transaction, held: tuple[str, str]) -> None:
    """Give on an order that waited until the one before was settled; ``held`` is thread, holder."""
    thread, holder = held
    row = transaction.connection.execute(
        select(schema.copied).where(
            _COPIED.incoming == 0,
            _COPIED.thread == thread,
            _COPIED.partner == holder,
            _COPIED.due != "",
        )
    ).one_or_none()
    if row is not None:
        _push(node, transaction, row)


def tell_trouble(
    node: Node, transaction: Transaction, message: Message, event: CopyEvent
) -> tuple[str, ...]:
    """Tell the provider that an order of its, or the copy itself, could not be brought on."""
    named = _COPIED.item if message.kind == Information.KIND else _COPIED.carried_by
    row = transaction.connection.execute(
        select(schema.copied).where(named == message.digest, _COPIED.incoming == 0)
    ).one_or_none()
    if row is None or message.kind not in _CARRY:
        return ()
    statement = CopyStatement(
        event=event,
        party=node.settings.id,
        giver=node.settings.id,
        holder=row.partner,
        item=row.item,
        parent=row.parent,
        order=message.digest,
        at_ms=node.world.now_ms(),
    )
    signed = sign_statement(statement, node.keyring.signing)
    order = None if message.kind == Information.KIND else row.carries
    return tell_up(node, transaction, row.provider, CopyTold(signed=signed, order=order))


def tell_up(node: Node, transaction: Transaction, provider: str, told: CopyTold) -> tuple[str, ...]:
    """Send word of a copy to who gave it; one thread for each provider keeps the order."""
    if node.pinned(provider) is None:
        return ()
    thread = hashlib.sha256(f"copies:{node.settings.id}:{provider}".encode()).hexdigest()[:32]
    pair = (node.settings.id, provider)
    message = compose_outside(told, pair, ("node", None), framing(node, thread))
    stored = Stored(message=message, incoming=False, envelope=seal(node, message))
    enqueue(transaction, stored)
    transaction.log(sent(message))
    return (provider,)


def _push(node: Node, transaction: Transaction, row: Row[Any]) -> bool:
    """Give the order that is due for a copy on to its holder, if it may be given now."""
    connection = transaction.connection
    state = state_of_thread(connection, row.thread, row.partner, asking=False)
    if state not in _OPEN or node.pinned(row.partner) is None:
        return False
    overtake(transaction, row.thread, row.partner)
    row = _again(connection, row)
    body = _order_for(connection, row)
    if state is State.UNWITHDRAWN and isinstance(body, Correction):
        body = Withdrawal(reply=body.reply, reason=body.reason)
    message = _compose(node, connection, row, body)
    advance(transaction, row.thread, row.partner, message.kind, asking=False)
    stored = Stored(message=message, incoming=False, envelope=seal(node, message))
    enqueue(transaction, stored)
    transaction.log(sent(message))
    standing = message.digest if isinstance(body, Correction) else body.reply
    _change(transaction, row, due="", carries=row.due, carried_by=message.digest, standing=standing)
    return True


def _order_for(connection: Connection, row: Row[Any]) -> Correction | Withdrawal:
    """Return the provider's order as it goes on: only fields that went, nothing stricter marked.

    A correction that marks a value so that it needs permission takes it from a holder who got it
    without one; where no field is left, or the correction was erased meanwhile, all is taken back.
    """
    table = schema.message.c
    content = connection.scalar(
        select(table.content).where(table.digest == row.due, table.incoming == 1)
    )
    order = read_body(Message.decode(content)) if content else None
    if isinstance(order, Correction):
        pairs = {tuple(pair) for pair in decode_canonical(bytes(row.fields))["went"]}
        values = tuple(
            value
            for value in order.values
            if (value.reference, value.prop) in pairs
            and (row.permitted or value.handling not in NEED_PERMISSION)
        )
        if values:
            return Correction(reply=row.standing, reason=order.reason, values=values)
    reason = order.reason if isinstance(order, Correction | Withdrawal) else _NARROWED
    return Withdrawal(reply=row.standing, reason=reason)


def _compose(
    node: Node, connection: Connection, row: Row[Any], body: Correction | Withdrawal
) -> Message:
    held = schema.conversation.c
    mine = (held.thread == row.thread, held.partner == row.partner, held.asking == 0)
    frame = framing(node, row.thread)
    return Message(
        id=frame.id,
        thread=row.thread,
        kind=body.KIND,
        version=body.VERSION,
        sender=node.settings.id,
        recipient=row.partner,
        author="node",
        sent_ms=frame.now_ms,
        expires_ms=frame.now_ms + frame.lifetime_ms,
        purpose=connection.scalar(select(held.purpose).where(*mine)),
        agreement=row.agreement,
        handling=strictest(body.values) if isinstance(body, Correction) else "H0",
        in_reply_to=None,
        body=body.to_json(),
    )


def _again(connection: Connection, row: Row[Any]) -> Row[Any]:
    """Return a copy's row as it is now: what an overtaken order was to replace stands again."""
    mine = (_COPIED.item == row.item, _COPIED.incoming == row.incoming)
    return connection.execute(select(schema.copied).where(*mine)).one()


def _change(transaction: Transaction, row: Row[Any], **values: Any) -> None:
    table = schema.copied
    mine = (table.c.item == row.item, table.c.incoming == row.incoming)
    transaction.connection.execute(update(table).where(*mine).values(**values))
