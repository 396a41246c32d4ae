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
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Self

from entraide.match.rarity_table import TABLE, UNSEEN
from entraide.match.tokens import Token

__all__ = ["DEFAULT", "MOST_BITS", "Rarity", "class_of"]

_PRIOR: Final = 20_000.0
"""Tokens of its own that a holder must count before they weigh as much as the default."""

MOST_BITS: Final = 16.0


def class_of(token: Token) -> str:
    """Return what the rarity of a token is counted by: its skeleton, or its sounds if too short."""
    return token.skeleton if len(token.skeleton) > 1 else f"{token.skeleton}/{token.sounds}"


@dataclass(frozen=True, slots=True)
class Rarity:
    """Bits for classes of tokens; ``bits_of`` answers for every token."""

    bits: Mapping[str, float]
    _known: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_tokens(cls, tokens: Iterable[Token]) -> Self:
        """Blend a holder's own tokens with the default."""
        counts = Counter(class_of(token) for token in tokens)
        total = sum(counts.values()) + _PRIOR
        blended = {
            name: -math.log2((count + _PRIOR * 2 ** -DEFAULT.bits_of_class(name)) / total)
            for name, count in counts.items()
        }
        return cls({**DEFAULT.bits, **blended})

    def bits_of(self, token: Token) -> float:
        """Return the bits of a token."""
        known = self._known.get(token.text)
        if known is None:
            known = self._known[token.text] = self.bits_of_class(class_of(token))
        return known

    def bits_of_class(self, name: str) -> float:
        """Return the bits of a class of tokens."""
        known = self.bits.get(name)
        if known is not None:
            return known
        length = len(name.split("/", 1)[0])
        return UNSEEN[min(length, len(UNSEEN) - 1)]


@cache
def _default() -> Mapping[str, float]:
    return {name: float(bits) / 2 for bits, names in TABLE.items() for name in names.split()}


DEFAULT: Final = Rarity(_default())
