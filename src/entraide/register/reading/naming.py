"""The name of a meeting where its text gives one: "the 8th meeting of police chiefs of the region".

A name is the noun of a conference with the ordinal and the capitals before it and the words after
it that say whose or of what it is, up to a place, a day or another part of the sentence. A bare
noun ("a conference") names nothing. Joining documents relies on names: their numbers tell two
sessions of one body apart.
"""

from __future__ import annotations

import re
from typing import Final

from entraide.register.model import Evidence
from entraide.register.reading.drafts import Draft
from entraide.register.reading.lexicon import Hit, variants
from entraide.register.reading.offices import joining_words, words_of
from entraide.register.reading.places import is_placed
from entraide.register.reading.source import Source
from entraide.register.reading.text import JOINED

__all__ = ["name_of"]

_NUMBERED: Final = re.compile(r"\d{1,3}(?:e|er|re|eme|nd|nde|st|rd|th|a|o|va|ma|na|ra|ta)?|[ivxl]+")
_LONGEST: Final = 16
_BEFORE: Final = 4
_LEAST: Final = 2
_AR: Final = "ar"
_TABLES: Final = ("office", "office_body", "office_word", "official", "noun", "topic", "region",
                  "agency", "institution", "rank", "country")  # fmt: skip


def name_of(source: Source, draft: Draft) -> Evidence | None:
    """Return the name that an assembly is told by, quoted; None where it has none."""
    if draft.kind != "multilateral":
        return None
    spans = [*((each.first, each.last) for each in draft.sentences), draft.evidence]
    for span in spans:
        for hit in source.page.within("noun", *span):
            if hit.code == "multilateral":
                named = _named(source, hit)
                if named is not None:
                    return named
    return None


def _named(source: Source, hit: Hit) -> Evidence | None:
    first, last = _begin(source, hit.first), _end(source, hit)
    first += source.page.is_known("proceedings", first)
    if source.page.language == _AR and first > 0 and _is_number(source, first):
        first -= 1  # an Arabic number follows the noun that it counts
    tokens = source.page.text.tokens
    numbered = any(_is_number(source, at) for at in range(first, last + 1))
    capital = source.page.language != _AR and any(
        tokens[at].capital for at in range(max(first, hit.first - 1), last + 1)
    )
    if last - first < _LEAST or not (numbered or capital or last > hit.last + 1):
        return None
    return source.page.quote(first, last)


def _begin(source: Source, first: int) -> int:
    """Walk back over an ordinal and over capitals ("the Third Global Police ... Summit")."""
    tokens, at = source.page.text.tokens, first
    while at > 0 and first - at < _BEFORE and tokens[at - 1].after == JOINED:
        before = tokens[at - 1]
        capital = before.capital and source.page.language != _AR and tokens[at].capital
        if not _is_number(source, at - 1) and not (capital and not _is_small(source, at - 1)):
            break
        at -= 1
    return at


def _is_small(source: Source, word: int) -> bool:
    low = source.page.text.tokens[word].low
    return source.page.is_known("article", word) or low in joining_words(source.page.language)


def _is_number(source: Source, word: int) -> bool:
    token = source.page.text.tokens[word]
    roman = token.low.isdigit() or token.low[0].isdigit() or token.capital
    return source.page.is_known("nth", word) or (roman and bool(_NUMBERED.fullmatch(token.low)))


def _end(source: Source, hit: Hit) -> int:
    """Walk on while words say of whom or of what; a place and a day are the sentence's."""
    tokens, at = source.page.text.tokens, hit.last
    days = {word for each in source.dates for word in range(each.first, each.last + 1)}
    while at + 1 < len(tokens) and at - hit.first < _LONGEST and tokens[at].after == JOINED:
        if at + 1 in days or _is_place(source, at + 1) or not _belongs(source, at + 1):
            break
        at += 1
    while at > hit.last and _is_small(source, at):
        at -= 1
    return at


def _is_place(source: Source, word: int) -> bool:
    """Tell whether a city, or what says where, begins at a word or one small word on."""
    for at in (word, word + 1) if source.page.is_known("at", word) else (word,):
        named = source.mentions.within(at, at + 3, "city", "country")
        if any(each.first == at and is_placed(source.page, at) for each in named):
            return not any(each.first == at and each.means == "agency" for each in named)
    return False


def _belongs(source: Source, word: int) -> bool:
    page = source.page
    token = page.text.tokens[word]
    if page.at("verb", word) is not None or page.is_known("finite", word):
        return False
    known = words_of(page.vocabulary, page.language, _TABLES)
    near = (max(0, word - _BEFORE), min(word + _BEFORE, len(page.text.tokens) - 1))
    covering = [*page.within("official", *near), *page.within("agency", *near)]
    if page.is_known("nth", word) or any(each.first <= word <= each.last for each in covering):
        return True
    if page.language == _AR:
        return token.low.startswith(("ال", "لل")) or not known.isdisjoint(variants(token.low))
    return token.capital or token.low in joining_words(page.language) or token.low in known
