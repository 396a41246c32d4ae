"""Search: a question to partners inside a case, what would become of it, and the latest answers.

Purpose, offence and legal basis come from the case; a person may narrow them. Whether it may be
asked is decided by our own policy before anything leaves, and shown before it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.agreements.terms import Form
from entraide.console.listing import Listing
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.offences import EXCHANGEABLE
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["SEARCHES", "question_form", "searches_of", "show_search", "typed_of"]

SEARCHES: Final = (
    ("/search", mark("One question"), "answers"),
    ("/search/batch", mark("A batch of questions"), "batch.list"),
    ("/search/standing", mark("Standing questions"), "standing.list"),
)
"""Address, name, and the action that a role must have to see it."""
_COLUMNS: Final = (
    ("partner", mark("Partner")),
    ("result", mark("Answer")),
    ("answered_ms", mark("When")),
    ("state", mark("State")),
    ("case", mark("Case")),
    ("thread", mark("Thread")),
)
_FILTERS: Final = ("case", "partner", "result")


async def show_search(visit: Visit) -> View:
    """Return the form of a question, and the latest answers by the address's filters."""
    answers = (await visit.read("answers"))["answers"]
    chosen = {name: visit.asked(name) for name in _FILTERS}
    rows = [
        row
        for row in answers
        if all(not value or row.get(name) == value for name, value in chosen.items())
    ]
    form = await question_form(visit)
    return View(
        template="search",
        title=mark("Search"),
        data={"answers": rows, "cases": form["cases"]},
        listing=Listing(_COLUMNS, rows),
        values={
            **form,
            "rows": rows,
            "chosen": chosen,
            "results": sorted({row["result"] for row in answers}),
            "may_leave": visit.may("standing.leave") and _may_stand(visit),
            "typed": {"case": chosen["case"]},
            "foreseen": None,
            "own": None,
        },
    )


def _may_stand(visit: Visit) -> bool:
    """Tell whether any memorandum provides for standing questions."""
    policies = visit.console.node.policies
    return any(Form.STANDING in policy.agreement.exchange.forms for policy in policies)


async def question_form(visit: Visit) -> dict[str, Any]:
    """Return what a form that asks something offers: cases, partners, codes."""
    cases = (await visit.read("case.list"))["cases"]
    partners = (await visit.read("partner.list"))["partners"]
    return {
        "views": searches_of(visit),
        "cases": [case for case in cases if not case.get("closed_ms")],
        "partners": [each["partner"] for each in partners],
        "purposes": PURPOSES.choices,
        "offences": EXCHANGEABLE.choices,
    }


def searches_of(visit: Visit) -> list[tuple[str, str]]:
    """Return the screens of searching that this person may see, with their names."""
    return [(path, translate(name)) for path, name, action in SEARCHES if visit.may(action)]


def typed_of(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return a question's parameters as a form holds them: several values a line each."""
    return {
        name: "\n".join(value) if isinstance(value, list | tuple) else str(value)
        for name, value in parameters.items()
    }
