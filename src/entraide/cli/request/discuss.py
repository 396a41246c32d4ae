"""``entraide discuss``: threads among all or some parties of an agreement."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from entraide.adapters.files.attachments import identify_source
from entraide.cli.approving import approval_of
from entraide.cli.arguments import Discussion, LegalBasis, Offence, Purpose
from entraide.cli.request.attach import transfer_in_words
from entraide.cli.result import draw_delivery, once_approved, perform_and_show, show_result
from entraide.cli.session import Access, Session
from entraide.cli.show import console, moment, print_rows, say
from entraide.cli.values import draw_mark
from entraide.node.people.payloads import enclosing_payload, opening_payload, saying_payload
from entraide.vocabulary.language import harmless, isolate, mark

__all__ = ["app"]

app = App(name="discuss", help=mark("Write with all or some parties of an agreement."))


@app.command(name="open")
def open_(  # noqa: PLR0913 - each is an option of the command
    *,
    agreement: str,
    with_: tuple[str, ...] = (),
    subject: str,
    text: str,
    category: tuple[str, ...],
    purpose: Purpose,
    offence: Offence,
    case: str,
    legal_basis: LegalBasis = None,
    answers: Literal["all", "opener"] = "all",
    access: Access | None = None,
) -> None:
    """Open a thread with all or some parties of an agreement, and say the first thing in it.

    Who is in it is fixed from here on, and every member sees who the others are.

    Parameters
    ----------
    agreement
        The agreement, by its id or the first digits of its digest.
    with_
        A party that is in it; all parties where none is named.
    subject
        What it is about.
    text
        What you say.
    category
        A kind of data that will stand in it, such as names; as often as needed.
    case
        The reference of our case.
    answers
        Who gets what the others say: all members, or you alone.
    """
    given = access or Access()
    session = Session(given)
    wanted = {
        "agreement": agreement,
        "members": list(with_),
        "answers": answers,
        "purpose": purpose,
        "offence": offence,
        "case": case,
        "legal_basis": legal_basis,
        "categories": list(category),
        "subject": subject,
        "text": text,
    }
    approval = approval_of(session, opening_payload(wanted), "discuss.open")
    show_result(
        given,
        session.perform("discuss.open", {**wanted, "approval": approval}),
        once_approved(_draw_said),
    )


@app.command(name="say")
def say_(thread: Discussion, text: str, *, access: Access | None = None) -> None:
    """Say something in a thread.

    Parameters
    ----------
    text
        What you say.
    """
    given = access or Access()
    session = Session(given)
    approval = approval_of(session, saying_payload(thread, text), "discuss.say")
    wanted = {"thread": thread, "text": text, "approval": approval}
    show_result(given, session.perform("discuss.say", wanted), once_approved(_draw_said))


@app.command
def attach(  # noqa: PLR0913 - each is an option of the command
    thread: Discussion,
    file: Path,
    *,
    text: str,
    type_: Annotated[str | None, Parameter(name="--type")] = None,
    handling: str = "H0",
    access: Access | None = None,
) -> None:
    """Say something in a thread with a file, which goes to every member who hears it.

    The post names the file by its SHA-256, the same for all. Its chunks leave while the node runs:
    entraide attachments shows how far they are, and saves what came.

    Parameters
    ----------
    file
        The file, on the node's machine; it is read in place and must not change until it arrived.
    text
        What you say with it.
    type_
        Media type, such as image/jpeg; by default what the file's name says.
    handling
        Handling code: H0, H1, H2, H3.
    """
    given = access or Access()
    session = Session(given)
    source, sha256 = identify_source(file.resolve())
    payload = enclosing_payload(thread, text, sha256, handling)
    wanted = {
        "thread": thread,
        "text": text,
        "path": str(source.path),
        "sha256": sha256,
        "media_type": type_ or mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "handling": handling,
        "approval": approval_of(session, payload, "discuss.attach"),
    }
    show_result(given, session.perform("discuss.attach", wanted), once_approved(_draw_said))


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the threads of several parties, the latest first."""
    perform_and_show(access, "discuss.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    rows = ({**row, "at": moment(row["opened_ms"])} for row in result["discussions"])
    columns = (
        ("at", mark("At")),
        ("thread", mark("Thread")),
        ("opener", mark("Opened by")),
        ("members", mark("Members")),
        ("subject", mark("Subject")),
        ("case", mark("Case")),
    )
    print_rows(mark("Threads of several parties"), columns, rows)


@app.command
def show(thread: Discussion, *, access: Access | None = None) -> None:
    """Read a thread of several parties, in its order."""
    perform_and_show(access, "discuss.show", {"thread": thread}, _draw_show)


def _draw_show(result: Mapping[str, Any]) -> None:
    say(mark("{subject} (case {case}); members: {members}"), subject=result["subject"],
        case=result["case"], members=", ".join(result["members"]))  # fmt: skip
    for post in result["posts"]:
        head = f"{post['number']}  {moment(post['sent_ms'])}  {post['party']}"
        console().print(head, markup=False)
        console().print(f"    {isolate(harmless(post['text']))}", markup=False)
        for file in post["files"]:
            _draw_file(file)
    for each in result["findings"]:
        _draw_finding(each)


def _draw_file(file: Mapping[str, Any]) -> None:
    say(mark("    File of {size} bytes ({media_type}, {handling}), SHA-256 {sha256}"), **file)
    draw_mark(file)
    for each in file["attachments"]:
        say(
            "    {attachment}  {partner}: {state}",
            attachment=each["attachment"],
            partner=each["partner"],
            state=transfer_in_words(each["state"]),
        )


def _draw_finding(each: Mapping[str, Any]) -> None:
    if each["finding"] == "missing":
        say(mark("Missing here: post {number} of {party}, which {by} has seen."), **each)
    else:
        say(mark("Post {number} of {party} reads otherwise at {by}: ask both."), **each)


def _draw_said(result: Mapping[str, Any]) -> None:
    say(mark("Said as number {number} in thread {thread}."), **result)
    draw_delivery(result)
