"""``entraide delivery list`` and ``show``: controlled deliveries, and one whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.cli.team_show import draw_evidence, draw_findings, draw_journal, list_kind
from entraide.operations.kinds import DELIVERY
from entraide.vocabulary.language import mark

__all__ = ["list_", "show"]

_HEAD: Final = (
    ("operation", mark("Operation")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("goods", mark("Goods")),
    ("quantity", mark("Quantity")),
    ("case", mark("Case")),
)
_STATES: Final = (
    ("country", mark("State")),
    ("party", mark("Party")),
    ("authorised", mark("Authorised")),
    ("authority", mark("By")),
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
    ("expected", mark("Expected")),
    ("standing", mark("State")),
    ("started", mark("Started")),
    ("taken", mark("Taken over")),
)
_CONTACTS: Final = (
    ("party", mark("Party")),
    ("name", mark("Name")),
    ("reached_by", mark("Reached by")),
)


def list_(*, access: Access | None = None) -> None:
    """List the controlled deliveries, the one that changed last first."""
    list_kind(access, DELIVERY, mark("Controlled deliveries"))


def show(operation: str, *, journal: bool = False, access: Access | None = None) -> None:
    """Show a controlled delivery as its journal tells it.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    journal
        Show the journal too, in the order that is the same at every member.
    """
    given = access or Access()
    result = Session(given).perform("operation.show", {"operation": operation})
    if given.output == "json":
        print_json(result)
        return
    print_rows(mark("Controlled delivery"), _HEAD, [{**result, "standing": result["state"]}])
    say(mark("Intervention: {rule}; {party} decides."), rule=result["intervention"],
        party=result["intervention_decided_by"])  # fmt: skip
    print_rows(mark("Authorisations"), _STATES, (_state(result, row) for row in result["states"]))
    print_rows(mark("Legs"), _LEGS, map(_leg, result["legs"]))
    print_rows(mark("Contacts for day and night"), _CONTACTS, result["contacts"])
    draw_evidence(result)
    if journal:
        draw_journal(result)
    draw_findings(result)


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
