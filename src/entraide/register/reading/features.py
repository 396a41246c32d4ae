"""What a sentence shows of itself, as the names of its features: what its weight is counted from.

Words stand with the names, countries, agencies and dates of the page masked, so that what is
learned of one meeting says nothing of who met; what the rules found in the sentence (verbs, nouns
of meeting, sides, what is new in it) stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from entraide.register.reading.frames import Frame
from entraide.register.reading.source import Sentence, Source

__all__ = ["features_of"]

_TABLES: Final = (
    "verb", "noun", "status", "outcome", "result", "background", "margin", "also", "again",
    "purpose", "guest", "counterpart", "at_it",
)  # fmt: skip
_PARTICLES: Final = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
"""What stands before an Arabic word as a part of it."""
_SHORTEST: Final = 3
_STEM: Final = 5
_OPENING: Final = 3
_STEP, _LONGEST = 12, 4
"""Words by which sentences are longer, and the number of such steps that count."""


def features_of(source: Source, home: str | None, at: int, frames: Sequence[Frame]) -> set[str]:
    """Return the names of what the sentence of a number shows; ``frames`` are those found in it."""
    sentence = source.sentences[at]
    return {
        *_words(source, home, sentence),
        *_found(source, at),
        *(f"frame:{each.verb}" for each in frames),
        *("frame:sides" for each in frames if each.partner_codes),
        *_sides(source, home, sentence),
        f"at:{min(at, _OPENING)}",
        f"long:{min((sentence.last - sentence.first) // _STEP, _LONGEST)}",
    }


def _words(source: Source, home: str | None, sentence: Sentence) -> Iterator[str]:
    last = ""
    for word in _masked(source, home, sentence):
        yield f"w:{word}"
        yield f"p:{word[:_STEM]}"
        if last:
            yield f"b:{last} {word[:_STEM]}"
        last = word[:_STEM]


def _masked(source: Source, home: str | None, sentence: Sentence) -> Iterator[str]:
    """Yield the words of a sentence, names and dates as one mask each."""
    masks: dict[int, str] = {}
    span = (sentence.first, sentence.last)
    for person in source.people_in(*span):
        masks.update(dict.fromkeys(range(person.first, person.last + 1), "@person"))
    for each in source.mentions.within(*span):
        mask = f"@{each.means} {_side(each.country, home)}"
        for word in range(each.first, each.last + 1):
            masks.setdefault(word, mask)
    for date in source.dates_in(*span):
        for word in range(date.first, date.last + 1):
            masks.setdefault(word, "@date")
    last = ""
    for word in range(sentence.first, sentence.last + 1):
        shown = masks.get(word) or _stem(source, source.page.text.tokens[word].low)
        if shown != last or not shown.startswith("@"):
            yield shown
        last = shown


def _side(country: str | None, home: str | None) -> str:
    if country == "int":
        return "int"
    return "home" if country == home else "other"


def _stem(source: Source, low: str) -> str:
    """Return a word without its Arabic particles; a number is any number."""
    if low.isdigit():
        return "0"
    if source.page.language == "ar":
        for each in _PARTICLES:
            if low.startswith(each) and len(low) - len(each) >= _SHORTEST:
                return low[len(each) :]
    return low


def _found(source: Source, at: int) -> Iterator[str]:
    """Yield what the vocabulary knows in a sentence, and the meetings of the one before."""
    sentence = source.sentences[at]
    for table in _TABLES:
        for hit in source.page.within(table, sentence.first, sentence.last):
            yield f"{table}:{hit.code}"
    for each in source.sentences[max(0, at - 1) : at]:
        for table in ("verb", "noun"):
            for hit in source.page.within(table, each.first, each.last):
                yield f"before:{table}:{hit.code}"
        if each.line != sentence.line:
            yield "paragraph"


def _sides(source: Source, home: str | None, sentence: Sentence) -> Iterator[str]:
    """Yield who is named, and whether the article has named them before."""
    span, earlier = (sentence.first, sentence.last), (source.extent[0], sentence.first - 1)
    for person in source.people_in(*span):
        side = _side(person.country, home) if person.country else "unknown"
        yield f"person:{side}"
        if person.office is not None:
            yield "person:office"
    for each in source.mentions.within(*span):
        yield f"{each.means}:{_side(each.country, home)}"
    named = {e.country for e in source.mentions.within(*span) if e.country not in {None, home}}
    told = {e.country for e in source.mentions.within(*earlier)}
    yield from _compared("country", named, told)
    yield from _compared("name", _surnames(source, span), _surnames(source, earlier))
    days = {each.days for each in source.dates_in(*span)}
    yield from _compared("day", days - {()}, {e.days for e in source.dates_in(*earlier)})
    title = source.layout.title
    if title is not None:
        headed = {e.country for e in source.mentions.within(title.first, title.last)}
        if named & headed:
            yield "country:of_title"


def _surnames(source: Source, span: tuple[int, int]) -> set[str]:
    return {source.page.text.tokens[each.last].low for each in source.people_in(*span)}


def _compared(what: str, named: AbstractSet[object], told: AbstractSet[object]) -> Iterator[str]:
    if named - told:
        yield f"{what}:new"
    if named & told:
        yield f"{what}:again"
    if not named:
        yield f"{what}:none"
