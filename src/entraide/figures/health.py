"""Partner health: for each day how much of it a partner could be reached, and how fast it answered.

A column as tall as its day was good; a day never reached is a cross, a day not measured a point.
Below runs the median time of answers, on one scale for all partners.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from entraide.errors import InputError
from entraide.figures.bars import check_length
from entraide.figures.drawing import BODY, SMALL, Box, Drawing, Point, Type
from entraide.figures.inks import Paint
from entraide.figures.scales import finite
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import day_text, labelled, list_text, seconds_text, share_text

__all__ = ["Health", "PartnerHealth", "describe_health", "draw_health", "table_of_health"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerHealth:
    """A partner's days: share of the day reached (0 to 1) and median answer in seconds.

    None stands for a day without measurement. Raises InputError ``figures.number``.
    """

    partner: str
    reached: tuple[float | None, ...]
    seconds: tuple[float | None, ...]

    def __post_init__(self) -> None:
        """Refuse what is no share or no time."""
        finite(self.partner, (*self.reached, *self.seconds))
        for share in self.reached:
            if share is not None and share > 1:
                raise InputError("figures.number", name=self.partner, value=str(share))

    @property
    def share(self) -> float | None:
        """The share of all measured days together."""
        known = [each for each in self.reached if each is not None]
        return sum(known) / len(known) if known else None

    @property
    def time(self) -> float | None:
        """The median of the days' medians, in seconds."""
        known = [each for each in self.seconds if each is not None]
        return median(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Partners over the same days, from ``first`` on; InputError ``figures.lengths``."""

    title: str
    first: date
    partners: tuple[PartnerHealth, ...]

    def __post_init__(self) -> None:
        """Refuse partners with different numbers of days."""
        for each in self.partners:
            check_length(each.partner, len(each.reached), self.days)
            check_length(each.partner, len(each.seconds), self.days)

    @property
    def days(self) -> int:
        """How many days are shown."""
        return len(self.partners[0].reached) if self.partners else 0

    @property
    def slowest(self) -> float:
        """The longest time of an answer, in seconds."""
        return max((each or 0 for one in self.partners for each in one.seconds), default=0)


_UP: Final = 16.0
_TIME: Final = 13.0
_ROW: Final = _UP + _TIME + 14


def draw_health(health: Health, style: Style) -> str:
    """Return the strips as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(health.title)
    above = 17.0 if style.narrow else 0.0
    strip = _strip(drawing, health)
    for each in health.partners:
        drawing.line((0, y - 3), (drawing.width, y - 3), Paint(line="rule"))
        place = (2.0, y + 13 if above else y + 19)
        room = drawing.width - 4 if above else strip.x - 12
        drawing.words(BODY.fitted(each.partner, room), place, BODY)
        _draw_partner(drawing, health, each, Box(strip.x, y + above + 2, strip.width, _UP))
        y += _ROW + above
    if health.days:
        y = _draw_days(drawing, health, strip, y)
    return drawing.finish(y + 2, health.title, describe_health(health, style))


def _strip(drawing: Drawing, health: Health) -> Box:
    names = max((BODY.width(each.partner) for each in health.partners), default=0)
    left = 2.0 if drawing.style.narrow else min(names + 14, drawing.width * 0.3)
    texts = [text for each in health.partners for text in _sums(each, drawing.style)]
    right = max((_SHARE.width(text) for text in texts), default=0) + 12
    return Box(left, 0, drawing.width - left - right, _UP)


_SHARE: Final = Type(size=11, bold=True)


def _sums(partner: PartnerHealth, style: Style) -> tuple[str, str]:
    share = "–" if partner.share is None else share_text(partner.share, style)
    return share, seconds_text(partner.time, style)


def _draw_partner(drawing: Drawing, health: Health, each: PartnerHealth, strip: Box) -> None:
    _draw_reached(drawing, each, strip)
    _draw_times(drawing, health, each, strip)
    share, time = _sums(each, drawing.style)
    right = strip.x + strip.width + 10
    drawing.words(share, (right, strip.y + 12), _SHARE)
    drawing.words(time, (right, strip.y + _UP + _TIME), SMALL)


_GOOD: Final = 0.99
"""Share of a day from which it takes no accent."""


def _draw_reached(drawing: Drawing, each: PartnerHealth, strip: Box) -> None:
    """Draw the days that were good, those that were not, and those without."""
    cells = tuple(_cells(each, strip))
    poor = tuple((share, cell) for share, cell in cells if share is not None and 0 < share < _GOOD)
    drawing.cells((cell for share, cell in cells if (share or 0) >= _GOOD), Paint(fill="second"))
    drawing.cells((cell for _, cell in poor), Paint(fill="faint"))
    drawing.cells((_floor(cell, share) for share, cell in poor), Paint(fill="accent"))
    for share, cell in cells:
        middle = cell.x + cell.width / 2
        if share is None:
            drawing.dot((middle, cell.y + cell.height - 1.5), 0.9, Paint(fill="quiet"))
        elif share == 0:
            _draw_cross(drawing, middle, cell)


def _cells(each: PartnerHealth, strip: Box) -> Iterator[tuple[float | None, Box]]:
    step = strip.width / len(each.reached)
    gap = min(1.0, step * 0.15)
    for at, share in enumerate(each.reached):
        yield share, Box(strip.x + at * step + gap, strip.y, step - 2 * gap, _UP)


def _floor(cell: Box, share: float) -> Box:
    tall = max(cell.height * share, 1.0)
    return Box(cell.x, cell.y + cell.height - tall, cell.width, tall)


def _draw_cross(drawing: Drawing, middle: float, cell: Box) -> None:
    arm = min(3.0, cell.width / 2 - 0.2)
    for side in (-arm, arm):
        start, end = (middle - arm, cell.y + 8 - side), (middle + arm, cell.y + 8 + side)
        drawing.line(start, end, Paint(line="ink", thick=1.3))


def _draw_times(drawing: Drawing, health: Health, each: PartnerHealth, strip: Box) -> None:
    step, floor = strip.width / health.days, strip.y + _UP + 3 + _TIME
    run: list[Point] = []
    for at, value in enumerate((*each.seconds, None)):
        if value is not None:
            up = _TIME * value / (health.slowest or 1)
            run.append((strip.x + (at + 0.5) * step, floor - up))
        elif run:
            paint = Paint(line="ink", thick=1.2)
            drawing.polyline(tuple(run) if len(run) > 1 else (run[0], run[0]), paint)
            run = []


def _draw_days(drawing: Drawing, health: Health, strip: Box, y: float) -> float:
    last = health.first + timedelta(days=health.days - 1)
    first_text, last_text = (day_text(day, drawing.style, "MMMd") for day in (health.first, last))
    drawing.words(first_text, (strip.x, y + 10), SMALL)
    if SMALL.width(first_text) + SMALL.width(last_text) + 8 < strip.width:
        drawing.words(last_text, (strip.x + strip.width, y + 10), SMALL.at("end"))
    return y + 16


def describe_health(health: Health, style: Style) -> str:
    """Return each partner's share and time in a sentence."""
    each = tuple(
        labelled(one.partner, " · ".join(_sums(one, style)), style) for one in health.partners
    )
    return style.say(
        mark("Share of time in which each partner was reached, and median answer: {partners}."),
        partners=list_text(each, style) if each else "–",
    )


def table_of_health(health: Health, style: Style) -> Table:
    """Return one row for each partner."""
    columns = (mark("Partner"), mark("Reached"), mark("Median answer"), mark("Days not reached"))
    rows = tuple(
        (each.partner, *_sums(each, style), str(sum(share == 0 for share in each.reached)))
        for each in health.partners
    )
    return Table(health.title, tuple(style.say(each) for each in columns), rows)
