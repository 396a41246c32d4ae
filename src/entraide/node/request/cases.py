"""The cases in which this agency asks: registered here, owned, closed, and then kept for so long.

A case has a legal basis, purposes, an offence, an owner and a retention. Every question and request
names one that is open, for one of its purposes; nothing is asked in a closed one. Its owner or a
supervisor hands it over and closes it. Closing starts its retention: what was received in it goes
on its last day, or earlier where the agreement or the provider says so (``case_ends``). A partner
sees the reference and nothing else; the log names a case by a random id, because a reference may
tell of a person.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.exchange.progress import Outcome
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.people.actor import Role
from entraide.node.people.officers import find_officer
from entraide.node.request.case_ends import last_day
from entraide.node.request.waiting import requests_in
from entraide.vocabulary.offences import OFFENCES
from entraide.vocabulary.purposes import PURPOSES

__all__ = [
    "OWNERS",
    "AssignCase",
    "CloseCase",
    "NameCase",
    "OpenCase",
    "assign_case",
    "close_case",
    "find_case",
    "find_open_case",
    "list_cases",
    "open_case",
    "show_case",
]

_REFERENCE: Final = re.compile(r"\S{1,128}")
_MOST_DAYS: Final = 100 * 366
_CASE: Final = schema.case_file.c
_CONVERSATION: Final = schema.conversation.c
_FIND: Final = Prepared(select(schema.case_file).where(_CASE.reference == bindparam("named")))
_CHANGE: Final = update(schema.case_file).where(_CASE.id == bindparam("of_case"))
OWNERS: Final = frozenset({Role.DUTY_OFFICER, Role.LIAISON_OFFICER, Role.ANALYST, Role.SUPERVISOR})
"""Who may own a case: who may ask in it."""


class NameCase(Parameters):
    """A case's reference."""

    reference: str


class OpenCase(Parameters):
    """A case to be opened; the first purpose is what a question takes that names none."""

    reference: str
    legal_basis: str
    purposes: tuple[str, ...]
    offence: str
    retention_days: int


class AssignCase(Parameters):
    """A case and the officer to whom it is handed over."""

    reference: str
    officer: str


class CloseCase(Parameters):
    """A case and what came of it."""

    reference: str
    outcome: str


async def open_case(call: Call, wanted: OpenCase) -> Json:
    """Register a case; the officer who opens it owns it."""
    _check_wanted(wanted)
    row = {
        "id": call.node.fresh_id(),
        "reference": wanted.reference,
        "legal_basis": wanted.legal_basis.strip(),
        "purposes": " ".join(dict.fromkeys(wanted.purposes)),
        "offence": wanted.offence,
        "owner": call.actor.pseudonym,
        "retention_days": wanted.retention_days,
        "outcome": "",
    }

    def keep(transaction: Transaction) -> None:
        if _FIND.first(transaction.connection, {"named": wanted.reference}):
            raise InputError("case.exists", case=wanted.reference)
        values = {**row, "opened_ms": transaction.now_ms}
        transaction.connection.execute(insert(schema.case_file), values)
        transaction.log(call.event("case.opened", str(row["id"])))

    await call.node.writer.run(keep)
    return call.node.read(lambda c: _shown(c, find_case(c, wanted.reference)))


async def list_cases(call: Call, _: Parameters) -> Json:
    """List the cases, those that are open first."""
    await call.node.writer.run(lambda t: t.log(call.event("case.listed", "cases")))
    ordered = select(schema.case_file).order_by(
        _CASE.closed_ms.is_not(None), _CASE.opened_ms, _CASE.reference
    )
    found = call.node.read(lambda c: [_shown(c, row) for row in c.execute(ordered).all()])
    return {"cases": list(found)}


async def show_case(call: Call, wanted: NameCase) -> Json:
    """Return a case with its threads; who looked stands in the log."""
    node, now_ms = call.node, call.node.world.now_ms()
    row = node.read(lambda c: find_case(c, wanted.reference))
    await node.writer.run(lambda t: t.log(call.event("case.read", row.id)))
    return node.read(
        lambda c: {
            **_shown(c, row),
            "threads": _threads(c, row.reference),
            "requests": requests_in(c, row.reference, now_ms),
        }
    )


async def assign_case(call: Call, wanted: AssignCase) -> Json:
    """Hand a case over to another officer who may ask."""
    successor = call.node.read(lambda c: find_officer(c, wanted.officer))
    if successor.role not in OWNERS:
        raise InputError("case.cannot_own", officer=wanted.officer)

    def change(transaction: Transaction) -> None:
        row = _owned(call, transaction.connection, wanted.reference)
        changed = {"of_case": row.id, "owner": successor.pseudonym}
        transaction.connection.execute(_CHANGE, changed)
        ids = {"from": row.owner, "to": successor.pseudonym}
        transaction.log(call.event("case.assigned", row.id, ids=ids))

    await call.node.writer.run(change)
    return call.node.read(lambda c: _shown(c, find_case(c, wanted.reference)))


async def close_case(call: Call, wanted: CloseCase) -> Json:
    """Close a case and begin its retention; answers that still come go with it."""
    if wanted.outcome not in set(Outcome):
        raise InputError("close.unknown_outcome", outcome=wanted.outcome[:32], known=_OUTCOMES)

    def change(transaction: Transaction) -> None:
        row = _owned(call, transaction.connection, wanted.reference)
        closed = {"closed_ms": transaction.now_ms, "outcome": wanted.outcome}
        transaction.connection.execute(_CHANGE, {**closed, "of_case": row.id})
        transaction.log(call.event("case.closed", row.id, ids={"outcome": wanted.outcome}))

    node = call.node
    await node.writer.run(change)
    now_ms = node.world.now_ms()
    return node.read(
        lambda c: {
            **_shown(c, find_case(c, wanted.reference)),
            "requests": requests_in(c, wanted.reference, now_ms),
        }
    )


def find_open_case(connection: Connection, reference: str) -> Row[Any]:
    """Return the case in which something is asked; InputError where there is none, or none open."""
    row = find_case(connection, reference)
    if row.closed_ms is not None:
        raise InputError("case.is_closed", case=reference)
    return row


def find_case(connection: Connection, reference: str) -> Row[Any]:
    """Return a case; InputError where none of that reference is registered here."""
    row: Row[Any] | None = _FIND.first(connection, {"named": reference})
    if row is None:
        raise InputError("case.unknown", case=reference[:128])
    return row


_OUTCOMES: Final = ", ".join(Outcome)


def _check_wanted(wanted: OpenCase) -> None:
    if not _REFERENCE.fullmatch(wanted.reference) or not wanted.reference.isprintable():
        raise InputError("case.bad_reference", case=wanted.reference[:128])
    if not wanted.legal_basis.strip() or len(wanted.legal_basis) > 500 or not wanted.purposes:
        raise InputError("case.incomplete")
    if not 1 <= wanted.retention_days <= _MOST_DAYS:
        raise InputError("case.bad_retention", days=wanted.retention_days, most=_MOST_DAYS)
    OFFENCES.find(wanted.offence)
    for purpose in wanted.purposes:
        PURPOSES.find(purpose)


def _owned(call: Call, connection: Connection, reference: str) -> Row[Any]:
    """Return an open case that this officer may hand over or close; PolicyError for others."""
    row = find_open_case(connection, reference)
    if call.actor.pseudonym != row.owner and call.actor.role is not Role.SUPERVISOR:
        raise PolicyError("case.not_owner", case=reference)
    return row


def _shown(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    table = schema.officer.c
    owner = connection.scalar(select(table.name).where(table.pseudonym == row.owner))
    return {
        "case": row.reference,
        "legal_basis": row.legal_basis,
        "purposes": row.purposes.split(),
        "offence": row.offence,
        "owner": owner or row.owner,
        "retention_days": row.retention_days,
        "opened_ms": row.opened_ms,
        "closed_ms": row.closed_ms,
        "outcome": row.outcome or None,
        "keep_until": last_day(row),
    }


def _threads(connection: Connection, reference: str) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(schema.conversation)
        .where(_CONVERSATION.asking == 1, _CONVERSATION.case_reference == reference)
        .order_by(_CONVERSATION.changed_ms, _CONVERSATION.thread, _CONVERSATION.partner)
    )
    return [
        {
            "thread": row.thread,
            "partner": row.partner,
            "state": row.state,
            "purpose": row.purpose,
            "changed_ms": row.changed_ms,
        }
        for row in rows
    ]
