"""The receiver's side of information given unasked: judged, kept, noted.

A message that informs is decided by our own copy of the agreement that it names, for the form
*spontaneous*; what was passed on must show the way that it came (``exchange.information``). It is
then held like a reply: under its handling codes, its last day and the agreement's, and within reach
of its giver's corrections and withdrawals.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import State, step
from entraide.exchange.information import Information, Noted
from entraide.exchange.informing import check_provenance, information_question
from entraide.exchange.marks import words_of
from entraide.exchange.request import follow_up
from entraide.exchange.statements import verify_statement
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call, Parameters
from entraide.node.giving.copies import enter_received
from entraide.node.giving.onward_revoking import check_not_revoked
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent, take_in
from entraide.node.request.threads import last_message
from entraide.node.runtime import Node

__all__ = ["Note", "note", "receive_information", "receive_noted", "waiting_information"]

_INFORMATION: Final = schema.information.c
_CONVERSATION: Final = schema.conversation.c
_OURS: Final = select(schema.message.c.content).where(
    schema.message.c.incoming == 0,
    schema.message.c.partner == bindparam("of_partner"),
    schema.message.c.digest == bindparam("of_digest"),
)


class Note(Parameters):
    """The thread of information that an officer has taken note of."""

    thread: str


async def receive_information(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take information in, once; return our receipt.

    1. it reads as information; 2. the agreement that it names lets it pass to us; 3. the way that
    it came is in order, every permission on it was signed by a provider that we know, and none is
    over as far as we were told; 4. it opens a conversation of its own, in which its giver may
    correct and withdraw it.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, Information):  # 1
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    policy = node.policy_under(message.agreement)
    pair = (message.recipient, message.sender)
    question = information_question(body, message.purpose or "", pair, Side.ASKER)
    now_ms = node.world.now_ms()
    decision = policy.decide(question, now_ms=now_ms, budget_used=0) if policy else None
    if not isinstance(decision, Permit):  # 2
        raise RemoteProtocolError("information.not_agreed", message=message.id)
    check_provenance(message, body)  # 3
    for hop in body.provenance:
        if hop.permission is not None:
            verify_statement(hop.permission, node.known, now_ms)

    def open_it(transaction: Transaction) -> None:  # 4
        check_not_revoked(transaction.connection, message, body)
        _open(transaction, message, body)
        if body.provenance:
            enter_received(transaction, message, body)

    return await take_in(node, message, envelope, open_it)


async def note(call: Call, wanted: Note) -> Json:
    """Say that an officer here has taken note of information; its giver is told."""
    node = call.node
    partner = node.read(lambda c: _partner_of(c, wanted.thread))
    came = node.read(lambda c: last_message(c, wanted.thread, partner, Information.KIND))
    frame = framing(node, came.thread)
    message = follow_up(came, Noted(information=came.digest), call.actor.pseudonym, frame)
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        _set_noted(transaction, wanted.thread, partner, incoming=1)
        _take_over(transaction, wanted.thread, partner, call.actor.pseudonym)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        transaction.log(call.event("information.noted", came.id, partner=partner))

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((partner,), came.thread)
    return {"thread": came.thread, "delivery": [outcome async for outcome in outcomes]}


async def receive_noted(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep the word that a partner's officer took note; tell the officer who informed."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Noted):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)

    def tell(transaction: Transaction) -> None:
        table = schema.information
        mine = (table.c.thread == message.thread, table.c.partner == message.sender)
        given = select(table.c.item).where(*mine, table.c.incoming == 0)
        if transaction.connection.scalar(given) != body.information:
            raise RemoteProtocolError("information.unknown", message=message.id)
        _set_noted(transaction, message.thread, message.sender, incoming=0)
        named = {"of_partner": message.sender, "of_digest": body.information}
        content = transaction.connection.scalar(_OURS, named)
        if content:
            author = _author(bytes(content))
            leave_word(transaction, Word(author, message.thread, message.sender, Noted.KIND))

    return await take_in(node, message, envelope, tell)


def waiting_information(connection: Connection) -> list[dict[str, Any]]:
    """Return information that nobody here has taken note of yet, oldest first."""
    table, held = schema.information, schema.conversation
    same = (table.c.thread == held.c.thread) & (table.c.partner == held.c.partner)
    rows = connection.execute(
        select(held.c.thread, held.c.partner, held.c.purpose, held.c.case_reference)
        .join_from(table, held, same & (held.c.asking == 1))
        .where(table.c.incoming == 1, table.c.noted_ms.is_(None))
        .where(held.c.state != State.WITHDRAWN.value)
        .order_by(held.c.changed_ms, held.c.thread)
    ).all()
    return [
        {
            "thread": row.thread,
            "partner": row.partner,
            "purpose": row.purpose,
            "case": row.case_reference,
            **_told(connection, row.thread, row.partner),
        }
        for row in rows
    ]


def _told(connection: Connection, thread: str, partner: str) -> dict[str, Any]:
    try:
        message = last_message(connection, thread, partner, Information.KIND)
    except InputError:  # it was corrected or erased before anybody took note
        return {"reason": "", "handling": "", "mark": "", "through": []}
    body = read_body(message)
    hops = body.provenance if isinstance(body, Information) else ()
    return {
        "reason": body.reason if isinstance(body, Information) else "",
        "handling": message.handling,
        "mark": words_of(message.handling),
        "through": [hop.giver for hop in hops],
    }


def _author(content: bytes) -> str:
    return Message.decode(content).author


def _open(transaction: Transaction, message: Message, body: Information) -> None:
    known = select(_CONVERSATION.state).where(
        _CONVERSATION.thread == message.thread,
        _CONVERSATION.partner == message.sender,
        _CONVERSATION.asking == 1,
    )
    if transaction.connection.scalar(known) is not None:
        raise RemoteProtocolError("conversation.out_of_turn", state="new", event=message.kind)
    state = step(State.NEW, Information.KIND)
    opened = {
        "thread": message.thread,
        "partner": message.sender,
        "asking": 1,
        "state": state.value,
        "officer": "",
        "purpose": message.purpose or "",
        "case_reference": body.case,
        "changed_ms": transaction.now_ms,
        "expires_ms": message.expires_ms,
    }
    transaction.connection.execute(insert(schema.conversation).values(**opened))
    row = {
        "thread": message.thread,
        "partner": message.sender,
        "incoming": 1,
        "item": message.digest,
        "offence": body.offence,
        "has_basis": int(bool(body.legal_basis)),
        "noted_ms": None,
    }
    transaction.connection.execute(insert(schema.information).values(**row))


def _partner_of(connection: Connection, thread: str) -> str:
    found = connection.scalar(
        select(_INFORMATION.partner).where(
            _INFORMATION.thread == thread, _INFORMATION.incoming == 1
        )
    )
    if found is None:
        raise InputError("thread.unknown", thread=thread)
    return str(found)


def _set_noted(transaction: Transaction, thread: str, partner: str, *, incoming: int) -> None:
    table = schema.information
    mine = (table.c.thread == thread, table.c.partner == partner, table.c.incoming == incoming)
    changed = update(table).where(*mine).values(noted_ms=transaction.now_ms)
    transaction.connection.execute(changed)


def _take_over(transaction: Transaction, thread: str, partner: str, officer: str) -> None:
    """Whoever took note is the thread's officer: corrections and withdrawals are reported there."""
    table = schema.conversation
    mine = (table.c.thread == thread, table.c.partner == partner, table.c.asking == 1)
    transaction.connection.execute(update(table).where(*mine).values(officer=officer))
