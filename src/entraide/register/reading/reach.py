"""How far the words of a frame reach: up to which of them somebody met is named.

An aside ("on the margins of the conference, ...") names others than those who met, and so does what
stands after the first word of purpose.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.parties import parties_in
from entraide.register.reading.source import Source
from entraide.register.reading.text import COMMA

__all__ = ["cut_of", "masked_words", "next_cut", "noun_reach"]

_SUBJECT: Final = 6
"""Words before a verb in which it is said who acts."""


def noun_reach(source: Source, region: tuple[int, int]) -> int:
    """A noun of meeting counts up to the first word of purpose but one."""
    hits = source.page.within("purpose", *region)
    return hits[1].first if len(hits) > 1 else region[1]


def masked_words(source: Source, region: tuple[int, int], trigger: Hit) -> frozenset[int]:
    """Return the words of asides ("en marge de ...") up to the next comma or the trigger."""
    page, (begin, end) = source.page, region
    masked = set(range(begin, min(end, source.facts.dateline_end) + 1))
    asides = (*page.within("margin", begin, end), *page.within("source_cue", begin, end))
    for hit in asides:
        at = hit.first
        while at <= end:
            masked.add(at)
            divided = page.text.tokens[at].after >= COMMA and at >= hit.last
            if (
                divided
                or _is_object(page, at + 1)
                or (trigger.table == "verb" and at + 1 == trigger.first)
            ):
                break
            at += 1
    return frozenset(masked)


def _is_object(page: Page, word: int) -> bool:
    """Tell an Arabic office with the letter of an object: whom one met, whatever stood before.

    After a word with the article an office without it is no part of the same phrase.
    """
    if page.language != "ar" or word >= len(page.text.tokens):
        return False
    tokens = page.text.tokens
    if page.at("office", word) is None:
        return False
    defined = tokens[word - 1].low.startswith("ال") and not tokens[word].low.startswith("ال")
    return tokens[word].low.startswith("ب") or defined


def cut_of(source: Source, trigger: Hit, end: int, home: str | None, masked: frozenset[int]) -> int:
    """Return the last word before the first purpose that follows a party."""
    cuts = [hit.first - 1 for hit in source.page.within("purpose", trigger.last + 1, end)]
    if cuts and (trigger.table != "verb" or _is_by_both(source, trigger)):
        return cuts[0]
    for cut in cuts:
        if cut < trigger.last:
            continue
        if parties_in(source, (trigger.first, cut), home, masked) or source.people_in(
            trigger.last + 1, cut
        ):
            return cut
    return end


def _is_by_both(source: Source, trigger: Hit) -> bool:
    """Tell "the two chiefs held talks that focused on": who met is told before."""
    they = source.page.within("they", max(0, trigger.first - _SUBJECT), trigger.first)
    return bool(they) and they[-1].last < trigger.first


def next_cut(source: Source, hit: Hit, end: int) -> int:
    """Return the last word before the first purpose after a word."""
    return next((each.first - 1 for each in source.page.within("purpose", hit.last + 1, end)), end)
