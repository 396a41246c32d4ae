"""What follows when a message of ours is given up: its partner turned it away, or its time is over.

All of it is in the transaction that takes the row out of the outbox:

1. whoever wrote it hears of it; for what the node sent by itself, who gave the item, or whoever is
   on duty;
2. the provider of a copy hears that it, or an order about it, did not come to its holder;
3. the conversation moves by the transition table: an order leaves it *unconfirmed*, from where an
   officer gives the order again;
4. of a copy stands again what stood before the order, and the next order that waits for it goes.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import Query
from entraide.exchange.conversation import TRANSITIONS
from entraide.exchange.information import Information
from entraide.exchange.releases import Request
from entraide.exchange.standing import Standing
from entraide.exchange.statements import CopyEvent
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.giving.copies import go_on, tell_trouble
from entraide.node.mail.post import advance, state_of_thread
from entraide.node.people.actor import NODE, Role
from entraide.node.question.standing_rows import end
from entraide.node.request.overtaking import ORDERS, stand_again
from entraide.node.runtime import Node

__all__ = ["EXPIRED", "REFUSED", "settle_given_up"]

EXPIRED: Final = "expired"
REFUSED: Final = "refused"
_ASKING: Final = frozenset({Query.KIND, Request.KIND, Standing.KIND})
_ENDED: Final = _ASKING | ORDERS | {Information.KIND}
_TROUBLE: Final = {EXPIRED: CopyEvent.EXPIRED, REFUSED: CopyEvent.REFUSED}


def settle_given_up(node: Node, transaction: Transaction, message: Message, event: str) -> None:
    """Do what follows from a message that was given up; ``event`` is EXPIRED or REFUSED."""
    for officer in _hearers(transaction.connection, message):  # 1
        what = f"{message.kind}:{event}"
        leave_word(transaction, Word(officer, message.thread, message.recipient, what))
    tell_trouble(node, transaction, message, _TROUBLE[event])  # 2
    if message.kind in _ENDED:
        _end(transaction, message, event)  # 3
    if message.kind in ORDERS:
        stand_again(transaction, message)  # 4
        go_on(node, transaction, (message.thread, message.recipient))


def _hearers(connection: Connection, message: Message) -> tuple[str, ...]:
    if message.author != NODE.pseudonym or message.kind not in ORDERS:
        return (message.author,)
    held, officer = schema.conversation.c, schema.officer.c
    gave = connection.scalar(
        select(held.officer).where(
            held.thread == message.thread, held.partner == message.recipient, held.asking == 0
        )
    )
    known = list(connection.scalars(select(officer.pseudonym).where(officer.pseudonym == gave)))
    on_duty = select(officer.pseudonym).where(officer.role == Role.DUTY_OFFICER.value)
    return tuple(known or connection.scalars(on_duty)) or (NODE.pseudonym,)


def _end(transaction: Transaction, message: Message, event: str) -> None:
    """Move the conversation, unless an answer came by another way meanwhile."""
    thread, partner = message.thread, message.recipient
    asking = message.kind in _ASKING
    state = state_of_thread(transaction.connection, thread, partner, asking=asking)
    if state is not None and (state, event) in TRANSITIONS:
        advance(transaction, thread, partner, event, asking=asking)
    if message.kind == Standing.KIND:
        end(transaction, (thread, partner), event, asking=True)
