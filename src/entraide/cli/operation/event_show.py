"""``entraide event list`` and ``show``: cells of major events, and one whole as its journal is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.adapters.world import SYSTEM
from entraide.cli.operation.arguments import Cell, Journal
from entraide.cli.operation.team_show import draw_whole, list_kind
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows
from entraide.operations.kinds import EVENT
from entraide.vocabulary.language import mark

__all__ = ["list_", "show"]

_SHORT: Final = 12
_HEAD: Final = (
    ("operation", mark("Operation")),
    ("standing", mark("State")),
    ("subject", mark("Event")),
    ("joined", mark("Joined")),
    ("awaited", mark("Awaited")),
    ("case", mark("Case")),
    ("starts", mark("From")),
    ("until", mark("Dissolves")),
)
_PARTS: Final[tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = (
    ("venues", mark("Venues"), (
        ("venue", mark("Venue")), ("name", mark("Name")), ("country", mark("Country")))),
    ("days", mark("Days"), (
        ("day", mark("Day")), ("venue", mark("Venue")), ("takes_place", mark("What")))),
    ("watches", mark("Watches"), (("party", mark("Party")), ("officer", mark("Officer")))),
    ("matters", mark("Log and incidents"), (
        ("matter", mark("Entry")), ("at", mark("At")), ("severity", mark("Severity")),
        ("incident", mark("Incident")), ("venue", mark("Venue")), ("party", mark("Party")),
        ("text", mark("Says")), ("standing", mark("State")),
        ("told", mark("To be told")))),
    ("tasks", mark("Tasks"), (
        ("task", mark("Entry")), ("title", mark("Task")), ("owner", mark("Owner")),
        ("due", mark("Due")), ("standing", mark("State")))),
    ("lists", mark("Accreditation lists"), (
        ("list", mark("Entry")), ("owner", mark("Owner")), ("version", mark("Version")),
        ("persons", mark("Persons")), ("at_partners", mark("At partners")))),
    ("proposals", mark("Proposals"), (
        ("proposal", mark("Entry")), ("by", mark("By")), ("until", mark("Dissolves")),
        ("words", mark("Words")), ("awaited", mark("Awaited")), ("standing", mark("State")))),
)  # fmt: skip
_DISSOLVED: Final = (
    ("operation", mark("Operation")),
    ("event", mark("Event")),
    ("at", mark("Dissolved")),
    ("hashes", mark("Entries")),
)


def list_(*, access: Access | None = None) -> None:
    """List the cells of major events, and the figures of those that are dissolved."""
    given = access or Access()
    list_kind(access, EVENT, mark("Major events"))
    gone = Session(given).perform("event.dissolved", {})["dissolved"]
    if given.output == "json":
        print_json({"dissolved": gone})
        return
    rows = [{**row, "at": moment(row["at_ms"]), "hashes": len(row["entries"])} for row in gone]
    if rows:
        print_rows(mark("Dissolved"), _DISSOLVED, rows)


def show(operation: Cell, *, journal: Journal = False, access: Access | None = None) -> None:
    """Show the cell of a major event as its journal tells it."""
    draw_whole(access, operation, _draw, journal=journal)


def _draw(result: Mapping[str, Any]) -> None:
    now_ms = SYSTEM.now_ms()
    print_rows(mark("Major event"), _HEAD, [_named(result, now_ms)])
    for field, title, columns in _PARTS:
        print_rows(title, columns, [_named(row, now_ms) for row in result[field]])


def _named(row: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
    """Return a row as it is drawn: digests shortened, moments written, escalation computed."""
    short = ("matter", "task", "proposal", "list")
    reached = [step["to"] for step in row.get("escalates", ()) if step["at_ms"] <= now_ms]
    at_partners = [(each["partner"], each["state"]) for each in row.get("partners", ())]
    return {
        **row,
        **{name: row[name][:_SHORT] for name in short if isinstance(row.get(name), str)},
        "standing": row.get("state"),
        "takes_place": row.get("what"),
        "incident": row.get("nature"),
        "at": moment(row["at_ms"]) if "at_ms" in row else "",
        "due": moment(row["due_ms"]) if "due_ms" in row else "",
        "told": reached[-1] if reached else "",
        "at_partners": [{"partner": party, "screening": state} for party, state in at_partners],
    }
