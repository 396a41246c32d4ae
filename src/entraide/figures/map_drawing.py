"""A map of exchanges, drawn: land, capitals, and arcs as wide as what was exchanged.

The map itself never mirrors. Outgoing arcs take the accent, incoming ones are dashed; each partner
carries its name and count where there is room, then its code and count, then nothing, the greatest
first; all of them stand in the table. Partners outside the view are named below it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Final

from entraide.figures.drawing import SMALL, Anchor, Box, Drawing, Point, Type
from entraide.figures.inks import Paint
from entraide.figures.labels import Places
from entraide.figures.land import land_path
from entraide.figures.map_arcs import draw_arcs, draw_directions
from entraide.figures.map_inset import draw_inset
from entraide.figures.map_sheet import Sheet
from entraide.figures.markup import number
from entraide.figures.metrics import wrapped
from entraide.figures.projection import Frame
from entraide.figures.style import Style, mark
from entraide.figures.wording import count_text, labelled, list_text, short_number
from entraide.figures.world_map import WorldMap, describe_world_map, name_of

__all__ = ["draw_world_map"]

_LABEL: Final = Type(size=11, halo=True)
_HOME: Final = Type(size=12, bold=True, halo=True)
_ROOM: Final = 24.0
"""Pixels of a map's width for each partner that is named on it."""

_COARSE: Final = 1.0
"""Pixels within which points of a coast are left out: nobody sees them, and each is bytes."""
_TALLEST: Final = 0.85
"""Greatest height of a map as a share of the figure's width; a taller view is drawn narrower."""


def draw_world_map(world: WorldMap, style: Style) -> str:
    """Return the map as SVG."""
    drawing = Drawing(style)
    y = draw_directions(drawing, world, drawing.heading(world.title))
    whole = Frame(world.view, drawing.width)
    width = min(drawing.width, drawing.width * drawing.width * _TALLEST / whole.height)
    sheet = Sheet(drawing, world, Frame(world.view, width), y)
    drawing.rect(Box(sheet.left, y, width, sheet.frame.height), Paint(fill="faint"))
    drawing.outline(land_path(world.view, width, _COARSE), Paint(fill="land"), (sheet.left, y))
    _draw_capitals(sheet)
    draw_arcs(sheet)
    inset = draw_inset(sheet) if world.inset else ()
    _draw_labels(sheet, inset)
    bottom = _draw_widths(sheet, _draw_outside(sheet, sheet.bottom + 8))
    return drawing.finish(bottom, world.title, describe_world_map(world, style))


def _draw_capitals(sheet: Sheet) -> None:
    """Draw all capitals as one path of round points."""
    shown = (sheet.place(code) for code in sorted(sheet.known))
    points = (sheet.drawing.unturned(at) for at in shown if at is not None)
    path = "".join(f"M{number(x)},{number(y)}h.1" for x, y in points)
    if path:
        sheet.drawing.points(path, Paint(line="quiet", thick=2, opacity=0.55))


# --- words --------------------------------------------------------------------------------------


def _draw_labels(sheet: Sheet, taken: tuple[Box, ...]) -> None:
    """Set home's name first, then the partners' from the greatest on, then all dots above."""
    drawing, home = sheet.drawing, sheet.place(sheet.world.home)
    frame = Box(2, sheet.top, drawing.width - 4, sheet.frame.height)
    dots = [_around(at, 5) for _, _, at in sheet.shown] + ([_around(home, 7)] if home else [])
    named = _home_name(sheet, home, (frame, taken)) if home else ()
    places = Places(frame, [*dots, *named, *taken])
    most = int(drawing.width / _ROOM)
    for rank, (code, count, at) in enumerate(islice(sheet.shown, most)):
        how_many = count_text(count, drawing.style)
        names = (name_of(sheet.world, code, drawing.style), code)
        texts = [labelled(each, how_many, drawing.style) for each in names]
        _label(sheet, places, at, (texts[0], texts[0] if rank < most / 4 else "", texts[1]))
    for _, _, at in sheet.shown:
        drawing.dot(at, 3, Paint(fill="paper", line="ink", thick=1.4))
    if home:
        drawing.dot(home, 5.5, Paint(fill="accent", line="paper", thick=1.6))


def _home_name(sheet: Sheet, home: Point, room: tuple[Box, tuple[Box, ...]]) -> tuple[Box, ...]:
    """Set home's name, on the side where fewer partners are, and return what it takes."""
    name = name_of(sheet.world, sheet.world.home, sheet.drawing.style)
    east = sum(at[0] > home[0] for _, _, at in sheet.shown) * 2 > len(list(sheet.shown))
    away = (home[0] + (1 if east else -1), home[1])
    frame, taken = room
    found = Places(frame, [_around(home, 7), *taken]).put(name, _candidates(home, _HOME, away))
    if not found:
        return ()
    sheet.drawing.words(name, *found)
    return (found[1].box(name, found[0]),)


def _label(sheet: Sheet, places: Places, at: Point, texts: tuple[str, ...]) -> None:
    """Set the first text beside its dot, or the second away from it at a line, or the third."""
    home = sheet.place(sheet.world.home) or (0.0, 0.0)
    for text, is_far in zip(texts, (False, True, False), strict=True):
        choices = _far_candidates(at, home) if is_far else _candidates(at, _LABEL, home)
        found = places.put(text, choices, margin=5 if is_far else 0) if text else None
        if found:
            if is_far:
                sheet.drawing.line(at, _foot(found), Paint(line="quiet", thick=0.8))
            sheet.drawing.words(text, *found)
            return


def _foot(found: tuple[Point, Type]) -> Point:
    """Return where a line from a dot meets its words."""
    (x, y), type_ = found
    return x - (3 if type_.anchor == "start" else -3), y - 4


def _far_candidates(at: Point, home: Point) -> Iterator[tuple[Point, Type]]:
    """Yield places on circles around a dot, from straight away from home to a right angle."""
    away = math.atan2(at[1] - home[1], at[0] - home[0])
    for radius in (20, 30, 42, 56):
        for turn in range(13):
            angle = away + math.radians((turn + 1) // 2 * 15 * (-1) ** turn)
            x, y = radius * math.cos(angle), radius * math.sin(angle)
            anchor: Anchor = "start" if x >= 0 else "end"
            yield (at[0] + x, at[1] + y + 4), _LABEL.at(anchor)


_BESIDE: Final[tuple[tuple[float, float, Anchor], ...]] = (
    (8, 4, "start"), (0, -8, "middle"), (0, 17, "middle"), (-8, 4, "end"), (6, -6, "start"),
    (6, 14, "start"), (-6, -6, "end"), (-6, 14, "end"),
)  # fmt: skip
"""Where words stand beside a point east of home: across, down, which end; mirrored in the west."""


_MIRRORED: Final[dict[Anchor, Anchor]] = {"start": "end", "middle": "middle", "end": "start"}


def _candidates(at: Point, type_: Type, home: Point) -> Iterator[tuple[Point, Type]]:
    """Yield places on the side away from home first, where no arc comes in."""
    side = -1 if at[0] < home[0] else 1
    for across, down, anchor in _BESIDE:
        turned = anchor if side > 0 else _MIRRORED[anchor]
        yield (at[0] + side * across, at[1] + down), type_.at(turned)


def _around(at: Point, radius: float) -> Box:
    return Box(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)


def _draw_outside(sheet: Sheet, y: float) -> float:
    style, shown = sheet.drawing.style, {code for code, _, _ in sheet.shown}
    outside = tuple(
        labelled(name_of(sheet.world, code, style), count_text(count, style), style)
        for code, count in sheet.world.totals
        if code not in shown
    )
    if not outside:
        return y
    text = style.say(mark("Outside this map: {places}"), places=list_text(outside, style))
    for line in wrapped(text, sheet.drawing.width - 4, SMALL.size, 3):
        sheet.drawing.words(line, (2, y + 11), SMALL)
        y += 16
    return y + 4


def _draw_widths(sheet: Sheet, y: float) -> float:
    """Say what the width of an arc means, by up to three round counts."""
    if not sheet.world.flows:
        return y
    x, counts = 2.0, _round_counts(sheet.most)
    for count in counts:
        text = short_number(count, sheet.drawing.style)
        if x + 34 + SMALL.width(text) > sheet.drawing.width:
            break
        paint = Paint(line="quiet", thick=sheet.thick(count))
        sheet.drawing.line((x, y + 6), (x + 26, y + 6), paint)
        sheet.drawing.words(text, (x + 32, y + 10), SMALL)
        x += 32 + SMALL.width(text) + 16
    return y + 18


def _round_counts(most: float) -> tuple[float, ...]:
    """Return up to three counts with one digit, the greatest near ``most``."""
    power = 10.0 ** math.floor(math.log10(most))
    top = math.floor(most / power) * power
    return tuple(dict.fromkeys(count for count in (top / 10, top / 2, top) if count == int(count)))
