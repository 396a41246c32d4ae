"""The holder's side: from an envelope at the door to the sealed answer that goes back.

What arrives is opened and admitted, recognised if it came before, and handled by its kind. Message,
conversation, budget, references, answer and log entries are one transaction; only then does the
answer leave, at the next step of time, so that neither size nor time tells what was found.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import insert

from entraide.adapters import schema
from entraide.adapters.index import Sighting
from entraide.adapters.writer import Transaction
from entraide.agreements.decision import Denial, Referral, Side, decide_without_agreement
from entraide.agreements.policy import Decision, Permit, Policy
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import (
    acknowledge,
    answer_event,
    compose_answer,
    deny,
    next_release_ms,
    reply,
)
from entraide.exchange.ask import policy_question
from entraide.exchange.attachment import Arrived, Attachment
from entraide.exchange.bodies import (
    MAX_HITS,
    Acknowledgement,
    Answer,
    Body,
    Carried,
    Declared,
    Denied,
    Query,
    Receipt,
)
from entraide.exchange.conversation import State, step
from entraide.exchange.recalls import Correction, Executed, Withdrawal
from entraide.exchange.reconciliation import Reconcile
from entraide.exchange.releases import Refusal, Reply, Request
from entraide.kernel.message import Message
from entraide.node.answers import take_answer
from entraide.node.budgets import count_question, questions_asked
from entraide.node.declaring import receive_declaration
from entraide.node.executing import execute, take_request
from entraide.node.memoranda import receive_memorandum
from entraide.node.offers import receive_arrival, receive_offer
from entraide.node.post import (
    Stored,
    answered_before,
    framing,
    open_arrival,
    open_conversation,
    receipt_for,
    received,
    seal,
    sent,
    state_of_thread,
    store,
)
from entraide.node.reconciled import answer_reconcile
from entraide.node.runtime import Node

__all__ = ["find_visible", "holder_decision", "receive", "record_references"]

_LOG: Final = logging.getLogger("entraide.answering")
_REFER: Final = insert(schema.reference)


async def receive(node: Node, pin: str, envelope: bytes) -> bytes:
    """Handle an envelope from a partner and return the sealed answer to it.

    1. open and admit; 2. the answer given before, if this very message came before; 3. by kind;
    4. a question's answer waits for the next step of time; nothing else searches records, and
    nothing else waits.
    """
    started = time.monotonic()
    admitted = open_arrival(node, pin, envelope)  # 1
    response = node.read(lambda c: answered_before(c, admitted.message))  # 2
    least_ms = 0
    if response is None:
        handled = await _HANDLERS[admitted.message.kind](node, admitted, envelope)  # 3
        response, least_ms = handled.response, handled.least_ms
    if admitted.message.kind == Query.KIND:
        await _hold(node, started, least_ms)  # 4
    return response


@dataclass(frozen=True, slots=True)
class _Handled:
    response: bytes
    least_ms: int = 0


async def _hold(node: Node, started: float, least_ms: int) -> None:
    elapsed = (time.monotonic() - started) * 1_000
    release = next_release_ms(elapsed, node.settings.exchange.answer_step_ms, least_ms)
    await asyncio.sleep(max(0.0, started + release / 1_000 - time.monotonic()))


async def _on_query(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    query = admitted.body
    if not isinstance(query, Query):
        raise RemoteProtocolError("message.unknown_kind", message=admitted.message.id)
    decision, policy = holder_decision(node, admitted.message, query)
    sightings: tuple[Sighting, ...] = ()
    least_ms = 0
    if isinstance(decision, Permit):
        least_ms = decision.obligations.answer_after_ms
        sightings = await find_visible(node, query, admitted.sender.country)
    body = _body(node, decision, admitted.message, sightings)
    message = reply(admitted.message, body, "node", framing(node, admitted.message.thread))
    exchange = _Exchange(admitted.message, envelope, message, seal(node, message), body)

    def keep(transaction: Transaction) -> bytes | None:
        before = answered_before(transaction.connection, admitted.message)
        if before is not None:
            return before
        if policy is not None and not isinstance(decision, Denial):
            pair = (admitted.message.sender, admitted.message.recipient)
            if not count_question(transaction, policy, pair, admitted.message.purpose or ""):
                return None
        _open_conversation(transaction, admitted.message, query, body)
        if isinstance(body, Answer):
            record_references(transaction, admitted.message, body, sightings)
        return exchange.keep(transaction)

    response = await node.writer.run(keep)
    if response is None:  # others spent the budget meanwhile: decide again, with what is left
        return await _on_query(node, admitted, envelope)
    return _Handled(response, least_ms)


def holder_decision(node: Node, message: Message, query: Query) -> tuple[Decision, Policy | None]:
    """Decide a question under the agreement that it names."""
    policy = node.policy_under(message.agreement)
    if policy is None:
        return decide_without_agreement(), None
    pair = (message.sender, message.recipient)
    purpose = message.purpose or ""
    now_ms = node.world.now_ms()
    used = node.read(lambda c: questions_asked(c, policy, pair, purpose, now_ms))
    question = policy_question(query, purpose, *pair, Side.HOLDER)
    return policy.decide(question, now_ms=now_ms, budget_used=used), policy


async def find_visible(node: Node, query: Query, country: str) -> tuple[Sighting, ...]:
    """Search our own records for what the asker's country may know of."""
    return await node.searcher.find(query.subject, country, MAX_HITS)


def record_references(
    transaction: Transaction, query: Message, answer: Answer, sightings: tuple[Sighting, ...]
) -> None:
    """Remember which record each random reference stands for, and to whom it was given."""
    rows = [
        {
            "reference": hit.reference,
            "rec": sighting.rec,
            "score": sighting.score,
            "partner": query.sender,
            "thread": query.thread,
            "at_ms": transaction.now_ms,
        }
        for hit, sighting in zip(answer.hits, sightings, strict=False)
        if hit.reference.strip("0")
    ]
    if rows:
        transaction.connection.execute(_REFER, rows)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A message that came and the one that answers it."""

    came: Message
    envelope: bytes
    answer: Message
    sealed: bytes
    body: Body

    def keep(self, transaction: Transaction) -> bytes:
        """Store both, log both, and return what goes out."""
        store(
            transaction,
            Stored(message=self.came, incoming=True, envelope=self.envelope, response=self.sealed),
        )
        store(transaction, Stored(message=self.answer, incoming=False, envelope=self.sealed))
        transaction.log(received(self.came))
        transaction.log(sent(self.answer))
        return self.sealed


def _body(node: Node, decision: Decision, query: Message, sightings: tuple[Sighting, ...]) -> Body:
    if isinstance(decision, Denial):
        return deny(decision, query)
    if isinstance(decision, Referral):
        return acknowledge(decision, query)
    return compose_answer(decision, query, [each.band for each in sightings], node.fresh_id)


def _open_conversation(
    transaction: Transaction, message: Message, query: Query, body: Body
) -> None:
    known = state_of_thread(transaction.connection, message.thread, message.sender, asking=False)
    if known is not None:
        raise RemoteProtocolError("conversation.out_of_turn", state="asked", event="query")
    state = step(step(State.NEW, "query"), answer_event(body))
    open_conversation(transaction, message, state, query.case, asking=False)


async def _on_answer(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    """Take an answer that comes later than its question's round trip, and receipt it."""
    sealed = seal(node, receipt_for(node, admitted.message))
    await take_answer(node, admitted, envelope, sealed)
    return _Handled(sealed)


async def _on_document(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    message, document = admitted.message, admitted.body
    sealed = seal(node, receipt_for(node, message))
    match document:
        case Carried():
            await receive_memorandum(node, message, document, (envelope, sealed))
        case Declared():
            await receive_declaration(node, message, document, (envelope, sealed))
        case _:
            raise RemoteProtocolError("message.unknown_kind", message=message.id)
    return _Handled(sealed)


async def _on_request(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    request = admitted.body
    if not isinstance(request, Request):
        raise RemoteProtocolError("message.unknown_kind", message=admitted.message.id)
    return _Handled(await take_request(node, admitted, envelope, request))


async def _on_order(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    order = admitted.body
    if not isinstance(order, Correction | Withdrawal):
        raise RemoteProtocolError("message.unknown_kind", message=admitted.message.id)
    return _Handled(await execute(node, admitted, envelope, order))


async def _on_attachment(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    return _Handled(await receive_offer(node, admitted, envelope))


async def _on_arrival(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    return _Handled(await receive_arrival(node, admitted, envelope))


async def _on_reconcile(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    return _Handled(await answer_reconcile(node, admitted))


async def _on_receipt(node: Node, admitted: Admitted, envelope: bytes) -> _Handled:
    """A receipt answers a delivery; one that comes by itself is out of turn."""
    raise RemoteProtocolError("conversation.out_of_turn", state="", event=admitted.message.kind)


_Handler: TypeAlias = Callable[[Node, Admitted, bytes], Awaitable[_Handled]]
_HANDLERS: Final[dict[str, _Handler]] = {
    Query.KIND: _on_query,
    Answer.KIND: _on_answer,
    Denied.KIND: _on_answer,
    Acknowledgement.KIND: _on_answer,
    Reply.KIND: _on_answer,
    Refusal.KIND: _on_answer,
    Executed.KIND: _on_answer,
    Request.KIND: _on_request,
    Correction.KIND: _on_order,
    Withdrawal.KIND: _on_order,
    Carried.KIND: _on_document,
    Declared.KIND: _on_document,
    Receipt.KIND: _on_receipt,
    Attachment.KIND: _on_attachment,
    Arrived.KIND: _on_arrival,
    Reconcile.KIND: _on_reconcile,
}
