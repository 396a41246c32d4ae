"""How close two tokens sound: an edit distance whose costs are a table of confusions.

Each pair of sounds that romanisation confuses has a cost below that of two unrelated sounds (1);
vowels and weak consonants cost little to leave out, and next to nothing where the other side's
script leaves them unwritten. Closeness is 1 minus the cost over the mean weight of both tokens:
1 for the same sounds, 0 for nothing in common. It is symmetric. A comparison that cannot reach
``LEAST`` by its skeletons alone is not worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final, TypeAlias

from rapidfuzz.distance import OSA

from entraide.match.confusions import (
    CLOSED,
    COSTS,
    ENDING,
    ENDINGS,
    GAPS,
    LEAST,
    OPEN,
    SHORT_FORM,
    SLIP,
    START,
    TO_ROUGH,
    UNRELATED,
    WEIGHTS,
)
from entraide.match.memo import Memo
from entraide.match.tokens import Token, Writing, token_of
from entraide.match.words import FULL_FORM

__all__ = ["Gaps", "closeness", "near", "sound_closeness", "together_closeness"]

_MOST_ROWS: Final = 1 << 14
_MOST_IN_ROW: Final = 1 << 10

_Row: TypeAlias = list[float]
Gaps: TypeAlias = Mapping[str, float]


@lru_cache(maxsize=1 << 16)
def _weight(sounds: str) -> float:
    return sum([WEIGHTS.get(sound, 1.0) for sound in sounds])


def _distance(left: str, right: str, gaps: tuple[Gaps, Gaps], most: float) -> float:
    """Return the least cost of turning one row of sounds into the other, if it is below ``most``.

    Otherwise any number above it. A row of the table holds, for one sound of the left side, the
    least cost of having read so far on the left and up to each place on the right.
    """
    gaps_left, gaps_right = gaps
    right_gaps = [gaps_right.get(sound, UNRELATED) for sound in right]
    before: _Row = []
    above: _Row = [0.0, *accumulate(right_gaps)]
    for at, sound in enumerate(left):
        row = _next_row(sound, right, above, right_gaps, gaps_left.get(sound, UNRELATED))
        if at and left[at] + left[at - 1] in right:
            _allow_slip(row, before, right.find(left[at] + left[at - 1]))
        if min(row) > most:
            return UNRELATED + most
        before, above = above, row
    return above[-1]


def _next_row(sound: str, right: str, above: _Row, right_gaps: _Row, drop: float) -> _Row:
    costs = COSTS.get(sound) or {sound: 0.0}
    corner = above[0]
    last = corner + drop
    row = [last]
    for other, gap, up in zip(right, right_gaps, above[1:], strict=True):
        last += gap
        corner += costs.get(other, UNRELATED)
        if corner < last:
            last = corner
        if up + drop < last:
            last = up + drop
        row.append(last)
        corner = up
    return row


def _allow_slip(row: _Row, before: _Row, at: int) -> None:
    """Let two neighbouring sounds stand the other way round on the right side."""
    row[at + 2] = min(row[at + 2], before[at] + SLIP)


@lru_cache(maxsize=1 << 16)
def _rough(sounds: str) -> str:
    return sounds.translate(TO_ROUGH)


def _far_apart(left: str, right: str) -> bool:
    """Tell whether even the roughest classes of consonants differ in too many places."""
    one, two = _rough(left), _rough(right)
    most = max(1, max(len(one), len(two)) // 2)
    return OSA.distance(one, two, score_cutoff=most) > most


@lru_cache(maxsize=1 << 16)
def sound_closeness(left: str, right: str, left_writes: Writing, right_writes: Writing) -> float:
    """Return how close two rows of sounds are, LEAST to 1, or 0 where they are further apart."""
    if left == right:
        return 1.0
    mean = (_weight(left) + _weight(right)) / 2
    if not mean or _far_apart(left, right):
        return 0.0
    gaps = (_gaps(left_writes, right_writes), _gaps(right_writes, left_writes))
    mean = max(mean, 1.0)
    start = _same_start(left, right)
    cost = _distance(left[start:], right[start:], gaps, (1.0 - LEAST) * mean)
    if left_writes == right_writes == "alphabet":
        cost += _ending_cost(left, right)
    elif "abjad" in (left_writes, right_writes):
        cost += _start_cost(left, right)
    value = 1.0 - cost / mean
    return value if value >= LEAST else 0.0


def _same_start(left: str, right: str) -> int:
    """Return how many sounds both begin with: they cost nothing and need no table."""
    at = 0
    for one, two in zip(left, right, strict=False):
        if one != two:
            break
        at += 1
    return at


def _gaps(own: Writing, other: Writing) -> Gaps:
    """Return what it costs to leave out each sound of one side, given how both write."""
    if other == "abjad":
        return GAPS[1]
    return GAPS[2] if own == "syllabary" and other != own else GAPS[0]


def _start_cost(left: str, right: str) -> float:
    """Return what it costs that only one side begins with a vowel."""
    one, two = left[:1], right[:1]
    apart = (one in OPEN and two in CLOSED) or (two in OPEN and one in CLOSED)
    return START if apart else 0.0


def _ending_cost(left: str, right: str) -> float:
    one, two = left[-1:], right[-1:]
    return ENDING if one != two and (one in ENDINGS or two in ENDINGS) else 0.0


@lru_cache(maxsize=_MOST_ROWS)
def near(word: str) -> Memo:
    """Return the memory of how close other folded words are to one: ``near(one)[other]``."""
    return Memo(partial(closeness, word), _MOST_IN_ROW)


def closeness(left: str, right: str) -> float:
    """Return how close two folded words sound, with or without a glued part; 0 below LEAST."""
    if left == right:
        return 1.0
    if FULL_FORM.get(left) == right or FULL_FORM.get(right) == left:
        return SHORT_FORM
    return _best(token_of(left), token_of(right))


def _best(one: Token, two: Token) -> float:
    best = _sounds_close(one.sounds, two.sounds, one, two)
    if best < 1.0 and one.bare:
        best = max(best, one.bare_factor * _sounds_close(one.bare, two.sounds, one, two))
    if best < 1.0 and two.bare:
        best = max(best, two.bare_factor * _sounds_close(one.sounds, two.bare, one, two))
        if one.bare:
            best = max(best, _bare_both(one, two))
    return best if best >= LEAST else 0.0


def _bare_both(one: Token, two: Token) -> float:
    factor = max(one.bare_factor, two.bare_factor)
    return factor * _sounds_close(one.bare, two.bare, one, two)


def _sounds_close(left: str, right: str, one: Token, two: Token) -> float:
    return sound_closeness(left, right, one.writing, two.writing)


def together_closeness(lefts: tuple[Token, ...], rights: tuple[Token, ...]) -> float:
    """Return how close the tokens of both sides are, each side written together."""
    one = "".join([token.sounds for token in lefts])
    two = "".join([token.sounds for token in rights])
    return sound_closeness(one, two, lefts[0].writing, rights[0].writing)
