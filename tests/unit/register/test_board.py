"""The committed board of the reader: every set meets its gates, and nothing is invented."""

from __future__ import annotations

import pytest
from evaluation.register import GATES, SHARED, measure, sets

from tests.unit.register.pages import vocabulary

SETS = dict(sets())


@pytest.mark.parametrize("name", SETS)
def test_every_set_meets_its_gates_and_nothing_is_invented(name: str) -> None:
    row = measure(name, SETS[name], vocabulary())
    assert {what: row.f1(what) >= least for what, least in GATES.items()} == dict.fromkeys(
        GATES, True
    )
    assert row.counts["invented"] == 0
    assert row.counts["exact"] == row.counts["quotes"]
    assert row.counts["clean"] == row.counts["negatives"]
    assert row.counts["date_exact"] >= 0.85 * row.counts["dated"]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real pages are not at {SHARED}")
def test_on_the_real_pages_every_stated_date_is_exact_and_few_conflicts_are_raised() -> None:
    row = measure("real", SETS["five real pages"], vocabulary())
    assert row.counts["date_exact"] == row.counts["dated"]
    assert row.counts["raised"] <= 50
    assert row.f1("events") >= 0.97
    assert row.f1("partners") >= 0.97
