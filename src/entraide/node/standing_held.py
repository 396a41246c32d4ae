"""The holder's side of standing questions: taken in, searched at each step, ended and erased.

Taking one in is decided by the shared policy for its form and counted like a question. At each step
of a grid all of them are searched by the very search that answers questions, so that a late hit
knows no other records and no other visibility, and all late hits of a step leave together: their
moment tells nothing of when a record came. A hit ends the standing. Expiry and withdrawal erase the
question here, content and key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select

from entraide.adapters import schema
from entraide.adapters.index import Sighting
from entraide.adapters.sealed import ERASED
from entraide.adapters.writer import Event, Transaction
from entraide.agreements.decision import Denial, Side, decide_without_agreement
from entraide.agreements.policy import Permit, Policy
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import answer_event, compose_answer, deny, reply
from entraide.exchange.ask import policy_question
from entraide.exchange.bodies import Answer, Query
from entraide.exchange.standing import (
    MOST_RENEWALS,
    Standing,
    Unstanding,
    is_new_step,
    left_standing,
)
from entraide.kernel.message import Message
from entraide.node.answering import find_visible, record_references
from entraide.node.budgets import count_question, questions_asked
from entraide.node.erasure import erase_message, try_to_finish
from entraide.node.post import (
    Stored,
    advance,
    answered_before,
    enqueue,
    framing,
    receipt_for,
    received,
    seal,
    sent,
    store,
)
from entraide.node.runtime import Node
from entraide.node.standing_rows import STANDS, begin, end, held_question, row_of, standing_rows
from entraide.node.threads import last_message

__all__ = ["end_overdue", "receive_standing", "receive_unstanding", "screen_standing"]

_LAST: Final = "standing_ms"
"""The row of ``meta`` that says when standing questions were searched last."""
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
    decision, policy = _decide(node, message, query)  # 3

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
        _end(transaction, row, Unstanding.KIND, "withdrawn")
        came = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
        store(transaction, came)
        transaction.log(received(message))
        return sealed

    kept = await node.writer.run(keep)
    await try_to_finish(node)
    return kept


@dataclass(frozen=True, slots=True)
class _Late:
    """A late hit that is to go: the row, the message that left it standing, what was found."""

    row: Row[Any]
    standing: Message
    answer: Answer
    sightings: tuple[Sighting, ...]


async def screen_standing(node: Node) -> int:
    """At a new step, end what is over and search the rest; return how many became hits."""
    now_ms = node.world.now_ms()
    last_ms = node.read(_last_screened)
    if not is_new_step(last_ms, now_ms, node.settings.safeguards.standing_step_ms):
        return 0
    rows = node.read(lambda c: standing_rows(c, asking=False))
    over = [row for row in rows if row.until_ms <= now_ms]
    open_ = [row for row in rows if row.until_ms > now_ms]
    late: list[_Late] = []
    for row in open_:
        found = await _search(node, row)
        late += [found] if found else []

    def keep(transaction: Transaction) -> None:
        for each in over:
            _end(transaction, each, "expired", "expired")
            ids = {"code": "message.expired"}
            transaction.log(Event("standing.expired", "node", each.thread, each.partner, ids))
        for hit in late:
            _send_late(node, transaction, hit)
        _note_screened(transaction, now_ms)

    await node.writer.run(keep)
    for partner in {each.row.partner for each in late}:
        node.delivery.kick(partner)
    if over:
        await try_to_finish(node)
    return len(late)


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


def _decide(
    node: Node, message: Message, query: Query, *, counted: bool = False
) -> tuple[Permit | Denial, Policy | None]:
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


async def _search(node: Node, row: Row[Any]) -> _Late | None:
    """Search for one standing question; None where nothing visible matches, or policy denies."""
    held = node.read(lambda c: held_question(c, row.thread, row.partner, incoming=True))
    card = node.partners.get(row.partner)
    if held is None or card is None:
        return None
    message = node.read(lambda c: last_message(c, row.thread, row.partner, Standing.KIND))
    decision, _ = _decide(node, message, held[1], counted=True)
    if isinstance(decision, Denial):
        return None
    sightings = await find_visible(node, held[1], card.keys.key_set.country)
    if not sightings:
        return None
    bands = [each.band for each in sightings]
    answer = compose_answer(decision, message, bands, node.fresh_id)
    return _Late(row, message, answer, sightings)


def _send_late(node: Node, transaction: Transaction, late: _Late) -> None:
    """Put a late hit into the outbox, unless its question ended meanwhile."""
    row = late.row
    now = row_of(transaction.connection, row.thread, row.partner, asking=False)
    if now is None or now.state != STANDS or now.message != late.standing.digest:
        return
    lifetime_ms = node.settings.exchange.query_lifetime_ms
    frame = framing(node, row.thread, lifetime_ms=lifetime_ms)
    message = reply(late.standing, late.answer, "node", frame)
    advance(transaction, row.thread, row.partner, answer_event(late.answer), asking=False)
    end(transaction, (row.thread, row.partner), "hit", asking=False)
    record_references(transaction, late.standing, late.answer, late.sightings)
    enqueue(transaction, Stored(message=message, incoming=False, envelope=seal(node, message)))
    transaction.log(sent(message))


def _end(transaction: Transaction, row: Row[Any], event: str, how: str) -> None:
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


def _last_screened(connection: Connection) -> int:
    meta = schema.meta.c
    return int(connection.scalar(select(meta.value).where(meta.key == _LAST)) or 0)


def _note_screened(transaction: Transaction, now_ms: int) -> None:
    table = schema.meta
    transaction.connection.execute(delete(table).where(table.c.key == _LAST))
    row = {"key": _LAST, "value": str(now_ms)}
    transaction.connection.execute(insert(table).values(row))
