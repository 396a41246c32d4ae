"""What becomes of received data once an agreement has ended (Art. 8.5), and a provider's receipt.

An agreement ends for two parties when one of them terminates it and the notice has run, or when it
expires and no later text has taken its place. Where the parties agreed that data is deleted (or
returned, which of a copy means the same), ``retention.run`` erases what this provider gave under
it; what follows, and the statement to the provider, is in ``self_erased``. The provider's officers
find it in their inbox, and in the tree of copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection, insert, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.budgets import day_start
from entraide.agreements.policy import Policy
from entraide.agreements.terms import AfterEnd
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import Ended
from entraide.exchange.information import Information
from entraide.exchange.recalls import MOST_REPLIES, Correction
from entraide.exchange.releases import Part, Reply
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call
from entraide.node.giving.self_erased import Erasing, erase_received
from entraide.node.mail.post import take_in
from entraide.node.record.erasure import Because
from entraide.node.runtime import Node
from entraide.vocabulary.erasure import AGREEMENT_ENDED

__all__ = ["end_agreements", "has_ended", "receive_ended", "received_replies"]

_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)
_GOES: Final = (AfterEnd.DELETE, AfterEnd.RETURN)


async def end_agreements(call: Call, because: Because) -> int:
    """Erase what came under agreements that have ended; return how many replies went."""
    node = call.node
    erasing = Erasing(reason=AGREEMENT_ENDED, because=because, author=call.actor.pseudonym)
    replies = node.read(lambda c: _ended(node, c))
    for at in range(0, len(replies), MOST_REPLIES):
        chunk = replies[at : at + MOST_REPLIES]
        await node.writer.run(partial(_erase, node, chunk, erasing))
    return len(replies)


def _erase(node: Node, replies: Sequence[int], erasing: Erasing, transaction: Transaction) -> None:
    erase_received(node, transaction, replies, erasing)


def _ended(node: Node, connection: Connection) -> tuple[int, ...]:
    """Return the numbers of what is to go, by provider and agreement."""
    gone = {
        (partner, policy.digest)
        for policy in node.policies
        for partner in node.partners
        if has_ended(node, policy, partner)
    }
    found = [
        (message.sender, message.agreement or "", sequence)
        for sequence, _, message in (received_replies(connection) if gone else ())
        if (message.sender, message.agreement or "") in gone
    ]
    return tuple(sequence for *_, sequence in sorted(found))


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
        _note(transaction, message.sender, body)
        for word in _words(transaction.connection, message.sender, body):
            leave_word(transaction, word)

    return await take_in(node, message, envelope, tell)


def _note(transaction: Transaction, partner: str, ended: Ended) -> None:
    """Keep that a partner holds no more what we had given it: the tree of copies shows it."""
    table, given, connection = schema.ended_copy, schema.message.c, transaction.connection
    known = select(table.c.item).where(table.c.partner == partner)
    items = connection.scalars(
        select(given.digest).where(
            given.incoming == 0,
            given.partner == partner,
            given.kind.in_(_GIVEN),
            given.digest.in_(ended.replies),
            given.digest.not_in(known),
        )
    ).all()
    rows = [{"item": item, "partner": partner, "at_ms": ended.at_ms} for item in items]
    if rows:
        connection.execute(insert(table), rows)


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
