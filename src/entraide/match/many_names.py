"""The words of many names at once, as ``names.words_of`` gives those of each.

Folding works on a text of any length, so that names are folded together, one on each line: those in
ASCII, and the others. A line of nothing but letters and spaces is cut at its spaces, any other by
``names``. A property test holds both ways to the same
words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.match.names import MOST_WORDS, cut, join_compounds, ordered, spaced
from entraide.match.tokens import fold

__all__ = ["words_of_all"]

_FIRST_HAN: Final = "\u2e80"
"""Chinese characters, which are cut one from the other, begin here."""


def words_of_all(names: Sequence[str]) -> list[str]:
    """Return the folded words of each name, with a space between them."""
    lines = [
        ordered(name).replace("\n", " ") if "," in name or "\n" in name else name for name in names
    ]
    apart = dict.fromkeys(lines)
    ascii_ = [line for line in apart if line.isascii()]
    others = [line for line in apart if not line.isascii()]
    folded = {**_folded(ascii_), **_folded(others)}
    return [folded[line] for line in lines]


def _folded(lines: list[str]) -> dict[str, str]:
    if not lines:
        return {}
    return dict(zip(lines, map(_words, fold(spaced("\n".join(lines))).split("\n")), strict=True))


def _words(line: str) -> str:
    words = line.split()
    plain = line.replace(" ", "").isalpha() and len(words) <= MOST_WORDS
    if plain and (line.isascii() or max(line) < _FIRST_HAN):
        return " ".join(join_compounds(words))
    return " ".join(cut(line))
