"""Notices: our own and partners' in one list, with who has answered and who confirmed erasure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.filtering import choices_of, filtered
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark

__all__ = ["show_notices"]

_COLUMNS: Final = (
    ("side", mark("Whose")),
    ("colour", mark("Colour")),
    ("notice", mark("Notice")),
    ("version", mark("Version of the notice")),
    ("state", mark("State")),
    ("partner", mark("Partner")),
    ("accepted", mark("Accepted")),
    ("refused", mark("Refused")),
    ("confirmed", mark("Erasure confirmed")),
    ("unconfirmed", mark("Erasure not confirmed")),
    ("matches", mark("Matches")),
    ("expires", mark("Last day")),
)
_FILTERS: Final = ("side", "colour", "state", "partner")
_SIDES: Final = {"ours": mark("ours"), "received": mark("partners'")}


async def show_notices(visit: Visit) -> View:
    """Return the notices that the address asks for; ``ended`` brings those that are over."""
    listed = await visit.read("notice.list", ended=bool(visit.asked("ended")))
    rows = list(_rows(listed))
    chosen, found = filtered(visit, rows, _FILTERS)
    return View(
        template="notices",
        title=mark("Notices"),
        data={"notices": found},
        listing=Listing(_COLUMNS, found),
        values={
            "rows": found,
            "chosen": {**chosen, "ended": visit.asked("ended")},
            "sides": _SIDES,
            "colours": choices_of(rows, "colour"),
            "states": choices_of(rows, "state"),
            "partners": choices_of(rows, "partner"),
        },
    )


def _rows(listed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in listed["received"]:
        yield {
            **row,
            "side": "received",
            "partner": [row["partner"]],
            "verdict": row["verdict"] or "undecided",
        }
    for row in listed["ours"]:
        yield {**row, "side": "ours", "partner": row["to"], "verdict": ""}
