"""A calendar of counts: weeks as columns, weekdays as rows, darker where there was more.

Weeks begin where the reader's begin. A year too wide for the figure goes on in a second strip. A
day without any is an outline, so that none and few differ in print too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel import Locale

from entraide.errors import InputError
from entraide.figures.drawing import SMALL, Box, Drawing
from entraide.figures.inks import Paint
from entraide.figures.scales import finite
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text, day_text

__all__ = ["Calendar", "describe_calendar", "draw_calendar", "table_of_calendar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Counts of consecutive days from ``first`` on; at most ten years of them.

    Raises InputError ``figures.number`` or ``figures.lengths``.
    """

    title: str
    first: date
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse what is no count, and more than a picture shows."""
        finite(self.title, self.counts)
        if not 1 <= len(self.counts) <= _MOST:
            found = len(self.counts)
            raise InputError("figures.lengths", name=self.title, found=found, wanted=f"1-{_MOST}")

    def day(self, at: int) -> date:
        """Return the day of a count."""
        return self.first + timedelta(days=at)


_MOST: Final = 3660
_CELL: Final = (10.0, 15.0)
_LEVELS: Final = (
    Paint(line="rule", fill="paper"),
    Paint(fill="accent", opacity=0.22),
    Paint(fill="accent", opacity=0.45),
    Paint(fill="accent", opacity=0.7),
    Paint(fill="accent"),
)


def draw_calendar(calendar: Calendar, style: Style) -> str:
    """Return the calendar as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(calendar.title)
    weekday = Locale.parse(style.locale).first_week_day
    lead = (calendar.first.weekday() - weekday) % 7
    weeks = (lead + len(calendar.counts) + 6) // 7
    left = 8 + max(SMALL.width(name) for _, name in _weekdays(style, weekday))
    strips = math.ceil(weeks * _CELL[0] / (drawing.width - left - 2))
    each = math.ceil(weeks / strips)
    cell = min((drawing.width - left - 2) / each, _CELL[1])
    for strip in range(strips):
        place = _Strip(left, y, cell, strip * each, min((strip + 1) * each, weeks), lead)
        _draw_strip(drawing, calendar, place, weekday)
        y += 7 * cell + 30
    y = _draw_levels(drawing, calendar, y)
    return drawing.finish(y, calendar.title, describe_calendar(calendar, style))


@dataclass(frozen=True, slots=True)
class _Strip:
    """Some weeks of a calendar and where they stand."""

    x: float
    y: float
    cell: float
    week: int
    last: int
    lead: int

    def days(self, calendar: Calendar) -> range:
        start = max(0, self.week * 7 - self.lead)
        return range(start, min(self.last * 7 - self.lead, len(calendar.counts)))

    def box(self, at: int) -> Box:
        column, row = divmod(at + self.lead, 7)
        x, y = self.x + (column - self.week) * self.cell, self.y + 18 + row * self.cell
        return Box(x + 0.75, y + 0.75, self.cell - 1.5, self.cell - 1.5)


def _weekdays(style: Style, first: int) -> tuple[tuple[int, str], ...]:
    """Return every second row with the short name of its day."""
    names = Locale.parse(style.locale).days["stand-alone"]["abbreviated"]
    return tuple((row, names[(first + row) % 7]) for row in (0, 2, 4))


def _draw_strip(drawing: Drawing, calendar: Calendar, strip: _Strip, weekday: int) -> None:
    for row, name in _weekdays(drawing.style, weekday):
        base = strip.y + 18 + (row + 0.5) * strip.cell + 4
        drawing.words(name, (strip.x - 6, base), SMALL.at("end"))
    levels = _levels(calendar)
    for level, paint in enumerate(_LEVELS):
        days = (at for at in strip.days(calendar) if levels[at] == level)
        drawing.cells((strip.box(at) for at in days), paint)
    free = strip.x - 1
    for at in strip.days(calendar):
        box, day = strip.box(at), calendar.day(at)
        if day.day == 1 or at == strip.days(calendar)[0]:
            text = day_text(day, drawing.style, "yMMM" if day.month == 1 else "MMM")
            fits = box.x + SMALL.width(text) <= drawing.width
            if box.x >= free and fits and (day.day <= 15):
                drawing.words(text, (box.x, strip.y + 12), SMALL)
                free = box.x + SMALL.width(text) + 6


def _levels(calendar: Calendar) -> tuple[int, ...]:
    """Return for each day zero, or in which of four equal parts of the greatest count it is."""
    most = max(calendar.counts) or 1
    return tuple(math.ceil(4 * count / most) for count in calendar.counts)


def _draw_levels(drawing: Drawing, calendar: Calendar, y: float) -> float:
    x, most = 2.0, count_text(max(calendar.counts), drawing.style)
    drawing.words("0", (x, y + 10), SMALL)
    x += SMALL.width("0") + 6
    for paint in _LEVELS:
        drawing.rect(Box(x, y + 0.5, 11, 11), paint, 1.5)
        x += 14
    drawing.words(most, (x + 3, y + 10), SMALL)
    return y + 18


def describe_calendar(calendar: Calendar, style: Style) -> str:
    """Return the sum and the fullest day in a sentence."""
    at = max(range(len(calendar.counts)), key=lambda each: calendar.counts[each])
    return style.say(
        mark("Calendar from {first} to {last}. {count} in all; most on {day}: {most}."),
        first=day_text(calendar.first, style),
        last=day_text(calendar.day(len(calendar.counts) - 1), style),
        count=count_text(sum(calendar.counts), style),
        day=day_text(calendar.day(at), style),
        most=count_text(calendar.counts[at], style),
    )


def table_of_calendar(calendar: Calendar, style: Style) -> Table:
    """Return the days that have any, in rows."""
    columns = (mark("Day"), mark("Count"))
    rows = tuple(
        (day_text(calendar.day(at), style), count_text(count, style))
        for at, count in enumerate(calendar.counts)
        if count
    )
    return Table(calendar.title, tuple(style.say(each) for each in columns), rows)
