"""A page before it is understood: its words, its lines, its language, and where vocabulary stands.

Everything later works on word numbers; ``Page`` answers what stands at a word, between two words,
and on which line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from entraide.register.model import Evidence
from entraide.register.reading.futures import find_futures
from entraide.register.reading.lexicon import Hit, variants
from entraide.register.reading.text import BREAK, COMMA, Text, read_text
from entraide.register.reading.vocabulary import LANGUAGES, Vocabulary

__all__ = ["Line", "Page", "detect_language", "open_page"]

_LINE: Final = re.compile(r"[ \t]*date \d{4}-\d{2}(?:-\d{2})?(?=[ \t]+\S)|[^\r\n]+")
"""A line of the text; what a crawler wrote before the first one is a line of its own."""
_DEFAULT: Final = "en"
_ARABIC: Final = "ar"
_ARABIC_FROM, _ARABIC_TO = "\u0600", "\u06ff"
_STATUS: Final = "status"
_PARTICIPLES: Final = frozenset({"rencontre", "visite", "traite"})
"""French nouns that fold to the same letters as a participle."""
_PAST_ALIKE: Final = frozenset({"intercambio", "dialogo"})
"""Spanish nouns that fold to the same letters as a verb of the past."""
_CARRIERS: Final = frozenset({
    "eu", "tenu", "mene", "effectue", "entame", "conduit", "acheve", "conclu", "fait", "termine",
    "poursuivi", "boucle", "debute", "preside", "organise", "recu", "copreside", "abrite",
    "rendu", "recue", "accorde", "objet",
})  # fmt: skip
"""Participles that a noun of meeting is the object of."""
_NOUNS_ALIKE: Final = frozenset({"وزاره"})
"""Arabic nouns that look like "and" with a verb: "وزارة", and "و" + "زاره"."""
_VERBAL: Final = frozenset({"verb", "status", "result"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds words: raw place, and the first and last of its words."""

    start: int
    end: int
    text: str
    first: int
    last: int

    @property
    def words(self) -> int:
        """Return the number of its words."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Page:
    """A page's words, lines and vocabulary hits, by table and by word."""

    text: Text
    language: str
    vocabulary: Vocabulary
    lines: tuple[Line, ...]
    hits: tuple[Hit, ...]
    _tables: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    _words: dict[str, dict[int, Hit]] = field(default_factory=dict)

    def table(self, name: str) -> tuple[Hit, ...]:
        """Return the hits of a table in the order of the text, none inside a longer one."""
        if not self._tables:
            by_table: dict[str, list[Hit]] = {}
            for hit in self.hits:
                by_table.setdefault(hit.table, []).append(hit)
            self._tables.update((each, tuple(_outermost(hits))) for each, hits in by_table.items())
        return self._tables.get(name, ())

    def within(self, name: str, first: int, last: int) -> list[Hit]:
        """Return the hits of a table that lie between two words, both included."""
        hits = self.table(name)
        begin = bisect_left(hits, first, key=_first_word)
        end = bisect_right(hits, last, lo=begin, key=_first_word)
        return [hit for hit in hits[begin:end] if hit.last <= last]

    def at(self, name: str, word: int) -> Hit | None:
        """Return the hit of a table that covers a word."""
        if name not in self._words:
            self._words[name] = {
                at: hit for hit in self.table(name) for at in range(hit.first, hit.last + 1)
            }
        return self._words[name].get(word)

    def quote(self, first: int, last: int) -> Evidence:
        """Return the words from ``first`` to ``last`` as evidence."""
        return self.text.quote(first, last)

    def is_known(self, name: str, word: int) -> bool:
        """Return whether a word, or what remains of it without particles, is in a table."""
        known = self.vocabulary.words(self.language, name)
        return any(each in known for each in variants(self.text.tokens[word].low))

    def is_grave(self, word: int) -> bool:
        """Return whether a word is the French "à", which folds to the auxiliary "a"."""
        return self.text.raw[self.text.raw_at(self.text.tokens[word].start)] in "àÀ"

    def is_semicolon(self, word: int) -> bool:
        """Return whether a semicolon stands after a word: what follows goes on with a list."""
        return self.text.plain[self.text.tokens[word].end :][:2].lstrip()[:1] == ";"

    def sentences(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Return the sentences between two words, as first and last word."""
        begin = first
        for word in range(first, last + 1):
            if self.text.tokens[word].after == BREAK or word == last:
                yield begin, word
                begin = word + 1


def _first_word(hit: Hit) -> int:
    return hit.first


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Leave out hits that begin inside the one before; hits come in the order of the text."""
    last = -1
    for hit in hits:
        if hit.first > last:
            yield hit
            last = hit.last


def open_page(raw: str, vocabulary: Vocabulary, language: str | None = None) -> Page:
    """Return a page made ready for reading; the language is detected where none is given."""
    text = read_text(raw)
    spoken = language or detect_language(text, vocabulary)
    verbs = frozenset(form.split()[0] for form in vocabulary.words(spoken, "verb"))
    hits = vocabulary.lexicon(spoken).find(
        text.tokens, lambda hit: not _is_no_verb(text, hit, verbs)
    )
    stretched = frozenset(_stretched(text, [hit for hit in hits if hit.table == _STATUS]))
    hits = tuple(hit for hit in hits if hit not in stretched)
    futures = find_futures(text, hits, vocabulary, spoken)
    hits = tuple(sorted((*hits, *futures), key=_first_word))
    return Page(text, spoken, vocabulary, tuple(_lines(text)), hits)


def _stretched(text: Text, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield verbs of status that stretch over another's clause.

    "a été signé par les parties, qui ont décidé" is no "a .. décidé".
    """
    for hit in hits:
        divided = any(text.tokens[at].after >= COMMA for at in range(hit.first, hit.last))
        if divided and any(
            hit.first < each.first and each.last <= hit.last and each.code != hit.code
            for each in hits
        ):
            yield hit


def _is_no_verb(text: Text, hit: Hit, verbs: frozenset[str]) -> bool:
    """The French "à" folds to an auxiliary; an Arabic article makes a noun of a verb."""
    begin = text.raw_at(text.tokens[hit.first].start)
    if hit.table in _VERBAL and (text.raw[begin] in "àÀ" or _is_initial(text, hit)):
        return True
    if hit.table in _VERBAL and _is_noun_alike(text, hit):
        return True
    if hit.table != "verb":
        return False
    low = text.tokens[hit.first].low
    if low in _NOUNS_ALIKE:
        return True
    bare = low[1:] if low[:1] in "وف" else low
    return bare.startswith(("ال", "لل", "بال")) and not {low, bare} & verbs


def _is_initial(text: Text, hit: Hit) -> bool:
    """Tell the "a" of "a.i." (ad interim), which is no auxiliary."""
    first = text.tokens[hit.first]
    return first.end - first.start == 1 and text.plain[first.end : first.end + 1] == "."


def _is_noun_alike(text: Text, hit: Hit) -> bool:
    """Tell "a promis une rencontre" from "a rencontré": folded, the noun is the participle.

    The noun is meant where the page writes no accent and nothing in the hit carries a noun ("eu").
    """
    first, last = text.tokens[hit.first], text.tokens[hit.last]
    if first.low in _PAST_ALIKE:
        return text.raw[text.raw_at(first.end - 1)].isascii()
    if last.low not in _PARTICIPLES or hit.first == hit.last:
        return False
    accented = not text.raw[text.raw_at(last.end - 1)].isascii()
    inner = {text.tokens[at].low for at in range(hit.first, hit.last)}
    return not accented and not inner & _CARRIERS


def detect_language(text: Text, vocabulary: Vocabulary) -> str:
    """Return the language whose commonest words occur most; English where none does.

    A text whose words are mostly in Arabic script is in Arabic, however few common ones it has.
    """
    arabic = sum(_ARABIC_FROM <= token.low[:1] <= _ARABIC_TO for token in text.tokens)
    if 2 * arabic > len(text.tokens):
        return _ARABIC
    counts = dict.fromkeys(LANGUAGES, 0)
    for language in LANGUAGES:
        common = vocabulary.words(language, "stop")
        counts[language] = sum(token.low in common for token in text.tokens)
    best = max(LANGUAGES, key=lambda each: counts[each])
    return best if counts[best] else _DEFAULT


def _lines(text: Text) -> Iterator[Line]:
    starts = [text.places[token.start] for token in text.tokens]
    for match in _LINE.finditer(text.raw):
        stripped = match.group().strip()
        start = match.start() + match.group().find(stripped)
        first, last = bisect_right(starts, start - 1), bisect_right(starts, match.end() - 1) - 1
        if stripped and first <= last:
            yield Line(start, start + len(stripped), stripped, first, last)
