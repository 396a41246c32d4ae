"""Oversight of the log: verified whole, its epochs, who cosigned it when, who did what; one entry.

Entries hold pseudonyms, ids and digests; a pseudonym of ours is shown with its officer's name to
who may list the officers. Filters stand in the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.overseen import officers_of, views_of
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages.kernel import FINDINGS
from entraide.wording.log_words import log_value, logged_word

__all__ = ["show_entry", "show_oversight"]

_LAST: Final = 1_000
_SHOWN: Final = 200
_FIRST: Final = 80
"""Entries of a list, and those of them that stand on the page."""
_COSIGNED: Final = 12
_FILTERS: Final = ("action", "actor", "partner")
_COLUMNS: Final = (
    ("index", mark("Entry")),
    ("at_ms", mark("At")),
    ("action", mark("Action")),
    ("officer", mark("By")),
    ("partner", mark("Partner")),
    ("subject", mark("Id")),
    ("behind", mark("Signed with")),
)
_BEHIND: Final = {
    "ed25519": mark("own key"),
    "passkey": mark("passkey"),
    "session": mark("session"),
}
_PART: Final = (("name", mark("What")), ("value", mark("Is")))


async def show_oversight(visit: Visit) -> View:
    """Return the last entries, who vouched for the log, and its verification as far as it is."""
    officers = await officers_of(visit)
    entries = (await visit.read("audit.log", last=_LAST))["entries"]
    vouched = await visit.read("audit.vouched", last=_COSIGNED)
    rows = [_row(entry, officers) for entry in reversed(entries)]
    chosen = {name: visit.asked(name) for name in _FILTERS}
    found = [
        row
        for row in rows
        if all(not value or row[name] == value for name, value in chosen.items())
    ][:_SHOWN]
    check = visit.console.checks.latest(visit.person)
    verified = check.result if check else None
    return View(
        template="oversight",
        title=mark("Oversight"),
        data={"entries": found, "verified": verified, "vouched": vouched},
        listing=Listing(_COLUMNS, found),
        values={
            "views": views_of(visit),
            "rows": found[:_FIRST],
            "more": max(len(found) - _FIRST, 0),
            "columns": _COLUMNS,
            "chosen": chosen,
            "check": check,
            "verified": verified,
            "findings": FINDINGS,
            "vouched": vouched,
            "epoch": vouched["epochs"][-1]["epoch"],
            "behind": _BEHIND,
            "actions": sorted(
                ((each, logged_word(each)) for each in {row["action"] for row in rows}),
                key=lambda one: (one[1].casefold(), one[0]),
            ),
            "actors": sorted({(row["actor"], row["officer"]) for row in rows}),
            "partners": sorted({row["partner"] for row in rows if row["partner"]}),
        },
    )


async def show_entry(visit: Visit) -> View:
    """Return one entry of the log with everything that it says."""
    place = visit.request.path_params
    shown = await visit.read("audit.entry", id=f"{place['epoch']}/{place['index']}")
    officers = await officers_of(visit)
    lines = [
        {"name": name, "value": value, "said": log_value(name, value)}
        for part in ("ids", "digests")
        for name, value in shown[part].items()
    ]
    return View(
        template="oversight_entry",
        title=mark("Log entry"),
        data=shown,
        listing=Listing(_PART, lines),
        values={
            "views": views_of(visit),
            "shown": shown,
            "lines": lines,
            "by": officers.get(shown["actor"], shown["actor"]),
        },
    )


def _row(entry: Mapping[str, Any], officers: Mapping[str, str]) -> dict[str, Any]:
    ids = entry["ids"]
    kind = str(ids.get("order_signature", "")).partition(":")[0]
    return {
        "index": entry["index"],
        "at_ms": entry["at_ms"],
        "action": entry["action"],
        "actor": entry["actor"],
        "officer": officers.get(entry["actor"], entry["actor"]),
        "partner": entry["partner"],
        "subject": ids.get("viewed") or ids.get("subject", ""),
        "behind": kind if kind in _BEHIND else "",
    }
