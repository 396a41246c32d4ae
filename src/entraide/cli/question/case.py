"""``entraide case``: the cases in which this agency asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cyclopts import App

from entraide.cli.arguments import CaseReference
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.clocks import label_of, left_in_words
from entraide.wording.words import word

__all__ = ["app"]

app = App(name="case", help=mark("Open, list, show, hand over and close cases."))


@app.command(name="open")
def open_(  # noqa: PLR0913 - each is an option of the command
    reference: str,
    *,
    legal_basis: str,
    purpose: tuple[str, ...],
    offence: str,
    retention_days: int,
    access: Access | None = None,
) -> None:
    """Open a case: every question and request names one that is open.

    Parameters
    ----------
    reference
        The case's reference, as partners will see it; it should name nobody.
    legal_basis
        The law on which it rests.
    purpose
        What may be asked in it, such as criminal-investigation; a question takes the first.
    offence
        Offence code, such as drugs.trafficking.
    retention_days
        How many days it is kept after it is closed, with all that was received in it.
    """
    wanted = {
        "reference": reference,
        "legal_basis": legal_basis,
        "purposes": list(purpose),
        "offence": offence,
        "retention_days": retention_days,
    }
    result = Session(access or Access()).perform("case.open", wanted)
    if (access or Access()).output == "json":
        print_json(result)
    else:
        say(mark("Case {case} opened; owner {owner}."), case=result["case"], owner=result["owner"])


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the cases, those that are open first."""
    perform_and_show(access, "case.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    _draw_cases(result["cases"])


@app.command
def show(reference: CaseReference, *, access: Access | None = None) -> None:
    """Show a case and its threads."""
    perform_and_show(access, "case.show", {"reference": reference}, _draw_show)


def _draw_show(result: Mapping[str, Any]) -> None:
    _draw_cases([result])
    say(mark("Legal basis: {basis}"), basis=result["legal_basis"])
    rows = (
        {**row, "stands": word("result", row["state"]), "at": moment(row["changed_ms"])}
        for row in result["threads"]
    )
    print_rows(
        mark("Threads"),
        (
            ("at", mark("At")),
            ("thread", mark("Thread")),
            ("partner", mark("Partner")),
            ("stands", mark("State")),
            ("purpose", mark("Purpose")),
        ),
        rows,
    )
    _draw_open(result)


@app.command
def assign(reference: CaseReference, *, to: str, access: Access | None = None) -> None:
    """Hand a case over to another officer; its owner or a supervisor does.

    Parameters
    ----------
    to
        The officer who owns it from now on.
    """
    perform_and_show(
        access,
        "case.assign",
        {"reference": reference, "officer": to},
        saying(mark("Case {case} handed over to {owner}.")),
    )


@app.command
def close(reference: CaseReference, *, outcome: str, access: Access | None = None) -> None:
    """Close a case and begin its retention; its owner or a supervisor does.

    Parameters
    ----------
    outcome
        useful, not-useful or result.
    """
    perform_and_show(
        access, "case.close", {"reference": reference, "outcome": outcome}, _draw_close
    )


def _draw_close(result: Mapping[str, Any]) -> None:
    say(mark("Case {case} closed; it is kept until {day}."),
        case=result["case"], day=result["keep_until"])  # fmt: skip
    _draw_open(result)


def _draw_cases(cases: Iterable[Mapping[str, Any]]) -> None:
    rows = (
        {
            **row,
            "opened": moment(row["opened_ms"])[:10],
            "closed": moment(row["closed_ms"])[:10],
            "came": label_of(row["outcome"]) if row["outcome"] else "",
        }
        for row in cases
    )
    print_rows(
        mark("Cases"),
        (
            ("case", mark("Case")),
            ("purposes", mark("Purposes")),
            ("offence", mark("Offence")),
            ("owner", mark("Owner")),
            ("opened", mark("Opened")),
            ("closed", mark("Closed")),
            ("came", mark("Outcome")),
            ("keep_until", mark("Keep until")),
        ),
        rows,
    )


def _draw_open(result: Mapping[str, Any]) -> None:
    for each in result["requests"]:
        left = left_in_words(each["left_ms"]) if "left_ms" in each else ""
        say(mark("{partner} still owes an answer in thread {thread} {left}"),
            partner=each["partner"], thread=each["thread"], left=left)  # fmt: skip
