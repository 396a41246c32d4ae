"""A route: places in their order and the legs between them, how far each has come.

Land and capitals, no borders: a crossing point is a place like any other. How it is drawn stands in
``route_drawing``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entraide.errors import InputError
from entraide.figures.projection import View
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text

__all__ = ["PASSAGE_WORDS", "Passage", "Route", "Stop", "describe_route", "table_of_route"]


class Passage(StrEnum):
    """How far a leg has come."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"


PASSAGE_WORDS: Final = {
    Passage.PLANNED: mark("planned"),
    Passage.UNDER_WAY: mark("under way"),
    Passage.DONE: mark("done"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place on the way: its name, degrees east and north, and what is said of it."""

    name: str
    lon: float
    lat: float
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no place on earth (InputError ``figures.place``)."""
        if not (abs(self.lon) <= 180 and abs(self.lat) <= 90):
            raise InputError("figures.place", place=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Stops in their order, and for each leg between two of them how far it has come.

    Raises InputError ``figures.lengths`` where there are not one fewer legs than stops.
    """

    title: str
    stops: tuple[Stop, ...]
    legs: tuple[Passage, ...]

    def __post_init__(self) -> None:
        """Refuse legs that do not lie between stops."""
        wanted = max(len(self.stops) - 1, 0)
        if len(self.legs) != wanted:
            raise InputError(
                "figures.lengths", name=self.title, found=len(self.legs), wanted=wanted
            )

    @property
    def degrees(self) -> tuple[tuple[float, float], ...]:
        """The stops' degrees east and north, east running on where the route crosses 180."""
        found: list[tuple[float, float]] = []
        for stop in self.stops:
            east = stop.lon
            if found:
                east += 360 * round((found[-1][0] - east) / 360)
            found.append((east, stop.lat))
        return tuple(found)

    @property
    def view(self) -> View:
        """The part of the world that holds the stops, with room around them."""
        points = self.degrees or ((0.0, 20.0),)
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        middle = min(max((south + north) / 2, -_POLE), _POLE)
        wide = max((east - west) * _ROOM, (north - south) * _ROOM / math.cos(math.radians(middle)))
        wide = min(max(wide, _NARROWEST), 340.0)
        tall = max((north - south) * _ROOM, wide * math.cos(math.radians(middle)) * _SHAPE)
        centre = (west + east) / 2
        low, high = max(middle - tall / 2, -_POLE), min(middle + tall / 2, _POLE)
        turned = centre - 360 * math.floor((centre + 180) / 360)
        return View(turned - wide / 2, low, turned + wide / 2, high)


_ROOM: Final = 1.45
"""How much more of the world is shown than the stops take."""
_NARROWEST: Final = 6.0
_SHAPE: Final = 0.62
_POLE: Final = 84.0


def describe_route(route: Route, style: Style) -> str:
    """Return the way in words: its ends, and how many of its legs are done."""
    if not route.stops:
        return style.say(mark("Route. It has no stops."))
    return style.say(
        mark("Route from {start} to {end}. Stops: {stops}. Legs: {legs}, of which done: {done}."),
        start=route.stops[0].name,
        end=route.stops[-1].name,
        stops=count_text(len(route.stops), style),
        legs=count_text(len(route.legs), style),
        done=count_text(route.legs.count(Passage.DONE), style),
    )


def table_of_route(route: Route, style: Style) -> Table:
    """Return the stops in their order, each with how far the leg to it has come."""
    columns = (mark("Stop"), mark("Place"), mark("Degrees"), mark("Leg to it"), mark("Remarks"))
    rows = tuple(
        (
            count_text(at + 1, style),
            stop.name,
            _degrees(stop),
            style.say(PASSAGE_WORDS[route.legs[at - 1]]) if at else "",
            stop.note,
        )
        for at, stop in enumerate(route.stops)
    )
    return Table(route.title, tuple(style.say(each) for each in columns), rows)


def _degrees(stop: Stop) -> str:
    north, east = "N" if stop.lat >= 0 else "S", "E" if stop.lon >= 0 else "W"
    return f"{abs(stop.lat):.2f}° {north}, {abs(stop.lon):.2f}° {east}"
