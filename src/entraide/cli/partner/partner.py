"""``entraide partner``: whose cards are pinned here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cyclopts import App

from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows
from entraide.errors import InputError
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages.reasons import translate_reason

__all__ = ["app", "read_text"]

app = App(name="partner", help=mark("Pin partners' cards and list them."))


@app.command
def add(card: Path, *, fingerprint: str, access: Access | None = None) -> None:
    """Pin a partner's card, if its fingerprint is the one that was compared.

    Parameters
    ----------
    card
        The card's file.
    fingerprint
        The digits that the partner read out by another channel; spaces do not count.
    """
    text = read_text(card)
    perform_and_show(
        access,
        "partner.add",
        {"card": text, "fingerprint": fingerprint},
        saying(mark("{partner} ({name}, {country}) is pinned.")),
    )


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the partners."""
    perform_and_show(access, "partner.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    rows = (
        {**row, "seen": moment(row["seen_ms"]), "fault": translate_reason(row["fault"] or "")}
        for row in result["partners"]
    )
    print_rows(
        mark("Partners"),
        (
            ("partner", mark("Partner")),
            ("name", mark("Agency")),
            ("country", mark("Country")),
            ("seen", mark("Last heard of")),
            ("fault", mark("Fault")),
            ("fingerprint", mark("Fingerprint")),
        ),
        rows,
    )


@app.command
def figures(*, days: int = 30, access: Access | None = None) -> None:
    """Show how exchange with each partner goes: how much, how fast, until when it may.

    Parameters
    ----------
    days
        How many days back to count, up to 366.
    """
    wanted = {"days": days, "directions": True}
    perform_and_show(access, "partner.figures", wanted, _draw_figures)


def _draw_figures(result: Mapping[str, Any]) -> None:
    print_rows(
        translate(mark("Partners, {count} days"), count=result["days"]),
        (
            ("partner", mark("Partner")),
            ("heard", mark("Last heard of")),
            ("sent", mark("Sent")),
            ("received", mark("Received")),
            ("median", mark("Median answer")),
            ("waiting", mark("In the outbox")),
            ("cosigned_size", mark("Log cosigned to")),
            ("ends", mark("Memorandum ends")),
        ),
        map(_figures_row, result["partners"]),
    )


def _figures_row(row: Mapping[str, Any]) -> dict[str, Any]:
    median, ends = row["median_ms"], row["ends_ms"]
    return {
        **row,
        "heard": moment(row["seen_ms"]),
        "median": "" if median is None else f"{median / 1_000:.2f} s",
        "ends": moment(ends) if ends else "",
    }


def read_text(path: Path) -> str:
    """Read a small text file; InputError where that cannot be done."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError("file.missing", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("file.unreadable", path=str(path)) from error


_REVOKE = mark(
    "Bring a revocation into the node: a partner's, or your own, which goes to every partner."
)
app.command("entraide.cli.keeping.rotation:adopt_revoked", name="revoke", help=_REVOKE)
