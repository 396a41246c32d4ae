"""The records whose keys weigh most together, in compiled code.

A question reads up to some 14,000 postings to compare 200 records. Weights are added up in a table
that is addressed by the record's number, and the best are kept in a heap while that table is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from entraide.match.compiled import compiled, kept
from entraide.match.layout import Array

__all__ = ["heaviest_of"]

_Postings: TypeAlias = tuple[Array, Array, Array]
"""The records of all keys, where those of each key end, and what each key weighs."""

_Table: TypeAlias = tuple[Array, Array, Array]
"""Records and their totals, each in the place that its number gives it; the places in use."""


@compiled
def _add_up(postings: _Postings, places: Array, totals: Array, used: Array) -> int:
    """Add up the weights of each record, in the first free place from the one it should have.

    Write which places are used; return how many.
    """
    recs, ends, weights = postings
    last, at, count = len(places) - 1, 0, 0
    for key in range(len(ends)):
        weight = weights[key]
        while at < ends[key]:
            rec = recs[at]
            place = ((rec * 0x9E3779B97F4A7C1) >> 40) & last
            while places[place] != rec and places[place] >= 0:
                place = (place + 1) & last
            if places[place] < 0:
                places[place] = rec
                used[count] = place
                count += 1
            totals[place] += weight
            at += 1
    return count


@compiled
def _is_behind(places: Array, totals: Array, one: int, two: int) -> bool:
    """Tell whether the record in one place ranks behind that in another."""
    if totals[one] == totals[two]:
        return bool(places[one] > places[two])
    return bool(totals[one] < totals[two])


@compiled
def _sink(places: Array, totals: Array, best: Array, size: int) -> None:
    """Let the first of a heap sink until whoever ranks last of all is first."""
    at = 0
    while True:
        below = 2 * at + 1
        if below + 1 < size and _is_behind(places, totals, best[below + 1], best[below]):
            below += 1
        if below >= size or not _is_behind(places, totals, best[below], best[at]):
            return
        best[at], best[below] = best[below], best[at]
        at = below


@compiled
def _rise(places: Array, totals: Array, best: Array, at: int) -> None:
    """Let a new one rise in a heap as far as it ranks behind those above."""
    while at and _is_behind(places, totals, best[at], best[(at - 1) // 2]):
        above = (at - 1) // 2
        best[at], best[above] = best[above], best[at]
        at = above


@compiled
def _keep_best(places: Array, totals: Array, used: Array, best: Array) -> int:
    """Write the places of the best, in the order of a heap; return how many these are."""
    found, least = 0, 0.0
    for place in used:
        if totals[place] < least:
            continue
        if found < len(best):
            best[found] = place
            _rise(places, totals, best, found)
            found += 1
        elif _is_behind(places, totals, best[0], place):
            best[0] = place
            _sink(places, totals, best, found)
        if found == len(best):
            least = totals[best[0]]
    return found


def _make(stamp: int) -> Callable[[_Postings, _Table, Array], int]:
    def heaviest(postings: _Postings, table: _Table, best: Array) -> int:
        if stamp < 0:
            return 0
        places, totals, used = table
        count = _add_up(postings, places, totals, used)
        return _keep_best(places, totals, used[:count], best)

    return heaviest


_heaviest = kept(_make, __name__)


def heaviest_of(
    recs: Sequence[Array], weights: Sequence[float], most: int, share: float = 0.0
) -> tuple[int, ...]:
    """Return the records whose weights add up to most, ``most`` of them; of equal ones the first.

    ``recs`` are those of each key, no number below zero; ``weights`` is what each key weighs. Those
    that have less than a ``share`` of the weight of the first are left out.
    """
    lengths = np.array([len(each) for each in recs], np.int64)
    postings = (np.concatenate(recs), np.cumsum(lengths), np.array(weights, np.float64))
    places = np.full(1 << (2 * int(lengths.sum()) + 1).bit_length(), -1, np.int64)
    totals, best = np.zeros(len(places)), np.empty(most, np.int64)
    used = np.empty(len(postings[0]), np.int64)
    best = best[: _heaviest(postings, (places, totals, used), best)]
    best = best[np.lexsort((places[best], -totals[best]))]
    return tuple(places[best[totals[best] >= share * totals[best[:1]]]].tolist())
