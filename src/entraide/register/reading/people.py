"""Offices and the people named beside them; nobody else is a person here.

A person is a name that stands by an office, a rank or a courtesy title, or that is the object of a
verb of meeting and is followed by an office. So suspects, victims, players and journalists, who
bear none, never become participants. A surname that later stands alone means the full name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from entraide.register.reading.lexicon import variants
from entraide.register.reading.page import Page
from entraide.register.reading.places import Mention, Mentions, is_placed
from entraide.register.reading.text import BREAK, COMMA, JOINED
from entraide.register.reading.vocabulary import Vocabulary

__all__ = ["OfficeMention", "Person", "find_offices", "find_people"]

_PARTICLES: Final = frozenset(
    "de del della di da dos der den van von al el ben bin ibn ould bint abu abou la le du d l o mc"
    " ter af av y i".split()
)
_LONGEST_NAME: Final = 6
_LONGEST_OFFICE: Final = 24
_KNOWN_TABLES: Final = frozenset(
    "stop office office_body official noun topic outcome weekday month honorific rank relday"
    " claim margin purpose again also at of police region counted article finite verb status result"
    " not_held promise pronoun they several number institution lastday nextday separate".split()
)
_AR: Final = "ar"


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """An office as written, with the countries and agencies named inside its words."""

    first: int
    last: int
    mentions: tuple[Mention, ...]

    @property
    def country(self) -> str | None:
        """Return the country of the office, ``int`` for one of an organisation."""
        own = [each for each in self.mentions if each.means in {"country", "demonym"}]
        agencies = [each for each in self.mentions if each.means == "agency" and each.country]
        chosen = (*own, *agencies) if not _is_international(agencies) else (*agencies, *own)
        return chosen[0].country if chosen else None

    @property
    def org(self) -> str | None:
        """Return the agency of the office, where one is named."""
        return next((each.org for each in self.mentions if each.org), None)


def _is_international(agencies: list[Mention]) -> bool:
    return bool(agencies) and agencies[0].country == "int"


@dataclass(frozen=True, slots=True)
class Person:
    """A named person at the words ``first`` to ``last``, and the office that stands beside."""

    first: int
    last: int
    office: OfficeMention | None
    titled: bool


def find_offices(page: Page, mentions: Mentions) -> tuple[OfficeMention, ...]:
    """Return the offices of a page, each as long as its words go on."""
    found: list[OfficeMention] = []
    for hit in page.table("office"):
        if found and hit.first <= found[-1].last:
            continue
        last = _office_end(page, hit.last, mentions)
        inside = tuple(mentions.within(hit.first, last, "country", "demonym", "agency"))
        found.append(OfficeMention(hit.first, last, inside))
    return tuple(found)


def _office_end(page: Page, last: int, mentions: Mentions) -> int:
    """Walk on while words belong to an office: known ones, small ones, countries, agencies."""
    tokens, at = page.text.tokens, last
    placed = {word for each in mentions.all for word in range(each.first, each.last + 1)}
    while at + 1 < len(tokens) and at - last < _LONGEST_OFFICE:
        if tokens[at].after == BREAK or (tokens[at].after == COMMA and not _in_brackets(page, at)):
            break
        following = at + 1
        if following not in placed and not _belongs(page, following):
            break
        at = following
    return _without_tail(page, at, last, placed)


def _in_brackets(page: Page, word: int) -> bool:
    tokens = page.text.tokens
    between = page.text.plain[tokens[word].end : tokens[word + 1].start]
    return ("(" in between or ")" in between) and "," not in between


def _belongs(page: Page, word: int) -> bool:
    if page.language == _AR:
        return _belongs_in_arabic(page, word)
    token = page.text.tokens[word]
    if token.low in _joining(page.language) or page.is_known("office_word", word):
        return True
    return token.low in _words_of(page.vocabulary, page.language, ("office", "office_body", "topic"))


def _belongs_in_arabic(page: Page, word: int) -> bool:
    low = page.text.tokens[word].low
    known = _words_of(page.vocabulary, _AR, ("office", "office_body", "topic", "office_word"))
    return low.startswith(("ال", "لل", "وال", "بال")) or any(
        each in known for each in variants(low)
    )


def _joining(language: str) -> frozenset[str]:
    return _JOINING.get(language, frozenset())


_JOINING: Final = {
    "fr": frozenset("de du des d la le les l et à en pour a".split()),
    "en": frozenset("of the and for s in".split()),
    "es": frozenset("de del la el los las y e en para".split()),
    "ar": frozenset(),
}


def _without_tail(page: Page, last: int, floor: int, placed: set[int]) -> int:
    """Take back small words with which the walk ended."""
    while last > floor and last not in placed and page.text.tokens[last].low in _joining(
        page.language
    ):
        last -= 1
    return last


@lru_cache(maxsize=64)
def _words_of(vocabulary: Vocabulary, language: str, tables: tuple[str, ...]) -> frozenset[str]:
    forms = (form for table in tables for form in vocabulary.words(language, table))
    return frozenset(
        word.strip("*'()") for form in forms for part in form.split() for word in part.split("'")
    )


def find_people(
    page: Page, mentions: Mentions, offices: tuple[OfficeMention, ...]
) -> tuple[Person, ...]:
    """Return the people of a page who hold an office, a rank or a courtesy title."""
    named = _names_in_arabic if page.language == _AR else _names_in_latin
    people = [
        Person(first, last, office, titled)
        for first, last in named(page, mentions)
        for office, titled in [_licence(page, (first, last), offices)]
        if office is not None or titled
    ]
    return tuple(people)


def _names_in_latin(page: Page, mentions: Mentions) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words that no vocabulary knows, with the particles inside them."""
    known = _words_of(page.vocabulary, page.language, tuple(sorted(_KNOWN_TABLES)))
    taken = {
        w for each in mentions.all if each.means != "city" for w in range(each.first, each.last + 1)
    }
    tokens, at = page.text.tokens, 0
    while at < len(tokens):
        end = _run(page, at, known, taken)
        if end is None:
            at += 1
            continue
        begin = _past_city(page, at, end, mentions)
        if _is_full(page, begin, end):
            yield begin, end
        at = end + 1


def _past_city(page: Page, first: int, last: int, mentions: Mentions) -> int:
    """Leave out a city that a verb's "in" put before the name ("reçu à Rabat Vittorio Pisani")."""
    city = next((each for each in mentions.within(first, last, "city") if each.first == first), None)
    return city.last + 1 if city is not None and is_placed(page, first) else first


def _is_full(page: Page, first: int, last: int) -> bool:
    """A name has two parts at least; initials and acronyms alone are none."""
    words = [page.text.tokens[at] for at in range(first, last + 1)]
    return sum(word.low not in _PARTICLES and len(word.low) > 1 for word in words) > 1


def _run(page: Page, at: int, known: frozenset[str], taken: set[int]) -> int | None:
    tokens = page.text.tokens

    def is_name(word: int) -> bool:
        token = tokens[word]
        return (
            token.capital and word not in taken and token.low not in known and token.low.isalpha()
        )

    if not is_name(at):
        return None
    last = word = at
    while word + 1 < len(tokens) and tokens[word].after == JOINED and word - at < _LONGEST_NAME:
        word += 1
        if is_name(word):
            last = word
        elif tokens[word].low not in _PARTICLES:
            break
    return last


def _names_in_arabic(page: Page, mentions: Mentions) -> Iterator[tuple[int, int]]:
    """Yield runs of two to five words that no vocabulary knows."""
    known = _words_of(page.vocabulary, _AR, tuple(sorted(_KNOWN_TABLES)))
    taken = {w for each in mentions.all for w in range(each.first, each.last + 1)}
    tokens, at = page.text.tokens, 0
    while at < len(tokens):
        last = at
        while _is_arabic_name(page, last, known, taken, first=last == at):
            last += 1
            if tokens[last - 1].after != JOINED:
                break
        if 2 <= last - at <= _LONGEST_NAME - 1:  # noqa: PLR2004 - a given name and a surname
            yield at, last - 1
        at = max(last, at + 1)


def _is_arabic_name(
    page: Page, word: int, known: frozenset[str], taken: set[int], *, first: bool
) -> bool:
    tokens = page.text.tokens
    if word >= len(tokens) or word in taken:
        return False
    low = tokens[word].low
    if not low.isalpha() or len(low) < 2 or (low.startswith(("ال", "وال", "لل", "بال")) and first):  # noqa: PLR2004 - no single letters
        return False
    return not any(each in known for each in variants(low)[:2])


_REACH: Final = 2


def _licence(
    page: Page, name: tuple[int, int], offices: tuple[OfficeMention, ...]
) -> tuple[OfficeMention | None, bool]:
    """Return the office beside a name, and whether a title stands before it."""
    first, last = name
    titled = _is_titled(page, first)
    after = next((each for each in offices if last < each.first <= last + _REACH + 1), None)
    if after is not None and _is_apposed(page, last, after.first):
        return after, titled
    before = next(
        (each for each in reversed(offices) if first - _REACH <= each.last + 1 <= first), None
    )
    if before is not None and _runs_on(page, before.last, first):
        return before, titled
    return None, titled


def _is_titled(page: Page, first: int) -> bool:
    if first == 0 or page.text.tokens[first - 1].after == BREAK:
        return False
    return any(page.at(table, first - 1) is not None for table in ("honorific", "rank"))


def _is_apposed(page: Page, last: int, office: int) -> bool:
    """An office in apposition follows a comma, perhaps with an article."""
    tokens = page.text.tokens
    if tokens[last].after == BREAK:
        return False
    between = range(last + 1, office)
    small = all(_may_precede(page, at) for at in between)
    return small and (tokens[last].after == COMMA or "(" in page.text.plain[tokens[last].end :][:2])


def _may_precede(page: Page, word: int) -> bool:
    """An article or a describing word may stand between a name and its office; never "and"."""
    return page.is_known("article", word) or page.is_known("office_word", word)


def _runs_on(page: Page, office: int, first: int) -> bool:
    """Tell whether only titles, or nothing, stand between an office and a name."""
    return all(
        page.text.tokens[at].after != BREAK
        and (at == office or page.at("honorific", at) is not None or page.at("rank", at) is not None)
        for at in range(office, first)
    )
