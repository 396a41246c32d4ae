"""``entraide attach`` and ``entraide attachments``: files of any size in a conversation."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from entraide.adapters.files.attachments import identify_source
from entraide.cli.approving import approval_of
from entraide.cli.result import once_approved, perform_and_show, saying, show_result
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_rows, say
from entraide.cli.values import draw_mark
from entraide.errors import PolicyError
from entraide.exchange.attachment import Transfer
from entraide.exchange.offer import approval_payload
from entraide.vocabulary.language import mark, translate

__all__ = ["app", "attach", "transfer_in_words"]

app = App(name="attachments", help=mark("Show, save and drop the files sent and received."))

_STATES: dict[str, str] = {
    Transfer.OFFERED: mark("offered, not yet taken"),
    Transfer.SENDING: mark("on its way"),
    Transfer.DELIVERED: mark("arrived there whole"),
    Transfer.REFUSED: mark("refused there"),
    Transfer.RECEIVING: mark("arriving"),
    Transfer.HELD: mark("here, whole, sealed"),
    Transfer.FAILED: mark("failed"),
    Transfer.EXPIRED: mark("expired"),
    Transfer.DROPPED: mark("dropped"),
}
_WAYS = {"in": mark("from"), "out": mark("to")}


def attach(  # noqa: PLR0913 - each is an option of the command
    file: Path,
    *,
    to: str,
    thread: str,
    type_: Annotated[str | None, Parameter(name="--type")] = None,
    handling: str = "H0",
    access: Access | None = None,
) -> None:
    """Send a file of any size to a partner in a conversation; it leaves while the node runs.

    Your key signs the file's digest, the partner, the thread and the handling code. Where the
    agreement asks for four eyes, another officer attaches the same file again.

    Parameters
    ----------
    file
        The file, on the node's machine; it is read in place and must not change until it arrived.
    to
        The partner.
    thread
        The conversation, from entraide answers or entraide references.
    type_
        Media type, such as image/jpeg; by default what the file's name says.
    handling
        Handling code: H0, H1, H2, H3.
    """
    given = access or Access()
    session = Session(given)
    if session.key is None:
        raise PolicyError("actor.officer_needed", action="attach")
    source, sha256 = identify_source(file.resolve())
    approval = approval_of(session, approval_payload(sha256, thread, to, handling), "attach")
    guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    wanted = {
        "path": str(source.path),
        "sha256": sha256,
        "to": to,
        "thread": thread,
        "media_type": type_ or guessed,
        "handling": handling,
        "approval": approval,
    }
    offered = mark("Attachment {attachment} offered: {chunks} chunks. How far it is: "
                   "entraide attachments")  # fmt: skip
    show_result(given, session.perform("attach", wanted), once_approved(saying(offered)))


@app.default
def _list(*, access: Access | None = None) -> None:
    """Show the files sent and received, and how far they are."""
    perform_and_show(access, "attachments", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    print_rows(
        mark("Attachments"),
        (
            ("attachment", mark("Attachment")),
            ("way", mark("Way")),
            ("partner", mark("Partner")),
            ("shown_state", mark("State")),
            ("progress", mark("Chunks")),
            ("size", mark("Bytes")),
            ("media_type", mark("Type")),
            ("handling", mark("Handling")),
            ("mark", mark("Words")),
            ("at", mark("At")),
            ("fault", mark("Fault")),
        ),
        (_readable(row) for row in result["attachments"]),
    )


@app.command
def save(attachment: str, *, out: Path, access: Access | None = None) -> None:
    """Decrypt a received file; until then nothing of it is on the disk in clear.

    Parameters
    ----------
    attachment
        The attachment's id, from entraide attachments.
    out
        A new file on the node's machine; only its owner can read it.
    """
    wanted = {"attachment": attachment, "out": str(out.resolve())}
    perform_and_show(access, "attachments.save", wanted, _draw_save)


def _draw_save(result: Mapping[str, Any]) -> None:
    say(mark("{size} bytes written to {out}; handling {handling}."), **result)
    draw_mark(result)
    if result["marks"]:
        say(mark("That stands beside it, in {marks}."), marks=result["marks"])


@app.command
def drop(attachment: str, *, access: Access | None = None) -> None:
    """Stop sending a file, or delete what came of one.

    Parameters
    ----------
    attachment
        The attachment's id, from entraide attachments.
    """
    perform_and_show(
        access,
        "attachments.drop",
        {"attachment": attachment},
        saying(mark("Attachment {attachment} dropped.")),
    )


def transfer_in_words(state: str) -> str:
    """Say where an attachment stands."""
    return translate(_STATES[state])


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "way": translate(_WAYS[row["way"]]),
        "shown_state": transfer_in_words(row["state"]),
        "progress": f"{row['held']}/{row['chunks']}",
        "at": moment(row["at_ms"]),
    }
