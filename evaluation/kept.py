"""The pages kept back: by authors who had not seen the reader, scored at its first sight of them.

    ./dev evaluate register        # their table stands below the board

No rule is written and no weight is fitted in view of them; what they show may be told, not mended,
until other authors have written others in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

__all__ = ["GATES", "missed", "table"]

GATES: Final = {"body": 0.97, "events": 0.90, "partners": 0.88, "persons": 0.75, "outcomes": 0.75}
"""The least F1 of each figure, on every set of the board and on the pages kept back."""
_BY_TYPE: Final = {"outcomes": ("types", "Outcomes, by type")}
"""Kept back, an outcome is right by its type; on the board only with its status."""
_DATES: Final = 0.85
"""The least share of dates that are exact, of those that the gold has."""
_Row = tuple[str, str, str, bool]


def _rows(f1: Callable[[str], float], counts: Mapping[str, int]) -> Iterator[_Row]:
    """Yield what is measured, its figure, its gate, and whether it is met."""
    for gate, least in GATES.items():
        name, title = _BY_TYPE.get(gate, (gate, gate.capitalize()))
        yield title, f"{f1(name):.3f}", f"{least:.2f}", f1(name) >= least
    exact, dated = counts["date_exact"], counts["dated"]
    yield "Dates exact", f"{exact} of {dated}", f"{_DATES:.0%}", exact >= _DATES * dated
    yield "Dates invented", str(counts["invented"]), "0", counts["invented"] == 0
    clean, negatives = counts["clean"], counts["negatives"]
    yield "Negatives clean", f"{clean} of {negatives}", "all", clean == negatives
    spans, quotes = counts["exact"], counts["quotes"]
    yield "Quotations exact", f"{spans} of {quotes}", "all", spans == quotes


def missed(f1: Callable[[str], float], counts: Mapping[str, int]) -> list[str]:
    """Return the names of the figures that are below their gates."""
    return [name for name, _, _, met in _rows(f1, counts) if not met]


def table(f1: Callable[[str], float], counts: Mapping[str, int]) -> str:
    """Return the figures of the pages kept back, each beside its gate."""
    lines = [
        f"| {name} | {found} | {gate} | {'met' if met else '**missed**'} |"
        for name, found, gate, met in _rows(f1, counts)
    ]
    return "| Kept back | Measured | Gate | |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"
