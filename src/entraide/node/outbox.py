"""The outbox as rows: what waits for whom, what is due, and its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message

__all__ = [
    "AT_ONCE",
    "Due",
    "due_messages",
    "finish_row",
    "note_undelivered",
    "seen",
    "waiting_partners",
]

AT_ONCE: Final = 16
"""Messages under way to one partner at a time."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message that waits for its partner."""

    sequence: int
    message: Message
    envelope: bytes
    attempts: int


def waiting_partners(connection: Connection) -> tuple[str, ...]:
    """Return the partners for whom something waits."""
    rows = connection.execute(select(schema.outbox.c.partner).distinct())
    return tuple(row.partner for row in rows)


def due_messages(connection: Connection, partner: str, now_ms: int) -> tuple[Due, ...]:
    """Return the rows to bring now: the first of each thread, what has waited least often first."""
    outbox, message = schema.outbox.c, schema.message.c
    waiting = connection.execute(
        select(message.seq, message.thread, outbox.next_ms)
        .join_from(schema.outbox, schema.message, outbox.message == message.seq)
        .where(outbox.partner == partner)
        .order_by(outbox.seq)
    )
    first: dict[str, tuple[int, int]] = {}
    for row in waiting:
        first.setdefault(row.thread, (row.next_ms, row.seq))
    due = sorted(pair for pair in first.values() if pair[0] <= now_ms)[:AT_ONCE]
    return tuple(_load(connection, sequence) for _, sequence in due)


def _load(connection: Connection, sequence: int) -> Due:
    outbox, message = schema.outbox.c, schema.message.c
    row = connection.execute(
        select(message.content, message.envelope, outbox.attempts)
        .join_from(schema.outbox, schema.message, outbox.message == message.seq)
        .where(message.seq == sequence)
    ).one()
    content = Message.from_json(decode_canonical(row.content))
    return Due(sequence, content, row.envelope, row.attempts)


def finish_row(transaction: Transaction, sequence: int) -> None:
    """Take a delivered or hopeless message out of the outbox."""
    transaction.connection.execute(delete(schema.outbox).where(schema.outbox.c.message == sequence))


def note_undelivered(transaction: Transaction, sequence: int, outcome: str, code: str) -> None:
    """Remember that a message never reached its partner: reconciliation must not miss it there."""
    transaction.connection.execute(
        insert(schema.undelivered).values(message=sequence, outcome=outcome, code=code)
    )


def seen(transaction: Transaction, partner: str, fault: str) -> None:
    """Note that a partner was heard of now, or what kept it from being reached."""
    values: dict[str, Any] = {"fault": fault, "seen_ms": transaction.now_ms}
    if fault:
        del values["seen_ms"]
    table = schema.partner
    transaction.connection.execute(update(table).where(table.c.id == partner).values(values))
