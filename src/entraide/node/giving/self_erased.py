"""What partners gave, erased here by our own decision: who gave it hears of it, and who has it.

All of it is in the transaction that erases:

1. the provider gets a signed statement that names each item by its digest (``Ended``): its tree of
   copies shows that we hold it no more;
2. where the reason is against the data itself (``TAKES_BACK``), the copies that we passed on are
   withdrawn at their holders; where only our own time is over, their holders are told, and keep
   theirs until their own last day;
3. whoever passed a copy on to us gets the tree's word of it.
The rows of copies stay, without a value: what the provider orders later still goes on by them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.answer import compose_outside
from entraide.exchange.information import Information
from entraide.exchange.onward import CopyTold
from entraide.exchange.recalls import MOST_REPLIES, Correction, Ended
from entraide.exchange.releases import Part, Reply
from entraide.exchange.statements import CopyEvent, CopyStatement, sign_statement
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.giving.copies import pass_down, say_done, tell_up
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.people.actor import NODE
from entraide.node.record.erasure import Because, because_of, erase_message, finish_erasure
from entraide.node.runtime import Node
from entraide.vocabulary.erasure import ERASURE_REASONS, TAKES_BACK

__all__ = ["EraseMessage", "Erasing", "erase_messages", "erase_received"]

_MESSAGE: Final = schema.message.c
_COPIED: Final = schema.copied.c
_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """Why messages are erased (a code of ``ERASURE_REASONS``), who did it, and its log entries."""

    reason: str
    because: Because
    author: str = NODE.pseudonym


class EraseMessage(Parameters):
    """A message's id, and why it goes, a code of ``ERASURE_REASONS``."""

    message: str
    reason: str


async def erase_messages(call: Call, wanted: EraseMessage) -> Json:
    """Erase what we hold of a message, sent or received; InputError where there is nothing left."""
    node = call.node
    ERASURE_REASONS.find(wanted.reason)
    because = because_of(call, wanted.reason)
    erasing = Erasing(reason=wanted.reason, because=because, author=call.actor.pseudonym)
    held = select(_MESSAGE.seq).where(_MESSAGE.id == wanted.message, _MESSAGE.content != ERASED)
    found = node.read(lambda c: c.scalars(held.order_by(_MESSAGE.seq)).all())
    if not found:
        raise InputError("message.not_held", message=wanted.message)
    woken = await node.writer.run(lambda t: erase_received(node, t, found, erasing))
    for partner in woken:
        node.delivery.kick(partner)
    return {"erased": len(found), "keys_destroyed": await finish_erasure(node)}


def erase_received(
    node: Node, transaction: Transaction, sequences: Sequence[int], erasing: Erasing
) -> tuple[str, ...]:
    """Erase messages, and tell of those that gave us something; return the partners to wake.

    The caller calls ``finish_erasure`` after the commit.
    """
    items = _items(transaction.connection, sequences)
    for sequence in sequences:
        erase_message(transaction, sequence, erasing.because)
    woken: list[str] = []
    for (partner, agreement), digests in _by_provider(items).items():
        for at in range(0, len(digests), MOST_REPLIES):
            chunk = digests[at : at + MOST_REPLIES]
            order = _state(node, transaction, (partner, agreement, chunk), erasing)  # 1
            woken.extend(_tell_of_copies(node, transaction, (chunk, order), erasing))
            woken.append(partner)
    return tuple(dict.fromkeys(woken))


def _items(connection: Connection, sequences: Sequence[int]) -> list[Message]:
    """Return what of these messages partners gave us and is held."""
    rows = connection.scalars(
        select(_MESSAGE.content).where(
            _MESSAGE.seq.in_(sequences),
            _MESSAGE.incoming == 1,
            _MESSAGE.kind.in_(_GIVEN),
            _MESSAGE.content != ERASED,
        )
    )
    return [Message.decode(bytes(row)) for row in rows]


def _by_provider(items: Iterable[Message]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        found[item.sender, item.agreement or ""].append(item.digest)
    return found


def _state(
    node: Node, transaction: Transaction, gone: tuple[str, str, list[str]], erasing: Erasing
) -> str | None:
    """Tell a provider what of its we erased; return the statement's digest, None where it is gone.

    A provider that is pinned no more cannot be told.
    """
    partner, agreement, digests = gone
    if node.pinned(partner) is None:
        return None
    frame = framing(node)
    body = Ended(agreement=agreement, replies=tuple(sorted(digests)), at_ms=frame.now_ms)
    message = compose_outside(body, (node.settings.id, partner), (erasing.author, None), frame)
    enqueue(transaction, Stored(message=message, incoming=False, envelope=seal(node, message)))
    transaction.log(sent(message))
    return message.digest


def _tell_of_copies(
    node: Node, transaction: Transaction, gone: tuple[list[str], str | None], erasing: Erasing
) -> list[str]:
    digests, order = gone
    rows = transaction.connection.execute(
        select(schema.copied).where(
            _COPIED.incoming == 1,
            or_(_COPIED.item.in_(digests), _COPIED.standing.in_(digests)),
        )
    ).all()
    woken: list[str] = []
    for row in rows:
        if erasing.reason in TAKES_BACK:  # 2
            woken.extend(pass_down(node, transaction, row.item, order or row.standing))
        else:
            woken.extend(_tell_below(node, transaction, row))
        woken.extend(say_done(node, transaction, row, (CopyEvent.DELETED, order)))  # 3
    return woken


def _tell_below(node: Node, transaction: Transaction, row: Row[Any]) -> list[str]:
    """Tell whoever has a copy from us that ours is gone; the copy stays."""
    holders = transaction.connection.scalars(
        select(_COPIED.partner).where(_COPIED.incoming == 0, _COPIED.parent == row.item).distinct()
    ).all()
    statement = CopyStatement(
        event=CopyEvent.DELETED,
        party=node.settings.id,
        giver=row.partner,
        holder=node.settings.id,
        item=row.item,
        parent=row.parent or row.item,
        order=None,
        at_ms=node.world.now_ms(),
    )
    told = CopyTold(signed=sign_statement(statement, node.keyring.signing), order=None)
    return [each for holder in holders for each in tell_up(node, transaction, holder, told)]
