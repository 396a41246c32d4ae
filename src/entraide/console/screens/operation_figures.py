"""Pictures of an operation, drawn here as SVG: the figures of its report, or what is when.

A controlled delivery has its way on a map and its plan against what took place, an action day its
hours (``wording``); of any other operation the tasks or the journal stand on a timeline. No map
shows a border. Every picture has its text alternative, and the same stands in print.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup

from entraide.console.pictures import day_of, picture, style_of
from entraide.figures import Event, Figure, Timeline, When
from entraide.operations.kinds import ACTION, DELIVERY
from entraide.vocabulary.language import mark, translate
from entraide.wording.action_report import hours_of
from entraide.wording.delivery_figures import route_of, schedule_of
from entraide.wording.journal_words import entry_in_words
from entraide.wording.operation_report import Report

__all__ = ["figures_of"]

_WIDTH: Final = 620
_ALONE: Final = 780
"""Pixels of a figure in one of two columns, and of one by itself."""
_HANDLING: Final = "H2"
_REPORTED: Final[Mapping[str, tuple[Callable[[Report], Figure], ...]]] = {
    DELIVERY: (route_of, schedule_of),
    ACTION: (hours_of,),
}
"""For each kind of operation that has a report, the figures that stand in it."""


def figures_of(shown: Mapping[str, Any], now_ms: int) -> list[Markup]:
    """Return the figures that fit what an operation is told with."""
    drawn = list(_figures(shown, now_ms))
    width = _ALONE if len(drawn) == 1 else _WIDTH
    return [picture(figure, f"operation{at}", width) for at, figure in enumerate(drawn)]


def _figures(shown: Mapping[str, Any], now_ms: int) -> Iterator[Figure]:
    makers = _REPORTED.get(str(shown["kind"]))
    if makers is None:
        yield from _times(shown, day_of(now_ms))
        return
    report = Report(shown, style_of("operation", _WIDTH), _HANDLING, now_ms)
    for make in makers:
        yield make(report)


def _times(shown: Mapping[str, Any], today: dt.date) -> Iterator[Timeline]:
    """Yield the tasks in time, or the journal; nothing where there is neither."""
    events = tuple(_tasks(shown)) or tuple(_written(shown))
    if events:
        title = translate(mark("What is when"))
        yield Timeline(title=title, events=events, today=today, period=(today, today))


def _tasks(shown: Mapping[str, Any]) -> Iterator[Event]:
    for row in (*shown.get("tasks", []), *shown.get("actions", [])):
        due = dt.date.fromisoformat(row["due"]) if "due" in row else day_of(row["due_ms"])
        done = row["state"] == "done"
        yield Event(label=row["title"], lane=row["owner"], when=When.day(due), strong=not done)


def _written(shown: Mapping[str, Any]) -> Iterator[Event]:
    for row in shown.get("journal", []):
        label = entry_in_words(row)
        yield Event(label=label, lane=row["party"], when=When.day(day_of(row["at_ms"])))
