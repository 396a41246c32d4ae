"""Maps, timelines and charts as SVG: values in, text out.

Nothing here reads a clock, a file of the user or the network; nothing fetches, scripts or styles
inline. ``docs/figures.md`` shows every figure and how a page serves them.
"""

from __future__ import annotations

from entraide.figures.bars import Bars, Form, Lay, Series
from entraide.figures.calendar import Calendar
from entraide.figures.deadlines import Deadline, Deadlines
from entraide.figures.health import Health, PartnerHealth
from entraide.figures.inks import STYLESHEET
from entraide.figures.kinds import Figure, describe, draw, responsive, table
from entraide.figures.lines import Lines
from entraide.figures.places import Place
from entraide.figures.projection import VIEWS, WORLD, View
from entraide.figures.reciprocity import Exchanged, Reciprocity
from entraide.figures.route import Passage, Route, Stop
from entraide.figures.schedule import Schedule, Span, Stand
from entraide.figures.style import Style
from entraide.figures.tables import Table, html_table, markdown_table
from entraide.figures.timeline import Event, Timeline
from entraide.figures.views import view_around
from entraide.figures.wording import Precision, When
from entraide.figures.world_map import Flow, WorldMap

__all__ = [
    "STYLESHEET",
    "VIEWS",
    "WORLD",
    "Bars",
    "Calendar",
    "Deadline",
    "Deadlines",
    "Event",
    "Exchanged",
    "Figure",
    "Flow",
    "Form",
    "Health",
    "Lay",
    "Lines",
    "PartnerHealth",
    "Passage",
    "Place",
    "Precision",
    "Reciprocity",
    "Route",
    "Schedule",
    "Series",
    "Span",
    "Stand",
    "Stop",
    "Style",
    "Table",
    "Timeline",
    "View",
    "When",
    "WorldMap",
    "describe",
    "draw",
    "html_table",
    "markdown_table",
    "responsive",
    "table",
    "view_around",
]
