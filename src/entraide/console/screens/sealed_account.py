"""Oversight of the sealed account: whether one is ready, every use there was, what was written."""

from __future__ import annotations

from typing import Final

from entraide.console.listing import Listing
from entraide.console.screens.overseen import views_of
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark

__all__ = ["show_sealed_account"]

_COLUMNS: Final = (
    ("opened_ms", mark("Opened")),
    ("ends_ms", mark("Ends")),
    ("claimed", mark("Name given at the door")),
    ("why", mark("Why")),
    ("closed_ms", mark("Explained")),
    ("use", mark("Use")),
)


async def show_sealed_account(visit: Visit) -> View:
    """Return every use of the sealed account, the latest first."""
    found = await visit.read("glass.list")
    return View(
        template="sealed_account",
        title=mark("Sealed account"),
        data=found,
        listing=Listing(_COLUMNS, found["uses"]),
        values={"views": views_of(visit), "account": found, "uses": found["uses"]},
    )
