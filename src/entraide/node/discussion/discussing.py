"""Threads of several parties: opening one, saying something in it, reading it.

A post goes to each listener as a message of its own, sealed to that party alone and decided by the
agreement with it; one transaction keeps all of them, so that a post is said to everybody or to
nobody. Who is away gets it from the outbox; who may not get it is named to the officer, and nothing
leaves. Where the agreement asks for four eyes, a second officer says the very same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from entraide.adapters.store.writer import Transaction
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit, Policy, permit_of
from entraide.errors import InputError, PolicyError
from entraide.exchange.answer import compose_permitted
from entraide.exchange.discussion import (
    Answers,
    Post,
    Seen,
    Terms,
    following_number,
    listeners,
    post_question,
)
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.discussion.posts import discussion_row, discussion_terms, keep_post, last_posts
from entraide.node.files.enclosing import Enclosed, enclose, offer_to
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.people.approvals import approve
from entraide.node.people.payloads import enclosing_payload, opening_payload, saying_payload
from entraide.node.runtime import Node
from entraide.vocabulary.categories import CATEGORIES

__all__ = [
    "AttachToDiscussion",
    "OpenDiscussion",
    "Say",
    "attach_to_discussion",
    "open_discussion",
    "say",
]


class OpenDiscussion(Parameters):
    """A thread with some or all parties of an agreement, and the first post in it."""

    agreement: str
    members: tuple[str, ...] = ()
    """Every party of the agreement where none is named."""
    answers: str = "all"
    purpose: str
    offence: str
    case: str
    legal_basis: str | None = None
    categories: tuple[str, ...]
    subject: str
    text: str
    approval: str


class Say(Parameters):
    """A post in a thread."""

    thread: str
    text: str
    approval: str


class AttachToDiscussion(Say):
    """A post with a file on the node's machine, and its digest as the officer approved it."""

    path: str
    sha256: str
    media_type: str = "application/octet-stream"
    handling: str = "H0"


@dataclass(frozen=True, slots=True)
class _Speech:
    """What is said: the words, the files with them, and what an officer signed."""

    text: str
    approval: tuple[str, str]
    files: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Circle:
    """A thread as its next post needs it."""

    thread: str
    terms: Terms
    purpose: str
    policy: Policy


async def open_discussion(call: Call, wanted: OpenDiscussion) -> Json:
    """Open a thread with its first post."""
    node = call.node
    policy = _policy(node, wanted.agreement)
    terms = _terms(node, policy, wanted)
    circle = _Circle(node.fresh_id(), terms, wanted.purpose, policy)
    payload = opening_payload(wanted.model_dump(exclude={"approval"}))
    return await _speak(call, circle, _Speech(wanted.text, (payload, wanted.approval)))


async def say(call: Call, wanted: Say) -> Json:
    """Say something in a thread to everybody who listens to us there."""
    circle = _circle(call.node, wanted.thread)
    payload = saying_payload(wanted.thread, wanted.text)
    return await _speak(call, circle, _Speech(wanted.text, (payload, wanted.approval)))


async def attach_to_discussion(call: Call, wanted: AttachToDiscussion) -> Json:
    """Say something with a file: every member who hears the post is offered it."""
    circle = _circle(call.node, wanted.thread)
    file = await enclose(wanted.path, wanted.sha256, wanted.media_type, wanted.handling)
    payload = enclosing_payload(wanted.thread, wanted.text, wanted.sha256, wanted.handling)
    speech = _Speech(wanted.text, (payload, wanted.approval), (file,))
    said = await _speak(call, circle, speech)
    call.node.carrier.wake()
    return said


def _circle(node: Node, thread: str) -> _Circle:
    row = node.read(lambda c: discussion_row(c, thread))
    policy = node.policy_under(row.agreement)
    if policy is None:
        raise PolicyError("policy.no_agreement", article="none")
    return _Circle(thread, discussion_terms(row), row.purpose, policy)


async def _speak(call: Call, circle: _Circle, speech: _Speech) -> dict[str, Json]:
    node = call.node
    if not speech.text.strip():
        raise InputError("discussion.nothing_said")
    to = listeners(circle.terms, node.settings.id)
    decisions = {party: _decide(node, circle, party) for party in to}
    approvals = await approve(call, *speech.approval, "discussion")
    now_ms = node.world.now_ms()
    permits = {
        party: permit_of(each, (circle.policy,), approvals, now_ms=now_ms)
        for party, each in decisions.items()
    }
    needed = max(1 + each.obligations.two_officers for each in decisions.values())
    if len(approvals) < needed or not all(permits.values()):
        return {"thread": circle.thread, "approvals": len(approvals), "needed": needed}
    allowed = tuple(permit for permit in permits.values() if permit is not None)
    thread = circle.thread
    number = await node.writer.run(lambda t: _keep_said(t, call, circle, speech, allowed))
    delivered: list[Json] = [each async for each in node.delivery.deliver_now(to, thread)]
    return {"thread": thread, "number": number, "to": list(to), "delivery": delivered}


def _keep_said(
    transaction: Transaction,
    call: Call,
    circle: _Circle,
    speech: _Speech,
    permits: tuple[Permit, ...],
) -> int:
    """Number, seal and keep a post inside the transaction, so that nobody speaks between."""
    node, thread = call.node, circle.thread
    seen = _heard(transaction.connection, circle, node.settings.id)
    files = tuple(each.file for each in speech.files)
    number = following_number(seen)
    post = Post(terms=circle.terms, number=number, seen=seen, text=speech.text, files=files)
    for place, permit in enumerate(permits):
        by = (call.actor.pseudonym, "H0")
        message = compose_permitted(permit, post, by, framing(node, thread))
        stored = Stored(message=message, incoming=False, envelope=seal(node, message))
        sequence = enqueue(transaction, stored)
        transaction.log(sent(message))
        if place == 0:
            keep_post(transaction, message, post, sequence)
            transaction.log(call.event("post.ordered", message.id))
        for file in speech.files:
            offer_to(call, transaction, permit, thread, file)
    return number


def _heard(connection: Connection, circle: _Circle, us: str) -> tuple[Seen, ...]:
    """Return what a post names as seen: nothing of what its listeners are not to know of."""
    seen = last_posts(connection, circle.thread)
    if circle.terms.answers is Answers.ALL:
        return seen
    return tuple(each for each in seen if each.party in {us, circle.terms.opener})


def _decide(node: Node, circle: _Circle, party: str) -> Permit | Referral:
    """Decide for one listener; PolicyError names who may not get it, and the article."""
    if node.pinned(party) is None:
        raise InputError("discussion.not_pinned", party=party)
    pair = (party, node.settings.id)
    question = post_question(circle.terms, circle.purpose, pair, Side.HOLDER)
    now_ms = node.world.now_ms()
    decision = circle.policy.decide(question, now_ms=now_ms, budget_used=0)
    if isinstance(decision, Denial):
        raise PolicyError(
            "discussion.denied", party=party, article=decision.article, reason=decision.code
        )
    return decision


def _policy(node: Node, name: str) -> Policy:
    found = [
        each
        for each in node.policies
        if (each.agreement.id == name or (name and each.digest.startswith(name)))
        and not each.is_amended(node.world.now_ms())
    ]
    if len(found) != 1:
        raise InputError("agreement.not_found", agreement=name[:64], found=len(found))
    return found[0]


def _terms(node: Node, policy: Policy, wanted: OpenDiscussion) -> Terms:
    parties = {party.id for party in policy.agreement.parties}
    us = node.settings.id
    members = set(wanted.members or parties) | {us}
    for outside in sorted(members - parties):
        raise InputError("discussion.not_a_party", party=outside)
    if wanted.answers not in set(Answers):
        raise InputError("discussion.bad_answers", known=", ".join(Answers))
    if len(members) < 2 or not wanted.subject.strip() or not wanted.categories:
        raise InputError("discussion.incomplete")
    for category in wanted.categories:
        CATEGORIES.find(category)
    return Terms(
        opener=us,
        members=tuple(sorted(members)),
        answers=Answers(wanted.answers),
        subject=wanted.subject.strip(),
        offence=wanted.offence,
        case=wanted.case,
        legal_basis=wanted.legal_basis,
        categories=tuple(dict.fromkeys(wanted.categories)),
    )
