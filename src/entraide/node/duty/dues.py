"""Whatever has a deadline here, of every kind: for the clocks of a wall, and the handover sheet.

Nothing is stored: each is computed where it is kept, from receipts, journals and files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.exchange.conversation import State
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.request.waiting import requests_waiting
from entraide.operations.dues import DUES, dues_of

__all__ = ["CLOCKS", "Timed", "timed"]

CLOCKS: Final = ("request", "question", "awaited", "operation", "subject")
"""The kinds of deadline: requests and questions to us, ours to partners, operations, persons."""
_TALK: Final = schema.conversation.c


@dataclass(frozen=True, slots=True)
class Timed:
    """Something with a deadline: its kind (of ``CLOCKS``), its id, with whom, until when (ms)."""

    kind: str
    id: str
    partner: str
    due_ms: int


def timed(connection: Connection, now_ms: int) -> tuple[Timed, ...]:
    """Return all that has a deadline, by what is due first."""
    found = (
        *_requests(connection, now_ms, "request"),
        *_requests(connection, now_ms, "awaited"),
        *_questions(connection, now_ms),
        *_operations(connection),
        *_subjects(connection),
    )
    return tuple(sorted(found, key=lambda each: (each.due_ms, each.kind, each.id)))


def _requests(connection: Connection, now_ms: int, kind: str) -> Iterator[Timed]:
    for row in requests_waiting(connection, now_ms, asking=kind == "awaited"):
        if row.get("due_ms"):
            yield Timed(kind, row["thread"], row["partner"], int(row["due_ms"]))


def _questions(connection: Connection, now_ms: int) -> Iterator[Timed]:
    """Yield the questions that wait for a person; one that has expired waits no more."""
    columns = select(_TALK.thread, _TALK.partner, _TALK.expires_ms)
    waiting = columns.where(_TALK.asking == 0, _TALK.state == State.REFERRED.value)
    for row in connection.execute(waiting.where(_TALK.expires_ms > now_ms)):
        yield Timed("question", row.thread, row.partner, row.expires_ms)


def _operations(connection: Connection) -> Iterator[Timed]:
    table = schema.operation.c
    running = select(table.id).where(table.erased_ms == 0, table.kind.in_(sorted(DUES)))
    for operation in connection.scalars(running).all():
        for due in dues_of(held_journal(connection, operation).journal.order):
            yield Timed("operation", operation, due.party, due.at_ms)


def _subjects(connection: Connection) -> Iterator[Timed]:
    table = schema.subject_request.c
    running = select(table.id, table.due_ms).where(table.closed_ms.is_(None))
    for row in connection.execute(running.where(table.due_ms.is_not(None))):
        yield Timed("subject", row.id, "", row.due_ms)
