"""The closeness of two tokens in compiled code, step by step as in ``closeness``.

A property test holds both to the same numbers. Tokens are rows of the tables; what has been worked
out for two of them is remembered in the one place that their pair may have.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from entraide.match import layout as lay
from entraide.match.compiled import compiled, inlined
from entraide.match.layout import Array, Tables

__all__ = ["closeness_of", "part_of", "together_closeness"]

_Reading: TypeAlias = tuple[Array, Array]


@compiled
def _far_apart(t: Tables, one: Array, two: Array) -> bool:
    """Tell whether even the roughest classes of consonants differ in too many places."""
    most = max(1, max(len(one), len(two)) // 2)
    before, above, row = t.space[lay.OSA_ROW], t.space[lay.OSA_ROW + 1], t.space[lay.OSA_ROW + 2]
    for j in range(len(two) + 1):
        above[j] = j
    for i in range(len(one)):
        row[0] = i + 1
        for j in range(len(two)):
            least = min(min(above[j + 1], row[j]) + 1, above[j] + (one[i] != two[j]))
            if i and j and one[i] == two[j - 1] and one[i - 1] == two[j]:
                least = min(least, before[j - 1] + 1)
            row[j + 1] = least
        before, above, row = above, row, before
    return bool(above[len(two)] > most)


@compiled
def _weight(t: Tables, sounds: Array) -> float:
    total = 0.0
    for sound in sounds:
        total += t.costs[min(sound, lay.KNOWN), lay.WEIGHT]
    return total


@compiled
def _fill_row(t: Tables, sound: int, right: Array, at: int, drop: float) -> float:
    """Fill row ``at`` of the table of the edit distance; return its least cost."""
    above, row = t.work[lay.DISTANCE_ROW + (at - 1) % 3], t.work[lay.DISTANCE_ROW + at % 3]
    costs = t.costs[min(sound, lay.KNOWN)]
    least = row[0] = above[0] + drop
    for j in range(len(right)):
        other = right[j]
        cost = costs[other] if other < lay.KNOWN else t.law[lay.UNRELATED]
        last = min(row[j] + t.work[lay.GAPS_ROW, j], above[j] + (0.0 if other == sound else cost))
        last = min(last, above[j + 1] + drop)
        row[j + 1] = last
        least = min(least, last)
    return float(least)


@compiled
def _slip(t: Tables, left: Array, at: int, right: Array) -> float:
    """Let two neighbouring sounds stand the other way round; return the cost where they do."""
    for j in range(len(right) - 1):
        if right[j] == left[at] and right[j + 1] == left[at - 1]:
            row, before = (
                t.work[lay.DISTANCE_ROW + (at + 1) % 3],
                t.work[lay.DISTANCE_ROW + (at - 1) % 3],
            )
            row[j + 2] = min(row[j + 2], before[j] + t.law[lay.SLIP])
            return float(row[j + 2])
    return np.inf


@compiled
def _distance(t: Tables, left: Array, right: Array, gaps: tuple[int, int], most: float) -> float:
    t.work[lay.DISTANCE_ROW, 0] = 0.0
    for j in range(len(right)):
        t.work[lay.GAPS_ROW, j] = t.costs[min(right[j], lay.KNOWN), lay.GAP + gaps[1]]
        t.work[lay.DISTANCE_ROW, j + 1] = t.work[lay.DISTANCE_ROW, j] + t.work[lay.GAPS_ROW, j]
    for at in range(len(left)):
        drop = t.costs[min(left[at], lay.KNOWN), lay.GAP + gaps[0]]
        least = _fill_row(t, left[at], right, at + 1, drop)
        if at:
            least = min(least, _slip(t, left, at, right))
        if least > most:
            return float(t.law[lay.UNRELATED]) + most
    return float(t.work[lay.DISTANCE_ROW + len(left) % 3, len(right)])


@compiled
def _gaps(own: int, other: int) -> int:
    if other == lay.ABJAD:
        return 1
    return 2 if own == lay.SYLLABARY and other != own else 0


@compiled
def _edge(t: Tables, sounds: Array, at: int) -> tuple[int, int]:
    """Return the first sound (0) or the last (-1), and how it can begin or end a word."""
    sound = sounds[at] if len(sounds) else -1
    return sound, int(t.costs[min(sound, lay.KNOWN), lay.EDGE]) if len(sounds) else 0


@compiled
def _edge_cost(t: Tables, left: Array, right: Array, writes: tuple[int, int]) -> float:
    """Return what it costs that only one side begins with a vowel, or ends with a, o or i."""
    if writes[0] == lay.ALPHABET and writes[1] == lay.ALPHABET:
        (one, ends), (two, ends_too) = _edge(t, left, -1), _edge(t, right, -1)
        return float(t.law[lay.ENDING]) if one != two and (ends | ends_too) & lay.ENDS else 0.0
    if writes[0] != lay.ABJAD and writes[1] != lay.ABJAD:
        return 0.0
    starts = _edge(t, left, 0)[1] | _edge(t, right, 0)[1]
    return float(t.law[lay.START]) if starts & lay.OPEN and starts & lay.CLOSED else 0.0


@compiled
def _sound_closeness(t: Tables, one: _Reading, two: _Reading, writes: tuple[int, int]) -> float:
    """Return how close two readings are: sounds, and their roughest classes."""
    left, right = one[0], two[0]
    apart = abs(len(one[1]) - len(two[1]))
    if apart > 1 and apart > max(len(one[1]), len(two[1])) // 2:
        return 0.0
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    if start == len(left) == len(right):
        return 1.0
    mean = (_weight(t, left) + _weight(t, right)) / 2
    if mean == 0.0 or _far_apart(t, one[1], two[1]):
        return 0.0
    mean = max(mean, 1.0)
    gaps = (_gaps(writes[0], writes[1]), _gaps(writes[1], writes[0]))
    cost = _distance(t, left[start:], right[start:], gaps, (1.0 - t.law[lay.LEAST]) * mean)
    value = 1.0 - (cost + _edge_cost(t, left, right, writes)) / mean
    return value if value >= t.law[lay.LEAST] else 0.0


@inlined
def part_of(t: Tables, row: Array, column: int) -> Array:
    """Return a part of a token or name: where it begins stands in the column, then its length."""
    return t.pool[row[column] : row[column] + row[column + 1]]


@inlined
def _reading(t: Tables, token: Array, column: int) -> _Reading:
    return part_of(t, token, column), part_of(t, token, column + 2)


@compiled
def _closeness_of_tokens(t: Tables, left: int, right: int) -> float:
    one, two = t.token[left], t.token[right]
    if one[lay.SHORT_FOR] == two[lay.FULL] or two[lay.SHORT_FOR] == one[lay.FULL]:
        return float(t.law[lay.SHORT_FORM])
    writes = (one[lay.WRITING], two[lay.WRITING])
    best = 0.0
    for bare in range(4):
        column, other = lay.BARE * (bare & 1), lay.BARE * (bare >> 1)
        if bare and best == 1.0:
            break
        if (
            one[column + 1 if column else lay.TEXT + 1]
            and two[other + 1 if other else lay.TEXT + 1]
        ):
            factor = max(
                t.number[left, lay.BARE_FACTOR] if column else 0.0,
                t.number[right, lay.BARE_FACTOR] if other else 0.0,
            )
            sounds, others = _reading(t, one, column), _reading(t, two, other)
            value = _sound_closeness(t, sounds, others, writes)
            best = max(best, factor * value if bare else value)
    return best if best >= t.law[lay.LEAST] else 0.0


@compiled
def _place(t: Tables, key: int) -> int:
    return ((key * 0x9E3779B97F4A7C1) >> 20) & (len(t.memo) - 1)


@compiled
def closeness_of(t: Tables, left: int, right: int) -> float:
    """Return what is remembered of two tokens, or work it out and remember it."""
    if left == right:
        return 1.0
    key = left << 21 | right
    place = _place(t, key)
    if t.memo[place] != key:
        t.remembered[place] = _closeness_of_tokens(t, left, right)
        t.memo[place] = key
    return float(t.remembered[place])


@compiled
def together_closeness(t: Tables, one: int, two: int, whole: int) -> float:
    """Return how close two tokens written together are to a third."""
    strong = t.token[one, lay.STRONG] + t.token[two, lay.STRONG]
    apart = abs(strong - t.token[whole, lay.STRONG])
    if apart > 1 and apart > max(strong, t.token[whole, lay.STRONG]) // 2:
        return 0.0
    key = (one + 1) << 42 | two << 21 | whole
    place = _place(t, key)
    if t.memo[place] != key:
        t.remembered[place] = _closeness_together(t, one, two, whole)
        t.memo[place] = key
    return float(t.remembered[place])


@compiled
def _closeness_together(t: Tables, one: int, two: int, whole: int) -> float:
    first, second, other = t.token[one], t.token[two], t.token[whole]
    both = _written_together(t, first, second, lay.SOUNDS)
    rough = _written_together(t, first, second, lay.ROUGH)
    writes = (first[lay.WRITING], other[lay.WRITING])
    return _sound_closeness(t, (both, rough), _reading(t, other, lay.SOUNDS), writes)


@inlined
def _written_together(t: Tables, one: Array, two: Array, column: int) -> Array:
    row = t.space[lay.JOINED_ROW + column // 2]
    first, second = part_of(t, one, column), part_of(t, two, column)
    for at in range(len(first)):
        row[at] = first[at]
    for at in range(len(second)):
        row[len(first) + at] = second[at]
    both: Array = row[: len(first) + len(second)]
    return both
