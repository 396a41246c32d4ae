"""The alert of a sealed account that was opened: it ends once two officers have written why.

Whoever gave their name at the door writes nothing here: who used it does not silence it. Each
officer writes once. It ends when both have written and the hour is over; any of them may end the
hour before.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, Row, delete, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.glass.rows import (
    EXPLAINERS,
    PROPOSED,
    READY,
    USED,
    change_glass,
    in_state,
    sealed_words,
    unexplained,
    words_in,
)

__all__ = ["EndGlass", "ExplainGlass", "end_glass", "explain_glass", "list_glass"]

_REASON: Final = schema.glass_reason
_ALERT: Final = schema.alert


class EndGlass(Parameters):
    """A use of the sealed account, by the first digits of its id."""

    use: str


class ExplainGlass(EndGlass):
    """Why it was used, and what was done about it."""

    text: str = Field(min_length=10, max_length=4_000)


async def explain_glass(call: Call, wanted: ExplainGlass) -> Json:
    """Write why the account was used; the second officer's words end the alert."""
    officer = call.actor.pseudonym

    def keep(transaction: Transaction) -> dict[str, Json]:
        row = _find(transaction.connection, wanted.use)
        before = _explained(transaction.connection, row.id)
        _check(row, before, officer, transaction.now_ms)
        body = sealed_words(transaction, "glass_reason.body", wanted.text.strip())
        said = {"glass": row.id, "officer": officer, "at_ms": transaction.now_ms, "body": body}
        transaction.connection.execute(insert(_REASON).values(**said))
        transaction.log(call.event("glass.explained", row.id))
        closed = len(before) + 1 >= EXPLAINERS
        if closed:
            change_glass(transaction, row.id, closed_ms=transaction.now_ms)
            transaction.connection.execute(delete(_ALERT).where(_ALERT.c.thread == row.id))
            transaction.log(call.event("glass.closed", row.id))
        return {"use": row.id, "approvals": len(before) + 1, "needed": EXPLAINERS,
                "closed": closed}  # fmt: skip

    return await call.node.writer.run(keep)


async def end_glass(call: Call, wanted: EndGlass) -> Json:
    """End the hour of the sealed account now; its alert stays."""

    def keep(transaction: Transaction) -> str:
        row = _find(transaction.connection, wanted.use)
        if row.ends_ms <= transaction.now_ms:
            raise InputError("glass.over", use=row.id)
        change_glass(transaction, row.id, ends_ms=transaction.now_ms)
        transaction.log(call.event("glass.ended", row.id))
        return str(row.id)

    return {"use": await call.node.writer.run(keep)}


async def list_glass(call: Call, _: Parameters) -> Json:
    """Return whether an account is ready, and every use there ever was, with what was written."""
    return call.node.read(_listed)


def _listed(connection: Connection) -> dict[str, Any]:
    officer = schema.officer.c
    rows = connection.execute(select(officer.pseudonym, officer.name))
    names = {row.pseudonym: row.name for row in rows}
    ready = next(iter(in_state(connection, READY)), None)
    proposed = next(iter(in_state(connection, PROPOSED)), None)
    return {
        "ready": {"account": ready.id, "set_ms": ready.set_ms,
                  "by": [names.get(each, each) for each in (ready.first, ready.second)]}
        if ready else None,
        "proposed": {"account": proposed.id, "set_ms": proposed.set_ms,
                     "by": [names.get(proposed.first, proposed.first)]} if proposed else None,
        "uses": [_use(connection, row, names) for row in in_state(connection, USED)],
    }  # fmt: skip


def _use(connection: Connection, row: Row[Any], names: dict[str, str]) -> dict[str, Any]:
    return {
        "use": row.id,
        "opened_ms": row.opened_ms,
        "ends_ms": row.ends_ms,
        "closed_ms": row.closed_ms,
        "claimed": names.get(row.claimed, row.claimed),
        "why": words_in(row.body),
        "set_by": [names.get(each, each) for each in (row.first, row.second)],
        "explained": [
            {"officer": names.get(each.officer, each.officer), "at_ms": each.at_ms,
             "text": words_in(each.body)}
            for each in _explained(connection, row.id)
        ],
    }  # fmt: skip


def _explained(connection: Connection, glass: str) -> list[Row[Any]]:
    chosen = select(_REASON).where(_REASON.c.glass == glass).order_by(_REASON.c.at_ms)
    return list(connection.execute(chosen).all())


def _check(row: Row[Any], before: list[Row[Any]], officer: str, now_ms: int) -> None:
    if officer == row.claimed:
        raise PolicyError("glass.own_use")
    if any(each.officer == officer for each in before):
        raise PolicyError("glass.explained_before")
    if row.ends_ms > now_ms:
        raise InputError("glass.still_open", use=row.id)


def _find(connection: Connection, named: str) -> Row[Any]:
    rows = [row for row in unexplained(connection) if named and row.id.startswith(named)]
    if len(rows) != 1:
        raise InputError("glass.no_such_use", named=named[:64])
    return rows[0]
