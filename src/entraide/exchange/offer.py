"""Offering a file and saying that it arrived: what policy is asked, and the two messages.

Whoever attaches a file discloses: it takes a Permit under the agreement of the conversation. The
side that asked gives unasked (a photograph to recognise); the side that was asked gives what was
requested. The receiver decides the same question and refuses what was not agreed.
"""

from __future__ import annotations

from dataclasses import replace

from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.terms import Form
from entraide.exchange.answer import reply
from entraide.exchange.ask import Framing, policy_question
from entraide.exchange.attachment import Arrived
from entraide.exchange.bodies import Query
from entraide.exchange.discussion import Terms, post_question
from entraide.exchange.information import Information
from entraide.exchange.informing import information_question
from entraide.kernel.canonical import digest
from entraide.kernel.message import Message

__all__ = ["approval_payload", "attachment_question", "compose_arrived"]


def approval_payload(sha256: str, thread: str, partner: str, handling: str) -> str:
    """Return what an officer signs to let a file go: these bytes, there, under this handling."""
    return digest(
        {"attachment": sha256, "handling": handling, "partner": partner, "thread": thread}
    )


def attachment_question(
    query: Query | Information | Terms,
    purpose: str,
    pair: tuple[str, str],
    *,
    asked: bool,
    side: Side,
) -> PolicyQuestion:
    """Return what policy decides; ``pair`` is (who gets the file, who gives it).

    ``asked`` tells whether the receiver's question opened the conversation; a file beside
    information is of the same kinds of data as the information, and one in a thread of several
    parties of those that its terms name.
    """
    if isinstance(query, Terms):
        return post_question(query, purpose, pair, side)
    if isinstance(query, Information):
        return information_question(query, purpose, pair, side)
    form = Form.REQUEST if asked else Form.SPONTANEOUS
    return replace(policy_question(query, purpose, *pair, side), form=form)


def compose_arrived(offer: Message, attachment: str, sha256: str, framing: Framing) -> Message:
    """Compose the word that all of an attachment is durable here, with the digest of the whole."""
    body = Arrived(attachment=attachment, offer=offer.digest, sha256=sha256)
    return reply(offer, body, "node", framing)
