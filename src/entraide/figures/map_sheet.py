"""A map's frame on its drawing: where a place stands, and how wide an arc is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from entraide.figures.drawing import Drawing, Point
from entraide.figures.places import Place
from entraide.figures.projection import Frame
from entraide.figures.world_map import WorldMap

__all__ = ["Sheet"]

_DOT: Final = 6.5
"""The greatest radius of a dot, with its line."""
_WIDEST, _THINNEST = 6.0, 0.9


@dataclass(frozen=True)
class Sheet:
    """A map's frame on its drawing."""

    drawing: Drawing
    world: WorldMap
    frame: Frame
    top: float

    @cached_property
    def known(self) -> Mapping[str, Place]:
        """Every place by code."""
        return self.world.known

    @cached_property
    def left(self) -> float:
        """The pixels left of the map."""
        return (self.drawing.width - self.frame.width) / 2

    @cached_property
    def bottom(self) -> float:
        """The pixels above and of the map."""
        return self.top + self.frame.height

    @cached_property
    def most(self) -> float:
        """The greatest count of a flow."""
        return max((each.count for each in self.world.flows), default=0) or 1

    def place(self, code: str) -> Point | None:
        """Return where a place is shown, in reading direction; None outside the view.

        A place at the very edge stands so far inside that its whole dot is seen.
        """
        place = self.known[code]
        if not self.frame.shows(place.lon, place.lat):
            return None
        x, y = self.frame.at(place.lon, place.lat)
        x = min(max(x, _DOT), self.frame.width - _DOT)
        return self.drawing.unturned((x + self.left, y + self.top))

    def shown_at(self, lon: float, lat: float) -> Point:
        """Return where a meridian of the view meets a parallel, in reading direction."""
        x, y = self.frame.project(lon, lat)
        return self.drawing.unturned((x + self.left, y + self.top))

    def thick(self, count: float) -> float:
        """Return the width of an arc: its area grows with its count."""
        return max(_THINNEST, _WIDEST * math.sqrt(count / self.most))

    @property
    def shown(self) -> Iterator[tuple[str, float, Point]]:
        """The partners on the map, the greatest first."""
        for code, count in self.world.totals:
            at = self.place(code)
            if at is not None:
                yield code, count, at
