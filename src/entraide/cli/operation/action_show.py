"""``entraide action list`` and ``show``: joint action days, and one whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.operation.arguments import ActionDay, Journal
from entraide.cli.operation.team_show import (
    CONTACTS,
    RESULTS,
    TARGETS,
    draw_evidence,
    draw_part,
    draw_whole,
    list_kind,
)
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.operations.kinds import ACTION
from entraide.vocabulary.language import mark
from entraide.wording.operation_report import totals_in_words

__all__ = ["list_", "show"]

_HEAD: Final = (
    ("operation", mark("Operation")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("moment", mark("Moment")),
    ("ends", mark("Window ends")),
    ("answer_by", mark("Go or no-go by")),
    ("due", mark("Results due")),
    ("case", mark("Case")),
)
_STATES: Final = (
    ("country", mark("State")),
    ("party", mark("Party")),
    ("task", mark("Task")),
    ("leader", mark("Leader")),
    ("clear", mark("No other operation meets it")),
    ("go_word", mark("Go or no-go")),
    ("without", mark("Without an answer of")),
    ("words", mark("Words")),
    ("acts", mark("The day is on")),
    ("reporting", mark("Results")),
    ("came", mark("Told")),
)


def list_(*, access: Access | None = None) -> None:
    """List the action days, the one that changed last first."""
    list_kind(access, ACTION, mark("Joint action days"))


def show(operation: ActionDay, *, journal: Journal = False, access: Access | None = None) -> None:
    """Show a joint action day as its journal tells it."""
    draw_whole(access, operation, _draw, journal=journal)


def _draw(result: Mapping[str, Any]) -> None:
    print_rows(mark("Joint action day"), _HEAD, [_head(result)])
    if result["awaited"]:
        say(
            mark("Awaited: {parties}. From {moment} on a state may go without their answer."),
            parties=", ".join(result["awaited"]),
            moment=moment(result["silence_ms"]),
        )
    print_rows(mark("States"), _STATES, map(_state, result["states"]))
    draw_part(result, "identifiers", mark("What it is after"), TARGETS)
    print_rows(mark("Contacts for the day"), CONTACTS, result["contacts"])
    draw_part(result, "results", mark("Results"), RESULTS)
    say(mark("In all: {totals}"), totals=totals_in_words(result["totals"]))
    draw_evidence(result)


def _head(result: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **result,
        "standing": result["state"],
        "moment": moment(result["moment_ms"]),
        "ends": moment(result["ends_ms"]),
        "answer_by": moment(result["answer_by_ms"]),
        "due": moment(result["due_ms"]),
    }


def _state(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "go_word": row["heard"],
        "came": totals_in_words(row["totals"]) if row["totals"] else "",
    }
