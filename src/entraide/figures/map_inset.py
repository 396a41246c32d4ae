"""The small world in a corner of a map: where on it the part lies that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from entraide.figures.drawing import Box, Drawing
from entraide.figures.inks import Paint
from entraide.figures.land import land_path
from entraide.figures.map_sheet import Sheet
from entraide.figures.projection import WORLD, Frame, View

__all__ = ["draw_inset"]

_WIDTHS: Final = (84.0, 132.0)
"""Its width on a telephone, and elsewhere."""
_COARSE: Final = 1.1
_MARGIN: Final = 3.0
_CLEAR: Final = 10.0
"""What a capital that is shown keeps free around it."""
_LEAST: Final = 5.0


def draw_inset(sheet: Sheet) -> tuple[Box, ...]:
    """Draw it in the first corner that no partner needs; return what it takes, or nothing."""
    if sheet.world.view == WORLD:
        return ()
    drawing = sheet.drawing
    frame = Frame(WORLD, _WIDTHS[0] if drawing.style.narrow else _WIDTHS[1])
    corner = next((each for each in _corners(sheet, frame) if _is_free(sheet, each)), None)
    if corner is None:
        return ()
    drawing.rect(_turned(drawing, corner), Paint(fill="paper", line="rule"))
    land = land_path(WORLD, frame.width, _COARSE)
    at = (corner.x + _MARGIN, corner.y + _MARGIN)
    drawing.outline(land, Paint(fill="second"), at)
    for part in _parts(sheet.world.view, frame):
        box = Box(part.x + at[0], part.y + at[1], part.width, part.height)
        drawing.rect(_turned(drawing, box), Paint(line="accent", thick=1.5))
    return (_turned(drawing, corner).grown(2),)


def _corners(sheet: Sheet, frame: Frame) -> Iterator[Box]:
    """Yield the corners of the map in pixels from the left: the lower ones first."""
    width, height = frame.width + 2 * _MARGIN, frame.height + 2 * _MARGIN
    left, right = sheet.left + 1, sheet.left + sheet.frame.width - width - 1
    for y in (sheet.bottom - height - 1, sheet.top + 1):
        for x in (left, right):
            yield Box(x, y, width, height)


def _is_free(sheet: Sheet, corner: Box) -> bool:
    """Tell whether a corner lies on the map and covers no place of a flow."""
    home = sheet.place(sheet.world.home)
    dots = [at for _, _, at in sheet.shown] + ([home] if home else [])
    taken = _turned(sheet.drawing, corner).grown(_CLEAR)
    fits = sheet.left <= corner.x and sheet.top <= corner.y
    return fits and not any(taken.meets(Box(x, y, 0.1, 0.1)) for x, y in dots)


def _parts(view: View, world: Frame) -> Iterator[Box]:
    """Yield where the view lies on the world: two pieces where it crosses the world's edge."""
    middle = (view.south + view.north) / 2
    west, east = (world.at(lon, middle)[0] for lon in (view.west, view.east))
    top = max(world.project(world.middle, min(view.north, WORLD.north))[1], 0)
    bottom = min(world.project(world.middle, max(view.south, WORLD.south))[1], world.height)
    for left, right in ((west, east),) if west < east else ((west, world.width), (0.0, east)):
        width, height = max(right - left, _LEAST), max(bottom - top, _LEAST)
        x, y = min(left, world.width - width), min(top, world.height - height)
        yield Box(x, y, width, height)


def _turned(drawing: Drawing, box: Box) -> Box:
    """Return a box given from the left edge in reading direction."""
    first, last = (drawing.unturned((x, box.y))[0] for x in (box.x, box.x + box.width))
    return Box(min(first, last), box.y, box.width, box.height)
