"""Pictures of an operation, drawn here as SVG: those of its report, or else what is when.

A delivery has its way on a map and its plan against what took place, an action day its hours. Of
any other kind a timeline shows what is due, or what was written when. No map shows a border. Every
picture has its text alternative, and the same stands in print.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup

from entraide.figures import Event, Figure, Style, Timeline, When, responsive
from entraide.operations.kinds import ACTION, DELIVERY, kinds_of
from entraide.vocabulary.language import language, mark, translate
from entraide.wording.action_report import schedule_of_day
from entraide.wording.delivery_figures import route_of, schedule_of
from entraide.wording.operation_report import Report

__all__ = ["figures_of"]

_WIDTH: Final = 620
_OWN: Final[Mapping[str, tuple[Callable[[Report], Figure], ...]]] = {
    ACTION: (schedule_of_day,),
    DELIVERY: (route_of, schedule_of),
}
"""The kinds of operations whose figures are those of their report."""


def figures_of(shown: Mapping[str, Any], now_ms: int) -> list[Markup]:
    """Return the figures that fit what an operation is told with."""
    styles = [_style(at) for at in range(2)]
    makers = _OWN.get(str(shown["kind"]))
    report = Report(told=shown, style=styles[0], handling="H2", now_ms=now_ms)
    if makers is not None:
        found: list[Figure] = [make(report) for make in makers]
    else:
        found = [each for each in (_times(shown, _day(now_ms)),) if each is not None]
    drawn = (responsive(each, style) for each, style in zip(found, styles, strict=False))
    return [Markup(each) for each in drawn]  # noqa: S704 - our own SVG; its labels are escaped


def _style(at: int) -> Style:
    return Style(language=language(), prefix=f"operation{at}", width=_WIDTH, say=translate)


def _times(shown: Mapping[str, Any], today: dt.date) -> Timeline | None:
    """Return what is due, or else what was written when."""
    events = tuple(_tasks(shown)) or tuple(_written(shown))
    if not events:
        return None
    title = translate(mark("What is when"))
    return Timeline(title=title, events=events, today=today, period=(today, today))


def _tasks(shown: Mapping[str, Any]) -> Iterator[Event]:
    for row in (*shown.get("tasks", []), *shown.get("actions", [])):
        due = dt.date.fromisoformat(row["due"]) if "due" in row else _day(row["due_ms"])
        done = row["state"] == "done"
        yield Event(label=row["title"], lane=row["owner"], when=When.day(due), strong=not done)


def _written(shown: Mapping[str, Any]) -> Iterator[Event]:
    does = kinds_of(str(shown["kind"]))
    for row in shown.get("journal", []):
        label = translate(does[row["kind"]].does)
        yield Event(label=label, lane=row["party"], when=When.day(_day(row["at_ms"])))


def _day(at_ms: int) -> dt.date:
    return dt.datetime.fromtimestamp(at_ms / 1_000, dt.UTC).date()
