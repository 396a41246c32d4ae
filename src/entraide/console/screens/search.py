"""Search: a question to partners inside a case, and what came of the latest ones.

Purpose, offence and legal basis come from the case; a person may narrow them. Whether it may be
asked is decided by our own policy before anything leaves.
"""

from __future__ import annotations

from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import OFFENCES
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["show_search"]

_COLUMNS: Final = (
    ("partner", mark("Partner")),
    ("result", mark("Answer")),
    ("state", mark("State")),
    ("case", mark("Case")),
    ("thread", mark("Thread")),
)
_FILTERS: Final = ("case", "partner", "result")


async def show_search(visit: Visit) -> View:
    """Return the form of a question, and the latest answers by the address's filters."""
    answers = (await visit.read("answers"))["answers"]
    partners = (await visit.read("partner.list"))["partners"]
    cases = [case for case in (await visit.read("case.list"))["cases"] if not case.get("closed_ms")]
    chosen = {name: visit.asked(name) for name in _FILTERS}
    rows = [
        row
        for row in answers
        if all(not value or row.get(name) == value for name, value in chosen.items())
    ]
    return View(
        template="search",
        title=mark("Search"),
        data={"answers": rows, "cases": cases},
        listing=Listing(_COLUMNS, rows),
        values={
            "rows": rows,
            "chosen": chosen,
            "cases": cases,
            "partners": [each["partner"] for each in partners],
            "results": sorted({row["result"] for row in answers}),
            **_codes(),
        },
    )


def _codes() -> dict[str, Any]:
    return {
        "purposes": [(each.code, each.label) for each in PURPOSES],
        "offences": [(each.code, each.label) for each in OFFENCES if not each.excluded],
    }
