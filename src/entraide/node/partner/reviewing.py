"""Reviewing a partnership: our draft goes to the partner, its own comes back, both make one file.

The partner counts for itself; nothing of ours is taken over there, and nothing of its counts here.
The document is a file for people: they compare, and sign it with their root keys as they sign a
memorandum.
"""

from __future__ import annotations

from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.answer import compose_outside
from entraide.exchange.figures import Period
from entraide.exchange.review import (
    MOST_DAYS_MS,
    Draft,
    Review,
    SignedReview,
    compare_drafts,
    encode_review,
    verify_review,
)
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message, SignedMessage, sign_message
from entraide.node.call import Call, Parameters
from entraide.node.keys.identity import own_keys
from entraide.node.mail.post import framing, open_arrival, open_signed, seal
from entraide.node.partner.reviewed import figures_with, is_bound_with

__all__ = ["MakeReview", "make_review"]

_PATIENCE_S = 600.0
"""Counting takes some seconds for a million messages."""


class MakeReview(Parameters):
    """A partner and a period: from a moment on, until before another (UTC milliseconds)."""

    partner: str
    from_ms: int
    until_ms: int


async def make_review(call: Call, wanted: MakeReview) -> Json:
    """Count, exchange drafts with the partner, and return the document that both can sign.

    1. an agreement binds us both and the period is behind us; 2. our figures are signed and go to
    the partner; 3. its own come back, signed, for the same period; 4. both are put together,
    verified as anybody will verify them, and logged.
    """
    node, period = call.node, Period(wanted.from_ms, wanted.until_ms)
    _check(call, wanted)  # 1
    figures = await figures_with(node, wanted.partner, period)
    pair = (node.settings.id, wanted.partner)
    said = Review(period=period, figures=figures)
    message = compose_outside(said, pair, (call.actor.pseudonym, None), framing(node))
    theirs = await _exchanged(call, message)  # 2, 3
    ours = Draft(sign_message(message, node.keyring.signing), own_keys(node))
    review = SignedReview((ours, Draft(theirs, node.partners[wanted.partner].keys)))  # 4
    verify_review(review)
    rows = compare_drafts(review)
    differing = sum(row.differs for row in rows)
    event = call.event(
        "review.made",
        message.id,
        partner=wanted.partner,
        ids={"differing": str(differing), "figures": str(len(rows))},
        digests={"ours": message.digest, "theirs": theirs.message.digest},
    )
    await node.writer.run(lambda transaction: transaction.log(event))
    return {"review": encode_review(review).decode(), "differing": differing}


def _check(call: Call, wanted: MakeReview) -> None:
    node = call.node
    if wanted.partner not in node.partners:
        raise InputError("partner.unknown", partner=wanted.partner)
    if not is_bound_with(node, wanted.partner):
        raise InputError("review.no_agreement", partner=wanted.partner)
    if not 0 <= wanted.from_ms < wanted.until_ms <= wanted.from_ms + MOST_DAYS_MS:
        raise InputError("review.bad_period")
    if wanted.until_ms > node.world.now_ms():
        raise InputError("review.not_over", partner=wanted.partner)


async def _exchanged(call: Call, message: Message) -> SignedMessage:
    """Send our draft and return the partner's signed answer to that very draft."""
    node, partner = call.node, message.recipient
    card, context = node.partners[partner], node.contexts[partner]
    answer = await node.client.deliver(
        card.addresses, seal(node, message), context, patience_s=_PATIENCE_S
    )
    admitted = open_arrival(node, card.keys.key_set.tls_pin, answer)
    body, answered = admitted.body, admitted.message
    ours = answered.sender == partner and answered.in_reply_to == message.id
    if not ours or not isinstance(body, Review):
        raise RemoteProtocolError("answer.to_another_question", message=answered.id)
    if body.period != Period(*_period_of(message)):
        raise RemoteProtocolError("review.other_period", partner=partner)
    return open_signed(node, answer)


def _period_of(message: Message) -> tuple[int, int]:
    return int(message.body["from_ms"]), int(message.body["until_ms"])
