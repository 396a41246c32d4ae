"""The asker's side of an answer to a request: may it be given so, and what it puts an end to.

A refusal must name a ground that the agreement lists. A reply takes the place of every part that
came before it, so that at any time one statement of the partner stands and can be corrected or
withdrawn; the parts are erased in the transaction that keeps it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.terms import RefusalGround
from entraide.errors import RemoteProtocolError
from entraide.exchange.bodies import Body, Denied, read_body
from entraide.exchange.releases import Part, Refusal, Reply, Request
from entraide.exchange.request import is_ground
from entraide.kernel.message import Message
from entraide.node.request.clocks import stop_clock
from entraide.node.runtime import Node

__all__ = ["check_answer", "take_up"]

_REFUSED: Final = "refused."
_MESSAGE: Final = schema.message.c
_PARTS: Final = Prepared(
    select(_MESSAGE.seq).where(
        _MESSAGE.thread == bindparam("of_thread"),
        _MESSAGE.partner == bindparam("of_partner"),
        _MESSAGE.kind == Part.KIND,
        _MESSAGE.incoming == 1,
        _MESSAGE.content != ERASED,
    )
)
_REQUEST: Final = select(_MESSAGE.content).where(
    _MESSAGE.digest == bindparam("named"),
    _MESSAGE.partner == bindparam("of_partner"),
    _MESSAGE.incoming == 0,
    _MESSAGE.content != ERASED,
)


def check_answer(node: Node, message: Message, body: Body) -> None:
    """Refuse a refusal on a ground that the agreement does not list; RemoteProtocolError.

    Where the agreement has ended here meanwhile, the ground need only be one of the vocabulary.
    """
    match body:
        case Refusal():
            ground, article = body.ground, body.article
        case Denied() if body.code.startswith(_REFUSED):
            ground, article = body.code.removeprefix(_REFUSED), body.article or ""
        case _:
            return
    policy = node.policy_under(message.agreement)
    listed = policy is None or is_ground(policy.agreement, ground, article)
    if ground not in set(RefusalGround) or not listed:
        raise RemoteProtocolError("refusal.not_a_ground", message=message.id)


def take_up(transaction: Transaction, message: Message, body: Reply | Refusal) -> int:
    """End the request's clock, and erase the parts whose place a reply takes; return how many.

    A refusal after a part refuses the rest: what the part released stands.
    """
    if isinstance(body, Part):
        _check_left(transaction, message, body)
    else:
        stop_clock(transaction, message, asking=True)
    return _replace_parts(transaction, message) if isinstance(body, Reply) else 0


def _replace_parts(transaction: Transaction, message: Message) -> int:
    of = {"of_thread": message.thread, "of_partner": message.sender}
    numbers = _PARTS.scalars(transaction.connection, of)
    return blank_messages(transaction, _MESSAGE.seq.in_(numbers)) if numbers else 0


def _check_left(transaction: Transaction, message: Message, part: Part) -> None:
    """What is still to come must have been asked for."""
    named = {"named": part.request, "of_partner": message.sender}
    content = transaction.connection.scalar(_REQUEST, named)
    asked = read_body(Message.decode(bytes(content))) if content else None
    if isinstance(asked, Request) and not set(part.left) <= set(asked.categories):
        raise RemoteProtocolError("part.not_asked", message=message.id)
