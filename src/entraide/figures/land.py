"""The land of a map as one path: no borders, because borders are disputes.

Read from ``data/land.txt`` (Natural Earth, public domain; its form and making are in
``tools/map_data.py``), projected, cut to the frame, and rounded to a tenth of a pixel. Cuts run
along the frame's edge and land has no outline, so that they are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from entraide.figures.projection import Frame, View

__all__ = ["land_path"]

_Ring = tuple[tuple[float, float], ...]

_GRID: Final = 50
_FINE_FROM: Final = 4.0
"""Pixels of a degree from which the finer outlines are worth their bytes."""

_WHOLE: Final = 10
"""Tenths of a pixel in which land is written where it is only a sign: a third fewer bytes."""
_SMALLEST: Final = 0.8
"""Square pixels under which an island is left out."""


@cache
def _levels() -> dict[str, tuple[_Ring, ...]]:
    text = (resources.files(__package__) / "data" / "land.txt").read_text("ascii")
    levels: dict[str, list[_Ring]] = {}
    current: list[_Ring] = []
    for line in text.splitlines():
        if line.startswith("level "):
            current = levels.setdefault(line.removeprefix("level "), [])
        elif not line.startswith("#"):
            current.append(tuple(_decoded(line)))
    return {name: tuple(rings) for name, rings in levels.items()}


def _decoded(line: str) -> Iterator[tuple[float, float]]:
    numbers = _numbers(line)
    x = y = 0
    for dx, dy in zip(numbers, numbers, strict=True):
        x, y = x + dx, y + dy
        yield x / _GRID, y / _GRID


def _numbers(line: str) -> Iterator[int]:
    value = shift = 0
    for byte in line.encode("ascii"):
        value |= (byte - 63 & 0x1F) << shift
        shift += 5
        if byte - 63 < 0x20:
            yield ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0


@lru_cache(maxsize=16)
def land_path(view: View, width: float, coarse: float = 0) -> str:
    """Return the land within a view as SVG path data, ``width`` pixels wide.

    ``coarse`` is the pixels within which points are left out, for a map that is only a sign; its
    land is written in whole pixels.
    """
    frame = Frame(view, width)
    level = "region" if frame.per_degree >= _FINE_FROM else "world"
    return "".join(
        _path(_thinned(piece, coarse), _WHOLE if coarse else 1)
        for ring in _levels()[level]
        for turned in _turned(ring, frame)
        if (piece := _cut(tuple(frame.project(*point) for point in turned), frame))
        and _area(piece) >= 6 * coarse
    )


def _turned(ring: _Ring, frame: Frame) -> Iterator[_Ring]:
    """Yield the ring on each turn of the globe on which it may be in view.

    What lies more than half round the globe from the middle is cut off: in the corners beyond the
    curved edge of the world, land would be seen a second time.
    """
    west, east = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
    low, high = frame.middle - 180, frame.middle + 180
    for turn in (-360, 0, 360):
        if west + turn < high and east + turn > low:
            moved = tuple((lon + turn, lat) for lon, lat in ring)
            if west + turn >= low and east + turn <= high:
                yield moved
            elif half := tuple(_half(tuple(_half(moved, 0, low, 1)), 0, high, -1)):
                yield half


def _cut(ring: _Ring, frame: Frame) -> _Ring:
    """Cut a ring to the frame, side by side (Sutherland and Hodgman)."""
    for axis, edge, side in ((0, 0.0, 1), (0, frame.width, -1), (1, 0.0, 1), (1, frame.height, -1)):
        ring = tuple(_half(ring, axis, edge, side))
    return ring if _area(ring) >= _SMALLEST else ()


def _half(ring: _Ring, axis: int, edge: float, side: int) -> Iterator[tuple[float, float]]:
    for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if ((before[axis] - edge) * side >= 0) != ((here[axis] - edge) * side >= 0):
            share = (edge - before[axis]) / (here[axis] - before[axis])
            other = before[1 - axis] + (here[1 - axis] - before[1 - axis]) * share
            yield (edge, other) if axis == 0 else (other, edge)
        if (here[axis] - edge) * side >= 0:
            yield here


def _thinned(ring: _Ring, coarse: float) -> _Ring:
    if not coarse:
        return ring
    kept = list(ring[:1])
    for x, y in ring[1:]:
        if max(abs(x - kept[-1][0]), abs(y - kept[-1][1])) >= coarse:
            kept.append((x, y))
    return tuple(kept)


def _area(ring: _Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def _path(ring: _Ring, step: int) -> str:
    """Write a ring with relative steps of so many tenths of a pixel."""
    (at_x, at_y), *rest = (
        (round(x * 10 / step) * step, round(y * 10 / step) * step) for x, y in ring
    )
    out = [f"M{_tenths(at_x)},{_tenths(at_y)}l"]
    for x, y in rest:
        if (x, y) != (at_x, at_y):
            down = _tenths(y - at_y)
            out.append(f"{_tenths(x - at_x)}{'' if down.startswith('-') else ','}{down} ")
        at_x, at_y = x, y
    return "".join(out).rstrip() + "z"


def _tenths(value: int) -> str:
    whole, tenth = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole or ''}.{tenth}" if tenth else f"{sign}{whole}"
