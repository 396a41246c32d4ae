"""How long something lasted: "a three-day visit that began on Monday" is three days, not one.

A number of days in a sentence lengthens the date in it that a word of beginning ("since", "began
on") or of ending stands before. Without such a word a date is what it says: a duration alone
settles no day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading.calendar import Named
from entraide.register.reading.page import Page
from entraide.register.reading.text import BREAK

__all__ = ["days_told", "lasting", "lengthen"]

_NEAR: Final = {"ar": 18}
"""In Arabic he who ended a visit stands, with all his titles, between the verb and the day."""
_BESIDE: Final = 8
"""Words from "began", or "ended a two-day meeting", to the day."""
_FAR: Final = 40
"""Words of one sentence between a duration and the day that it is counted from."""
_LONGEST: Final = 14
"""Days; what lasts longer is no visit and no meeting."""


def lengthen(page: Page, dates: Sequence[Named]) -> tuple[Named, ...]:
    """Return the dates of a page, those that begin or end a told number of days with these."""
    found = list(_durations(page))
    return tuple(_lengthened(page, each, found) for each in dates)


def lasting(page: Page, when: When, span: tuple[int, int]) -> When:
    """Return the days of what opened on a day, where some words say how long it lasts."""
    told = days_told(page, span)
    if len(told) != 1:
        return when
    end = dt.date.fromisoformat(when.start) + dt.timedelta(days=told[0] - 1)
    return replace(when, end=end.isoformat(), precision="range", basis="derived")


def days_told(page: Page, span: tuple[int, int]) -> list[int]:
    """Return the numbers of days that some words say something lasts."""
    return [days for word, days in _durations(page) if span[0] <= word <= span[1]]


def _durations(page: Page) -> Iterator[tuple[int, int]]:
    """Yield the word of each duration and its number of days."""
    for hit in page.table("days"):
        if hit.code != "n":
            yield hit.first, int(hit.code)
        elif hit.first > 0 and (number := _number(page, hit.first - 1)) is not None:
            yield hit.first, number


def _number(page: Page, word: int) -> int | None:
    low = page.text.tokens[word].low
    if low.isdigit():
        return int(low) if 1 < int(low) <= _LONGEST else None
    hit = page.at("number", word)
    return int(hit.code) if hit is not None and int(hit.code) <= _LONGEST else None


def _lengthened(page: Page, named: Named, durations: Sequence[tuple[int, int]]) -> Named:
    if named.span or named.end_month or len(named.days) > 1 or named.relative == "next":
        return named
    near = [days for word, days in durations if _is_of_sentence(page, word, named)]
    sign = _sign(page, named) if near else 0
    return replace(named, length=sign * (near[0] - 1)) if sign else named


def _is_of_sentence(page: Page, word: int, named: Named) -> bool:
    first, last = min(word, named.first), max(word, named.last)
    divided = any(page.text.tokens[at].after == BREAK for at in range(first, last))
    return last - first <= _FAR and not divided


def _sign(page: Page, named: Named) -> int:
    """Return 1 where a date begins what lasted, -1 where it ends it, 0 where nothing says so."""
    begin = max(0, named.first - _NEAR.get(page.language, _BESIDE))
    hits = [hit for hit in page.within("lasting", begin, named.last) if hit.first < named.first]
    after = page.at("lasting", named.last + 1)  # "on Wednesday wrapped up the three-day meeting"
    hits += [after] if after is not None and not hits else []
    return int(hits[-1].code) if hits else 0
