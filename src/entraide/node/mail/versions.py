"""Which version of the exchange is spoken with whom, checked where messages leave and arrive.

``post.seal`` and ``post.open_arrival`` are the only ways out and in, and both ask here. What is
chosen follows from two signed cards and a signed memorandum alone; the partner's own claims on the
wire change nothing. A message under no agreement is held to no minimum.
"""

from __future__ import annotations

from entraide.agreements.decision import Denial
from entraide.agreements.policy import Permit
from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.message import Message
from entraide.kernel.protocol import choose_version
from entraide.node.runtime import Node

__all__ = ["check_arriving", "check_leaving", "version_denial"]


def check_leaving(node: Node, message: Message) -> None:
    """Refuse to send in another version than the two cards and the agreement choose; TrustError."""
    chosen = _chosen(node, message.recipient, message.agreement)
    if message.protocol != chosen:
        raise TrustError(
            "protocol.not_the_chosen",
            partner=message.recipient,
            chosen=chosen,
            version=message.protocol,
        )


def check_arriving(node: Node, message: Message) -> None:
    """Refuse a message below the minimum of the agreement that it names; RemoteProtocolError."""
    least = _least(node, message.agreement)
    if message.protocol < least:
        raise RemoteProtocolError(
            "protocol.below_minimum", partner=message.sender, version=message.protocol, least=least
        )


def version_denial(node: Node, partner: str, permit: Permit) -> Denial | None:
    """Return the denial of a question for whose agreement the partner's node, or ours, is too old.

    Art. 8.6: it is known before anything is sent, so nobody sees the question.
    """
    try:
        _chosen(node, partner, permit.digest)
    except TrustError:
        return Denial("policy.protocol_too_old", "Art. 8.6", permit.agreement)
    return None


def _chosen(node: Node, partner: str, agreement: str | None) -> int:
    card = node.partners.get(partner)
    theirs = card.protocol if card is not None else ()
    return choose_version(node.speaks, theirs, least=_least(node, agreement), partner=partner)


def _least(node: Node, agreement: str | None) -> int:
    policy = node.policy_under(agreement)
    return 0 if policy is None else policy.agreement.final_provisions.least_protocol_version
