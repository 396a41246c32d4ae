"""Operations as officers read them: which there are, and one whole, as its journal tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.journals import Held, find_operation, held_journal
from entraide.node.runtime import Node
from entraide.operations.delivery_telling import tell_delivery
from entraide.operations.entry import Entry
from entraide.operations.escalation import escalated
from entraide.operations.event_folding import event_of
from entraide.operations.event_telling import tell_event
from entraide.operations.journal import Journal
from entraide.operations.kinds import DELIVERY, EVENT, TEAM
from entraide.operations.telling import tell_team

__all__ = [
    "NameOperation",
    "escalated_matters",
    "list_operations",
    "show_operation",
    "waiting_operations",
]

_OPERATION: Final = schema.operation.c
_ENTRY: Final = schema.journal_entry.c
_Tell = Callable[[tuple[Entry, ...], str], dict[str, Any]]
_TELLING: Final[Mapping[str, _Tell]] = {
    TEAM: tell_team,
    DELIVERY: tell_delivery,
    EVENT: tell_event,
}


class NameOperation(Parameters):
    """An operation, by its id or the first digits of it."""

    operation: str


async def list_operations(call: Call, _: Parameters) -> Json:
    """List the operations, the one that changed last first."""
    node, day = call.node, _day(call.node)
    rows = node.read(
        lambda c: c.execute(
            select(schema.operation)
            .where(_OPERATION.erased_ms == 0)
            .order_by(_OPERATION.changed_ms.desc())
        ).all()
    )
    return {"operations": [node.read(lambda c, r=row: _head(c, r, day)) for row in rows]}  # type: ignore[misc]


async def show_operation(call: Call, wanted: NameOperation) -> Json:
    """Return an operation with its journal in the common order; who looked stands in the log."""
    node = call.node
    row = node.read(lambda c: find_operation(c, wanted.operation))

    def seen(transaction: Transaction) -> None:
        read = update(schema.operation).where(_OPERATION.id == row.id)
        transaction.connection.execute(read.values(read_ms=transaction.now_ms))
        transaction.log(call.event("operation.read", row.id))

    await node.writer.run(seen)
    held = node.read(lambda c: held_journal(c, row.id))
    return {
        **_told(row, held, _day(node)),
        "journal": [_line(each, held) for each in held.journal.order],
        "findings": _findings(held.journal),
    }


def waiting_operations(connection: Connection, us: str) -> list[dict[str, Any]]:
    """Return the operations in which others wrote what no officer here has read, oldest first."""
    rows = connection.execute(
        select(schema.operation, func.max(_ENTRY.came_ms).label("at_ms"))
        .join(schema.journal_entry, _ENTRY.operation == _OPERATION.id)
        .where(_ENTRY.came_ms > _OPERATION.read_ms, _ENTRY.party != us)
        .group_by(*schema.operation.c)
        .order_by(func.max(_ENTRY.came_ms))
    ).all()
    return [
        {"operation": row.id, "kind": row.kind, "case": row.case_reference, "at_ms": row.at_ms}
        for row in rows
    ]


def escalated_matters(connection: Connection, now_ms: int) -> list[dict[str, Any]]:
    """Return what the watches of major events have not acknowledged, and whom it must reach now."""
    held = select(_OPERATION.id).where(_OPERATION.kind == EVENT, _OPERATION.erased_ms == 0)
    return [
        {
            "operation": operation,
            "matter": matter.entry.digest,
            "severity": matter.severity,
            "venue": matter.entry.body["venue"],
            "to": step.to,
            "since_ms": step.at_ms,
        }
        for operation in connection.scalars(held).all()
        for order in (held_journal(connection, operation).journal.order,)
        if order
        for matter, step in escalated(event_of(order), now_ms)
    ]


def _day(node: Node) -> str:
    return dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC).date().isoformat()


def _head(connection: Connection, row: Row[Any], day: str) -> dict[str, Any]:
    held = held_journal(connection, row.id)
    told = _told(row, held, day)
    shown = ("operation", "kind", "case", "opened_ms", "changed_ms", "subject", "members", "state")
    return {
        **{name: told.get(name) for name in shown},
        "starts": told.get("starts"),
        "until": told.get("until"),
        "countries": told.get("countries", []),
        "keeps": told.get("keeps", False),
        "entries": len(held.journal.held),
        "unread": row.changed_ms > row.read_ms,
        "findings": len(_findings(held.journal)),
    }


def _told(row: Row[Any], held: Held, day: str) -> dict[str, Any]:
    order = held.journal.order
    return {
        "operation": row.id,
        "kind": row.kind,
        "case": row.case_reference,
        "agreement": row.agreement,
        "purpose": row.purpose,
        "opened_ms": row.opened_ms,
        "changed_ms": row.changed_ms,
        **(_TELLING[row.kind](order, day) if order else {}),
    }


def _line(entry: Entry, held: Held) -> dict[str, Any]:
    digest = entry.digest
    return {
        "entry": digest,
        "party": entry.party,
        "author": entry.author,
        "number": entry.number,
        "kind": entry.kind,
        "at_ms": entry.at_ms,
        "came_ms": held.came_ms[digest],
        "seen": list(entry.seen),
        "body": dict(entry.body),
    }


def _findings(journal: Journal) -> list[Json]:
    """Return what is wrong with a journal: numbers used twice, entries that nobody brought."""
    forks: list[Json] = [
        {
            "finding": "other",
            "party": each.party,
            "number": each.number,
            "entries": list(each.digests),
        }
        for each in journal.forks
    ]
    missing: list[Json] = [{"finding": "missing", "entry": each} for each in journal.missing]
    return [*forks, *missing]
