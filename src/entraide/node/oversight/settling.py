"""Unusual asking that was reported, and what is decided on it: one decision each, with its words.

Nobody decides on what was reported of themselves. Deciding again replaces the decision; both stand
in the log, the words in neither.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.record.erasure import finish_erasure
from entraide.vocabulary.oversight import SETTLEMENTS

__all__ = ["Settle", "list_unusual", "settle_unusual"]


class Settle(Parameters):
    """A decision on what a rule found of somebody on a day (counted from 1970)."""

    rule: str
    who: str
    day: int
    decision: str
    words: str = Field(default="", max_length=4_000)


async def list_unusual(call: Call, _: Parameters) -> Json:
    """Return what was reported, latest first; the officer has then seen it."""
    table, officer = schema.unusual, call.actor.pseudonym
    rows = call.node.read(
        lambda c: c.execute(select(table).order_by(table.c.at_ms.desc()).limit(500)).all()
    )

    def seen(transaction: Transaction) -> None:
        alert = schema.alert
        transaction.connection.execute(
            update(alert)
            .where(alert.c.officer == officer, alert.c.thread.startswith("unusual-"))
            .where(alert.c.seen_ms.is_(None))
            .values(seen_ms=transaction.now_ms)
        )
        transaction.log(call.event("oversight.read", "unusual"))

    await call.node.writer.run(seen)
    decided = call.node.read(_decisions)
    blank = {"decision": "", "words": "", "decided_by": "", "decided_ms": None}
    return {
        "alerts": [
            {**_shown(row), **decided.get((row.rule, row.who, row.day), blank)} for row in rows
        ]
    }


async def settle_unusual(call: Call, wanted: Settle) -> Json:
    """Keep a decision on unusual asking that was reported."""
    node = call.node
    SETTLEMENTS.find(wanted.decision)
    if wanted.who == call.actor.pseudonym:
        raise PolicyError("oversight.own_alert", rule=wanted.rule)
    if node.read(lambda c: _row(c, schema.unusual, wanted)) is None:
        raise InputError("oversight.no_alert", rule=wanted.rule, who=wanted.who[:64])

    def keep(transaction: Transaction) -> None:
        _keep(transaction, call.actor.pseudonym, wanted)
        ids = {"who": wanted.who, "day": str(wanted.day), "decision": wanted.decision}
        transaction.log(call.event("unusual.settled", f"unusual-{wanted.rule}", ids=ids))

    await node.writer.run(keep)
    await finish_erasure(node)  # of words that were replaced
    return {"rule": wanted.rule, "who": wanted.who, "decision": wanted.decision}


def _decisions(connection: Connection) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Return every decision, by rule, who and day."""
    rows = connection.execute(select(schema.unusual_decision))
    return {
        (row.rule, row.who, row.day): {
            "decision": row.decision,
            "words": row.words.decode(),
            "decided_by": row.decided_by,
            "decided_ms": row.at_ms,
        }
        for row in rows
    }


def _keep(transaction: Transaction, officer: str, wanted: Settle) -> None:
    table, connection = schema.unusual_decision, transaction.connection
    same = _same(table, wanted)
    doom_bodies(transaction, table.c.words, same)
    connection.execute(delete(table).where(same))
    words = fresh_key(connection).seal("unusual_decision.words", wanted.words.strip().encode())
    row = {"rule": wanted.rule, "who": wanted.who, "day": wanted.day, "words": words}
    row |= {"decision": wanted.decision, "decided_by": officer, "at_ms": transaction.now_ms}
    connection.execute(insert(table).values(row))


def _row(connection: Connection, table: Table, wanted: Settle) -> Row[Any] | None:
    return connection.execute(select(table).where(_same(table, wanted))).one_or_none()


def _same(table: Table, wanted: Settle) -> ColumnElement[bool]:
    of_whom = (table.c.rule == wanted.rule) & (table.c.who == wanted.who)
    return of_whom & (table.c.day == wanted.day)


def _shown(row: Row[Any]) -> dict[str, Json]:
    return {
        "rule": row.rule,
        "who": row.who,
        "day": row.day,
        "found": row.found,
        "most": row.most,
        "at_ms": row.at_ms,
    }
