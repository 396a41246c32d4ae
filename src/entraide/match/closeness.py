"""How close two tokens sound: an edit distance whose costs are a table of confusions.

Each pair of sounds that romanisation confuses has a cost below that of two unrelated sounds (1);
vowels and weak consonants cost little to leave out, and next to nothing where the other side's
script leaves them unwritten. Closeness is 1 minus the cost over the mean weight of both tokens:
1 for the same sounds, 0 for nothing in common. It is symmetric. A comparison that cannot reach
``LEAST`` by its skeletons alone is not worked out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from entraide.match.sounds import VOWELS
from entraide.match.tokens import Token, token_of

__all__ = ["LEAST", "closeness", "join_closeness", "sound_closeness"]

LEAST: Final = 0.55
"""Below this, two tokens are different names."""

_UNRELATED: Final = 1.0
_CONFUSIONS: Final = (
    # vowels
    "ae.10 ei.10 ou.05 ao.15 ai.30 au.25 eo.25 eu.30 oi.30 iu.25 "
    # semivowels stand for vowels and for each other's neighbours
    "wu.03 wo.05 yi.03 ye.06 wa.25 ya.25 vw.10 yj.20 "
    "ʿa.02 ʿe.02 ʿi.02 ʿo.02 ʿu.02 ʿy.10 ʿw.15 ʿh.20 wb.50 "
    ""
    # velars and uvulars
    "kq.03 kg.25 kx.20 gG.05 gq.12 gj.15 xG.35 qG.20 qx.30 gx.40 hx.12 hg.35 hk.60 hG.40 rG.45 "
    # sibilants and affricates
    "sS.25 sz.20 sc.06 sC.35 CS.10 CZ.25 Cj.25 Cc.20 Ck.30 Cx.30 jZ.05 jz.35 jS.45 "
    "zc.15 Zz.20 ZS.25 "
    "cj.20 ck.20 cS.20 Sx.45 sZ.40 Sz.40 "
    # dentals
    "θt.06 θs.15 θd.35 δd.06 δz.08 dt.25 δθ.25 tc.30 ts.60 tC.50 dz.45 δs.50 dj.40 "
    # labials
    "bp.15 bv.25 fv.15 fp.25 bf.50 pv.50 "
    # liquids and nasals
    "mn.50 lr.60 "
)
_WEIGHTS: Final = {**dict.fromkeys(VOWELS, 0.3), "w": 0.45, "y": 0.4, "h": 0.4, "ʿ": 0.02}
_GAP: Final = {**dict.fromkeys(VOWELS, 0.22), "w": 0.35, "y": 0.25, "h": 0.25, "ʿ": 0.02}
_GAP_UNWRITTEN: Final = {**_GAP, **dict.fromkeys(VOWELS, 0.04), "y": 0.25}
_BARE_FACTOR: Final = 0.97


def _costs() -> dict[str, float]:
    table: dict[str, float] = {}
    for entry in _CONFUSIONS.split():
        one, two, cost = entry[0], entry[1], float(entry[2:])
        table[one + two] = table[two + one] = cost
    for one in _GAP:
        for two in _GAP:
            table.setdefault(one + two, 0.0 if one == two else 0.4)
    return table


_COST: Final = _costs()


def _weight(sounds: str) -> float:
    return sum(_WEIGHTS.get(sound, 1.0) for sound in sounds)


def _distance(
    left: str, right: str, gap_left: dict[str, float], gap_right: dict[str, float]
) -> float:
    """Return the least cost of turning one row of sounds into the other."""
    cost_of = _COST.get
    above = [0.0]
    for sound in right:
        above.append(above[-1] + gap_right.get(sound, _UNRELATED))
    for one in left:
        drop = gap_left.get(one, _UNRELATED)
        row = [above[0] + drop]
        for at, two in enumerate(right):
            swap = above[at] + (0.0 if one == two else cost_of(one + two, _UNRELATED))
            best = min(swap, above[at + 1] + drop, row[at] + gap_right.get(two, _UNRELATED))
            row.append(best)
        above = row
    return above[-1]


@lru_cache(maxsize=1 << 18)
def sound_closeness(left: str, right: str, left_abjad: bool, right_abjad: bool) -> float:
    """Return how close two rows of sounds are, 0 to 1."""
    if left == right:
        return 1.0
    mean = (_weight(left) + _weight(right)) / 2
    if not mean:
        return 0.0
    gap_left = _GAP_UNWRITTEN if right_abjad else _GAP
    gap_right = _GAP_UNWRITTEN if left_abjad else _GAP
    cost = _distance(left, right, gap_left, gap_right)
    return max(0.0, 1.0 - cost / max(mean, 1.0))


@lru_cache(maxsize=1 << 18)
def closeness(left: str, right: str) -> float:
    """Return how close two folded words sound, with or without a glued prefix; 0 below LEAST."""
    if left == right:
        return 1.0
    one, two = token_of(left), token_of(right)
    return _best(one, two)


def _best(one: Token, two: Token) -> float:
    best = _sounds_close(one.sounds, two.sounds, one, two)
    if best < 1.0 and one.bare:
        best = max(best, _BARE_FACTOR * _sounds_close(one.bare, two.sounds, one, two))
    if best < 1.0 and two.bare:
        best = max(best, _BARE_FACTOR * _sounds_close(one.sounds, two.bare, one, two))
        if one.bare:
            best = max(best, _sounds_close(one.bare, two.bare, one, two))
    return best if best >= LEAST else 0.0


def _sounds_close(left: str, right: str, one: Token, two: Token) -> float:
    return sound_closeness(left, right, one.abjad, two.abjad)


def join_closeness(parts: tuple[Token, ...], whole: Token) -> float:
    """Return how close tokens written together are to one token."""
    sounds = "".join(token.sounds for token in parts)
    return sound_closeness(sounds, whole.sounds, parts[0].abjad, whole.abjad)
