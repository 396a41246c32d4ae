"""Batches of questions, and questions left standing: lists, one batch as a table, four eyes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.overseen import officers_of
from entraide.console.screens.search import question_form, searches_of
from entraide.console.visit import View, Visit
from entraide.exchange.batch import COLUMNS, MOST_ROWS
from entraide.vocabulary.language import mark

__all__ = ["show_batch", "show_batches", "show_leaving", "show_standing"]

_LIST: Final = (
    ("batch", mark("Batch")),
    ("case", mark("Case")),
    ("of", mark("Questions")),
    ("done", mark("Asked")),
    ("at_ms", mark("At")),
    ("ended_ms", mark("Ended")),
)
_STANDING: Final = (
    ("thread", mark("Thread")),
    ("partner", mark("Partner")),
    ("way", mark("Way")),
    ("state", mark("State")),
    ("ended", mark("Ended")),
    ("purpose", mark("Purpose")),
    ("case", mark("Case")),
    ("from_ms", mark("From")),
    ("until_ms", mark("Until")),
    ("renewals", mark("Renewed")),
)
_PART: Final = (("name", mark("What")), ("value", mark("Is")))


async def show_batches(visit: Visit) -> View:
    """Return the form of a batch, and the batches with how far each is."""
    rows = (await visit.read("batch.list"))["batches"]
    officers = await officers_of(visit)
    return View(
        template="batches",
        title=mark("Batches of questions"),
        data={"batches": rows},
        listing=Listing(_LIST, rows),
        values={
            **await question_form(visit),
            "rows": rows,
            "officers": officers,
            "known": COLUMNS,
            "most": MOST_ROWS,
            "text": "",
            "typed": {},
            "to": (),
            "foreseen": None,
            "fault": "",
        },
    )


async def show_batch(visit: Visit) -> View:
    """Return a batch: a line for each question, a column for each partner."""
    shown = await visit.read("batch.show", batch=visit.request.path_params["batch"])
    partners = sorted({each["partner"] for row in shown["questions"] for each in row["answers"]})
    lines = [_line(row, partners) for row in shown["questions"]]
    columns = (
        ("number", mark("No.")),
        ("names", mark("Names")),
        ("purpose", mark("Purpose")),
        *((partner, partner) for partner in partners),
    )
    return View(
        template="batch",
        title=mark("Batch of questions"),
        data=shown,
        listing=Listing(columns, lines),
        values={
            "views": searches_of(visit),
            "shown": shown,
            "partners": partners,
            "mine": shown["officer"] == visit.person.pseudonym,
        },
    )


async def show_standing(visit: Visit) -> View:
    """Return the questions that stand, ours and partners'."""
    rows = (await visit.read("standing.list"))["standing"]
    return View(
        template="standing",
        title=mark("Standing questions"),
        data={"standing": rows},
        listing=Listing(_STANDING, rows),
        values={"views": searches_of(visit), "rows": rows},
    )


async def show_leaving(visit: Visit) -> View:
    """Return what would be left standing, and the hash that two officers sign."""
    thread, partner = visit.request.path_params["thread"], visit.asked("partner")
    wanted = {"thread": thread, **({"partner": partner} if partner else {})}
    shown = await visit.read("standing.preview", **wanted)
    lines = [{"name": name, "value": value} for name, value in shown.items()]
    return View(
        template="standing_leave",
        title=mark("Leave a question standing"),
        data=shown,
        listing=Listing(_PART, lines),
        values={
            "views": searches_of(visit),
            "shown": shown,
            "waiting": visit.console.pending.about("thread", thread),
        },
    )


def _line(row: Mapping[str, Any], partners: list[str]) -> dict[str, Any]:
    said = {each["partner"]: each["result"] for each in row["answers"]}
    return {**row, **{partner: said.get(partner, "") for partner in partners}}
