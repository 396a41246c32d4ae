"""What a sentence tells of another time: an earlier year, or what is past already as it is told."""

from __future__ import annotations

from typing import Final

from entraide.register.reading.source import Sentence, Source

__all__ = ["is_background"]

_YEARS: Final = frozenset(map(str, range(1950, 2100)))
_OPENING: Final = 4
"""Words in which a sentence says of which year it tells."""


def _is_since(source: Source, word: int) -> bool:
    """Tell "on the table since 2022": what has lasted until now is no other time."""
    return word > 0 and source.page.is_known("until_now", word - 1)


def is_background(source: Source, sentence: Sentence) -> bool:
    """Tell whether a sentence is about an earlier year, or told as already past."""
    span, year = (sentence.first, sentence.last), source.facts.anchor.year
    if source.page.within("lately", *span):
        return False
    if source.page.within("dayafter", span[0], min(span[0] + _OPENING, span[1])):
        return False
    for hit in source.page.within("background", *span):
        if hit.code == "past" or hit.first < span[0] + _OPENING:
            return True
    named = [each for each in source.dates_in(*span) if not _is_since(source, each.first)]
    written = [each.year for each in named if each.year]
    opening = source.page.text.tokens[span[0] : min(span[1] + 1, span[0] + _OPENING)]
    written += [int(each.low) for each in opening if each.low in _YEARS]
    return year is not None and any(each < year for each in written)
