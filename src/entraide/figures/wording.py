"""Numbers, dates and durations in the reader's language, by the tables of CLDR (babel).

A date is shown as precisely as it is known: a day, a range, a month or a year (``When``); nothing
is added to it.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_interval, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.units import format_unit

from entraide.errors import InputError
from entraide.figures.style import Style

__all__ = [
    "Precision",
    "When",
    "count_text",
    "day_text",
    "duration_text",
    "labelled",
    "list_text",
    "seconds_text",
    "share_text",
    "short_number",
    "when_text",
]


class Precision(StrEnum):
    """How precisely a date is known."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class When:
    """First and last day of what a date may mean, with its precision.

    Raises InputError ``figures.period`` where it ends before it begins.
    """

    first: date
    last: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        """Refuse a period that runs backwards."""
        if self.last < self.first:
            raise InputError("figures.period", first=str(self.first), last=str(self.last))

    @classmethod
    def day(cls, day: date) -> When:
        """Return one day."""
        return cls(day, day)

    @classmethod
    def days(cls, first: date, last: date) -> When:
        """Return the days from the first to the last."""
        return cls(first, last, Precision.RANGE)

    @classmethod
    def month(cls, year: int, month: int) -> When:
        """Return some day of a month."""
        last = date(year, month, monthrange(year, month)[1])
        return cls(last.replace(day=1), last, Precision.MONTH)

    @classmethod
    def year(cls, year: int) -> When:
        """Return some day of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


_SKELETONS = {Precision.DAY: "yMMMd", Precision.MONTH: "yMMMM"}


def when_text(when: When, style: Style) -> str:
    """Return a date as precisely as it is known."""
    if when.precision is Precision.RANGE:
        return format_interval(when.first, when.last, "yMMMd", locale=style.locale)
    if when.precision is Precision.YEAR:
        return str(when.first.year)
    return day_text(when.first, style, _SKELETONS[when.precision])


def day_text(day: date, style: Style, skeleton: str = "yMMMd") -> str:
    """Return a day by the fields of a CLDR skeleton."""
    return format_skeleton(skeleton, day, locale=style.locale)


_LONG = 1e9


def count_text(value: float, style: Style) -> str:
    """Return a number with at most two decimals; from a thousand million on, in short."""
    if value >= _LONG:
        return format_compact_decimal(value, locale=style.locale, fraction_digits=2)
    return format_decimal(round(value, 2), locale=style.locale)


def short_number(value: float, style: Style) -> str:
    """Return a number for an axis: short where it is long."""
    if abs(value) < 10_000:
        return count_text(value, style)
    return format_compact_decimal(value, locale=style.locale, fraction_digits=1)


def share_text(value: float, style: Style) -> str:
    """Return a share of one as per cent with at most one decimal, never rounded up to all."""
    shown = min(round(value, 3), 0.999) if value < 1 else value
    return format_percent(shown, locale=style.locale, decimal_quantization=False)


_SHORT_S = 120


def seconds_text(value: float | None, style: Style) -> str:
    """Return a time in seconds, from two minutes on in its greatest unit; a dash for none."""
    if value is None:
        return "–"
    if _SHORT_S <= value < _LONG:
        return duration_text(timedelta(seconds=value), style)
    return format_unit(round(value, 2), "duration-second", "short", locale=style.locale)


def duration_text(duration: timedelta, style: Style) -> str:
    """Return a duration in its greatest unit."""
    return format_timedelta(duration, threshold=1.2, locale=style.locale)


def labelled(name: str, text: str, style: Style) -> str:
    """Return a name and what is said of it, which keep their order whatever script the name has.

    By a mark of direction (Unicode Annex 9), not by isolates: those are taken out of values that
    fill a sentence.
    """
    turned = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
    between = "\u200f" if style.mirrored else "\u200e" if turned else ""
    return f"{name}{between} {text}"


def list_text(items: tuple[str, ...], style: Style) -> str:
    """Return items as a list in a sentence."""
    return format_list(items, locale=style.locale)
