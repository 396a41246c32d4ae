"""Dates as four languages write them: ranges, pairs, ordinals, weekdays, and words such as "hier".

Own grammar, because ranges ("du 19 au 21", "les 28 et 29", "3-5 March", "يومي 3 و4") are the rule
in communiqués and general parsers read them as something else. Pure: word numbers in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from entraide.register.reading.calendar import Named, Relative
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.text import BREAK, JOINED, Token

__all__ = ["find_dates"]

_DAY: Final = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th|eme|e|o)?")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)م?")
"""A year; in Arabic the letter of the Christian era may be glued to it."""
_MONTH_FIRST: Final = frozenset({"en", "es"})
_REACH: Final = 6
_SHORT: Final = 3
"""Letters of a shortened month, which is one only beside a day or a year."""
_COUNTED: Final[tuple[tuple[str, Relative], ...]] = (("relday", "day"), ("relmonth", "month"))
"""Words that count from the day of publication, and what they count."""
_LAST_DAY, _LAST_MONTH = 31, 12
_NUMERIC: Final = re.compile(
    r"(?<![\d/.])(?<!\d-)(?:(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)"
    r"|((?:19|20)\d\d)\s?([-/.])\s?(\d{1,2})\s?\6\s?(\d{1,2})"
    r"|((?:19|20)\d\d) ([01]\d) ([0-3]\d))(?![\d/])"  # "2026 11 05", as the Baltic states do
)


def find_dates(page: Page) -> tuple[Named, ...]:
    """Return every date of a page in the order of its words; none overlaps another."""
    found = [*_numeric(page), *_by_month(page)]
    taken = {word for each in found for word in range(each.first, each.last + 1)}
    found += [each for each in _this_month(page) if each.first not in taken]
    taken |= {word for each in found for word in range(each.first, each.last + 1)}
    found += [each for each in _relative(page) if each.first not in taken]
    return tuple(sorted(found, key=lambda each: each.first))


def _numeric(page: Page) -> Iterator[Named]:
    starts = {token.start: at for at, token in enumerate(page.text.tokens)}
    ends = {token.end: at for at, token in enumerate(page.text.tokens)}
    for match in _NUMERIC.finditer(page.text.plain):
        day, _, month, year, year2, _, month2, day2, year3, month3, day3 = match.groups()
        first, last = starts.get(match.start()), ends.get(match.end())
        numbers = int(day or day2 or day3), int(month or month2 or month3)
        if day and numbers[0] <= _LAST_MONTH < numbers[1]:
            numbers = numbers[1], numbers[0]  # "12/18/2025": no month is the eighteenth
        if first is None or last is None or numbers[1] > _LAST_MONTH or numbers[0] > _LAST_DAY:
            continue
        said = int(year or year2 or year3)
        yield _with_weekday(page, Named(first, last, (numbers[0],), numbers[1], year=said))


def _by_month(page: Page) -> Iterator[Named]:
    previous: Named | None = None
    for hit in page.table("month"):
        if previous is not None and hit.first <= previous.last:
            continue
        named = _around(page, hit, previous)
        if named is None:
            continue
        if previous is not None and _spans(page, previous, named):
            named = _joined(previous, named)
        elif previous is not None:
            yield previous
        previous = named
    if previous is not None:
        yield previous


def _around(page: Page, hit: Hit, previous: Named | None) -> Named | None:
    """Read the days before a month (or, in English, after it) and the year that follows."""
    tokens = page.text.tokens
    if _is_word(page, hit):
        return None
    floor = previous.last + 1 if previous else 0
    days, first = _days_before(page, hit.first, floor)
    last = hit.last
    if not days and page.language in _MONTH_FIRST:
        days, last = _days_after(page, hit.last)
    year, last = _year_after(page, last)
    if days and first == hit.first and year is None and page.language != "en":
        days, last = (), hit.last  # only with a year: "noviembre 18 de 2025"
    month = int(hit.code)
    named = Named(first, last, days, month, year=year)
    bare = not days and not year
    if bare and not tokens[hit.first].capital and not _dated(page, hit):
        return None
    if bare and page.language == "es" and len(tokens[hit.first].low) <= _SHORT:
        return None  # "en mar abierto"
    if bare and page.language != "ar" and _is_given_name(page, hit):
        return None
    return _with_weekday(page, named)


def _is_given_name(page: Page, hit: Hit) -> bool:
    """Tell "Julio Camps": outside English a month has no capital, and no surname follows it."""
    tokens, following = page.text.tokens, hit.last + 1
    if page.language == "en" or not tokens[hit.first].capital or following >= len(tokens):
        return False
    surname = tokens[following].capital and not tokens[following].low.isdigit()
    return surname and tokens[hit.last].after == JOINED


def _is_word(page: Page, hit: Hit) -> bool:
    """In English a month begins with a capital: "may" and "march" are words."""
    return page.language == "en" and not page.text.tokens[hit.first].capital


def _dated(page: Page, hit: Hit) -> bool:
    """A month alone is a date after a word that dates ("en mai"), in Arabic wherever it stands."""
    if page.language == "ar":
        return True
    if hit.first > 1 and page.is_known("range", hit.first - 1):
        return page.at("month", hit.first - 2) is not None
    return hit.first > 0 and page.is_known("monthly", hit.first - 1)


def _day(token: Token) -> int | None:
    match = _DAY.fullmatch(token.low.removeprefix("و"))
    number = int(match.group(1)) if match else 0
    return number if 1 <= number <= _LAST_DAY else None


def _days_before(page: Page, month: int, floor: int) -> tuple[tuple[int, ...], int]:
    """Walk back over numbers and the little words between them."""
    tokens, first = page.text.tokens, month
    days: list[int] = []
    at = month - 1
    while at >= max(floor, month - _REACH) and tokens[at].after != BREAK:
        day = _day(tokens[at]) or _ordinal(page, at)
        if day is not None:
            days.insert(0, day)
            first = at
        elif days and page.is_known("weekday", at):
            pass  # "from Wednesday 20 to Friday 22 May"
        elif not page.is_known("dayglue", at) or (days and tokens[at].after == BREAK):
            break
        at -= 1
    return _sensible(days), first


def _ordinal(page: Page, word: int) -> int | None:
    hit = page.at("ordinal", word)
    return int(hit.code) if hit else None


def _sensible(days: list[int]) -> tuple[int, ...]:
    return tuple(days) if days == sorted(days) else tuple(days[-1:])


def _days_after(page: Page, month: int) -> tuple[tuple[int, ...], int]:
    tokens, last = page.text.tokens, month
    days: list[int] = []
    at = month + 1
    while at < min(len(tokens), month + 4) and tokens[at - 1].after != BREAK:
        day = _day(tokens[at])
        if day is not None and not (days and tokens[at - 1].after):
            days.append(day)
            last = at
        elif not days or not page.is_known("range", at):
            break
        at += 1
    return _sensible(days), last


def _year_after(page: Page, last: int) -> tuple[int | None, int]:
    tokens = page.text.tokens
    for at in range(last + 1, min(len(tokens), last + 3)):
        if tokens[at - 1].after == BREAK:
            break
        if year := _YEAR.fullmatch(tokens[at].low):
            return int(year.group(1)), at
        between = page.is_known("of", at) or page.is_known("dayglue", at)
        if not between and not _is_bracketed(page, at):
            break
    return None, last


def _is_bracketed(page: Page, word: int) -> bool:
    """Tell an agency's letters between the month and the year: "28 November (Petra) 2024"."""
    plain, token = page.text.plain, page.text.tokens[word]
    return plain[token.start - 1 : token.start] == "(" and plain[token.end : token.end + 1] == ")"


def _spans(page: Page, one: Named, other: Named) -> bool:
    """Tell whether two dates are the ends of one range: only a word of range stands between."""
    between = range(one.last + 1, other.first)
    words = [at for at in between if page.at("weekday", at) is None]
    if not one.days and not other.days and one.month == other.month:
        return False
    near = 0 < len(words) <= 4  # "au", "to the", "إلى يوم", "et jusqu'à ce"
    ranged = any(page.is_known("range", at) for at in between)
    ended = any(page.text.tokens[at].after == BREAK for at in range(one.last, other.first))
    return near and ranged and bool(one.days) == bool(other.days) and not (one.year or ended)


def _joined(one: Named, other: Named) -> Named:
    days = (one.days[0], other.days[-1]) if one.days else ()
    return replace(
        one, last=other.last, days=days, end_month=other.month, year=other.year or one.year
    )


def _with_weekday(page: Page, named: Named) -> Named:
    """Take the weekday that stands before a date into it."""
    for at in range(named.first - 1, max(-1, named.first - 4), -1):
        hit = page.at("weekday", at)
        if page.text.tokens[at].after == BREAK or _is_of_city(page, at):
            return named
        if hit is not None:
            return replace(named, first=hit.first, weekday=int(hit.code))
        if not page.is_known("dayglue", at):
            return named
    return named


def _is_of_city(page: Page, word: int) -> bool:
    """Tell the "Domingo" of "Santo Domingo"."""
    city = page.at("city", word)
    return city is not None and city.last > city.first


def _this_month(page: Page) -> Iterator[Named]:
    """Find "le 12 courant", "يوم 12 الجاري": days of the month of publication."""
    for hit in page.table("thismonth"):
        days, first = _days_before(page, hit.first, 0)
        if days:
            yield _with_weekday(page, Named(first, hit.last, days, relative="this_month"))


def _relative(page: Page) -> Iterator[Named]:
    previous: Named | None = None
    for hit in page.table("weekday"):
        if _is_of_city(page, hit.first):
            continue
        named = _weekday(page, hit)
        if previous is not None and _is_span(page, previous, named):
            days = ((named.weekday or 0) - (previous.weekday or 0)) % 7
            named = replace(named, first=previous.first, span=days)
        elif previous is not None:
            yield previous
        previous = named
    if previous is not None:
        yield previous
    for table, relative in _COUNTED:
        for hit in page.table(table):
            yield Named(hit.first, hit.last, relative=relative, offset=int(hit.code))


def _is_span(page: Page, one: Named, other: Named) -> bool:
    """Tell "entre lunes y martes", "lundi et mardi", "Monday to Tuesday": ends of one stay."""
    between = range(one.last + 1, other.first)
    tokens = page.text.tokens
    near = len(between) <= 3 and tokens[one.last].after == JOINED  # "and on"
    ranged = tokens[other.first].low.startswith("و") or any(
        page.is_known("range", at) or page.is_known("and", at) for at in between
    )
    return near and ranged and not one.span and "next" not in {one.relative, other.relative}


def _weekday(page: Page, hit: Hit) -> Named:
    near = range(max(0, hit.first - 1), min(len(page.text.tokens), hit.last + 2))
    relative, first, last = "weekday", hit.first, hit.last
    for at in near:
        if page.is_known("lastday", at):
            relative, first, last = "last", min(first, at), max(last, at)
        elif page.is_known("nextday", at):
            relative, first, last = "next", min(first, at), max(last, at)
    if relative == "last":
        return Named(first, last, weekday=int(hit.code), relative="last")
    return Named(
        first, last, weekday=int(hit.code), relative="next" if relative == "next" else "weekday"
    )
