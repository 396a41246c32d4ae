"""What the budget of postings loses: ``./dev bench budgets FOLDER [PAIRS]``.

Hides the second names of labelled pairs that match (so many of each set) in a store that ``bench
crowds`` made, each with a date of birth taken from the crowd, and asks for the first names, with
the date and by name alone. Prints the share that is among the 200 candidates: reading every
posting, and within the budgets of ``match.candidates``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
from crowds import SEED, store_of

from entraide.adapters.searching.sql_index import SqlIndex
from entraide.adapters.store.database import open_reader
from entraide.demo.people import named_people
from entraide.match import MemoryIndex, Subject, prepare
from entraide.match.candidates import CandidateIndex, Records, candidates_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from evaluation.candidates import SETS, positives

PAIRS = 60
ALL = 1 << 40
FIRST = 1 << 40
"""Records hidden beside the crowd have numbers from here on, so that ties go against them."""


class Beside:
    """The index of a store with some records more, held in memory."""

    def __init__(self, store: CandidateIndex, hidden: MemoryIndex) -> None:
        self.both = (store, hidden)

    def frequencies(self, keys: Sequence[int], most: int) -> Mapping[int, int]:
        """Add up what both hold."""
        one, two = (index.frequencies(keys, most) for index in self.both)
        return {key: min(most, one.get(key, 0) + two.get(key, 0)) for key in keys}

    def postings(self, keys: Sequence[int], most: int) -> Iterable[tuple[int, Records]]:
        """Put those of the hidden ones last."""
        one, two = (dict(index.postings(keys, most)) for index in self.both)
        none = np.array([], np.int64)
        return (
            (key, np.concatenate([one.get(key, none), two.get(key, none)])[:most]) for key in keys
        )

    def cards(self, recs: Sequence[int]) -> Mapping[int, bytes]:
        """Hold none: nothing is compared here."""
        return {}


def pairs_born(count: int) -> list[tuple[Subject, Subject]]:
    """Return pairs of each set, both sides with one date of birth."""
    births = (person[2] for person in islice(named_people(10**6, SEED), 500_000, None))
    chosen = []
    for name in SETS:
        pairs = positives(name)
        Random(SEED).shuffle(pairs)  # noqa: S311 - a sample, not a secret
        chosen += pairs[:count]
    return [
        (replace(pair.left, birth_dates=(born,)), replace(pair.right, birth_dates=(born,)))
        for pair, born in zip(chosen, births, strict=False)
    ]


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("usage: ./dev bench budgets FOLDER [PAIRS]")
    pairs = pairs_born(int(sys.argv[2]) if len(sys.argv) > 2 else PAIRS)
    hidden = MemoryIndex()
    for at, (_, right) in enumerate(pairs):
        hidden.add(FIRST + at, right)
    engine = open_reader(store_of(Path(sys.argv[1]))[0])
    with engine.connect() as connection:
        index = Beside(SqlIndex(connection), hidden)
        for kind, asked in (
            ("with a date of birth", [left for left, _ in pairs]),
            ("by name alone", [Subject(names=left.names) for left, _ in pairs]),
        ):
            for label, budget in (("budget", None), ("exhaustive", ALL)):
                found = sum(
                    FIRST + at in candidates_of(index, prepare(each), budget)
                    for at, each in enumerate(asked)
                )
                print(f"{kind}, {label}: {100 * found / len(pairs):.1f} %", flush=True)


if __name__ == "__main__":
    main()
