"""The asker's side of standing questions: left by two officers, renewed once, taken back.

An officer previews and signs, another signs the same hash: only then does our own policy decide for
the form *standing*, the question is counted again, and the message leaves. The holder answers with
a receipt or a denial; a late hit comes in the same thread, and its word to the officer's inbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Permit, Policy
from entraide.errors import InputError, PolicyError
from entraide.exchange.ask import policy_question
from entraide.exchange.bodies import Query
from entraide.exchange.conversation import State
from entraide.exchange.request import follow_up
from entraide.exchange.standing import MOST_RENEWALS, Standing, Unstanding, left_standing
from entraide.kernel.canonical import Json, digest
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import Stored, advance, enqueue, framing, seal, sent, state_of_thread
from entraide.node.people.approvals import approve
from entraide.node.question.budgets import count_question, questions_asked
from entraide.node.question.standing_rows import STANDS, begin, held_question, row_of
from entraide.node.request.requesting import policy_named
from entraide.node.request.threads import last_message, partner_of
from entraide.node.runtime import Node

__all__ = [
    "LeaveStanding",
    "NameStanding",
    "leave_standing",
    "list_standing",
    "preview_standing",
    "withdraw_standing",
]

_OFFICERS: Final = 2


class NameStanding(Parameters):
    """A thread that ended in a no-hit, and the partner where the question went to several."""

    thread: str
    partner: str | None = None


class LeaveStanding(NameStanding):
    """The same, with the officer's signature over the previewed payload's hash."""

    approval: str


@dataclass(frozen=True, slots=True)
class _Left:
    """A question that is to stand: as it was asked, with whom, and whether it stands already."""

    message: Message
    query: Query
    renewal: bool

    @property
    def payload(self) -> str:
        """What two officers sign."""
        return digest({"renewal": self.renewal, "standing": self.message.digest})


async def preview_standing(call: Call, wanted: NameStanding) -> Json:
    """Return what would be left standing and the hash that two officers sign."""
    node = call.node
    left = node.read(lambda c: _left(c, wanted))
    _permit(node, left)
    return {
        "thread": wanted.thread,
        "partner": left.message.recipient,
        "purpose": left.message.purpose,
        "case": left.query.case,
        "renewal": left.renewal,
        "payload": left.payload,
    }


async def leave_standing(call: Call, wanted: LeaveStanding) -> Json:
    """Record an officer's approval; leave the question standing once two different ones agree."""
    node = call.node
    left = node.read(lambda c: _left(c, wanted))
    permit, policy = _permit(node, left)
    approvals = await approve(call, left.payload, wanted.approval, "standing")
    if len(approvals) < _OFFICERS:
        return {"thread": wanted.thread, "approvals": len(approvals), "needed": _OFFICERS}
    body = Standing(
        query=left.message.digest, officers=(approvals[0], approvals[1]), renewal=left.renewal
    )
    message = _message(call, left.message, body, permit)
    envelope = seal(node, message)
    pair = (message.sender, message.recipient)

    def keep(transaction: Transaction) -> None:
        if not count_question(transaction, policy, pair, message.purpose or ""):
            raise PolicyError("ask.denied", article="Art. 2.10", reason="policy.budget_exceeded")
        advance(transaction, message.thread, message.recipient, Standing.KIND, asking=True)
        begin(transaction, message, body, asking=True)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        event = call.event("standing.ordered", message.id, partner=message.recipient)
        transaction.log(event)

    await node.writer.run(keep)
    return await _delivered(call, message)


async def withdraw_standing(call: Call, wanted: NameStanding) -> Json:
    """Take a standing question back; it stands until the holder's receipt says otherwise."""
    node = call.node
    row = node.read(lambda c: _standing(c, wanted))
    before = node.read(lambda c: last_message(c, wanted.thread, row.partner, Standing.KIND))
    body = Unstanding(standing=row.message)
    frame = framing(node, wanted.thread)
    message = follow_up(before, body, call.actor.pseudonym, frame, ours=True)
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        transaction.log(call.event("unstanding.ordered", message.id, partner=row.partner))

    await node.writer.run(keep)
    return await _delivered(call, message)


async def list_standing(call: Call, _: Parameters) -> Json:
    """List standing questions, ours and partners', with those that ended; nobody's name in it."""
    table, talk = schema.standing_question, schema.conversation.c
    same = (
        (table.c.thread == talk.thread)
        & (table.c.partner == talk.partner)
        & (table.c.asking == talk.asking)
    )
    rows = call.node.read(
        lambda c: c.execute(
            select(table, talk.case_reference)
            .join_from(table, schema.conversation, same)
            .order_by(table.c.from_ms.desc())
        ).all()
    )
    return {"standing": [_shown(row) for row in rows]}


def _left(connection: Connection, wanted: NameStanding) -> _Left:
    partner = partner_of(connection, wanted.thread, wanted.partner, asking=True)
    state = state_of_thread(connection, wanted.thread, partner, asking=True)
    if state not in {State.NO_HIT, State.STANDING}:
        raise InputError("standing.no_no_hit", thread=wanted.thread)
    held = held_question(connection, wanted.thread, partner, incoming=False)
    if held is None:
        raise InputError("standing.no_no_hit", thread=wanted.thread)
    row = row_of(connection, wanted.thread, partner, asking=True)
    renewal = state is State.STANDING
    spent = row is not None and (
        row.renewals >= MOST_RENEWALS if renewal else row.ended != "denied"
    )
    if spent:
        raise InputError("standing.spent", thread=wanted.thread)
    return _Left(*held, renewal=renewal)


def _permit(node: Node, left: _Left) -> tuple[Permit, Policy]:
    """Ask our own policy for the form *standing*; PolicyError with the article where it denies."""
    message, now_ms = left.message, node.world.now_ms()
    pair, purpose = (message.sender, message.recipient), message.purpose or ""
    policy = policy_named(node, message.agreement)
    question = left_standing(policy_question(left.query, purpose, *pair, Side.ASKER))
    used = node.read(lambda c: questions_asked(c, policy, pair, purpose, now_ms))
    decision = policy.decide(question, now_ms=now_ms, budget_used=used)
    if isinstance(decision, Permit):
        return decision, policy
    article = decision.article
    code = decision.code if isinstance(decision, Denial) else "policy.standing_sensitive"
    raise PolicyError("ask.denied", article=article, reason=code)


def _message(call: Call, question: Message, body: Standing, permit: Permit) -> Message:
    node = call.node
    lifetime_ms = node.settings.exchange.query_lifetime_ms
    frame = framing(node, question.thread, lifetime_ms=lifetime_ms)
    if permit.question.holder != question.recipient:
        raise InputError("standing.no_no_hit", thread=question.thread)
    return follow_up(question, body, call.actor.pseudonym, frame, ours=True)


def _standing(connection: Connection, wanted: NameStanding) -> Row[Any]:
    partner = partner_of(connection, wanted.thread, wanted.partner, asking=True)
    row = row_of(connection, wanted.thread, partner, asking=True)
    if row is None or row.state != STANDS:
        raise InputError("standing.not_standing", thread=wanted.thread)
    return row


async def _delivered(call: Call, message: Message) -> dict[str, Json]:
    outcomes = call.node.delivery.deliver_now((message.recipient,), message.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    return {"thread": message.thread, "partner": message.recipient, "delivery": delivered}


def _shown(row: Row[Any]) -> dict[str, Json]:
    return {
        "thread": row.thread,
        "partner": row.partner,
        "way": "sent" if row.asking else "received",
        "state": row.state,
        "ended": row.ended,
        "purpose": row.purpose,
        "case": row.case_reference,
        "officers": [row.officer, row.second_officer],
        "renewals": row.renewals,
        "from_ms": row.from_ms,
        "until_ms": row.until_ms,
    }
