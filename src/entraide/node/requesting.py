"""The asker's side after a hit: requesting the data behind it.

A reference belongs to the answer that gave it; the request goes in the same thread, under the same
agreement, to the same partner. Our own policy decides first, for the form *request* and the data
categories that are wanted.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Policy
from entraide.errors import InputError, PolicyError
from entraide.exchange.bodies import Query
from entraide.exchange.releases import Request
from entraide.exchange.request import follow_up, request_question
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.post import Stored, advance, enqueue, framing, seal, sent
from entraide.node.runtime import Node
from entraide.node.standing_rows import held_question
from entraide.vocabulary.categories import CATEGORIES

__all__ = ["MakeRequest", "make_request", "policy_named"]

_HIT: Final = schema.received_hit.c
_MESSAGE: Final = schema.message.c
_ANSWER_OF: Final = (
    select(_MESSAGE.content)
    .join_from(
        schema.received_hit,
        schema.message,
        (_MESSAGE.id == _HIT.answer)
        & (_MESSAGE.partner == _HIT.partner)
        & (_MESSAGE.incoming == 1),
    )
    .where(_HIT.reference == bindparam("named"))
)
_TAKE_OVER: Final = update(schema.conversation).where(
    schema.conversation.c.thread == bindparam("of_thread"),
    schema.conversation.c.partner == bindparam("of_partner"),
    schema.conversation.c.asking == 1,
)
_CLOCK: Final = select(
    schema.request_clock.c.received_ms, schema.request_clock.c.deadline_ms
).where(schema.request_clock.c.digest == bindparam("named"))


class MakeRequest(Parameters):
    """A request for the data behind a hit."""

    reference: str
    categories: tuple[str, ...]
    reason: str
    justification: str | None = None
    """Why it is urgent; a request without it is not urgent."""
    legal_basis: str | None = None
    language: str = "en"


async def make_request(call: Call, wanted: MakeRequest) -> Json:
    """Turn a hit into a request; the legal clock starts with the partner's receipt."""
    node = call.node
    answer, query = node.read(lambda c: _hit_of(c, wanted.reference))
    request = _request(wanted, query)
    _check_policy(node, request, answer)
    frame = framing(node, answer.thread)
    message = follow_up(answer, request, call.actor.pseudonym, frame)
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        advance(transaction, message.thread, message.recipient, Request.KIND, asking=True)
        _take_over(transaction, message, call.actor.pseudonym)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        event = call.event("request.ordered", message.id, partner=message.recipient)
        transaction.log(event)

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((message.recipient,), message.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    for outcome in delivered:
        call.emit({"delivery": outcome})
    return {
        "thread": message.thread,
        "partner": message.recipient,
        "message": message.id,
        "delivery": delivered,
        "clock": node.read(lambda c: _clock(c, message.digest)),
    }


def policy_named(node: Node, digest: str | None) -> Policy:
    """Return the compiled agreement of this digest; PolicyError where none is in use."""
    found = node.policy_under(digest)
    if found is None:
        raise PolicyError("policy.no_agreement", article="none")
    return found


def _request(wanted: MakeRequest, query: Query) -> Request:
    for category in wanted.categories:
        CATEGORIES.find(category)
    if not wanted.categories or not wanted.reason.strip():
        raise InputError("request.incomplete")
    return Request(
        references=(wanted.reference,),
        categories=tuple(dict.fromkeys(wanted.categories)),
        offence=query.offence,
        case=query.case,
        legal_basis=wanted.legal_basis or query.legal_basis,
        reason=wanted.reason.strip(),
        urgent=wanted.justification is not None,
        justification=wanted.justification,
        language=wanted.language,
    )


def _check_policy(node: Node, request: Request, answer: Message) -> None:
    policy, now_ms = policy_named(node, answer.agreement), node.world.now_ms()
    pair = (node.settings.id, answer.sender)
    purpose = answer.purpose or ""
    question = request_question(request, purpose, pair, Side.ASKER)
    decision = policy.decide(question, now_ms=now_ms, budget_used=0)  # its question was counted
    if isinstance(decision, Denial):
        raise PolicyError("ask.denied", article=decision.article, reason=decision.code)


def _take_over(transaction: Transaction, message: Message, officer: str) -> None:
    """The officer who requests becomes the thread's officer: the reply is reported there."""
    taken = {"of_thread": message.thread, "of_partner": message.recipient, "officer": officer}
    transaction.connection.execute(_TAKE_OVER, taken)


def _hit_of(connection: Connection, reference: str) -> tuple[Message, Query]:
    """Find the answer that gave a reference, and the question behind it."""
    content = connection.scalar(_ANSWER_OF, {"named": reference})
    if content is None:
        raise InputError("request.unknown_reference", reference=reference)
    message = Message.from_json(decode_canonical(content))
    return message, _question_of(connection, message)


def _question_of(connection: Connection, answer: Message) -> Query:
    """Return the thread's question: a late hit answers the message that left it standing."""
    held = held_question(connection, answer.thread, answer.sender, incoming=False)
    if held is None:
        raise InputError("request.unknown_reference", reference=answer.id)
    return held[1]


def _clock(connection: Connection, digest: str) -> Json:
    row = connection.execute(_CLOCK, {"named": digest}).one_or_none()
    return {"received_ms": row.received_ms, "deadline_ms": row.deadline_ms} if row else None
