"""``entraide action``: joint action days, from the proposal to the results."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from entraide.cli.delivery_plan import read_action_plan
from entraide.cli.operating import agreement_digest, found, write
from entraide.cli.session import Access
from entraide.operations.kinds import ACTION
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="action", help=mark("Prepare joint action days and act in one moment."))
app.command("entraide.cli.action_show:list_", name="list")
app.command("entraide.cli.action_show:show", name="show")
app.command("entraide.cli.delivery_report:report_action", name="report")
app.command("entraide.cli.deconflict:deconflict", name="deconflict")
app.command("entraide.cli.deconflict:target", name="target")
app.command("entraide.cli.team_work:result", name="result")
app.command("entraide.cli.team_work:prove", name="prove")
app.command("entraide.cli.custody:note", name="note")
app.command("entraide.cli.custody:evidence", name="evidence")
app.command("entraide.cli.custody:hand_over", name="hand-over")
app.command("entraide.cli.custody:take_over", name="take-over")
app.command("entraide.cli.custody:erase", name="erase")


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
def join(operation: str, *, case: str, access: Access | None = None) -> None:
    """Take part in a day; our state's go is given apart from that.

    Parameters
    ----------
    operation
        The day, from entraide action list.
    case
        The reference of our own case, to which all of it belongs here.
    """
    write(access, operation, "action.joined", {}, case=case)


@app.command
def go(
    operation: str,
    words: str,
    *,
    without: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Give our state's go, once all members have deconflicted the day.

    Parameters
    ----------
    operation
        The day, from entraide action list.
    words
        Who decided it.
    without
        A member that is silent, without whose answer we go: after half of the time to answer.
        Repeat it for each.
    """
    body = {"words": words, "without": sorted(without)}
    write(access, operation, "go.given", body)


@app.command(name="no-go")
def no_go(operation: str, words: str, *, access: Access | None = None) -> None:
    """Give our state's no-go, or recall its go until the moment comes.

    Parameters
    ----------
    operation
        The day, from entraide action list.
    words
        Why.
    """
    write(access, operation, "nogo.given", {"words": words})


@app.command
def told(operation: str, words: str, *, access: Access | None = None) -> None:
    """Report that all results of our state are told; due within the hour after the window.

    Parameters
    ----------
    operation
        The day, from entraide action list.
    words
        How it went, in a line.
    """
    write(access, operation, "results.complete", {"words": words})


@app.command
def close(operation: str, words: str, *, access: Access | None = None) -> None:
    """Call a day of ours off before its moment, or close one whose results are told.

    Parameters
    ----------
    operation
        The day, from entraide action list.
    words
        Why, or what came of it.
    """
    write(access, operation, "action.closed", {"words": words})
