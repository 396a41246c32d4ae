"""What the readable modules decide, as arrays for the compiled code: sounds, costs, thresholds.

The compiled code holds no number of its own: change a table where it stands, and both follow.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Final

import numpy as np

from entraide.match import alignment, confusions, evidence
from entraide.match import layout as lay
from entraide.match.features import FEATURES
from entraide.match.layout import Array
from entraide.match.names import JOINED_LEAST, LONGEST_ABBREVIATION
from entraide.match.scoring import LEAST_NAME

__all__ = ["codes_of", "costs", "law", "rough_codes_of"]

_SOUNDS: Final = "".join(sorted(confusions.COSTS))
_TABLED: Final = 0x400
"""All sounds of the table are letters below this."""


@cache
def _code_of_letter() -> Array:
    codes = np.arange(lay.KNOWN, lay.KNOWN + _TABLED, dtype=np.int64)
    codes[[ord(sound) for sound in _SOUNDS]] = range(len(_SOUNDS))
    return codes


def codes_of(sounds: str) -> Array:
    """Return sounds as numbers: below ``layout.KNOWN`` those that the table of confusions names."""
    letters = np.frombuffer(sounds.encode("utf-32-le", "surrogatepass"), np.uint32)
    tabled = _code_of_letter()[np.minimum(letters, _TABLED - 1)]
    return np.where(letters < _TABLED, tabled, letters.astype(np.int64) + lay.KNOWN)


@cache
def _rough_of_code() -> Array:
    rough = np.arange(lay.KNOWN + _TABLED, dtype=np.int64)
    for letter, class_ in confusions.TO_ROUGH.items():
        rough[codes_of(chr(letter))] = codes_of(class_) if class_ else -1
    return rough


def rough_codes_of(codes: Array) -> Array:
    """Return the roughest class of each sound, below zero where it has none."""
    table = _rough_of_code()
    return np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)


def _edge_of(sound: str) -> int:
    sets = (confusions.OPEN, confusions.CLOSED, confusions.ENDINGS)
    bits = (lay.OPEN, lay.CLOSED, lay.ENDS)
    return sum(bit for bit, held in zip(bits, sets, strict=True) if sound in held)


@cache
def costs() -> Array:
    """Return the cost of each sound for each; then its gaps, weight, rough class and edge."""
    table = np.full((lay.KNOWN + 1, lay.COST_COLUMNS), confusions.UNRELATED)
    table[lay.KNOWN, lay.EDGE] = 0
    for at, one in enumerate(_SOUNDS):
        for other, cost in confusions.COSTS[one].items():
            table[at, _SOUNDS.index(other)] = cost
        for kind, gaps in enumerate(confusions.GAPS):
            table[at, lay.GAP + kind] = gaps.get(one, confusions.UNRELATED)
        table[at, lay.WEIGHT] = confusions.WEIGHTS.get(one, 1.0)
        table[at, lay.EDGE] = _edge_of(one)
    return table


@cache
def law() -> Array:
    """Return thresholds, weights and curves in the places that ``layout`` names."""
    found = np.zeros(lay.CURVES + len(evidence.CURVES) * lay.STEPS)
    found[: lay.WEIGHTS] = (
        confusions.LEAST,
        confusions.UNRELATED,
        confusions.SHORT_FORM,
        confusions.SLIP,
        confusions.START,
        confusions.ENDING,
        alignment.JOIN_LEAST,
        alignment.JOIN_MORE,
        alignment.SURE,
        alignment.MANY_LETTERS,
        alignment.SAME_NEIGHBOURS,
        alignment.SAME_LETTERS,
        evidence.CONTRADICTED,
        evidence.MISSING,
        evidence.ALONE,
        evidence.HALF_RARE,
        JOINED_LEAST,
        LONGEST_ABBREVIATION,
        LEAST_NAME,
    )
    found[lay.WEIGHTS : lay.CURVES] = [rule.weight for rule in FEATURES[1:8]]
    found[lay.CURVES :] = list(chain.from_iterable(evidence.CURVES))
    return found
