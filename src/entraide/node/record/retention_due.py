"""What may not be kept any longer, and when: counted by kind and day, before anything is erased.

``KINDS`` is the table of what goes by itself; each row gives the last days on which something is
kept, by the same rules by which ``retaining.purge`` erases. What an agreement's end takes with it
goes at that end and is not foreseen here, nor what belongs to an open case. The log of what went is
read from the audit log: kinds and numbers, never of whom.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from entraide.adapters.tables import schema
from entraide.kernel.audit import Opening, parse_opening
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.event.dissolving import days_of_cells
from entraide.node.log.log_epochs import log_tables
from entraide.node.memorandum.ending import received_replies
from entraide.node.notice.copies import all_copies
from entraide.node.notice.rows import versions_of
from entraide.node.record.retaining import last_day_of, last_purge_ms
from entraide.node.request.case_ends import last_day
from entraide.node.runtime import Node

__all__ = ["HORIZONS", "KINDS", "list_due", "list_purges"]

HORIZONS: Final = (("now", 0), ("week", 7), ("month", 30), ("quarter", 91), ("year", 365))
"""Code, and within how many days something goes; what goes later is counted by itself."""
_LATER: Final = "later"
_PURGED: Final = "retention.purged"
_PURGES: Final = 400
"""Days of which the log of purges is read."""
_DAY: Final = dt.timedelta(days=1)

_Days = Iterator[tuple[str, int]]


async def list_due(call: Call, _: Parameters) -> Json:
    """Return how much of each kind goes within which time, and the next day on which any does."""
    node = call.node
    today = dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC).date()
    rows = await asyncio.to_thread(node.read, lambda c: _all_due(node, c, today))
    every_ms = node.settings.safeguards.purge_every_ms
    last_ms = node.read(last_purge_ms)
    return {
        "day": today.isoformat(),
        "due": rows,
        "last_ms": last_ms or None,
        "next_ms": last_ms + every_ms if last_ms and every_ms else None,
    }


async def list_purges(call: Call, _: Parameters) -> Json:
    """Return what went at each purge of the last year and a bit, the latest first."""
    today = dt.datetime.fromtimestamp(call.node.world.now_ms() / 1_000, dt.UTC).date()
    days = [(today - each * _DAY).isoformat() for each in range(_PURGES)]
    return {"purges": call.node.read(lambda c: list(_purges(c, days)))}


def _all_due(node: Node, connection: Connection, today: dt.date) -> list[Json]:
    found: list[Json] = []
    for kind, days in KINDS.items():
        counts: Counter[str] = Counter()
        soonest = ""
        for last, count in days(node, connection):
            goes = _following(last)
            counts[_within(goes, today)] += count
            soonest = min(filter(None, (soonest, goes)))
        horizons = {code: counts[code] for code in (*(code for code, _ in HORIZONS), _LATER)}
        found.append({"kind": kind, **horizons, "next": soonest})
    return found


def _within(goes: str, today: dt.date) -> str:
    for code, days in HORIZONS:
        if goes <= (today + days * _DAY).isoformat():
            return code
    return _LATER


def _following(day: str) -> str:
    """Return the day after a last day: what has no calendar any more goes last."""
    try:
        return (dt.date.fromisoformat(day) + _DAY).isoformat()
    except (ValueError, OverflowError):
        return dt.date.max.isoformat()


def _records(_: Node, connection: Connection) -> _Days:
    table = schema.record.c
    yield from _counted(connection, select(table.keep_until, func.count()).group_by("keep_until"))


def _replies(node: Node, connection: Connection) -> _Days:
    for _, came_ms, message in received_replies(connection):
        yield last_day_of(node, message, came_ms), 1


def _cases(_: Node, connection: Connection) -> _Days:
    table = schema.case_file
    for row in connection.execute(select(table).where(table.c.closed_ms.is_not(None))):
        yield last_day(row) or "", 1


def _notices(_: Node, connection: Connection) -> _Days:
    for ours in versions_of(connection):
        if ours.draft is not None:
            yield ours.expires, 1
    for copy in all_copies(connection):
        if copy.notice is not None:
            yield copy.expires, 1


def _checks(node: Node, connection: Connection) -> _Days:
    moments = connection.scalars(select(schema.own_check.c.at_ms))
    days = node.settings.safeguards.check_days
    yield from ((_day(at_ms, days), 1) for at_ms in moments)


def _closed_requests(node: Node, connection: Connection) -> _Days:
    table = schema.subject_request.c
    moments = connection.scalars(select(table.closed_ms).where(table.closed_ms.is_not(None)))
    days = node.settings.safeguards.closed_request_days
    yield from ((_day(at_ms, days), 1) for at_ms in moments if at_ms)


def _papers(_: Node, connection: Connection) -> _Days:
    for table in (schema.liaison_contact, schema.liaison_task):
        by_day = select(table.c.keep_until, func.count()).group_by("keep_until")
        yield from _counted(connection, by_day)


def _cells(node: Node, _: Connection) -> _Days:
    for goes in days_of_cells(node).values():
        yield _before(goes), 1


KINDS: Final[Mapping[str, Callable[[Node, Connection], _Days]]] = {
    "records": _records,
    "replies": _replies,
    "cases": _cases,
    "notices": _notices,
    "operations": _cells,
    "checks": _checks,
    "subject_requests": _closed_requests,
    "papers": _papers,
}


def _counted(connection: Connection, by_day: Select[Any]) -> _Days:
    yield from ((str(day), int(count)) for day, count in connection.execute(by_day))


def _day(at_ms: int, days: int) -> str:
    day = dt.datetime.fromtimestamp(at_ms / 1_000, dt.UTC).date()
    return (day + days * _DAY).isoformat()


def _before(day: str) -> str:
    try:
        return (dt.date.fromisoformat(day) - _DAY).isoformat()
    except ValueError:
        return day


def _purges(connection: Connection, days: list[str]) -> Iterator[Json]:
    for epoch, entry in reversed(log_tables(connection)):
        rows = connection.execute(
            select(entry.c.idx, entry.c.opening)
            .where(entry.c.subject.in_(days))
            .order_by(entry.c.idx.desc())
        )
        for row in rows:
            opening = parse_opening(bytes(row.opening)) if row.opening else None
            if opening is not None and opening.action == _PURGED:
                yield _purge(epoch, row.idx, opening)


def _purge(epoch: int, index: int, opening: Opening) -> dict[str, Json]:
    counts = {name: int(each) for name, each in opening.ids if each.isdecimal()}
    known = {name: counts.get(name, 0) for name in ("values", *KINDS)}
    place: dict[str, Json] = {"epoch": epoch, "index": index}
    place |= {"at_ms": opening.at_ms, "by": opening.actor}
    return {**place, **known}
