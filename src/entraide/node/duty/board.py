"""What a wall may show: counts, time left and states, of nobody.

Everything here is a number, a truth value, a code of a closed table, or the id of a pinned agency
(``xx.bureau``: the form of ids leaves no room for words). No name, no reference, no id of a thread
or case, nothing that anybody wrote: a screen on a wall is read by whoever enters the room.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, func, select

from entraide.adapters.tables import schema
from entraide.exchange.notice.colours import COLOURS
from entraide.exchange.notice.lifecycle import IN_FORCE
from entraide.node.discussion.discussed import waiting_discussions
from entraide.node.duty.dues import CLOCKS, Timed, timed
from entraide.node.duty.four_eyes import half_approved
from entraide.node.duty.standing import duty_counts
from entraide.node.giving.informed import waiting_information
from entraide.node.giving.onward_taken import waiting_onward
from entraide.node.notice.copies import waiting_notices
from entraide.node.operation.operations import waiting_operations
from entraide.node.runtime import Node
from entraide.node.status import describe_node

__all__ = ["board_of", "partner_health"]

_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000


def board_of(node: Node) -> dict[str, Any]:
    """Return the whole board, computed for this moment."""
    now_ms = node.world.now_ms()
    status = describe_node(node)
    running = node.read(lambda c: timed(c, now_ms))
    return {
        "at_ms": now_ms,
        "exercise": node.settings.console.exercise,
        "waiting": node.read(lambda c: _waiting(c, node.settings.id, now_ms)),
        "overdue": status["requests_overdue"],
        "near_due": status["requests_near_due"],
        "requests": status["requests_waiting"],
        "clocks": [_clock(kind, running, now_ms) for kind in CLOCKS],
        "partners": node.read(partner_health),
        "notices": node.read(lambda c: _notices(c, now_ms)),
        "glass": status["glass"],
        "watch": node.read(lambda c: duty_counts(c, now_ms)),
        "node": {
            "outbox": status["outbox"],
            "alarms": len(status["alarms"]),
            "endings": len(status["endings"]),
            "uncosigned": max(status["log_size"] - status["log_cosigned_to"], 0),
            "serves_partners": bool(status["running"]),
        },
    }


def partner_health(connection: Connection) -> list[dict[str, Any]]:
    """Return each pinned agency by its id: whether it is there, and what waits for it."""
    partner, outbox = schema.partner.c, schema.outbox.c
    rows = connection.execute(select(outbox.partner, func.count()).group_by(outbox.partner))
    waits = {str(row[0]): int(row[1]) for row in rows}
    pinned = select(partner.id, partner.fault, partner.seen_ms).order_by(partner.id)
    return [
        {
            "partner": row.id,
            "state": "away" if row.fault else "there" if row.seen_ms else "never",
            "outbox": waits.get(row.id, 0),
        }
        for row in connection.execute(pinned)
    ]


def _waiting(connection: Connection, us: str, now_ms: int) -> dict[str, int]:
    """Return how much waits for a person here, and for whom it waits elsewhere."""
    kinds = [each.kind for each in timed(connection, now_ms)]
    return {
        "question": kinds.count("question"),
        "information": len(waiting_information(connection)),
        "onward": len(waiting_onward(connection)),
        "discussion": len(waiting_discussions(connection)),
        "notice": len(waiting_notices(connection)),
        "operation": len(waiting_operations(connection, us)),
        "four-eyes": len(half_approved(connection, now_ms)),
        "awaited": kinds.count("awaited"),
    }


def _clock(kind: str, running: tuple[Timed, ...], now_ms: int) -> dict[str, Any]:
    """Return, of a kind of deadline, how many run and how long the most urgent still has."""
    left = [_minutes(each.due_ms - now_ms) for each in running if each.kind == kind]
    late = sum(each < 0 for each in left)
    return {
        "kind": kind,
        "running": len(left),
        "overdue": late,
        "left_min": min(left, default=None),
    }


def _minutes(milliseconds: int) -> int:
    """Return whole minutes, rounded down: what is over by a second is overdue."""
    return milliseconds // _MINUTE_MS


def _notices(connection: Connection, now_ms: int) -> list[dict[str, Any]]:
    """Return of each colour how many changed or came today (UTC), and how many are in force."""
    ours, theirs = schema.notice.c, schema.notice_copy.c
    force = [state.value for state in IN_FORCE]
    mine = select(ours.colour, ours.changed_ms).where(ours.state.in_(force))
    others = select(theirs.colour, theirs.came_ms).where(theirs.state.in_(force))
    found = [(row[0], row[1]) for each in (mine, others) for row in connection.execute(each)]
    today_ms = now_ms - now_ms % _DAY_MS
    return [
        {
            "colour": colour.value,
            "today": sum(each == colour.value and at_ms >= today_ms for each, at_ms in found),
            "in_force": sum(each == colour.value for each, _ in found),
        }
        for colour in COLOURS
    ]
