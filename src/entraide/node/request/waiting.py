"""Requests that wait for an answer, ours and theirs, the most pressing first.

What is due soonest stands first, so that what is overdue stands before everything else. Nothing
here is stored: each row is computed from the receipt, the delays announced, and the moment.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select

from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.bodies import read_body
from entraide.exchange.clocks import Stage, deadline_class
from entraide.exchange.conversation import OPEN
from entraide.exchange.releases import Request
from entraide.node.request.clocks import clock_of
from entraide.node.request.threads import last_message

__all__ = ["count_waiting", "requests_in", "requests_waiting"]

_NEVER: Final = 2**53
_CONVERSATION: Final = schema.conversation.c
_OPEN: Final = select(schema.conversation).where(
    _CONVERSATION.asking == bindparam("as_asker"),
    _CONVERSATION.state.in_([state.value for state in OPEN]),
)


def requests_waiting(connection: Connection, now_ms: int, *, asking: bool) -> list[dict[str, Any]]:
    """Return the requests that wait for us (or, asking, for partners), by what is due soonest."""
    rows = connection.execute(_OPEN, {"as_asker": int(asking)}).all()
    return _by_due([found for row in rows if (found := _shown(connection, row, now_ms))])


def requests_in(connection: Connection, case: str, now_ms: int) -> list[dict[str, Any]]:
    """Return the requests of a case that wait for partners."""
    waiting = requests_waiting(connection, now_ms, asking=True)
    return [each for each in waiting if each["case"] == case]


def count_waiting(connection: Connection, now_ms: int) -> dict[str, int]:
    """Count the requests that wait for us, and those of them that press."""
    found = requests_waiting(connection, now_ms, asking=False)
    stages = Counter(each.get("stage", Stage.RUNNING.value) for each in found)
    return {
        "requests_waiting": len(found),
        "requests_near_due": stages[Stage.QUARTER.value],
        "requests_overdue": stages[Stage.OVERDUE.value],
    }


def _by_due(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda each: (each.get("due_ms", _NEVER), each["thread"]))


def _shown(connection: Connection, row: Row[Any], now_ms: int) -> dict[str, Any] | None:
    """Return a waiting request; None where its content was erased."""
    try:
        message = last_message(connection, row.thread, row.partner, Request.KIND)
    except InputError:
        return None
    body = read_body(message)
    if not isinstance(body, Request):
        return None
    return {
        "thread": row.thread,
        "partner": row.partner,
        "state": row.state,
        "author": message.author,
        "purpose": row.purpose,
        "case": row.case_reference,
        "offence": body.offence,
        "categories": list(body.categories),
        "reason": body.reason,
        "urgent": body.urgent,
        "justification": body.justification,
        "class": deadline_class(body).value,
        "answer_language": body.answer_language,
        **clock_of(connection, row.thread, row.partner, (bool(row.asking), now_ms)),
    }
