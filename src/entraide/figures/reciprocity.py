"""Reciprocity: what was given to each partner against what was received from it, mirrored.

Names stand in the middle, given on the reader's first side, received on the other, both on one
scale: balance is seen as symmetry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.figures.drawing import BODY, SMALL, Anchor, Box, Drawing, Type
from entraide.figures.inks import Paint
from entraide.figures.scales import finite
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text, labelled, list_text

__all__ = [
    "Exchanged",
    "Reciprocity",
    "describe_reciprocity",
    "draw_reciprocity",
    "table_of_reciprocity",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What went to a partner and what came from it."""

    partner: str
    given: float
    received: float


_HEADS: Final = (mark("given"), mark("received"))
_COLUMNS: Final = (mark("Given"), mark("Received"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """Partners with counts; InputError ``figures.number`` for what is no count.

    What stands in the middle may as well be the kinds of what passed with one partner: then
    ``middle`` names it and ``heads`` the two sides, marked. ``most`` is the count of the longest
    bar where several figures share one scale.
    """

    title: str
    partners: tuple[Exchanged, ...]
    heads: tuple[str, str] = _HEADS
    middle: str = mark("Partner")
    most: float = 0

    def __post_init__(self) -> None:
        """Refuse what is no count."""
        finite(self.title, (self.most,))
        for each in self.partners:
            finite(each.partner, (each.given, each.received))


_ROW: Final = 25.0
_LEAST: Final = 45.0
"""Room that bars and gaps keep on each side of the names, whatever the words take."""
_NAMES: Final = 0.5
"""The greatest share of the width that names take."""
_THICK: Final = 15.0
_GIVEN: Final = Paint(fill="accent")
_RECEIVED: Final = Paint(pattern="hatch", line="accent")
_HEADING: Final = Type(size=11, ink="quiet", bold=True)


def draw_reciprocity(reciprocity: Reciprocity, style: Style) -> str:
    """Return the mirrored bars as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(reciprocity.title) + 14
    frame = _frame(drawing, reciprocity)
    for side, head in enumerate(reciprocity.heads):
        _draw_head(drawing, frame, (side, style.say(head)), y)
    y += 8
    for each in reciprocity.partners:
        _draw_partner(drawing, frame, each, y)
        y += _ROW
    return drawing.finish(y + 2, reciprocity.title, describe_reciprocity(reciprocity, style))


def _draw_head(drawing: Drawing, frame: _Frame, head: tuple[int, str], y: float) -> None:
    """Set a head where the bars of its side begin; a long one from the figure's edge."""
    side, text = head
    room = (frame.given, drawing.width - frame.received)[side]
    ends: tuple[Anchor, Anchor] = ("end", "start")
    if _HEADING.width(text) <= room:
        drawing.words(text, (frame.edge(side), y), _HEADING.at(ends[side]))
        return
    short = _HEADING.fitted(text, drawing.width / 2 - 8)
    drawing.words(short, ((0, drawing.width)[side], y), _HEADING.at(ends[1 - side]))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where bars begin on both sides, how long the longest may be, and what it counts."""

    given: float
    received: float
    most: float
    count: float

    def edge(self, side: int) -> float:
        return (self.given, self.received)[side]

    def length(self, value: float) -> float:
        return self.most * value / self.count


def _frame(drawing: Drawing, reciprocity: Reciprocity) -> _Frame:
    partners = reciprocity.partners
    counts = [value for each in partners for value in (each.given, each.received)]
    label = max((SMALL.width(count_text(value, drawing.style)) for value in counts), default=0)
    widest = max((BODY.width(each.partner) for each in partners), default=0)
    names = min(widest, drawing.width * _NAMES, drawing.width - 2 * (label + _LEAST))
    half = drawing.width / 2
    most = half - names / 2 - 9 - label - 8
    return _Frame(
        half - names / 2 - 9, half + names / 2 + 9, most, max(*counts, reciprocity.most, 0) or 1
    )


def _draw_partner(drawing: Drawing, frame: _Frame, each: Exchanged, y: float) -> None:
    name = BODY.fitted(each.partner, frame.received - frame.given - 16)
    base = y + _THICK / 2 + 4
    drawing.words(name, (drawing.width / 2, base), BODY.at("middle"))
    given, received = frame.length(each.given), frame.length(each.received)
    if given:
        drawing.rect(Box(frame.given - given, y, given, _THICK), _GIVEN)
    if received:
        drawing.rect(Box(frame.received, y + 0.5, received, _THICK - 1), _RECEIVED)
    text = count_text(each.given, drawing.style)
    drawing.words(text, (frame.given - given - 5, base), SMALL.at("end"))
    drawing.words(
        count_text(each.received, drawing.style), (frame.received + received + 5, base), SMALL
    )


def describe_reciprocity(reciprocity: Reciprocity, style: Style) -> str:
    """Return what the bars show in a sentence."""
    if reciprocity.heads != _HEADS:
        return _each_row(reciprocity, style)
    return style.say(
        mark("Reciprocity with partners: {partners}. Given in all: {given}; received: {received}."),
        partners=count_text(len(reciprocity.partners), style),
        given=count_text(sum(each.given for each in reciprocity.partners), style),
        received=count_text(sum(each.received for each in reciprocity.partners), style),
    )


def _each_row(reciprocity: Reciprocity, style: Style) -> str:
    rows = tuple(
        labelled(each.partner, " – ".join(_counts(each, style)), style)
        for each in reciprocity.partners
    )
    return style.say(
        mark("{first} – {second}: {rows}."),
        first=style.say(reciprocity.heads[0]),
        second=style.say(reciprocity.heads[1]),
        rows=list_text(rows, style) if rows else "–",
    )


def _counts(each: Exchanged, style: Style) -> tuple[str, str]:
    return count_text(each.given, style), count_text(each.received, style)


def table_of_reciprocity(reciprocity: Reciprocity, style: Style) -> Table:
    """Return the counts in rows."""
    plain = reciprocity.heads == _HEADS
    columns = (reciprocity.middle, *(_COLUMNS if plain else reciprocity.heads))
    rows = tuple((each.partner, *_counts(each, style)) for each in reciprocity.partners)
    return Table(reciprocity.title, tuple(style.say(each) for each in columns), rows)
