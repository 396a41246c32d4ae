"""The sealed account at the command line: set up by two officers; its uses listed and explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["break_glass", "end", "explain", "uses"]

_COLUMNS: Final = (
    ("use", mark("Use")),
    ("opened", mark("Opened")),
    ("ends", mark("Ends")),
    ("claimed", mark("Name given at the door")),
    ("why", mark("Why")),
    ("by", mark("Explained by")),
    ("closed", mark("Closed")),
)


def break_glass(*, confirm: str | None = None, access: Access | None = None) -> None:
    """Set up the sealed account for the hour in which nobody can sign in, as one of two officers.

    Each of the two is told one half of its passphrase, once: write it down by hand, put it into an
    envelope, seal it. A new account makes the one before it void.

    Parameters
    ----------
    confirm
        The account that another officer began within the last quarter of an hour, by its first
        digits; without it a new one is begun.
    """
    given = access or Access()
    session = Session(given)
    if confirm is None:
        result = session.perform("glass.propose", {})
    else:
        result = session.perform("glass.confirm", {"account": confirm})
    if given.output == "json":
        print_json(result)
        return
    say(mark("Half {number} of 2, shown once: {half}"), **result)
    if result["ready"]:
        say(mark("The sealed account is ready; the one before it is void."))
    else:
        say(mark("A second officer confirms within a quarter of an hour: --confirm {account}"),
            account=result["account"][:12])  # fmt: skip


def uses(*, access: Access | None = None) -> None:
    """Show whether a sealed account is ready, and every use there ever was."""
    perform_and_show(access, "glass.list", {}, _draw_uses)


def _draw_uses(result: Mapping[str, Any]) -> None:
    if result["ready"]:
        say(mark("A sealed account is ready, set up at {when}."),
            when=moment(result["ready"]["set_ms"]))  # fmt: skip
    else:
        say(mark("No sealed account is ready."))
    rows = [
        {
            **row,
            "use": row["use"][:12],
            "opened": moment(row["opened_ms"]),
            "ends": moment(row["ends_ms"]),
            "closed": moment(row["closed_ms"] or 0),
            "by": [each["officer"] for each in row["explained"]],
        }
        for row in result["uses"]
    ]
    print_rows(mark("Uses of the sealed account"), _COLUMNS, rows)


def end(use: str, *, access: Access | None = None) -> None:
    """End the hour of an opened sealed account now.

    Parameters
    ----------
    use
        The use, by its first digits, from entraide oversight sealed-account.
    """
    perform_and_show(access, "glass.end", {"use": use}, saying(mark("Its hour is over.")))


def explain(use: str, text: str, *, access: Access | None = None) -> None:
    """Write why a sealed account was used; the second officer's words end its alert.

    Parameters
    ----------
    use
        The use, by its first digits, from entraide oversight sealed-account.
    text
        Why it was used, and what was done about it.
    """
    perform_and_show(access, "glass.explain", {"use": use, "text": text}, _draw_explain)


def _draw_explain(result: Mapping[str, Any]) -> None:
    if result["closed"]:
        say(mark("Two officers have written why: its alert is over."))
    else:
        say(mark("Written; a second officer must write too before its alert is over."))
