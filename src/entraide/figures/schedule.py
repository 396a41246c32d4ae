"""A schedule: what was planned against what took place, to the minute, in lanes.

What was planned is hollow, what took place is filled, and a time within which something may take
place (an authorisation, a window) is a pale bar. The axis spans what was planned and what took
place; a longer window is cut at its ends. All times are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from entraide.errors import InputError
from entraide.figures.drawing import BODY, SMALL, Box, Drawing, Type
from entraide.figures.hours import HourScale, begin_of, moment_text, tick_text
from entraide.figures.inks import Paint
from entraide.figures.keys import draw_keys
from entraide.figures.labels import Places
from entraide.figures.lanes import Placed, packed
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text

__all__ = [
    "Schedule",
    "Span",
    "Stand",
    "describe_schedule",
    "draw_schedule",
    "table_of_schedule",
]


class Stand(StrEnum):
    """What a mark of a schedule stands for."""

    WINDOW = "window"
    PLANNED = "planned"
    ACTUAL = "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when until when, a moment where both are one; times bear a zone.

    Raises InputError ``figures.period`` where it ends before it begins.
    """

    label: str
    lane: str
    stand: Stand
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse what runs backwards."""
        if self.end < self.start:
            raise InputError("figures.period", first=str(self.start), last=str(self.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Spans in lanes, in the order in which the lanes come."""

    title: str
    spans: tuple[Span, ...]

    @property
    def lanes(self) -> tuple[str, ...]:
        """Every lane once."""
        return tuple(dict.fromkeys(each.lane for each in self.spans))

    @property
    def period(self) -> tuple[datetime, datetime]:
        """What the axis spans, with a little room on both sides."""
        moving = [each for each in self.spans if each.stand is not Stand.WINDOW] or self.spans
        first, last = min(each.start for each in moving), max(each.end for each in moving)
        room = max((last - first) / 20, timedelta(minutes=10))
        return first - room, last + room


_ROW: Final = 19.0
_LANE: Final = 9.0
_PAINTS: Final = {
    Stand.WINDOW: Paint(fill="faint", line="second"),
    Stand.PLANNED: Paint(fill="paper", line="accent"),
    Stand.ACTUAL: Paint(fill="accent"),
}
_WORDS: Final = {
    Stand.WINDOW: mark("allowed"),
    Stand.PLANNED: mark("planned"),
    Stand.ACTUAL: mark("took place"),
}
_TICK: Final = "Mmm 00"
_HOURS: Final = 20
"""Pixels below which the hours stand; the days stand above."""


def draw_schedule(schedule: Schedule, style: Style) -> str:
    """Return the schedule as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(schedule.title)
    if schedule.spans:
        used = {each.stand for each in schedule.spans}
        keys = tuple((style.say(_WORDS[each]), _PAINTS[each]) for each in Stand if each in used)
        y = _draw_lanes(drawing, schedule, draw_keys(drawing, y, keys))
    return drawing.finish(y + 2, schedule.title, describe_schedule(schedule, style))


def _draw_lanes(drawing: Drawing, schedule: Schedule, y: float) -> float:
    named = max(BODY.width(lane) for lane in schedule.lanes) + 14
    beside = 0.0 if drawing.style.narrow else min(named, drawing.width * 0.26)
    scale = HourScale(*schedule.period, beside + 6, drawing.width - 6)
    layout = [(lane, tuple(_packed(drawing, schedule, lane, scale))) for lane in schedule.lanes]
    top = y + 34
    bottom = top + sum(_height(drawing.style, placed) for _, placed in layout)
    _draw_axis(drawing, scale, (y, bottom))
    for lane, placed in layout:
        _draw_lane(drawing, lane, placed, top)
        top += _height(drawing.style, placed)
    return bottom


def _height(style: Style, placed: tuple[Placed[Span], ...]) -> float:
    rows = max((each.row for each in placed), default=0) + 1
    return rows * _ROW + _LANE + (16 if style.narrow else 0)


def _packed(
    drawing: Drawing, schedule: Schedule, lane: str, scale: HourScale
) -> Iterator[Placed[Span]]:
    spans = (each for each in schedule.spans if each.lane == lane)
    ordered = sorted(spans, key=lambda each: (each.start, each.end, each.stand, each.label))
    return packed(
        drawing, scale.start, ((each, each.label, _pixels(each, scale)) for each in ordered)
    )


def _pixels(span: Span, scale: HourScale) -> tuple[float, float]:
    """Return the pixels of a mark; a short one is still seen."""
    start, end = scale.at(span.start), scale.at(span.end)
    short = max(0.0, 8 - (end - start)) / 2
    return start - short, end + short


def _draw_axis(drawing: Drawing, scale: HourScale, span: tuple[float, float]) -> None:
    """Name the days above, where the axis and each of them begin, and the hours below."""
    y, bottom = span
    ticks = tuple(scale.ticks(SMALL.width(_TICK) + 8))
    for moment in ticks:
        x = scale.at(moment)
        drawing.line((x, y + 2), (x, bottom), Paint(line="rule", thick=0.8))
    days = [scale.first, *(each for each in ticks if each == begin_of(each))]
    hours = [] if len(days) > len(ticks) else list(ticks)
    for row, moments in ((11, days[::-1]), (25, hours)):
        places = Places(Box(0, y - 2, drawing.width, 40))
        for moment in moments:
            text = tick_text(moment, drawing.style, is_day=row < _HOURS)
            where = ((scale.at(moment) + 3, y + row), SMALL)
            if places.put(text, [where], margin=3):
                drawing.words(text, *where)


def _draw_lane(drawing: Drawing, lane: str, placed: tuple[Placed[Span], ...], y: float) -> None:
    drawing.line((0, y), (drawing.width, y), Paint(line="rule"))
    head, inside = Type(bold=True), y + _LANE / 2
    room = drawing.width - 4 if drawing.style.narrow else drawing.width * 0.26 - 14
    drawing.words(head.fitted(lane, room), (2, inside + 12), head)
    inside += 16 if drawing.style.narrow else 0
    for each in placed:
        _draw_span(drawing, each, inside + each.row * _ROW + _ROW / 2)


def _draw_span(drawing: Drawing, placed: Placed[Span], middle: float) -> None:
    span = placed.mark
    paint = _PAINTS[span.stand]
    half = 7 if span.stand is Stand.WINDOW else 4
    if span.stand is not Stand.WINDOW and span.start == span.end:
        drawing.dot(((placed.start + placed.end) / 2, middle), half, paint)
    else:
        box = Box(placed.start, middle - half, placed.end - placed.start, 2 * half)
        drawing.rect(box, paint, 2)
    drawing.words(placed.text, (placed.x, middle + 4), placed.type)


def describe_schedule(schedule: Schedule, style: Style) -> str:
    """Return what the schedule spans, and how much was planned and took place."""
    if not schedule.spans:
        return style.say(mark("Schedule. Nothing is planned."))
    moving = [each for each in schedule.spans if each.stand is not Stand.WINDOW] or schedule.spans
    stands = [each.stand for each in schedule.spans]
    return style.say(
        mark("Schedule from {first} to {last} (UTC). Planned: {planned}; took place: {actual}."),
        first=moment_text(min(each.start for each in moving), style),
        last=moment_text(max(each.end for each in moving), style),
        planned=count_text(stands.count(Stand.PLANNED), style),
        actual=count_text(stands.count(Stand.ACTUAL), style),
    )


def table_of_schedule(schedule: Schedule, style: Style) -> Table:
    """Return the spans in rows, the earliest first."""
    columns = (mark("From (UTC)"), mark("Until"), mark("Of"), mark("What"), mark("Standing"))
    rows = tuple(
        (
            moment_text(each.start, style),
            moment_text(each.end, style) if each.end != each.start else "",
            each.lane,
            each.label,
            style.say(_WORDS[each.stand]),
        )
        for each in sorted(schedule.spans, key=lambda each: (each.start, each.end, each.lane))
    )
    return Table(schedule.title, tuple(style.say(each) for each in columns), rows)
