"""A thread with a partner as an officer reads it: state, clock, messages, what was released."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.attachment import Attachment
from entraide.exchange.bodies import Body, read_body
from entraide.exchange.clocks import deadline_class
from entraide.exchange.information import Information
from entraide.exchange.marks import shown_values
from entraide.exchange.progress import Clarification, Clarified, Closed, Delayed
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, Refusal, Reply, Request
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.alerts import mark_seen
from entraide.node.call import Call, Parameters
from entraide.node.giving.evidence import file_of, way_of
from entraide.node.question.answers import describe
from entraide.node.request.clocks import clock_of
from entraide.node.runtime import Node

__all__ = [
    "ShowThread",
    "last_message",
    "messages_of",
    "partner_of",
    "show_thread",
]

_CONVERSATION: Final = schema.conversation.c
_MESSAGE: Final = schema.message.c
_PARTNERS: Final = Prepared(
    select(_CONVERSATION.partner).where(
        _CONVERSATION.thread == bindparam("of_thread"),
        _CONVERSATION.asking == bindparam("as_asker"),
    )
)
_LAST: Final = Prepared(
    select(_MESSAGE.content)
    .where(
        _MESSAGE.thread == bindparam("of_thread"),
        _MESSAGE.partner == bindparam("of_partner"),
        _MESSAGE.kind == bindparam("of_kind"),
        _MESSAGE.content != ERASED,
    )
    .order_by(_MESSAGE.seq.desc())
    .limit(1)
)


class ShowThread(Parameters):
    """A thread, and the partner where the question went to several."""

    thread: str
    partner: str | None = None


async def show_thread(call: Call, wanted: ShowThread) -> Json:
    """Return a thread whole, and note that the officer has seen it."""
    node, officer = call.node, call.actor.pseudonym
    shown = node.read(lambda c: _threads(node, c, wanted))
    if not shown:
        raise InputError("thread.unknown", thread=wanted.thread)

    def seen(transaction: Transaction) -> None:
        mark_seen(transaction, officer, wanted.thread)
        transaction.log(call.event("thread.read", wanted.thread))

    await node.writer.run(seen)
    return {"thread": wanted.thread, "conversations": shown}


def partner_of(connection: Connection, thread: str, partner: str | None, *, asking: bool) -> str:
    """Return the partner of a thread; InputError where that is not one, and none is named."""
    partners = _PARTNERS.scalars(connection, {"of_thread": thread, "as_asker": int(asking)})
    if partner is not None and partner in partners:
        return partner
    if len(partners) != 1 or partner is not None:
        raise InputError("thread.which_partner", thread=thread, found=", ".join(partners) or "-")
    return str(partners[0])


def messages_of(connection: Connection, thread: str, partner: str) -> list[Message]:
    """Return the messages of a thread with a partner that are still readable, in order."""
    table = schema.message.c
    rows = connection.scalars(
        select(table.content)
        .where(table.thread == thread, table.partner == partner)
        .order_by(table.seq)
    )
    return [Message.decode(row) for row in rows if row]


def last_message(connection: Connection, thread: str, partner: str, kind: str) -> Message:
    """Return the latest message of a kind in a thread; InputError where there is none."""
    of = {"of_thread": thread, "of_partner": partner, "of_kind": kind}
    row = _LAST.scalar(connection, of)
    if row is None:
        raise InputError("thread.no_message", thread=thread, kind=kind)
    return Message.decode(row)


def _threads(node: Node, connection: Connection, wanted: ShowThread) -> list[Json]:
    table = schema.conversation
    rows = select(table).where(table.c.thread == wanted.thread)
    if wanted.partner is not None:
        rows = rows.where(table.c.partner == wanted.partner)
    return [_conversation(node, connection, row) for row in connection.execute(rows).all()]


def _conversation(node: Node, connection: Connection, row: Row[Any]) -> Json:
    messages = messages_of(connection, row.thread, row.partner)
    asking = bool(row.asking)
    return {
        "partner": row.partner,
        "asking": asking,
        "state": row.state,
        "purpose": row.purpose,
        "case": row.case_reference,
        "clock": clock_of(connection, row.thread, row.partner, (asking, node.world.now_ms())),
        "messages": [_message(node, each) for each in messages],
    }


def _message(node: Node, message: Message) -> Json:
    body = read_body(message)
    return {
        "id": message.id,
        "kind": message.kind,
        "from": message.sender,
        "author": message.author,
        "sent_ms": message.sent_ms,
        "digest": message.digest,
        **_content(node, message, body),
    }


def _content(node: Node, message: Message, body: Body) -> dict[str, Any]:
    """Return what a message says, as far as a reader of the thread needs it."""
    match body:
        case Reply():
            shown = _released(body)
        case Correction():
            shown = {"values": shown_values(body.values)}
        case Information():
            shown = _informed(node, body)
        case Attachment():
            shown = {"file": file_of(body, message.handling)}
        case Request():
            shown = _requested(body)
        case Refusal():
            shown = {"ground": body.ground, "article": body.article}
        case Clarification() | Clarified() | Delayed() | Closed():
            omitted = {"request", "clarification"}
            shown = {key: each for key, each in body.to_json().items() if key not in omitted}
        case _:
            wanted = {"result", "hits", "article", "code"}
            shown = {key: each for key, each in describe(message).items() if key in wanted}
    return shown


def _informed(node: Node, body: Information) -> dict[str, Any]:
    return {
        "values": shown_values(body.values),
        "reason": body.reason,
        "through": [hop.giver for hop in body.provenance],
        "way": way_of(node, body.provenance),
    }


def _released(body: Reply) -> dict[str, Any]:
    shown: dict[str, Any] = {"values": shown_values(body.values), "language": body.language}
    return {**shown, "left": list(body.left)} if isinstance(body, Part) else shown


def _requested(body: Request) -> dict[str, Any]:
    return {
        "categories": list(body.categories),
        "reason": body.reason,
        "class": deadline_class(body).value,
        "justification": body.justification,
        "language": body.language,
        "answer_language": body.answer_language,
    }
