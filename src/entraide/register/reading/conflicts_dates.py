"""Contradictions of days: heading, caption and weekday against the date beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from entraide.register.model import Conflict, Engagement, Evidence, When
from entraide.register.reading.calendar import Named, resolve
from entraide.register.reading.conflicts_case import Case
from entraide.register.reading.page import Line
from entraide.register.statements import WEEKDAYS, state

__all__ = [
    "caption_date",
    "coverage_gap",
    "heading_date",
    "undated",
    "weekday_date",
    "year_derived",
]

_NEAR: Final = dt.timedelta(days=21)
_LONG_PERIOD: Final = 3
_OTHERS: Final = 3


def _period(case: Case, line: Line | None) -> tuple[str, str, Evidence] | None:
    """Return the first and last day that a heading speaks of, and its words."""
    if line is None:
        return None
    dates = case.source.dates_in(line.first, line.last)
    whens = [when for when in (_resolved(case, each) for each in dates) if when is not None]
    if not whens:
        return None
    quoted = case.quote(dates[0].first, dates[-1].last)
    return min(each.start for each in whens), max(each.end for each in whens), quoted


def _resolved(case: Case, named: Named) -> When | None:
    return resolve(named, case.source.facts.anchor, (case.dated(named),))


def heading_date(case: Case) -> Iterator[Conflict]:
    """A date below a heading that lies outside the heading's period."""
    for engagement in case.engagements:
        section = case.section_of(engagement)
        when = engagement.date
        if section is None or when is None or not when.evidence or when.precision == "within_range":
            continue
        for heading in (section.heading, section.above):
            period = _period(case, heading)
            if period and (when.end < period[0] or period[1] < when.start):
                yield Conflict(
                    rule="heading_date",
                    severity="medium",
                    statement=state(
                        "heading_date",
                        start=when.start,
                        end=when.end,
                        first=period[0],
                        last=period[1],
                    ),
                    evidence=(period[2], when.evidence[0]),
                )


def coverage_gap(case: Case) -> Iterator[Conflict]:
    """Months of a heading's period of which nothing is told."""
    headings = dict.fromkeys(
        heading
        for sentence in case.source.sentences
        for heading in (sentence.section.heading, sentence.section.above)
        if heading is not None
    )
    for heading in headings:
        period = _period(case, heading)
        if period is None:
            continue
        months = _months(period[0], period[1])
        told = {m for each in case.engagements if each.date for m in _spanned(each.date)}
        silent = [month for month in months if month not in told]
        if len(months) > _LONG_PERIOD and silent:
            yield Conflict(
                rule="coverage_gap",
                severity="medium",
                statement=state("coverage_gap", months=", ".join(silent)),
                evidence=(period[2],),
            )


def _spanned(when: When) -> list[str]:
    return _months(when.start, when.end)


def _months(start: str, end: str) -> list[str]:
    first, last = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (start, end))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def caption_date(case: Case) -> Iterator[Conflict]:
    """A day under a picture that is near an engagement and not one of its days."""
    for line in case.source.layout.captions:
        for named in case.source.dates_in(line.first, line.last):
            when = _resolved(case, named) if named.days else None
            found = _nearest(case, when) if when is not None else None
            if when is not None and found is not None and found.date is not None:
                yield Conflict(
                    rule="caption_date",
                    severity="high",
                    statement=state(
                        "caption_date",
                        day=when.start,
                        start=found.date.start,
                        end=found.date.end,
                    ),
                    evidence=(case.dated(named), *found.date.evidence[:1]),
                )


def _nearest(case: Case, when: When) -> Engagement | None:
    """Return an engagement close to a day; None where one was held on that day."""
    day = dt.date.fromisoformat(when.start)
    near = []
    for each in case.engagements:
        if each.date is None or each.date.precision in {"month", "year", "none"}:
            continue
        first, last = (dt.date.fromisoformat(one) for one in (each.date.start, each.date.end))
        if first <= day <= last:
            return None
        if first - _NEAR <= day <= last + _NEAR:
            near.append(each)
    return near[0] if near else None


def weekday_date(case: Case) -> Iterator[Conflict]:
    """A weekday that its date did not fall on."""
    for named in case.source.dates_in(*case.body):
        when = _resolved(case, named) if named.days and named.weekday is not None else None
        if when is None or when.precision != "day" or named.year is None:
            continue
        fell = dt.date.fromisoformat(when.start).weekday()
        if fell != named.weekday:
            weekday = case.quote(named.first, named.first)
            yield Conflict(
                rule="weekday_date",
                severity="high",
                statement=state(
                    "weekday_date", written=weekday.text, day=when.start, weekday=WEEKDAYS[fell]
                ),
                evidence=(weekday, case.dated(named)),
            )


def year_derived(case: Case) -> Iterator[Conflict]:
    """The first date whose year the text leaves to be derived."""
    for engagement in case.engagements:
        when = engagement.date
        if when is not None and when.basis == "derived" and len(when.evidence) > 1:
            yield Conflict(
                rule="year_derived",
                severity="low",
                statement=state("year_derived", year=when.start[:4]),
                evidence=when.evidence[:2],
            )
            return


def undated(case: Case) -> Iterator[Conflict]:
    """A page without a day of its own, beside dates of other articles that may be taken for it."""
    layout = case.source.layout
    if case.source.facts.published is not None:
        return
    after = [line for line in layout.bylines if line.start > layout.span[1]]
    dated = [line for line in after if case.source.dates_in(line.first, line.last)]
    above = {
        token.low
        for line in case.source.page.lines
        if line.end <= layout.span[0]
        for token in case.source.page.text.tokens[line.first : line.last + 1]
        if token.capital
    }
    own = [line for line in dated if _shares_name(case, line, above)]
    if dated:
        quotes = tuple(case.quote(each.first, each.last) for each in (own or dated)[:_OTHERS])
        yield Conflict(
            rule="undated",
            severity="medium",
            statement=state("undated"),
            evidence=quotes,
        )


def _shares_name(case: Case, line: Line, names: set[str]) -> bool:
    tokens = case.source.page.text.tokens[line.first : line.last + 1]
    return sum(token.capital and token.low in names for token in tokens) > 1
