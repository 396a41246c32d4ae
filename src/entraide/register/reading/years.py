"""The year of a page whose dateline says only the day: the one that its text states elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from entraide.register.reading.calendar import Anchor, Named
from entraide.register.reading.page import Line, Page
from entraide.register.reading.zones import Layout

__all__ = ["year_of"]

_COPYRIGHT: Final = re.compile(r"(?:©|\(c\))[^\n]{0,40}?\b(20\d\d)\b", re.IGNORECASE)


def year_of(page: Page, layout: Layout, dates: Sequence[Named], sent: Anchor) -> Anchor:
    """Return the day of a dateline in its year, or the year alone of a page that has no such day.

    It is the only one that the text states; else, for a dateline, the only one of the captions,
    else that of the copyright. Where weekdays told beside days are not of that year but all of the
    next one, the year that the text states is a past one, and those days are evidence, too.
    """
    title = [layout.title] if layout.title is not None else []
    told = _stated(page, dates, [*layout.body, *layout.headings, *title])
    if sent.day is None:
        return told
    if told.year is None:
        told = _stated(page, dates, layout.captions)
    if told.year is not None:
        days = _of_next_year(dates, told.year)
        quoted = tuple(page.quote(each.first, each.last) for each in days)
        year = told.year + bool(days)
        return Anchor(year, sent.month, sent.day, (*sent.evidence, *told.evidence, *quoted))
    found = _COPYRIGHT.search(page.text.plain)
    return Anchor(int(found[1]), sent.month, sent.day, sent.evidence) if found else sent


def _stated(page: Page, dates: Sequence[Named], lines: Iterable[Line]) -> Anchor:
    """Return the year that some lines state, where they state only one."""
    words = {word for line in lines for word in range(line.first, line.last + 1)}
    stated = [each for each in dates if each.year and each.first in words]
    if len({each.year for each in stated}) != 1:
        return Anchor()
    quoted = (page.quote(stated[0].first, stated[0].last),)
    return Anchor(stated[0].year, None, None, quoted)


def _of_next_year(dates: Sequence[Named], year: int) -> list[Named]:
    """Return the days whose weekdays are all those of the next year, and none of this one's."""
    told = [
        each
        for each in dates
        if each.year is None and each.month and each.days and each.weekday is not None
    ]
    this = any(_weekday(year, each) == each.weekday for each in told)
    following = all(_weekday(year + 1, each) == each.weekday for each in told)
    return told if following and not this else []


def _weekday(year: int, named: Named) -> int | None:
    try:
        return dt.date(year, named.month or 1, named.days[-1]).weekday()
    except ValueError:
        return None
