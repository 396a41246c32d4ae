"""Pictures of an operation, drawn here as SVG: the way of a delivery on a map, and what is when.

A map goes from capital to capital: where a border is crossed stands in words, and the map shows no
border. Every picture has its text alternative, and the same stands in print.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup

from entraide.figures import (
    Event,
    Figure,
    Flow,
    Style,
    Timeline,
    View,
    When,
    WorldMap,
    responsive,
)
from entraide.figures.places import capitals
from entraide.operations.kinds import kinds_of
from entraide.vocabulary.language import language, mark, translate
from entraide.wording.words import word

__all__ = ["figures_of"]

_MARGIN: Final = 5.0
_LEAST: Final = 18.0
_ASPECT: Final = 2.6
"""Degrees around the capitals, the least height of what is shown, and its width by its height."""
_WIDTH: Final = 620


def figures_of(shown: Mapping[str, Any], now_ms: int) -> list[Markup]:
    """Return the figures that fit what an operation is told with."""
    today = _day(now_ms)
    makers: tuple[Callable[[], Figure | None], ...] = (
        lambda: _way(shown), lambda: _times(shown, today),
    )  # fmt: skip
    found = [figure for make in makers if (figure := make()) is not None]
    styles = (
        Style(language=language(), prefix=f"operation{at}", width=_WIDTH, say=translate)
        for at in range(len(found))
    )
    drawn = (responsive(figure, style) for figure, style in zip(found, styles, strict=False))
    return [Markup(each) for each in drawn]  # noqa: S704 - our own SVG; its labels are escaped


def _way(shown: Mapping[str, Any]) -> WorldMap | None:
    """Return the legs on a map; nothing where a state has no place on it."""
    legs = shown.get("legs", [])
    known = capitals()
    ends = [code for leg in legs for code in (leg["origin"], leg["destination"])]
    if not legs or any(code not in known for code in ends):
        return None
    flows = tuple(
        Flow(origin=leg["origin"], destination=leg["destination"], count=1.0) for leg in legs
    )
    places = [known[code] for code in ends]
    view = _around([each.lon for each in places], [each.lat for each in places])
    return WorldMap(title=translate(mark("The way")), home=ends[0], flows=flows, view=view)


def _around(lons: list[float], lats: list[float]) -> View:
    """Return the part of the world around some places, wide enough to be recognised."""
    south, north = _widened(min(lats), max(lats), _LEAST)
    west, east = _widened(min(lons), max(lons), _ASPECT * (north - south))
    return View(west, max(south, -60.0), min(east, west + 360), min(north, 84.0))


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    more = max(_MARGIN, (least - (high - low)) / 2)
    return low - more, high + more


def _times(shown: Mapping[str, Any], today: dt.date) -> Timeline | None:
    """Return what is planned and what was done: authorisations, legs, tasks, or the journal."""
    events = (*_authorised(shown), *_travelled(shown), *_tasks(shown))
    if not events:
        events = tuple(_written(shown))
    if not events:
        return None
    title = translate(mark("What is when"))
    return Timeline(title=title, events=events, today=today, period=(today, today))


def _authorised(shown: Mapping[str, Any]) -> Iterator[Event]:
    lane = translate(mark("Authorisations"))
    for row in shown.get("states", []):
        if row.get("authorised"):
            valid = When.days(_day(row["valid_from"]), _day(row["valid_to"]))
            yield Event(label=row["country"], lane=lane, when=valid, strong=False)


def _travelled(shown: Mapping[str, Any]) -> Iterator[Event]:
    for row in shown.get("legs", []):
        lane = f"{row['origin']} → {row['destination']}"
        done = [row[name] for name in ("started_ms", "given_ms", "taken_ms") if row.get(name)]
        state = word("standing", row["state"])
        if not done:
            yield Event(label=state, lane=lane, when=When.day(_day(row["expected_ms"])),
                        strong=False)  # fmt: skip
        else:
            yield Event(label=state, lane=lane, when=_span(done[0], done[-1]))


def _tasks(shown: Mapping[str, Any]) -> Iterator[Event]:
    for row in shown.get("tasks", []):
        due = When.day(dt.date.fromisoformat(row["due"]))
        done = row["state"] == "done"
        yield Event(label=row["title"], lane=row["owner"], when=due, strong=not done)


def _written(shown: Mapping[str, Any]) -> Iterator[Event]:
    does = kinds_of(str(shown["kind"]))
    for row in shown.get("journal", []):
        label = translate(does[row["kind"]].does)
        yield Event(label=label, lane=row["party"], when=When.day(_day(row["at_ms"])))


def _span(first_ms: int, last_ms: int) -> When:
    first, last = _day(first_ms), _day(last_ms)
    return When.day(first) if first == last else When.days(first, last)


def _day(at_ms: int) -> dt.date:
    return dt.datetime.fromtimestamp(at_ms / 1_000, dt.UTC).date()
