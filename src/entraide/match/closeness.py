"""How close two tokens sound: an edit distance whose costs are a table of confusions.

Each pair of sounds that romanisation confuses has a cost below that of two unrelated sounds (1);
vowels and weak consonants cost little to leave out, and next to nothing where the other side's
script leaves them unwritten. Closeness is 1 minus the cost over the mean weight of both tokens:
1 for the same sounds, 0 for nothing in common. It is symmetric. A comparison that cannot reach
``LEAST`` by its skeletons alone is not worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final, TypeAlias

from rapidfuzz.distance import OSA

from entraide.match.memo import Memo
from entraide.match.sounds import CLASS_OF, VOWELS, WEAK
from entraide.match.tokens import Token, Writing, token_of
from entraide.match.words import FULL_FORM

__all__ = ["LEAST", "Gaps", "closeness", "near", "sound_closeness", "together_closeness"]

LEAST: Final = 0.55
"""Below this, two tokens are different names."""

_UNRELATED: Final = 1.0
_CONFUSIONS: Final = (
    # vowels
    "ae.14 ei.12 ou.07 ao.22 ai.32 au.28 eo.28 eu.32 oi.35 iu.28 "
    # semivowels stand for vowels and for each other's neighbours
    "wu.03 wo.05 yi.03 ye.06 wa.25 ya.25 vw.10 yj.20 wb.50 "
    # ayn, hamza, a first alif and a last h are read as vowels or not at all
    "ʿa.02 ʿe.02 ʿi.02 ʿo.02 ʿu.02 ʿy.10 ʿw.15 ʿh.20 ʿɦ.10 ɦa.02 ɦe.02 ɦi.15 ɦh.04 ɦt.20 ɦy.20 "
    # velars and uvulars
    "kq.03 kg.25 kx.20 gG.05 gq.12 gj.15 xG.35 xj.30 qG.20 qx.30 gx.40 hx.12 hg.35 "
    "hk.60 hG.40 rG.45 ht.40 "
    # sibilants and affricates
    "sS.25 sz.20 sc.06 sC.35 CS.10 CZ.25 Cj.25 Cc.20 Ck.30 Cx.30 jZ.05 jz.35 jS.45 zc.15 Zz.20 "
    "XS.05 Xx.10 Xs.15 Xz.15 Xk.15 Xh.20 ZS.25 cj.20 ck.20 cS.20 Sx.45 sZ.40 Sz.40 "
    # dentals
    "θt.06 θs.15 θd.35 δd.06 δz.08 dt.25 δθ.25 tc.30 ts.60 tC.50 dz.45 δs.50 dj.40 "
    # labials
    "βb.03 βp.03 βv.15 βf.30 τd.03 τt.03 τθ.06 τδ.06 "
    "bp.15 bv.25 fv.15 fp.25 pv.50 "
    # liquids and nasals
    "mn.50 lr.60 ɾl.05 ɾr.02 fh.35 "
)
_WEIGHTS: Final = {**dict.fromkeys(VOWELS, 0.3), "w": 0.45, "y": 0.4, "h": 0.4, "ɦ": 0.3, "ʿ": 0.02}
_GAP: Final = {**dict.fromkeys(VOWELS, 0.25), "w": 0.35, "y": 0.12, "h": 0.25, "ɦ": 0.12, "ʿ": 0.02}
_GAP_UNWRITTEN: Final = {**_GAP, **dict.fromkeys(VOWELS, 0.04), "y": 0.12}
_GAP_FILLED: Final = {**_GAP, "u": 0.05, "o": 0.12, "i": 0.12, "e": 0.1}
_SLIP: Final = 0.5
"""Two neighbouring sounds changed about: a slip of the hand."""

_OTHER_WEAK: Final = 0.4
"""Two vowels or weak consonants that the table does not name."""

_ENDING: Final = 0.22
"""A last a, o or i that only one side writes tells a woman from a man, a son from a father."""

_START: Final = 0.2
"""A first vowel is written in every script: *Ihsan* and *Hasan* are two names."""

_OPEN: Final = VOWELS | {"ʿ"}
_CLOSED: Final = CLASS_OF.keys() | {"h"}
_MOST_ROWS: Final = 1 << 14
_MOST_IN_ROW: Final = 1 << 10
_SHORT_FORM: Final = 0.9
_ENDINGS: Final = frozenset("aoi")


def _costs() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for one in _GAP:
        for two in _GAP:
            table[one][two] = _OTHER_WEAK
    for sound in (*CLASS_OF, *_GAP):
        table[sound][sound] = 0.0
    for entry in _CONFUSIONS.split():
        one, two, cost = entry[0], entry[1], float(entry[2:])
        table[one][two] = table[two][one] = cost
    return dict(table)


_COSTS_OF: Final = _costs()
_TO_ROUGH: Final = str.maketrans(
    {
        sound: {"S": "D", "B": "F", "L": "R"}.get(CLASS_OF.get(sound, ""), CLASS_OF.get(sound, ""))
        for sound in (*CLASS_OF, *VOWELS, *WEAK)
    }
)
"""Classes even coarser than a skeleton's, by which most pairs of tokens are told apart cheaply."""

_Row: TypeAlias = list[float]
Gaps: TypeAlias = Mapping[str, float]


@lru_cache(maxsize=1 << 16)
def _weight(sounds: str) -> float:
    return sum([_WEIGHTS.get(sound, 1.0) for sound in sounds])


def _distance(left: str, right: str, gaps: tuple[Gaps, Gaps], most: float) -> float:
    """Return the least cost of turning one row of sounds into the other, if it is below ``most``.

    Otherwise any number above it. A row of the table holds, for one sound of the left side, the
    least cost of having read so far on the left and up to each place on the right.
    """
    gaps_left, gaps_right = gaps
    right_gaps = [gaps_right.get(sound, _UNRELATED) for sound in right]
    before: _Row = []
    above: _Row = [0.0, *accumulate(right_gaps)]
    for at, sound in enumerate(left):
        row = _next_row(sound, right, above, right_gaps, gaps_left.get(sound, _UNRELATED))
        if at and left[at] + left[at - 1] in right:
            _allow_slip(row, before, right.find(left[at] + left[at - 1]))
        if min(row) > most:
            return _UNRELATED + most
        before, above = above, row
    return above[-1]


def _next_row(sound: str, right: str, above: _Row, right_gaps: _Row, drop: float) -> _Row:
    costs = _COSTS_OF.get(sound) or {sound: 0.0}
    corner = above[0]
    last = corner + drop
    row = [last]
    for other, gap, up in zip(right, right_gaps, above[1:], strict=True):
        last += gap
        corner += costs.get(other, _UNRELATED)
        if corner < last:
            last = corner
        if up + drop < last:
            last = up + drop
        row.append(last)
        corner = up
    return row


def _allow_slip(row: _Row, before: _Row, at: int) -> None:
    """Let two neighbouring sounds stand the other way round on the right side."""
    row[at + 2] = min(row[at + 2], before[at] + _SLIP)


@lru_cache(maxsize=1 << 16)
def _rough(sounds: str) -> str:
    return sounds.translate(_TO_ROUGH)


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
        return _GAP_UNWRITTEN
    return _GAP_FILLED if own == "syllabary" and other != own else _GAP


def _start_cost(left: str, right: str) -> float:
    """Return what it costs that only one side begins with a vowel."""
    one, two = left[0], right[0]
    apart = (one in _OPEN and two in _CLOSED) or (two in _OPEN and one in _CLOSED)
    return _START if apart else 0.0


def _ending_cost(left: str, right: str) -> float:
    one, two = left[-1:], right[-1:]
    return _ENDING if one != two and (one in _ENDINGS or two in _ENDINGS) else 0.0


@lru_cache(maxsize=_MOST_ROWS)
def near(word: str) -> Memo:
    """Return the memory of how close other folded words are to one: ``near(one)[other]``."""
    return Memo(partial(closeness, word), _MOST_IN_ROW)


def closeness(left: str, right: str) -> float:
    """Return how close two folded words sound, with or without a glued part; 0 below LEAST."""
    if left == right:
        return 1.0
    if FULL_FORM.get(left) == right or FULL_FORM.get(right) == left:
        return _SHORT_FORM
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
