"""The receiver's side: a request that comes in, corrections and withdrawals that are executed.

A request that arrives is logged, decided by policy for its form and by the languages of the
agreement, receipted, and waits for a person with its deadline. A correction or withdrawal is
executed at once and answered with a signed statement: the earlier content is erased here, and the
statement is what the provider can show. To whom we passed the content on, the order goes on in the
same transaction (``copies``).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, select

from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side, decide_without_agreement
from entraide.agreements.policy import Permit, Policy
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import deny, reply
from entraide.exchange.clocks import deadline_of
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction, Executed, Execution, Withdrawal
from entraide.exchange.releases import Part, Reply, Request
from entraide.exchange.request import languages_denial, request_question
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word, officer_of
from entraide.node.files import transfers
from entraide.node.giving.copies import spread
from entraide.node.mail.post import (
    Stored,
    advance,
    advance_asker,
    answered_before,
    framing,
    receipt_for,
    received,
    seal,
    sent,
    store,
)
from entraide.node.record.erasure import try_to_finish
from entraide.node.request.clocks import start_clock, stop_clock
from entraide.node.request.overtaking import as_overtaken, is_overtaken
from entraide.node.runtime import Node

__all__ = ["execute", "take_request"]

_VALUES: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)

_MESSAGE: Final = schema.message.c
_REFERENCE: Final = schema.reference.c
_GIVEN: Final = Prepared(
    select(_REFERENCE.reference).where(
        _REFERENCE.reference == bindparam("named"),
        _REFERENCE.partner == bindparam("of_partner"),
        _REFERENCE.thread == bindparam("of_thread"),
    )
)


async def take_request(node: Node, admitted: Admitted, envelope: bytes, request: Request) -> bytes:
    """Take a request in: a receipt that starts the clock, or the denial that policy gives."""
    message = admitted.message
    policy = node.policy_under(message.agreement)
    decision = _decide(node, policy, message, request)
    if isinstance(decision, Denial) or policy is None:
        denied = decision if isinstance(decision, Denial) else decide_without_agreement()
        answer = reply(message, deny(denied, message), "node", framing(node))
        event, deadline_ms = "denied", 0
    else:
        answer, event = receipt_for(node, message), ""
        deadline_ms = deadline_of(policy.agreement, request, answer.sent_ms)
    sealed = seal(node, answer)

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        _check_references(transaction.connection, message, request)
        advance(transaction, message.thread, message.sender, Request.KIND, asking=False)
        if event:
            advance(transaction, message.thread, message.sender, event, asking=False)
        else:
            start_clock(transaction, message, (answer.sent_ms, deadline_ms), asking=False)
        _keep_pair(transaction, message, envelope, answer, sealed)
        return sealed

    return await node.writer.run(keep)


def _decide(
    node: Node, policy: Policy | None, message: Message, request: Request
) -> Permit | Referral | Denial:
    """Decide a request that came: by policy, then by the languages of the agreement."""
    if policy is None:
        return decide_without_agreement()
    pair = (message.sender, message.recipient)
    question = request_question(request, message.purpose or "", pair, Side.HOLDER)
    decision = policy.decide(question, now_ms=node.world.now_ms(), budget_used=0)
    if isinstance(decision, Denial):
        return decision
    languages = (request.language, request.answer_language)
    return languages_denial(policy.agreement, *languages) or decision


async def execute(
    node: Node, admitted: Admitted, envelope: bytes, order: Correction | Withdrawal
) -> bytes:
    """Erase or replace what the provider takes back, and say so over our signature.

    What we have erased ourselves is not put back by a correction: it goes on to whoever has it from
    us, and here stays nothing. An order that comes after a later one changes nothing.
    """
    message = admitted.message
    files: list[str] = []
    woken: list[str] = []

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        if is_overtaken(transaction.connection, message):
            return _leave_aside(node, transaction, (message, envelope), order)
        replaces = isinstance(order, Correction) and _is_held(transaction.connection, message)
        answer = _executed(node, message, order, replaces=replaces)
        sealed = seal(node, answer)
        _erase(transaction, message, order.reply)
        if isinstance(order, Withdrawal):
            files.extend(transfers.erase_given(transaction, message.thread, message.sender))
            stop_clock(transaction, message, asking=True)
        for event in (message.kind, Executed.KIND):
            advance_asker(transaction, message, event)
        officer = officer_of(transaction.connection, message.thread, message.sender)
        leave_word(transaction, Word(officer, message.thread, message.sender, message.kind))
        _keep_pair(transaction, message, envelope, answer, sealed)
        woken.extend(spread(node, transaction, message, order))
        if isinstance(order, Correction) and not replaces:
            blank_messages(transaction, _MESSAGE.digest == message.digest, *_from(message))
        return sealed

    kept = await node.writer.run(keep)
    for partner in woken:
        node.delivery.kick(partner)
    for attachment in files:
        await node.intake.forget(attachment)
    await try_to_finish(node)
    return kept


def _leave_aside(
    node: Node,
    transaction: Transaction,
    came: tuple[Message, bytes],
    order: Correction | Withdrawal,
) -> bytes:
    """Keep an order that was overtaken without its values; say that all it was about is deleted."""
    message, envelope = came
    answer = _executed(node, message, order, replaces=False)
    sealed = seal(node, answer)
    store(transaction, Stored(message=message, incoming=True, envelope=envelope, response=sealed))
    transaction.log(as_overtaken(received(message)))
    store(transaction, Stored(message=answer, incoming=False, envelope=sealed))
    transaction.log(as_overtaken(sent(answer)))
    blank_messages(transaction, _MESSAGE.digest == message.digest, *_from(message))
    return sealed


def _executed(
    node: Node, message: Message, order: Correction | Withdrawal, *, replaces: bool
) -> Message:
    did = Execution.REPLACED if replaces else Execution.DELETED
    frame = framing(node)
    body = Executed(order=message.digest, reply=order.reply, did=did, at_ms=frame.now_ms)
    return reply(message, body, "node", frame)


def _is_held(connection: Connection, order: Message) -> bool:
    """Tell whether anything that the provider gave in this thread still stands here."""
    held = select(_MESSAGE.seq).where(
        _MESSAGE.kind.in_(_VALUES), _MESSAGE.content != ERASED, *_from(order)
    )
    return connection.scalar(held.limit(1)) is not None


def _keep_pair(
    transaction: Transaction, message: Message, envelope: bytes, answer: Message, sealed: bytes
) -> None:
    came = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
    store(transaction, came)
    transaction.log(received(message))
    store(transaction, Stored(message=answer, incoming=False, envelope=sealed))
    transaction.log(sent(answer))


def _erase(transaction: Transaction, order: Message, reply_digest: str) -> None:
    """Erase the content of a reply that this very provider gave in this thread.

    With it goes whatever else it gave there: one statement stands at a time, and a correction of
    which the provider never heard that it was executed may stand here in the reply's place.
    """
    theirs = _from(order)
    if blank_messages(transaction, _MESSAGE.digest == reply_digest, *theirs) != 1:
        raise RemoteProtocolError("execution.no_such_reply", message=order.id)
    held = (_MESSAGE.kind.in_(_VALUES), _MESSAGE.content != ERASED)
    blank_messages(transaction, *held, *theirs)


def _from(order: Message) -> tuple[ColumnElement[bool], ...]:
    """Name what this very provider gave in this thread."""
    here = (_MESSAGE.partner == order.sender, _MESSAGE.thread == order.thread)
    return (*here, _MESSAGE.incoming == 1)


def _check_references(connection: Connection, message: Message, request: Request) -> None:
    """The references must be ones that we gave to this partner in this thread."""
    of = {"of_partner": message.sender, "of_thread": message.thread}
    if not all(_GIVEN.first(connection, {"named": each, **of}) for each in request.references):
        raise RemoteProtocolError("request.unknown_reference", message=message.id)
