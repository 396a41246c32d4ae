"""A thread with a partner as an officer reads it: state, clock, messages, what was released."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select

from entraide.adapters import schema
from entraide.adapters.sealed import ERASED
from entraide.adapters.writer import Transaction
from entraide.errors import InputError
from entraide.exchange.attachment import Attachment
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import State
from entraide.exchange.information import Hop, Information
from entraide.exchange.marks import shown_values
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Refusal, Reply, Request
from entraide.exchange.statements import Permission, SignedStatement, is_verified
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.alerts import mark_seen
from entraide.node.answers import describe
from entraide.node.call import Call, Parameters
from entraide.node.runtime import Node

__all__ = [
    "ShowThread",
    "clock_of",
    "last_message",
    "messages_of",
    "partner_of",
    "show_thread",
    "waiting_requests",
]

_CONVERSATION: Final = schema.conversation.c
_MESSAGE: Final = schema.message.c
_PARTNERS: Final = select(_CONVERSATION.partner).where(
    _CONVERSATION.thread == bindparam("of_thread"), _CONVERSATION.asking == bindparam("as_asker")
)
_LAST: Final = (
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
    partners = list(connection.scalars(_PARTNERS, {"of_thread": thread, "as_asker": int(asking)}))
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
    return [Message.from_json(decode_canonical(row)) for row in rows if row]


def last_message(connection: Connection, thread: str, partner: str, kind: str) -> Message:
    """Return the latest message of a kind in a thread; InputError where there is none."""
    of = {"of_thread": thread, "of_partner": partner, "of_kind": kind}
    row = connection.scalar(_LAST, of)
    if row is None:
        raise InputError("thread.no_message", thread=thread, kind=kind)
    return Message.from_json(decode_canonical(row))


def clock_of(connection: Connection, thread: str, partner: str, now_ms: int) -> dict[str, Any]:
    """Return the legal clock of a thread's request: due, left, overdue (computed, never stored)."""
    table = schema.request_clock
    row = connection.execute(
        select(table)
        .where(table.c.thread == thread, table.c.partner == partner)
        .order_by(table.c.received_ms.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return {}
    until = row.answered_ms or now_ms
    return {
        "received_ms": row.received_ms,
        "deadline_ms": row.deadline_ms,
        "answered_ms": row.answered_ms,
        "left_ms": row.deadline_ms - until,
        "overdue": until > row.deadline_ms,
    }


def waiting_requests(connection: Connection, now_ms: int) -> list[dict[str, Any]]:
    """Return the requests that wait for a person here, the nearest deadline first."""
    table = schema.conversation.c
    rows = connection.execute(
        select(table.thread, table.partner, table.purpose, table.case_reference).where(
            table.asking == 0, table.state == State.REQUESTED.value
        )
    ).all()
    found: list[dict[str, Any]] = []
    for row in rows:
        message = last_message(connection, row.thread, row.partner, Request.KIND)
        body = read_body(message)
        if isinstance(body, Request):
            found.append(
                {
                    "thread": row.thread,
                    "partner": row.partner,
                    "author": message.author,
                    "purpose": row.purpose,
                    "case": row.case_reference,
                    "offence": body.offence,
                    "categories": list(body.categories),
                    "reason": body.reason,
                    "urgent": body.urgent,
                    **clock_of(connection, row.thread, row.partner, now_ms),
                }
            )
    return sorted(found, key=lambda each: int(each["deadline_ms"]))


def _threads(node: Node, connection: Connection, wanted: ShowThread) -> list[Json]:
    table = schema.conversation
    rows = select(table).where(table.c.thread == wanted.thread)
    if wanted.partner is not None:
        rows = rows.where(table.c.partner == wanted.partner)
    return [_conversation(node, connection, row) for row in connection.execute(rows).all()]


def _conversation(node: Node, connection: Connection, row: Row[Any]) -> Json:
    messages = messages_of(connection, row.thread, row.partner)
    return {
        "partner": row.partner,
        "asking": bool(row.asking),
        "state": row.state,
        "purpose": row.purpose,
        "case": row.case_reference,
        "clock": clock_of(connection, row.thread, row.partner, row.changed_ms),
        "messages": [_message(node, each) for each in messages],
    }


def _message(node: Node, message: Message) -> Json:
    body = read_body(message)
    shown: dict[str, Any] = {
        "id": message.id,
        "kind": message.kind,
        "from": message.sender,
        "author": message.author,
        "sent_ms": message.sent_ms,
        "digest": message.digest,
    }
    match body:
        case Reply() | Correction():
            shown["values"] = shown_values(body.values)
        case Information():
            shown["values"] = shown_values(body.values)
            shown |= {"reason": body.reason, "through": [hop.giver for hop in body.provenance]}
            shown["way"] = [_hop(node, hop) for hop in body.provenance]
        case Attachment():
            shown["file"] = _file(body)
        case Request():
            shown["categories"] = list(body.categories)
            shown["reason"] = body.reason
        case Refusal():
            shown |= {"ground": body.ground, "article": body.article}
        case _:
            shown |= {
                key: value
                for key, value in describe(message).items()
                if key in {"result", "hits", "article", "code"}
            }
    return shown


def _file(offer: Attachment) -> dict[str, Any]:
    """Return what a signed offer says of its file: by its digest the file is evidence."""
    return {
        "attachment": offer.layout.id,
        "sha256": offer.sha256,
        "size": offer.layout.size,
        "media_type": offer.media_type,
    }


def _hop(node: Node, hop: Hop) -> dict[str, Any]:
    """Return a step of the way that an item came, and whether its permission could be verified."""
    shown: dict[str, Any] = {"giver": hop.giver, "item": hop.item, "verified": None}
    if hop.permission is None:
        return shown
    signed = SignedStatement.decode(hop.permission)
    if isinstance(signed.statement, Permission):
        shown["conditions"] = signed.statement.conditions
        shown["until_ms"] = signed.statement.until_ms
    return {**shown, "verified": is_verified(signed, node.known)}
