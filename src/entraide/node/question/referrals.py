"""Questions that wait for a person here: what the officer sees, and what officers decide.

A question whose purpose the agreement calls sensitive is not searched until an officer of the
holder has looked. An approval is the officer's signature over the hash of what is approved; where
the agreement asks for four eyes, two different officers' signatures over that same hash are needed.
The answer then travels like any message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from entraide.adapters.searching.index import Sighting
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.chapters.exchange import GROUNDS_ARTICLE
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError
from entraide.exchange.answer import answer_event, compose_answer, deny, reply
from entraide.exchange.ask import policy_question
from entraide.exchange.bodies import Answer, Body, Query, read_body
from entraide.exchange.conversation import State
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.alerts import unseen_alerts
from entraide.node.call import Call, Parameters
from entraide.node.discussion.discussed import waiting_discussions
from entraide.node.giving.informed import waiting_information
from entraide.node.giving.onward_taken import waiting_onward
from entraide.node.mail.post import Stored, advance, enqueue, framing, seal, sent
from entraide.node.notice.copies import waiting_notices
from entraide.node.operation.operations import escalated_matters, waiting_operations
from entraide.node.people.approvals import approve
from entraide.node.people.payloads import payload_hash
from entraide.node.question.answering import find_visible, record_references
from entraide.node.request.releasing import check_ground
from entraide.node.request.waiting import requests_waiting
from entraide.node.runtime import Node

__all__ = [
    "DecideReferral",
    "decide_referral",
    "show_inbox",
    "show_references",
]


class DecideReferral(Parameters):
    """An officer's decision on a waiting question; ``approval`` signs the payload's hash."""

    thread: str
    refuse: str | None = None
    approval: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    message: Message
    query: Query


async def show_inbox(call: Call, _: Parameters) -> Json:
    """List what waits: questions, requests (theirs, ours) with their clocks, news of threads."""
    node, now_ms = call.node, call.node.world.now_ms()
    rows = node.read(lambda c: _all_waiting(c, now_ms))
    return {
        "waiting": [_shown(node, row.thread, row.partner) for row in rows],
        "requests": node.read(lambda c: requests_waiting(c, now_ms, asking=False)),
        "awaited": node.read(lambda c: requests_waiting(c, now_ms, asking=True)),
        "notices": node.read(waiting_notices),
        "information": node.read(waiting_information),
        "onward": node.read(waiting_onward),
        "discussions": node.read(waiting_discussions),
        "operations": node.read(lambda c: waiting_operations(c, node.settings.id)),
        "escalated": node.read(lambda c: escalated_matters(c, now_ms)),
        "alerts": node.read(lambda c: unseen_alerts(c, call.actor.pseudonym)),
    }


async def show_references(call: Call, _: Parameters) -> Json:
    """List the hits that partners were given, latest first: reference, our record, its score."""
    table, record = schema.reference.c, schema.record.c
    rows = call.node.read(
        lambda c: c.execute(
            select(table.reference, table.partner, table.score, table.at_ms, record.id)
            .join_from(schema.reference, schema.record, table.rec == record.rec)
            .order_by(table.at_ms.desc(), table.reference)
            .limit(200)
        ).all()
    )
    return {
        "references": [
            {
                "reference": row.reference,
                "partner": row.partner,
                "record": row.id,
                "score": round(row.score, 4),
                "at_ms": row.at_ms,
            }
            for row in rows
        ]
    }


async def decide_referral(call: Call, wanted: DecideReferral) -> Json:
    """Record an officer's approval; answer once enough different officers agree."""
    node = call.node
    partner = _partner_of(node, wanted.thread)
    waiting = node.read(lambda c: _waiting(c, wanted.thread, partner))
    if wanted.refuse is not None:
        check_ground(node, waiting.message, wanted.refuse)
    payload = payload_hash(waiting.message.digest, wanted.refuse)
    approvals = await approve(call, payload, wanted.approval, "referral")
    decision = _decision(node, waiting, approvals, wanted.refuse)
    if isinstance(decision, Referral):
        needed = 2 if decision.obligations.two_officers else 1
        return {"thread": wanted.thread, "approvals": len(approvals), "needed": needed}
    sightings: tuple[Sighting, ...] = ()
    if isinstance(decision, Permit):
        country = node.partners[partner].keys.key_set.country
        sightings = await find_visible(node, waiting.query, country)
        bands = [each.band for each in sightings]
        body: Body = compose_answer(decision, waiting.message, bands, node.fresh_id)
    else:
        body = deny(decision, waiting.message)
    return await _answer(call, waiting, body, sightings)


def _decision(
    node: Node, waiting: _Waiting, approvals: tuple[str, ...], refuse: str | None
) -> Permit | Denial | Referral:
    """Decide again with the officers' look; the question was counted when it came."""
    message = waiting.message
    if refuse is not None:
        return Denial(f"refused.{refuse}", GROUNDS_ARTICLE)
    policy = node.policy_under(message.agreement)
    if policy is None:
        return Denial("policy.no_agreement", "none")
    now_ms = node.world.now_ms()
    pair = (message.sender, message.recipient)
    question = policy_question(waiting.query, message.purpose or "", *pair, Side.HOLDER)
    referral = policy.decide(question, now_ms=now_ms, budget_used=0)
    if not isinstance(referral, Referral):
        return referral
    return policy.decide_reviewed(referral, approvals, now_ms=now_ms, budget_used=0)


async def _answer(
    call: Call, waiting: _Waiting, body: Body, sightings: tuple[Sighting, ...]
) -> Json:
    node, query = call.node, waiting.message
    message = reply(query, body, call.actor.pseudonym, framing(node, query.thread))
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        advance(transaction, query.thread, query.sender, answer_event(body), asking=False)
        if isinstance(body, Answer):
            record_references(transaction, query, body, sightings)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((query.sender,), query.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    return {"thread": query.thread, "answered": answer_event(body), "delivery": delivered}


def _partner_of(node: Node, thread: str) -> str:
    """Return who asked; of several partners with one thread, the one who has waited longest."""
    rows = node.read(lambda c: _all_waiting(c, node.world.now_ms()))
    found = next((row.partner for row in rows if row.thread == thread), None)
    if found is None:
        raise InputError("referral.not_waiting", thread=thread)
    return str(found)


def _all_waiting(connection: Connection, now_ms: int) -> list[Row[tuple[str, str]]]:
    """Return thread and partner of every question that waits and is still valid, oldest first."""
    table = schema.conversation.c
    return list(
        connection.execute(
            select(table.thread, table.partner)
            .where(table.asking == 0, table.state == State.REFERRED.value)
            .where(table.expires_ms > now_ms)
            .order_by(table.changed_ms, table.partner)
        )
    )


def _waiting(connection: Connection, thread: str, partner: str) -> _Waiting:
    table = schema.message.c
    content = connection.scalar(
        select(table.content)
        .where(table.thread == thread, table.partner == partner)
        .where(table.incoming == 1, table.kind == Query.KIND)
    )
    message = Message.from_json(decode_canonical(bytes(content or b"")))
    query = read_body(message)
    if not isinstance(query, Query):
        raise InputError("referral.not_waiting", thread=thread)
    return _Waiting(message, query)


def _shown(node: Node, thread: str, partner: str) -> dict[str, Any]:
    waiting = node.read(lambda c: _waiting(c, thread, partner))
    message, query = waiting.message, waiting.query
    return {
        "thread": thread,
        "partner": partner,
        "author": message.author,
        "purpose": message.purpose,
        "offence": query.offence,
        "case": query.case,
        "names": list(query.subject.names),
        "birth_dates": list(query.subject.birth_dates),
        "question": message.digest,
        "received_ms": message.sent_ms,
        "expires_ms": message.expires_ms,
    }
