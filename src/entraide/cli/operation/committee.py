"""``entraide committee``: sessions of the joint committee under a memorandum."""

from __future__ import annotations

from typing import Final

from cyclopts import App

from entraide.cli.operation.arguments import AgreementForIt, CommitteeSession, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.office_show import list_offices, present_day
from entraide.cli.operation.operating import found, write
from entraide.cli.session import Access, Session
from entraide.operations.offices.kinds import COMMITTEE
from entraide.vocabulary.language import mark

__all__ = ["app"]

_OWN: Final = (
    ("agenda", "operation.committee_work:agenda"),
    ("decide", "operation.committee_work:decide"),
    ("agree", "operation.committee_work:agree"),
    ("refuse", "operation.committee_work:refuse"),
    ("action", "operation.committee_work:action"),
    ("done", "operation.committee_work:done"),
    ("show", "operation.committee_show:show"),
    ("minutes", "operation.minutes:app"),
)
app = App(
    name="committee",
    help=mark("Hold sessions of the joint committee: agenda, decisions, actions, minutes."),
)
add_commands(app, COMMITTEE, _OWN)


@app.command
def convene(
    subject: str,
    *,
    agreement: AgreementForIt,
    place: str,
    day: str | None = None,
    access: Access | None = None,
) -> None:
    """Convene a session; every party of the agreement is a member.

    Parameters
    ----------
    subject
        What the session is called.
    place
        Where it meets.
    day
        When, such as 2031-01-31; today where none is given.
    """
    shown = Session(access or Access()).perform("agreement.show", {"agreement": agreement})
    body = {
        "subject": subject,
        "agreement": shown["digest"],
        "members": sorted(shown["parties"]),
        "day": day or present_day(),
        "place": place,
    }
    found(access, COMMITTEE, body)


@app.command
def attend(session: CommitteeSession, head: str, *, access: Access | None = None) -> None:
    """Take our seat, on the day of the session or later.

    Parameters
    ----------
    head
        Who heads our delegation, by office.
    """
    write(access, session, "session.attended", {"head": head})


@app.command
def excuse(session: CommitteeSession, words: Why, *, access: Access | None = None) -> None:
    """Say that we do not come."""
    write(access, session, "session.excused", {"words": words})


@app.command
def close(session: CommitteeSession, *, access: Access | None = None) -> None:
    """Close the session, as far as we are concerned; it is closed once all present have."""
    write(access, session, "session.closed", {})


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the sessions, the one that changed last first."""
    list_offices(access, COMMITTEE, mark("Sessions of the committee"))
