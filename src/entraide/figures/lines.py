"""Lines over days: how counts and times went, as lines or steps, together or in small panels.

Each line carries its name at its end; names that would touch move apart. In panels, each line has
its own, on one scale, with the others behind it in grey: more than three lines in one frame are
read badly. A value that is not known breaks the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final

from entraide.errors import InputError
from entraide.figures.bars import Series, check_length
from entraide.figures.drawing import BODY, SMALL, Box, Drawing, Point
from entraide.figures.inks import Paint
from entraide.figures.labels import spread
from entraide.figures.scales import Scale, TimeScale, finite, round_ticks
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text, day_text, labelled, list_text, short_number

__all__ = ["Lines", "describe_lines", "draw_lines", "table_of_lines"]

_STROKES: Final = (
    Paint(line="accent", thick=2.4),
    Paint(line="ink", thick=1.1),
    Paint(line="quiet", thick=1.6, dash="5 3"),
    Paint(line="accent", thick=1.8, dash="1.5 3"),
    Paint(line="ink", thick=1.2, dash="7 2 1.5 2"),
    Paint(line="second", thick=1.8),
)
_BEHIND: Final = Paint(line="rule", thick=1.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Values of zero or more by day (ascending) and series; at most six in one frame.

    Raises InputError ``figures.lengths``, ``figures.number`` or ``figures.period``.
    """

    title: str
    days: tuple[date, ...]
    series: tuple[Series, ...]
    steps: bool = False
    panels: bool = False

    def __post_init__(self) -> None:
        """Refuse series that do not fit the days, and days that run backwards."""
        for each in self.series:
            check_length(each.name, len(each.values), len(self.days))
            finite(each.name, each.values)
        for before, after in pairwise(self.days):
            if after <= before:
                raise InputError("figures.period", first=str(before), last=str(after))
        if not self.panels and len(self.series) > len(_STROKES):
            wanted = f"1-{len(_STROKES)}"
            raise InputError(
                "figures.lengths", name=self.title, found=len(self.series), wanted=wanted
            )

    @property
    def most(self) -> float:
        """The greatest value."""
        return max((value or 0 for each in self.series for value in each.values), default=0)


def draw_lines(lines: Lines, style: Style) -> str:
    """Return the lines as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(lines.title)
    if lines.days and lines.series:
        y = _draw_panels(drawing, lines, y) if lines.panels else _draw_together(drawing, lines, y)
    return drawing.finish(y + 4, lines.title, describe_lines(lines, style))


@dataclass(frozen=True, slots=True)
class _Frame:
    lines: Lines
    box: Box
    across: TimeScale
    up: Scale

    def runs(self, series: Series) -> Iterator[tuple[Point, ...]]:
        """Yield the unbroken runs of a line."""
        points = zip(self.lines.days, series.values, strict=True)
        for known, run in groupby(points, key=lambda point: point[1] is not None):
            if known:
                pixels = tuple(
                    (self.across.middle(day), self.up.at(value or 0)) for day, value in run
                )
                yield _stepped(pixels) if self.lines.steps else pixels


def _stepped(points: tuple[Point, ...]) -> tuple[Point, ...]:
    out = list(points[:1])
    for (_, y), after in pairwise(points):
        out += [(after[0], y), after]
    return tuple(out)


def _frame(lines: Lines, box: Box, ticks: tuple[float, ...]) -> _Frame:
    across = TimeScale(lines.days[0], lines.days[-1], box.x, box.x + box.width)
    return _Frame(lines, box, across, Scale(ticks[-1], box.y + box.height, box.y))


# --- together -----------------------------------------------------------------------------------


def _draw_together(drawing: Drawing, lines: Lines, y: float) -> float:
    ticks = round_ticks(lines.most, 4)
    left = 10 + max(SMALL.width(short_number(tick, drawing.style)) for tick in ticks)
    names = [BODY.fitted(each.name, drawing.width * 0.3) for each in lines.series]
    right = max(BODY.width(name) for name in names) + 12
    box = Box(left, y + 8, drawing.width - left - right, 190)
    frame = _frame(lines, box, ticks)
    _draw_grid(drawing, frame, ticks)
    for series, paint in reversed(tuple(zip(lines.series, _STROKES, strict=False))):
        _draw_line(drawing, frame, series, paint)
    ends = tuple(_end(frame, series) for series in lines.series)
    heights = spread(ends, 15, box.y + 4, box.y + box.height)
    for at, (name, height) in enumerate(zip(names, heights, strict=True)):
        paint = Paint(fill=_STROKES[at].line)
        drawing.words(name, (box.x + box.width + 9, height + 4), BODY)
        drawing.dot((box.x + box.width + 4, height), 2.4, paint)
    return _draw_days(drawing, frame)


def _end(frame: _Frame, series: Series) -> float:
    known = [value for value in series.values if value is not None]
    return frame.up.at(known[-1] if known else 0)


def _draw_grid(drawing: Drawing, frame: _Frame, ticks: tuple[float, ...]) -> None:
    box = frame.box
    for tick in ticks:
        y = frame.up.at(tick)
        drawing.line((box.x, y), (box.x + box.width, y), Paint(line="rule"))
        text = short_number(tick, drawing.style)
        drawing.words(text, (box.x - 6, y + 4), SMALL.at("end"))


def _draw_line(drawing: Drawing, frame: _Frame, series: Series, paint: Paint) -> None:
    for run in frame.runs(series):
        if len(run) > 1:
            drawing.polyline(run, paint)
        else:
            drawing.dot(run[0], 2, Paint(fill=paint.line))


def _draw_days(drawing: Drawing, frame: _Frame) -> float:
    """Name days under a frame; those that would touch the one before or the edge are left out."""
    box, free = frame.box, -1.0
    for day, skeleton in frame.across.ticks(SMALL.width("Mmm 00") + 10):
        text = day_text(day, drawing.style, skeleton)
        place = SMALL.at("middle").box(text, (frame.across.middle(day), 0))
        x = frame.across.middle(day)
        drawing.line((x, box.y + box.height), (x, box.y + box.height + 4), Paint(line="quiet"))
        if place.x > free and place.x + place.width <= drawing.width:
            drawing.words(text, (x, box.y + box.height + 17), SMALL.at("middle"))
            free = place.x + place.width + 6
    return box.y + box.height + 24


# --- panels -------------------------------------------------------------------------------------


_TALL: Final = 74.0
_APART: Final = 50.0


def _draw_panels(drawing: Drawing, lines: Lines, y: float) -> float:
    across = max(1, min(len(lines.series), round(drawing.width / 240)))
    ticks = round_ticks(lines.most, 2)
    left = 10 + max(SMALL.width(short_number(tick, drawing.style)) for tick in ticks)
    width = (drawing.width - left - 2 - (across - 1) * 18) / across
    for at, series in enumerate(lines.series):
        column, row = at % across, at // across
        top = y + row * (_TALL + _APART) + 20
        frame = _frame(lines, Box(left + column * (width + 18), top, width, _TALL), ticks)
        _draw_panel(drawing, frame, series, ticks if column == 0 else ())
    return y + (len(lines.series) - 1) // across * (_TALL + _APART) + _TALL + _APART


def _draw_panel(drawing: Drawing, frame: _Frame, series: Series, ticks: tuple[float, ...]) -> None:
    box = frame.box
    _draw_grid(drawing, frame, ticks)
    for y in (box.y, box.y + box.height):
        drawing.line((box.x, y), (box.x + box.width, y), Paint(line="rule"))
    for other in frame.lines.series:
        if other is not series:
            _draw_line(drawing, frame, other, _BEHIND)
    _draw_line(drawing, frame, series, _STROKES[0])
    known = [value for value in series.values if value is not None]
    last = count_text(known[-1], drawing.style) if known else "–"
    drawing.words(last, (box.x + box.width, box.y - 6), SMALL.at("end"))
    room = box.width - SMALL.width(last) - 8
    drawing.words(BODY.fitted(series.name, room), (box.x, box.y - 6), BODY)
    first, final = (day_text(frame.lines.days[at], drawing.style, "yMMM") for at in (0, -1))
    drawing.words(first, (box.x, box.y + box.height + 14), SMALL)
    if SMALL.width(first) + SMALL.width(final) + 8 < box.width and first != final:
        drawing.words(final, (box.x + box.width, box.y + box.height + 14), SMALL.at("end"))


# --- in words -----------------------------------------------------------------------------------


def describe_lines(lines: Lines, style: Style) -> str:
    """Return what the lines show in a sentence or two."""
    if not lines.days:
        return style.say(mark("Lines. There is nothing to show."))
    return style.say(
        mark("Lines from {first} to {last}. Last values: {values}."),
        first=day_text(lines.days[0], style),
        last=day_text(lines.days[-1], style),
        values=list_text(tuple(_last(each, style) for each in lines.series), style),
    )


def _last(series: Series, style: Style) -> str:
    known = [value for value in series.values if value is not None]
    return labelled(series.name, count_text(known[-1], style) if known else "–", style)


def table_of_lines(lines: Lines, style: Style) -> Table:
    """Return the values in rows."""
    rows = tuple(
        (day_text(day, style), *(_cell(each.values[at], style) for each in lines.series))
        for at, day in enumerate(lines.days)
    )
    columns = (style.say(mark("Day")), *(each.name for each in lines.series))
    return Table(lines.title, columns, rows)


def _cell(value: float | None, style: Style) -> str:
    return "–" if value is None else count_text(value, style)
