"""docs/soak.md as it is read and written: one row for each step, with its own day and commit.

A run of all steps writes every row; a run of some writes theirs alone and leaves what stands, so
that no row says of itself what another run did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["BEGIN", "NEVER", "Row", "draw_page", "read_figures", "read_rows"]

BEGIN = "<!-- last result -->"
NEVER = "not run yet"
_HEAD = "| Step | Proves | Result | Time | Run on | At commit |"
_CELLS = 6


@dataclass(frozen=True)
class Row:
    """What a step came to, when, and at which commit."""

    name: str
    proves: str
    result: str
    time: str
    day: str
    commit: str

    def line(self) -> str:
        cells = (self.name, self.proves, self.result, self.time, self.day, self.commit)
        return f"| {' | '.join(cells)} |"


def read_rows(page: str) -> dict[str, Row]:
    """Return the rows of a page by the names of their steps."""
    _, _, result = page.partition(BEGIN)
    lines = [line.strip("| ").split(" | ") for line in result.splitlines() if line.startswith("| ")]
    return {cells[0]: Row(*cells) for cells in lines if len(cells) == _CELLS and cells[0] != "Step"}


def read_figures(page: str) -> dict[str, list[str]]:
    """Return the figures of a page: lines by the title above them."""
    _, _, result = page.partition(BEGIN)
    found: dict[str, list[str]] = {}
    title = ""
    for line in result.splitlines():
        if line.startswith("**") and line.endswith("**"):
            title = line.strip("*")
            found[title] = []
        elif line.startswith("- ") and title:
            found[title].append(line)
    return found


def draw_page(
    before: str,
    steps: Sequence[tuple[str, str]],
    rows: Mapping[str, Row],
    told: tuple[str, dict[str, list[str]]],
) -> str:
    """Return the page with these rows in the order of the steps (name, what it proves).

    ``told`` is the machine of this run and all figures. A step without a row was never run.
    """
    head, _, _ = before.partition(BEGIN)
    machine, figures = told
    lines = [f"- Machine of the last run: {machine}.", "", _HEAD, "|---|---|---|---|---|---|"]
    for name, proves in steps:
        row = rows.get(name) or Row(name, proves, NEVER, "-", "-", "-")
        lines.append(Row(name, proves, row.result, row.time, row.day, row.commit).line())
    for title, values in figures.items():
        lines += ["", f"**{title}**", "", *values]
    return head + BEGIN + "\n\n" + "\n".join(lines) + "\n"
