"""Days named in a text: what is written, and the calendar days that it can mean.

A ``Named`` is a date as written, perhaps without a year, a month or any number at all; resolving it
needs an ``Anchor`` (the day of publication). Days are ordinals or ISO dates, never local times.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from entraide.register.model import Basis, Evidence, Precision, When

__all__ = ["Anchor", "Named", "Relative", "resolve", "weekday_within"]

Relative: TypeAlias = Literal["", "weekday", "last", "next", "day", "month", "this_month"]
_MONTHS: Final = 12
_WEEK: Final = 7
_FAR: Final = 200
"""Days by which a date without a year may lie after publication before it means the year before."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day from which others are counted, as exactly as it is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def date(self) -> dt.date | None:
        """Return the day, None where only a month or a year is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Named:
    """A date as written at the words ``first`` to ``last``.

    ``offset`` counts days for *day* and months for *month*;
    ``weekday`` (0 is Monday) stands alone or beside a date, and
    ``span`` counts the days before it where two weekdays are the ends of a range; ``length`` the
    days after it of what began on it, below zero those before it of what ended on it.
    """

    first: int
    last: int
    days: tuple[int, ...] = ()
    month: int | None = None
    end_month: int | None = None
    year: int | None = None
    weekday: int | None = None
    relative: Relative = ""
    offset: int = 0
    span: int = 0
    length: int = 0


def resolve(named: Named, anchor: Anchor, evidence: tuple[Evidence, ...]) -> When | None:
    """Return the days that a date means, None where the text does not settle them."""
    when = _resolved(named, anchor, evidence)
    return (
        _lasting(when, named.length)
        if when is not None and named.length and when.precision == "day"
        else when
    )


def _lasting(when: When, length: int) -> When:
    """Return the days of what began on a day, or ended on it, and lasted."""
    day = dt.date.fromisoformat(when.start)
    other = day + dt.timedelta(days=length)
    start, end = sorted((day, other))
    return replace(when, start=start.isoformat(), end=end.isoformat(), precision="range")


def _resolved(named: Named, anchor: Anchor, evidence: tuple[Evidence, ...]) -> When | None:
    if named.relative:
        return _relative(named, anchor, evidence)
    if named.month is None:
        return None
    basis: Basis = "stated"
    year = named.year
    if year is None:
        year, basis = _year(named, anchor), "derived"
        evidence = (*evidence, *anchor.evidence)
    return None if year is None else _when(replace(named, year=year), basis, evidence)


def _year(named: Named, anchor: Anchor) -> int | None:
    """Return the year that brings a day nearest before the anchor."""
    if anchor.year is None:
        return None
    month = anchor.month or _MONTHS
    day = anchor.day or calendar.monthrange(anchor.year, month)[1]
    written = (named.month or 1, named.days[0] if named.days else 1)
    return anchor.year - 1 if written > (month, day) and not _soon(anchor, written) else anchor.year


def _soon(anchor: Anchor, written: tuple[int, int]) -> bool:
    """A day a little after the anchor is still to come; one far after it was the year before."""
    if anchor.date is None:
        return False
    day = min(written[1], 28)
    return 0 < (dt.date(anchor.date.year, written[0], day) - anchor.date).days < _FAR // 2


def _when(named: Named, basis: Basis, evidence: tuple[Evidence, ...]) -> When | None:
    if named.year is None or named.month is None:
        return None
    end_month = named.end_month or named.month
    try:
        if not named.days:
            last = calendar.monthrange(named.year, end_month)[1]
            start, end = dt.date(named.year, named.month, 1), dt.date(named.year, end_month, last)
        else:
            start = dt.date(named.year, named.month, named.days[0])
            end = dt.date(named.year, end_month, named.days[-1])
    except ValueError:
        return None
    if end < start:
        return None
    precision: Precision = "month" if not named.days else "day" if start == end else "range"
    return When(
        start=start.isoformat(),
        end=end.isoformat(),
        precision=precision,
        basis=basis,
        evidence=evidence,
    )


def weekday_within(named: Named, span: When, evidence: tuple[Evidence, ...]) -> When | None:
    """Return the one day of a few that a weekday names ("Tuesday" of a conference of four days)."""
    if named.weekday is None or named.days or named.span or named.length:
        return None
    first, last = dt.date.fromisoformat(span.start), dt.date.fromisoformat(span.end)
    days = [first + dt.timedelta(days=each) for each in range((last - first).days + 1)]
    meant = [each.isoformat() for each in days if each.weekday() == named.weekday]
    if len(days) > _WEEK or len(meant) != 1:
        return None
    quotes = (*evidence, *span.evidence)
    return When(start=meant[0], end=meant[0], precision="day", basis="derived", evidence=quotes)


def _relative(named: Named, anchor: Anchor, evidence: tuple[Evidence, ...]) -> When | None:
    if named.relative == "this_month":
        return _this_month(named, anchor, evidence)
    if named.relative == "month":
        return _month_before(named, anchor, evidence)
    if anchor.date is None:
        return None
    day = _counted(named, anchor.date)
    return When(
        start=(day - dt.timedelta(days=named.span)).isoformat(),
        end=day.isoformat(),
        precision="range" if named.span else "day",
        basis="derived",
        evidence=(*evidence, *anchor.evidence),
    )


def _counted(named: Named, anchor: dt.date) -> dt.date:
    """Count from the anchor: the last such weekday up to it, before it, or after it."""
    if named.relative == "day":
        return anchor + dt.timedelta(days=named.offset)
    weekday = named.weekday or 0
    if named.relative == "next":
        ahead = (weekday - anchor.weekday() - 1) % 7 + 1
        return anchor + dt.timedelta(days=ahead)
    back = (anchor.weekday() - weekday) % 7
    if named.relative == "last" and back == 0:
        back = 7
    return anchor - dt.timedelta(days=back)


def _month_before(named: Named, anchor: Anchor, evidence: tuple[Evidence, ...]) -> When | None:
    """Return the whole month so many months from the anchor's ("last month")."""
    if anchor.year is None or anchor.month is None:
        return None
    months = anchor.year * _MONTHS + anchor.month - 1 + named.offset
    placed = replace(named, month=months % _MONTHS + 1, year=months // _MONTHS, relative="")
    return _when(placed, "derived", (*evidence, *anchor.evidence))


def _this_month(named: Named, anchor: Anchor, evidence: tuple[Evidence, ...]) -> When | None:
    if anchor.year is None or anchor.month is None or not named.days:
        return None
    placed = replace(named, month=anchor.month, year=anchor.year, relative="")
    return _when(placed, "derived", (*evidence, *anchor.evidence))
