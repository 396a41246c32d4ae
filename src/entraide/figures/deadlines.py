"""Deadlines: how much of its time each open request has used, the most pressing first.

Every track is one request's whole time, eight hours or seven days, so that what presses looks
pressing whatever its term. Past the due line the bar is hatched and goes on, to at most as long
again as a quarter of the track; words say how much time is left or gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from entraide.errors import InputError
from entraide.figures.drawing import BODY, Box, Drawing, Type
from entraide.figures.inks import Paint
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text, duration_text

__all__ = ["Deadline", "Deadlines", "describe_deadlines", "draw_deadlines", "table_of_deadlines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What is due, when its clock started and when it ends."""

    label: str
    started: datetime
    due: datetime

    def __post_init__(self) -> None:
        """Refuse a clock that ends before it starts (InputError ``figures.period``)."""
        if self.due <= self.started:
            raise InputError("figures.period", first=str(self.started), last=str(self.due))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Open deadlines as they stand at ``now``; all times with a zone, or all without."""

    title: str
    now: datetime
    deadlines: tuple[Deadline, ...]

    @property
    def pressing(self) -> tuple[Deadline, ...]:
        """The deadlines, the earliest due first."""
        return tuple(sorted(self.deadlines, key=lambda each: (each.due, each.label)))


_ROW: Final = 26.0
_THICK: Final = 12.0
_PAST: Final = 0.2
"""Share of a track beyond its due line."""


def draw_deadlines(deadlines: Deadlines, style: Style) -> str:
    """Return the tracks as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(deadlines.title)
    texts = {each: _standing(each, deadlines.now, style) for each in deadlines.deadlines}
    said = max((_said(each, deadlines).width(text) for each, text in texts.items()), default=0)
    named = max((BODY.width(each.label) for each in deadlines.deadlines), default=0)
    names = 0.0 if style.narrow else min(named + 12, drawing.width * 0.36)
    track = Box(names, 0, drawing.width - names - said - 12, _THICK)
    for each in deadlines.pressing:
        y = _draw_label(drawing, each, track, y)
        _draw_track(drawing, deadlines, each, Box(track.x, y, track.width, _THICK))
        place = (track.x + track.width + 10, y + 10)
        drawing.words(texts[each], place, _said(each, deadlines))
        y += _ROW
    return drawing.finish(y, deadlines.title, describe_deadlines(deadlines, style))


def _said(each: Deadline, deadlines: Deadlines) -> Type:
    return Type(size=11, ink="ink", bold=each.due < deadlines.now)


def _draw_label(drawing: Drawing, each: Deadline, track: Box, y: float) -> float:
    if drawing.style.narrow:
        drawing.words(BODY.fitted(each.label, drawing.width - 4), (2, y + 11), BODY)
        return y + 17
    drawing.words(BODY.fitted(each.label, track.x - 12), (2, y + 10), BODY)
    return y


def _draw_track(drawing: Drawing, deadlines: Deadlines, each: Deadline, box: Box) -> None:
    due = box.width * (1 - _PAST)
    used = (deadlines.now - each.started) / (each.due - each.started)
    drawing.rect(Box(box.x, box.y, due, box.height), Paint(fill="faint"))
    filled = due * min(max(used, 0.0), 1.0)
    if filled:
        paint = Paint(fill="accent" if used <= 1 else "ink")
        drawing.rect(Box(box.x, box.y, filled, box.height), paint)
    if used > 1:
        past = box.width * _PAST * min(used - 1, 1.0)
        drawing.rect(
            Box(box.x + due, box.y, past, box.height), Paint(pattern="hatch", line="accent")
        )
    line = Paint(line="ink", thick=1.4)
    drawing.line((box.x + due, box.y - 3), (box.x + due, box.y + box.height + 3), line)


def _standing(each: Deadline, now: datetime, style: Style) -> str:
    """Return how much time is left, or by how much it is over."""
    if each.due < now:
        return style.say(mark("{time} overdue"), time=duration_text(now - each.due, style))
    return style.say(mark("{time} left"), time=duration_text(each.due - now, style))


def describe_deadlines(deadlines: Deadlines, style: Style) -> str:
    """Return how many are open and over, and which one presses most."""
    if not deadlines.deadlines:
        return style.say(mark("Deadlines. None is open."))
    first = deadlines.pressing[0]
    said = style.say(
        mark("Deadlines: {count}, of which overdue: {over}. First: {label}"),
        count=count_text(len(deadlines.deadlines), style),
        over=count_text(sum(each.due < deadlines.now for each in deadlines.deadlines), style),
        label=first.label,
    )
    return f"{said} – {_standing(first, deadlines.now, style)}."


def table_of_deadlines(deadlines: Deadlines, style: Style) -> Table:
    """Return the deadlines in rows, the most pressing first; times as they were given (ISO)."""
    columns = (mark("What is due"), mark("Due"), mark("Standing"))
    rows = tuple(
        (
            each.label,
            each.due.isoformat(" ", "minutes"),
            _standing(each, deadlines.now, style),
        )
        for each in deadlines.pressing
    )
    return Table(deadlines.title, tuple(style.say(each) for each in columns), rows)
