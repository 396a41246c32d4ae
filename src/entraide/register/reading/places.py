"""Countries, cities and organisations as a page mentions them.

A country is meant by its name, by an adjective ("espagnol"), by an agency of it, or by a city; the
last says where, never who. The longest form wins, and a city never overlaps a country.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.text import JOINED

__all__ = ["Means", "Mention", "Mentions", "find_mentions", "is_placed"]

Means: TypeAlias = Literal["country", "demonym", "agency", "city", "region"]
_RANK: Final[dict[Means, int]] = {"agency": 0, "country": 1, "demonym": 2, "region": 3, "city": 4}
_CAPITALS: Final = {"country": ("fr", "en", "es"), "demonym": ("en",), "city": ("fr", "en", "es")}
_NEAR: Final = 3
_INTERNATIONAL: Final = "int"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words ``first`` to ``last`` that mean a country, perhaps through an agency (``org``)."""

    first: int
    last: int
    means: Means
    country: str | None
    org: str | None = None

    @property
    def party(self) -> str | None:
        """Return who this is among parties: the country, or the organisation of many states."""
        return self.org if self.country == _INTERNATIONAL else self.country


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of a page in the order of its words."""

    all: tuple[Mention, ...]

    def within(self, first: int, last: int, *means: Means) -> list[Mention]:
        """Return the mentions between two words, of the given means or of any."""
        return [
            each
            for each in self.all
            if first <= each.first and each.last <= last and (not means or each.means in means)
        ]


def find_mentions(page: Page) -> Mentions:
    """Return the mentions of a page, none overlapping another."""
    candidates = sorted(
        _candidates(page), key=lambda each: (-(each.last - each.first), _RANK[each.means])
    )
    taken: set[int] = set()
    kept = []
    for each in candidates:
        words = set(range(each.first, each.last + 1))
        if not words & taken:
            taken |= words
            kept.append(each)
    ordered = sorted(_homonyms(page, kept), key=lambda each: each.first)
    return Mentions(tuple(_agency_of(page, each, ordered) for each in _unshared(page, ordered)))


def _unshared(page: Page, every: list[Mention]) -> Iterator[Mention]:
    """Leave the country of an agency open that many have (DGSN), where nothing else is of it."""
    spoken = {each.country for each in every if each.means != "agency"}
    for each in every:
        many = each.means == "agency" and each.org in page.vocabulary.shared_agencies
        yield replace(each, country=None) if many and each.country not in spoken else each


def _homonyms(page: Page, kept: list[Mention]) -> Iterator[Mention]:
    """Take a country's name for the city of that name where the page speaks of the city's country.

    In Arabic Amman and Oman are one word; an adjective ("الأردني") tells which is meant.
    """
    spoken = {each.country for each in kept if each.means != "city"}
    for each in kept:
        city = page.at("city", each.first) if each.means == "country" else None
        same = city is not None and (city.first, city.last) == (each.first, each.last)
        if city is not None and same and city.code != each.country and city.code in spoken:
            yield Mention(each.first, each.last, "city", city.code)
        else:
            yield each


def _candidates(page: Page) -> Iterator[Mention]:
    for means in _RANK:
        for hit in page.hits:
            if hit.table != means or _is_capital(page, hit):
                continue
            if _is_written_as_name(page, hit, means):
                yield _mention(page, hit, means)


def _is_capital(page: Page, hit: Hit) -> bool:
    """A country's word is a city's after "the capital"; the word "city" itself is none."""
    if hit.table == "city":
        return page.is_known("city_word", hit.first)
    return hit.table == "country" and hit.first > 0 and page.is_known("city_word", hit.first - 1)


def _mention(page: Page, hit: Hit, means: Means) -> Mention:
    if means == "agency":
        country = page.vocabulary.countries_of.get(hit.code)
        return Mention(hit.first, hit.last, means, country, hit.code)
    country = None if means == "region" else hit.code
    return Mention(hit.first, hit.last, means, country)


def _is_written_as_name(page: Page, hit: Hit, means: Means) -> bool:
    tokens = page.text.tokens
    if page.language not in _CAPITALS.get(means, ()):
        return means != "city" or page.language != "ar" or _is_located(page, hit.first)
    return (
        any(tokens[at].capital for at in range(hit.first, hit.last + 1))
        and tokens[hit.first].capital
    )


def _is_located(page: Page, word: int) -> bool:
    """In Arabic a city is believed after a word of place, or with "in" written onto it."""
    low = page.text.tokens[word].low
    return low.startswith(("ب", "وب")) or is_placed(page, word)


def is_placed(page: Page, word: int) -> bool:
    """Tell whether the word before says where: "à", "in", "en", "في"."""
    if page.language == "ar" and page.text.tokens[word].low.startswith(("ب", "وب")):
        return True
    for at in range(word - 1, max(-1, word - _NEAR), -1):
        if page.text.tokens[at].after != JOINED:
            return False
        if page.is_known("at", at):
            return True
        if not page.is_known("article", at):
            return False
    return False


def _agency_of(page: Page, each: Mention, every: list[Mention]) -> Mention:
    """Give an agency the country named right beside it ("la Sûreté nationale algérienne")."""
    if each.means != "agency" or each.country == _INTERNATIONAL:
        return each
    for other in every:
        beside = other.first == each.last + 1 and page.text.tokens[each.last].after == JOINED
        if beside and other.means == "demonym":
            return Mention(each.first, each.last, "agency", other.country, each.org)
    return each
