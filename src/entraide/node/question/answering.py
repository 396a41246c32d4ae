"""The holder's side of a question: decided, searched, answered.

Message, conversation, budget, references, answer and log entries are one transaction. When the
answer may leave, and what came before the question, is in ``node.mail.receiving``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert

from entraide.adapters.searching.index import Sighting
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side, decide_without_agreement
from entraide.agreements.policy import Decision, Permit, Policy
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import (
    acknowledge,
    answer_event,
    compose_answer,
    deny,
    reply,
)
from entraide.exchange.ask import policy_question
from entraide.exchange.bodies import (
    MAX_HITS,
    Answer,
    Body,
    Query,
)
from entraide.exchange.conversation import State, step
from entraide.kernel.message import Message
from entraide.node.mail.post import (
    Stored,
    answered_before,
    framing,
    open_conversation,
    received,
    seal,
    sent,
    state_of_thread,
    store,
)
from entraide.node.question.budgets import count_question, questions_asked
from entraide.node.runtime import Node

__all__ = ["Handled", "answer_query", "find_visible", "holder_decision", "record_references"]

_LOG: Final = logging.getLogger("entraide.answering")
_REFER: Final = Prepared(insert(schema.reference))


@dataclass(frozen=True, slots=True)
class Handled:
    """The sealed answer, and how many milliseconds after its question it may leave."""

    response: bytes
    least_ms: int = 0


async def answer_query(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
    """Answer a question from our own index, as far as the agreement lets us."""
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
        return await answer_query(node, admitted, envelope)
    return Handled(response, least_ms)


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
        _REFER.change_all(transaction.connection, rows)


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
