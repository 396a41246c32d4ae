"""Register: meetings in order with a timeline, the documents they come from, partners, promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.pictures import day_of, picture
from entraide.console.visit import View, Visit
from entraide.errors import InputError
from entraide.figures import (
    Event,
    Flow,
    Precision,
    Style,
    Timeline,
    When,
    WorldMap,
    view_around,
)
from entraide.figures.places import capitals, country_name
from entraide.register.codes import KINDS, TOPICS
from entraide.register.labels import label
from entraide.vocabulary.language import language, mark, translate

__all__ = ["country", "show_partner", "show_partners", "show_promises", "show_register"]

_MEETINGS: Final = (
    ("when", mark("When")),
    ("kind", mark("What")),
    ("partners", mark("With")),
    ("place", mark("Where")),
    ("outcomes", mark("Outcome")),
    ("documents", mark("Documents")),
    ("id", mark("Entry")),
)
_PARTNERS: Final = (
    ("partner", mark("Partner")),
    ("engagements", mark("Engagements")),
    ("first", mark("First")),
    ("last", mark("Last")),
)
_PROMISES: Final = (
    ("since", mark("Since")),
    ("partners", mark("With")),
    ("type", mark("Promise")),
    ("status", mark("Status")),
    ("state", mark("State")),
    ("kept_by", mark("Kept by")),
    ("sentence", mark("Sentence")),
    ("id", mark("Entry")),
)
_FILTERS: Final = ("year", "partner", "kind", "topic")
_WIDTH: Final = 900
_MOST: Final = 40
"""Meetings in one picture: with more, words would cover each other."""
_PRECISION: Final = {
    "day": Precision.DAY, "range": Precision.RANGE, "within_range": Precision.RANGE,
    "month": Precision.MONTH, "year": Precision.YEAR,
}  # fmt: skip


async def show_register(visit: Visit) -> View:
    """Return the meetings that the address asks for, and the documents."""
    chosen = {name: visit.asked(name) for name in _FILTERS}
    listed = await visit.read("register.list", **_wanted(chosen))
    rows = [_row(each) for each in listed["meetings"]]
    return View(
        template="register",
        title=mark("Register"),
        data=listed,
        listing=Listing(_MEETINGS, rows),
        values={
            "rows": rows,
            "listed": listed,
            "chosen": chosen,
            "kinds": [(code, label(code)) for code in KINDS],
            "topics": [(code, label(code)) for code in TOPICS],
            "partners": [
                (each["partner"], country(each["partner"])) for each in listed["partners"]
            ],
            "figure": picture(
                _timeline(listed["meetings"], visit), "meetings", _WIDTH, heading=False
            ),
        },
    )


async def show_partners(visit: Visit) -> View:
    """Return whom the home state met, how often, and where they are."""
    listed = await visit.read("register.list")
    cards = [_card(each) for each in listed["partners"]]
    home = next((each["home"] for each in listed["documents"] if each["home"]), "")
    return View(
        template="register_partners",
        title=mark("Partners of the register"),
        data={"partners": listed["partners"]},
        listing=Listing(_PARTNERS, listed["partners"]),
        values={
            "cards": cards,
            "figure": picture(_map(listed["partners"], home), "partners", _WIDTH),
        },
    )


async def show_partner(visit: Visit) -> View:
    """Return one partner's card with its meetings."""
    shown = await visit.read("register.partner", partner=visit.request.path_params["partner"])
    rows = [_row(each) for each in shown["meetings"]]
    return View(
        template="register_partner",
        title=mark("Partner"),
        data=shown,
        listing=Listing(_MEETINGS, rows),
        values={
            "card": _card(shown["card"]),
            "rows": rows,
            "figure": picture(
                _timeline(shown["meetings"], visit), "partner", _WIDTH, heading=False
            ),
        },
    )


async def show_promises(visit: Visit) -> View:
    """Return what was promised, and what this node holds of it; ``state`` filters."""
    held = (await visit.read("register.promises"))["promises"]
    state = visit.asked("state")
    found = [each for each in held if not state or each["state"] == state]
    rows = [
        {**each, "type": label(each["type"]), "status": label(each["status"]),
         "partners": [country(code) for code in each["partners"]]}
        for each in found
    ]  # fmt: skip
    return View(
        template="register_promises",
        title=mark("Promises"),
        data={"promises": found},
        listing=Listing(_PROMISES, rows),
        values={
            "rows": rows,
            "state": state,
            "states": [(code, label(code)) for code in sorted({each["state"] for each in held})],
            "label": label,
        },
    )


def country(code: str) -> str:
    """Return a state's name in the reader's language; an organisation as it is called."""
    is_state = len(code) == 2  # ISO 3166-1 alpha-2
    return country_name(code, Style(language=language())) if is_state else code


def _wanted(chosen: Mapping[str, str]) -> dict[str, Any]:
    year = chosen["year"]
    if year and not (year.isdecimal() and len(year) == 4):  # a calendar year
        raise InputError("form.no_number", field="year")
    rest = {name: value for name, value in chosen.items() if value and name != "year"}
    return {**rest, "year": int(year)} if year else rest


def _row(meeting: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": meeting["id"],
        "when": _when(meeting["date"]),
        "kind": meeting["name"] or label(meeting["kind"]),
        "partners": [country(code) for code in meeting["partners"]],
        "place": [each for each in (meeting["city"], country(meeting["country"] or "")) if each],
        "outcomes": [f"{label(each['type'])}: {label(each['status'])}"
                     for each in meeting["outcomes"]],
        "documents": [document for document, _ in meeting["tellings"]],
        "tellings": meeting["tellings"],
        "differ": meeting["differ"],
    }  # fmt: skip


def _when(date: Mapping[str, Any] | None) -> str:
    """Return a date no more precise than it is known."""
    if date is None or date["precision"] == "none":
        return ""
    short = {"month": date["start"][:7], "year": date["start"][:4]}
    if date["precision"] in short:
        return str(short[date["precision"]])
    one = date["start"] == date["end"]
    return str(date["start"]) if one else f"{date['start']} – {date['end']}"


def _card(card: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **card,
        "name": country(card["partner"]),
        "kinds": [(label(code), count) for code, count in card["kinds"]],
        "topics": [(label(code), count) for code, count in card["topics"]],
        "outcomes": [(entry, label(each["type"]), label(each["status"]))
                     for entry, each in card["outcomes"]],
    }  # fmt: skip


def _timeline(meetings: Iterable[Mapping[str, Any]], visit: Visit) -> Timeline | None:
    dated = [each for each in meetings if each["date"] and each["date"]["precision"] in _PRECISION]
    events = tuple(
        Event(
            label=each["name"] or label(each["kind"]),
            lane=country(each["partners"][0]) if each["partners"] else translate(mark("others")),
            when=_span(each["date"]),
        )
        for each in dated[-_MOST:]
    )
    today = day_of(visit.console.node.world.now_ms())
    return (
        Timeline(title=translate(mark("Meetings")), events=events, today=today) if events else None
    )


def _span(date: Mapping[str, Any]) -> When:
    first, last = (dt.date.fromisoformat(date[name]) for name in ("start", "end"))
    precision = _PRECISION[date["precision"]]
    return When(first, first if precision is Precision.DAY else last, precision)


def _map(cards: Iterable[Mapping[str, Any]], home: str) -> WorldMap | None:
    known = capitals()
    flows = tuple(
        Flow(origin=home, destination=each["partner"], count=float(each["engagements"]))
        for each in cards
        if home in known and each["partner"] in known and each["partner"] != home
    )
    title = translate(mark("Whom the home state met"))
    if not flows:
        return None
    view = view_around(known[code] for code in (home, *(each.destination for each in flows)))
    return WorldMap(title=title, home=home, flows=flows, view=view, inset=True)
