"""What one side suggests and the other accepts: then it is agreed, whoever had the idea.

The acceptance stands in an apposition after the suggestion ("..., an idea that the guest promised
to examine"), or in the next sentence ("The offer was accepted on the spot", "The minister readily
agreed"). The table ``asks`` holds verbs of suggesting, ``accepts`` those of accepting, ``apposed``
the words that take a suggestion up after its comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import COMMA

__all__ = ["accepted_next", "apposed_to"]

_REACH: Final = 16
"""Words after the noun of an outcome in which the comma of its apposition stands."""
_TAKEN: Final = frozenset({"agreed", "under_study"})
_AGREED: Final = "agreed"
_RELATIVE: Final = "relative"
"""The code of relative pronouns, whose clause may be about anything: only study is believed."""


def apposed_to(source: Source, sentence: Sentence, noun: Hit) -> Hit | None:
    """Return what an apposition after a noun says became of it, None where there is none."""
    page = source.page
    last = min(sentence.last, noun.last + _REACH)
    for at in range(noun.last, last):
        if page.text.tokens[at].after < COMMA:
            continue
        opened = page.within("apposed", at + 1, sentence.last)[:1]
        if opened and opened[0].first == at + 1:
            taken = _said_of(source, opened[0].last, sentence.last)
            weak = opened[0].code == _RELATIVE and taken is not None
            return None if weak and taken and taken.code == _AGREED else taken
    return None


def _said_of(source: Source, first: int, last: int) -> Hit | None:
    """Return the first status between two words; to accept something is to agree to it."""
    page = source.page
    said = [
        *page.within("status", first, last),
        *page.within("status_after", first, last),
        *(replace(each, code=_AGREED) for each in page.within("accepts", first, last)),
    ]
    said.sort(key=_place)
    return said[0] if said and said[0].code in _TAKEN else None


def _place(hit: Hit) -> tuple[int, int]:
    return hit.first, -hit.last


def accepted_next(source: Source, sentence: Sentence) -> Iterator[tuple[Hit, Hit]]:
    """Yield what the sentence before suggests and this one accepts, with the word that does."""
    page = source.page
    words = page.within("accepts", sentence.first, sentence.last)
    own = page.within("outcome", sentence.first, sentence.last)
    if not words or own or page.within("result", sentence.first, sentence.last):
        return
    for earlier in [each for each in source.sentences if each.last < sentence.first][-1:]:
        asked = page.within("asks", earlier.first, earlier.last)
        for noun in page.within("outcome", earlier.first, earlier.last):
            if asked and asked[0].first <= noun.first:
                yield noun, replace(words[0], code=_AGREED)
