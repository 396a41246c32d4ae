"""What becomes of received data once an agreement has ended (Art. 8.5), and the provider's receipt.

An agreement ends for two parties when one of them terminates it and the notice has run, or when it
expires and no later text has taken its place. Where the parties agreed that data is deleted (or
returned, which of a copy means the same), ``retention.run`` erases what this provider gave under it
and tells the provider so in a signed statement, which names each reply by its digest; erasure and
statement are one transaction. The provider's officers find it in their inbox.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters import schema
from entraide.adapters.sealed import ERASED
from entraide.adapters.writer import Transaction
from entraide.agreements.budgets import day_start
from entraide.agreements.policy import Policy
from entraide.agreements.terms import AfterEnd
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import Ended
from entraide.exchange.information import Information
from entraide.exchange.recalls import MOST_REPLIES, Correction
from entraide.exchange.releases import Part, Reply
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call
from entraide.node.erasure import Because, erase_message
from entraide.node.post import Stored, enqueue, framing, seal, sent, take_in
from entraide.node.runtime import Node

__all__ = ["end_agreements", "has_ended", "receive_ended", "received_replies"]

_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)
_GOES: Final = (AfterEnd.DELETE, AfterEnd.RETURN)


async def end_agreements(call: Call, because: Because) -> int:
    """Erase what came under agreements that have ended; return how many replies went."""
    node, count = call.node, 0
    for (partner, agreement), replies in node.read(lambda c: _ended(node, c)).items():
        for at in range(0, len(replies), MOST_REPLIES):
            chunk = replies[at : at + MOST_REPLIES]
            await _erase(call, (partner, agreement), chunk, because)
            count += len(chunk)
    return count


async def _erase(
    call: Call, under: tuple[str, str], replies: list[tuple[int, str]], because: Because
) -> None:
    node, (partner, agreement) = call.node, under
    frame = framing(node)
    body = Ended(
        agreement=agreement,
        replies=tuple(sorted(digest for _, digest in replies)),
        at_ms=frame.now_ms,
    )
    message = compose_outside(
        body, (node.settings.id, partner), (call.actor.pseudonym, None), frame
    )
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        for sequence, _ in replies:
            erase_message(transaction, sequence, because)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(sent(message))

    await node.writer.run(keep)


def _ended(node: Node, connection: Connection) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """Return what is to go: (provider, agreement) and the replies, by number and digest."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    gone = {
        (partner, policy.digest)
        for policy in node.policies
        for partner in node.partners
        if has_ended(node, policy, partner)
    }
    for sequence, _, message in received_replies(connection) if gone else ():
        under = (message.sender, message.agreement or "")
        if under in gone:
            found[under].append((sequence, message.digest))
    return found


def received_replies(connection: Connection) -> Iterator[tuple[int, int, Message]]:
    """Yield what partners released to us and is still held: number, when it came, message."""
    table = schema.message.c
    rows = connection.execute(
        select(table.seq, table.at_ms, table.content).where(
            table.incoming == 1, table.kind.in_(_GIVEN), table.content != ERASED
        )
    )
    for row in rows:
        yield row.seq, row.at_ms, Message.decode(row.content)


def has_ended(node: Node, policy: Policy, partner: str) -> bool:
    """Tell whether a text binds us and this partner no more, and says that the data goes."""
    last, now_ms = policy.agreement.final_provisions, node.world.now_ms()
    if last.termination.data not in _GOES:
        return False
    aside = {pause.party for pause in policy.standing.terminated if pause.holds(now_ms)}
    expired = now_ms >= day_start(last.expires) and not policy.is_amended(now_ms)
    return expired or bool(aside & {node.settings.id, partner})


async def receive_ended(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a partner's statement that it deleted what we gave it; return our receipt."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Ended):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)

    def tell(transaction: Transaction) -> None:
        for word in _words(transaction.connection, message.sender, body):
            leave_word(transaction, word)

    return await take_in(node, message, envelope, tell)


def _words(connection: Connection, partner: str, ended: Ended) -> Iterator[Word]:
    """Yield a word for each officer of ours who had released one of these replies."""
    table = schema.message.c
    rows = connection.scalars(
        select(table.content).where(
            table.incoming == 0,
            table.partner == partner,
            table.digest.in_(ended.replies),
            table.content != ERASED,
        )
    ).all()
    for row in rows:
        message = Message.decode(row)
        yield Word(message.author, message.thread, partner, Ended.KIND)
