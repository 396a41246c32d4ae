"""Cases: our own, and the operations that partners and we lead together, of whatever kind."""

from __future__ import annotations

from typing import Any, Final

from entraide.console.entry_forms import ROWS, asked_for
from entraide.console.listing import Listing
from entraide.console.screens.filtering import choices_of, filtered
from entraide.console.visit import View, Visit
from entraide.operations.admitting import OPERATIONS
from entraide.operations.kinds import kinds_of
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import EXCHANGEABLE
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["operations_held", "show_cases", "show_founding"]

_COLUMNS: Final = (
    ("kind", mark("Kind")),
    ("subject", mark("Subject")),
    ("state", mark("State")),
    ("members", mark("Members")),
    ("case", mark("Case")),
    ("starts", mark("From")),
    ("until", mark("Until")),
    ("entries", mark("Entries")),
    ("changed_ms", mark("Changed")),
    ("operation", mark("Operation")),
)
_FILTERS: Final = ("kind", "state", "members", "case")
_FIELDS: Final = (("field", mark("Field")), ("form", mark("Form")))


async def show_cases(visit: Visit) -> View:
    """Return the operations that the address asks for, and our own cases."""
    rows = await operations_held(visit)
    chosen, found = filtered(visit, rows, _FILTERS)
    cases = (await visit.read("case.list"))["cases"]
    return View(
        template="cases",
        title=mark("Cases"),
        data={"operations": found, "cases": cases},
        listing=Listing(_COLUMNS, found),
        values={
            "rows": found,
            "cases": cases,
            "chosen": chosen,
            "kinds": choices_of(rows, "kind"),
            "states": choices_of(rows, "state"),
            "partners": choices_of(rows, "members"),
            "founding": [(name, kinds_of(name)[name].does) for name in OPERATIONS],
            "waiting": _waiting(visit),
        },
    )


async def operations_held(visit: Visit) -> list[dict[str, Any]]:
    """Return the operations that we are party to, each under the name of its kind."""
    return [
        {**row, "kind": OPERATIONS[row["kind"]].kind}
        for row in (await visit.read("operation.list"))["operations"]
    ]


async def show_founding(visit: Visit) -> View:
    """Return the form by which an operation is proposed; ``kind`` in the address says which."""
    kind = visit.asked("kind") or next(iter(OPERATIONS))
    asked = asked_for(kind, kind)
    agreements = (await visit.read("agreement.list"))["agreements"]
    partners = [each["partner"] for each in (await visit.read("partner.list"))["partners"]]
    cases = (await visit.read("case.list"))["cases"]
    fields = [{"field": each.name, "form": each.form} for each in asked]
    return View(
        template="operation_new",
        title=kinds_of(kind)[kind].does,
        data={"kind": kind, "fields": fields},
        listing=Listing(_FIELDS, fields),
        values={
            "kind": kind,
            "asked": asked,
            "rows_offered": ROWS,
            "options": {
                "agreement": [(each["digest"], each["title"]) for each in agreements
                              if each["state"] == "in-force"],
                "purpose": PURPOSES.choices,
                "offence": EXCHANGEABLE.choices,
                "categories": CATEGORIES.choices,
                "case": [(each["case"], "") for each in cases if not each.get("closed_ms")],
                "members": [(each, "") for each in sorted((*partners, _us(visit)))],
            },
            "parties": sorted((*partners, _us(visit))),
            "us": _us(visit),
        },
    )  # fmt: skip


def _us(visit: Visit) -> str:
    return visit.console.node.settings.id


def _waiting(visit: Visit) -> list[dict[str, Any]]:
    """Return the proposals that one officer signed and that wait for another."""
    found = (each for each in visit.console.pending.about("operation", ""))
    return [
        {
            "does": kinds_of(each.parameters["kind"])[each.parameters["kind"]].does,
            "body": each.parameters["body"],
            "payload": each.payload,
            "officer": each.officer,
            "action": each.action,
        }
        for each in found
        if each.action == "operation.found"
    ]
