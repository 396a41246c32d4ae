"""The asker's side after a hit: requesting the data behind it.

A reference belongs to the answer that gave it; the request goes in the same thread, under the same
agreement, to the same partner. Our own policy decides first, for the form *request* and the data
categories that are wanted; then its languages must be the agreement's, and its case must be open.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Policy
from entraide.errors import InputError, PolicyError
from entraide.exchange.bodies import Query
from entraide.exchange.clocks import deadline_class
from entraide.exchange.releases import Request
from entraide.exchange.request import follow_up, languages_denial, request_question
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import Stored, advance, enqueue, framing, seal, sent
from entraide.node.question.standing_rows import held_question
from entraide.node.request.cases import find_open_case
from entraide.node.request.clocks import clock_of
from entraide.node.runtime import Node
from entraide.vocabulary.categories import CATEGORIES

__all__ = ["MakeRequest", "check_languages", "make_request", "policy_named"]

_HIT: Final = schema.received_hit.c
_MESSAGE: Final = schema.message.c
_GIVEN_BY: Final = Prepared(
    select(_HIT.answer, _HIT.partner).where(_HIT.reference == bindparam("named"))
)
_ANSWER: Final = Prepared(
    select(_MESSAGE.content).where(
        _MESSAGE.incoming == 1,
        _MESSAGE.partner == bindparam("of_partner"),
        _MESSAGE.id == bindparam("named"),
    )
)
_TAKE_OVER: Final = Prepared(
    update(schema.conversation).where(
        schema.conversation.c.thread == bindparam("of_thread"),
        schema.conversation.c.partner == bindparam("of_partner"),
        schema.conversation.c.asking == 1,
    )
)


class MakeRequest(Parameters):
    """A request for the data behind a hit."""

    reference: str
    categories: tuple[str, ...]
    reason: str
    urgent: bool = False
    justification: str | None = None
    """Why it is urgent; every urgent request has one, and no other."""
    beyond: bool = False
    """The holder must ask others for it: it is not directly accessible."""
    legal_basis: str | None = None
    language: str | None = None
    """The language of its words; by default one that the agreement lists, English if it does."""
    answer_language: str | None = None
    """The language in which the answer is wanted; by default the same."""


async def make_request(call: Call, wanted: MakeRequest) -> Json:
    """Turn a hit into a request; the legal clock starts with the partner's receipt."""
    node = call.node
    answer, query = node.read(lambda c: _hit_of(c, wanted.reference))
    node.read(lambda c: find_open_case(c, query.case))
    policy = policy_named(node, answer.agreement)
    request = _request(wanted, query, policy)
    _check_policy(node, policy, request, answer)
    frame = framing(node, answer.thread)
    message = follow_up(answer, request, call.actor.pseudonym, frame)
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        find_open_case(transaction.connection, query.case)
        advance(transaction, message.thread, message.recipient, Request.KIND, asking=True)
        _take_over(transaction, message, call.actor.pseudonym)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        event = call.event("request.ordered", message.id, partner=message.recipient)
        transaction.log(event)

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((message.recipient,), message.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    for outcome in delivered:
        call.emit({"delivery": outcome})
    return {
        "thread": message.thread,
        "partner": message.recipient,
        "message": message.id,
        "delivery": delivered,
        "class": deadline_class(request).value,
        "clock": node.read(lambda c: _clock(node, c, message)),
    }


def policy_named(node: Node, digest: str | None) -> Policy:
    """Return the compiled agreement of this digest; PolicyError where none is in use."""
    found = node.policy_under(digest)
    if found is None:
        raise PolicyError("policy.no_agreement", article="none")
    return found


def _request(wanted: MakeRequest, query: Query, policy: Policy) -> Request:
    for category in wanted.categories:
        CATEGORIES.find(category)
    if not wanted.categories or not wanted.reason.strip():
        raise InputError("request.incomplete")
    listed = policy.agreement.exchange.languages
    language = wanted.language or ("en" if "en" in listed else listed[0])
    return Request(
        references=(wanted.reference,),
        categories=tuple(dict.fromkeys(wanted.categories)),
        offence=query.offence,
        case=query.case,
        legal_basis=wanted.legal_basis or query.legal_basis,
        reason=wanted.reason.strip(),
        urgent=wanted.urgent,
        justification=_justification(wanted),
        language=language,
        answer_language=wanted.answer_language or language,
        beyond=wanted.beyond,
    )


def _justification(wanted: MakeRequest) -> str | None:
    """Return why it is urgent; InputError where it is urgent without, or only says why."""
    why = (wanted.justification or "").strip()
    if wanted.urgent != bool(why):
        raise InputError(
            "request.urgent_unjustified" if wanted.urgent else "request.justified_not_urgent"
        )
    return why or None


def _check_policy(node: Node, policy: Policy, request: Request, answer: Message) -> None:
    now_ms = node.world.now_ms()
    pair = (node.settings.id, answer.sender)
    purpose = answer.purpose or ""
    question = request_question(request, purpose, pair, Side.ASKER)
    decision = policy.decide(question, now_ms=now_ms, budget_used=0)  # its question was counted
    if isinstance(decision, Denial):
        raise PolicyError("ask.denied", article=decision.article, reason=decision.code)
    check_languages(policy, request.language, request.answer_language)


def check_languages(policy: Policy, *languages: str) -> None:
    """Refuse words in a language that the agreement does not list; PolicyError."""
    for language in languages:
        denial = languages_denial(policy.agreement, language)
        if denial is not None:
            known = ", ".join(policy.agreement.exchange.languages)
            raise PolicyError(
                "request.language_not_agreed",
                language=language[:16],
                article=denial.article,
                known=known,
            )


def _take_over(transaction: Transaction, message: Message, officer: str) -> None:
    """The officer who requests becomes the thread's officer: the reply is reported there."""
    taken = {"of_thread": message.thread, "of_partner": message.recipient, "officer": officer}
    _TAKE_OVER.change(transaction.connection, taken)


def _hit_of(connection: Connection, reference: str) -> tuple[Message, Query]:
    """Find the answer that gave a reference, and the question behind it."""
    given = _GIVEN_BY.first(connection, {"named": reference})
    of = {"named": given.answer, "of_partner": given.partner} if given else None
    content = _ANSWER.scalar(connection, of) if of else None
    if content is None:
        raise InputError("request.unknown_reference", reference=reference)
    message = Message.decode(content)
    return message, _question_of(connection, message)


def _question_of(connection: Connection, answer: Message) -> Query:
    """Return the thread's question: a late hit answers the message that left it standing."""
    held = held_question(connection, answer.thread, answer.sender, incoming=False)
    if held is None:
        raise InputError("request.unknown_reference", reference=answer.id)
    return held[1]


def _clock(node: Node, connection: Connection, request: Message) -> Json:
    now = (True, node.world.now_ms())
    return clock_of(connection, request.thread, request.recipient, now) or None
