"""Persons concerned: their requests with clocks, one request from search to letter, the letter.

What a value of a find is shown with is what binds whoever tells it: handling, its words, provider.
What is offered follows from the state of the request; whether it is allowed is decided when it is
ordered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.filtering import choices_of, filtered
from entraide.console.screens.overseen import views_of
from entraide.console.visit import View, Visit
from entraide.safeguards.subject_requests import TRANSITIONS, State
from entraide.vocabulary.language import LANGUAGES, mark
from entraide.vocabulary.subjects import GROUNDS, KINDS, REJECTIONS

__all__ = ["show_letter", "show_subject", "show_subjects"]

_FILTERS: Final = ("kind", "state")
_COLUMNS: Final = (
    ("request", mark("Request")),
    ("kind", mark("Kind")),
    ("state", mark("State")),
    ("received_ms", mark("Received")),
    ("admissible_ms", mark("Admitted")),
    ("due_ms", mark("Due")),
    ("left_days", mark("Days left")),
    ("overdue", mark("Overdue")),
    ("outcome", mark("Outcome")),
    ("closed_ms", mark("Closed")),
)
_FINDS: Final = (
    ("number", mark("No.")),
    ("place", mark("Where")),
    ("partner", mark("Partner")),
    ("prop", mark("Field")),
    ("text", mark("Value")),
    ("handling", mark("Handling")),
    ("mark", mark("Words")),
    ("provider", mark("Provider")),
    ("decision", mark("Decision")),
    ("ground", mark("Ground")),
)
_LETTER: Final = (("line", mark("Line")),)


async def show_subjects(visit: Visit) -> View:
    """Return the requests, the nearest deadline first, and the form that registers one."""
    rows = (await visit.read("subject.list"))["requests"]
    chosen, found = filtered(visit, rows, _FILTERS)
    return View(
        template="subjects",
        title=mark("Requests of persons concerned"),
        data={"requests": found},
        listing=Listing(_COLUMNS, found),
        values={
            "views": views_of(visit),
            "rows": found,
            "chosen": chosen,
            "states": choices_of(rows, "state"),
            "kinds": KINDS.choices,
        },
    )


async def show_subject(visit: Visit) -> View:
    """Return one request: the person, what was found, what was decided, what is open."""
    named = visit.request.path_params["request"]
    shown = await visit.read("subject.show", request=named)
    state = State(shown["state"])
    lines = [line for find in shown["finds"] for line in _lines(find)]
    return View(
        template="subject",
        title=mark("Request of a person concerned"),
        data=shown,
        listing=Listing(_FINDS, lines),
        values={
            "views": views_of(visit),
            "shown": shown,
            "acts": frozenset(act for held, act in TRANSITIONS if held is state),
            "open": sum(not each["decision"] for each in shown["finds"]),
            "kinds": {each.code: each.label for each in KINDS},
            "grounds": GROUNDS.choices,
            "rejections": REJECTIONS.choices,
            "ground_words": {each.code: each.label for each in (*GROUNDS, *REJECTIONS)},
            "has_letter": state in {State.ADMITTED, State.ANSWERED},
        },
    )


def _lines(find: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a find, a value a line; one without values is a line too."""
    return [{**find, **value} for value in find["values"]] or [{**find}]


async def show_letter(visit: Visit) -> View:
    """Return the letter for printing, in the language that the address names."""
    named = visit.request.path_params["request"]
    wanted = {"language": visit.asked("language")} if visit.asked("language") else {}
    shown: Mapping[str, Any] = await visit.read("subject.letter", request=named, **wanted)
    return View(
        template="letter",
        title=mark("Letter"),
        data=shown,
        listing=Listing(_LETTER, [{"line": line} for line in shown["letter"].splitlines()]),
        values={"shown": shown, "others": LANGUAGES},
    )
