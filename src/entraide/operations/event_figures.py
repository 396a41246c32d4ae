"""The figures of a major event: counts and times alone, of nobody; they outlive the cell.

Counted from the journal, so every member counts the same. A handover is on time where the watch was
taken within the minutes that the proposal allows of a shift's change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.event import Cell, Matter
from entraide.operations.event_folding import event_of
from entraide.operations.event_kinds import INCIDENTS, SEVERITIES

__all__ = ["figures_of"]

_MINUTE_MS: Final = 60_000
_DAY_MINUTES: Final = 1_440


def figures_of(order: tuple[Entry, ...]) -> dict[str, Any]:
    """Return the figures of a cell, as JSON."""
    cell = event_of(order)
    matters = tuple(cell.matters.values())
    logged = [each for each in matters if not each.is_incident]
    return {
        "entries": len(order),
        "members": len(cell.active),
        "venues": len(cell.venues),
        "days": len(cell.days),
        "log": _by_severity(logged),
        "log_by_venue": _by_venue(logged),
        "handovers": _handovers(cell),
        "incidents": [_incidents(matters, kind) for kind in _kinds(matters)],
        "tasks": _tasks(cell),
        "accreditations": _accreditations(cell),
    }


def _by_severity(matters: Iterable[Matter]) -> list[dict[str, Any]]:
    counts = Counter(each.severity for each in matters)
    return [{"severity": each, "count": counts[each]} for each in SEVERITIES if counts[each]]


def _by_venue(matters: Iterable[Matter]) -> list[dict[str, Any]]:
    counts = Counter(str(each.entry.body["venue"] or "") for each in matters)
    return [{"venue": venue, "count": count} for venue, count in sorted(counts.items())]


def _handovers(cell: Cell) -> dict[str, int]:
    taken = [each.taken for each in cell.handovers.values() if each.taken is not None]
    on_time = sum(_is_on_time(cell, each) for each in taken)
    return {
        "taken": len(taken),
        "on_time": on_time,
        "late": len(taken) - on_time,
        "without": len(cell.begun),
    }


def _is_on_time(cell: Cell, taken: Entry) -> bool:
    """Tell whether a watch was taken near a change of shift; without shifts, always."""
    minute = taken.at_ms // _MINUTE_MS % _DAY_MINUTES
    changes = [int(each[:2]) * 60 + int(each[3:]) for each in cell.terms["shifts"]]
    apart = [abs(minute - each) for each in changes]
    near = min((min(each, _DAY_MINUTES - each) for each in apart), default=0)
    return near <= int(cell.terms["grace"])


def _kinds(matters: Iterable[Matter]) -> list[str]:
    found = {each.entry.body["nature"] for each in matters if each.is_incident}
    return [kind for kind in INCIDENTS if kind in found]


def _incidents(matters: Iterable[Matter], kind: str) -> dict[str, Any]:
    mine = [each for each in matters if each.is_incident and each.entry.body["nature"] == kind]
    return {
        "nature": kind,
        "count": len(mine),
        "open": sum(each.closed is None for each in mine),
        "minutes_to_acknowledgement": _minutes(
            (each.since_ms, each.acknowledged.at_ms) for each in mine if each.acknowledged
        ),
        "minutes_to_closure": _minutes(
            (each.entry.at_ms, each.closed.at_ms) for each in mine if each.closed
        ),
    }


def _minutes(spans: Iterable[tuple[int, int]]) -> int | None:
    """Return the median of the spans in whole minutes; None of none."""
    lengths = [(end - start) // _MINUTE_MS for start, end in spans]
    return round(median(lengths)) if lengths else None


def _tasks(cell: Cell) -> dict[str, int]:
    done = [each for each in cell.tasks.values() if each.done is not None]
    on_time = sum(
        each.done is not None and each.done.at_ms <= int(str(each.setting.body["due_ms"]))
        for each in done
    )
    return {"set": len(cell.tasks), "done": len(done), "on_time": on_time}


def _accreditations(cell: Cell) -> list[dict[str, Any]]:
    return [
        {
            "owner": listed.announced.party,
            "version": listed.announced.body["version"],
            "partner": partner,
            "screened": listed.announced.body["persons"],
            "no_objection": told.body["no_objection"],
            "referred": told.body["referred"],
        }
        for listed in cell.lists.values()
        for partner, told in sorted(listed.screened.items())
    ]
