"""``entraide delivery list`` and ``show``: controlled deliveries, and one whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.operation.arguments import Delivery, Journal
from entraide.cli.operation.team_show import (
    CONTACTS,
    RESULTS,
    TARGETS,
    draw_evidence,
    draw_part,
    draw_whole,
    list_kind,
    said_in,
)
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.operations.kinds import DELIVERY
from entraide.vocabulary.language import mark

__all__ = ["list_", "show"]

_HEAD: Final = (
    ("operation", mark("Operation")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("goods", mark("Goods")),
    ("quantity", mark("Quantity")),
    ("conduct", mark("Kind")),
    ("case", mark("Case")),
    ("legal_basis", mark("Legal basis")),
)
_STATES: Final = (
    ("country", mark("State")),
    ("route_part", mark("Part of the route")),
    ("party", mark("Party")),
    ("authorised", mark("Authorised")),
    ("authority", mark("By")),
    ("reference", mark("Reference")),
    ("from", mark("From")),
    ("until", mark("Until")),
    ("conditions", mark("Conditions")),
    ("clear", mark("No other operation meets it")),
)
_LEGS: Final = (
    ("leg", mark("Leg")),
    ("origin", mark("From")),
    ("destination", mark("To")),
    ("border", mark("Border")),
    ("means", mark("Means")),
    ("surveillance", mark("Surveillance")),
    ("expected", mark("Expected")),
    ("standing", mark("State")),
    ("started", mark("Started")),
    ("taken", mark("Taken over")),
)
_PERSONS: Final = (("name", mark("Name")), ("role", mark("Role")))
_TRACKERS: Final = (
    ("reference", mark("Reference")),
    ("on", mark("On")),
    ("authority", mark("By")),
)
_EVENTS: Final = (
    ("at", mark("At")),
    ("party", mark("Party")),
    ("entry_kind", mark("Kind")),
    ("said", mark("Says")),
)


def list_(*, access: Access | None = None) -> None:
    """List the controlled deliveries, the one that changed last first."""
    list_kind(access, DELIVERY, mark("Controlled deliveries"))


def show(operation: Delivery, *, journal: Journal = False, access: Access | None = None) -> None:
    """Show a controlled delivery as its journal tells it."""
    draw_whole(access, operation, _draw, journal=journal)


def _draw(result: Mapping[str, Any]) -> None:
    print_rows(mark("Controlled delivery"), _HEAD, [{**result, "standing": result["state"]}])
    for says, fields in _SENTENCES:
        say(says, **{field: result[field] for field in fields})
    print_rows(mark("Authorisations"), _STATES, (_state(result, row) for row in result["states"]))
    print_rows(mark("Legs"), _LEGS, map(_leg, result["legs"]))
    print_rows(mark("Persons"), _PERSONS, result["persons"])
    draw_part(result, "identifiers", mark("What it is after"), TARGETS)
    print_rows(mark("Contacts for day and night"), CONTACTS, result["contacts"])
    print_rows(mark("Trackers planned"), _TRACKERS, result["planned_trackers"])
    print_rows(mark("Trackers set"), _TRACKERS, result["trackers"])
    print_rows(mark("On the way"), _EVENTS, map(_event, _told(result)))
    draw_evidence(result)
    draw_part(result, "results", mark("Results"), RESULTS)


_SENTENCES: Final = (
    (mark("Sample: {sample}. Concealment: {concealment}. Risk: {risk}."),
     ("sample", "concealment", "risk")),
    (mark("Intervention: {intervention}; {intervention_decided_by} decides."),
     ("intervention", "intervention_decided_by")),
)  # fmt: skip


_SWAPPED: Final = ("extent", "what", "quantity", "country", "place", "words")


def _told(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what was told on the way, and the end, as it was written."""
    ends = (result[name] for name in ("intervened", "aborted", "outcome", "report"))
    swapped = ({**each, "body": {name: each[name] for name in _SWAPPED}}
               for each in result["substitutions"])  # fmt: skip
    told = [*swapped, *result["events"], *(each for each in ends if each)]
    return sorted(told, key=lambda each: int(each["at_ms"]))


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    at, said = moment(row["at_ms"]), said_in(row["body"])
    return {"at": at, "party": row["party"], "entry_kind": row["kind"], "said": said}


def _state(result: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "from": moment(row.get("valid_from")),
        "until": moment(row.get("valid_to")),
        "clear": result["clear"].get(row["party"]),
    }


def _leg(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "standing": row["state"],
        "expected": moment(row["expected_ms"]),
        "started": moment(row["started_ms"]),
        "taken": moment(row["taken_ms"]),
    }
