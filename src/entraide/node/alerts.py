"""What an officer should know of and did not see happen: late answers, expiries, withdrawals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Transaction

__all__ = ["mark_seen", "tell_officer", "unseen_alerts"]


def tell_officer(
    transaction: Transaction, thread: str, partner: str, what: str, *, asking: bool
) -> None:
    """Leave word for the officer of a thread, if it has one here."""
    table = schema.conversation.c
    officer = transaction.connection.scalar(
        select(table.officer).where(
            table.thread == thread, table.partner == partner, table.asking == int(asking)
        )
    )
    if officer is None:
        return
    transaction.connection.execute(
        insert(schema.alert).values(
            officer=officer,
            thread=thread,
            partner=partner,
            what=what,
            at_ms=transaction.now_ms,
        )
    )


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
