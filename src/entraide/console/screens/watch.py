"""Watch: who is on, what is open, the log of the duty room, its handovers and its wall screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.filtering import choices_of, filtered
from entraide.console.visit import View, Visit
from entraide.errors import InputError
from entraide.node.actions import ACTIONS
from entraide.node.duty.log import ABOUT
from entraide.node.duty.sheet import GROUPS
from entraide.operations.event_kinds import SEVERITIES
from entraide.vocabulary.language import mark

__all__ = ["show_handover", "show_watch"]

_DAYS: Final = ("2", "7", "31", "366")
_COLUMNS: Final = (
    ("happened_ms", mark("When")),
    ("severity", mark("Severity")),
    ("kind", mark("Kind")),
    ("officer", mark("Officer")),
    ("text", mark("What happened")),
    ("done", mark("What was done")),
    ("about_kind", mark("About")),
    ("about", mark("Reference")),
    ("at_ms", mark("Written")),
    ("entry", mark("Entry")),
)
_ITEM_COLUMNS: Final = (
    ("group", mark("What")),
    ("kind", mark("Kind")),
    ("of", mark("Reference")),
    ("partner", mark("Partner")),
    ("due_ms", mark("Due")),
)
_CLOCKED: Final = frozenset({"overdue", "due"})
"""The groups of a sheet whose rows have a clock."""
_LINKS: Final = {
    "request": "/threads/", "awaited": "/threads/", "question": "/threads/",
    "operation": "/cases/", "agreement": "/agreements/", "thread": "/threads/",
    "notice": "/notices/",
}  # fmt: skip


async def show_watch(visit: Visit) -> View:
    """Return the log of as many days as the address says, and all that is open."""
    days = visit.asked("days") or _DAYS[0]
    if days not in _DAYS:
        raise InputError("form.no_number", field="days")
    found = await visit.read("watch.show", days=int(days))
    notes = [note for matter in found["matters"] for note in matter["notes"]]
    chosen, rows = filtered(visit, notes, ("severity",))
    named = {note["entry"] for note in rows}
    matters = [each for each in found["matters"] if _entries(each) & named]
    return View(
        template="watch",
        title=mark("Watch"),
        data={**found, "matters": matters, "entries": rows},
        listing=Listing(_COLUMNS, rows),
        values={
            "watch": found,
            "matters": matters,
            "chosen": {**chosen, "days": days},
            "all_days": _DAYS,
            "seen": choices_of(notes, "severity"),
            "severities": SEVERITIES,
            "abouts": ABOUT,
            "links": _LINKS,
            "walls": (await visit.read("wall.list"))["walls"],
            "on": next((each for each in found["shifts"] if not each["ended_ms"]), None),
        },
    )


async def show_handover(visit: Visit) -> View:
    """Return the sheet of a shift as it was handed over, or what would stand on it now."""
    shift = visit.request.path_params.get("shift", "")
    found = await visit.read("watch.sheet", shift=shift)
    return View(
        template="handover",
        title=mark("Handover"),
        data=found,
        listing=Listing(_ITEM_COLUMNS, found["items"]),
        values={
            "sheet": found,
            "groups": [(group, _of(found, group)) for group in GROUPS],
            "nothing": [group for group in GROUPS if not _of(found, group)],
            "links": _LINKS,
            "clocked": _CLOCKED,
            "does": {name: action.does for name, action in ACTIONS.items()},
            "waits": bool(found["sheet"]) and not found["of"]["ended_ms"],
            "mine": bool(found["of"]) and found["of"]["officer"] == visit.person.officer,
        },
    )


def _entries(matter: Mapping[str, Any]) -> set[str]:
    return {note["entry"] for note in matter["notes"]}


def _of(found: Mapping[str, Any], group: str) -> list[Mapping[str, Any]]:
    return [each for each in found["items"] if each["group"] == group]
