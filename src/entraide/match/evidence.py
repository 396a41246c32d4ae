"""What the tokens of two names say for and against, as numbers and as rows to read.

From an alignment seven values are taken (``NameEvidence``); ``features`` weighs them. Agreement is
a share: the bits of the tokens that agree, of those and of what contradicts or is missing, so that
a rare token left over matters more than *Mohammed*. How closely the agreeing tokens are spelled is
judged token by token on a curve (``SHORTFALL``): above 0.93 the differences are those between
romanisations, below 0.85 they are those between names.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from entraide.match.alignment import Alignment, Pair
from entraide.match.memo import Memo
from entraide.match.names import Name
from entraide.match.rarity import Rarity
from entraide.match.tokens import Token

__all__ = [
    "ALONE",
    "CONTRADICTED",
    "CURVES",
    "HALF_RARE",
    "MISSING",
    "SHORTFALL",
    "Evidence",
    "NameEvidence",
    "TokenEvidence",
    "token_rows",
    "weigh_names",
]

Evidence: TypeAlias = Literal[
    "same",
    "spelled alike",
    "transliteration",
    "initial",
    "particle dropped",
    "missing",
    "contradicted",
]

_CLOSENESS: Final = (0.0, 0.55, 0.65, 0.75, 0.85, 0.93, 1.0)
SHORTFALL: Final = {
    "two scripts": (7.0, 7.0, 6.2, 4.3, 3.7, 0.05, 0.0),
    "Latin": (7.0, 7.0, 5.5, 5.3, 5.2, 0.0, 0.0),
    "Korean": (11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 0.0),
}
"""What each closeness of ``_CLOSENESS`` counts against two tokens being one; lines between.

Where both sides are Latin, both write their vowels, and the same distance says more. A Korean name
has three syllables of few sounds: there every difference is one between names.
"""

CONTRADICTED: Final = 0.4
MISSING: Final = 0.55
"""Shares of their bits with which tokens left over lessen the agreement."""

ALONE: Final = 1
"""Missing tokens that one more counts for where only a single token agrees."""

HALF_RARE: Final = 15.0
"""Bits at which agreeing tokens are worth half of what rarity can add."""


def _curve(values: tuple[float, ...]) -> tuple[float, ...]:
    points = tuple(zip(_CLOSENESS, values, strict=True))
    drawn = []
    for step in range(101):
        at = step / 100
        (x1, y1), (x2, y2) = next(pair for pair in pairwise(points) if at <= pair[1][0])
        drawn.append(y1 + (y2 - y1) * (at - x1) / (x2 - x1))
    return tuple(drawn)


CURVES: Final = tuple(map(_curve, SHORTFALL.values()))
"""The rows of ``SHORTFALL``, drawn in hundredths of closeness."""

_TWO_SCRIPTS, _LATIN, _KOREAN = CURVES


class NameEvidence(NamedTuple):
    """The values of the name's features, in the order of their rows in the table."""

    agreement: float = 0.0
    rarity: float = 0.0
    spelling: float = 0.0
    contradicted: float = 0.0
    missing: float = 0.0
    lead: float = 0.0
    initial: float = 0.0


class TokenEvidence(NamedTuple):
    """One row of the name's explanation: what stands for what, and why."""

    left: str
    right: str
    evidence: Evidence
    closeness: float
    """1 for the same sounds, 0 for nothing in common."""
    bits: float
    """How rare the token is: one name token in 2 ** bits is like it."""
    share: float
    """The part of the whole name that it carries, below 0 where it speaks against."""


def weigh_names(aligned: Alignment, left: Name, right: Name, rarity: Rarity) -> NameEvidence:
    """Return the values of the name's features for two aligned names."""
    bits = rarity.of
    scripts = _KOREAN if left.korean or right.korean else _TWO_SCRIPTS
    agreed = spelling = 0.0
    initials = 0
    for one, two, closeness, initial in aligned.pairs:
        if initial:
            initials += 1
            continue
        curve = _LATIN if one[0].latin and two[0].latin else scripts
        spelling += curve[int(closeness * 100 + 0.5)]
        agreed += closeness * min(_bits(one, bits), _bits(two, bits))
    if not agreed:
        return NameEvidence(contradicted=1.0, initial=initials)
    rare = agreed / (agreed + HALF_RARE)
    if not (aligned.left_over or aligned.right_over):
        return NameEvidence(1.0, rare, spelling, 0.0, 0.0, 0.0, initials)
    ones = _bits_over(aligned.left_over, left.lead, bits)
    twos = _bits_over(aligned.right_over, right.lead, bits)
    both = min(len(ones), len(twos))
    lacking = sum(ones[both:]) + sum(twos[both:])
    against = sum([min(pair) for pair in zip(ones, twos, strict=False)]) if both else 0.0
    share = agreed / (agreed + CONTRADICTED * against + MISSING * lacking)
    missing = len(ones) + len(twos) - 2 * both
    if missing and len(aligned.pairs) == 1:
        missing += ALONE
    leads = len(aligned.left_over) + len(aligned.right_over) - len(ones) - len(twos)
    return NameEvidence(share, rare, spelling, both, missing, leads, initials)


def _bits_over(tokens: list[Token], lead: Token | None, bits: Memo) -> list[float]:
    """Return the bits of tokens left over, the rarest first, a leading first name left out."""
    found = [bits[token.text] for token in tokens if token is not lead]
    if len(found) > 1:
        found.sort(reverse=True)
    return found


def _bits(tokens: tuple[Token, ...], bits: Memo) -> float:
    if len(tokens) == 1:
        return bits[tokens[0].text]
    return sum([bits[token.text] for token in tokens])


def token_rows(aligned: Alignment, left: Name, right: Name, rarity: Rarity) -> list[TokenEvidence]:
    """Return a row for every token of both names: pairs, then what is left over, then particles."""
    rows = [_pair_row(pair, rarity) for pair in aligned.pairs]
    ones = [token for token in aligned.left_over if token is not left.lead]
    twos = [token for token in aligned.right_over if token is not right.lead]
    for side in (ones, twos):
        side.sort(key=lambda token: rarity.of[token.text], reverse=True)
    rows += [_against_row(*pair, rarity) for pair in zip(ones, twos, strict=False)]
    both = min(len(ones), len(twos))
    lead_left = [token for token in aligned.left_over if token is left.lead]
    lead_right = [token for token in aligned.right_over if token is right.lead]
    rows += [_missing_row(t.text, "", rarity.of[t.text]) for t in (*ones[both:], *lead_left)]
    rows += [_missing_row("", t.text, rarity.of[t.text]) for t in (*twos[both:], *lead_right)]
    joined = {token for pair in aligned.pairs for token in (*pair.left, *pair.right)}
    ones, twos = ([t for t in name.particles if t not in joined] for name in (left, right))
    return _shared(rows) + _particle_rows(ones, twos)


def _pair_row(pair: Pair, rarity: Rarity) -> TokenEvidence:
    bits = 0.0 if pair.initial else min(_bits(pair.left, rarity.of), _bits(pair.right, rarity.of))
    left, right = (" ".join([t.text for t in side]) for side in (pair.left, pair.right))
    return TokenEvidence(
        left, right, _evidence_of(pair, left, right), pair.closeness, bits, bits * pair.closeness
    )


def _evidence_of(pair: Pair, left: str, right: str) -> Evidence:
    if pair.initial:
        return "initial"
    if left == right:
        return "same"
    return "spelled alike" if left.isascii() == right.isascii() else "transliteration"


def _against_row(one: Token, two: Token, rarity: Rarity) -> TokenEvidence:
    bits = min(rarity.of[one.text], rarity.of[two.text])
    return TokenEvidence(one.text, two.text, "contradicted", 0.0, bits, -CONTRADICTED * bits)


def _missing_row(left: str, right: str, bits: float) -> TokenEvidence:
    return TokenEvidence(left, right, "missing", 0.0, bits, -MISSING * bits)


def _shared(rows: list[TokenEvidence]) -> list[TokenEvidence]:
    """Turn the bits in the column *share* into shares of all of them."""
    whole = sum(abs(row.share) for row in rows) or 1.0
    return [row._replace(share=row.share / whole) for row in rows]


def _particle_rows(left: list[Token], right: list[Token]) -> list[TokenEvidence]:
    ones, twos = ([token.text for token in side] for side in (left, right))
    return [
        TokenEvidence(
            left=text if text in ones else "",
            right=text if text in twos else "",
            evidence="same" if text in ones and text in twos else "particle dropped",
            closeness=0.0,
            bits=0.0,
            share=0.0,
        )
        for text in dict.fromkeys((*ones, *twos))
    ]
