"""``entraide onward``: ask a provider to let an item go on, answer such a question, pass it on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cyclopts import App

from entraide.cli.approving import Previewed, approval_of, preview_or_send
from entraide.cli.arguments import GivenThread, Provider
from entraide.cli.result import draw_delivery, once_approved, perform_and_show, show_result
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_rows, say
from entraide.cli.values import draw_values
from entraide.node.people.payloads import grant_payload
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="onward", help=mark("Ask a provider to let an item go on, answer that, pass it on."))


@app.command
def ask(  # noqa: PLR0913 - each is an option of the command
    thread: GivenThread,
    *,
    to: str,
    reason: str,
    field: tuple[str, ...] = (),
    purpose: str | None = None,
    case: str | None = None,
    partner: Provider = None,
    access: Access | None = None,
) -> None:
    """Ask the provider to let what it gave go on to a third party.

    Parameters
    ----------
    to
        The third party.
    reason
        Why, for the person there who decides.
    field
        A field that would go on; all where none is given.
    purpose
        For what it would be used; that for which it was given where none is named.
    case
        The reference of our case.
    """
    wanted = {"thread": thread, "partner": partner, "to": to, "fields": list(field),
              "purpose": purpose, "case": case, "reason": reason}  # fmt: skip
    perform_and_show(access, "onward.ask", wanted, _draw_ask)


def _draw_ask(result: Mapping[str, Any]) -> None:
    say(mark("Asked: question {request}"), request=result["request"][:16])
    draw_delivery(result)


@app.command
def grant(request: str, *, until: str, conditions: str = "", access: Access | None = None) -> None:
    """Let an item go on to the third party that the question names.

    Parameters
    ----------
    request
        The question, from entraide inbox; its first 8 digits or more.
    until
        The last day on which it may go on, such as 2027-01-31.
    conditions
        What the third party must observe; it reads these words.
    """
    given = access or Access()
    session = Session(given)
    whole = _whole(session, request)
    approval = approval_of(session, grant_payload(whole, conditions, until), "onward.grant")
    wanted = {"request": whole, "until": until, "conditions": conditions, "approval": approval}
    show_result(given, session.perform("onward.grant", wanted), once_approved(draw_delivery))


@app.command
def deny(request: str, *, ground: str, access: Access | None = None) -> None:
    """Refuse that an item goes on.

    Parameters
    ----------
    request
        The question, from entraide inbox; its first 8 digits or more.
    ground
        Such as ongoing-investigation, disproportionate, owner-refuses.
    """
    perform_and_show(access, "onward.deny", {"request": request, "ground": ground}, draw_delivery)


@app.command
def revoke(request: str, *, recall: bool = False, access: Access | None = None) -> None:
    """Let an item go on no more: nothing passes under the permission from now on.

    Parameters
    ----------
    request
        The question that was granted, from entraide onward list; its first 8 digits or more.
    recall
        Take back what was passed on under it, too.
    """
    perform_and_show(access, "onward.revoke", {"request": request, "recall": recall}, draw_delivery)


@app.command
def send(  # noqa: PLR0913 - each is an option of the command
    thread: GivenThread,
    *,
    to: str,
    reason: str,
    field: tuple[str, ...] = (),
    purpose: str | None = None,
    partner: Provider = None,
    send: bool = False,
    access: Access | None = None,
) -> None:
    """Preview and pass on what a partner gave.

    It goes where its handling code and the agreement let it, or under the provider's permission;
    the provider is told in either case. Without --send nothing leaves.

    Parameters
    ----------
    to
        The third party.
    reason
        Why it is passed on, for the person there who reads it.
    field
        A field that goes on; all where none is given.
    purpose
        For what it may be used; that for which it was given where none is named.
    send
        Approve and send; where the agreement asks for four eyes, a second officer does the same.
    """
    wanted = {"thread": thread, "partner": partner, "to": to, "fields": list(field),
              "purpose": purpose, "reason": reason}  # fmt: skip
    preview_or_send(access, _PASSAGE, wanted, send=send)


def _draw_passed(result: Mapping[str, Any]) -> None:
    say(mark("Passed on: {values} values; {provider} is told."), **result)
    draw_delivery(result)


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """Show what was asked about passing on, both ways."""
    perform_and_show(access, "onward.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    rows = (
        {**row, "at": moment(row["at_ms"]), "request": row["request"][:16],
         "onward_state": row["state"]}
        for row in result["onward"]
    )  # fmt: skip
    columns = (
        ("at", mark("At")),
        ("way", mark("Way")),
        ("request", mark("Question")),
        ("partner", mark("Partner")),
        ("recipient", mark("To")),
        ("onward_state", mark("State")),
        ("ground", mark("Ground")),
    )
    print_rows(mark("Passing on"), columns, rows)


def _whole(session: Session, request: str) -> str:
    """Return the whole digest of a question that waits here, which an approval signs."""
    waiting = session.perform("inbox", {})["onward"]
    found = [row["request"] for row in waiting if row["request"].startswith(request)]
    return str(found[0]) if len(found) == 1 else request


def _draw_preview(preview: Mapping[str, Any]) -> None:
    say(mark("From {provider} to {to}:"), provider=preview["provider"], to=preview["to"])
    draw_values(mark("What would be passed on"), preview["values"])
    if preview["until_ms"]:
        say(mark("Permitted until {until}. Conditions: {conditions}"),
            until=moment(preview["until_ms"]), conditions=preview["conditions"] or "-")  # fmt: skip
    say(mark("Officers needed: {needed}"), needed=preview["officers_needed"])


_PASSAGE: Final = Previewed(
    preview="onward.preview",
    send="onward.send",
    draw_preview=_draw_preview,
    draw_sent=_draw_passed,
)
