"""The end of a major event's cell: on its day everything of it goes, at every member by itself.

The journal, the messages that carried it, lists, persons, batches, answers: their keys are
destroyed. What stays are the figures (counts and times, of nobody) and the hashes of the journal's
entries, so that who can show an entry can show that it stood there. The day is the one that all
agreed on last, never later than the agreement lasts, whatever stands in the journal; nothing is
taken in again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.node.event.rows import cell_of, forget_lists, forget_screened
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.runtime import Node
from entraide.operations.event_figures import figures_of
from entraide.operations.kinds import EVENT

__all__ = ["days_of_cells", "dissolved_cells", "due_cells", "forget_cell"]

_OPERATION: Final = schema.operation.c
_LIST: Final = schema.accreditation_list.c


def due_cells(node: Node, today: str) -> tuple[str, ...]:
    """Return the cells whose day has come, or whose agreement has ended."""
    return tuple(each for each, day in days_of_cells(node).items() if today >= day)


def days_of_cells(node: Node) -> dict[str, str]:
    """Return the first day (ISO) on which nothing of each cell is held any more."""
    held = select(_OPERATION.id).where(_OPERATION.kind == EVENT, _OPERATION.erased_ms == 0)
    found = node.read(lambda c: c.scalars(held).all())
    return {each: _last_day(node, each) for each in found}


def forget_cell(transaction: Transaction, operation: str) -> None:
    """Keep the figures of a cell and delete its lists; nothing for another operation.

    Belongs to the transaction that erases the operation; its journal is still there.
    """
    connection = transaction.connection
    cell = cell_of(connection, operation)
    if cell is None:
        return
    order = held_journal(connection, operation).journal.order
    row = {
        "operation": operation,
        "event": str(cell.terms["event"]),
        "agreement": str(cell.terms["agreement"]),
        "figures": encode_canonical(figures_of(order)).decode(),
        "entries": " ".join(each.digest for each in order),
        "at_ms": transaction.now_ms,
    }
    connection.execute(insert(schema.dissolved).values(**row))
    roots = connection.scalars(select(_LIST.root).where(_LIST.operation == operation)).all()
    forget_lists(transaction, roots)
    forget_screened(transaction, operation)


def dissolved_cells(connection: Connection) -> list[dict[str, Json]]:
    """Return what is left of dissolved cells, the last first."""
    rows = connection.execute(
        select(schema.dissolved).order_by(schema.dissolved.c.at_ms.desc())
    ).all()
    return [
        {
            "operation": row.operation,
            "event": row.event,
            "agreement": row.agreement,
            "figures": decode_canonical(row.figures.encode()),
            "entries": row.entries.split(),
            "at_ms": row.at_ms,
        }
        for row in rows
    ]


def _last_day(node: Node, operation: str) -> str:
    """Return the first day on which nothing of a cell is held any more."""
    cell = node.read(lambda c: cell_of(c, operation))
    if cell is None:  # its founding entry never came: it goes with the agreement's other data
        return "9999"
    policy = node.policy_under(str(cell.terms["agreement"]))
    if policy is None:
        return ""
    agreed = policy.agreement.event(str(cell.terms["event"]))
    ends = policy.agreement.final_provisions.expires.isoformat()
    return min(cell.until, ends, agreed.dissolves.isoformat() if agreed else "")
