"""Oversight: the log verified whole, and who did what, when, behind which signature.

Entries hold pseudonyms, ids and digests; a pseudonym of ours is shown with its officer's name to
who may list the officers. Filters stand in the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.visit import View, Visit
from entraide.vocabulary.language import mark

__all__ = ["show_oversight"]

_LAST: Final = 1_000
_SHOWN: Final = 200
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


async def show_oversight(visit: Visit) -> View:
    """Return the last entries of the log, and its verification where that was asked for."""
    officers = {
        each["pseudonym"]: each["officer"]
        for each in (await visit.read("officer.list"))["officers"]
    }
    entries = (await visit.read("audit.log", last=_LAST))["entries"]
    rows = [_row(entry, officers) for entry in reversed(entries)]
    chosen = {name: visit.asked(name) for name in _FILTERS}
    found = [
        row
        for row in rows
        if all(not value or row[name] == value for name, value in chosen.items())
    ][:_SHOWN]
    verified = await visit.read("audit.verify") if visit.asked("verify") else None
    return View(
        template="oversight",
        title=mark("Oversight"),
        data={"entries": found, "verified": verified},
        listing=Listing(_COLUMNS, found),
        values={
            "rows": found,
            "columns": _COLUMNS,
            "chosen": chosen,
            "verified": verified,
            "behind": _BEHIND,
            "actions": sorted({row["action"] for row in rows}),
            "actors": sorted({(row["actor"], row["officer"]) for row in rows}),
            "partners": sorted({row["partner"] for row in rows if row["partner"]}),
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
