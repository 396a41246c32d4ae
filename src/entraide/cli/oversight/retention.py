"""``entraide retention`` and ``entraide erase``: what may not be kept any longer goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cyclopts import App

from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.words import WORDS

__all__ = ["app", "erase"]

app = App(name="retention", help=mark("Erase what may not be kept any longer."))


@app.command
def run(*, access: Access | None = None) -> None:
    """Erase every value whose last day has passed, and every record that has no other value.

    A reply from a partner goes once the last day of one of its values, or the agreement's, is over.
    """
    perform_and_show(access, "retention.run", {}, _draw_run)


def _draw_run(result: Mapping[str, Any]) -> None:
    say(mark("Until {day}: {records} records erased, {values} values taken out of others."),
        **result)  # fmt: skip
    say(mark("{replies} replies of partners erased."), **result)


@app.command
def due(*, access: Access | None = None) -> None:
    """Show how much of each kind may not be kept any longer, and within which time."""
    perform_and_show(access, "retention.due", {}, _draw_due)


def _draw_due(result: Mapping[str, Any]) -> None:
    horizons = ("now", "week", "month", "quarter", "year", "later")
    columns = [(code, WORDS["horizon"][code]) for code in horizons]
    rows = ({**row, "kept": row["kind"]} for row in result["due"])
    print_rows(
        mark("What goes, and when"),
        (("kept", mark("What")), *columns, ("next", mark("Next"))),
        rows,
    )


@app.command
def log(*, access: Access | None = None) -> None:
    """Show what went at each purge: kinds and numbers, never of whom."""
    perform_and_show(access, "retention.log", {}, _draw_log)


def _draw_log(result: Mapping[str, Any]) -> None:
    kinds = tuple((name, WORDS["kept"][name]) for name in WORDS["kept"])
    rows = ({**row, "at": moment(row["at_ms"])} for row in result["purges"])
    print_rows(mark("What went"), (("at", mark("At")), ("by", mark("By")), *kinds), rows)


def erase(message: str, *, reason: str, access: Access | None = None) -> None:
    """Erase what is held here of a message for good: its text, its envelope, a file it offered.

    The log keeps that it was erased, by its kind and digest, never what it said.

    Parameters
    ----------
    message
        The message's id, from entraide thread.
    reason
        retention-expired, subject-request, court-order, supervisory-order, unlawful, inaccurate,
        source-withdrew or purpose-ended.
    """
    perform_and_show(
        access,
        "messages.erase",
        {"message": message, "reason": reason},
        saying(mark("The message is erased; {keys_destroyed} keys destroyed.")),
    )
