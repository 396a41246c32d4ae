"""What each token of two names says for or against, and what the names say together.

From an alignment: tokens that agree bring their rarity, less what their spelling differs; tokens
that contradict (left over on both sides) count against in full, tokens that one side merely lacks
count a little. The name's value is the balance, between 0 (nothing in common) and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from entraide.match.alignment import Alignment, Pair, align
from entraide.match.names import Name
from entraide.match.rarity import Rarity
from entraide.match.tokens import Token

__all__ = ["Evidence", "TokenEvidence", "explain_names", "name_value"]

Evidence: TypeAlias = Literal[
    "same",
    "spelled alike",
    "transliteration",
    "initial",
    "particle dropped",
    "missing",
    "contradicted",
]

_MISSING: Final = 0.22
_CONTRADICTED: Final = 1.0
_INITIAL_BITS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEvidence:
    """One row of the name's explanation."""

    left: str
    right: str
    evidence: Evidence
    closeness: float
    """1 for the same sounds, 0 for nothing in common."""
    bits: float
    """How rare the token is: one name token in 2 ** bits is like it."""
    weight: float
    """What the row adds to the name's evidence, in bits; negative against."""


def name_value(left: Name, right: Name, rarity: Rarity) -> float:
    """Return how much of two names agrees, 0 to 1."""
    alignment = align(left, right)
    agreed = whole = 0.0
    for pair in alignment.pairs:
        bits = _pair_bits(pair, rarity)
        whole += bits
        agreed += bits * pair.closeness
    if not whole:
        return 0.0
    one, two = _left_over_bits(alignment, rarity)
    both = min(len(one), len(two))
    against = (sum(one[:both]) + sum(two[:both])) / 2
    missing = sum(one[both:]) + sum(two[both:])
    return agreed / (whole + _CONTRADICTED * against + _MISSING * missing)


def _pair_bits(pair: Pair, rarity: Rarity) -> float:
    if pair.initial:
        return _INITIAL_BITS
    return min(_bits(pair.left, rarity), _bits(pair.right, rarity))


def _bits(tokens: tuple[Token, ...], rarity: Rarity) -> float:
    return sum([rarity.bits_of(token) for token in tokens])


def _left_over_bits(alignment: Alignment, rarity: Rarity) -> tuple[list[float], list[float]]:
    one, two = (
        sorted(
            [_INITIAL_BITS if t.kind == "initial" else rarity.bits_of(t) for t in side],
            reverse=True,
        )
        for side in (alignment.left_over, alignment.right_over)
    )
    return one, two


def explain_names(left: Name, right: Name, rarity: Rarity) -> tuple[TokenEvidence, ...]:
    """Return a row for every token of both names."""
    alignment = align(left, right)
    rows = [_pair_row(pair, rarity) for pair in alignment.pairs]
    ones, twos = list(alignment.left_over), list(alignment.right_over)
    while ones and twos:
        rows.append(_against_row(ones.pop(0), twos.pop(0), rarity))
    rows += [_missing_row(token, rarity, turned=False) for token in ones]
    rows += [_missing_row(token, rarity, turned=True) for token in twos]
    return (*rows, *_particle_rows(left, right))


def _pair_row(pair: Pair, rarity: Rarity) -> TokenEvidence:
    bits, closeness = _pair_bits(pair, rarity), pair.closeness
    return TokenEvidence(
        left=" ".join(token.text for token in pair.left),
        right=" ".join(token.text for token in pair.right),
        evidence=_evidence_of(pair),
        closeness=closeness,
        bits=bits,
        weight=bits * closeness,
    )


def _evidence_of(pair: Pair) -> Evidence:
    if pair.initial:
        return "initial"
    if [t.text for t in pair.left] == [t.text for t in pair.right]:
        return "same"
    latin = [all(t.text.isascii() for t in side) for side in (pair.left, pair.right)]
    return "spelled alike" if all(latin) else "transliteration"


def _against_row(one: Token, two: Token, rarity: Rarity) -> TokenEvidence:
    bits = (rarity.bits_of(one) + rarity.bits_of(two)) / 2
    return TokenEvidence(
        left=one.text,
        right=two.text,
        evidence="contradicted",
        closeness=0.0,
        bits=bits,
        weight=-_CONTRADICTED * bits,
    )


def _missing_row(token: Token, rarity: Rarity, *, turned: bool) -> TokenEvidence:
    bits = rarity.bits_of(token)
    return TokenEvidence(
        left="" if turned else token.text,
        right=token.text if turned else "",
        evidence="missing",
        closeness=0.0,
        bits=bits,
        weight=-_MISSING * bits,
    )


def _particle_rows(left: Name, right: Name) -> list[TokenEvidence]:
    ones, twos = ({token.text: token for token in side.particles} for side in (left, right))
    return [
        TokenEvidence(
            left=text if text in ones else "",
            right=text if text in twos else "",
            evidence="same" if text in ones and text in twos else "particle dropped",
            closeness=0.0,
            bits=0.0,
            weight=0.0,
        )
        for text in dict.fromkeys((*ones, *twos))
    ]
