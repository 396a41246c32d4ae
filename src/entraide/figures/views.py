"""Which part of the world a map shows: as near as its places allow.

Places are gathered across the 180th meridian where that is the shorter way round. What does not fit
into half the world is shown on all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from entraide.figures.places import Place
from entraide.figures.projection import WORLD, View

__all__ = ["view_around"]

_WIDEST: Final = 170.0
"""Degrees across from which the whole world is shown."""
_LEAST: Final = 26.0
_SHARE: Final = 0.16
"""What is added on each side, of what the places span."""
_FLAT: Final = 0.62
"""Degrees of latitude for each of longitude, at least: a map is not a ribbon."""
_STEEP: Final = 1.0
_SOUTH, _NORTH = -58.0, 83.0


def view_around(places: Iterable[Place]) -> View:
    """Return the nearest view in which all places stand; the world where there is none."""
    found = tuple(places)
    if not found:
        return WORLD
    west, across = _span(each.lon for each in found)
    south, north = min(each.lat for each in found), max(each.lat for each in found)
    wide = max(across * (1 + 2 * _SHARE), _LEAST)
    tall = max((north - south) * (1 + 2 * _SHARE), wide * _FLAT)
    wide = max(wide, tall / _STEEP)
    if wide > _WIDEST or south < _SOUTH or north > _NORTH:
        return WORLD
    west = round(west + across / 2 - wide / 2)
    middle = min(max((south + north) / 2, _SOUTH + tall / 2), _NORTH - tall / 2)
    low, high = round(middle - tall / 2), round(middle + tall / 2)
    return View(west, max(low, _SOUTH), west + round(wide), min(high, _NORTH))


def _span(longitudes: Iterable[float]) -> tuple[float, float]:
    """Return the western end of the shortest arc that holds all, and its length in degrees."""
    around = sorted({each % 360 for each in longitudes})
    following = [*around[1:], around[0] + 360]
    gap, after = max(
        (later - each, later % 360) for each, later in zip(around, following, strict=True)
    )
    west = after - 360 if after > 180 else after
    return west, 360 - gap
