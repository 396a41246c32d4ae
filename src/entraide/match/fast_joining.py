"""Tokens written together with their neighbour where the other name writes them as one.

The compiled form of the second half of ``alignment``; to join the right side's words, turn first.
"""

from __future__ import annotations

from entraide.match import layout as lay
from entraide.match.compiled import compiled
from entraide.match.fast_closeness import together_closeness
from entraide.match.fast_pairs import add_over, add_pair, drop_all, left_over, move_pair
from entraide.match.layout import Array, Tables

__all__ = ["join_neighbours"]


@compiled
def join_neighbours(t: Tables, words: Array) -> None:
    """Write neighbours on the left together where the right side writes them as one."""
    for at in range(len(words) - 1):
        _join(t, words[at], words[at + 1])


@compiled
def _join(t: Tables, one: int, two: int) -> None:
    """Pair two neighbours as one token with what the right side writes, where that gains."""
    held = _held_by(t, one, two)
    if held < 0 or t.token[one, lay.STRONG] + t.token[two, lay.STRONG] < t.law[lay.JOINED_LEAST]:
        return
    value, whole = _closest_whole(t, one, two, held)
    if whole < 0 or _nothing_else(t, held, whole):
        return
    drop_all(t, 1, whole)
    kept = 0
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if not held >> pair & 1:
            move_pair(t, pair, kept)
            kept += 1
        elif t.space[lay.PAIR_ROW + lay.RIGHT, pair] != whole:
            add_over(t, 1, t.space[lay.PAIR_ROW + lay.RIGHT, pair])
    t.space[lay.COUNTS_ROW, 0] = kept
    drop_all(t, 0, one)
    drop_all(t, 0, two)
    add_pair(t, (one, two), (whole, whole), value)
    t.space[lay.PAIR_ROW + lay.JOINS, kept] = 1


@compiled
def _held_by(t: Tables, one: int, two: int) -> int:
    """Return the pairs that two neighbours are in, as bits; -1 where one of them is sure."""
    held = 0
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        first, last = (
            t.space[lay.PAIR_ROW + lay.LEFT, pair],
            t.space[lay.PAIR_ROW + lay.LEFT + 1, pair],
        )
        if first in (one, two) or last in (one, two):
            if (
                t.work[lay.CLOSE_ROW, pair] >= t.law[lay.SURE]
                or t.space[lay.PAIR_ROW + lay.JOINS, pair]
            ):
                return -1
            held |= 1 << pair
    return held


@compiled
def _closest_whole(t: Tables, one: int, two: int, held: int) -> tuple[float, int]:
    """Return the right side's token closest to both together; -1 where none is close enough."""
    best, found, least = 0.0, -1, t.law[lay.JOIN_LEAST]
    for whole in left_over(t, 1):
        value = together_closeness(t, one, two, whole)
        if value > best:
            best, found = value, whole
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if held >> pair & 1:
            least = max(least, t.work[lay.CLOSE_ROW, pair])
            whole = t.space[lay.PAIR_ROW + lay.RIGHT, pair]
            value = together_closeness(t, one, two, whole)
            if value > best:
                best, found = value, whole
    return best, found if best >= least else -1


@compiled
def _nothing_else(t: Tables, held: int, whole: int) -> bool:
    """Tell whether joining would leave tokens on the right, and no other pair."""
    over = 0
    for token in left_over(t, 1):
        over += token != whole
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if not held >> pair & 1:
            return False
        over += t.space[lay.PAIR_ROW + lay.RIGHT, pair] != whole
    return over > 0
