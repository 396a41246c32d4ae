"""Candidate recall: how often the one that matches is among the 200 that are compared in full.

    ./dev evaluate candidates

The second names of the pairs that match, of each set of ``SETS``, are hidden at random places among
the invented people of ``bench/people.py`` (seed 1); the first names are asked for, by name alone.
Reads ../shared/data/matching in place and writes docs/matching-candidates.md. A pair is lost where
the two share no key, or where theirs are too common for the budget or 200 others come before: the
page tells these two apart.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Literal, TypeAlias

from entraide.demo.people import named_people
from entraide.match import MemoryIndex, Subject, prepare
from entraide.match.candidates import candidates_of
from entraide.match.keys import keys_of, query_keys_of
from entraide.match.pairs import NamePair, read_pairs

__all__ = ["DATA", "LEAST_RECALL", "SETS", "Recall", "crowd", "measure"]

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT.parent / "shared" / "data" / "matching"
PAGE: Final = ROOT / "docs" / "matching-candidates.md"
SETS: Final = tuple(
    f"{scripts}.{region}"
    for scripts in ("ar_lat", "lat_lat")
    for region in ("maghreb", "mashreq_gulf", "persian_urdu")
)
LEAST_RECALL: Final = 0.97
NAMES: Final = 100_000
SEED: Final = 1

Fate: TypeAlias = Literal["found", "no key", "cut"]


@dataclass(frozen=True, slots=True)
class Recall:
    """What became of the pairs of one set."""

    name: str
    fates: Counter[Fate]
    candidates: int
    """The median number of records compared in full."""

    @property
    def share(self) -> float:
        """The share of pairs that were found, 0 to 1."""
        return self.fates["found"] / max(1, self.fates.total())


def positives(name: str) -> list[NamePair]:
    """Return the pairs of a set that are one person."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return [pair for pair in read_pairs(lines) if pair.label]


def hide(index: MemoryIndex, pairs: list[NamePair], among: int) -> list[int]:
    """Add the second names at random numbers among those of the crowd; return the numbers."""
    places = Random(SEED).sample(range(among), len(pairs))  # noqa: S311 - a sample, not a secret
    numbers = [2 * place + 1 for place in places]
    for rec, pair in zip(numbers, pairs, strict=True):
        index.add(rec, pair.right)
    return numbers


def crowd(names: int) -> MemoryIndex:
    """Index the invented people under even numbers."""
    index = MemoryIndex()
    for at, (_, name, *_) in enumerate(named_people(names, SEED)):
        index.add(2 * at, Subject(names=(name,)))
    return index


def measure(index: MemoryIndex, name: str, names: int) -> Recall:
    """Hide one set in the crowd, ask for it, and take it out again."""
    pairs = positives(name)
    hidden = hide(index, pairs, names)
    fates: Counter[Fate] = Counter()
    counts = []
    for rec, pair in zip(hidden, pairs, strict=True):
        found = candidates_of(index, prepare(pair.left))
        counts.append(len(found))
        fates["found" if rec in found else _loss(pair)] += 1
    for rec in hidden:
        index.remove(rec)
    return Recall(name, fates, sorted(counts)[len(counts) // 2])


def _loss(pair: NamePair) -> Fate:
    asked, held = query_keys_of(prepare(pair.left)), keys_of(prepare(pair.right))
    return "cut" if set(asked) & set(held) else "no key"


def _line(recall: Recall) -> str:
    fates = recall.fates
    cells = (
        recall.name,
        str(fates.total()),
        f"{100 * recall.share:.1f}",
        f"{100 * LEAST_RECALL:.1f}",
        str(fates["no key"]),
        str(fates["cut"]),
    )
    return f"| {' | '.join(cells)} |"


_OPENING: Final = (
    "# Candidate recall",
    "",
    f"Written by `./dev evaluate candidates`: the pairs that match, hidden among {NAMES:,}",
    "invented people and asked for by name alone; percent of those that are among the 200 compared",
    "in full.",
    "",
    "| set | pairs | recall | gate | lost: no key in common | lost: cut |",
    "|---|---|---|---|---|---|",
)


def main() -> None:
    """Measure every set, show it as it comes, and write the page."""
    lines = list(_OPENING)
    index = crowd(NAMES)
    for name in SETS:
        lines.append(_line(measure(index, name, NAMES)))
        sys.stdout.write(lines[-1] + "\n")
        sys.stdout.flush()
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
