"""What an officer should know of and did not see happen: late answers, expiries, withdrawals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema

__all__ = ["Word", "leave_word", "mark_seen", "officer_of", "unseen_alerts"]

_CONVERSATION: Final = schema.conversation.c
_LEAVE: Final = Prepared(insert(schema.alert))
_OFFICER: Final = Prepared(
    select(_CONVERSATION.officer).where(
        _CONVERSATION.thread == bindparam("of_thread"),
        _CONVERSATION.partner == bindparam("of_partner"),
        _CONVERSATION.asking == 1,
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """What an officer (a pseudonym) should know of a thread with a partner."""

    officer: str
    thread: str
    partner: str
    what: str


def leave_word(transaction: Transaction, word: Word) -> None:
    """Leave word for an officer; it stands in the inbox until the thread is read."""
    row = {
        "officer": word.officer,
        "thread": word.thread,
        "partner": word.partner,
        "what": word.what,
        "at_ms": transaction.now_ms,
    }
    _LEAVE.change(transaction.connection, row)


def officer_of(connection: Connection, thread: str, partner: str) -> str:
    """Return the officer (a pseudonym) who asks in a thread; the node itself if nobody does."""
    found = _OFFICER.scalar(connection, {"of_thread": thread, "of_partner": partner})
    return str(found or "node")


def unseen_alerts(connection: Connection, officer: str) -> list[dict[str, Any]]:
    """Return what an officer (a pseudonym) has not seen yet, oldest first."""
    table = schema.alert
    rows = connection.execute(
        select(table)
        .where(table.c.officer == officer, table.c.seen_ms.is_(None))
        .order_by(table.c.seq)
    )
    return [
        {"thread": row.thread, "partner": row.partner, "what": row.what, "at_ms": row.at_ms}
        for row in rows
    ]


def mark_seen(transaction: Transaction, officer: str, thread: str) -> None:
    """Note that an officer has looked at a thread."""
    table = schema.alert
    transaction.connection.execute(
        update(table)
        .where(table.c.officer == officer, table.c.thread == thread, table.c.seen_ms.is_(None))
        .values(seen_ms=transaction.now_ms)
    )
