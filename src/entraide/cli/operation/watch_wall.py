"""Screens on the wall of the duty room: opened with a code, listed, closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["close_wall", "wall", "walls"]


def wall(*, hours: int = 12, access: Access | None = None) -> None:
    """Get a code with which a screen on the wall shows counts, and nobody's name.

    The screen ends with the shift, or after these hours where that is sooner.

    Parameters
    ----------
    hours
        For how long at most, up to 12.
    """
    perform_and_show(access, "wall.open", {"hours": hours}, _draw_wall)


def _draw_wall(result: Mapping[str, Any]) -> None:
    say(mark("Type this code at {address} within a quarter of an hour: {code}"), **result)
    say(mark("The screen ends at {until}."), until=moment(result["ends_ms"]))


def walls(*, access: Access | None = None) -> None:
    """List the screens on the wall that have not ended."""
    perform_and_show(access, "wall.list", {}, _draw_walls)


def _draw_walls(result: Mapping[str, Any]) -> None:
    rows = [
        {
            **row,
            "wall": row["wall"][:12],
            "entered": moment(row["entered_ms"] or 0),
            "ends": moment(row["ends_ms"]),
        }
        for row in result["walls"]
    ]
    columns = (
        ("wall", mark("Screen")),
        ("officer", mark("Opened by")),
        ("entered", mark("Shown since")),
        ("ends", mark("Ends")),
    )
    print_rows(mark("Screens on the wall"), columns, rows)


def close_wall(screen: str, *, access: Access | None = None) -> None:
    """Close a screen on the wall now.

    Parameters
    ----------
    screen
        The screen, by its first digits, from entraide watch walls.
    """
    perform_and_show(access, "wall.close", {"wall": screen}, saying(mark("The screen is closed.")))
