"""The two figures of a controlled delivery: its way on a map, and its plan against what took place.

A border point is drawn where the plan says it lies; where it does not say, the way goes through the
capital of the state that it enters. Both are said in the stop's remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from entraide.figures import Passage, Route, Schedule, Span, Stand, Stop
from entraide.figures.places import capitals
from entraide.vocabulary.language import mark, translate
from entraide.wording.operation_report import Report
from entraide.wording.words import word

__all__ = ["route_of", "schedule_of"]


def route_of(report: Report) -> Route:
    """Return the way of a controlled delivery, as far as it has come."""
    stops = list(_stops(report))
    return Route(
        title=translate(mark("The way of the goods")),
        stops=tuple(stop for stop, _ in stops),
        legs=tuple(passage for _, passage in stops[1:]),
    )


def _stops(report: Report) -> Iterator[tuple[Stop, Passage]]:
    """Yield each stop with how far the goods have come on the way to it."""
    told = report.told
    legs = told["legs"]
    start = _stop(told["origin"]["place"], told["origin"]["position"], legs[0]["origin"])
    if start:
        yield start, Passage.DONE
    for at, row in enumerate(legs):
        is_last = at == len(legs) - 1
        inside = None if is_last else row["destination"]
        stop = _stop(row["border"], row["position"], inside, _remark(report, row))
        if stop:
            yield stop, _reached(row)
    end = _stop(told["destination"]["place"], told["destination"]["position"],
                legs[-1]["destination"])  # fmt: skip
    if end:
        yield end, _arrived(told)


def _stop(name: str, position: str | None, country: str | None, note: str = "") -> Stop | None:
    """Return a stop at its position, or in the capital of a state; None where neither is known."""
    if position is not None:
        north, east = map(float, position.split(","))
        return Stop(name=name, lon=east, lat=north, note=note)
    capital = capitals().get(country or "")
    if capital is None:
        return None
    drawn = translate(mark("drawn in {capital}"), capital=capital.name)
    said = f"{note}; {drawn}" if note else drawn
    return Stop(name=name, lon=capital.lon, lat=capital.lat, note=said)


def _remark(report: Report, row: Mapping[str, Any]) -> str:
    if row["taken_ms"]:
        return translate(mark("taken over {moment}"), moment=report.moment(row["taken_ms"]))
    return translate(mark("expected {moment}"), moment=report.moment(row["expected_ms"]))


def _reached(row: Mapping[str, Any]) -> Passage:
    if row["state"] in {"handed-over", "taken-over"}:
        return Passage.DONE
    return Passage.UNDER_WAY if row["state"] == "started" else Passage.PLANNED


def _arrived(told: Mapping[str, Any]) -> Passage:
    outcome = told["outcome"]
    if outcome and outcome["body"]["outcome"] == "delivered":
        return Passage.DONE
    moving = told["legs"][-1]["state"] == "taken-over" and not (outcome or told["aborted"])
    return Passage.UNDER_WAY if moving else Passage.PLANNED


def schedule_of(report: Report) -> Schedule:
    """Return what was planned against what took place, and what was allowed when."""
    return Schedule(
        title=translate(mark("Planned against actual (UTC)")),
        spans=(*_windows(report), *_legs(report), *_events(report)),
    )


def _windows(report: Report) -> Iterator[Span]:
    for row in report.told["states"]:
        begins, ends = report.time(row.get("valid_from")), report.time(row.get("valid_to"))
        if begins and ends:
            lane = translate(mark("Authorisations"))
            yield Span(label=report.country(row["country"]), lane=lane, stand=Stand.WINDOW,
                       start=begins, end=ends)  # fmt: skip


def _legs(report: Report) -> Iterator[Span]:
    for row in report.told["legs"]:
        lane = f"{row['origin']} – {row['destination']}"
        expected = report.time(row["expected_ms"])
        started = report.time(row["started_ms"])
        reached = report.time(row["taken_ms"] or row["given_ms"] or row["started_ms"])
        if expected:
            yield Span(label=row["border"], lane=lane, stand=Stand.PLANNED,
                       start=expected, end=expected)  # fmt: skip
        if started and reached:
            yield Span(label=word("standing", row["state"]), lane=lane, stand=Stand.ACTUAL,
                       start=started, end=reached)  # fmt: skip


def _events(report: Report) -> Iterator[Span]:
    told = report.told
    named = (
        ("intervened", mark("intervention ordered")),
        ("aborted", mark("ABORTED")),
        ("outcome", mark("outcome")),
    )
    found = [(told[name], translate(says)) for name, says in named if told[name]]
    found += [(each, translate(mark("substitution"))) for each in told["substitutions"]]
    for entry, label in found:
        at = report.time(entry["at_ms"])
        if at:
            lane = translate(mark("On the way"))
            yield Span(label=label, lane=lane, stand=Stand.ACTUAL, start=at, end=at)
