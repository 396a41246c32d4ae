"""Word of copies that others made: believed as far as it can be, kept, and told on.

Whoever passes an item on tells who gave it, in a signed statement; who is told adds it to the tree
of that item and tells its own provider, so that the originator knows every copy. What is told must
hang on something that we gave to this very partner, or on a copy of which this partner told before:
nobody can write into the tree of an item that it never had. A statement of a party that we have
pinned is verified; that of another is kept as it came and shown as not verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.information import Information
from entraide.exchange.onward import CopyTold, DirectRecall
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, Reply
from entraide.exchange.statements import CopyEvent, CopyStatement, sign_statement, verify_statement
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word, officer_of
from entraide.node.giving.copies import pass_down, tell_up
from entraide.node.mail.post import take_in
from entraide.node.record.erasure import try_to_finish
from entraide.node.runtime import Node

__all__ = ["receive_copy", "receive_recall"]

_TOLD: Final = schema.copy_told.c
_COPIED: Final = schema.copied.c
_MESSAGE: Final = schema.message.c
_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)
_GIVER_DELETED: Final = "giver-deleted"
_MOST_TOLD: Final = 10_000
"""Copies of which one partner may tell."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A statement as it came: who brought it, and the bytes."""

    statement: CopyStatement
    via: str
    told: CopyTold


async def receive_copy(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep word of a copy and tell our own provider; return our receipt.

    1. the statement reads, and a pinned party that it names signed it; 2. it hangs on what we gave
    to this partner; 3. word of what became of a copy is of one that we were told of, or that we
    passed on; 4. what we had from somebody ourselves is told there too.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, CopyTold):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    signed = verify_statement(body.signed, node.known, node.world.now_ms())  # 1
    statement = signed.statement
    if not isinstance(statement, CopyStatement):
        raise RemoteProtocolError("field.malformed", field="copy-told.signed")
    word = _Word(statement, message.sender, body)
    woken: list[str] = []

    def keep(transaction: Transaction) -> None:
        if statement.event is CopyEvent.PASSED_ON:
            woken.extend(_passed_on(node, transaction, message, word))
        else:
            woken.extend(_became(node, transaction, message, word))

    sealed = await take_in(node, message, envelope, keep)
    for partner in woken:
        node.delivery.kick(partner)
    return sealed


def _passed_on(
    node: Node, transaction: Transaction, message: Message, word: _Word
) -> tuple[str, ...]:
    connection, said = transaction.connection, word.statement
    known = connection.execute(
        select(schema.copy_told).where(_TOLD.item == said.item)
    ).one_or_none()
    if known is not None:
        if bytes(known.signed) != word.told.signed:
            raise RemoteProtocolError("copy.contradicts", message=message.id)
        return ()
    if not _hangs_on(connection, word):  # 2
        raise RemoteProtocolError("copy.unknown", message=message.id)
    told = connection.scalar(select(func.count()).where(_TOLD.via == word.via))
    if int(told or 0) >= _MOST_TOLD:
        raise RemoteProtocolError("copy.too_many", message=message.id)
    connection.execute(
        insert(schema.copy_told).values(
            item=said.item,
            parent=said.parent,
            giver=said.giver,
            holder=said.holder,
            via=word.via,
            at_ms=said.at_ms,
            signed=word.told.signed,
            event="",
            order_digest="",
            event_ms=0,
            event_signed=b"",
            recall="",
        )
    )
    _leave_word(transaction, word)
    root = _root(connection, said.parent)
    return _tell_on(node, transaction, root, word)  # 4


def _became(node: Node, transaction: Transaction, message: Message, word: _Word) -> tuple[str, ...]:
    connection, said = transaction.connection, word.statement
    if _is_from_above(connection, word):
        _tell_readers(transaction, word)
        return ()
    ours = _copied(connection, said.item)
    if ours is not None and _is_news(ours, word):
        heard = update(schema.copied).where(_COPIED.item == said.item, _COPIED.incoming == 0)
        connection.execute(heard.values(heard=word.told.signed))
        return _tell_on(node, transaction, ours, word)
    row = connection.execute(select(schema.copy_told).where(_TOLD.item == said.item)).one_or_none()
    if row is None or word.via not in {row.via, row.holder} or not _fits(row, said):  # 3
        raise RemoteProtocolError("copy.unknown", message=message.id)
    if row.event != CopyEvent.DELETED and bytes(row.event_signed) != word.told.signed:
        order = word.told.order or ""
        changed = {
            "event": said.event.value,
            "order_digest": order,
            "event_ms": said.at_ms,
            "event_signed": word.told.signed,
        }
        table = schema.copy_told
        connection.execute(update(table).where(table.c.item == said.item).values(**changed))
        return _tell_on(node, transaction, _root(connection, row.parent), word)
    return ()


def _is_from_above(connection: Connection, word: _Word) -> bool:
    """Tell whether who passed an item on to us says that it deleted its own."""
    said = word.statement
    made = select(_COPIED.item).where(
        _COPIED.incoming == 1, _COPIED.parent == said.item, _COPIED.partner == word.via
    )
    by_giver = said.event is CopyEvent.DELETED and word.via == said.holder == said.party
    return by_giver and connection.scalar(made.limit(1)) is not None


def _tell_readers(transaction: Transaction, word: _Word) -> None:
    """Whoever took note of what came hears that its giver holds it no more."""
    rows = transaction.connection.execute(
        select(_COPIED.thread).where(
            _COPIED.incoming == 1,
            _COPIED.parent == word.statement.item,
            _COPIED.partner == word.via,
        )
    ).all()
    for row in rows:
        officer = officer_of(transaction.connection, row.thread, word.via)
        leave_word(transaction, Word(officer, row.thread, word.via, _GIVER_DELETED))


def _is_news(ours: Row[Any], word: _Word) -> bool:
    """Tell whether the holder of a copy that we passed on says for the first time what it did.

    What comes round a circle of parties to us again is word of a copy in our own tree.
    """
    by_holder = ours.partner == word.via == word.statement.holder == word.statement.party
    return by_holder and bytes(ours.heard) != word.told.signed


def _fits(row: Row[Any], said: CopyStatement) -> bool:
    return (row.holder, row.giver, row.parent) == (said.holder, said.giver, said.parent)


def _hangs_on(connection: Connection, word: _Word) -> bool:
    """Tell whether the copy was made of what we gave to who tells, or of a copy told of before."""
    said = word.statement
    if said.item == said.parent:
        return False
    given = select(_MESSAGE.seq).where(
        _MESSAGE.incoming == 0,
        _MESSAGE.partner == word.via,
        _MESSAGE.digest == said.parent,
        _MESSAGE.kind.in_(_GIVEN),
    )
    if said.giver == word.via and connection.scalar(given) is not None:
        return True
    above = select(_TOLD.item).where(
        _TOLD.item == said.parent, _TOLD.via == word.via, _TOLD.holder == said.giver
    )
    return connection.scalar(above) is not None


def _copied(connection: Connection, item: str) -> Row[Any] | None:
    """Return our row of a copy that we passed on."""
    found = select(schema.copied).where(_COPIED.item == item, _COPIED.incoming == 0)
    return connection.execute(found).one_or_none()


def _root(connection: Connection, item: str) -> Row[Any] | None:
    """Return the copy that we passed on and of which an item was made; None for our own."""
    while True:
        above = connection.scalar(select(_TOLD.parent).where(_TOLD.item == item))
        if above is None:
            return _copied(connection, item)
        item = str(above)


def _tell_on(
    node: Node, transaction: Transaction, root: Row[Any] | None, word: _Word
) -> tuple[str, ...]:
    """Tell our own provider; our order that is settled becomes the provider's that it carried."""
    if root is None:
        return ()
    settled = word.told.order or word.statement.order
    order = root.carries if settled and settled == root.carried_by else None
    told = CopyTold(signed=word.told.signed, order=order or None)
    return tell_up(node, transaction, root.provider, told)


def _leave_word(transaction: Transaction, word: _Word) -> None:
    """Tell the officer who gave the item, where that can still be read."""
    found = select(_MESSAGE.content, _MESSAGE.thread, _MESSAGE.partner).where(
        _MESSAGE.incoming == 0,
        _MESSAGE.digest == word.statement.parent,
        _MESSAGE.content != ERASED,
    )
    row = transaction.connection.execute(found).one_or_none()
    if row is not None:
        author = Message.decode(row.content).author
        leave_word(transaction, Word(author, row.thread, row.partner, CopyEvent.PASSED_ON.value))


async def receive_recall(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Erase a copy that its originator takes back itself, and say so; return our receipt.

    Only the originator that the copy's own way names may do that, whoever passed it on to us.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, DirectRecall):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    woken: list[str] = []

    def erase(transaction: Transaction) -> None:
        found = select(schema.copied).where(_COPIED.item == body.item, _COPIED.incoming == 1)
        row = transaction.connection.execute(found).one_or_none()
        if row is None or row.origin != message.sender:
            raise RemoteProtocolError("copy.unknown", message=message.id)
        blank_messages(
            transaction,
            _MESSAGE.digest.in_((row.item, row.standing)),
            _MESSAGE.partner == row.partner,
            _MESSAGE.incoming == 1,
        )
        woken.extend(pass_down(node, transaction, row.item, message.digest))
        woken.extend(_say_deleted(node, transaction, row, message))
        officer = officer_of(transaction.connection, row.thread, row.partner)
        leave_word(transaction, Word(officer, row.thread, row.partner, "withdrawal"))

    sealed = await take_in(node, message, envelope, erase)
    for partner in woken:
        node.delivery.kick(partner)
    await try_to_finish(node)
    return sealed


def _say_deleted(
    node: Node, transaction: Transaction, row: Row[Any], order: Message
) -> tuple[str, ...]:
    """Tell the originator and whoever passed the copy on to us."""
    statement = CopyStatement(
        event=CopyEvent.DELETED,
        party=node.settings.id,
        giver=row.provider,
        holder=node.settings.id,
        item=row.item,
        parent=row.parent,
        order=order.digest,
        at_ms=node.world.now_ms(),
    )
    signed = sign_statement(statement, node.keyring.signing)
    direct = CopyTold(signed=signed, order=order.digest)
    told = tell_up(node, transaction, order.sender, direct)
    if row.provider == order.sender:
        return told
    return (*told, *tell_up(node, transaction, row.provider, CopyTold(signed=signed, order=None)))
