"""Situation: what needs a decision now, how deadlines stand, and whether partners are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup

from entraide.console.listing import Listing
from entraide.console.partner_figures import exchange_map
from entraide.console.pictures import moment_of, picture, small_picture
from entraide.console.screens.partners import time_text
from entraide.console.screens.queue import COLUMNS, KINDS, OURS, rows_of, version_of
from entraide.console.visit import View, Visit
from entraide.figures import Deadline, Deadlines
from entraide.vocabulary.language import mark, translate

__all__ = ["show_situation"]

_FIRST: Final = 8
_SPAN: Final = 30
"""Days of the map of exchanges and of the times beside it."""


async def show_situation(visit: Visit) -> View:
    """Return what waits for us, the clocks of both sides, the partners and the node's state."""
    inbox = await visit.read("inbox")
    status = await visit.read("node.status")
    found = await visit.read("partner.figures", days=_SPAN)
    partners = found["partners"]
    waiting = [row for row in rows_of(inbox) if row["kind"] in OURS]
    now_ms = visit.console.node.world.now_ms()
    return View(
        template="situation",
        title=mark("Situation"),
        data={"waiting": waiting, "partners": partners, "status": status},
        listing=Listing(COLUMNS, waiting),
        values={
            "rows": waiting[:_FIRST],
            "more": max(len(waiting) - _FIRST, 0),
            "kinds": KINDS,
            "version": version_of(inbox),
            "status": status,
            "partners": partners,
            "log_size": found["log_size"],
            "map": small_picture(exchange_map(found, partners), "exchanges"),
            "time_text": time_text,
            "tiles": _tiles(status, len(waiting), len(inbox["awaited"])),
            "ours": _clocks(mark("We owe an answer"), inbox["requests"], now_ms, "ours"),
            "theirs": _clocks(mark("Partners owe us"), inbox["awaited"], now_ms, "theirs"),
        },
    )


def _tiles(status: Mapping[str, Any], waiting: int, awaited: int) -> list[tuple[str, int, bool]]:
    """Return the counts at the top: label, count, and whether it presses."""
    overdue = int(status["requests_overdue"])
    return [
        (translate(mark("wait for us")), waiting, False),
        (translate(mark("of them overdue")), overdue, overdue > 0),
        (translate(mark("near their deadline")), int(status["requests_near_due"]), False),
        (translate(mark("we wait for")), awaited, False),
        (translate(mark("in the outbox")), int(status["outbox"]), False),
        (translate(mark("alarms")), len(status["alarms"]), bool(status["alarms"])),
    ]


def _clocks(title: str, rows: Iterable[Mapping[str, Any]], now_ms: int, prefix: str) -> Markup:
    """Draw the clocks that run, the most pressing first; nothing where none runs."""
    found = tuple(
        Deadline(
            label=f"{row['partner']} · {row['case']}",
            started=moment_of(row["received_ms"]),
            due=moment_of(row["due_ms"]),
        )
        for row in rows
        if row.get("due_ms") and row["due_ms"] > row["received_ms"]
    )
    if not found:
        return Markup("")
    figure = Deadlines(title=translate(title), now=moment_of(now_ms), deadlines=found[:_FIRST])
    return picture(figure, prefix)
