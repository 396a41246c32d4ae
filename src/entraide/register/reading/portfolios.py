"""Offices of several portfolios: "minister of the Interior, of Decentralisation and of ...".

After the first comma such an office goes on with "of" and a capital; "of the director" after a
comma is somebody else, whom a list of those present names. Arabic needs no comma for it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from entraide.register.reading.page import Page
from entraide.register.reading.text import JOINED

__all__ = ["portfolios_end"]

_HEADS: Final = ("minist", "viceminist", "interior", "interieur")
"""How the last word of an office begins that has several portfolios."""
_OF: Final = {"fr": frozenset({"de", "du", "des", "d"}), "es": frozenset({"de", "del"})}
_LONGEST: Final = 16


def portfolios_end(page: Page, head: int, at: int, small: AbstractSet[str]) -> int | None:
    """Return where the portfolios end that follow the comma after a word, None for none.

    ``small`` are the words that hold an office's words together.
    """
    if not page.text.tokens[head].low.startswith(_HEADS) or not _opens(page, at + 1):
        return None
    tokens, end = page.text.tokens, at + 1
    while end + 1 < min(len(tokens), at + _LONGEST):
        following = end + 1
        if tokens[end].after != JOINED:
            if not _opens(page, following):
                break
        elif not (tokens[following].capital or tokens[following].low in small):
            break
        end = following
    return end


def _opens(page: Page, word: int) -> bool:
    """Tell "of" with a capital after it that is no other office, rank, title or city."""
    tokens = page.text.tokens
    if word + 2 >= len(tokens) or tokens[word].low not in _OF.get(page.language, ()):
        return False
    named = word + 1 + page.is_known("article", word + 1)
    another = any(page.at(table, named) for table in ("office", "rank", "honorific", "city"))
    return tokens[named].capital and not another
