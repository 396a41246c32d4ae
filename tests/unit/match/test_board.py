"""The committed board of matching: gates are met, and no figure falls more than a point."""

from __future__ import annotations

import pytest
from evaluation.match import (
    DATA,
    GATES,
    LEAST_FOUND,
    LEAST_PRECISION,
    MOST_FALSE,
    measure_pairs,
    measure_screening_by,
    read_board,
)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the labelled sets are not at {DATA}")


@pytest.mark.parametrize("name", GATES)
def test_no_figure_of_the_board_falls_more_than_a_point(name: str) -> None:
    row = measure_pairs(name)
    assert row.whole.f1 >= read_board()[name] - 0.01
    if GATES[name]:
        assert row.whole.f1 >= GATES[name]
        assert row.whole.precision >= LEAST_PRECISION


def test_listed_people_are_found_and_strangers_are_not() -> None:
    found, false = measure_screening_by(250, born=False)
    assert found >= LEAST_FOUND
    assert false <= MOST_FALSE + 5, "200 people are a small sample: one is 5 per 1,000"
