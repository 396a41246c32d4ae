"""A route, drawn: land, capitals, numbered stops, and legs as far as they have come.

The map itself never mirrors. A leg that is done is drawn whole, one under way is dashed, one that
is planned is dotted and pale. Names stand where they cover neither stops nor, if it can be, legs;
what finds no room stands in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from entraide.figures.drawing import Anchor, Box, Drawing, Point, Type
from entraide.figures.inks import Paint
from entraide.figures.keys import draw_keys
from entraide.figures.labels import Places
from entraide.figures.land import land_path
from entraide.figures.markup import number
from entraide.figures.places import capitals
from entraide.figures.projection import Frame
from entraide.figures.route import PASSAGE_WORDS, Passage, Route, describe_route
from entraide.figures.style import Style

__all__ = ["draw_route"]

_PAINTS: Final = {
    Passage.DONE: Paint(line="accent", thick=3),
    Passage.UNDER_WAY: Paint(line="accent", thick=3, dash="7 4"),
    Passage.PLANNED: Paint(line="quiet", thick=2, dash="2 4"),
}
_SWATCHES: Final = {
    Passage.DONE: Paint(fill="accent"),
    Passage.UNDER_WAY: Paint(fill="paper", line="accent", thick=2, dash="4 2"),
    Passage.PLANNED: Paint(fill="paper", line="quiet", thick=1.4, dash="2 2"),
}
_NAME: Final = Type(size=12, bold=True, halo=True)
_NUMBER: Final = Type(size=10, bold=True, ink="on-accent", anchor="middle")
_CAPITAL: Final = Type(size=10, ink="quiet", halo=True)
_RADIUS: Final = 8.0
_TALLEST: Final = 0.56
"""Greatest height of a map as a share of the figure's width; a taller view is drawn narrower."""


@dataclass(frozen=True)
class _Sheet:
    """A route's frame on its drawing."""

    drawing: Drawing
    route: Route
    frame: Frame
    top: float

    @cached_property
    def left(self) -> float:
        """The pixels left of the map."""
        return (self.drawing.width - self.frame.width) / 2

    @cached_property
    def box(self) -> Box:
        """What the map takes."""
        x, _ = self.drawing.unturned((self.left, 0))
        left = min(x, self.drawing.width - x)
        return Box(left, self.top, self.frame.width, self.frame.height)

    @cached_property
    def stops(self) -> tuple[Point, ...]:
        """Where the stops are shown, in reading direction."""
        return tuple(self._shown(*self.frame.project(*each)) for each in self._turned())

    def _turned(self) -> Iterator[tuple[float, float]]:
        """Yield the stops' degrees on the view's side of 180."""
        points = self.route.degrees
        middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2
        shift = self.frame.middle - middle
        return ((x + shift, y) for x, y in points)

    def _shown(self, x: float, y: float) -> Point:
        x = min(max(x, _RADIUS + 1), self.frame.width - _RADIUS - 1)
        y = min(max(y, _RADIUS + 1), self.frame.height - _RADIUS - 1)
        return self.drawing.unturned((x + self.left, y + self.top))


def draw_route(route: Route, style: Style) -> str:
    """Return the map of a route as SVG."""
    drawing = Drawing(style)
    used = set(route.legs)
    keys = tuple((style.say(PASSAGE_WORDS[each]), _SWATCHES[each]) for each in Passage
                 if each in used)  # fmt: skip
    y = drawing.heading(route.title)
    y = draw_keys(drawing, y, keys) if keys else y
    whole = Frame(route.view, drawing.width)
    width = min(drawing.width, drawing.width * drawing.width * _TALLEST / whole.height)
    sheet = _Sheet(drawing, route, Frame(route.view, width), y)
    drawing.rect(Box(sheet.left, y, width, sheet.frame.height), Paint(fill="faint"))
    land = land_path(route.view, width)
    if land:
        drawing.outline(land, Paint(fill="land"), (sheet.left, y))
    if route.stops:
        _draw_stops(sheet)
    return drawing.finish(
        sheet.top + sheet.frame.height + 4, route.title, describe_route(route, style)
    )


def _draw_stops(sheet: _Sheet) -> None:
    drawing = sheet.drawing
    shown = _capitals(sheet)
    path = "".join(
        f"M{number(x)},{number(y)}h.1" for x, y in (drawing.unturned(at) for _, at in shown)
    )
    if path:
        drawing.points(path, Paint(line="quiet", thick=3, opacity=0.7))
    for leg, passage in enumerate(sheet.route.legs):
        ends = sheet.stops[leg], sheet.stops[leg + 1]
        if ends[0] != ends[1]:
            drawing.line(*ends, _PAINTS[passage])
    places = Places(sheet.box, [_around(at, _RADIUS + 1) for at in sheet.stops])
    _name_stops(sheet, places)
    _number_stops(sheet)
    for name, point in shown:
        found = places.put(name, _beside(point, _CAPITAL, 5), margin=2)
        if found and not _crossings(sheet, found[1].box(name, found[0])):
            drawing.words(name, *found)


def _capitals(sheet: _Sheet) -> list[tuple[str, Point]]:
    """Return the capitals on the map that are no stop of the route."""
    frame, found = sheet.frame, list[tuple[str, Point]]()
    for code in sorted(capitals()):
        place = capitals()[code]
        x, y = frame.at(place.lon, place.lat)
        if 4 <= x <= frame.width - 4 and 4 <= y <= frame.height - 4:
            at = sheet.drawing.unturned((x + sheet.left, y + sheet.top))
            if not any(_around(each, _RADIUS + 3).meets(_around(at, 2)) for each in sheet.stops):
                found.append((place.name, at))
    return found


def _name_stops(sheet: _Sheet, places: Places) -> None:
    for stop, at in zip(sheet.route.stops, sheet.stops, strict=True):
        name = _NAME.fitted(stop.name, sheet.box.width * 0.5)
        choices = sorted(
            _beside(at, _NAME, _RADIUS + 4),
            key=lambda each: _crossings(sheet, each[1].box(name, each[0])),
        )
        found = places.put(name, choices, margin=1) if name else None
        if found:
            sheet.drawing.words(name, *found)


def _number_stops(sheet: _Sheet) -> None:
    """Draw the stops; one that lies on an earlier one shares its disc."""
    taken: list[Point] = []
    for at, point in enumerate(sheet.stops):
        if any(_around(point, _RADIUS).meets(_around(each, _RADIUS)) for each in taken):
            sheet.drawing.dot(point, 3, Paint(fill="paper", line="ink", thick=1.4))
            continue
        taken.append(point)
        sheet.drawing.dot(point, _RADIUS, Paint(fill="accent", line="paper", thick=1.6))
        sheet.drawing.words(str(at + 1), (point[0], point[1] + 3.6), _NUMBER)


def _crossings(sheet: _Sheet, box: Box) -> int:
    """Return how much of the legs a box would cover, in points along them."""
    count = 0
    for (x1, y1), (x2, y2) in zip(sheet.stops, sheet.stops[1:], strict=False):
        for step in range(25):
            point = x1 + (x2 - x1) * step / 24, y1 + (y2 - y1) * step / 24
            count += _around(point, 1).meets(box)
    return count


_BESIDE: Final[tuple[tuple[float, float, Anchor], ...]] = (
    (1, 0, "start"), (-1, 0, "end"), (0, -1, "middle"), (0, 1, "middle"), (0.8, -0.8, "start"),
    (0.8, 0.8, "start"), (-0.8, -0.8, "end"), (-0.8, 0.8, "end"),
)  # fmt: skip


def _beside(at: Point, type_: Type, away: float) -> Iterator[tuple[Point, Type]]:
    """Yield places for words around a point."""
    for across, down, anchor in _BESIDE:
        drop = type_.size * (0.36 + 0.5 * down)
        yield (at[0] + across * away, at[1] + down * away + drop), type_.at(anchor)


def _around(at: Point, radius: float) -> Box:
    return Box(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)
