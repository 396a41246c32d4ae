"""Whether a line is a sentence with a finite verb: captions are nouns and when they were seen."""

from __future__ import annotations

import re
from typing import Final

from entraide.register.reading.page import Line, Page

__all__ = ["is_finite"]

_LONG: Final = 60
"""Words of a line that is no caption, whatever stands in it."""
_FINITE: Final = {
    "en": re.compile(r"\w{2,}ed"),
    "es": re.compile(r"\w{2,}(?:aron|ieron|aba|aban)"),
}
"""Endings that only a finite verb has, or almost; other languages go by their small verbs."""


def is_finite(page: Page, line: Line) -> bool:
    """Tell whether a line is a sentence with a verb: captions are nouns and when they were seen."""
    words = range(line.first, line.last + 1)
    if line.words > _LONG or not page.within("caption_cue", line.first, line.last):
        return True
    ending = _FINITE.get(page.language)
    tokens = [page.text.tokens[word] for word in words]
    return (
        any(page.is_known("finite", word) and not page.is_grave(word) for word in words)
        or bool(page.within("verb", line.first, line.last))
        or any(ending is not None and ending.fullmatch(token.low) for token in tokens)
        or (page.language == "es" and any(_is_past(page, word) for word in words))
    )


def _is_past(page: Page, word: int) -> bool:
    """Tell a Spanish past by its accent ("presentó"), which folding takes away."""
    return page.quote(word, word).text.endswith("ó")
