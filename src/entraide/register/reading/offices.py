"""Offices as a page names them: from the head word as far as its words go on.

An office carries the countries and agencies named inside it, which say whose it is. A posting ("to
Morocco", "au Maroc") is left out of them: an ambassador is not of the country that receives him.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from entraide.register.reading.desks import is_desk
from entraide.register.reading.lexicon import Hit, variants
from entraide.register.reading.page import Page
from entraide.register.reading.places import Mention, Mentions, is_placed
from entraide.register.reading.portfolios import portfolios_end
from entraide.register.reading.text import BREAK, COMMA, JOINED
from entraide.register.reading.vocabulary import Vocabulary

__all__ = ["OfficeMention", "find_offices", "joining_words", "words_of"]

_LONGEST_BEFORE: Final = 6
_LONGEST_OFFICE: Final = 24
_LONGEST_BODY: Final = 8
"""Words of a body's own name that no vocabulary knows."""
_BESIDE: Final = 2
_AR: Final = "ar"
_AGAINST: Final = "anti"
"""How words begin that say against what a body works: "fiscal antimafia"."""


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


def find_offices(page: Page, mentions: Mentions) -> tuple[OfficeMention, ...]:
    """Return the offices of a page, each as long as its words go on."""
    found: list[OfficeMention] = []
    heads = sorted((*page.table("office"), *page.table("counterpart")), key=lambda hit: hit.first)
    for hit in heads:
        if found and hit.first <= found[-1].last:
            continue
        if _is_rank(page, hit, found):
            continue
        floor = found[-1].last + 1 if found else 0
        first, last = _office_begin(page, hit.first, floor), _office_end(page, hit.last, mentions)
        named = mentions.within(first, last, "country", "demonym", "agency")
        own = (each for each in named if not _is_posted(page, hit, each))
        inside = tuple(each for each in own if not is_desk(page, each))
        found.append(OfficeMention(first, last, inside))
    return tuple(found)


def _is_rank(page: Page, hit: Hit, found: list[OfficeMention]) -> bool:
    """A rank before a name is no office where it is longer, or where one stands right before it."""
    rank = page.at("rank", hit.first)
    following = rank.last + 1 if rank is not None else 0
    if rank is None or rank.last < hit.last or following >= len(page.text.tokens):
        return False
    named = page.text.tokens[following].capital and page.text.tokens[rank.last].after == JOINED
    beside = bool(found) and hit.first - found[-1].last <= _BESIDE
    return named and (rank.last > hit.last or beside)


def _is_posted(page: Page, head: Hit, mention: Mention) -> bool:
    """An ambassador "to Morocco", "au Maroc", "لدى المغرب" is not Morocco's.

    In Arabic a minister "in" a country is that country's.
    """
    if mention.means != "country" or not is_placed(page, mention.first):
        return False
    return page.language != _AR or page.is_known("posted", head.first)


def _office_begin(page: Page, first: int, floor: int) -> int:
    """In English what describes an office stands before it: "Finland's National Police Chief"."""
    if page.language != "en":
        return first
    tokens, at = page.text.tokens, first
    while at - 1 >= floor and tokens[at - 1].after == JOINED and first - at < _LONGEST_BEFORE:
        before = at - 1
        describing = any(
            page.at(table, before) is not None
            for table in ("country", "demonym", "agency", "office_body")
        )
        if (
            not describing
            and not page.is_known("office_word", before)
            and tokens[before].low != "s"
        ):
            break
        at = before
    return at if tokens[at].low != "s" else at + 1


def _office_end(page: Page, last: int, mentions: Mentions) -> int:
    """Walk on while words belong to an office: known ones, small ones, countries, agencies."""
    tokens, at = page.text.tokens, last
    placed = {word: each.last for each in mentions.all for word in range(each.first, each.last + 1)}
    while at + 1 < len(tokens) and at - last < _LONGEST_OFFICE:
        comma = tokens[at].after == COMMA and not _in_brackets(page, at)
        more = portfolios_end(page, last, at, joining_words(page.language)) if comma else None
        if more is not None:
            at = more
            continue
        if tokens[at].after == BREAK or comma:
            break
        following = at + 1
        interim = page.at("ad_interim", following)
        if interim is not None:
            at = interim.last
            continue
        if following + 1 in placed and page.is_known("at", following):
            at = placed[following + 1]
            at = _through_name(page, last, at) or at
            break
        if page.at("city", following) and page.at("rank", at):
            break  # "Major General Shahriar": a name that is a city's, too
        if following not in placed and not _belongs(page, following):
            named = _through_name(page, last, at)
            if named is None:
                break
            following = named
        at = following
    return _without_tail(page, at, last, placed)


def _through_name(page: Page, first: int, at: int) -> int | None:
    """Return the end of a body's own name ("the National Anti-drug Secretariat (X), Jalil Y").

    Its capitals belong to the office where a body is named in it and a name follows their comma.
    """
    tokens = page.text.tokens
    if page.language == _AR:
        return _through_title(page, at)
    if not any(page.is_known("office_of", word) for word in range(first, at + 1)):
        return None
    end = at
    while end + 1 < len(tokens) and end - at < _LONGEST_BODY:
        if tokens[end].after == BREAK or (tokens[end].after and not _in_brackets(page, end)):
            break
        if end > at and (page.at("rank", end + 1) or page.at("honorific", end + 1)):
            return end
        if not (tokens[end + 1].capital or tokens[end + 1].low in joining_words(page.language)):
            return None
        end += 1
    named = tokens[end + 1 : end + 3]
    follows = len(named) > 1 and all(each.capital for each in named)
    return end if end > at and tokens[end].after == COMMA and follows else None


def _through_title(page: Page, at: int) -> int | None:
    """Return the end of an Arabic office that goes on with "and the ..." up to "Mr"."""
    tokens = page.text.tokens
    if at + 1 == len(tokens) or not tokens[at + 1].low.startswith("و"):
        return None
    for word in range(at + 1, min(at + _LONGEST_BODY, len(tokens) - 1)):
        if tokens[word].after != JOINED or page.at("verb", word) is not None:
            return None
        if page.at("honorific", word + 1) is not None:
            return word
    return None


def _in_brackets(page: Page, word: int) -> bool:
    tokens = page.text.tokens
    between = page.text.plain[tokens[word].end : tokens[word + 1].start]
    return ("(" in between or ")" in between) and "," not in between


def _belongs(page: Page, word: int) -> bool:
    if page.language == _AR:
        return _belongs_in_arabic(page, word)
    token, before = page.text.tokens[word], page.text.tokens[word - 1]
    numbered = token.low.isdigit() and page.is_known("office_of", word - 1)  # "zone 2"
    known_word = token.low in joining_words(page.language) or page.is_known("office_word", word)
    if known_word or numbered or token.low.startswith(_AGAINST):
        return True
    if (
        token.capital
        and before.low in joining_words(page.language)
        and not page.is_known("and", word - 1)
    ):
        return True
    if _is_complement(page, word):
        return token.low.isalpha() and not page.is_known("finite", word)
    if _is_adjective(page, word):
        return True
    known = words_of(page.vocabulary, page.language, ("office", "office_body", "topic", "police"))
    return token.low in known


def _is_complement(page: Page, word: int) -> bool:
    """ "jefe de la misión": after "of", and an article, any word says of what an office is."""
    before = word - 1
    while before > 0 and page.is_known("article", before):
        before -= 1
    of = page.text.tokens[before].low in _COMPLEMENTS.get(page.language, ())
    return of and page.at("verb", word) is None


def _is_adjective(page: Page, word: int) -> bool:
    """ "la République fédérative du Brésil": a word before "of" belongs to what stands before."""
    tokens = page.text.tokens
    between = word + 1 < len(tokens) and tokens[word].after == JOINED and not tokens[word].capital
    complements = _COMPLEMENTS.get(page.language, ())
    verbal = any(page.at(table, word) is not None for table in ("verb", "status", "result"))
    return (
        between
        and tokens[word].low.isalpha()
        and tokens[word + 1].low in complements
        and (not verbal and not page.is_known("finite", word) and tokens[word - 1].capital)
    )


def _belongs_in_arabic(page: Page, word: int) -> bool:
    low = page.text.tokens[word].low
    known = words_of(page.vocabulary, _AR, ("office", "office_body", "topic", "office_word"))
    return low.startswith(("ال", "لل", "وال", "بال")) or any(
        each in known for each in variants(low)
    )


def joining_words(language: str) -> frozenset[str]:
    """Return the small words that hold an office's words together."""
    return _JOINING.get(language, frozenset())


_COMPLEMENTS: Final = {
    "fr": frozenset({"de", "du", "des", "d"}),
    "es": frozenset({"de", "del", "para"}),
    "en": frozenset({"of", "for"}),
}
"""Words after which any word says of what an office is."""
_JOINING: Final = {
    "fr": frozenset({
    "de", "du", "des", "d", "la", "le", "les", "l", "et", "à", "en", "pour", "a",
}),
    "en": frozenset({
    "of", "the", "and", "for", "s", "in",
}),
    "es": frozenset({
    "de", "del", "la", "el", "los", "las", "y", "e", "en", "para",
}),
    "ar": frozenset(),
}  # fmt: skip


def _without_tail(page: Page, last: int, floor: int, placed: Mapping[int, int]) -> int:
    """Take back small words with which the walk ended."""
    while (
        last > floor
        and last not in placed
        and page.text.tokens[last].low in joining_words(page.language)
    ):
        last -= 1
    return last


@lru_cache(maxsize=64)
def words_of(vocabulary: Vocabulary, language: str, tables: tuple[str, ...]) -> frozenset[str]:
    """Return every single word of the forms of some tables."""
    forms = (form for table in tables for form in vocabulary.words(language, table))
    return frozenset(
        word.strip("*'()") for form in forms for part in form.split() for word in part.split("'")
    )
