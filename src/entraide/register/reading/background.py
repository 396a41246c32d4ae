"""What a sentence tells of another time: an earlier year, or what is past already as it is told."""

from __future__ import annotations

from datetime import date
from typing import Final

from entraide.register.reading.calendar import resolve
from entraide.register.reading.source import Sentence, Source

__all__ = ["is_background", "is_of_another_year", "is_recent"]

_YEARS: Final = frozenset(map(str, range(1950, 2100)))
_RECENT: Final = 62
"""Days before a page in which what is told as past is still reported by it."""
_LATE: Final = frozenset({"day", "weekday"})
"""Dates that are counted from the day of the page: "yesterday", "on Friday"."""
_OPENING: Final = 4
"""Words in which a sentence says of which year it tells."""


def _is_since(source: Source, word: int) -> bool:
    """Tell "on the table since 2022": what has lasted until now is no other time."""
    return word > 0 and source.page.is_known("until_now", word - 1)


def is_recent(source: Source, sentence: Sentence) -> bool:
    """Tell what took place some weeks before a page, though it is told as past: by word or day."""
    span, anchor = (sentence.first, sentence.last), source.facts.anchor
    if source.page.within("lately", *span):
        return True
    named = source.dates_in(*span)
    days = [each for each in named if (each.days and each.month) or each.relative in _LATE]
    found = [resolve(each, anchor, ()) for each in days]
    starts = [date.fromisoformat(each.start) for each in found if each is not None]
    if anchor.date is None or not starts:
        return False
    return all(0 <= (anchor.date - each).days <= _RECENT for each in starts)


def is_background(source: Source, sentence: Sentence) -> bool:
    """Tell whether a sentence is about an earlier year, or told as already past."""
    span, year = (sentence.first, sentence.last), _year_of(source)
    if is_recent(source, sentence):
        return False
    if source.page.within("dayafter", span[0], min(span[0] + _OPENING, span[1])):
        return False
    for hit in source.page.within("background", *span):
        if hit.code == "past" or hit.first < span[0] + _OPENING:
            return True
    named = [each for each in source.dates_in(*span) if not _is_since(source, each.first)]
    written = [each.year for each in named if each.year]
    opening = source.page.text.tokens[span[0] : min(span[1] + 1, span[0] + _OPENING)]
    written += [int(each.low) for each in opening if each.low in _YEARS]
    return year is not None and any(each < year for each in written)


def _year_of(source: Source) -> int | None:
    """Return the year in which a page was written: at least that of any day that it tells."""
    if source.facts.anchor.year is not None:
        return source.facts.anchor.year
    days = (each.year for each in source.dates_in(*source.extent) if each.days and each.year)
    return max(days, default=None)


def is_of_another_year(source: Source, first: int, last: int) -> bool:
    """Tell words that name an earlier year and no day ("signed a treaty in 2019")."""
    year = _year_of(source)
    tokens = source.page.text.tokens[first : last + 1]
    years = [int(each.low) for each in tokens if each.low in _YEARS]
    dated = any(each.days or each.relative for each in source.dates_in(first, last))
    return year is not None and not dated and bool(years) and max(years) < year
