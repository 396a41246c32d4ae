"""Words as they are compared across documents: without case, accents, points and articles."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Final

__all__ = ["fold", "numbers_in", "words_of"]

_SMALL: Final = 3
"""Words of fewer letters join others and say little."""
_DIGITS: Final = re.compile(r"\d+")


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Return the text without case, accents and marks; words divided by single spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    plain = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()


def words_of(text: str) -> frozenset[str]:
    """Return the folded words that say something."""
    return frozenset(word for word in fold(text).split() if len(word) >= _SMALL)


def numbers_in(text: str) -> frozenset[int]:
    """Return the numbers that a meeting's name carries: *93e*, *huitième*, *الثامن*."""
    digits = {int(found) for found in _DIGITS.findall(text)}
    words = {_ORDINALS[word] for word in fold(text).split() if word in _ORDINALS}
    return frozenset(digits | words)


def _ordinals() -> dict[str, int]:
    table = resources.files("entraide.register") / "data" / "tables" / "ordinals.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()[1:]]
    return {fold(word): int(number) for number, words in rows for word in words.split()}


_ORDINALS: Final = _ordinals()
