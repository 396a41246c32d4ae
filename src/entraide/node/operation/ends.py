"""What becomes of an operation's data: it goes with the case of ours to which it belongs.

Whoever joined named a case; with that case's last day go the journal and every message that carried
it. An operation that we never joined goes after the days that the agreement lets received data be
kept, counted from its last entry; an office, which belongs to no case, from its own last day where
that is later, but not later than the memorandum's; the cell of a major event on its own day
(``event.dissolving``). What stays is the operation's id, so that what was erased here is not taken
in again from a member that still has it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.budgets import day_start
from entraide.agreements.policy import Policy
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.event.dissolving import due_cells, forget_cell
from entraide.node.liaison.papers import erase_papers
from entraide.node.operation.journal_shelf import held_journal, put_away
from entraide.node.operation.journals import find_operation
from entraide.node.record.erasure import Because, because_of, erase_message, finish_erasure
from entraide.node.runtime import Node
from entraide.operations.admitting import OPERATIONS
from entraide.vocabulary.erasure import ERASURE_REASONS

__all__ = [
    "EraseOperation",
    "end_cells",
    "end_unjoined",
    "erase_named_operation",
    "erase_operations_of",
]

_DAY_MS: Final = 86_400_000
_OPERATION: Final = schema.operation.c
_ENTRY: Final = schema.journal_entry.c
_MESSAGE: Final = schema.message.c


class EraseOperation(Parameters):
    """An operation, and why it goes, a code of ``ERASURE_REASONS``."""

    operation: str
    reason: str


async def erase_named_operation(call: Call, wanted: EraseOperation) -> Json:
    """Erase what we hold of an operation: its journal and the messages that carried it."""
    ERASURE_REASONS.find(wanted.reason)
    because = because_of(call, wanted.reason)
    row = call.node.read(lambda c: find_operation(c, wanted.operation))
    await call.node.writer.run(partial(_erase, row.id, because))
    return {"operation": row.id, "keys_destroyed": await finish_erasure(call.node)}


def erase_operations_of(transaction: Transaction, case: str, because: Because) -> None:
    """Erase the operations that belong to a case of ours, in the transaction that erases it."""
    mine = select(_OPERATION.id).where(_OPERATION.case_reference == case)
    for operation in transaction.connection.scalars(mine).all():
        _erase(operation, because, transaction)


async def end_cells(node: Node, today: str, because: Because) -> int:
    """Erase the cells of major events that dissolve; return how many."""
    due = due_cells(node, today)
    for operation in due:
        await node.writer.run(partial(_erase, operation, because))
    return len(due)


async def end_unjoined(node: Node, because: Because) -> int:
    """Erase the operations that nobody here joined in their time; return how many."""
    ended = node.read(lambda c: _unjoined(node, c))
    for row in ended:
        await node.writer.run(partial(_erase, row.id, because))
    return len(ended)


def _unjoined(node: Node, connection: Connection) -> list[Row[Any]]:
    rows = connection.execute(
        select(schema.operation).where(_OPERATION.case_reference == "", _OPERATION.erased_ms == 0)
    ).all()
    return [row for row in rows if _is_over(node, connection, row)]


def _is_over(node: Node, connection: Connection, row: Row[Any]) -> bool:
    policy = node.policy_under(row.agreement)
    days = policy.agreement.personal_data.retention_days if policy else 0
    kept_ms = days * _DAY_MS
    if row.changed_ms + kept_ms >= node.world.now_ms():
        return False
    last_ms = _last_day_ms(policy, connection, row)
    return bool(last_ms + kept_ms < node.world.now_ms())


def _last_day_ms(policy: Policy | None, connection: Connection, row: Row[Any]) -> int:
    """Return the end of an office's last day, not later than the memorandum's; 0 for no office."""
    last_day = OPERATIONS[row.kind].last_day
    order = held_journal(connection, row.id).journal.order
    if last_day is None or policy is None or not order:
        return 0
    day = dt.date.fromisoformat(last_day(order))
    return day_start(min(day, policy.agreement.final_provisions.expires)) + _DAY_MS


def _erase(operation: str, because: Because, transaction: Transaction) -> None:
    connection = transaction.connection
    forget_cell(transaction, operation)
    carried = select(_MESSAGE.seq).where(_MESSAGE.thread == operation, _MESSAGE.content != ERASED)
    for sequence in connection.scalars(carried).all():
        erase_message(transaction, sequence, because)
    doom_bodies(transaction, _ENTRY.signed, _ENTRY.operation == operation)
    connection.execute(delete(schema.journal_entry).where(_ENTRY.operation == operation))
    put_away(connection, operation)
    erase_papers(transaction, operation)
    blank = {"case_reference": "", "erased_ms": transaction.now_ms}
    connection.execute(update(schema.operation).where(_OPERATION.id == operation).values(**blank))
    transaction.log(because("operation.erased", operation, {}))
