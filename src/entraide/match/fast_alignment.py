"""The alignment of two names in compiled code, step by step as in ``alignment``.

Names are rows of the tables. Pairs, and the tokens left over, stand in the rows of the space that
``layout`` names; a property test holds what comes of them to what the readable code says.
"""

from __future__ import annotations

from entraide.match import layout as lay
from entraide.match.compiled import compiled, inlined
from entraide.match.fast_closeness import closeness_of, part_of
from entraide.match.fast_joining import join_neighbours
from entraide.match.fast_pairs import (
    add_over,
    add_pair,
    drop_all,
    drop_first,
    left_over,
    move_pair,
    turn,
)
from entraide.match.layout import Array, Tables

__all__ = ["align"]


@compiled
def _over(t: Tables, side: int) -> Array:
    return t.space[lay.OVER_ROW + side, : t.space[lay.COUNTS_ROW, 1 + side]]


@compiled
def align(t: Tables, left: int, right: int) -> bool:
    """Pair the tokens of two names; True where they are one by having the very same letters."""
    one, two = t.name[left], t.name[right]
    t.space[lay.COUNTS_ROW, :3] = 0
    _pair_alike(t, one, two)
    over = len(left_over(t, 0)) and len(left_over(t, 1))
    if over and (one[lay.NAMED] | two[lay.NAMED]) & lay.ABBREVIATES:
        _pair_initials(t)
    if one[lay.FILIATION + 1] and two[lay.FILIATION + 1] and _take_crossed_apart(t, one, two):
        return False
    if not _may_join(t):
        return False
    if _same_letters(t, one, two):
        return True
    if one[lay.SHORTEST_TWO] <= two[lay.LONGEST] + t.law[lay.JOIN_MORE]:
        join_neighbours(t, part_of(t, one, lay.WORDS))
    if two[lay.SHORTEST_TWO] <= one[lay.LONGEST] + t.law[lay.JOIN_MORE]:
        turn(t)
        join_neighbours(t, part_of(t, two, lay.WORDS))
        turn(t)
    _drop_particles(t, 0, part_of(t, two, lay.PARTICLES))
    _drop_particles(t, 1, part_of(t, one, lay.PARTICLES))
    return False


@compiled
def _pair_alike(t: Tables, one: Array, two: Array) -> None:
    """Pair each token with the closest that is free, the closest pairs first."""
    ones, twos = one[lay.CONTENT], two[lay.CONTENT]
    n, m = one[lay.CONTENT + 1], two[lay.CONTENT + 1]
    for i in range(n):
        for j in range(m):
            value = closeness_of(t, t.pool[ones + i], t.pool[twos + j])
            t.work[lay.VALUES_ROW + i, j] = value
    used_left = used_right = 0
    while True:
        place = _closest(t, (n, m), used_left, used_right)
        if place < 0:
            break
        i, j = place >> 5, place & 31
        left, right = t.pool[ones + i], t.pool[twos + j]
        add_pair(t, (left, left), (right, right), t.work[lay.VALUES_ROW + i, j])
        used_left, used_right = used_left | 1 << i, used_right | 1 << j
    for i in range(n):
        if not used_left >> i & 1:
            add_over(t, 0, t.pool[ones + i])
    for j in range(m):
        if not used_right >> j & 1:
            add_over(t, 1, t.pool[twos + j])


@compiled
def _closest(t: Tables, sizes: tuple[int, int], used_left: int, used_right: int) -> int:
    """Return the free place of the greatest value; of equal ones that nearest to its own place."""
    best, found, first = 0.0, -1, 0
    for i in range(sizes[0]):
        if used_left >> i & 1:
            continue
        for j in range(sizes[1]):
            value = t.work[lay.VALUES_ROW + i, j]
            if value < best or value == 0.0 or used_right >> j & 1:
                continue
            order = abs(i - j) << 12 | (i + j) << 5 | i
            if value > best or order < first:
                best, found, first = value, i << 5 | j, order
    return found


@compiled
def _pair_initials(t: Tables) -> None:
    """Pair an initial or abbreviation left over with a token left over that it may stand for."""
    at = 0
    while at < len(left_over(t, 0)):
        one = left_over(t, 0)[at]
        two = _full_of(t, one)
        if two < 0:
            at += 1
            continue
        drop_first(t, 0, one)
        drop_first(t, 1, two)
        add_pair(t, (one, one), (two, two), 1.0)
        t.space[lay.PAIR_ROW + lay.FIRST_LETTER, t.space[lay.COUNTS_ROW, 0] - 1] = 1


@compiled
def _full_of(t: Tables, one: int) -> int:
    for two in left_over(t, 1):
        if _abbreviates(t, one, two):
            return int(two)
    return -1


@compiled
def _abbreviates(t: Tables, one: int, two: int) -> bool:
    if t.token[two, lay.TEXT + 1] < t.token[one, lay.TEXT + 1]:
        one, two = two, one
    short, long = part_of(t, t.token[one], lay.TEXT), part_of(t, t.token[two], lay.TEXT)
    if len(short) > t.law[lay.ABBREVIATION] or len(long) <= len(short):
        return False
    initial = t.token[one, lay.FLAGS] & lay.INITIAL
    if not initial and not t.token[one, lay.FLAGS] & lay.VOWELLESS:
        return False
    if _alike(short, long[: len(short)]):
        return True
    if not initial:
        return False
    sounds, others = part_of(t, t.token[one], lay.SOUNDS), part_of(t, t.token[two], lay.SOUNDS)
    return _alike(sounds[:1], others[:1])


@compiled
def _alike(one: Array, two: Array) -> bool:
    if len(one) != len(two):
        return False
    same = True
    for at in range(len(one)):
        same = same and one[at] == two[at]
    return same


@compiled
def _take_crossed_apart(t: Tables, one: Array, two: Array) -> bool:
    """Take apart pairs that would make one man's father the other's son; False without any."""
    fathers, others = part_of(t, one, lay.FILIATION), part_of(t, two, lay.FILIATION)
    crossed = 0
    for at in range(0, len(fathers), 2):
        son, father = _partner(t, fathers[at]), _partner(t, fathers[at + 1])
        for other in range(0, len(others), 2):
            if others[other] == father and others[other + 1] == son:
                crossed |= 1 << at
    if not crossed:
        return False
    kept = 0
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if _is_of(t.space[lay.PAIR_ROW + lay.LEFT, pair], fathers, crossed):
            add_over(t, 0, t.space[lay.PAIR_ROW + lay.LEFT, pair])
            add_over(t, 1, t.space[lay.PAIR_ROW + lay.RIGHT, pair])
        else:
            move_pair(t, pair, kept)
            kept += 1
    t.space[lay.COUNTS_ROW, 0] = kept
    return True


@compiled
def _partner(t: Tables, token: int) -> int:
    found = -1
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if t.space[lay.PAIR_ROW + lay.LEFT, pair] == token:
            found = t.space[lay.PAIR_ROW + lay.RIGHT, pair]
    return found


@compiled
def _is_of(token: int, fathers: Array, crossed: int) -> bool:
    for at in range(0, len(fathers), 2):
        if crossed >> at & 1 and (token == fathers[at] or token == fathers[at + 1]):
            return True
    return False


@compiled
def _may_join(t: Tables) -> bool:
    if len(left_over(t, 0)) and len(left_over(t, 1)):
        return True
    for pair in range(t.space[lay.COUNTS_ROW, 0]):
        if t.work[lay.CLOSE_ROW, pair] < t.law[lay.SURE]:
            return True
    return False


@compiled
def _same_letters(t: Tables, one: Array, two: Array) -> bool:
    """Tell whether names have the very same letters, and most of them beside the same ones."""
    if one[lay.LETTERS] != two[lay.LETTERS] or one[lay.LETTERS + 1] != two[lay.LETTERS + 1]:
        return False
    if one[lay.LETTERS + 1] < t.law[lay.MANY_LETTERS]:
        return False
    ones, twos = _letters(t, one, 0), _letters(t, two, 1)
    both = 0
    for at in range(len(ones) - 1):
        neighbours = ones[at], ones[at + 1]
        if _count(ones[: at + 2], neighbours) <= _count(twos, neighbours):
            both += 1
    same = _has_letters(ones, twos)
    return same and bool(both >= t.law[lay.SAME_NEIGHBOURS] * (len(ones) - 1))


@compiled
def _count(letters: Array, neighbours: tuple[int, int]) -> int:
    found = 0
    for at in range(len(letters) - 1):
        found += letters[at] == neighbours[0] and letters[at + 1] == neighbours[1]
    return found


@compiled
def _has_letters(ones: Array, twos: Array) -> bool:
    """Tell whether each letter stands as often in both, which are equally long."""
    for letter in ones:
        more = 0
        for at in range(len(ones)):
            more += (ones[at] == letter) - (twos[at] == letter)
        if more:
            return False
    return True


@inlined
def _letters(t: Tables, name: Array, side: int) -> Array:
    """Return the letters of a name without its spaces."""
    row = t.space[lay.LETTERS_ROW + side]
    kept = 0
    for word in part_of(t, name, lay.WORDS):
        for letter in part_of(t, t.token[word], lay.TEXT):
            row[kept] = letter
            kept += 1
    letters: Array = row[:kept]
    return letters


@compiled
def _drop_particles(t: Tables, side: int, particles: Array) -> None:
    """Let go of words left over that the other name has too, but sets aside as a particle."""
    for particle in particles:
        drop_all(t, side, particle)
