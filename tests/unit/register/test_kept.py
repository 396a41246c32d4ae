"""The pages kept back: what the reader owes to pages in four languages that it has never seen."""

from __future__ import annotations

from collections import Counter

from evaluation.kept import missed, table
from evaluation.register import kept, measure

from tests.unit.register.pages import vocabulary


def test_pages_that_no_rule_has_seen_meet_every_gate() -> None:
    row = measure("kept back", kept(), vocabulary())
    assert {path.name[:2] for path, _ in kept()} == {"ar", "en", "es", "fr"}
    assert row.pages == len(kept())
    assert missed(row.f1, row.counts) == [], table(row.f1, row.counts)


def test_a_figure_below_its_gate_is_named() -> None:
    counts = Counter(dated=10, date_exact=8, invented=1, negatives=2, clean=1, quotes=3, exact=3)
    below = missed(lambda name: 0.89, counts)
    assert below == ["Body", "Events", "Dates exact", "Dates invented", "Negatives clean"]
    assert "| Events | 0.890 | 0.90 | **missed** |" in table(lambda name: 0.89, counts)
