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
    next one, the year that the text states is a past one.
    """
    title = [layout.title] if layout.title is not None else []
    told = _stated(page, dates, [*layout.body, *layout.headings, *title])
    if sent.day is None:
        return told
    if told.year is None:
        told = _stated(page, dates, layout.captions)
    if told.year is not None:
        year = _by_weekdays(dates, told.year)
        return Anchor(year, sent.month, sent.day, (*sent.evidence, *told.evidence))
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


def _by_weekdays(dates: Sequence[Named], year: int) -> int:
    """Return the next year where weekdays beside days without a year are its, not this one's."""
    told = [
        (each.month, each.days[-1], each.weekday)
        for each in dates
        if each.year is None and each.month and each.days and each.weekday is not None
    ]
    fits = {at: [_weekday(at, month, day) == weekday for month, day, weekday in told]
            for at in (year, year + 1)}  # fmt: skip
    return year + 1 if told and not any(fits[year]) and all(fits[year + 1]) else year


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return None
