"""What holds for the whole document: day of publication, dateline, year, who made the claim.

The day of publication is that of the byline nearest above the article, else that of the dateline,
else what the crawler wrote; never a date of the sidebar. It is the anchor of relative dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from entraide.register.model import Assertion
from entraide.register.reading.calendar import Anchor, Named
from entraide.register.reading.page import Line, Page
from entraide.register.reading.text import BREAK, COMMA
from entraide.register.reading.years import year_of
from entraide.register.reading.zones import Layout

__all__ = ["Facts", "find_facts"]

_CRAWLED: Final = re.compile(r"date (\d{4})-(\d{2})(?:-(\d{2}))?\b")
_DATELINE_WORDS: Final = 14
_DATELINE_ALONE: Final = 11
"""Words that a place and a day at most have where they are a sentence of their own."""
_DATED: Final = 4
"""Words from the city of a dateline to its day."""
_DAYS_SENT: Final = 4
"""Days at most between the dateline of a report and the day on which a paper prints it."""
_OPENED: Final = (".-", ".–", ". -", ".", ":", " -", " –", " —")
"""What stands after a day that an article opens with."""
_DATELINE_END: Final = re.compile(r"\s[-–—:]\s|\)(?!,)\s*[-–—.:]?|[-–—]\s|/\s")
_LEAD_LINES: Final = 4
"""Lines of an article that may stand over its dateline: what it says in short, point by point."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The document's own day, as anchor and as an assertion; the year that it speaks of."""

    anchor: Anchor
    published: Assertion[str] | None
    dateline_city: int | None
    dateline_end: int
    claims: tuple[Assertion[str], ...]


def find_facts(page: Page, layout: Layout, dates: Sequence[Named]) -> Facts:
    """Return what the lines around the article, and its first words, say of the whole."""
    anchor, published = _published(page, layout, dates)
    city, end = _dateline(page, layout, dates)
    opens = city if city is not None else 0
    if published is None and end:
        anchor, published = _from_dateline(page, dates, opens, end)
    elif published is not None and end:
        anchor = _sent_before(anchor, _from_dateline(page, dates, opens, end)[0])
    if published is None and anchor.day is None:
        anchor = _sent_on_line(page, layout, dates)
    if published is None and anchor.day is not None:
        anchor, published = _in_its_year(page, dates, anchor)
    if published is None and anchor.day is None:
        anchor, published = _crawled(page, layout)
    if anchor.year is None:
        anchor = year_of(page, layout, dates, anchor)
    return Facts(anchor, published, city, end, _claims(page, layout))


def _published(
    page: Page, layout: Layout, dates: Sequence[Named]
) -> tuple[Anchor, Assertion[str] | None]:
    start = layout.span[0]
    above = [line for line in layout.bylines if line.start < start]
    below = [
        line
        for line in layout.bylines
        if line.start > start and (_says_published(page, line) or _is_bare(page, line, dates))
    ]
    menus = [line for line in layout.menus if line.start < start]
    for line in (*reversed(above), *below[:1], *reversed(menus)):
        for named in dates:
            if line.first <= named.first and named.last <= line.last and named.year and named.days:
                return _anchored(page, named)
    return _opens_dated(page, layout, dates)


def _opens_dated(
    page: Page, layout: Layout, dates: Sequence[Named]
) -> tuple[Anchor, Assertion[str] | None]:
    """Read the day that an article itself opens with, before any place ("25-noviembre-2025.-")."""
    first = layout.body[0].first if layout.body else None
    for named in dates:
        after = page.text.plain[page.text.tokens[named.last].end :]
        if named.first == first and named.year and named.days and after.startswith(_OPENED):
            return _anchored(page, named)
    return Anchor(), None


def _is_bare(page: Page, line: Line, dates: Sequence[Named]) -> bool:
    """Tell a line below the article that is nothing but a date; one with a name is a comment's.

    A place and a comma may stand before it ("Lausanne, le 5 décembre 2024").
    """
    city = page.at("city", line.first)
    last = city.last if city is not None else line.first
    spare = 2 + last - line.first if page.text.tokens[last].after == COMMA else 1
    inside = [each for each in dates if line.first <= each.first and each.last <= line.last]
    return any(line.words - (each.last - each.first + 1) <= spare for each in inside)


def _says_published(page: Page, line: Line) -> bool:
    return any(
        page.text.tokens[hit.first].low.startswith(("publi", "نشر", "posted"))
        for hit in page.within("byline", line.first, line.last)
    )


def _anchored(page: Page, named: Named) -> tuple[Anchor, Assertion[str] | None]:
    quoted = (page.quote(named.first, named.last),)
    year, month, day = named.year, named.month, named.days[-1] if named.days else None
    anchor = Anchor(year, month, day, quoted)
    try:
        value = anchor.date.isoformat() if anchor.date else f"{year}-{month:02}"
    except ValueError:
        return Anchor(), None
    return anchor, Assertion(value=value, basis="stated", evidence=quoted)


def _dateline(page: Page, layout: Layout, dates: Sequence[Named]) -> tuple[int | None, int]:
    """Return the word of the city that opens the article and the last word of the dateline."""
    for line in layout.body[:1]:
        city, end = _dateline_of(page, line)
        end = max(end, _dated_end(page, line, dates))
        city = _opening_city(page, line.first)
        if city is not None and end:
            return city, end
    for line in layout.body[1:_LEAD_LINES]:
        city, end = _dateline_of(page, line)
        if city is not None and any(city < each.first <= each.last <= end for each in dates):
            return city, end
    return None, 0


def _dated_end(page: Page, line: Line, dates: Sequence[Named]) -> int:
    """Return the last word of the day that stands right after the city a line opens with."""
    city = page.at("city", line.first)
    if city is None or city.first != line.first:
        return 0
    near = range(city.last + 1, city.last + _DATED)
    return max((e.last for e in dates if e.first in near and e.year and e.days), default=0)


def _dateline_of(page: Page, line: Line) -> tuple[int | None, int]:
    until = min(line.last, line.first + _DATELINE_WORDS)
    text = page.text
    for word in range(line.first, until):
        between = text.plain[text.tokens[word].end : text.tokens[word + 1].start]
        alone = text.tokens[word].after == BREAK and word - line.first < _DATELINE_ALONE
        opens = between.startswith((":", ".-", ".–")) and _is_opening(page, line.first, word)
        if _DATELINE_END.search(between) or alone or opens:
            city = _opening_city(page, line.first)
            return (city, word) if city is not None else (None, 0)
    return None, 0


def _is_opening(page: Page, first: int, word: int) -> bool:
    """Tell the end of "KUALA LUMPUR:", or of a city and its day ("NEW DELHI, 3 March 2025:")."""
    city = _opening_end(page, first)
    return city is not None and (word == city or page.text.tokens[word].low.isdigit())


def _opening_end(page: Page, first: int) -> int | None:
    """Return the last word of the city that opens a line ("KUALA LUMPUR: The minister")."""
    hit = page.at("city", first)
    return hit.last if hit is not None and hit.first == first else None


def _opening_city(page: Page, first: int) -> int | None:
    hit = page.at("city", first)
    return first if hit is not None and hit.first == first else None


def _from_dateline(
    page: Page, dates: Sequence[Named], first: int, last: int
) -> tuple[Anchor, Assertion[str] | None]:
    for named in dates:
        if first <= named.first and named.last <= last and named.days and named.month:
            if named.year is not None:
                return _anchored(page, named)
            return Anchor(
                None, named.month, named.days[-1], (page.quote(named.first, named.last),)
            ), None
    return Anchor(), None


def _sent_on_line(page: Page, layout: Layout, dates: Sequence[Named]) -> Anchor:
    """Return the day of a dateline on a line of its own ("MADRID, 18 Jun. (AGENCY)")."""
    title = [layout.title] if layout.title is not None else []
    above = [*title, *layout.menus, *layout.bylines, *(line for _, line in layout.outside)]
    for line in sorted(above, key=lambda each: -each.start):
        city = page.at("city", line.first)
        if line.start > layout.span[0] or city is None or line.words > _DATELINE_WORDS:
            continue
        for named in dates:
            if named.first == city.last + 1 and named.last <= line.last and named.days:
                quoted = (page.quote(named.first, named.last),)
                return Anchor(None, named.month, named.days[-1], quoted)
    return Anchor()


def _in_its_year(
    page: Page, dates: Sequence[Named], sent: Anchor
) -> tuple[Anchor, Assertion[str] | None]:
    """Return a dateline's day in the year with which the page states it elsewhere."""
    same = [
        each
        for each in dates
        if each.year and (each.month, each.days[-1:]) == (sent.month, (sent.day,))
    ]
    if len({each.year for each in same}) != 1:
        return sent, None
    return _anchored(page, same[0])


def _sent_before(printed: Anchor, sent: Anchor) -> Anchor:
    """Return the day of a dateline a little before that on which a paper printed the report.

    "Today" is said by who sent it: the day of the dateline, in the year of the other.
    """
    if printed.date is None or sent.month is None or sent.day is None:
        return printed
    year = sent.year or printed.date.year - (sent.month > printed.date.month)
    try:
        day = dt.date(year, sent.month, sent.day)
    except ValueError:
        return printed
    near = 0 < (printed.date - day).days <= _DAYS_SENT
    return (
        Anchor(year, sent.month, sent.day, (*sent.evidence, *printed.evidence)) if near else printed
    )


def _crawled(page: Page, layout: Layout) -> tuple[Anchor, Assertion[str] | None]:
    for line in layout.captions:
        match = _CRAWLED.match(line.text)
        if match:
            year, month, day = (int(part) if part else None for part in match.groups())
            last = line.first + (3 if day else 2)
            quoted = (page.quote(line.first, last),)
            value = match.group().removeprefix("date ")
            return Anchor(year, month, day, quoted), Assertion(
                value=value, basis="derived", evidence=quoted
            )
    return Anchor(), None


def _claims(page: Page, layout: Layout) -> tuple[Assertion[str], ...]:
    found = []
    for line in layout.body:
        for hit in page.within("claim", line.first, line.last)[:1]:
            agencies = page.within("agency", hit.first, min(line.last, hit.last + 16))
            value = agencies[0].code if agencies else "communique"
            last = agencies[0].last if agencies else hit.last
            found.append(
                Assertion(value=value, basis="stated", evidence=(page.quote(hit.first, last),))
            )
    return tuple(found[:2])
