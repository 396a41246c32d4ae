"""A page's text in two aligned forms: the raw one that is quoted, the folded one that rules read.

Folding drops accents, vowel signs and letter variants character by character (NFKD, Arabic letter
forms, Arabic digits, typographic apostrophes) and keeps, for every folded character, the place that
it came from. So rules compare plain letters while every quotation is cut from the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from entraide.register.model import Evidence

__all__ = ["BREAK", "COMMA", "JOINED", "Text", "Token", "fold", "read_text"]

JOINED, COMMA, BREAK = 0, 1, 2
"""What stands after a token: nothing that divides, a comma or the like, a sentence's end."""

_LETTERS: Final = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": "",
    "ڤ": "ف", "گ": "ك", "ک": "ك", "ی": "ي", "پ": "ب", "چ": "ج", "ڭ": "ك", "ı": "i", "ø": "o",
    "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "œ": "oe", "Œ": "OE",
    "Æ": "AE", "،": ",", "؛": ";", "؟": "?", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00ad": "",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\ufeff": "",
    "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "", "\u202a": "", "\u202b": "",
    "\u202c": "", "\u00b0": "", "\u00ba": "o", "\u00aa": "a", "…": ".",
}  # fmt: skip
_WORD: Final = re.compile(r"\w+")
_SENTENCE_END: Final = re.compile(r"[.!?;\n۔]")
_INSIDE: Final = re.compile(r"[,:()\[\]«»\"“”|/]| - ")
_ABBREVIATION: Final = frozenset({
    "m", "mm", "mr", "mrs", "ms", "dr", "sr", "sra", "d", "gen", "col", "lt", "sgt", "st", "no",
    "art", "pr", "prof", "mme", "mlle", "me", "mgr", "exc", "gral", "cap", "cnel", "maj", "brig",
    "crio", "comis", "insp", "supt", "capt", "cdt", "cne", "subof", "tte", "alm", "hon",
})  # fmt: skip
_DAY_OR_YEAR: Final = re.compile(r"(?:(?:19|20)\d\d|[0-3]?\d)\b")
_MONTHS: Final = frozenset({
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ene",
    "abr", "ago", "dic", "janv", "fevr", "fev", "avr", "juil", "may", "mai",
})  # fmt: skip
"""Shortened months, whose dot ends no sentence where a day or a year follows."""


@lru_cache(maxsize=8_192)
def _folded(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    kept = [each for each in unicodedata.normalize("NFKD", character) if not _is_mark(each)]
    return "".join(_LETTERS.get(each, each) for each in kept)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0 or unicodedata.category(character) == "Mn"


def fold(text: str) -> str:
    """Return the folded lower-case form, as vocabulary and pages are compared."""
    return "".join(map(_folded, text)).lower()


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its place in the folded text, its lower-case form and what stands after it."""

    start: int
    end: int
    low: str
    capital: bool
    after: int


@dataclass(frozen=True, slots=True)
class Text:
    """A page: raw text, folded text, and the words of it."""

    raw: str
    plain: str
    places: tuple[int, ...]
    tokens: tuple[Token, ...]

    def raw_at(self, folded: int) -> int:
        """Return the raw place of a folded character, the raw length past the last."""
        return self.places[folded] if folded < len(self.places) else len(self.raw)

    def quote(self, first: int, last: int) -> Evidence:
        """Return the words from ``first`` to ``last``, both included, as they stand in the raw."""
        start = self.places[self.tokens[first].start]
        end = self.places[self.tokens[last].end - 1] + 1
        while end < len(self.raw) and _is_mark(self.raw[end]):
            end += 1
        return Evidence(start, end, self.raw[start:end])

    def words(self, first: int, last: int) -> str:
        """Return the lower-case words from ``first`` to ``last``, both included."""
        return " ".join(each.low for each in self.tokens[first : last + 1])


def read_text(raw: str) -> Text:
    """Return the folded and divided form of a page."""
    parts = [_folded(character) for character in raw]
    plain = "".join(parts)
    places = tuple(place for place, part in enumerate(parts) for _ in part)
    return Text(raw, plain, places, tuple(_tokens(plain)))


def _tokens(plain: str) -> list[Token]:
    found = list(_WORD.finditer(plain))
    ends = [*(match.start() for match in found[1:]), len(plain)][: len(found)]
    return [_token(plain, match, end) for match, end in zip(found, ends, strict=True)]


def _token(plain: str, match: re.Match[str], following: int) -> Token:
    word = match.group()
    between = plain[match.end() : following]
    low = word.lower()
    return Token(
        match.start(), match.end(), low, word[0].isupper(), _divides(low, between, plain, following)
    )


def _divides(low: str, between: str, plain: str, following: int) -> int:
    """Tell what a stretch between two words divides; the dot of an abbreviation divides nothing."""
    if (
        between.startswith(".")
        and "\n" not in between
        and _keeps_on(low, between, plain, following)
    ):
        between = between[1:]
    if _SENTENCE_END.search(between):
        return BREAK
    return COMMA if _INSIDE.search(between) else JOINED


def _keeps_on(low: str, between: str, plain: str, following: int) -> bool:
    after = plain[following : following + 1]
    if low in _ABBREVIATION or (len(low) == 1 and low.isalpha()):
        return True
    if low in _MONTHS and _DAY_OR_YEAR.match(plain, following):
        return True
    return between == "." or (after.islower() and after.isascii())
