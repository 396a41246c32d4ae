"""A timeline: events by lane, each drawn as precisely as its date is known.

A day is a dot, a range a bar, a month an open bar, a year a dashed one: who reads the picture does
not take "some day in May" for the first of May. Words stand beside their mark, and events whose
words would touch go to another row of their lane.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from entraide.figures.drawing import BODY, SMALL, Box, Drawing, Type
from entraide.figures.inks import Paint
from entraide.figures.keys import draw_keys
from entraide.figures.labels import Places
from entraide.figures.lanes import Placed, packed
from entraide.figures.scales import TimeScale
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import (
    Precision,
    When,
    count_text,
    day_text,
    labelled,
    list_text,
    when_text,
)

__all__ = ["Event", "Timeline", "describe_timeline", "draw_timeline", "table_of_timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, in which lane, and when; ``strong`` takes the accent."""

    label: str
    lane: str
    when: When
    strong: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events in lanes (in the order of ``lanes``, then as they come) and the day it is.

    The axis spans ``period`` and all events; today is shown where it lies within.
    """

    title: str
    events: tuple[Event, ...]
    lanes: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    today: date | None = None

    @property
    def all_lanes(self) -> tuple[str, ...]:
        """Every lane once."""
        return tuple(dict.fromkeys((*self.lanes, *(each.lane for each in self.events))))


_ROW: Final = 19.0
_LANE: Final = 9.0
_OPEN: Final = {
    Precision.MONTH: (mark("month known, not the day"), ""),
    Precision.YEAR: (mark("only the year known"), "3 2"),
}
"""How what is not known to the day is keyed, and the dashes of its outline."""


def draw_timeline(timeline: Timeline, style: Style) -> str:
    """Return the timeline as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(timeline.title)
    if timeline.events or timeline.period:
        y = _draw_keys(drawing, timeline, y)
        y = _draw_lanes(drawing, timeline, y)
    return drawing.finish(y + 2, timeline.title, describe_timeline(timeline, style))


def _draw_keys(drawing: Drawing, timeline: Timeline, y: float) -> float:
    used = {each.when.precision for each in timeline.events}
    keys = tuple(
        (drawing.style.say(text), Paint(fill="paper", line="accent", dash=dash))
        for precision, (text, dash) in _OPEN.items()
        if precision in used
    )
    return draw_keys(drawing, y, keys) if keys else y


def _days(timeline: Timeline) -> tuple[date, date]:
    periods = [(each.when.first, each.when.last) for each in timeline.events]
    periods += [timeline.period] if timeline.period else []
    first, last = min(first for first, _ in periods), max(last for _, last in periods)
    pad = timedelta(days=max(1, (last - first).days // 60))
    low = first - pad if first - date.min > pad else first
    return low, last + pad if date.max - last > pad else last


def _draw_lanes(drawing: Drawing, timeline: Timeline, y: float) -> float:
    lanes, style = timeline.all_lanes, drawing.style
    beside = (
        0.0
        if style.narrow
        else min(max((BODY.width(lane) for lane in lanes), default=0) + 14, drawing.width * 0.26)
    )
    first, last = _days(timeline)
    scale = TimeScale(first, last, beside + 4, drawing.width - 4)
    top = _draw_axis(drawing, timeline, scale, y)
    layout = [(lane, tuple(_packed(drawing, timeline, lane, scale))) for lane in lanes]
    bottom = top + sum(_height(style, placed) for _, placed in layout)
    _draw_grid(drawing, scale, (top, bottom))
    _draw_today(drawing, timeline, scale, (y, bottom))
    at = top
    for lane, placed in layout:
        _draw_lane(drawing, lane, placed, at)
        at += _height(style, placed)
    return bottom


def _height(style: Style, placed: tuple[Placed[Event], ...]) -> float:
    rows = max((each.row for each in placed), default=0) + 1
    return rows * _ROW + _LANE + (16 if style.narrow else 0)


def _packed(
    drawing: Drawing, timeline: Timeline, lane: str, scale: TimeScale
) -> Iterator[Placed[Event]]:
    events = (each for each in timeline.events if each.lane == lane)
    ordered = sorted(events, key=lambda each: (each.when.first, each.when.last, each.label))
    marks = ((each, each.label, _mark(each, scale)) for each in ordered)
    return packed(drawing, scale.start, marks)


def _mark(event: Event, scale: TimeScale) -> tuple[float, float]:
    """Return the pixels of a mark; a short one is still seen."""
    if event.when.precision is Precision.DAY:
        return scale.middle(event.when.first) - 4, scale.middle(event.when.first) + 4
    start, end = scale.at(event.when.first), scale.at(event.when.last) + scale.per_day
    short = max(0.0, 8 - (end - start)) / 2
    return start - short, end + short


# --- marks --------------------------------------------------------------------------------------


def _draw_axis(drawing: Drawing, timeline: Timeline, scale: TimeScale, y: float) -> float:
    """Name today and the ticks that leave it free."""
    frame = Box(0, y - 2, drawing.width, 24)
    places = Places(frame)
    if _is_shown(timeline, scale):
        at, type_ = scale.middle(timeline.today or scale.first), Type(size=11, bold=True)
        text = drawing.style.say(mark("today"))
        choices = ((at + 4, type_), (at - 4, type_.at("end")))
        found = places.put(text, (((x, y + 11), each) for x, each in choices))
        if found:
            drawing.words(text, *found)
    for day, skeleton in scale.ticks(SMALL.width("Mmm 0000") + 8):
        text = day_text(day, drawing.style, skeleton)
        if places.put(text, [((scale.at(day) + 3, y + 11), SMALL)]):
            drawing.words(text, (scale.at(day) + 3, y + 11), SMALL)
    return y + 22


def _is_shown(timeline: Timeline, scale: TimeScale) -> bool:
    return timeline.today is not None and scale.first <= timeline.today <= scale.last


def _draw_grid(drawing: Drawing, scale: TimeScale, span: tuple[float, float]) -> None:
    for day, _ in scale.ticks(SMALL.width("Mmm 0000") + 8):
        x = scale.at(day)
        drawing.line((x, span[0] - 20), (x, span[1]), Paint(line="rule", thick=0.8))


def _draw_lane(drawing: Drawing, lane: str, placed: tuple[Placed[Event], ...], y: float) -> None:
    drawing.line((0, y), (drawing.width, y), Paint(line="rule"))
    head = Type(bold=True)
    inside = y + _LANE / 2
    if drawing.style.narrow:
        drawing.words(head.fitted(lane, drawing.width - 4), (2, inside + 12), head)
        inside += 16
    else:
        drawing.words(head.fitted(lane, drawing.width * 0.26 - 14), (2, inside + 13), head)
    for each in placed:
        _draw_event(drawing, each, inside + each.row * _ROW)


def _draw_event(drawing: Drawing, placed: Placed[Event], y: float) -> None:
    ink, middle = "accent" if placed.mark.strong else "second", y + _ROW / 2
    precision = placed.mark.when.precision
    if precision is Precision.DAY:
        drawing.dot(((placed.start + placed.end) / 2, middle), 4, Paint(fill=ink))
    else:
        hollow = Paint(fill="paper", line=ink, dash=_OPEN.get(precision, ("", ""))[1])
        paint = Paint(fill=ink) if precision is Precision.RANGE else hollow
        box = Box(placed.start, middle - 4, placed.end - placed.start, 8)
        drawing.rect(box, paint, 2 if precision is Precision.RANGE else 0)
    drawing.words(placed.text, (placed.x, middle + 4), placed.type)


def _draw_today(
    drawing: Drawing, timeline: Timeline, scale: TimeScale, span: tuple[float, float]
) -> None:
    if timeline.today is not None and _is_shown(timeline, scale):
        x = scale.middle(timeline.today)
        drawing.line((x, span[0]), (x, span[1]), Paint(line="ink", thick=1.2, dash="2 2"))


# --- in words -----------------------------------------------------------------------------------


def describe_timeline(timeline: Timeline, style: Style) -> str:
    """Return what the timeline shows in a sentence or two."""
    if not timeline.events:
        return style.say(mark("Timeline. There is nothing to show."))
    counts = tuple(
        labelled(lane, str(sum(each.lane == lane for each in timeline.events)), style)
        for lane in timeline.all_lanes
    )
    return style.say(
        mark("Timeline from {first} to {last}. Events: {count}. By group: {lanes}."),
        first=day_text(min(each.when.first for each in timeline.events), style),
        last=day_text(max(each.when.last for each in timeline.events), style),
        count=count_text(len(timeline.events), style),
        lanes=list_text(counts, style),
    )


def table_of_timeline(timeline: Timeline, style: Style) -> Table:
    """Return the events in rows, in the order of time."""
    columns = (mark("Date of the event"), mark("Group"), mark("Event"))
    events = sorted(timeline.events, key=lambda each: (each.when.first, each.when.last, each.label))
    rows = tuple((when_text(each.when, style), each.lane, each.label) for each in events)
    return Table(timeline.title, tuple(style.say(each) for each in columns), rows)
