"""Reading the duty room: the watch log, its open points, the shifts, and what is to be handed over.

Who reads it stands in the log: entries are free text, in which people may be named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, Row, select

from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.duty.log import matters_shown
from entraide.node.duty.rows import (
    latest_shifts,
    notes_of,
    officer_names,
    shift_body,
    shift_of,
)
from entraide.node.duty.sheet import open_points, points_shown, sheet_of
from entraide.node.duty.standing import duty_counts
from entraide.operations.watch import matters_of

__all__ = ["NameShift", "ShowWatch", "show_handover", "show_watch"]

_DAY_MS: Final = 86_400_000
_HOUR_MS: Final = 3_600_000
_SHIFTS: Final = 30
_AHEAD_HOURS: Final = 8
_ERASED: Final = {"at_ms": 0, "until_ms": 0, "items": (), "points": (), "words": ""}
"""What is left of a sheet whose words were erased for a person."""
_WHY: Final = {"purpose": "desk"}


class ShowWatch(Parameters):
    """The matters about which something was written in so many days."""

    days: int = Field(default=2, ge=1, le=366)


class NameShift(Parameters):
    """A shift that was handed over, by its first digits; what is open now where none is named."""

    shift: str = ""


async def show_watch(call: Call, wanted: ShowWatch) -> Json:
    """Return the log of some days, all that is open whenever it was written, and the shifts."""
    node, now_ms = call.node, call.node.world.now_ms()
    await node.writer.run(lambda t: t.log(call.event("watch.read", "watch", ids=_WHY)))
    names = node.read(officer_names)
    return {
        **node.read(lambda c: duty_counts(c, now_ms)),
        "points": node.read(open_points),
        "matters": node.read(lambda c: _matters(c, now_ms - wanted.days * _DAY_MS)),
        "shifts": [_told(row, names) for row in node.read(lambda c: latest_shifts(c, _SHIFTS))],
    }


def _matters(connection: Connection, since_ms: int) -> list[dict[str, Any]]:
    """Return the matters about which something was written since, each whole."""
    table = schema.watch_entry.c
    late = select(table.root).where(table.at_ms >= since_ms)
    matters = matters_of(notes_of(connection, table.root.in_(late)))
    return matters_shown(matters, officer_names(connection))


async def show_handover(call: Call, wanted: NameShift) -> Json:
    """Return the sheet of a shift as it was handed over, or as it would be now."""
    node = call.node
    await node.writer.run(lambda t: t.log(call.event("watch.read", "handover", ids=_WHY)))
    rows = node.read(lambda c: latest_shifts(c, _SHIFTS))
    names = node.read(officer_names)
    if not wanted.shift:
        now = sheet_of(node, node.world.now_ms() + _AHEAD_HOURS * _HOUR_MS)
        on = _told(rows[0], names) if rows else None
        return {"of": on, "next": None, "sheet": "", "words": "", **_with_words(call, now)}
    found = [row for row in rows if row.id.startswith(wanted.shift) and row.sheet]
    if len(found) != 1:
        raise InputError("watch.no_such_entry", named=wanted.shift[:64], found=len(found))
    follower = next((each for each in rows if each.follows == found[0].id), None)
    after = _told(follower, names) if follower else None
    kept = _with_words(call, shift_body(found[0]).get("sheet", _ERASED))
    return {"of": _told(found[0], names), "next": after, "sheet": found[0].sheet, **kept}


def _with_words(call: Call, sheet: Mapping[str, Any]) -> dict[str, Any]:
    points = call.node.read(lambda c: points_shown(c, sheet["points"]))
    return {**sheet, "points": points, "bound": sheet["points"]}


def _told(row: Row[Any], names: dict[str, str]) -> dict[str, Any]:
    shift = shift_of(row)
    return {
        "shift": shift.id,
        "officer": names.get(shift.officer, shift.officer),
        "begun_ms": shift.begun_ms,
        "until_ms": shift.until_ms,
        "handed_ms": shift.handed_ms,
        "ended_ms": shift.ended_ms,
        "follows": shift.follows,
        "sheet": shift.sheet,
        "words": str(shift_body(row).get("words", "")),
    }
