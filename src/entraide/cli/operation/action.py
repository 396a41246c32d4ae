"""``entraide action``: joint action days, from the proposal to the results."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cyclopts import App

from entraide.cli.operation.arguments import ActionDay, OwnCase, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.delivery_plan import read_action_plan
from entraide.cli.operation.operating import agreement_digest, found, write
from entraide.cli.session import Access
from entraide.operations.kinds import ACTION
from entraide.vocabulary.language import mark

__all__ = ["app"]

_OWN: Final = (
    ("list", "operation.action_show:list_"),
    ("show", "operation.action_show:show"),
    ("report", "operation.delivery_report:report_action"),
)
app = App(name="action", help=mark("Prepare joint action days and act in one moment."))
add_commands(app, ACTION, _OWN)


@app.command
def propose(plan: Path, *, agreement: str, access: Access | None = None) -> None:
    """Propose a joint action day as a plan says; the plan's form is in docs/operations.md.

    Parameters
    ----------
    plan
        The plan, a YAML file.
    agreement
        The agreement, by its id or the first digits of its digest; its Art. 5.1 must allow it.
    """
    body = {**read_action_plan(plan), "agreement": agreement_digest(access, agreement)}
    found(access, ACTION, body)


@app.command
def join(operation: ActionDay, *, case: OwnCase, access: Access | None = None) -> None:
    """Take part in a day; our state's go is given apart from that."""
    write(access, operation, "action.joined", {}, case=case)


@app.command
def go(
    operation: ActionDay,
    words: str,
    *,
    without: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Give our state's go, once all members have deconflicted the day.

    Parameters
    ----------
    words
        Who decided it.
    without
        A member that is silent, without whose answer we go: after half of the time to answer.
        Repeat it for each.
    """
    body = {"words": words, "without": sorted(without)}
    write(access, operation, "go.given", body)


@app.command(name="no-go")
def no_go(operation: ActionDay, words: Why, *, access: Access | None = None) -> None:
    """Give our state's no-go, or recall its go until the moment comes."""
    write(access, operation, "nogo.given", {"words": words})


@app.command
def told(operation: ActionDay, words: str, *, access: Access | None = None) -> None:
    """Report that all results of our state are told; due within the hour after the window.

    Parameters
    ----------
    words
        How it went, in a line.
    """
    write(access, operation, "results.complete", {"words": words})


@app.command
def close(operation: ActionDay, words: str, *, access: Access | None = None) -> None:
    """Call a day of ours off before its moment, or close one whose results are told.

    Parameters
    ----------
    words
        Why, or what came of it.
    """
    write(access, operation, "action.closed", {"words": words})
