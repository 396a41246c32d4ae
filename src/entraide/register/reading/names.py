"""Names as they stand in a text: runs of words that no vocabulary knows.

In Latin letters a name is a run of capitals with the particles inside it; in Arabic, which has no
capitals, a run of unknown words. Whether a name is somebody's who acts in an office, ``people``
says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from entraide.register.reading.lexicon import variants
from entraide.register.reading.offices import words_of
from entraide.register.reading.page import Page
from entraide.register.reading.places import Mentions, is_placed
from entraide.register.reading.text import COMMA, JOINED, Token

__all__ = ["PARTICLES", "find_names", "is_given"]

PARTICLES: Final = frozenset({
    "de", "del", "della", "di", "da", "dos", "der", "den", "van", "von", "al", "el", "ben", "bin",
    "ibn", "ould", "bint", "abu", "abou", "la", "le", "du", "d", "l", "o", "mc", "ter", "af",
    "av", "y", "i",
})  # fmt: skip
_LONGEST_NAME: Final = 6
_KNOWN: Final = tuple(sorted({
    "stop", "office", "office_body", "official", "noun", "topic", "outcome", "weekday", "month",
    "honorific", "rank", "relday", "claim", "margin", "purpose", "again", "also", "at", "of",
    "police", "region", "counted", "article", "finite", "verb", "status", "result", "not_held",
    "promise", "pronoun", "they", "several", "number", "institution", "lastday", "nextday",
    "separate",
}))  # fmt: skip
_NO_SURNAMES: Final = (
    "relday", "weekday", "month", "office", "official", "rank", "honorific", "noun", "verb",
    "counterpart", "guest", "lastday", "nextday", "thismonth", "their_side", "they", "demonym",
)  # fmt: skip
"""What an Arabic word with the article is, rather than the last word of a name."""
_AR: Final = "ar"
_TANWIN: Final = "\u064b"


def find_names(page: Page, mentions: Mentions) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each name of a page, in the order of the text."""
    named = _names_in_arabic if page.language == _AR else _names_in_latin
    yield from named(page, mentions)


def _names_in_latin(page: Page, mentions: Mentions) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words that no vocabulary knows, with the particles inside them."""
    known = words_of(page.vocabulary, page.language, _KNOWN)
    taken = {
        w for each in mentions.all if each.means != "city" for w in range(each.first, each.last + 1)
    }
    tokens, at = page.text.tokens, 0
    while at < len(tokens):
        end = _run(page, at, known, taken)
        if end is None:
            at += 1
            continue
        begin = _past_acronym(page, _past_city(page, at, end, mentions), end)
        if _is_full(page, begin, end):
            yield begin, end
        at = end + 1


def is_given(page: Page, word: int) -> bool:
    """Tell a given name that means something else ("Julio", "Chad"): an unknown one follows it."""
    tokens = page.text.tokens
    if not page.is_known("given", word) or word + 1 >= len(tokens) or tokens[word].after != JOINED:
        return False
    following = tokens[word + 1]
    known = words_of(page.vocabulary, page.language, _KNOWN)
    if page.is_known("rank", word) and _is_of_two(tokens, word + 1):
        return False  # "Cheikh Fahd Al-Sabah" is a sheikh, "Cheikh Ndiaye" has that name
    return following.capital and following.low.isalpha() and following.low not in known


def _is_of_two(tokens: Sequence[Token], word: int) -> bool:
    """Tell whether another capital, or a particle of a name, follows a word."""
    if word + 1 >= len(tokens) or tokens[word].after != JOINED:
        return False
    return tokens[word + 1].capital or tokens[word + 1].low in PARTICLES


def _past_city(page: Page, first: int, last: int, mentions: Mentions) -> int:
    """Leave out a city that a verb's "in" put before the name ("reçu à Rabat Vittorio Pisani")."""
    city = next(
        (each for each in mentions.within(first, last, "city") if each.first == first), None
    )
    return city.last + 1 if city is not None and is_placed(page, first) else first


def _past_acronym(page: Page, first: int, last: int) -> int:
    """Leave out the acronym of a service before a name ("general PNP Wilmer Tafur")."""
    words = [page.quote(at, at).text for at in range(first, last + 1)]
    written = [len(word) > 1 and word.isupper() for word in words]
    return first + 1 if written[:1] == [True] and not all(written[1:]) else first


def _is_full(page: Page, first: int, last: int) -> bool:
    """A name has two parts at least; initials and acronyms alone are none."""
    words = [page.text.tokens[at] for at in range(first, last + 1)]
    return sum(word.low not in PARTICLES and len(word.low) > 1 for word in words) > 1


def _run(page: Page, at: int, known: frozenset[str], taken: set[int]) -> int | None:
    tokens = page.text.tokens

    def is_name(word: int) -> bool:
        token = tokens[word]
        capital = token.capital or _is_second_half(page, word)
        named = capital and word not in taken and token.low.isalpha()
        return named and (token.low not in known or is_given(page, word))

    if not is_name(at):
        return None
    last = word = at
    while word + 1 < len(tokens) and tokens[word].after == JOINED and word - at < _LONGEST_NAME:
        word += 1
        if is_name(word):
            last = word
        elif tokens[word].low not in PARTICLES or _joins_two(tokens, at, word, is_name):
            break
    return last


def _is_second_half(page: Page, word: int) -> bool:
    """Tell the "hoon" of "Park Ji-hoon", the "osi" of "Faka'osi": joined to a capital word."""
    if word == 0 or not page.text.tokens[word - 1].capital:
        return False
    before, token = page.text.tokens[word - 1], page.text.tokens[word]
    between = page.text.plain[before.end : token.start]
    return between == "-" or (between == "'" and min(len(before.low), len(token.low)) > 1)


def _joins_two(
    tokens: Sequence[Token], first: int, word: int, is_name: Callable[[int], bool]
) -> bool:
    """Tell "Rodrigo Valcárcel y Teresa Falcão", two people, from "José Ortega y Gasset"."""
    following = range(word + 1, word + 3)
    full = word - first > 1 and word + 2 < len(tokens)
    return tokens[word].low in {"y", "i"} and full and all(map(is_name, following))


def _names_in_arabic(page: Page, mentions: Mentions) -> Iterator[tuple[int, int]]:
    """Yield runs of two to five words that no vocabulary knows."""
    known = words_of(page.vocabulary, _AR, _KNOWN)
    taken = {
        w
        for each in mentions.all
        for w in range(each.first, each.last + 1)
        if not (each.means == "city" and _goes_on(page, each.last))
    }
    tokens, at = page.text.tokens, 0
    while at < len(tokens):
        last = at
        opening = at == 0 or not any(page.at(each, at - 1) for each in ("rank", "honorific"))
        while _is_arabic_name(page, last, known, taken, first=opening and last == at):
            last += 1
            if tokens[last - 1].after != JOINED:
                break
        if last > at and _is_last_of_name(page, last, taken):
            last += 1
        if 2 <= last - at <= _LONGEST_NAME - 1:  # a given name and a surname
            yield at, last - 1
        at = max(last, at + 1)


def _is_arabic_name(
    page: Page, word: int, known: frozenset[str], taken: set[int], *, first: bool
) -> bool:
    tokens = page.text.tokens
    if word >= len(tokens) or word in taken:
        return False
    low = tokens[word].low
    if (
        (not first and _is_indefinite(page, word))
        or low.startswith("وال")
        or (first and low.startswith("و") and not _is_of_waw(page, low))
    ):
        return False  # "and the ..."
    if (
        not low.isalpha() or len(low) < 2 or (low.startswith(("ال", "وال", "لل", "بال")) and first)
    ):  # no single letters
        return False
    if word and tokens[word - 1].low in _SERVANT:
        return True
    if low in _FOREIGN and not first:
        return True
    unknown = not any(each in known for each in variants(low)[:2])
    return (
        unknown
        or _is_ali(page, word)
        or (not first and (_is_inner(page, word, known) or _is_inner_given(page, word, known)))
    )


def _goes_on(page: Page, word: int) -> bool:
    """Tell the "براغا" of "لوسيانا براغا دي أوليفيرا": a particle of a foreign name follows it."""
    tokens = page.text.tokens
    joined = word + 1 < len(tokens) and tokens[word].after == JOINED
    return joined and tokens[word + 1].low in _FOREIGN - _ALSO_WORDS


def _is_inner_given(page: Page, word: int, known: frozenset[str]) -> bool:
    """Tell the "الأمين" of "محمد الأمين ولد بلال": a given name, with a name after it."""
    tokens = page.text.tokens
    if page.at("given", word) is None or tokens[word].after != JOINED or word + 1 >= len(tokens):
        return False
    following = tokens[word + 1].low
    return following.isalpha() and (following in _SERVANT or following not in known)


def _is_indefinite(page: Page, word: int) -> bool:
    """Tell a word with the mark of an indefinite object ("شرحاً"), which no name bears."""
    token = page.text.tokens[word]
    return _TANWIN in page.text.raw[page.text.raw_at(token.start) : page.text.raw_at(token.end)]


def _is_inner(page: Page, word: int, known: frozenset[str]) -> bool:
    """Tell the "لامين" of "مامادو لامين سيسوكو": unknown but for its first letter, in a name.

    The word after it is unknown with and without letters in front, as no word after "to" is.
    """
    tokens = page.text.tokens
    if word + 1 >= len(tokens) or tokens[word].after != JOINED or tokens[word].low in known:
        return False
    following = tokens[word + 1].low
    named = following.isalpha() and not following.startswith("ال")
    return named and not any(each in known for each in variants(following)[:2])


def _is_last_of_name(page: Page, word: int, taken: set[int]) -> bool:
    """Tell a surname that means something else, too ("فهد اليوسف الصباح،"): a comma follows it."""
    tokens = page.text.tokens
    if word >= len(tokens) or word in taken or tokens[word - 1].after != JOINED:
        return False
    named = tokens[word].low.startswith("ال") and tokens[word].after >= COMMA
    return named and not any(page.at(each, word) is not None for each in _NO_SURNAMES)


def _is_ali(page: Page, word: int) -> bool:
    """Tell the name "علي", with its dots and in a name, from the preposition that it folds to."""
    token = page.text.tokens[word]
    written = page.text.raw[page.text.raw_at(token.end - 1)] == "ي"
    titled = word > 0 and any(page.at(each, word - 1) for each in ("rank", "honorific"))
    return token.low == "علي" and written and titled


def _is_of_waw(page: Page, low: str) -> bool:
    return low in page.vocabulary.words(_AR, "given")


_FOREIGN: Final = frozenset(
    {"فان", "فون", "دير", "دي", "دو", "دا", "دوس", "ماك", "سان", "لو", "دن", "ده", "تن", "فاندر"}
)
"""Particles of foreign names as Arabic writes them."""
_ALSO_WORDS: Final = frozenset({"لو", "ده", "دير", "سان", "ماك"})
"""Those of them that are words, or begin the name of a place."""
_SERVANT: Final = frozenset({"عبد", "ابو", "بن", "ابن", "ال"})
"""Words that no name ends with: what follows them belongs to it, whatever it means elsewhere."""
