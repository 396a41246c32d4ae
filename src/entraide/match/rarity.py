"""How rare a token is, in bits: what agreeing on it is worth.

A rarity is the negative binary logarithm of the share of name tokens that have the same skeleton:
two strangers agree on a token of 5 bits in one case of 32, on one of 13 bits in one of 8,000. The
default comes from public lists of given names and surnames of fifty countries, each country
weighted alike (``rarity_table``). A skeleton that the table lacks is at least as rare as the
rarest it holds of its length. A holder of records can count its own and blend them in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Self

from entraide.match.memo import Memo
from entraide.match.rarity_table import TABLE, UNSEEN
from entraide.match.tokens import Token, token_of

__all__ = ["DEFAULT", "Rarity", "class_of"]

_PRIOR: Final = 20_000.0
"""Tokens of its own that a holder must count before they weigh as much as the default."""

_MOST_REMEMBERED: Final = 1 << 17


def class_of(token: Token) -> str:
    """Return what the rarity of a token is counted by."""
    return token.skeleton


class Rarity:
    """Bits of tokens: ``of[text]`` for the text of a token, ``bits_of_class`` for a class."""

    __slots__ = ("_bits", "of")

    def __init__(self, bits: Mapping[str, float]) -> None:
        """Hold the bits of classes; a class that is not among them is rare for its length."""
        self._bits = dict(bits)
        self.of = Memo(self._of_text, _MOST_REMEMBERED)

    @classmethod
    def from_tokens(cls, tokens: Iterable[Token]) -> Self:
        """Blend a holder's own tokens with the default."""
        counts = Counter(class_of(token) for token in tokens)
        total = sum(counts.values()) + _PRIOR
        blended = {
            name: -math.log2((count + _PRIOR * 2 ** -DEFAULT.bits_of_class(name)) / total)
            for name, count in counts.items()
        }
        return cls({**_default(), **blended})

    def bits_of_class(self, name: str) -> float:
        """Return the bits of a class of tokens."""
        known = self._bits.get(name)
        return UNSEEN[min(len(name), len(UNSEEN) - 1)] if known is None else known

    def _of_text(self, text: str) -> float:
        return self.bits_of_class(class_of(token_of(text)))


@cache
def _default() -> Mapping[str, float]:
    return {name: float(bits) / 2 for bits, names in TABLE.items() for name in names.split()}


DEFAULT: Final = Rarity(_default())
