"""``entraide subject``: requests of persons concerned, from registration to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cyclopts import App

from entraide.cli.arguments import Documents, SubjectRequest
from entraide.cli.oversight.subject_finds import (
    answer,
    correct,
    decide,
    delete,
    draw_finds,
    letter,
    search,
)
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(
    name="subject",
    help=mark("Requests of persons concerned: access, correction, deletion, with their clocks."),
)

for _command in (search, decide, delete, correct, letter, answer):
    app.command(_command)


@app.command
def register(  # noqa: PLR0913 - each is an option of the command
    *,
    kind: str,
    name: tuple[str, ...],
    identified: str,
    born: tuple[str, ...] = (),
    document: Documents = (),
    contact: str = "",
    language: str = "en",
    wanted: str = "",
    received: str | None = None,
    access: Access | None = None,
) -> None:
    """Register a request of a person whose identity the agency has checked.

    Parameters
    ----------
    kind
        access, correction or deletion.
    name
        A name of the person; as often as there are names.
    identified
        How the identity was checked, such as "passport shown at the consulate, 3 March".
    born
        Date of birth.
    contact
        Where the letter goes.
    language
        Language of the letter: en, fr, es or ar.
    wanted
        What the person says or asks, in a few words.
    received
        The day on which it came, YYYY-MM-DD; today where it is left out.
    """
    asked = {
        "kind": kind,
        "name": list(name),
        "born": list(born),
        "document": list(document),
        "contact": contact,
        "identified": identified,
        "language": language,
        "wanted": wanted,
        "received": received,
    }
    _do(access, "subject.register", asked)


@app.command
def admit(request: str, *, access: Access | None = None) -> None:
    """Admit a request: 4 months for access, 9 for correction or deletion begin to run.

    Parameters
    ----------
    request
        The request, from entraide subject list.
    """
    _do(access, "subject.admit", {"request": request})


@app.command
def reject(request: SubjectRequest, *, ground: str, access: Access | None = None) -> None:
    """Do not admit a request.

    Parameters
    ----------
    ground
        identity-not-shown, no-mandate, unfounded or repeated.
    """
    _do(access, "subject.reject", {"request": request, "ground": ground})


@app.command
def drop(request: SubjectRequest, *, access: Access | None = None) -> None:
    """Close a request that the person has taken back."""
    _do(access, "subject.drop", {"request": request})


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List requests with their clocks, the nearest deadline first."""
    perform_and_show(access, "subject.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    rows = (
        {
            **row,
            "request_state": row["state"],
            "received": moment(row["received_ms"])[:10],
            "due": moment(row["due_ms"])[:10],
        }
        for row in result["requests"]
    )
    print_rows(
        mark("Subject requests"),
        (
            ("request", mark("Request")),
            ("kind", mark("Kind")),
            ("request_state", mark("State")),
            ("received", mark("Received")),
            ("due", mark("Due")),
            ("left_days", mark("Days left")),
            ("overdue", mark("Overdue")),
        ),
        rows,
    )


@app.command
def show(request: SubjectRequest, *, access: Access | None = None) -> None:
    """Show a request: the person, what was found, what was decided."""
    perform_and_show(access, "subject.show", {"request": request}, draw_finds)


@app.command
def erase(request: SubjectRequest, *, access: Access | None = None) -> None:
    """Erase a closed request with everything in its file."""
    erased = saying(mark("The request is erased; {keys_destroyed} keys destroyed."))
    perform_and_show(access, "subject.erase", {"request": request}, erased)


def _do(access: Access | None, action: str, wanted: Mapping[str, Any]) -> None:
    perform_and_show(access, action, wanted, _draw_state)


def _draw_state(result: Mapping[str, Any]) -> None:
    if result["due_ms"] and not result["closed_ms"]:
        say(mark("Request {request}: {state}; due by {due}."), request=result["request"],
            state=result["state"], due=moment(result["due_ms"])[:10])  # fmt: skip
    else:
        say(mark("Request {request}: {state}."), request=result["request"],
            state=result["state"])  # fmt: skip
