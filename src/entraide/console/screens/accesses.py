"""Oversight of accesses: the access log by its filters, samples and what is found of each access,
unusual asking and what was decided on it, and what an officer is asked to explain.

Filters stand in the address; a sample is drawn from exactly what they leave in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from entraide.console.codes import action_word, code_word
from entraide.console.listing import Listing
from entraide.console.screens.overseen import officers_of, views_of
from entraide.console.visit import View, Visit
from entraide.node.actions import ACTIONS
from entraide.node.people.warrants import LOGGED
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.oversight import ACCESSES, JUDGEMENTS, SETTLEMENTS
from entraide.vocabulary.purposes import PURPOSES
from entraide.wording.words import word

__all__ = ["show_accesses", "show_alerts", "show_sample", "show_to_explain"]

_NAMES: Final = {
    "officer": mark("Officer"),
    "purpose": mark("Purpose"),
    "case": mark("Case"),
    "partner": mark("Partner"),
    "action": mark("Access"),
    "screen": mark("Screen"),
    "since": mark("From"),
    "until": mark("Until"),
}
_COLUMNS: Final = (
    ("index", mark("Entry")),
    ("epoch", mark("Epoch")),
    ("at_ms", mark("At")),
    ("action", mark("Access")),
    ("name", mark("Officer")),
    ("officer", mark("Pseudonym")),
    ("partner", mark("Partner")),
    ("purpose", mark("Purpose")),
    ("case", mark("Case")),
    ("screen", mark("Screen")),
    ("thread", mark("Thread")),
)
_FILTERS: Final = tuple(_NAMES)
_JUDGED: Final = (
    *_COLUMNS,
    ("judgement", mark("Judgement")),
    ("remarks", mark("Remarks")),
    ("explanation", mark("Explanation")),
)
_UNUSUAL: Final = (
    ("at_ms", mark("At")),
    ("rule", mark("What")),
    ("who", mark("Who")),
    ("found", mark("Counted")),
    ("most", mark("Limit")),
    ("day", mark("Day")),
    ("decision", mark("Decision")),
    ("words", mark("Words")),
    ("decided_ms", mark("Decided")),
)
_ASKED: Final = (
    ("sample", mark("Sample")),
    ("entry", mark("Entry")),
    ("at_ms", mark("At")),
    ("action", mark("Access")),
    ("partner", mark("Partner")),
    ("case", mark("Case")),
    ("remarks", mark("Remarks")),
    ("explanation", mark("Explanation")),
)
_SHOWN: Final = 200
_SIZE: Final = "20"


async def show_accesses(visit: Visit) -> View:
    """Return the accesses that the address asks for, and the samples that were drawn."""
    chosen = {name: visit.asked(name) for name in _FILTERS}
    wanted = {name: value for name, value in chosen.items() if value}
    found = await visit.read("oversight.accesses", **wanted, most=_SHOWN)
    samples = (await visit.read("oversight.samples"))["samples"]
    partners = (await visit.read("partner.list"))["partners"]
    officers = await officers_of(visit)
    return View(
        template="accesses",
        title=mark("Accesses"),
        data={**found, "samples": samples},
        listing=Listing(_COLUMNS, found["accesses"]),
        values={
            "views": views_of(visit),
            "rows": found["accesses"],
            "lost": found["not_held"],
            "samples": samples,
            "chosen": chosen,
            "wanted": wanted,
            "size": visit.asked("size") or _SIZE,
            "most": _SHOWN,
            "officers": sorted(officers.values()),
            "partners": [each["partner"] for each in partners],
            "purposes": PURPOSES.choices,
            "kinds": ACCESSES.choices,
            "screens": [(name, ACTIONS[name].does) for name in sorted(LOGGED)],
        },
    )


async def show_sample(visit: Visit) -> View:
    """Return a sample with what is found of each access; ``redraw`` draws it again beside."""
    named = visit.request.path_params["sample"]
    shown = await visit.read("oversight.show", sample=named)
    again = await visit.read("oversight.redraw", sample=named) if visit.asked("redraw") else None
    officers = await officers_of(visit)
    return View(
        template="sample",
        title=mark("Sample of accesses"),
        data={**shown, "redrawn": again},
        listing=Listing(_JUDGED, shown["accesses"]),
        values={
            "views": views_of(visit),
            "shown": shown,
            "again": again,
            "by": officers.get(shown["officer"], shown["officer"]),
            "wanted": _days(shown["wanted"], officers),
            "judgements": JUDGEMENTS.choices,
            "open": sum(not each["judgement"] for each in shown["accesses"]),
        },
    )


async def show_alerts(visit: Visit) -> View:
    """Return the unusual asking that was reported, what raised it, and what was decided."""
    officers = await officers_of(visit)
    alerts = (await visit.read("oversight.alerts"))["alerts"]
    rows = [
        {"alert": _id_of(each), **each, "name": officers.get(each["who"], ""), **_span(each)}
        for each in alerts
    ]
    return View(
        template="alerts",
        title=mark("Unusual asking"),
        data={"alerts": rows},
        listing=Listing(_UNUSUAL, rows),
        values={
            "views": views_of(visit),
            "rows": rows,
            "officers": officers,
            "settlements": SETTLEMENTS.choices,
        },
    )


def _id_of(alert: Mapping[str, Any]) -> str:
    """Return what names an alert: the rule, whom it found, on which day."""
    return f"{alert['rule']}:{alert['who']}:{alert['day']}"


async def show_to_explain(visit: Visit) -> View:
    """Return the accesses that the data-protection officer asks this officer to explain."""
    rows = (await visit.read("oversight.to-explain"))["accesses"]
    return View(
        template="to_explain",
        title=mark("Accesses to be explained"),
        data={"accesses": rows},
        listing=Listing(_ASKED, rows),
        values={"views": views_of(visit), "rows": rows},
    )


def _span(alert: Mapping[str, Any]) -> dict[str, str]:
    """Return the two days that a rule looked at, and whose accesses they are."""
    last = dt.datetime.fromtimestamp(alert["at_ms"] / 1_000, dt.UTC).date()
    who, _, officer = str(alert["who"]).partition("/")
    whose = {"officer": officer} if officer else {"partner" if "." in who else "officer": who}
    since = (last - dt.timedelta(days=1)).isoformat()
    return {"since": since, "until": last.isoformat(), "filter": next(iter(whose)),
            "of": next(iter(whose.values()))}  # fmt: skip


def _days(wanted: Mapping[str, Any], officers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a sample's filter in words: its fields named, days and not moments."""
    said = {name: str(wanted[name]) for name in _FILTERS if wanted.get(name)}
    if "officer" in said:
        said["officer"] = officers.get(said["officer"], said["officer"])
    if wanted.get("since_ms"):
        said["since"] = _day(wanted["since_ms"])
    if wanted.get("until_ms"):
        said["until"] = _day(wanted["until_ms"] - 1)
    return [(translate(_NAMES[name]), _worded(name, value)) for name, value in said.items()]


def _worded(name: str, value: str) -> str:
    """Return in words what a filter asks for, where it is a code."""
    if name == "screen":
        return action_word(value) or value
    return word("access", value) if name == "action" else code_word(name, value)


def _day(milliseconds: int) -> str:
    return dt.datetime.fromtimestamp(milliseconds / 1_000, dt.UTC).date().isoformat()
