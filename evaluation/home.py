"""Fits how much each sign says of whose page it is.

    python -m evaluation.home            # fit on all pages whose gold names the home side, write
    python -m evaluation.home --apart    # tell each author's pages with the signs of the others

A conditional logistic regression: among the countries that a page shows signs of, its own is the
one whose signs weigh most; a sign counts by the logarithm of how often it is shown. Weights are
times twenty, and rounded. Everything is deterministic.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from entraide.adapters.register.vocabulary import SIGNS_FILE, load_vocabulary
from entraide.register.reading.home import signs_of_page
from entraide.register.reading.source import open_source
from entraide.register.reading.vocabulary import Vocabulary
from evaluation.register import OWN, _golds

__all__ = ["Case", "cases", "fit"]

_SCALE: Final = 20
_SMALL: Final = 4.0
"""How much the wish to stay by what is known by hand weighs against one page."""
_BY_HAND: Final = {
    "holder": 40, "issuer": 60, "receive": 30, "travel": 10, "site": 10, "acts": 20,
    "acts besides": 10, "sent by": 30, "hosted in": 25, "dateline": 15, "printed in": 50,
    "around": 10, "paper": 70, "header": 40, "title": 10, "agency": 5, "accompanies": 20,
    "guest": -20, "ambassador": -15, "destination": -20, "met by a bare office": -10,
    "counterpart": -30, "their side": -10, "that country": -30, "by its adjective": -8,
    "city named": 1, "agency above": 8, "agency below": 7, "country above": 8, "city above": 8,
    "country below": 6, "city below": 8, "embassy": 90, "telephone": 30, "address": 40,
    "named": 1,
}  # fmt: skip
"""What each sign says as far as is known without pages: where few show it, it stays so."""
_STEPS: Final = 300
_PACE: Final = 0.02
_LEAST: Final = 2
"""Weights, after rounding, below it are left out."""
_FEWEST: Final = 3
"""Pages that show a sign so that it is weighed at all."""


@dataclass(frozen=True, slots=True)
class Case:
    """A page of a set: its own country, and how often each country shows each sign."""

    name: str
    group: str
    home: str
    signs: Mapping[str, Mapping[str, int]]


def cases(vocabulary: Vocabulary) -> Iterator[Case]:
    """Yield the pages of all sets whose gold says who is of the home side."""
    for path, gold in (*_golds(OWN), *_golds(OWN / "apart")):
        home = _home_of(gold)
        if home is None:
            continue
        source = open_source(path.read_text("utf-8"), vocabulary)
        shown: dict[str, Counter[str]] = {home: Counter()}
        for sign, country in signs_of_page(source):
            shown.setdefault(country, Counter())[sign] += 1
        yield Case(path.stem, gold["set"], home, shown)


def _home_of(gold: Mapping[str, Any]) -> str | None:
    """Return the country of most participants of the home side."""
    told = Counter(
        each["country"]
        for engagement in gold["engagements"]
        for each in engagement["participants"]
        if each["side"] == "home" and len(each.get("country") or "") == 2
    )
    return told.most_common(1)[0][0] if told else None


def fit(known: Sequence[Case]) -> dict[str, int]:
    """Return the weight of every sign that some pages show."""
    shown = Counter(sign for case in known for sign in {s for c in case.signs.values() for s in c})
    signs = sorted({*_BY_HAND, *(sign for sign, count in shown.items() if count >= _FEWEST)})
    tables = [_table(case, signs) for case in known]
    by_hand = np.array([_BY_HAND.get(sign, 0) / _SCALE for sign in signs])
    weights = by_hand.copy()
    pace, size = np.zeros(len(signs)), np.zeros(len(signs))
    for step in range(1, _STEPS + 1):
        slope = sum((_slope(table, weights) for table in tables), -_SMALL * (weights - by_hand))
        pace, size = 0.9 * pace + 0.1 * slope, 0.999 * size + 0.001 * slope * slope
        moved = pace / (1 - 0.9**step) / (np.sqrt(size / (1 - 0.999**step)) + 1e-8)
        weights = weights + _PACE * moved
    rounded = {sign: round(_SCALE * float(each)) for sign, each in zip(signs, weights, strict=True)}
    return {sign: weight for sign, weight in rounded.items() if abs(weight) >= _LEAST}


def _table(case: Case, signs: Sequence[str]) -> NDArray[np.float64]:
    """Return a row for each country of a page, its own first, with a column for each sign."""
    countries = sorted(case.signs, key=lambda each: (each != case.home, each))
    return np.array([[math.log2(1 + case.signs[c].get(s, 0)) for s in signs] for c in countries])


def _slope(table: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = table @ weights
    shares = np.exp(totals - totals.max())
    slope: NDArray[np.float64] = table[0] - (shares / shares.sum()) @ table
    return slope


def told(case: Case, weights: Mapping[str, int]) -> str:
    """Return the country of a page whose signs weigh most."""
    return max(
        case.signs,
        key=lambda each: sum(
            weights.get(sign, 0) * math.log2(1 + count) for sign, count in case.signs[each].items()
        ),
    )


def _write(weights: Mapping[str, int], path: Path) -> None:
    lines = ["# How much each sign says of whose page it is: evaluation/home.py, docs/register.md."]
    ordered = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
    lines += [f"{sign}\t{weight}" for sign, weight in ordered]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Fit, or tell each author's pages with the signs of the other sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", action="store_true")
    known = list(cases(load_vocabulary()))
    if not parser.parse_args().apart:
        _write(fit(known), SIGNS_FILE)
        return 0
    wrong, asked = [], 0
    for author in sorted({each.group for each in known if each.group.startswith("author")}):
        weights = fit([each for each in known if each.group != author])
        mine = [each for each in known if each.group == author]
        asked += len(mine)
        wrong += [each.name for each in mine if told(each, weights) != each.home]
        sys.stdout.write(f"{author} {len(mine)} {' '.join(wrong)}\n")
    sys.stdout.write(f"{asked - len(wrong)} of {asked} pages told by the signs of the others\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
