"""The arcs of a map of exchanges: as wide as what went, solid out, dashed in, cut at the edge.

Where the shorter way between two places crosses the meridian at which the world is cut, the arc
leaves the map on one side and comes back on the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from entraide.figures.drawing import SMALL, Drawing, Point
from entraide.figures.inks import Paint
from entraide.figures.map_sheet import Sheet
from entraide.figures.style import mark
from entraide.figures.world_map import Flow, WorldMap

__all__ = ["draw_arcs", "draw_directions"]

_OUT: Final = Paint(line="accent", opacity=0.8)
_IN: Final = Paint(line="quiet", opacity=0.8, dash="4 2.5")
_HALF_TURN: Final = 180
_ASIDE: Final = 4.0
"""Degrees by which the two directions meet the edge apart."""
_SAMPLE: Final = 26.0


def draw_directions(drawing: Drawing, world: WorldMap, y: float) -> float:
    """Key the two directions where both are there; return the y below."""
    if len({each.origin == world.home for each in world.flows if each.count}) < 2:
        return y
    x = 2.0
    for name, paint in ((mark("outgoing"), _OUT), (mark("incoming"), _IN)):
        text = drawing.style.say(name)
        drawing.line((x, y + 6), (x + _SAMPLE, y + 6), replace(paint, thick=3))
        drawing.words(text, (x + _SAMPLE + 6, y + 10), SMALL)
        x += _SAMPLE + 6 + SMALL.width(text) + 18
    return y + 22


def draw_arcs(sheet: Sheet) -> None:
    """Draw every flow between two places that are shown."""
    pairs: set[frozenset[str]] = set()
    for flow in sorted(sheet.world.flows, key=lambda each: (-each.count, each.origin)):
        ends = frozenset((flow.origin, flow.destination))
        start, end = sheet.place(flow.origin), sheet.place(flow.destination)
        if start and end and start != end and flow.count:
            halves = _halves(sheet, flow)
            for each in halves:
                sheet.drawing.line(*each, _paint(sheet, flow))
            if not halves:
                _draw_arc(sheet, flow, (start, end), up=ends not in pairs)
        pairs.add(ends)


def _paint(sheet: Sheet, flow: Flow) -> Paint:
    paint = _OUT if flow.origin == sheet.world.home else _IN
    return replace(paint, thick=sheet.thick(flow.count))


def _halves(sheet: Sheet, flow: Flow) -> tuple[tuple[Point, Point], ...]:
    """Return both pieces of a way over the edge of the world; none where it stays on the map."""
    view = sheet.frame.view
    ends = (sheet.known[flow.origin], sheet.known[flow.destination])
    near, far = sorted(((each.lon - view.west) % 360, each.lat) for each in ends)
    if view.east - view.west < 2 * _HALF_TURN or far[0] - near[0] <= _HALF_TURN:
        return ()
    share = near[0] / (near[0] + 2 * _HALF_TURN - far[0])
    aside = _ASIDE if flow.origin == sheet.world.home else -_ASIDE
    lat = near[1] + (far[1] - near[1]) * share + aside
    west, east = sorted(ends, key=lambda each: (each.lon - view.west) % 360)
    found = []
    for place, edge in ((west, view.west), (east, view.east)):
        at = sheet.place(place.code)
        found += [(at, sheet.shown_at(edge, lat))] if at else []
    return tuple(found)


def _draw_arc(sheet: Sheet, flow: Flow, ends: tuple[Point, Point], up: bool) -> None:
    """Bend an arc towards the top, the one back towards the bottom, never out of the map."""
    (x1, y1), (x2, y2) = ends
    across, down = (y2 - y1) * 0.22, (x2 - x1) * 0.22
    side = -1 if (down > 0) == up else 1
    low, high = sheet.left + 3, sheet.left + sheet.frame.width - 3
    control = (
        min(max((x1 + x2) / 2 - side * across, low), high),
        min(max((y1 + y2) / 2 + side * down, sheet.top + 3), sheet.bottom - 3),
    )
    sheet.drawing.curve(ends[0], control, ends[1], _paint(sheet, flow))
