"""Attachments as the store knows them, in both directions: one row each, beside its offer.

The offer's message holds the content key; nothing here keeps a second copy of it. Which states
lead where stands in the workers (``node.files.carrier``, ``node.files.finishing``); this
module reads and changes rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, or_, select, update

from entraide.adapters.files.attachments import Source
from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.attachment import Attachment, Transfer
from entraide.exchange.bodies import read_body
from entraide.kernel.chunk import no_chunks
from entraide.kernel.message import Message
from entraide.node.runtime import Node

__all__ = [
    "Known",
    "add",
    "any_under_way",
    "bytes_from",
    "change",
    "drop_offered",
    "erase_given",
    "find",
    "folder_of",
    "latest",
    "load",
    "named",
    "wanted_folders",
]

T = TypeVar("T")
_SHOWN: Final = 200
_UNDER_WAY: Final = Prepared(
    select(schema.attachment.c.id)
    .where(
        or_(
            schema.attachment.c.state == Transfer.OFFERED.value,
            schema.attachment.c.state == Transfer.SENDING.value,
            schema.attachment.c.state == Transfer.RECEIVING.value,
        )
    )
    .limit(1)
)
_TAKEN: Final = (Transfer.RECEIVING.value, Transfer.HELD.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One attachment: its offer and where it stands here."""

    incoming: bool
    partner: str
    message: Message
    offer: Attachment
    state: Transfer
    held: int
    bitmap: bytes
    source: Source
    attempts: int
    fault: str
    at_ms: int
    expires_ms: int

    @property
    def id(self) -> str:
        """The attachment's id."""
        return self.offer.layout.id


def any_under_way(connection: Connection) -> bool:
    """Tell whether any attachment waits for something: most nodes have none, most of the time."""
    return _UNDER_WAY.scalar(connection) is not None


def load(
    connection: Connection, *where: ColumnElement[bool], limit: int = 200
) -> tuple[Known, ...]:
    """Return the attachments that a condition names, oldest first."""
    table, message = schema.attachment, schema.message
    rows = connection.execute(
        select(table, message.c.content)
        .join_from(table, message, table.c.message == message.c.seq)
        .where(*where, message.c.content != ERASED)  # an offer that was erased is no offer
        .order_by(table.c.at_ms, table.c.id)
        .limit(limit)
    )
    return tuple(_known(row) for row in rows)


def find(connection: Connection, attachment: str, *, incoming: bool) -> Known | None:
    """Return one attachment of a direction, or None."""
    table = schema.attachment.c
    found = load(connection, table.id == attachment, table.incoming == int(incoming))
    return found[0] if found else None


def latest(connection: Connection) -> tuple[Known, ...]:
    """Return the attachments of both directions that were offered last, oldest first."""
    table = schema.attachment.c
    since = select(table.at_ms).order_by(table.at_ms.desc()).limit(1).offset(_SHOWN - 1)
    oldest = connection.scalar(since) or 0
    return load(connection, table.at_ms >= oldest, limit=2 * _SHOWN)


def named(connection: Connection, attachment: str) -> Known:
    """Return the attachment of that id in either direction; InputError where there is none."""
    found = load(connection, schema.attachment.c.id == attachment)
    if not found:
        raise InputError("attachment.not_found", attachment=attachment)
    return found[0]


def folder_of(node: Node, attachment: str) -> Path:
    """Where the sealed chunks of an incoming attachment are kept."""
    return node.folder.attachments / attachment


def bytes_from(connection: Connection, partner: str) -> int:
    """Return how many bytes of a partner's attachments are held or promised here."""
    total = _taken(func.sum(schema.attachment.c.size))
    return int(connection.scalar(total.where(schema.attachment.c.partner == partner)) or 0)


def add(
    transaction: Transaction,
    message: Message,
    offer: Attachment,
    sequence: int,
    source: Source | None,
) -> None:
    """Enter an attachment: an outgoing one has a source, an incoming one none."""
    layout, incoming = offer.layout, source is None
    transaction.connection.execute(
        insert(schema.attachment).values(
            incoming=int(incoming),
            id=layout.id,
            message=sequence,
            partner=message.sender if incoming else message.recipient,
            thread=message.thread,
            state=(Transfer.RECEIVING if incoming else Transfer.OFFERED).value,
            size=layout.size,
            chunk_size=layout.chunk_size,
            held=0,
            bitmap=no_chunks(layout.chunks) if incoming else b"",
            source=str(source.path) if source else "",
            stamp=source.stamp if source else "",
            attempts=0,
            next_ms=0,
            fault="",
            at_ms=transaction.now_ms,
            expires_ms=message.expires_ms,
        )
    )


def change(transaction: Transaction, known: Known, **values: Any) -> None:
    """Change columns of an attachment's row."""
    table = schema.attachment
    transaction.connection.execute(
        update(table)
        .where(table.c.incoming == int(known.incoming), table.c.id == known.id)
        .values(**values)
    )


def erase_given(transaction: Transaction, thread: str, partner: str) -> tuple[str, ...]:
    """Erase what a partner attached in a thread: the keys now; the caller forgets the files."""
    table, message = schema.attachment, schema.message
    mine = (table.c.incoming == 1, table.c.thread == thread, table.c.partner == partner)
    rows = transaction.connection.execute(select(table.c.id, table.c.message).where(*mine)).all()
    blank_messages(transaction, message.c.seq.in_([row.message for row in rows]))
    ended = update(table).where(*mine).values(state=Transfer.DROPPED.value, bitmap=b"")
    transaction.connection.execute(ended)
    return tuple(row.id for row in rows)


def drop_offered(transaction: Transaction, sequence: int) -> None:
    """End the attachment that a message offered, if it did: nothing of it is wanted any more."""
    table = schema.attachment
    ended = update(table).where(table.c.message == sequence)
    transaction.connection.execute(ended.values(state=Transfer.DROPPED.value, bitmap=b""))


def wanted_folders(connection: Connection) -> frozenset[str]:
    """Return the ids of the incoming attachments whose chunks are to be kept."""
    return frozenset(connection.scalars(_taken(schema.attachment.c.id)))


def _taken(column: ColumnElement[T]) -> Select[T]:
    """Select a column of the incoming attachments that are held or arriving, their key not gone."""
    table, message = schema.attachment, schema.message
    return (
        select(column)
        .join_from(table, message, table.c.message == message.c.seq)
        .where(table.c.incoming == 1, table.c.state.in_(_TAKEN), message.c.content != ERASED)
    )


def _known(row: Row[Any]) -> Known:
    message = Message.decode(bytes(row.content))
    offer = read_body(message)
    if not isinstance(offer, Attachment):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    return Known(
        incoming=bool(row.incoming),
        partner=row.partner,
        message=message,
        offer=offer,
        state=Transfer(row.state),
        held=row.held,
        bitmap=bytes(row.bitmap),
        source=Source(Path(row.source), row.size, row.stamp),
        attempts=row.attempts,
        fault=row.fault,
        at_ms=row.at_ms,
        expires_ms=row.expires_ms,
    )
