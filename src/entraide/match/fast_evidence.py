"""What two names say for and against each other in compiled code, as ``evidence`` and ``scoring``.

``evidence_of`` compares many subjects with many others, or with one: of the names of both the best
pair counts. A property test holds it to the readable code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from entraide.match import layout as lay
from entraide.match.compiled import compiled, inlined, kept
from entraide.match.fast_alignment import align
from entraide.match.fast_closeness import part_of
from entraide.match.fast_pairs import left_over
from entraide.match.layout import Array, Tables

__all__ = ["evidence_of"]


@compiled
def _bits_of(t: Tables, tokens: Array) -> float:
    total = 0.0
    for token in tokens:
        total += t.number[token, lay.BITS]
    return total


@compiled
def _agreed(t: Tables, left: int, right: int) -> tuple[float, float, int]:
    """Return the bits that agree, what their spelling counts against them, and the initials."""
    agreed = spelling = 0.0
    initials = 0
    korean = (t.name[left, lay.NAMED] | t.name[right, lay.NAMED]) & lay.KOREAN
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if t.space[lay.PAIR_ROW + lay.FIRST_LETTER, pair]:
            initials += 1
            continue
        one, two = t.space[lay.PAIR_ROW + lay.LEFT, pair], t.space[lay.PAIR_ROW + lay.RIGHT, pair]
        close = t.work[lay.CLOSE_ROW, pair]
        spelling += _curve(t, one, two, close, korean)
        agreed += close * min(_pair_bits(t, pair, lay.LEFT), _pair_bits(t, pair, lay.RIGHT))
    return agreed, spelling, initials


@compiled
def _curve(t: Tables, one: int, two: int, close: float, korean: int) -> float:
    curve = (
        1 if t.token[one, lay.FLAGS] & t.token[two, lay.FLAGS] & lay.LATIN else 2 if korean else 0
    )
    return float(t.law[lay.CURVES + curve * lay.STEPS + int(close * 100 + 0.5)])


@compiled
def _pair_bits(t: Tables, pair: int, side: int) -> float:
    first = t.space[lay.PAIR_ROW + side, pair]
    bits = float(t.number[first, lay.BITS])
    turned = t.space[lay.PAIR_ROW + lay.JOINS, pair] - 1
    if turned * 2 == side:
        bits += t.number[t.space[lay.PAIR_ROW + side + 1, pair], lay.BITS]
    return bits


@inlined
def _bits_over(t: Tables, side: int, lead: int) -> Array:
    """Return the bits of tokens left over, the rarest first, a leading first name left out."""
    found = 0
    row = t.work[lay.BITS_ROW + side]
    for token in left_over(t, side):
        if token != lead:
            bits = t.number[token, lay.BITS]
            place = found
            while place and row[place - 1] < bits:
                row[place] = row[place - 1]
                place -= 1
            row[place] = bits
            found += 1
    rarest_first: Array = row[:found]
    return rarest_first


@compiled
def _weigh(t: Tables, left: int, right: int) -> float:
    """Return the evidence of two aligned names."""
    weight = t.law[lay.WEIGHTS : lay.WEIGHTS + 7]
    agreed, spelling, initials = _agreed(t, left, right)
    if agreed == 0.0:
        return float(weight[3] + initials * weight[6])
    rare = agreed / (agreed + t.law[lay.HALF_RARE])
    ones, twos = _bits_over(t, 0, t.name[left, lay.LEAD]), _bits_over(t, 1, t.name[right, lay.LEAD])
    leads = t.space[lay.COUNTS_ROW, 1] + t.space[lay.COUNTS_ROW, 2] - len(ones) - len(twos)
    both = min(len(ones), len(twos))
    against = lacking = 0.0
    for at in range(max(len(ones), len(twos))):
        if at < both:
            against += min(ones[at], twos[at])
        else:
            lacking += ones[at] if at < len(ones) else twos[at]
    whole = agreed + t.law[lay.CONTRADICTED] * against + t.law[lay.MISSING] * lacking
    missing = len(ones) + len(twos) - 2 * both
    if missing and t.space[lay.COUNTS_ROW, 0] == 1:
        missing += t.law[lay.ALONE]
    return float(
        agreed / whole * weight[0]
        + rare * weight[1]
        + spelling * weight[2]
        + both * weight[3]
        + missing * weight[4]
        + leads * weight[5]
        + initials * weight[6]
    )


@compiled
def _same(t: Tables, left: int, right: int) -> float:
    """Return the evidence of names of the very same letters: one pair, nothing left over."""
    ones, twos = part_of(t, t.name[left], lay.CONTENT), part_of(t, t.name[right], lay.CONTENT)
    close = t.law[lay.SAME_LETTERS]
    korean = (t.name[left, lay.NAMED] | t.name[right, lay.NAMED]) & lay.KOREAN
    agreed = close * min(_bits_of(t, ones), _bits_of(t, twos))
    weight = t.law[lay.WEIGHTS : lay.WEIGHTS + 7]
    spelling = _curve(t, ones[0], twos[0], close, korean)
    rare = agreed / (agreed + t.law[lay.HALF_RARE])
    if agreed == 0.0:
        return float(weight[3])
    return float(weight[0] + rare * weight[1] + spelling * weight[2])


@compiled
def _best(t: Tables, lefts: Array, rights: Array) -> float:
    """Return the evidence of the pair of names that agrees best; 0 where a side has none."""
    if not (len(lefts) and len(rights)):
        return 0.0
    best = t.law[lay.LEAST_NAME]
    for left in lefts:
        for right in rights:
            if (t.name[left, lay.NAMED] | t.name[right, lay.NAMED]) & lay.LONG:
                return float("nan")
            same = align(t, left, right)
            best = max(best, _same(t, left, right) if same else _weigh(t, left, right))
    return float(best)


_Ragged: TypeAlias = tuple[Array, Array]
"""Names of all subjects, and where those of each begin (and of the last end)."""


def _make(stamp: int) -> Callable[[Tables, _Ragged, _Ragged, Array], None]:
    def evidence_of(t: Tables, lefts: _Ragged, rights: _Ragged, found: Array) -> None:
        if stamp < 0:
            return
        names, starts = lefts
        others, other_starts = rights
        one = len(starts) == 2
        for at in range(len(found)):
            first = 0 if one else at
            found[at] = _best(
                t,
                names[starts[first] : starts[first + 1]],
                others[other_starts[at] : other_starts[at + 1]],
            )

    return evidence_of


evidence_of: Final = kept(
    _make,
    "entraide.match.layout",
    "entraide.match.fast_closeness",
    "entraide.match.fast_pairs",
    "entraide.match.fast_joining",
    "entraide.match.fast_alignment",
    __name__,
)
"""Write the evidence of each left subject's names with the right one's; NaN where one is too long.

A single left subject is compared with every right one.
"""
