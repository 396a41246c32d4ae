"""Countries, cities and organisations as a page mentions them.

A country is meant by its name, by an adjective ("espagnol"), by an agency of it, or by a city; the
last says where, never who. The longest form wins, and a city never overlaps a country.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.text import JOINED
from entraide.register.reading.vocabulary import Vocabulary

__all__ = ["Means", "Mention", "Mentions", "countries_of", "find_mentions", "is_placed"]

Means: TypeAlias = Literal["country", "demonym", "agency", "city", "region"]
_RANK: Final[dict[Means, int]] = {"agency": 0, "country": 1, "demonym": 2, "region": 3, "city": 4}
_CAPITALS: Final = {"country": ("fr", "en", "es"), "demonym": ("en",), "city": ("fr", "en", "es")}
_NEAR: Final = 3


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
        return self.org if self.country == "int" else self.country


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
    return Mentions(tuple(sorted(kept, key=lambda each: each.first)))


def _candidates(page: Page) -> Iterator[Mention]:
    none = {at for hit in page.table("no_country") for at in range(hit.first, hit.last + 1)}
    for means in _RANK:
        for hit in page.hits:
            if hit.table != means or hit.first in none or _is_capital(page, hit):
                continue
            if _is_written_as_name(page, hit, means):
                yield _mention(page, hit, means)
    yield from _halves(page)


def _halves(page: Page) -> Iterator[Mention]:
    """Yield the first half of a joined adjective ("franco-genevoise")."""
    tokens, plain = page.text.tokens, page.text.plain
    for hit in page.table("half"):
        if hit.last + 1 < len(tokens) and plain[tokens[hit.last].end] == "-":
            yield Mention(hit.first, hit.last, "demonym", hit.code)


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
    policed = word > 0 and page.is_known("city_body", word - 1)
    return low.startswith(("ب", "وب")) or policed or is_placed(page, word)


def is_placed(page: Page, word: int) -> bool:
    """Tell whether the word before says where: "à", "in", "en", "في"."""
    if page.language == "ar" and _has_letter_of_place(page, word):
        return True
    for at in range(word - 1, max(-1, word - _NEAR), -1):
        if page.text.tokens[at].after != JOINED:
            return False
        if page.is_known("at", at):
            return True
        if not page.is_known("article", at):
            return False
    return False


def _has_letter_of_place(page: Page, word: int) -> bool:
    """Tell an Arabic "in" written onto its word, where it is not the first letter of a name."""
    low = page.text.tokens[word].low.removeprefix("و")
    return low.startswith("ب") and low not in _opening_words(page.vocabulary)


@lru_cache(maxsize=8)
def _opening_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the first words of the names of countries in Arabic ("باكستان")."""
    return frozenset(form.split()[0] for form in vocabulary.words("ar", "country"))


def countries_of(mentions: Iterable[Mention]) -> list[str]:
    """Return the countries of mentions, each once, in their order; no organisations."""
    found = (each.country for each in mentions if each.country not in {None, "int"})
    return list(dict.fromkeys(each for each in found if each))
