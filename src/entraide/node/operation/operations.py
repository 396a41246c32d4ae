"""Operations as officers read them: which there are, and one whole, as its journal tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.admission import MAX_SKEW_MS
from entraide.kernel.canonical import Json
from entraide.node.alerts import mark_seen
from entraide.node.call import Call, Parameters
from entraide.node.operation.journal_shelf import Held, held_journal
from entraide.node.operation.journals import find_operation
from entraide.node.operation.office_terms import under_agreement
from entraide.node.people.actor import BREAK_GLASS
from entraide.operations.action_telling import tell_action
from entraide.operations.delivery_telling import tell_delivery
from entraide.operations.entry import Entry
from entraide.operations.escalation import escalated
from entraide.operations.event_folding import EVENT_FOLD
from entraide.operations.event_telling import tell_event
from entraide.operations.journal import MOST_OF_A_PARTY, Journal
from entraide.operations.kinds import ACTION, DELIVERY, EVENT, TEAM, TIMED
from entraide.operations.offering import offers_of
from entraide.operations.offices.kinds import ASSISTANCE, COMMITTEE, POSTING
from entraide.operations.offices.telling import tell_assistance, tell_committee, tell_posting
from entraide.operations.rules import day_at
from entraide.operations.telling import tell_team

__all__ = [
    "LATE_MS",
    "NameOperation",
    "escalated_matters",
    "list_operations",
    "show_operation",
    "waiting_operations",
]

_MINUTE_MS: Final = 60_000
LATE_MS: Final = 10 * _MINUTE_MS
"""After which an entry whose time decides something is shown to have come late: it was on its way
through an outage, or its author dated it back."""
_FILLING: Final = 0.8
"""The share of its entries after which it is shown that a party comes to the end of them."""
_OPERATION: Final = schema.operation.c
_ENTRY: Final = schema.journal_entry.c
_Tell = Callable[[tuple[Entry, ...], int], dict[str, Any]]


def _by_day(tell: Callable[[tuple[Entry, ...], str], dict[str, Any]]) -> _Tell:
    """Return how an operation is told at a moment that is told for a day."""
    return lambda order, now_ms: tell(order, day_at(now_ms))


_TELLING: Final[Mapping[str, _Tell]] = {
    TEAM: _by_day(tell_team),
    DELIVERY: _by_day(tell_delivery),
    ACTION: tell_action,
    POSTING: _by_day(tell_posting),
    COMMITTEE: _by_day(tell_committee),
    ASSISTANCE: _by_day(tell_assistance),
    EVENT: _by_day(tell_event),
}


class NameOperation(Parameters):
    """An operation, by its id or the first digits of it."""

    operation: str


async def list_operations(call: Call, _: Parameters) -> Json:
    """List the operations, the one that changed last first."""
    node, now_ms = call.node, call.node.world.now_ms()
    rows = node.read(
        lambda c: c.execute(
            select(schema.operation)
            .where(_OPERATION.erased_ms == 0)
            .order_by(_OPERATION.changed_ms.desc())
        ).all()
    )
    heads = [node.read(lambda c, r=row: _head(c, r, now_ms)) for row in rows]  # type: ignore[misc]
    return {"operations": [{**each, **under_agreement(node, each)} for each in heads]}


async def show_operation(call: Call, wanted: NameOperation) -> Json:
    """Return an operation with its journal in the common order; who looked stands in the log."""
    node = call.node
    row = node.read(lambda c: find_operation(c, wanted.operation))

    def seen(transaction: Transaction) -> None:
        read = update(schema.operation).where(_OPERATION.id == row.id)
        if call.actor is not BREAK_GLASS:  # no officer has read it by that
            transaction.connection.execute(read.values(read_ms=transaction.now_ms))
        mark_seen(transaction, call.actor.pseudonym, row.id)
        transaction.log(call.event("operation.read", row.id))

    await node.writer.run(seen)
    held = node.read(lambda c: held_journal(c, row.id))
    now_ms = node.world.now_ms()
    told, who = _told(row, held, now_ms), (node.settings.id, call.actor.pseudonym)
    offers = offers_of(held.journal, told, who, now_ms)
    return {
        **told,
        **under_agreement(node, told),
        "journal": [_line(each, held) for each in held.journal.order],
        "findings": _findings(held),
        "offers": [each.to_json() for each in offers],
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
        {"operation": row.id, "kind": row.kind, "case": row.case_reference, "at_ms": row.at_ms,
         "subject": _subject(connection, row.id), "partner": _last_other(connection, row.id, us)}
        for row in rows
    ]  # fmt: skip


def _subject(connection: Connection, operation: str) -> str:
    """Return what an operation is about, in the words of who founded it."""
    founding = held_journal(connection, operation).journal.founding
    return str(founding.body.get("subject") or "") if founding else ""


def _last_other(connection: Connection, operation: str, us: str) -> str:
    """Return which other member wrote last."""
    wrote = select(_ENTRY.party).where(_ENTRY.operation == operation, _ENTRY.party != us)
    return str(connection.scalar(wrote.order_by(_ENTRY.came_ms.desc()).limit(1)) or "")


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
        for journal in (held_journal(connection, operation).journal,)
        if journal.held
        for matter, step in escalated(journal.stands(EVENT_FOLD), now_ms)
    ]


def _head(connection: Connection, row: Row[Any], now_ms: int) -> dict[str, Any]:
    held = held_journal(connection, row.id)
    told = _told(row, held, now_ms)
    shown = ("operation", "kind", "case", "opened_ms", "changed_ms", "subject", "members", "state")
    return {
        **{name: told.get(name) for name in shown},
        "starts": told.get("starts"),
        "until": told.get("until"),
        "countries": told.get("countries", []),
        "keeps": told.get("keeps", False),
        "agreement": row.agreement,
        "form": told.get("form"),
        "links": told.get("links", []),
        "between": told.get("between"),
        "open_actions": [row for row in told.get("actions", ()) if row["state"] != "done"],
        "entries": len(held.journal.held),
        "unread": row.changed_ms > row.read_ms,
        "findings": len(_findings(held)),
    }


def _told(row: Row[Any], held: Held, now_ms: int) -> dict[str, Any]:
    order = held.journal.order
    told = _TELLING[row.kind](order, now_ms) if order else {}
    if row.kind == ACTION:
        told["states"] = [_heard(each, told, held) for each in told.get("states", ())]
    return {
        **told,
        "operation": row.id,
        "kind": row.kind,
        "case": row.case_reference,
        "proposed_case": told.get("case", row.case_reference),
        "agreement": row.agreement,
        "purpose": row.purpose,
        "opened_ms": row.opened_ms,
        "changed_ms": row.changed_ms,
    }


def _heard(state: dict[str, Any], told: Mapping[str, Any], held: Held) -> dict[str, Any]:
    """Say of a state's go whether it came here after the time for one, whatever time it bears."""
    came_ms = held.came_ms.get(state["word_entry"] or "", 0)
    late = state["word"] == "go" and came_ms > told["answer_by_ms"] + MAX_SKEW_MS
    return {**state, "heard": "go-late" if late else state["word"]}


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


def _findings(held: Held) -> list[Json]:
    """Return what is odd in a journal: numbers used twice, entries that nobody brought or late."""
    journal = held.journal
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
    return [*forks, *missing, *_late(held), *_filling(journal)]


def _filling(journal: Journal) -> list[Json]:
    """Return the parties that will soon have written as much as they may."""
    return [
        {"finding": "filling", "party": party, "written": number, "most": MOST_OF_A_PARTY}
        for party, number in sorted(journal.numbers.items())
        if number >= MOST_OF_A_PARTY * _FILLING
    ]


def _late(held: Held) -> list[Json]:
    """Return the entries whose time decides something, and that came long after it."""
    behind = (
        (digest, entry, held.came_ms[digest] - entry.at_ms)
        for digest, entry in held.journal.held.items()
        if entry.kind in TIMED
    )
    return [
        {
            "finding": "late",
            "party": entry.party,
            "entry": digest,
            "minutes": round(late_ms / _MINUTE_MS),
        }
        for digest, entry, late_ms in behind
        if late_ms > LATE_MS
    ]
