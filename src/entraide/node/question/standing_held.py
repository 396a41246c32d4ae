"""The holder's side of standing questions: taken in, ended and erased.

Taking one in is decided by the shared policy for its form and counted like a question. Expiry and
withdrawal erase the question here, content and key. The search at each step of the grid is
``node.question.standing_steps``.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side, decide_without_agreement
from entraide.agreements.policy import Permit, Policy
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import deny, reply
from entraide.exchange.ask import policy_question
from entraide.exchange.bodies import Query
from entraide.exchange.standing import (
    MOST_RENEWALS,
    Standing,
    Unstanding,
    left_standing,
)
from entraide.kernel.message import Message
from entraide.node.mail.post import (
    Stored,
    advance,
    answered_before,
    framing,
    receipt_for,
    received,
    seal,
    sent,
    store,
)
from entraide.node.question.budgets import count_question, questions_asked
from entraide.node.question.standing_rows import (
    STANDS,
    begin,
    end,
    held_question,
    row_of,
    standing_rows,
)
from entraide.node.record.erasure import erase_message, try_to_finish
from entraide.node.runtime import Node

__all__ = [
    "decide_standing",
    "end_overdue",
    "end_standing",
    "receive_standing",
    "receive_unstanding",
]

_GRACE_MS: Final = 2 * 86_400_000
"""The asker waits so much longer: a late hit of the last step may still be on its way."""


async def receive_standing(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Let a question stand: a receipt, or the denial that policy gives.

    1. the question was asked here, in this thread, by this partner, and was answered by no-hit;
    2. it does not stand yet, or is renewed for the first time;
    3. policy decides for the form *standing*, on the question's own attributes;
    4. it is counted; 5. it stands, and the partner is told.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, Standing):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    query = node.read(lambda c: _asked_here(c, message, body))  # 1
    decision, policy = decide_standing(node, message, query)  # 3

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        _check_renewal(transaction.connection, message, body)  # 2
        advance(transaction, message.thread, message.sender, Standing.KIND, asking=False)
        denied = _counted(transaction, message, policy, decision)  # 4
        if denied is None:
            begin(transaction, message, body, asking=False)  # 5
            answer = receipt_for(node, message)
        else:
            advance(transaction, message.thread, message.sender, "denied", asking=False)
            end(transaction, (message.thread, message.sender), "denied", asking=False)
            answer = reply(message, deny(denied, message), "node", framing(node))
        sealed = seal(node, answer)
        came = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
        store(transaction, came)
        transaction.log(received(message))
        if denied is not None:
            store(transaction, Stored(message=answer, incoming=False, envelope=sealed))
            transaction.log(sent(answer))
        return sealed

    return await node.writer.run(keep)


async def receive_unstanding(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """End a standing question that its asker takes back, and erase it."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Unstanding):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    sealed = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        row = row_of(transaction.connection, message.thread, message.sender, asking=False)
        if row is None or row.state != STANDS or row.message != body.standing:
            raise RemoteProtocolError("standing.unknown", message=message.id)
        end_standing(transaction, row, Unstanding.KIND, "withdrawn")
        came = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
        store(transaction, came)
        transaction.log(received(message))
        return sealed

    kept = await node.writer.run(keep)
    await try_to_finish(node)
    return kept


async def end_overdue(node: Node) -> None:
    """End our own standing questions whose time, and the way of a last hit, is over."""
    until_ms = node.world.now_ms() - _GRACE_MS
    rows = node.read(lambda c: standing_rows(c, asking=True))
    over = [row for row in rows if row.until_ms <= until_ms]

    def keep(transaction: Transaction) -> None:
        for row in over:
            advance(transaction, row.thread, row.partner, "expired", asking=True)
            end(transaction, (row.thread, row.partner), "expired", asking=True)

    if over:
        await node.writer.run(keep)


def _asked_here(connection: Connection, message: Message, body: Standing) -> Query:
    held = held_question(connection, message.thread, message.sender, incoming=True)
    same = held is not None and (held[0].digest, held[0].purpose) == (body.query, message.purpose)
    if held is None or not same:
        raise RemoteProtocolError("standing.no_question", message=message.id)
    return held[1]


def _check_renewal(connection: Connection, message: Message, body: Standing) -> None:
    row = row_of(connection, message.thread, message.sender, asking=False)
    stands = row is not None and row.state == STANDS
    if body.renewal != stands or (row is not None and row.renewals >= MOST_RENEWALS):
        raise RemoteProtocolError("standing.not_renewable", message=message.id)


def decide_standing(
    node: Node, message: Message, query: Query, *, counted: bool = False
) -> tuple[Permit | Denial, Policy | None]:
    """Return the holder's decision for the form *standing*, and the policy that took it.

    ``counted``: its place in the budget is already taken, as at each step after the first.
    """
    policy = node.policy_under(message.agreement)
    if policy is None:
        return decide_without_agreement(), None
    pair, purpose, now_ms = (
        (message.sender, message.recipient),
        message.purpose or "",
        node.world.now_ms(),
    )
    used = 0 if counted else node.read(lambda c: questions_asked(c, policy, pair, purpose, now_ms))
    question = left_standing(policy_question(query, purpose, *pair, Side.HOLDER))
    decision = policy.decide(question, now_ms=now_ms, budget_used=used)
    if isinstance(decision, Permit | Denial):
        return decision, policy
    return Denial(decision.code, decision.article, decision.agreement), policy


def _counted(
    transaction: Transaction, message: Message, policy: Policy | None, decision: Permit | Denial
) -> Denial | None:
    """Count a permitted question; return the denial where there is one, or no budget is left."""
    if isinstance(decision, Denial) or policy is None:
        return decision if isinstance(decision, Denial) else decide_without_agreement()
    pair = (message.sender, message.recipient)
    if count_question(transaction, policy, pair, message.purpose or ""):
        return None
    return Denial("policy.budget_exceeded", "Art. 2.10", policy.agreement.id)


def end_standing(transaction: Transaction, row: Row[Any], event: str, how: str) -> None:
    """End a standing question here and erase what was held of it."""
    advance(transaction, row.thread, row.partner, event, asking=False)
    end(transaction, (row.thread, row.partner), how, asking=False)
    table = schema.message.c
    held = transaction.connection.scalars(
        select(table.seq).where(
            table.thread == row.thread,
            table.partner == row.partner,
            table.incoming == 1,
            table.kind.in_((Query.KIND, Standing.KIND)),
            table.content != ERASED,
        )
    ).all()
    for sequence in held:
        erase_message(transaction, sequence, _because)


def _because(action: str, subject: str, ids: dict[str, str]) -> Event:
    return Event(action, "node", subject, ids={"reason": "purpose-ended", **ids})
