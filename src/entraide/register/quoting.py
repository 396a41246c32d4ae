"""The sentence around a quotation: what a reader needs to judge a field, word for word.

A quotation may be two words; its sentence is what stands between the marks that end sentences, or
the ends of its line, and at most some hundred letters on each side. Offsets stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from entraide.register.model import Evidence

__all__ = ["sentence_of", "sentences_of"]

_MOST: Final = 400
_END: Final = re.compile(r"[.!?؟…](?=\s|$)|\n")


def sentence_of(text: str, quoted: Evidence) -> Evidence:
    """Return the sentence in which a quotation stands; the quotation where the text is another."""
    if text[quoted.start : quoted.end] != quoted.text:
        return quoted
    least = max(0, quoted.start - _MOST)
    before = [found.end() for found in _END.finditer(text, least, quoted.start)]
    after = _END.search(text, quoted.end, quoted.end + _MOST)
    start = before[-1] if before else least
    end = _end_of(after, quoted, text)
    while start < quoted.start and text[start].isspace():
        start += 1
    return Evidence(start, end, text[start:end])


def _end_of(found: re.Match[str] | None, quoted: Evidence, text: str) -> int:
    if found is None:
        return min(len(text), quoted.end + _MOST)
    return found.start() if found.group() == "\n" else found.end()


def sentences_of(text: str, quotations: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the sentences of quotations, each once, in the order of the text."""
    found = {(each.start, each.end): each for each in (sentence_of(text, q) for q in quotations)}
    return tuple(found[at] for at in sorted(found))
