"""The outbox as rows: what waits for whom, what is due, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import TrustError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import Receipt
from entraide.kernel.message import Message
from entraide.node.partner.contacts import note_contact

__all__ = [
    "AT_ONCE",
    "Due",
    "due_messages",
    "every_waiting",
    "finish_row",
    "is_waiting",
    "note_undelivered",
    "one_waiting",
    "receipted",
    "seen",
    "waiting_partners",
]

AT_ONCE: Final = 32
"""Messages under way to one partner at a time."""

_OUTBOX: Final = schema.outbox.c
_MESSAGE: Final = schema.message.c
_EARLIER: Final = schema.outbox.alias("earlier")
_BEFORE: Final = schema.message.alias("before")
_IS_SECOND: Final = exists(
    select(_EARLIER.c.seq)
    .join_from(_BEFORE, _EARLIER, _EARLIER.c.message == _BEFORE.c.seq)
    .where(
        _BEFORE.c.thread == _MESSAGE.thread,
        _BEFORE.c.partner == _OUTBOX.partner,
        _EARLIER.c.seq < _OUTBOX.seq,
    )
)
"""Tells that an earlier message of the same thread still waits."""
_DUE: Final = Prepared(
    select(_OUTBOX.message, _OUTBOX.attempts, _MESSAGE.content, _MESSAGE.envelope)
    .join_from(schema.outbox, schema.message, _OUTBOX.message == _MESSAGE.seq)
    .where(
        _OUTBOX.partner == bindparam("of_partner"),
        _OUTBOX.next_ms <= bindparam("now_ms"),
        ~_IS_SECOND,
    )
    .order_by(_OUTBOX.next_ms, _OUTBOX.seq)
    .limit(AT_ONCE)
)
_ROWS: Final = select(
    _OUTBOX.message, _OUTBOX.attempts, _MESSAGE.content, _MESSAGE.envelope
).join_from(schema.outbox, schema.message, _OUTBOX.message == _MESSAGE.seq)
_WAITING: Final = _ROWS.where(_OUTBOX.partner == bindparam("of_partner")).order_by(_OUTBOX.seq)
_ONE_WAITING: Final = _ROWS.where(_OUTBOX.message == bindparam("sequence"))
_IS_WAITING: Final = Prepared(select(_OUTBOX.seq).where(_OUTBOX.message == bindparam("sequence")))
_FINISH: Final = Prepared(delete(schema.outbox).where(_OUTBOX.message == bindparam("sequence")))
_SEEN: Final = Prepared(
    update(schema.partner).where(schema.partner.c.id == bindparam("of_partner"))
)


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
    rows = _DUE.rows(connection, {"of_partner": partner, "now_ms": now_ms})
    return tuple(
        Due(
            row.message,
            Message.decode(row.content),
            row.envelope,
            row.attempts,
        )
        for row in rows
    )


def every_waiting(connection: Connection, partner: str) -> Iterator[Due]:
    """Yield all that waits for a partner, in the order in which it was written."""
    rows = connection.execution_options(yield_per=AT_ONCE).execute(
        _WAITING, {"of_partner": partner}
    )
    for row in rows:
        message = Message.decode(row.content)
        yield Due(row.message, message, row.envelope, row.attempts)


def one_waiting(connection: Connection, sequence: int) -> Due | None:
    """Return a message that still waits, by its number."""
    row = connection.execute(_ONE_WAITING, {"sequence": sequence}).one_or_none()
    if row is None:
        return None
    message = Message.decode(row.content)
    return Due(row.message, message, row.envelope, row.attempts)


def is_waiting(connection: Connection, sequence: int) -> bool:
    """Tell whether a message still stands in the outbox."""
    return _IS_WAITING.first(connection, {"sequence": sequence}) is not None


def finish_row(transaction: Transaction, sequence: int) -> None:
    """Take a delivered or hopeless message out of the outbox."""
    _FINISH.change(transaction.connection, {"sequence": sequence})


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
    _SEEN.change(transaction.connection, {**values, "of_partner": partner})
    note_contact(transaction, partner, reached=not fault)


def receipted(message: Message, admitted: Admitted) -> Event:
    """Return the log entry of a receipt; TrustError where it is another message's."""
    if not isinstance(admitted.body, Receipt) or admitted.body.digest != message.digest:
        raise TrustError("receipt.of_another_message", message=message.id)
    return Event(
        "receipt.received",
        admitted.message.author,
        message.id,
        admitted.message.sender,
        {"receipt": admitted.message.id},
        {"message": message.digest},
    )
