"""The asker's side: one question to every partner that an agreement covers, answers as they come.

Messages, outbox rows, conversations and log entries of one question are one transaction; delivery
follows (``node.delivery``), and what each partner answers reaches the officer as it arrives. A
partner that is away keeps its row in the outbox, and its answer is found later by ``answers``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Permit, Policy
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import answer_event
from entraide.exchange.ask import Enquiry, compose_query, may_ask, policy_question, query_of
from entraide.exchange.bodies import Acknowledgement, Answer, Body, Denied, read_body
from entraide.exchange.conversation import State, step
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.match import Identifier, Subject
from entraide.node.budgets import count_question, questions_asked
from entraide.node.call import Call, Parameters
from entraide.node.post import (
    Stored,
    advance,
    answered_before,
    enqueue,
    framing,
    received,
    seal,
    store,
)
from entraide.node.runtime import Node
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["Ask", "ShowAnswers", "ask", "describe", "show_answers", "take_answer"]

_IDENTIFIER_FIELDS: Final = ("document", "phone", "email", "iban", "vehicle", "wallet")


class Ask(Parameters):
    """A question; every field but name or number, purpose, offence and case may be empty."""

    name: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    iban: tuple[str, ...] = ()
    vehicle: tuple[str, ...] = ()
    wallet: tuple[str, ...] = ()
    purpose: str
    offence: str
    case: str
    legal_basis: str | None = None
    urgent: bool = False
    to: tuple[str, ...] = ()


class ShowAnswers(Parameters):
    """A thread, or none for the latest ones."""

    thread: str | None = None


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A question that may be asked of one partner."""

    partner: str
    policy: Policy
    message: Message
    envelope: bytes


async def ask(call: Call, wanted: Ask) -> Json:
    """Ask every partner that an agreement covers, or those named; emit answers as they arrive."""
    node = call.node
    enquiry = _enquiry(wanted, call.actor.pseudonym)
    thread = node.fresh_id()
    addressed, denials = _address(node, enquiry, _holders(node, wanted.to), thread)
    results: list[dict[str, Any]] = [_denied_here(*pair) for pair in denials]
    if addressed or denials:
        await node.writer.run(lambda t: _send(t, call, enquiry, (thread, addressed, denials)))
    for each in results:
        call.emit({"answer": each})
    async for each in node.delivery.deliver_now(tuple(one.partner for one in addressed), thread):
        results.append(each)
        call.emit({"answer": each})
    return {"thread": thread, "case": wanted.case, "answers": results}


async def show_answers(call: Call, wanted: ShowAnswers) -> Json:
    """Return what partners have answered so far."""
    return {"answers": call.node.read(lambda c: _answers(c, wanted.thread))}


async def take_answer(
    node: Node,
    admitted: Admitted,
    envelope: bytes,
    response: bytes = b"",
    also: Callable[[Transaction], None] = lambda _: None,
) -> None:
    """Believe an answer to one of our questions: move the conversation, keep it, log it.

    It must reply to a question that we put to this very partner, and name that question's digest
    as we sent it, so that a holder cannot answer another question than the one asked. ``also`` is
    done in the same transaction.
    """
    message, body = admitted.message, admitted.body

    def keep(transaction: Transaction) -> None:
        if response and answered_before(transaction.connection, message) is not None:
            return
        _check_reply(transaction.connection, message, body)
        advance(transaction, message.thread, message.sender, answer_event(body), asking=True)
        store(
            transaction,
            Stored(message=message, incoming=True, envelope=envelope, response=response),
        )
        transaction.log(received(message))
        also(transaction)

    await node.writer.run(keep)


def describe(message: Message) -> dict[str, Any]:
    """Return an answer as people and programs read it."""
    body = read_body(message)
    shown: dict[str, Any] = {"partner": message.sender, "message": message.id}
    match body:
        case Answer():
            hits = [{"band": hit.band, "reference": hit.reference} for hit in body.hits]
            return {**shown, "result": "hit" if hits else "no-hit", "hits": hits}
        case Denied():
            return {**shown, "result": "denied", "code": body.code, "article": body.article}
        case Acknowledgement():
            return {**shown, "result": "waits-for-a-person", "article": body.article}
        case _:
            return {**shown, "result": message.kind}


def _enquiry(wanted: Ask, author: str) -> Enquiry:
    PURPOSES.find(wanted.purpose)
    if wanted.offence.split(".", 1)[0] not in EXCLUSIONS:
        OFFENCES.find(wanted.offence)  # an excluded one is denied with its article instead
    if not wanted.case.strip():
        raise InputError("ask.no_case")
    numbers = [(field, text) for field in _IDENTIFIER_FIELDS for text in getattr(wanted, field)]
    if not wanted.name and not numbers:
        raise InputError("ask.nobody")
    return Enquiry(
        subject=Subject(
            names=tuple(name.strip() for name in wanted.name if name.strip()),
            birth_dates=wanted.born,
            countries=tuple(country.lower() for country in wanted.nationality),
            sexes=wanted.sex,
            identifiers=tuple(_identifier(kind, text) for kind, text in numbers),
        ),
        purpose=wanted.purpose,
        offence=wanted.offence,
        case=wanted.case.strip(),
        legal_basis=wanted.legal_basis,
        urgent=wanted.urgent,
        author=author,
    )


def _identifier(kind: str, text: str) -> Identifier:
    identifier = Identifier.parse(kind, text)
    if identifier is None:
        raise InputError("ask.bad_identifier", kind=kind, value=text)
    return identifier


def _holders(node: Node, named: Sequence[str]) -> tuple[str, ...]:
    for partner in named:
        if partner not in node.partners:
            raise InputError("partner.unknown", partner=partner)
    if named:
        return tuple(dict.fromkeys(named))
    covered = {party.id for policy in node.policies for party in policy.agreement.parties}
    found = tuple(partner for partner in sorted(node.partners) if partner in covered)
    if not found:
        raise InputError("ask.no_partner")
    return found


def _address(
    node: Node, enquiry: Enquiry, holders: Sequence[str], thread: str
) -> tuple[list[_Addressed], list[tuple[str, Denial]]]:
    addressed: list[_Addressed] = []
    denials: list[tuple[str, Denial]] = []
    for holder in holders:
        decision = _decide(node, enquiry, holder)
        if isinstance(decision, Denial):
            denials.append((holder, decision))
        else:
            addressed.append(_compose(node, enquiry, decision, (holder, thread)))
    return addressed, denials


def _decide(node: Node, enquiry: Enquiry, holder: str) -> Permit | Denial:
    now_ms, pair = node.world.now_ms(), (node.settings.id, holder)
    question = policy_question(query_of(enquiry), enquiry.purpose, *pair, Side.ASKER)

    def used(policy: Policy) -> int:
        return node.read(lambda c: questions_asked(c, policy, pair, enquiry.purpose, now_ms))

    decision = may_ask(question, node.policies, now_ms, used)
    if isinstance(decision, Permit | Denial):
        return decision
    return Denial(decision.code, decision.article, decision.agreement)


def _compose(node: Node, enquiry: Enquiry, permit: Permit, to: tuple[str, str]) -> _Addressed:
    holder, thread = to
    frame = framing(node, thread, lifetime_ms=node.settings.exchange.query_lifetime_ms)
    message = compose_query(enquiry, permit, node.settings.id, holder, frame)
    policy = next(each for each in node.policies if each.digest == permit.digest)
    return _Addressed(holder, policy, message, seal(node, message))


def _send(
    transaction: Transaction,
    call: Call,
    enquiry: Enquiry,
    question: tuple[str, list[_Addressed], list[tuple[str, Denial]]],
) -> None:
    thread, addressed, denials = question
    for holder, denial in denials:
        transaction.log(
            call.event(
                "query.denied",
                thread,
                partner=holder,
                ids={"code": denial.code, "article": denial.article.replace(" ", "")},
            )
        )
    for each in addressed:
        _send_one(transaction, call, enquiry, each)


def _send_one(transaction: Transaction, call: Call, enquiry: Enquiry, each: _Addressed) -> None:
    message = each.message
    pair = (message.sender, message.recipient)
    count_question(transaction, each.policy, pair, enquiry.purpose)
    enqueue(transaction, Stored(message=message, incoming=False, envelope=each.envelope))
    transaction.connection.execute(
        insert(schema.conversation).values(
            thread=message.thread,
            partner=each.partner,
            asking=1,
            state=step(State.NEW, "query").value,
            officer=call.actor.pseudonym,
            purpose=enquiry.purpose,
            case_reference=enquiry.case,
            changed_ms=transaction.now_ms,
            expires_ms=message.expires_ms,
        )
    )
    transaction.log(
        call.event(
            "query.sent",
            message.id,
            partner=each.partner,
            ids={"thread": message.thread, "purpose": enquiry.purpose},
            digests={"message": message.digest},
        )
    )


def _denied_here(holder: str, denial: Denial) -> dict[str, Any]:
    return {
        "partner": holder,
        "result": "denied",
        "by": "our own policy",
        "code": denial.code,
        "article": denial.article,
        "agreement": denial.agreement,
    }


def _check_reply(connection: Connection, message: Message, body: Body) -> None:
    table = schema.message.c
    asked = connection.scalar(
        select(table.digest).where(
            table.incoming == 0, table.partner == message.sender, table.id == message.in_reply_to
        )
    )
    named = getattr(body, "query", None)
    if asked is None or named != asked:
        raise RemoteProtocolError("answer.to_another_question", message=message.id)


def _answers(connection: Connection, thread: str | None) -> list[Json]:
    conversation, message = schema.conversation, schema.message
    latest = select(conversation).where(conversation.c.asking == 1)
    latest = latest.order_by(conversation.c.changed_ms.desc()).limit(100)
    if thread is not None:
        latest = latest.where(conversation.c.thread == thread)
    found: list[Json] = []
    for row in connection.execute(latest):
        content = connection.scalar(
            select(message.c.content)
            .where(message.c.thread == row.thread, message.c.partner == row.partner)
            .where(message.c.incoming == 1)
            .order_by(message.c.seq.desc())
            .limit(1)
        )
        shown = {"partner": row.partner, "result": row.state}
        if content is not None:
            shown = describe(Message.from_json(decode_canonical(content)))
        found.append(
            {"thread": row.thread, "case": row.case_reference, "state": row.state, **shown}
        )
    return found
