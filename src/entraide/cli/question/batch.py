"""``entraide batch``: a file of questions, foreseen, asked, gone on with, looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cyclopts import App

from entraide.cli.arguments import OnlyThese
from entraide.cli.partner.partner import read_text
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import console, moment, print_json, print_rows, say
from entraide.exchange.batch import read_questions
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = ["app"]

app = App(name="batch", help=mark("Ask a file of questions, and go on with one that was cut off."))


@app.command
def ask(
    file: Path,
    *,
    case: str,
    to: OnlyThese = (),
    foresee: bool = False,
    access: Access | None = None,
) -> None:
    """Ask every line of a file, all within the budget or none; the columns stand in its first line.

    Parameters
    ----------
    file
        CSV with the columns name, born, nationality, sex, document, phone, email, iban, vehicle,
        wallet, purpose, offence, as far as they are needed; several values are parted by |.
    case
        Reference of the case, open here.
    foresee
        Ask nothing: show what would become of each line.
    """
    given = access or Access()
    wanted = {"rows": read_questions(read_text(file)), "case": case, "to": list(to)}
    session = Session(given)
    if foresee:
        _draw_foreseen(given, session.perform("batch.foresee", wanted))
        return
    asked = session.perform("batch.ask", wanted, _told(given))
    _draw(given, session.perform("batch.show", {"batch": asked["batch"]}))


@app.command
def resume(batch: str, *, access: Access | None = None) -> None:
    """Ask what is left of a batch that was cut off; nothing is asked twice.

    Parameters
    ----------
    batch
        The batch, from entraide batch list.
    """
    given = access or Access()
    session = Session(given)
    session.perform("batch.resume", {"batch": batch}, _told(given))
    _draw(given, session.perform("batch.show", {"batch": batch}))


@app.command
def drop(batch: str, *, access: Access | None = None) -> None:
    """Give up what is left of a batch; the questions that were kept for it are erased.

    Parameters
    ----------
    batch
        The batch.
    """
    perform_and_show(
        access, "batch.drop", {"batch": batch}, saying(mark("The rest of the batch is given up."))
    )


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the batches, the latest first."""
    perform_and_show(access, "batch.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    print_rows(
        mark("Batches"),
        (
            ("batch", mark("Batch")),
            ("case", mark("Case")),
            ("done", mark("Asked")),
            ("of", mark("Questions")),
            ("at", mark("At")),
        ),
        ({**row, "at": moment(row["at_ms"])} for row in result["batches"]),
    )


@app.command
def show(batch: str, *, access: Access | None = None) -> None:
    """Show a batch with the answers so far.

    Parameters
    ----------
    batch
        The batch.
    """
    given = access or Access()
    _draw(given, Session(given).perform("batch.show", {"batch": batch}))


def _told(given: Access) -> Any:
    def tell(event: Mapping[str, Any]) -> None:
        if given.output == "json":
            print_json(event)
        elif "done" in event:
            console().print(f"{event['done']} / {event['of']}", markup=False)

    return tell


def _draw(given: Access, shown: Mapping[str, Any]) -> None:
    if given.output == "json":
        print_json(shown)
        return
    rows = (
        {
            "number": row["number"],
            "names": row["names"],
            "purpose": row["purpose"],
            "answers": [
                f"{each['partner']}: {word('result', each['result'])}" for each in row["answers"]
            ],
            "thread": row["thread"][:8],
        }
        for row in shown["questions"]
    )
    print_rows(
        mark("Batch of questions"),
        (
            ("number", mark("No.")),
            ("names", mark("Names")),
            ("purpose", mark("Purpose")),
            ("answers", mark("Answers")),
            ("thread", mark("Thread")),
        ),
        rows,
    )


def _draw_foreseen(given: Access, told: Mapping[str, Any]) -> None:
    if given.output == "json":
        print_json(told)
        return
    rows = (
        {
            "number": row["number"],
            "names": row["names"],
            "becomes": row["fault"] or [_becomes(each) for each in row["partners"]],
        }
        for row in told["rows"]
    )
    print_rows(
        mark("What would happen"),
        (
            ("number", mark("No.")),
            ("names", mark("Names")),
            ("becomes", mark("Answers")),
        ),
        rows,
    )
    if told["over"]:
        say(mark("{wanted} questions to {partner} for {purpose} are more than the {left} that are "
                 "left."), **told["over"])  # fmt: skip


def _becomes(at: Mapping[str, Any]) -> str:
    said = word("outcome", at["outcome"])
    left = f" ({at['left']}/{at['limit']})" if "left" in at else f" [{at['code']}]"
    return f"{at['partner']}: {said}{left}"
