"""``entraide standing``: questions left standing after a no-hit, by two officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cyclopts import App

from entraide.cli.arguments import OneAsked
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say, say_plural
from entraide.errors import PolicyError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = ["app", "leave_one"]

app = App(
    name="standing", help=mark("Leave a question standing after a no-hit, renew it, take it back.")
)


@app.command
def leave(thread: str, *, partner: OneAsked = None, access: Access | None = None) -> None:
    """Leave a question standing for 30 days, or renew it once; a second officer does the same.

    Parameters
    ----------
    thread
        The question's thread, which ended in a no-hit.
    """
    leave_one(Session(access or Access()), thread, partner)


@app.command
def withdraw(thread: str, *, partner: OneAsked = None, access: Access | None = None) -> None:
    """Take a standing question back; the partner erases it.

    Parameters
    ----------
    thread
        The question's thread.
    """
    session = Session(access or Access())
    wanted = {"thread": thread, "partner": partner}
    _tell(session.access, session.perform("standing.withdraw", wanted))


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List standing questions, ours and partners', with those that ended."""
    perform_and_show(access, "standing.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    rows = (
        {**row, "until": moment(row["until_ms"]), "end": row["ended"] or row["state"]}
        for row in result["standing"]
    )
    print_rows(
        mark("Standing questions"),
        (
            ("thread", mark("Thread")),
            ("way", mark("Way")),
            ("partner", mark("Partner")),
            ("purpose", mark("Purpose")),
            ("case", mark("Case")),
            ("officers", mark("Officers")),
            ("renewals", mark("Renewed")),
            ("until", mark("Until")),
            ("end", mark("State")),
        ),
        rows,
    )


def leave_one(session: Session, thread: str, partner: str | None) -> None:
    """Sign and give one officer's approval for leaving a question standing, and say what came."""
    if session.key is None:
        raise PolicyError("actor.officer_needed", action="standing.leave")
    wanted = {"thread": thread, "partner": partner}
    preview = session.perform("standing.preview", wanted)
    signed = session.key.sign(preview["payload"].encode(), context=APPROVAL_CONTEXT)
    result = session.perform("standing.leave", {**wanted, "approval": to_base64(signed)})
    _tell(session.access, result)


def _tell(given: Access, result: Mapping[str, Any]) -> None:
    if given.output == "json":
        print_json(result)
    elif "needed" in result:
        say_plural(
            "Approved by one officer of {needed}: another officer must look.",
            "Approved by {count} officers of {needed}: another officer must look.",
            result["approvals"],
            needed=result["needed"],
        )
    else:
        for each in result["delivery"]:
            say(mark("{partner}: {outcome}"), partner=each["partner"],
                outcome=word("result", each["result"]))  # fmt: skip
