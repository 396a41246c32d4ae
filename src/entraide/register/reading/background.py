"""What a sentence tells of another time: an earlier year, or what is past already as it is told."""

from __future__ import annotations

from typing import Final

from entraide.register.reading.source import Sentence, Source

__all__ = ["is_background"]

_YEARS: Final = frozenset(map(str, range(1950, 2100)))
_OPENING: Final = 4
"""Words in which a sentence says of which year it tells."""


def is_background(source: Source, sentence: Sentence) -> bool:
    """Tell whether a sentence is about an earlier year, or told as already past."""
    span, year = (sentence.first, sentence.last), source.facts.anchor.year
    if source.page.within("dayafter", span[0], min(span[0] + _OPENING, span[1])):
        return False
    for hit in source.page.within("background", *span):
        if hit.code == "past" or hit.first < span[0] + _OPENING:
            return True
    written = [each.year for each in source.dates_in(*span) if each.year]
    opening = source.page.text.tokens[span[0] : min(span[1] + 1, span[0] + _OPENING)]
    written += [int(each.low) for each in opening if each.low in _YEARS]
    return year is not None and any(each < year for each in written)
