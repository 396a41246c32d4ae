"""An operation whole, as its journal tells it: what stands, figures, what may be written, journal.

General over kinds of operations: the parts are those that the operation is told with, the forms
those of its table of kinds. A part without a row in ``PARTS`` is shown with the columns that it
has. Map and timeline of a delivery are in ``operation_figures``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.console.entry_forms import ROWS, asked_for
from entraide.console.listing import Listing
from entraide.console.screens.operation_figures import figures_of
from entraide.console.visit import View, Visit
from entraide.operations.admitting import OPERATIONS
from entraide.operations.kinds import JOINING, kinds_of
from entraide.operations.offering import named_in, rows_naming
from entraide.vocabulary.language import mark
from entraide.wording.findings import finding_in_words
from entraide.wording.journal_words import entry_in_words

__all__ = ["show_operation"]

_JOURNAL: Final = (
    ("at_ms", mark("At")),
    ("party", mark("Party")),
    ("author", mark("Officer")),
    ("kind", mark("Kind")),
    ("entry", mark("Entry")),
    ("number", mark("Number")),
)
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "legs": ("leg", "origin", "destination", "border", "means", "surveillance", "expected_ms",
             "state", "started_ms", "given_ms", "taken_ms"),
    "states": ("country", "party", "authorised", "authority", "reference", "valid_from",
               "valid_to", "conditions", "clear", "leader", "law", "task", "heard", "word_ms",
               "without", "words", "reporting", "told_ms"),
    "tasks": ("title", "owner", "due", "due_ms", "state", "words"),
    "results": ("what", "count", "party", "words", "state"),
    "evidence": ("words", "name", "sha256", "place", "holder", "handed_to"),
    "proposals": ("what", "by", "until", "words", "awaited", "state"),
    "people": ("party", "name", "part"),
    "persons": ("name", "role"),
    "contacts": ("party", "name", "reached_by"),
    "identifiers": ("of", "value", "born"),
    "substitutions": ("at_ms", "party", "extent", "what", "quantity", "place", "words"),
    "trackers": ("at_ms", "party", "reference", "on", "authority", "words"),
    "planned_trackers": ("reference", "on", "authority"),
    "matters": ("matter", "what", "nature", "severity", "venue", "happened_ms", "text", "party",
                "acknowledged_by", "escalates", "closed_ms", "outcome"),
    "totals": ("what", "proved", "claimed"),
}  # fmt: skip
"""The parts in the order in which they are shown, with their columns."""
_NO_PART: Final = frozenset({"journal", "findings", "offers", "events", "figures"})
_NO_FACT: Final = frozenset(
    {"figures", "open", "operation", "kind", "agreement", "categories", "keeps", "state",
     "subject", "opened_ms", "changed_ms", "clear",
     "proposed_case", "report", "aborted", "intervened", "outcome",
     "starts", "until", "countries"}
)  # fmt: skip
_TERMS: Final = (
    "period", "day", "moment_ms", "countries", "members", "proposed_by", "requested_by",
    "convened_by", "posted_by", "needed_by", "joined", "accepted", "awaited", "case", "purpose",
    "offence", "goods", "quantity", "concealment", "conduct", "sample", "origin", "destination",
    "risk", "intervention", "intervention_decided_by", "abort_triggers",
)  # fmt: skip
"""The terms in the order in which they are read; the others follow as the journal tells them."""
_NOTHING: Final[tuple[Any, ...]] = (None, "", [])
_COMPUTED: Final = frozenset({"deconfliction.answered"})
"""Entries that this node computes when an officer asks for it: their form has no fields."""
_NAMED: Final = ("evidence", "incident", "venue")
_SAID: Final = ("words", "text", "title", "name", "what")
_SHORT: Final = 10
_FIRST: Final = frozenset({"aborted"})
"""Kinds of entry by which an officer stops everything: they stand apart."""


async def show_operation(visit: Visit) -> View:
    """Return one operation."""
    shown = await visit.read("operation.show", operation=visit.request.path_params["operation"])
    founding = str(shown["kind"])
    offers = [each for each in shown["offers"] if visit.may("operation.write")]
    return View(
        template="operation",
        title=mark("Operation"),
        data=shown,
        listing=Listing(_JOURNAL, shown["journal"]),
        values={
            "shown": shown,
            "findings": [finding_in_words(each) for each in shown["findings"]],
            "founding": founding,
            "article": OPERATIONS[founding].article,
            "named": OPERATIONS[founding].kind,
            "facts": _facts(shown),
            "operation_parts": list(_parts(shown)),
            "figures": figures_of(shown, visit.console.node.world.now_ms()),
            "does": {name: kind.does for name, kind in kinds_of(founding).items()},
            "done": entry_in_words,
            "asked": {name: asked_for(founding, name) for name in kinds_of(founding)},
            "offers": offers,
            "fits": _fits,
            "general": [each["kind"] for each in offers if not each["part"]],
            "joining": JOINING,
            "computed": _COMPUTED,
            "first": _FIRST,
            "rows_offered": ROWS,
            "parties": shown.get("members", []),
            "options": await _options(visit, shown),
            "waiting": _waiting(visit, str(shown["operation"])),
        },
    )


def _facts(shown: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return what is no list of rows: the terms, who joined, since when."""
    period = [each for each in (shown.get("starts"), shown.get("until")) if each]
    found = [
        (name, value)
        for name, value in shown.items()
        if name not in _NO_FACT and value not in _NOTHING and not _is_rows(value)
    ]
    states = sorted({*shown.get("countries", [])})
    told = [("period", " – ".join(period)), ("countries", states), *found]
    rank = {name: at for at, name in enumerate(_TERMS)}
    return sorted(told, key=lambda each: rank.get(each[0], len(rank)))


def _parts(shown: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each list of rows with the columns that it has, those that are known first."""
    names = [*_PARTS, *(name for name in shown if name not in _PARTS)]
    for name in names:
        rows: Any = _compared(shown) if name == "states" else shown.get(name)
        if name in _NO_PART or not _is_rows(rows):
            continue
        held = {column for row in rows for column, value in row.items() if value not in _NOTHING}
        known = _PARTS.get(name, tuple(rows[0]))
        offered = any(each["part"] == name for each in shown["offers"])
        yield {
            "name": name,
            "columns": [each for each in known if each in held],
            "rows": rows,
            "doing": offered or "chain" in rows[0],
        }


def _compared(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the states, each with what its member's node said of other operations."""
    clear = shown.get("clear", {})
    return [{**row, "clear": clear.get(row.get("party"))} for row in shown.get("states", [])]


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


async def _options(visit: Visit, shown: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen in the forms of this operation: what its rows name."""
    cases = (await visit.read("case.list"))["cases"] if visit.may("case.list") else []
    fixed = {
        "case": [(each["case"], "") for each in cases if not each.get("closed_ms")],
        "country": [(each, "") for each in shown.get("countries", [])],
        "open": [(each, each[:_SHORT]) for each in shown.get("open", [])],
    }
    return {**{name: _named(shown, name) for name in _NAMED}, **fixed}


def _named(shown: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Return the rows that a field can name, each with the words by which people know it."""
    found = ((str(named_in(row, name)), row) for _, row in rows_naming(shown, name))
    said = {
        key: next((str(row[each]) for each in _SAID if row.get(each)), "") for key, row in found
    }
    return list(said.items())


def _fits(fixed: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Tell whether an offer is about this row, or about what stands within it."""
    return all(
        any(named_in(each, name) == value for _, each in rows_naming({"row": [row]}, name))
        for name, value in fixed.items()
    )


def _waiting(visit: Visit, operation: str) -> list[dict[str, Any]]:
    """Return the entries that one officer signed and that wait for another."""
    return [
        {"kind": each.parameters.get("kind", "deconfliction.answered"), "action": each.action,
         "body": each.parameters.get("body", {}), "payload": each.payload, "officer": each.officer}
        for each in visit.console.pending.about("operation", operation)
    ]  # fmt: skip
