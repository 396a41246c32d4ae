"""Every kind of figure, with how it is drawn, said and counted: one table, three functions over it.

A surface that is handed any figure calls ``draw``, ``describe`` and ``table``, and ``responsive``
where a page is read on telephones too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from entraide.figures.bar_drawing import draw_bars
from entraide.figures.bars import Bars, describe_bars, table_of_bars
from entraide.figures.calendar import (
    Calendar,
    describe_calendar,
    draw_calendar,
    table_of_calendar,
)
from entraide.figures.deadlines import (
    Deadlines,
    describe_deadlines,
    draw_deadlines,
    table_of_deadlines,
)
from entraide.figures.health import Health, describe_health, draw_health, table_of_health
from entraide.figures.lines import Lines, describe_lines, draw_lines, table_of_lines
from entraide.figures.map_drawing import draw_world_map
from entraide.figures.markup import element
from entraide.figures.reciprocity import (
    Reciprocity,
    describe_reciprocity,
    draw_reciprocity,
    table_of_reciprocity,
)
from entraide.figures.route import Route, describe_route, table_of_route
from entraide.figures.route_drawing import draw_route
from entraide.figures.schedule import (
    Schedule,
    describe_schedule,
    draw_schedule,
    table_of_schedule,
)
from entraide.figures.style import Style
from entraide.figures.tables import Table
from entraide.figures.timeline import (
    Timeline,
    describe_timeline,
    draw_timeline,
    table_of_timeline,
)
from entraide.figures.world_map import WorldMap, describe_world_map, table_of_world_map

__all__ = ["KINDS", "Figure", "Kind", "describe", "draw", "responsive", "table"]

Figure: TypeAlias = (
    Bars
    | Calendar
    | Deadlines
    | Health
    | Lines
    | Reciprocity
    | Route
    | Schedule
    | Timeline
    | WorldMap
)


@dataclass(frozen=True, slots=True)
class Kind:
    """The three functions of one kind of figure."""

    draw: Callable[[Any, Style], str]
    describe: Callable[[Any, Style], str]
    table: Callable[[Any, Style], Table]


KINDS: Final[dict[type, Kind]] = {
    Bars: Kind(draw_bars, describe_bars, table_of_bars),
    Calendar: Kind(draw_calendar, describe_calendar, table_of_calendar),
    Deadlines: Kind(draw_deadlines, describe_deadlines, table_of_deadlines),
    Health: Kind(draw_health, describe_health, table_of_health),
    Lines: Kind(draw_lines, describe_lines, table_of_lines),
    Reciprocity: Kind(draw_reciprocity, describe_reciprocity, table_of_reciprocity),
    Route: Kind(draw_route, describe_route, table_of_route),
    Schedule: Kind(draw_schedule, describe_schedule, table_of_schedule),
    Timeline: Kind(draw_timeline, describe_timeline, table_of_timeline),
    WorldMap: Kind(draw_world_map, describe_world_map, table_of_world_map),
}


def draw(figure: Figure, style: Style) -> str:
    """Return the figure as one SVG element; the same figure and style give the same bytes."""
    return KINDS[type(figure)].draw(figure, style)


def describe(figure: Figure, style: Style) -> str:
    """Return the text alternative: what the figure shows, in a sentence or two."""
    return KINDS[type(figure)].describe(figure, style)


def table(figure: Figure, style: Style) -> Table:
    """Return the data of the figure in rows."""
    return KINDS[type(figure)].table(figure, style)


_NARROW: Final = 344
"""Width of a figure on a telephone of 360 pixels."""


def responsive(figure: Figure, style: Style) -> str:
    """Return the figure at its width and at a telephone's; the stylesheet shows the one that fits.

    Without the stylesheet both are seen. What is not shown is not read aloud either.
    """
    slim = replace(style, width=_NARROW, prefix=f"{style.prefix}-n")
    forms = ((style, "f f-wide"), (slim, "f f-narrow"))
    drawn = (draw(figure, each).replace('class="f"', f'class="{name}"', 1) for each, name in forms)
    return element("div", {"class": "f-box"}, *drawn)
