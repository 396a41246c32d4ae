"""The holder's side of a request: preview, release or refuse.

What would leave is computed from the records as they are now, by the categories that the officer
chose and the agreement allows, and shown before it goes. An approval signs the hash of exactly
those values; where the agreement asks for four eyes, two officers sign that hash. Every release is
decided by policy again: the Permit for its categories is what composes the reply.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from entraide.adapters.store.writer import Transaction
from entraide.agreements.chapters.exchange import GROUNDS_ARTICLE
from entraide.agreements.decision import Denial, Referral
from entraide.agreements.policy import Permit, permit_of
from entraide.agreements.terms import RefusalGround
from entraide.errors import InputError, PolicyError
from entraide.exchange.bodies import Body, read_body
from entraide.exchange.marks import shown_values
from entraide.exchange.recalls import Withdrawal
from entraide.exchange.releases import Part, Refusal, Reply
from entraide.exchange.request import (
    compose_reply,
    follow_up,
    is_ground,
)
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import Stored, advance, enqueue, framing, seal, sent
from entraide.node.people.approvals import approve
from entraide.node.request.choosing import Chosen, Preview, choose, request_of
from entraide.node.request.clocks import stop_clock
from entraide.node.request.overtaking import ORDERS, overtake
from entraide.node.request.requesting import policy_named
from entraide.node.request.threads import last_message
from entraide.node.runtime import Node

__all__ = [
    "Refuse",
    "Release",
    "check_ground",
    "preview_release",
    "refuse_request",
    "release",
    "send_onward",
]


_ENDS: Final = frozenset({Reply.KIND, Refusal.KIND, Withdrawal.KIND})
"""What ends a request: a part of the answer does not."""


class Release(Preview):
    """A release that an officer approves: the signature over the previewed payload's hash."""

    approval: str


class Refuse(Parameters):
    """A refusal with its reason code."""

    thread: str
    partner: str | None = None
    ground: str


async def preview_release(call: Call, wanted: Preview) -> Json:
    """Return what would be released, value by value, with the hash that an approval signs."""
    node = call.node
    chosen = node.read(lambda c: choose(node, c, wanted))
    return {
        "thread": wanted.thread,
        "partner": chosen.message.sender,
        "asked": list(chosen.request.categories),
        "reason": chosen.request.reason,
        "values": shown_values(chosen.values),
        "language": chosen.said.language,
        "left": list(chosen.said.left),
        "replaces": node.read(lambda c: _values_before(c, chosen.message)),
        "payload": chosen.payload,
        "verdict": _verdict(chosen.decision),
        "officers_needed": _officers_needed(chosen.decision),
    }


async def release(call: Call, wanted: Release) -> Json:
    """Record an officer's approval of a release; send it once enough officers agree."""
    node = call.node
    chosen = node.read(lambda c: choose(node, c, wanted))
    if isinstance(chosen.decision, Denial):
        raise PolicyError(
            "release.denied", article=chosen.decision.article, reason=chosen.decision.code
        )
    needed = _officers_needed(chosen.decision)
    approvals = await approve(call, chosen.payload, wanted.approval, "release", alone=needed == 1)
    permit = _permit(node, chosen, approvals)
    if permit is None or len(approvals) < needed:
        return {"thread": wanted.thread, "approvals": len(approvals), "needed": needed}
    asked = chosen.request.categories
    reply = compose_reply(permit, chosen.message, chosen.values, asked, chosen.said)
    outcome = await send_onward(call, chosen.message, reply)
    left: list[Json] = list(chosen.said.left)
    return {"values": len(reply.values), "partial": reply.partial, "left": left, **outcome}


async def refuse_request(call: Call, wanted: Refuse) -> Json:
    """Refuse a request with one of the grounds that the agreement lists."""
    node = call.node
    message, _ = node.read(lambda c: request_of(c, wanted.thread, wanted.partner))
    check_ground(node, message, wanted.ground)
    refusal = Refusal(request=message.digest, ground=wanted.ground, article=GROUNDS_ARTICLE)
    return await send_onward(call, message, refusal)


def check_ground(node: Node, message: Message, ground: str) -> None:
    """Refuse a ground that is no code, or that the agreement does not list (Art. 2.8); InputError.

    Once the agreement has ended what is left to answer may be refused on any ground.
    """
    if ground not in set(RefusalGround):
        known = ", ".join(RefusalGround)
        raise InputError("referral.unknown_ground", ground=ground[:64], known=known)
    policy = node.policy_under(message.agreement)
    if policy is not None and not is_ground(policy.agreement, ground, GROUNDS_ARTICLE):
        known = ", ".join(policy.agreement.exchange.refusal_grounds)
        raise InputError(
            "refusal.ground_not_agreed", ground=ground, article=GROUNDS_ARTICLE, known=known
        )


def _values_before(connection: Connection, request: Message) -> int:
    """Count the values of the part that a further reply takes the place of."""
    try:
        body = read_body(last_message(connection, request.thread, request.sender, Part.KIND))
    except InputError:
        return 0
    return len(body.values) if isinstance(body, Part) else 0


def _permit(node: Node, chosen: Chosen, approvals: tuple[str, ...]) -> Permit | None:
    if isinstance(chosen.decision, Denial):
        return None
    policy = policy_named(node, chosen.message.agreement)
    now_ms = node.world.now_ms()
    return permit_of(chosen.decision, (policy,), approvals, now_ms=now_ms)


def _verdict(decision: Permit | Referral | Denial) -> dict[str, Any]:
    match decision:
        case Permit():
            return {"verdict": "permitted", "articles": list(decision.articles)}
        case Referral():
            return {"verdict": "needs-a-person", "articles": [decision.article]}
        case Denial():
            return {"verdict": "denied", "articles": [decision.article], "code": decision.code}


async def send_onward(
    call: Call, before: Message, body: Body, *, ours: bool = False, asking: bool = False
) -> dict[str, Json]:
    """Send the next message of a thread, as its holder or asker, and tell what became of it."""
    node = call.node
    frame = framing(node, before.thread)
    message = follow_up(before, body, call.actor.pseudonym, frame, ours=ours)
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        advance(transaction, message.thread, message.recipient, body.KIND, asking=asking)
        if body.KIND in ORDERS:
            overtake(transaction, message.thread, message.recipient)
        if body.KIND in _ENDS:
            stop_clock(transaction, message, asking=False)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))
        transaction.log(call.event(f"{body.KIND}.ordered", message.id, partner=message.recipient))

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((message.recipient,), message.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    return {"thread": message.thread, "message": message.id, "delivery": delivered}


def _officers_needed(decision: Permit | Referral | Denial) -> int:
    if isinstance(decision, Denial):
        return 0
    return 2 if decision.obligations.two_officers else 1
