"""Adverbs inside a form: "ont en outre décidé", "have also agreed", "ont, à ce titre, signé".

A form of the vocabulary is words that follow each other; an adverb between two of them changes
nothing of what it says. With a comma on each side, or on neither, it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from entraide.register.reading.text import BREAK, JOINED, Token, fold

__all__ = ["Adverbs"]

_ENDING: Final = "-"
"""With what a form begins that is an ending of adverbs ("-ment")."""
_LEAST: Final = 3
"""Letters that stand before such an ending at least."""


class Adverbs:
    """What may stand inside a form, by its first word."""

    __slots__ = ("_endings", "_phrases")

    def __init__(self, forms: Iterable[str]) -> None:
        """Take adverbs of one word or several, and endings of adverbs that begin with ``-``."""
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        endings = []
        for form in forms:
            words = tuple(fold(form).replace("'", " ").split())
            if form.startswith(_ENDING):
                endings.append(fold(form).lstrip(_ENDING))
            elif words:
                self._phrases.setdefault(words[0], []).append(words)
        self._endings = tuple(endings)

    def end(self, tokens: Sequence[Token], place: int) -> int:
        """Return the word after the adverb that stands at a word, 0 where none does."""
        low = tokens[place].low
        for words in self._phrases.get(low, ()):
            last = place + len(words) - 1
            if all(each.low == word for each, word in zip(tokens[place:], words, strict=False)):
                return self._beyond(tokens, place, last)
        if self._endings and low.endswith(self._endings) and len(low) > _LEAST + 2:
            return self._beyond(tokens, place, place)
        return 0

    def _beyond(self, tokens: Sequence[Token], place: int, last: int) -> int:
        """Return the word after an adverb that commas divide off on both sides or on neither."""
        if last + 1 >= len(tokens) or tokens[last].after == BREAK:
            return 0
        alike = (tokens[place - 1].after == JOINED) == (tokens[last].after == JOINED)
        return last + 1 if alike else 0
