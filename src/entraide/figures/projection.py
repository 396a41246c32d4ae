"""Equal Earth: a map on which every country is as large as it is.

The projection of Šavrič, Patterson and Jenny (The Equal Earth map projection, International
Journal of Geographical Information Science 33, 2019, equations 4 to 6), on a sphere of radius one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from entraide.errors import InputError

__all__ = ["VIEWS", "WORLD", "Frame", "View", "equal_earth"]

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = math.sqrt(3) / 2


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Return x and y for degrees east of the central meridian and north; y grows northward."""
    theta = math.asin(_M * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square**3
    below = _M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    x = math.radians(lon) * math.cos(theta) / below
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that is shown, in degrees; east may be past 180.

    Raises InputError ``figures.view`` for what is no part of the world.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        """Refuse a view without area."""
        across = -360 <= self.west < self.east <= self.west + 360 and self.east <= 720
        if not (across and -90 <= self.south < self.north <= 90):
            raise InputError(
                "figures.view", view=f"{self.west} {self.south} {self.east} {self.north}"
            )


WORLD: Final = View(-169, -56, 191, 83.5)
"""All but Antarctica, cut in the Bering Strait."""

VIEWS: Final = {
    "world": WORLD,
    "europe-maghreb": View(-13, 26, 40, 62),
    "africa": View(-19, -36, 53, 38),
    "americas": View(-128, -56, -32, 56),
    "middle-east": View(24, 11, 64, 43),
    "asia-pacific": View(62, -46, 180, 52),
}
"""Regions by name; any other ``View`` is as good."""


@dataclass(frozen=True)
class Frame:
    """A view projected onto ``width`` pixels, around the meridian in its middle."""

    view: View
    width: float

    @property
    def middle(self) -> float:
        """The central meridian."""
        return (self.view.west + self.view.east) / 2

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """The projected rectangle: least x, least y, greatest x, greatest y."""
        points = tuple(equal_earth(lon - self.middle, lat) for lon, lat in self._edge())
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    def _edge(self) -> Iterator[tuple[float, float]]:
        view, steps = self.view, 24
        for at in range(steps + 1):
            lon = view.west + (view.east - view.west) * at / steps
            lat = view.south + (view.north - view.south) * at / steps
            yield from ((lon, view.south), (lon, view.north), (view.west, lat), (view.east, lat))
        if view.south < 0 < view.north:
            yield from ((view.west, 0), (view.east, 0))

    @property
    def scale(self) -> float:
        """Pixels of one radius."""
        return self.width / (self.bounds[2] - self.bounds[0])

    @property
    def height(self) -> float:
        """The height of the map in pixels."""
        return (self.bounds[3] - self.bounds[1]) * self.scale

    @property
    def per_degree(self) -> float:
        """Pixels of a degree along the equator, about."""
        return self.width / (self.view.east - self.view.west)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the pixel of a place, from the left and the top."""
        turned = (lon - self.view.west) % 360 + self.view.west
        return self.project(turned, lat)

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the pixel of a place whose longitude is already on the view's side of 180."""
        x, y = equal_earth(lon - self.middle, lat)
        return (x - self.bounds[0]) * self.scale, (self.bounds[3] - y) * self.scale

    def shows(self, lon: float, lat: float) -> bool:
        """Whether a place lies on the map."""
        x, y = self.at(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height
