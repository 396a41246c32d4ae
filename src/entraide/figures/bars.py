"""Bars: how much of each kind, in rows or in columns, one series or several.

Rows suit names, columns suit months. Where the names of columns do not fit side by side, rows are
drawn instead: words are never turned. Each bar carries its value; names of series stand above,
once, in the order of the bars. How they are drawn stands in ``bar_drawing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from entraide.errors import InputError
from entraide.figures.inks import SERIES
from entraide.figures.scales import finite
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text, labelled, list_text

__all__ = [
    "Bars",
    "Form",
    "Lay",
    "Series",
    "check_length",
    "describe_bars",
    "sum_of",
    "table_of_bars",
    "values_of",
]


class Lay(StrEnum):
    """Which way bars grow."""

    ROWS = "rows"
    COLUMNS = "columns"


class Form(StrEnum):
    """How the bars of several series stand."""

    GROUPED = "grouped"
    STACKED = "stacked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A name, and one value for each category; None where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Values of zero or more by category and series; at most six series.

    Raises InputError ``figures.lengths`` or ``figures.number`` for what cannot be drawn.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_name: str = ""
    lay: Lay = Lay.ROWS
    form: Form = Form.GROUPED

    def __post_init__(self) -> None:
        """Refuse series that do not fit the categories."""
        if not 1 <= len(self.series) <= len(SERIES):
            name, wanted = self.title, f"1-{len(SERIES)}"
            raise InputError("figures.lengths", name=name, found=len(self.series), wanted=wanted)
        for each in self.series:
            check_length(each.name, len(each.values), len(self.categories))
            finite(each.name, each.values)

    @property
    def most(self) -> float:
        """The longest bar."""
        values = [sum_of(self, at) if self.form is Form.STACKED else _most(self, at)
                  for at in range(len(self.categories))]  # fmt: skip
        return max(values, default=0)


def check_length(name: str, found: int, wanted: int) -> None:
    """Refuse a series of another length than the categories."""
    if found != wanted:
        raise InputError("figures.lengths", name=name, found=found, wanted=str(wanted))


def values_of(bars: Bars, at: int) -> tuple[float, ...]:
    """Return a category's values, one of each series; what is not known counts as zero."""
    return tuple(each.values[at] or 0 for each in bars.series)


def sum_of(bars: Bars, at: int) -> float:
    """Return the sum of a category over all series."""
    return sum(values_of(bars, at))


def _most(bars: Bars, at: int) -> float:
    return max(values_of(bars, at))


def describe_bars(bars: Bars, style: Style) -> str:
    """Return what the bars show in a sentence or two."""
    totals = sorted(((sum_of(bars, at), -at) for at in range(len(bars.categories))), reverse=True)
    most = tuple(
        labelled(bars.categories[-at], f"({count_text(total, style)})", style)
        for total, at in totals[:3]
    )
    if not most:
        return style.say(mark("Bars. There is nothing to show."))
    return style.say(
        mark("Bars. {count} in all. Most: {most}."),
        count=count_text(sum(total for total, _ in totals), style),
        most=list_text(most, style),
    )


def table_of_bars(bars: Bars, style: Style) -> Table:
    """Return the values in rows."""
    first = bars.category_name or style.say(mark("Category"))
    rows = tuple(
        (name, *(_cell(each.values[at], style) for each in bars.series))
        for at, name in enumerate(bars.categories)
    )
    return Table(bars.title, (first, *(each.name for each in bars.series)), rows)


def _cell(value: float | None, style: Style) -> str:
    return "–" if value is None else count_text(value, style)
