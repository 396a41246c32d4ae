"""Sentences that name two heads of two countries, whatever verb says that they met.

"Compared notes", "ont fait le point", "حديثا مطولا": no list of verbs is complete. Two people who
are both named in office, of two sides, in one sentence with the day or a word of sitting, met,
unless the sentence thanks, mourns, replaces, or writes to one of them (table ``no_meeting``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.people import Person
from entraide.register.reading.source import Sentence, Source

__all__ = [
    "are_of_two_sides",
    "is_of_members",
    "meeting_agreed",
    "meeting_of_many",
    "meeting_of_two",
]

_TOGETHER: Final = frozenset({"agreed", "signed", "discussed", "announced"})
_SETTLED: Final = frozenset({"agreed", "signed"})
_BESIDE: Final = 3
"""Words between the last of those who agreed and the verb that says so."""
_SUBJECTS: Final = 28
"""Words after an Arabic verb in which the two who act are named, with all their titles."""
_MET: Final = frozenset({"meet", "receive"})
_TWO: Final = 2
_AR: Final = "ar"


def are_of_two_sides(source: Source, named: Sequence[Person], span: tuple[int, int]) -> bool:
    """Tell two who are named with two countries, or one with a country and one in a bare office."""
    if len(named) < _TWO:
        return False
    sides = source.mentions.within(*span, "country", "demonym")
    first, second = named[0], named[1]
    bare = first.office is not None and first.country is None and second.country is not None
    return bare or len({each.country for each in sides if each.country}) > 1


def is_of_members(source: Source, trigger: Hit, region: tuple[int, int]) -> bool:
    """Tell "the three-day meeting of the ASEAN Working Group": an organisation's own assembly.

    A meeting *with* it, or of two *at* its seat, is none.
    """
    if trigger.code != "held":
        return False
    begin = max(region[0], trigger.first)
    bodies = source.mentions.within(begin, region[1], "agency")
    return any(
        _is_member_of(source, hit, each.first)
        for hit in source.page.within("noun", *region)
        for each in bodies
        if each.country == "int"
    )


def _is_member_of(source: Source, noun: Hit, body: int) -> bool:
    """Tell whether nothing but "of the" stands between a noun of meeting and an organisation."""
    between = range(noun.last + 1, body)
    if source.page.language == _AR:
        return body == noun.last + 1
    small = all(source.page.is_known("of", at) or _is_article(source, at) for at in between)
    return bool(between) and small and source.page.is_known("of", between[0])


def _is_article(source: Source, word: int) -> bool:
    return source.page.is_known("article", word)


def meeting_agreed(source: Source, sentence: Sentence) -> list[Hit]:
    """Return what two named heads before it agreed, or discussed, or sat down to: they met."""
    page = source.page
    for hit in page.within("sitting", sentence.first, sentence.last)[:1]:
        span = (sentence.first, hit.first)
        if are_of_two_sides(source, source.people_in(*span), span):
            return [Hit("verb", "meet", hit.first, hit.first)]
    said = page.within("status", sentence.first, sentence.last)
    for hit in [each for each in said if each.code in _TOGETHER][:1]:
        span = (sentence.first, hit.first)
        if page.language == _AR:
            span = (hit.first, min(sentence.last, hit.last + _SUBJECTS))
        named = source.people_in(*span)
        beside = named and (span[0] == hit.first or hit.first - named[-1].last <= _BESIDE)
        if beside and are_of_two_sides(source, named, span):
            return [Hit("verb", "meet", hit.first, hit.first)]
    apart = _apart_by_surname(source, sentence)
    return apart or meeting_of_two(source, sentence) or _for_sides(source, sentence)


def _apart_by_surname(source: Source, sentence: Sentence) -> list[Hit]:
    """Return where two who were named before are said to speak on the sidelines of a sitting.

    "On the sidelines, Mr Mensavi and Ms Adéchian reviewed": by last names, of two sides.
    """
    page = source.page
    said = [e for e in page.within("status", sentence.first, sentence.last) if e.code in _TOGETHER]
    if not said or not page.within("margin", sentence.first, said[0].first):
        return []
    tokens = page.text.tokens
    titled = [
        tokens[at + 1].low
        for at in range(sentence.first, said[0].first)
        if page.is_known("honorific", at) and tokens[at + 1].capital
    ]
    known = {
        tokens[each.last].low: each.country
        for each in source.people
        if each.office is not None and each.last < sentence.first
    }
    sides = [known.get(each) for each in titled]
    two = len(titled) == _TWO and len(set(sides)) == _TWO
    return [Hit("verb", "meet", said[0].first, said[0].last)] if two else []


def _for_sides(source: Source, sentence: Sentence) -> list[Hit]:
    """Return where the second of two sides is told ("for A there was X; for B, Y"): they met."""
    at = sentence.first
    before = [each for each in source.sentences if each.last < at and each.line == sentence.line]
    if not before or not all(_opens_for_side(source, each) for each in (sentence, before[-1])):
        return []
    told = source.page.within("verb", source.extent[0], at)
    named = source.people_in(at, sentence.last)
    hosts = source.people_in(before[-1].first, before[-1].last)
    met = any(each.code in _MET for each in told)  # then it only lists who was there
    return [Hit("verb", "meet", at, at)] if named and named[0].country and hosts and not met else []


def _opens_for_side(source: Source, sentence: Sentence) -> bool:
    hits = source.page.within("for_side", sentence.first, sentence.last)
    return bool(hits) and hits[0].first == sentence.first


def meeting_of_many(source: Source, sentence: Sentence) -> list[Hit]:
    """Return where the heads of several countries, named before it, are said to sit or agree."""
    agreed = source.page.within("status", sentence.first, sentence.last)
    dated = bool(source.dates_in(sentence.first, sentence.last))
    agreed = [each for each in agreed if each.code in _SETTLED and dated][:1]
    for hit in [*source.page.within("assembled", sentence.first, sentence.last)[:1], *agreed]:
        named = source.mentions.within(sentence.first, hit.first, "country", "demonym")
        official = source.is_official(sentence.first, hit.first)
        sides = {each.country for each in named if each.country}
        least = _TWO if hit.table == "status" else _TWO + 1  # "the commanders of A and B agreed"
        if official and len(sides) >= least:
            return [Hit("verb", "meet", hit.first, hit.last)]
    return []


def meeting_of_two(source: Source, sentence: Sentence) -> list[Hit]:
    """Return where a sentence with its day tells of two heads of two sides by any verb."""
    page, span = source.page, (sentence.first, sentence.last)
    named = [each for each in source.people_in(*span) if each.office is not None]
    sides = {each.country for each in named}
    two = len(named) == _TWO and len(sides) == _TWO and None not in (sides - {named[0].country})
    two = two or (len(named) == _TWO and len(sides) == _TWO and named[1].country is None)
    if not two or not source.dates_in(*span) or page.within("no_meeting", *span):
        return []
    at = sentence.first if page.language == _AR else min(named[0].last + 1, sentence.last)
    return [Hit("verb", "meet", at, at)]
