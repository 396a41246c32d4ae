"""Telling the provider of what a partner gave us, when a person concerned was right about it.

Deleted here, it is stated to the provider in a signed message that names it by its digest, as at
the end of an agreement, and does not say why: that a person turned to us is not the provider's to
know. Copies that we had passed on are withdrawn at their holders, and whoever passed ours on to us
is told by the tree of copies. A value that is wrong is the provider's to put right: no message
asks for that, so the words of the letter stand with the find and the task in the inbox.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Connection, or_, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.answer import compose_outside
from entraide.exchange.recalls import Ended
from entraide.exchange.statements import CopyEvent
from entraide.kernel.message import Message
from entraide.node.call import Call
from entraide.node.giving.copies import pass_down, say_done
from entraide.node.mail.post import framing, seal
from entraide.node.notice.sending import Outgoing
from entraide.node.runtime import Node
from entraide.safeguards.person_file import Find
from entraide.vocabulary.language import mark, translate

__all__ = ["TELL_PROVIDER", "letter_to_provider", "recall_copies", "statement_for"]

TELL_PROVIDER: Final = "subject:tell-provider"
_LETTER: Final = mark(
    "To {partner}: in {place} {id} of {day}, which you provided to us, {prop} reads “{was}”. The "
    "person concerned has shown that it should read “{becomes}”. Please examine it, put it right "
    "where it went, and tell us (Directive (EU) 2016/680, Art. 16(5))."
)


def statement_for(call: Call, find: Find) -> tuple[Outgoing, ...]:
    """Return our statement that a partner's data is deleted; none where there is nobody to tell."""
    node = call.node
    message = node.read(lambda c: _given(c, find))
    if message is None or message.agreement is None or node.pinned(find.partner) is None:
        return ()
    frame = framing(node)
    body = Ended(agreement=message.agreement, replies=(message.digest,), at_ms=frame.now_ms)
    pair = (node.settings.id, find.partner)
    said = compose_outside(body, pair, (call.actor.pseudonym, None), frame)
    return (Outgoing(said, seal(node, said)),)


def recall_copies(node: Node, transaction: Transaction, find: Find, order: str) -> tuple[str, ...]:
    """Withdraw every copy made here of what is deleted; return the partners to wake.

    ``order`` is the digest of our statement, which stands as what was carried out.
    """
    message = _given(transaction.connection, find)
    table = schema.copied.c
    rows = transaction.connection.execute(
        select(schema.copied).where(
            table.incoming == 1,
            table.partner == find.partner,
            or_(table.item == message.digest, table.standing == message.digest),
        )
    ).all() if message is not None else []  # fmt: skip
    woken: list[str] = []
    for row in rows:
        woken.extend(pass_down(node, transaction, row.item, order))
        woken.extend(say_done(node, transaction, row, (CopyEvent.DELETED, order)))
    return tuple(woken)


def letter_to_provider(find: Find, change: tuple[str, str, str]) -> str:
    """Return what the provider is to be told of a wrong value: property, old and new text."""
    prop, was, becomes = change
    if not find.says(prop, was):
        raise InputError("subject.no_value", prop=prop, number=find.number)
    day = dt.datetime.fromtimestamp(find.at_ms / 1_000, dt.UTC).date().isoformat()
    place = translate(_PLACE[find.place])
    said = {"prop": prop, "was": was, "becomes": becomes, "day": day}
    return translate(_LETTER, partner=find.partner, place=place, id=find.id, **said)


_PLACE: Final = {"reply": mark("message"), "notice-received": mark("notice")}


def _given(connection: Connection, find: Find) -> Message | None:
    table = schema.message.c
    content = connection.scalar(
        select(table.content).where(
            table.id == find.id,
            table.partner == find.partner,
            table.incoming == 1,
            table.content != ERASED,
        )
    )
    return Message.decode(bytes(content)) if content else None
