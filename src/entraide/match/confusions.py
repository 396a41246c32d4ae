"""The table of confusions: what every difference between two sounds costs.

Each pair of sounds that romanisation confuses has a cost below that of two unrelated sounds (1);
vowels and weak consonants cost little to leave out, and next to nothing where the other side's
script leaves them unwritten. ``closeness`` adds these up.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from entraide.match.sounds import CLASS_OF, VOWELS, WEAK

__all__ = [
    "CLOSED",
    "COSTS",
    "ENDING",
    "ENDINGS",
    "GAPS",
    "LEAST",
    "OPEN",
    "SHORT_FORM",
    "SLIP",
    "START",
    "TO_ROUGH",
    "UNRELATED",
    "WEIGHTS",
]

LEAST: Final = 0.55
"""Below this, two tokens are different names."""

UNRELATED: Final = 1.0
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
WEIGHTS: Final = {**dict.fromkeys(VOWELS, 0.3), "w": 0.45, "y": 0.4, "h": 0.4, "ɦ": 0.3, "ʿ": 0.02}
_GAP: Final = {**dict.fromkeys(VOWELS, 0.25), "w": 0.35, "y": 0.12, "h": 0.25, "ɦ": 0.12, "ʿ": 0.02}
_GAP_UNWRITTEN: Final = {**_GAP, **dict.fromkeys(VOWELS, 0.04), "y": 0.12}
_GAP_FILLED: Final = {**_GAP, "u": 0.05, "o": 0.12, "i": 0.12, "e": 0.1}
GAPS: Final = (_GAP, _GAP_UNWRITTEN, _GAP_FILLED)
"""What leaving a sound out costs where both sides write it, where the other's script does not, and
where this side's syllables had to fill it in."""

SLIP: Final = 0.5
"""Two neighbouring sounds changed about: a slip of the hand."""

_OTHER_WEAK: Final = 0.4
"""Two vowels or weak consonants that the table does not name."""

ENDING: Final = 0.22
"""A last a, o or i that only one side writes tells a woman from a man, a son from a father."""

START: Final = 0.2
"""A first vowel is written in every script: *Ihsan* and *Hasan* are two names."""

OPEN: Final = VOWELS | {"ʿ"}
CLOSED: Final = CLASS_OF.keys() | {"h"}
SHORT_FORM: Final = 0.9
ENDINGS: Final = frozenset("aoi")


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


COSTS: Final = _costs()
TO_ROUGH: Final = str.maketrans(
    {
        sound: {"S": "D", "B": "F", "L": "R"}.get(CLASS_OF.get(sound, ""), CLASS_OF.get(sound, ""))
        for sound in (*CLASS_OF, *VOWELS, *WEAK)
    }
)
"""Classes even coarser than a skeleton's, by which most pairs of tokens are told apart cheaply."""
