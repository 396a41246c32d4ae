"""``entraide liaison``: postings of liaison officers, their contacts, tasks and results."""

from __future__ import annotations

from typing import Annotated, Final

from cyclopts import App, Parameter

from entraide.cli.operation.arguments import AgreementForIt, Posting, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.office_show import list_offices, present_day
from entraide.cli.operation.operating import agreement_digest, found, write
from entraide.cli.session import Access, Session
from entraide.errors import InputError
from entraide.operations.offices.kinds import POSTING
from entraide.vocabulary.language import mark

__all__ = ["app"]

_OWN: Final = (
    ("contact", "operation.liaison_work:contact"),
    ("contacts", "operation.liaison_work:contacts"),
    ("forget", "operation.liaison_work:forget"),
    ("task", "operation.liaison_work:task"),
    ("done", "operation.liaison_work:done"),
    ("share", "operation.liaison_work:share"),
    ("warn", "operation.liaison_work:warn"),
    ("show", "operation.liaison_show:show"),
    ("results", "operation.liaison_show:results"),
)
app = App(name="liaison", help=mark("Post liaison officers, and see what they did."))
add_commands(app, POSTING, _OWN)


@app.command
def post(  # noqa: PLR0913 - each is an option of the command
    subject: str,
    *,
    agreement: AgreementForIt,
    host: str,
    officer: str,
    contact: str,
    duties: str,
    until: str,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    serves: tuple[str, ...] = (),
    fellow: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Notify the posting of a liaison officer; it stands once the host has accepted it.

    Partners see the officer's pseudonym and role, the office and its contact, and no name.

    Parameters
    ----------
    subject
        The office's name.
    host
        The party to which the officer is posted.
    officer
        The officer of ours, by name, from entraide officer list.
    contact
        How the office is reached.
    duties
        What the officer is there for.
    until
        The last day, such as 2031-01-31.
    from_
        The first day; today where none is given.
    serves
        A party for which the officer acts too, if it consents; as often as needed.
    fellow
        A party whose own officers share tasks with ours; as often as needed.
    """
    named = _officer(access, officer)
    ours = Session(access or Access()).perform("node.status", {})["id"]
    body = {
        "subject": subject,
        "agreement": agreement_digest(access, agreement),
        "members": sorted({ours, host, *serves, *fellow}),
        "host": host,
        "serves": sorted(serves),
        "fellows": sorted(fellow),
        "officer": named["pseudonym"],
        "role": named["role"],
        "contact": contact,
        "duties": duties,
        "starts": from_ or present_day(),
        "until": until,
    }
    found(access, POSTING, body)


@app.command
def accept(posting: Posting, *, access: Access | None = None) -> None:
    """Accept a posting, as its host, as a state it serves, or as a fellow."""
    write(access, posting, "posting.accepted", {})


@app.command
def decline(posting: Posting, words: Why, *, access: Access | None = None) -> None:
    """Decline a posting; where the host does, it ends there."""
    write(access, posting, "posting.declined", {"words": words})


@app.command
def leave(posting: Posting, words: Why, *, access: Access | None = None) -> None:
    """Take our acceptance back; where the host does, the posting ends."""
    write(access, posting, "posting.left", {"words": words})


@app.command
def notify(
    posting: Posting,
    *,
    contact: str | None = None,
    duties: str | None = None,
    access: Access | None = None,
) -> None:
    """Notify a posting and its duties again, as each year.

    Parameters
    ----------
    contact
        How the office is reached; as before where none is given.
    duties
        What the officer is there for; as before where nothing is given.
    """
    shown = Session(access or Access()).perform("operation.show", {"operation": posting})
    if shown["kind"] != POSTING:
        raise InputError("operation.unknown_kind", kind=str(shown["kind"]))
    body = {"contact": contact or shown["contact"], "duties": duties or shown["duties"]}
    write(access, posting, "duties.notified", body)


@app.command
def end(posting: Posting, words: Why, *, access: Access | None = None) -> None:
    """End a posting of ours before its last day."""
    write(access, posting, "posting.ended", {"words": words})


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the postings, ours and partners', the one that changed last first."""
    list_offices(access, POSTING, mark("Postings"))


def _officer(access: Access | None, name: str) -> dict[str, str]:
    rows = Session(access or Access()).perform("officer.list", {})["officers"]
    for row in rows:
        if row["officer"] == name:
            return dict(row)
    raise InputError("officer.unknown", officer=name)
