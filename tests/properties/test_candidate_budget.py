"""Counting keys no further than it takes, and cutting to the heaviest: the same as doing all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.match import candidates
from entraide.match.fast_totals import heaviest_of

law = settings(deadline=None, max_examples=150)


class _Counted:
    """Made-up numbers of postings."""

    def __init__(self, held: Mapping[int, int]) -> None:
        self.held = held

    def frequencies(self, keys: Sequence[int], most: int) -> Mapping[int, int]:
        return {key: min(most, self.held[key]) for key in keys if self.held[key]}


@law
@given(
    st.dictionaries(st.integers(0, 99), st.integers(0, 3_000), max_size=25),
    st.integers(1, 6_000),
)
def test_counting_no_further_than_it_takes_affords_the_same_keys(
    held: dict[int, int], budget: int
) -> None:
    most = max(budget // 2, 200)
    index = _Counted(held)
    whole = index.frequencies(tuple(held), most)
    counted = candidates._rarest(index, tuple(held), budget, most)
    wanted = candidates._affordable(whole, budget)
    assert candidates._affordable(counted, budget) == wanted
    assert [counted[key] for key in wanted] == [whole[key] for key in wanted]


@law
@given(
    st.lists(
        st.tuples(
            st.sets(st.integers(0, 900) | st.integers(0, 2**63 - 1), max_size=60),
            st.sampled_from((1.0, 2.5, 3.0)),
        ),
        min_size=1,
    ),
    st.sampled_from((1, 7, 200)),
    st.sampled_from((0.0, 0.2, 0.7)),
)
def test_the_heaviest_are_those_of_sorting_all_of_them(
    held: list[tuple[set[int], float]], most: int, share: float
) -> None:
    totals: dict[int, float] = {}
    for rec, weight in [(rec, weight) for recs, weight in held for rec in recs]:
        totals[rec] = totals.get(rec, 0.0) + weight
    wanted = sorted(totals, key=lambda rec: (-totals[rec], rec))[:most]
    kept = [rec for rec in wanted if totals[rec] >= share * totals[wanted[0]]]
    recs = [np.array(sorted(recs), np.int64) for recs, _ in held]
    assert heaviest_of(recs, [weight for _, weight in held], most, share) == tuple(kept)
