"""The asker's side: one question to every partner that an agreement covers, answers as they come.

Messages, outbox rows, conversations and log entries of one question are one transaction; delivery
follows (``node.mail.delivery``), and what each partner answers reaches the officer as it arrives. A
partner that is away keeps its row in the outbox, and its answer is found later
(``node.question.answers``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from entraide.adapters.store.writer import Transaction
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Permit, Policy
from entraide.errors import InputError, PolicyError
from entraide.exchange.ask import Enquiry, compose_query, may_ask, policy_question, query_of
from entraide.exchange.conversation import State, step
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.match import Identifier, Subject
from entraide.node.call import Call, Parameters
from entraide.node.mail.outbox import Due
from entraide.node.mail.post import (
    Stored,
    enqueue,
    framing,
    open_conversation,
    seal,
)
from entraide.node.mail.versions import version_denial
from entraide.node.question.budgets import count_question, questions_asked
from entraide.node.request.cases import find_open_case
from entraide.node.runtime import Node
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["Ask", "ask", "ask_in", "decide_for", "enquiry_of", "holders_of"]

_IDENTIFIER_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "document": ("document", "national_id"),
    "phone": ("phone",),
    "email": ("email",),
    "iban": ("iban",),
    "vehicle": ("vehicle",),
    "wallet": ("wallet",),
}
"""A question's fields and the kinds of number that each may be: a document can be a passport or a
national card, and who asks seldom knows which."""


class Ask(Parameters):
    """A question; every field but name or number and the case may be empty."""

    name: tuple[str, ...] = ()
    """Names and spellings of one person or organisation, in any script."""
    born: tuple[str, ...] = ()
    """Days of birth, such as 1981-03-07; a year, or a year and a month, will do."""
    nationality: tuple[str, ...] = ()
    """Countries (ISO 3166-1 alpha-2)."""
    sex: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    """Numbers of passports and identity cards."""
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    iban: tuple[str, ...] = ()
    vehicle: tuple[str, ...] = ()
    """Registration plates."""
    wallet: tuple[str, ...] = ()
    """Addresses of crypto-assets."""
    purpose: str | None = None
    """By default the case's first, and one of its own in any case."""
    offence: str | None = None
    """By default the case's."""
    case: str
    """A case that is open here."""
    legal_basis: str | None = None
    """By default the case's."""
    urgent: bool = False
    to: tuple[str, ...] = ()
    """Ids of partners; by default every one that an agreement covers."""


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A question that may be asked of one partner."""

    partner: str
    policy: Policy
    message: Message
    envelope: bytes


async def ask(call: Call, wanted: Ask) -> Json:
    """Ask every partner that an agreement covers, or those named; emit answers as they arrive."""
    return await ask_in(call, wanted, call.node.fresh_id())


async def ask_in(call: Call, wanted: Ask, thread: str) -> dict[str, Any]:
    """Do the same in a thread of this name, which nothing was asked in before."""
    node = call.node
    enquiry = enquiry_of(node, wanted, call.actor.pseudonym)
    addressed, denials = _address(node, enquiry, holders_of(node, wanted.to), thread)
    results: list[dict[str, Any]] = [_denied_here(*pair) for pair in denials]
    written: tuple[Due, ...] = ()
    if addressed or denials:
        work = (thread, addressed, denials)
        written = await node.writer.run(lambda t: _send(t, call, enquiry, work))
    for each in results:
        call.emit({"answer": each})
    to = tuple(one.partner for one in addressed)
    async for each in node.delivery.deliver_now(to, thread, written):
        results.append(each)
        call.emit({"answer": each})
    return {"thread": thread, "case": wanted.case, "answers": results}


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why something is asked: as the officer said, or else as the case says."""

    purpose: str
    offence: str
    legal_basis: str


def _reason(connection: Connection, wanted: Ask) -> _Reason:
    """Find the open case of a question; PolicyError where it was not opened for this purpose."""
    if not wanted.case.strip():
        raise InputError("ask.no_case")
    if wanted.purpose is not None:
        PURPOSES.find(wanted.purpose)
    if wanted.offence is not None and wanted.offence.split(".", 1)[0] not in EXCLUSIONS:
        OFFENCES.find(wanted.offence)  # an excluded one is denied with its article instead
    case = find_open_case(connection, wanted.case.strip())
    purposes = case.purposes.split()
    purpose = wanted.purpose or purposes[0]
    if purpose not in purposes:
        known = ", ".join(purposes)
        raise PolicyError("case.other_purpose", case=case.reference, purpose=purpose, known=known)
    return _Reason(purpose, wanted.offence or case.offence, wanted.legal_basis or case.legal_basis)


def enquiry_of(node: Node, wanted: Ask, author: str) -> Enquiry:
    """Return what is asked and why; InputError or PolicyError where it may not be put so."""
    reason = node.read(lambda c: _reason(c, wanted))
    numbers = [
        (kind, text)
        for field, kinds in _IDENTIFIER_FIELDS.items()
        for text in getattr(wanted, field)
        for kind in kinds
    ]
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
        purpose=reason.purpose,
        offence=reason.offence,
        case=wanted.case.strip(),
        legal_basis=reason.legal_basis,
        urgent=wanted.urgent,
        author=author,
    )


def _identifier(kind: str, text: str) -> Identifier:
    identifier = Identifier.parse(kind, text)
    if identifier is None:
        raise InputError("ask.bad_identifier", kind=kind, value=text)
    return identifier


def holders_of(node: Node, named: Sequence[str]) -> tuple[str, ...]:
    """Return whom a question goes to: those named, or every partner that a memorandum covers."""
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
        decision = decide_for(node, enquiry, holder)
        if isinstance(decision, Denial):
            denials.append((holder, decision))
        else:
            addressed.append(_compose(node, enquiry, decision, (holder, thread)))
    return addressed, denials


def decide_for(node: Node, enquiry: Enquiry, holder: str) -> Permit | Denial:
    """Ask our own policy whether a question may go to a partner."""
    now_ms, pair = node.world.now_ms(), (node.settings.id, holder)
    question = policy_question(query_of(enquiry), enquiry.purpose, *pair, Side.ASKER)

    def used(policy: Policy) -> int:
        return node.read(lambda c: questions_asked(c, policy, pair, enquiry.purpose, now_ms))

    decision = may_ask(question, node.policies, now_ms, used)
    if isinstance(decision, Permit):
        return version_denial(node, holder, decision) or decision
    if isinstance(decision, Denial):
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
) -> tuple[Due, ...]:
    """Write all that a question brings about; return what is to be delivered."""
    thread, addressed, denials = question
    find_open_case(transaction.connection, enquiry.case)  # nobody closed it meanwhile
    for holder, denial in denials:
        transaction.log(
            call.event(
                "query.denied",
                thread,
                partner=holder,
                ids={
                    "code": denial.code,
                    "article": denial.article.replace(" ", ""),
                    "purpose": enquiry.purpose,
                },
            )
        )
    return tuple([_send_one(transaction, call, enquiry, each) for each in addressed])


def _send_one(transaction: Transaction, call: Call, enquiry: Enquiry, each: _Addressed) -> Due:
    message = each.message
    pair = (message.sender, message.recipient)
    count_question(transaction, each.policy, pair, enquiry.purpose)
    stored = Stored(message=message, incoming=False, envelope=each.envelope)
    sequence = enqueue(transaction, stored)
    state = step(State.NEW, "query")
    open_conversation(transaction, message, state, enquiry.case, asking=True)
    transaction.log(
        call.event(
            "query.sent",
            message.id,
            partner=each.partner,
            ids={"thread": message.thread, "purpose": enquiry.purpose},
            digests={"message": message.digest},
        )
    )
    return Due(sequence, message, each.envelope, attempts=0)


def _denied_here(holder: str, denial: Denial) -> dict[str, Any]:
    return {
        "partner": holder,
        "result": "denied",
        "by": "our own policy",
        "code": denial.code,
        "article": denial.article,
        "agreement": denial.agreement,
    }
