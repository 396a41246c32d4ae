"""Budgets: how many questions one party may ask another for one purpose in one period.

Only a budget stops a partner from reading an index by asking it everything, so the holder counts
and the agreement sets the limit. Periods are calendar periods in UTC (a week starts on Monday), so
that both sides count alike without agreeing on a first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

__all__ = ["DAY_MS", "Budget", "Period", "Span", "day_start", "span_of"]

DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)


class Period(StrEnum):
    """The calendar period after which a budget starts again."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span of UTC milliseconds: ``start`` belongs to it, ``end`` does not."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Budget:
    """At most ``limit`` questions in each ``period``."""

    limit: int
    period: Period

    def span(self, now_ms: int) -> Span:
        """Return the period that holds this moment: what to count over."""
        return span_of(self.period, now_ms)


def day_start(day: date) -> int:
    """Return the UTC milliseconds at which a calendar day starts."""
    return (day - _EPOCH).days * DAY_MS


def span_of(period: Period, now_ms: int) -> Span:
    """Return the UTC day, week (from Monday) or month that holds this moment."""
    today = (datetime.fromtimestamp(0, tz=UTC) + timedelta(milliseconds=now_ms)).date()
    first, following = _days(period, today)
    return Span(day_start(first), day_start(following))


def _days(period: Period, today: date) -> tuple[date, date]:
    match period:
        case Period.DAY:
            return today, today + timedelta(days=1)
        case Period.WEEK:
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=7)
        case Period.MONTH:
            first = today.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1)
