"""Drafting a notice, or a later version of one: what each colour needs stands beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.visit import View, Visit
from entraide.exchange.notice.colours import COLOURS, FIELDS
from entraide.exchange.notice.terms import STATUS_LABELS, TEXT_LABELS, Stage
from entraide.kernel.marking import HANDLING_CODES
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import EXCHANGEABLE
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["show_drafting"]

_COLUMNS: Final = (
    ("colour", mark("Colour")),
    ("needs", mark("Needs")),
    ("purposes", mark("Purposes")),
)
_USUAL: Final = ("names", "birth", "sex", "nationality", "documents")


async def show_drafting(visit: Visit) -> View:
    """Return the form of a draft; ``replaces`` in the address fills it from that notice."""
    before = await _before(visit)
    rules = [
        {
            "colour": rule.colour.value,
            "needs": list(rule.needs),
            "purposes": list(rule.purposes),
        }
        for rule in COLOURS.values()
    ]
    cases = (await visit.read("case.list"))["cases"]
    return View(
        template="notice_draft",
        title=mark("Draft a notice"),
        data={"colours": rules},
        listing=Listing(_COLUMNS, rules),
        values={
            "rules": [
                {**row, "for": rule.label, "needs": [FIELDS[name][0] for name in rule.needs]}
                for row, rule in zip(rules, COLOURS.values(), strict=True)
            ],
            "before": before,
            "cases": [each["case"] for each in cases if not each.get("closed_ms")],
            "partners": [
                each["partner"] for each in (await visit.read("partner.list"))["partners"]
            ],
            "records": await _records(visit),
            **_choices(),
            "sought": {},
            "found": None,
            "find_fault": "",
        },
    )


def _choices() -> dict[str, Any]:
    """Return what the fields of the form offer to choose from."""
    return {
        "usual": _USUAL,
        "categories": dict(CATEGORIES.choices),
        "purposes": PURPOSES.choices,
        "offences": EXCHANGEABLE.choices,
        "statuses": dict(STATUS_LABELS),
        "texts": dict(TEXT_LABELS),
        "stages": [each.value for each in Stage],
        "handlings": HANDLING_CODES,
    }


async def _before(visit: Visit) -> Mapping[str, Any]:
    """Return what stands in the fields at first: those of the notice that is amended."""
    named = visit.asked("replaces")
    shown = await visit.read("notice.show", notice=named) if named else {}
    body = shown.get("body") or {}
    judicial: Mapping[str, Any] = next(iter(body.get("judicial", ())), {})
    record = visit.asked("record") or shown.get("record") or ""
    said = {**body, **judicial, "record": record, "to": shown.get("to", ())}
    return {**said, "replaces": named} if named else {"record": visit.asked("record")}


async def _records(visit: Visit) -> list[str]:
    """Return the records that partners were told of: what a notice is most often about."""
    if not visit.may("references"):
        return []
    rows = (await visit.read("references"))["references"]
    return sorted({str(row["record"]) for row in rows if row.get("record")})
