"""The holder's side of what an asker says in a thread: an answer to our question, and its end.

Both are receipted and told to the officer who spoke last. They may have crossed what we said
meanwhile (``exchange.conversation.LATE``): then they are kept and move nothing.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.progress import Clarification, Clarified, Closed
from entraide.exchange.releases import Part, Refusal, Reply
from entraide.exchange.request import languages_denial, request_question
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.mail.post import advance_holder, take_in
from entraide.node.request.choosing import request_of
from entraide.node.runtime import Node

__all__ = ["take_clarified", "take_closed"]

_MESSAGE: Final = schema.message.c
_OURS: Final = (
    select(_MESSAGE.content)
    .where(
        _MESSAGE.thread == bindparam("of_thread"),
        _MESSAGE.partner == bindparam("of_partner"),
        _MESSAGE.kind.in_(bindparam("of_kinds", expanding=True)),
        _MESSAGE.incoming == 0,
        _MESSAGE.content != ERASED,
    )
    .order_by(_MESSAGE.seq.desc())
    .limit(1)
)
_SPOKE: Final = (Reply.KIND, Part.KIND, Refusal.KIND)


async def take_clarified(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take the answer to our question in, under the policy of the request that it explains."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Clarified):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    _check_policy(node, message, body)

    def change(transaction: Transaction) -> None:
        asked = _ours(transaction.connection, message, (Clarification.KIND,))
        if asked is None or asked.digest != body.clarification:
            raise RemoteProtocolError("answer.to_another_question", message=message.id)
        advance_holder(transaction, message)
        leave_word(transaction, Word(asked.author, message.thread, message.sender, message.kind))

    return await take_in(node, message, envelope, change)


async def take_closed(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take the end of a thread in; whoever answered reads what came of it."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Closed):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)

    def change(transaction: Transaction) -> None:
        advance_holder(transaction, message)
        spoke = _ours(transaction.connection, message, _SPOKE)
        if spoke is not None:
            what = f"{message.kind}:{body.outcome.value}"
            leave_word(transaction, Word(spoke.author, message.thread, message.sender, what))

    return await take_in(node, message, envelope, change)


def _check_policy(node: Node, message: Message, body: Clarified) -> None:
    """Refuse words about a person that the agreement does not allow any more, or in its languages.

    RemoteProtocolError: nothing of it is kept.
    """
    policy = node.policy_under(message.agreement)
    try:
        before, request = node.read(lambda c: request_of(c, message.thread, message.sender))
    except InputError as error:
        raise RemoteProtocolError("conversation.unknown", event=message.kind) from error
    question = request_question(
        request, before.purpose or "", (before.sender, before.recipient), Side.HOLDER
    )
    denied = policy is None or isinstance(
        policy.decide(question, now_ms=node.world.now_ms(), budget_used=0), Denial
    )
    if policy is None or denied or languages_denial(policy.agreement, body.language):
        raise RemoteProtocolError("clarified.not_agreed", message=message.id)


def _ours(connection: Connection, message: Message, kinds: tuple[str, ...]) -> Message | None:
    """Return what we last said of these kinds in a message's thread."""
    of = {"of_thread": message.thread, "of_partner": message.sender, "of_kinds": kinds}
    content = connection.scalar(_OURS, of)
    return Message.decode(bytes(content)) if content else None
