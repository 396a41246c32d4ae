"""Messages about notices on their way: sealed, in the notice's thread, in the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import Body
from entraide.exchange.notice.bodies import NoticeChange
from entraide.exchange.notice.lifecycle import Event
from entraide.exchange.notice.passing import compose_aside
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.runtime import Node

__all__ = ["Outgoing", "change_body", "deliver", "note_cancelled", "outgoing_aside", "send_off"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A sealed message on its way into the outbox."""

    message: Message
    envelope: bytes


def send_off(transaction: Transaction, outgoing: tuple[Outgoing, ...]) -> None:
    """Put messages into the outbox, each with its log entry."""
    for each in outgoing:
        stored = Stored(message=each.message, incoming=False, envelope=each.envelope)
        enqueue(transaction, stored)
        transaction.log(sent(each.message))


async def deliver(node: Node, outgoing: tuple[Outgoing, ...], thread: str) -> list[Json]:
    """Try to bring messages of a thread now; the outbox keeps what does not arrive."""
    partners = tuple(each.message.recipient for each in outgoing)
    return [each async for each in node.delivery.deliver_now(partners, thread)]


def change_body(
    call: Call, notice: tuple[str, int], partner: str, change: tuple[Event, str]
) -> Outgoing:
    """Compose a change of a notice (id, version), in its thread: nothing overtakes it."""
    body = NoticeChange(notice=notice[0], version=notice[1], change=change[0], reason=change[1])
    return outgoing_aside(call.node, body, (partner, notice[0]), call.actor.pseudonym)


def outgoing_aside(node: Node, body: Body, to: tuple[str, str], author: str) -> Outgoing:
    """Compose and seal what moves outside the agreement; ``to`` is partner and notice."""
    message = compose_aside(body, (node.settings.id, to[0]), author, framing(node, to[1]))
    return Outgoing(message, seal(node, message))


def note_cancelled(transaction: Transaction, notice: str, partner: str) -> None:
    """Note that a recipient was told to erase, the first time that it was."""
    table = schema.notice_recipient
    transaction.connection.execute(
        update(table)
        .where(table.c.notice == notice, table.c.partner == partner)
        .where(table.c.cancelled_ms.is_(None))
        .values(cancelled_ms=transaction.now_ms)
    )
