"""Answering: what the holder lets the asker know, and how it is said.

Disclosing takes a Permit, which only the policy decision makes. An answer says hit or no-hit, with
a band and a reference only as far as the permit's obligations go. A record that is withheld is
simply not among the sightings: the answer is then the same as for somebody unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from entraide.agreements.decision import Denial, Referral
from entraide.agreements.policy import Permit
from entraide.agreements.terms import HitDetail
from entraide.exchange.ask import Framing
from entraide.exchange.bodies import MAX_HITS, Acknowledgement, Answer, Body, Denied, Hit
from entraide.kernel.message import Message

__all__ = [
    "acknowledge",
    "answer_event",
    "compose_answer",
    "compose_outside",
    "compose_permitted",
    "deny",
    "next_release_ms",
    "reply",
]

_NO_REFERENCE: Final = "0" * 32


def compose_answer(
    permit: Permit,
    query: Message,
    bands: Sequence[str],
    fresh_reference: Callable[[], str],
) -> Answer:
    """Return the answer that the permit allows: no more hits and no more detail than agreed.

    ``bands`` are those of the visible sightings, best first. A reference is drawn anew for every
    hit of every answer, so that two answers about one person cannot be joined.
    """
    detail = permit.obligations.hit_detail
    most = min(permit.obligations.most_hits, MAX_HITS)
    hits = tuple(
        Hit(
            fresh_reference() if detail is HitDetail.BAND_AND_REFERENCE else _NO_REFERENCE,
            None if detail is HitDetail.NONE else band,
        )
        for band in bands[:most]
    )
    if detail is HitDetail.NONE:
        hits = hits[:1]  # only that there is one: not even how many
    return Answer(query=query.digest, hits=hits)


def deny(denial: Denial, query: Message) -> Denied:
    """Return the denial that the asker may read: a code and the article, never a reason."""
    return Denied(query=query.digest, code=denial.code, article=denial.article)


def acknowledge(referral: Referral, query: Message) -> Acknowledgement:
    """Return the notice that a person at the holder must look first."""
    return Acknowledgement(query=query.digest, article=referral.article)


def reply(query: Message, body: Body, author: str, framing: Framing) -> Message:
    """Compose the message that carries an answer back to the asker."""
    return Message(
        id=framing.id,
        thread=query.thread,
        kind=body.KIND,
        version=body.VERSION,
        sender=query.recipient,
        recipient=query.sender,
        author=author,
        sent_ms=framing.now_ms,
        expires_ms=framing.now_ms + framing.lifetime_ms,
        purpose=query.purpose,
        agreement=query.agreement,
        handling=query.handling,
        in_reply_to=query.id,
        body=body.to_json(),
    )


def compose_permitted(
    permit: Permit, body: Body, said: tuple[str, str], framing: Framing
) -> Message:
    """Compose what a permit lets go to whom it is for; ``said`` is the author and the handling."""
    return Message(
        id=framing.id,
        thread=framing.thread,
        kind=body.KIND,
        version=body.VERSION,
        sender=permit.question.holder,
        recipient=permit.question.asker,
        author=said[0],
        sent_ms=framing.now_ms,
        expires_ms=framing.now_ms + framing.lifetime_ms,
        purpose=permit.purpose,
        agreement=permit.digest,
        handling=said[1],
        in_reply_to=None,
        body=body.to_json(),
    )


def compose_outside(
    body: Body, pair: tuple[str, str], said: tuple[str, str | None], framing: Framing
) -> Message:
    """Compose what moves under no agreement and for no purpose: documents, receipts, reconciling.

    ``pair`` is (sender, recipient), ``said`` the author and the id that it replies to, if any.
    """
    return Message(
        id=framing.id,
        thread=framing.thread,
        kind=body.KIND,
        version=body.VERSION,
        sender=pair[0],
        recipient=pair[1],
        author=said[0],
        sent_ms=framing.now_ms,
        expires_ms=framing.now_ms + framing.lifetime_ms,
        purpose=None,
        agreement=None,
        handling="H0",
        in_reply_to=said[1],
        body=body.to_json(),
    )


def answer_event(body: Body) -> str:
    """Return what an answer is to the conversation's transition table."""
    if isinstance(body, Answer):
        return "answer:hit" if body.hits else "answer:no-hit"
    return body.KIND


def next_release_ms(elapsed_ms: float, step_ms: int, least_ms: int) -> float:
    """Return how long after arrival an answer leaves: the next multiple of the step.

    What a search cost is hidden within a step; ``least_ms`` is the agreement's own delay.
    """
    passed = max(elapsed_ms, float(least_ms))
    steps = int(passed // step_ms) + 1
    return float(steps * step_ms)
