"""One fact in two sources: what two readings tell differently of the same engagement.

Two engagements are taken for the same where kind and partners agree and their days are at most
``NEAR`` apart. Compared are days, country of the place, and the status of each outcome; a day that
is only more precise than a month contradicts nothing. Nothing is decided and nothing is joined:
that is a person's, or ``together``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from entraide.register.model import Engagement, Evidence, Reading, Severity

__all__ = ["NEAR", "Side", "TwoSources", "compare_sources"]

NEAR: Final = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Side:
    """What one document tells: its digest, the engagement, the value, the quotations."""

    sha256: str
    engagement: str
    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TwoSources:
    """A field that two documents tell differently; the rule's code is ``two_sources``."""

    field: str
    severity: Severity
    one: Side
    other: Side


def compare_sources(one: Reading, other: Reading) -> tuple[TwoSources, ...]:
    """Return what two documents tell differently of the engagements that both tell."""
    return tuple(
        conflict
        for first in one.engagements
        for second in other.engagements
        if _is_same(first, second)
        for conflict in _compared((one.sha256, first), (other.sha256, second))
    )


def _partners(engagement: Engagement) -> frozenset[str]:
    return frozenset(
        (each.org if each.country == "int" else each.country) or ""
        for each in engagement.participants
        if each.side != "home"
    ) - {""}


def _is_same(first: Engagement, second: Engagement) -> bool:
    partners = _partners(first)
    if first.kind != second.kind or not partners or partners != _partners(second):
        return False
    if first.date is None or second.date is None:
        return False
    days = [dt.date.fromisoformat(day) for day in (first.date.start, first.date.end)]
    others = [dt.date.fromisoformat(day) for day in (second.date.start, second.date.end)]
    return days[0] - NEAR <= others[1] and others[0] <= days[1] + NEAR


_Told = tuple[str, Engagement]


def _compared(one: _Told, other: _Told) -> Iterator[TwoSources]:
    yield from _days(one, other)
    yield from _places(one, other)
    yield from _statuses(one, other)


def _days(one: _Told, other: _Told) -> Iterator[TwoSources]:
    first, second = one[1].date, other[1].date
    if first and second and (first.end < second.start or second.end < first.start):
        yield TwoSources(
            "date",
            "high",
            Side(one[0], one[1].id, f"{first.start}/{first.end}", first.evidence),
            Side(other[0], other[1].id, f"{second.start}/{second.end}", second.evidence),
        )


def _places(one: _Told, other: _Told) -> Iterator[TwoSources]:
    first, second = one[1].place, other[1].place
    if first and second and first.country != second.country:
        yield TwoSources(
            "place",
            "medium",
            Side(one[0], one[1].id, str(first.country), first.evidence),
            Side(other[0], other[1].id, str(second.country), second.evidence),
        )


def _statuses(one: _Told, other: _Told) -> Iterator[TwoSources]:
    told = {each.type: each for each in other[1].outcomes}
    for each in one[1].outcomes:
        against = told.get(each.type)
        if against is not None and against.status != each.status:
            yield TwoSources(
                "outcome",
                "high",
                Side(one[0], one[1].id, f"{each.type} {each.status}", each.evidence),
                Side(other[0], other[1].id, f"{each.type} {against.status}", against.evidence),
            )
