"""Inbox: everything that waits for a person, with its clock; filters stand in the address."""

from __future__ import annotations

from typing import Final

from entraide.console.listing import Listing
from entraide.console.screens.queue import COLUMNS, KINDS, rows_of, version_of
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark

__all__ = ["show_inbox"]

_FILTERS: Final = ("kind", "partner", "case")


async def show_inbox(visit: Visit) -> View:
    """Return the queue, filtered as the address says."""
    inbox = await visit.read("inbox")
    rows = rows_of(inbox)
    chosen = {name: visit.asked(name) for name in _FILTERS}
    found = [
        row
        for row in rows
        if all(not value or row[name] == value for name, value in chosen.items())
    ]
    return View(
        template="inbox",
        title=mark("Inbox"),
        data={"inbox": found},
        listing=Listing(COLUMNS, found),
        values={
            "rows": found,
            "kinds": KINDS,
            "version": version_of(inbox),
            "chosen": chosen,
            "partners": sorted({row["partner"] for row in rows if row["partner"]}),
            "cases": sorted({row["case"] for row in rows if row["case"]}),
        },
    )
