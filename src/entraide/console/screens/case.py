"""A case of ours whole: what it rests on, what was asked in it, what waits, who owns it.

Its threads lead on to their pages, operations under it too. Its owner, or a supervisor, hands it
over and closes it here; closing begins its retention.
"""

from __future__ import annotations

from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.cases import operations_held
from entraide.console.visit import View, Visit
from entraide.errors import InputError
from entraide.exchange.progress import Outcome
from entraide.node.people.actor import Role
from entraide.node.request.cases import OWNERS
from entraide.vocabulary.language import mark

__all__ = ["show_case"]

_THREADS: Final = (
    ("changed_ms", mark("Changed")),
    ("partner", mark("Partner")),
    ("state", mark("State")),
    ("purpose", mark("Purpose")),
    ("thread", mark("Thread")),
)


async def show_case(visit: Visit) -> View:
    """Return the case that the address names, with its threads and operations."""
    reference = visit.asked("case")
    if not reference:
        raise InputError("ask.no_case")
    case = await visit.read("case.show", reference=reference)
    owns = visit.person.officer == case["owner"] or visit.person.role is Role.SUPERVISOR
    works = not case["closed_ms"] and visit.may("case.close") and owns
    waiting = {(each["thread"], each["partner"]): each for each in case["requests"]}
    rows = [
        {**each, "clock": waiting.get((each["thread"], each["partner"]))}
        for each in reversed(case["threads"])
    ]
    operations = await _operations(visit, case["case"])
    return View(
        template="case",
        title=mark("Case"),
        data={**case, "operations": operations},
        listing=Listing(_THREADS, case["threads"]),
        values={
            "case": case,
            "rows": rows,
            "operations": operations,
            "works": works,
            "asks": not case["closed_ms"] and visit.may("ask"),
            "outcomes": [each.value for each in Outcome],
            "successors": await _successors(visit, case["owner"]) if works else (),
        },
    )


async def _operations(visit: Visit, case: str) -> list[dict[str, Any]]:
    if not visit.may("operation.list"):
        return []
    return [row for row in await operations_held(visit) if row.get("case") == case]


async def _successors(visit: Visit, owner: str) -> list[str]:
    """Return who could own the case instead: officers who may ask and are not suspended."""
    officers = (await visit.read("officer.list"))["officers"]
    return [
        each["officer"]
        for each in officers
        if each["role"] in OWNERS and not each["suspended_ms"] and each["officer"] != owner
    ]
