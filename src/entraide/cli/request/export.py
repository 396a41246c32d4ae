"""``entraide export``: what a partner gave, as a file that carries every mark."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from entraide.cli.arguments import GivenThread, Provider
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.vocabulary.language import mark

__all__ = ["export"]


def export(
    thread: GivenThread,
    *,
    out: Path,
    format: Literal["ftm", "csv"] = "ftm",  # noqa: A002 - the option's name
    partner: Provider = None,
    access: Access | None = None,
) -> None:
    """Write what a partner gave into a new file; every value carries its handling code in words.

    Parameters
    ----------
    out
        The new file, on the node's machine.
    format
        FollowTheMoney entities, one a line, or rows.
    """
    wanted = {"thread": thread, "partner": partner, "format": format, "out": str(out.resolve())}
    perform_and_show(
        access,
        "export",
        wanted,
        saying(mark("Written to {out}: {values} values, each with its marks.")),
    )
