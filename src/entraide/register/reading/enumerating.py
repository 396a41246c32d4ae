"""Decisions told one by one: "three decisions were taken. The first: ...", "Second, ...".

What stands under a count of decisions is agreed as they are, though each has a sentence of its own.
The table ``decisions`` holds how a text counts them, ``enumerates`` the words with which it begins
the next one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Sentence, Source

__all__ = ["counted_lead"]

_OPENING: Final = 3
"""Words in which a sentence says that it is the next of several."""
_BACK: Final = 8
"""Sentences in which what was counted is told."""


def counted_lead(source: Source, sentence: Sentence) -> Hit | None:
    """Return the count of decisions that a sentence tells one of, as what agrees on it."""
    page = source.page
    opening = min(sentence.first + _OPENING, sentence.last)
    if not page.within("enumerates", sentence.first, opening):
        return None
    before = [each for each in source.sentences if each.last < sentence.first][-_BACK:]
    for earlier in reversed(before):
        counted = page.within("decisions", earlier.first, earlier.last)
        if counted:
            return replace(counted[0], table="status", code="agreed")
    return None
