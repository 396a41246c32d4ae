"""The pairs and the tokens left over of two names that are being aligned, in compiled code.

They stand in rows of the space; the first three counts are of the pairs and of both sides' tokens.
"""

from __future__ import annotations

from entraide.match import layout as lay
from entraide.match.compiled import compiled, inlined
from entraide.match.layout import Array, Tables

__all__ = ["add_over", "add_pair", "drop_all", "drop_first", "left_over", "move_pair", "turn"]


@inlined
def left_over(t: Tables, side: int) -> Array:
    """Return the tokens of the left (0) or right side that found none."""
    return t.space[lay.OVER_ROW + side, : t.space[lay.COUNTS_ROW, 1 + side]]


@compiled
def add_pair(t: Tables, left: tuple[int, int], right: tuple[int, int], close: float) -> None:
    """Keep two tokens of each side as a pair; the same twice where it is one."""
    at = t.space[lay.COUNTS_ROW, 0]
    t.space[lay.COUNTS_ROW, 0] = at + 1
    t.work[lay.CLOSE_ROW, at] = close
    t.space[lay.PAIR_ROW + lay.LEFT, at], t.space[lay.PAIR_ROW + lay.LEFT + 1, at] = left
    t.space[lay.PAIR_ROW + lay.RIGHT, at], t.space[lay.PAIR_ROW + lay.RIGHT + 1, at] = right
    t.space[lay.PAIR_ROW + lay.JOINS, at] = 0
    t.space[lay.PAIR_ROW + lay.FIRST_LETTER, at] = 0


@compiled
def add_over(t: Tables, side: int, token: int) -> None:
    """Keep a token that found none."""
    at = t.space[lay.COUNTS_ROW, 1 + side]
    t.space[lay.OVER_ROW + side, at] = token
    t.space[lay.COUNTS_ROW, 1 + side] = at + 1


@compiled
def drop_first(t: Tables, side: int, token: int) -> None:
    """Let go of one token left over."""
    over = left_over(t, side)
    at = 0
    while over[at] != token:
        at += 1
    for later in range(at + 1, len(over)):
        over[later - 1] = over[later]
    t.space[lay.COUNTS_ROW, 1 + side] -= 1


@compiled
def drop_all(t: Tables, side: int, token: int) -> None:
    """Let go of a token left over, as often as it stands there."""
    kept = 0
    over = left_over(t, side)
    for each in over:
        if each != token:
            over[kept] = each
            kept += 1
    t.space[lay.COUNTS_ROW, 1 + side] = kept


@compiled
def move_pair(t: Tables, pair: int, to: int) -> None:
    """Keep a pair in an earlier place."""
    t.work[lay.CLOSE_ROW, to] = t.work[lay.CLOSE_ROW, pair]
    for row in range(lay.PAIR_ROW, lay.PAIR_ROW + 6):
        t.space[row, to] = t.space[row, pair]


@compiled
def turn(t: Tables) -> None:
    """Let left and right change places."""
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        for row in range(lay.PAIR_ROW, lay.PAIR_ROW + 2):
            t.space[row, pair], t.space[row + 2, pair] = (
                t.space[row + 2, pair],
                t.space[row, pair],
            )
        if t.space[lay.PAIR_ROW + lay.JOINS, pair]:
            t.space[lay.PAIR_ROW + lay.JOINS, pair] ^= 3
    for at in range(lay.MOST_PARTS):
        t.space[lay.OVER_ROW, at], t.space[lay.OVER_ROW + 1, at] = (
            t.space[lay.OVER_ROW + 1, at],
            t.space[lay.OVER_ROW, at],
        )
    t.space[lay.COUNTS_ROW, 1], t.space[lay.COUNTS_ROW, 2] = (
        t.space[lay.COUNTS_ROW, 2],
        t.space[lay.COUNTS_ROW, 1],
    )
