"""Asking a provider to let an item go on to a third party.

A holder names the item, the values, the third party, the purpose and why; its own policy decides
first whether it could send that at all. What the provider's officers answer is in
``onward_answering``, how it arrives in ``onward_taken``, and passing on itself in ``passing``.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial
from entraide.agreements.terms import OnwardTransfer
from entraide.errors import InputError, PolicyError
from entraide.exchange.informing import value_digest
from entraide.exchange.onward import OnwardRequest
from entraide.exchange.request import follow_up
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.giving.items import Framework, framework_of, received_item, third_party_decision
from entraide.node.giving.onward_taken import values_of
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.request.requesting import policy_named
from entraide.node.runtime import Node

__all__ = ["ONWARD_ARTICLE", "AskOnward", "ask_onward", "list_onward", "send_with"]

_ONWARD: Final = schema.onward.c
ONWARD_ARTICLE: Final = "Art. 3.3"
"""The article on transfer to third parties."""


class AskOnward(Parameters):
    """Which item (the thread in which it came), which fields of it, to whom, for what, why."""

    thread: str
    partner: str | None = None
    to: str
    fields: tuple[str, ...] = ()
    """All fields where none is named."""
    purpose: str | None = None
    """That for which the item was given, where none is named."""
    case: str | None = None
    reason: str


async def ask_onward(call: Call, wanted: AskOnward) -> Json:
    """Ask the provider of an item to let it go on to a third party."""
    node = call.node
    item = node.read(lambda c: received_item(c, wanted.thread, wanted.partner))
    frame = node.read(lambda c: framework_of(c, item))
    policy = policy_named(node, item.agreement)
    if policy.agreement.personal_data.onward_transfer is OnwardTransfer.NEVER:
        raise PolicyError("onward.never", article=ONWARD_ARTICLE)
    purpose = wanted.purpose or item.purpose or ""
    body = _body(node, wanted, item, (frame, purpose))
    message = follow_up(item, body, call.actor.pseudonym, framing(node, item.thread))
    row = {
        "request": message.digest,
        "incoming": 0,
        "partner": message.recipient,
        "thread": message.thread,
        "item": body.item,
        "recipient": body.recipient,
        "state": "asked",
        "ground": "",
        "permission": b"",
    }
    entered = insert(schema.onward).values(**row, at_ms=node.world.now_ms())
    return {**await send_with(call, message, entered), "request": message.digest}


async def list_onward(call: Call, _: Parameters) -> Json:
    """List what was asked about passing on, both ways, latest first."""
    rows = call.node.read(
        lambda c: c.execute(
            select(schema.onward).order_by(_ONWARD.at_ms.desc(), _ONWARD.request).limit(200)
        ).all()
    )
    return {"onward": [_listed(row) for row in rows]}


def _body(
    node: Node, wanted: AskOnward, item: Message, said: tuple[Framework, str]
) -> OnwardRequest:
    frame, purpose = said
    values = tuple(
        value for value in values_of(item) if not wanted.fields or value.prop in wanted.fields
    )
    if not values or not wanted.reason.strip():
        raise InputError("onward.nothing", thread=wanted.thread)
    decision, policy = third_party_decision(node, (values, frame), wanted.to, purpose)
    if isinstance(decision, Denial):
        raise PolicyError("release.denied", article=decision.article, reason=decision.code)
    return OnwardRequest(
        item=item.digest,
        values=tuple(dict.fromkeys(value_digest(value) for value in values)),
        recipient=wanted.to,
        purpose=purpose,
        under=policy.digest if policy else "",
        case=wanted.case or frame.case,
        reason=wanted.reason.strip(),
    )


async def send_with(call: Call, message: Message, change: Any) -> dict[str, Json]:
    """Send a message with a change of one row, in one transaction; InputError where none fits."""
    node = call.node
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        if transaction.connection.execute(change).rowcount != 1:
            raise InputError("onward.answered", request=message.in_reply_to or "")
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        event = call.event(f"{message.kind}.ordered", message.id, partner=message.recipient)
        transaction.log(event)

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((message.recipient,), message.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    return {"thread": message.thread, "message": message.id, "delivery": delivered}


def _listed(row: Row[Any]) -> dict[str, Json]:
    return {
        "request": row.request,
        "way": "in" if row.incoming else "out",
        "partner": row.partner,
        "recipient": row.recipient,
        "state": row.state,
        "ground": row.ground,
        "thread": row.thread,
        "at_ms": row.at_ms,
    }
