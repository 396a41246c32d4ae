"""Fits the weights with which the reader settles what its rules leave open.

    python -m evaluation.weights            # fit on all pages by other authors, write the table
    python -m evaluation.weights --apart    # read each author's pages with the others' weights

Each question is a logistic regression over sentences: is it the first that tells of an engagement,
does it tell an outcome of this type, of this status. Pages are those whose gold says by which
sentence each thing is told (the sets ``author1`` and after), and all that tell of no engagement.
Everything is deterministic.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from entraide.adapters.register.vocabulary import WEIGHTS_FILE, load_vocabulary
from entraide.register.reading.features import features_of
from entraide.register.reading.frames import Frame, find_frames
from entraide.register.reading.home import find_home
from entraide.register.reading.likelihood import OPENS
from entraide.register.reading.source import open_source
from entraide.register.reading.vocabulary import Vocabulary
from entraide.register.reading.weights import BIAS, Weights
from evaluation.register import OWN, Figures, _golds, measure

__all__ = ["Example", "examples", "fit"]

_Numbers = NDArray[np.float64]
_STRENGTH: Final = 30.0
"""How much the examples weigh against the wish for small weights (C of the literature)."""
_YES: Final = 3.0
"""How much an example with the answer yes weighs: there are some ten times fewer of them."""
_STEPS: Final = 400
_FEWEST_YES: Final = 4
_LEAST: Final = 0.4
"""Weights below it are not kept."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of an author's page: its features, and questions answered yes (1) or open (-1)."""

    author: str
    features: frozenset[str]
    answers: dict[str, int]


def golds() -> list[tuple[Path, dict[str, Any]]]:
    """Return the pages of other authors, those kept apart included, and all that tell of none."""
    every = [*_golds(OWN), *_golds(OWN / "apart")]
    return [each for each in every if each[1]["set"].startswith("author") or _tells_none(each[1])]


def _tells_none(gold: dict[str, Any]) -> bool:
    """Tell a page that no author of ours found an engagement in, whatever it looks like."""
    return not any(each.get("required") for each in gold["engagements"])


def examples(
    vocabulary: Vocabulary, pages: Sequence[tuple[Path, dict[str, Any]]]
) -> Iterator[Example]:
    """Yield the sentences of pages with what their gold says that they tell."""
    for path, gold in pages:
        source = open_source(path.read_text("utf-8"), vocabulary)
        home = find_home(source)
        found: dict[int, list[Frame]] = {}
        for frame in find_frames(source, home):
            found.setdefault(frame.sentence.first, []).append(frame)
        spans, rows = [], []
        for at, each in enumerate(source.sentences):
            quoted = source.page.quote(each.first, each.last)
            spans.append((quoted.start, quoted.end))
            features = features_of(source, home, at, found.get(each.first, []))
            rows.append(Example(gold["set"], frozenset(features), {}))
        for engagement in sorted(gold["engagements"], key=lambda each: bool(each.get("required"))):
            _answer(engagement, spans, rows)
        yield from rows


def _answer(
    engagement: dict[str, Any], spans: Sequence[tuple[int, int]], rows: Sequence[Example]
) -> None:
    """Write into the examples of a page what an engagement says; what is optional is left open."""
    answer = 1 if engagement.get("required") else -1
    for at in _told(engagement["evidence"][:1], spans)[:1]:
        rows[at].answers[OPENS] = answer
    for outcome in engagement["outcomes"]:
        for at in _told(outcome["evidence"], spans):
            for question in (f"outcome:{outcome['type']}", f"status:{outcome['status']}"):
                rows[at].answers[question] = max(answer, rows[at].answers.get(question, -1))


def _told(evidence: Sequence[dict[str, Any]], spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the numbers of the sentences that evidence lies in."""
    return [
        at
        for at, (start, end) in enumerate(spans)
        if any(each["start"] < end and start < each["end"] for each in evidence)
    ]


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Examples by features: for each example where its features begin, which, and their share."""

    starts: NDArray[np.int64]
    features: NDArray[np.int64]
    shares: _Numbers
    width: int

    def times(self, weights: _Numbers) -> _Numbers:
        """Return what each example's features weigh together."""
        parts = weights[self.features] * self.shares
        return np.add.reduceat(parts, self.starts[:-1]) + weights[self.width]

    def back(self, errors: _Numbers) -> _Numbers:
        """Return how much each feature took part in the examples' errors."""
        spread = np.repeat(errors, np.diff(self.starts))
        parts = np.bincount(self.features, self.shares * spread, self.width)
        return np.append(parts, errors.sum())


def _matrix(rows: Sequence[Example], known: dict[str, int]) -> _Matrix:
    starts: list[int] = [0]
    features: list[int] = []
    shares: list[float] = []
    for row in rows:
        mine = sorted(known[each] for each in row.features if each in known)
        features += mine or [0]
        shares += [len(row.features) ** -0.5] * len(mine) or [0.0]
        starts.append(len(features))
    return _Matrix(np.array(starts), np.array(features), np.array(shares), len(known))


def fit(rows: Sequence[Example]) -> Weights:
    """Return the weights of every question that at least four examples answer yes."""
    counted = Counter(feature for row in rows for feature in row.features)
    known = {each: at for at, each in enumerate(sorted(f for f, n in counted.items() if n > 1))}
    asked = Counter(question for row in rows for question, said in row.answers.items() if said > 0)
    of: dict[str, dict[str, float]] = {}
    for question in sorted(each for each, count in asked.items() if count >= _FEWEST_YES):
        used = [row for row in rows if row.answers.get(question, 0) >= 0]
        wanted = np.array([float(row.answers.get(question, 0)) for row in used])
        weights = _regression(_matrix(used, known), wanted)
        of.setdefault(BIAS, {})[question] = round(float(weights[-1]), 2)
        for feature, at in known.items():
            if abs(weights[at]) >= _LEAST:
                of.setdefault(feature, {})[question] = round(float(weights[at]), 2)
    return Weights(of)


def _regression(matrix: _Matrix, wanted: _Numbers) -> _Numbers:
    """Return weights that minimise the logistic loss and their own squares (Nesterov's descent)."""
    count, told = len(wanted), np.where(wanted > 0, _YES, 1.0)
    small = 1 / (_STRENGTH * count)
    step = 1 / (0.25 * _steepness(matrix, told) + small)
    weights = np.zeros(matrix.width + 1)
    ahead, speed = weights.copy(), 1.0
    for _ in range(_STEPS):
        errors = told * (1 / (1 + np.exp(-matrix.times(ahead))) - wanted)
        slope = matrix.back(errors) / count
        slope[:-1] += small * ahead[:-1]
        moved = ahead - step * slope
        faster = (1 + (1 + 4 * speed * speed) ** 0.5) / 2
        ahead, weights = moved + (speed - 1) / faster * (moved - weights), moved
        speed = faster
    return weights


def _steepness(matrix: _Matrix, told: _Numbers) -> float:
    """Return the largest eigenvalue of the loss's curvature, but for the quarter (by powers)."""
    direction, length = np.ones(matrix.width + 1), 1.0
    for _ in range(20):
        turned = matrix.back(told * matrix.times(direction)) / len(told)
        length = float(np.linalg.norm(turned))
        direction = turned / length
    return length


def _write(weights: Weights, authors: Sequence[str]) -> None:
    lines = [f"# Fitted by evaluation/weights.py on {', '.join(authors)}; see docs/register.md."]
    for feature in sorted(weights.of):
        said = " ".join(f"{q}={w:g}" for q, w in sorted(weights.of[feature].items()))
        lines.append(f"{feature}\t{said}")
    WEIGHTS_FILE.write_text("\n".join(lines) + "\n", "utf-8")


def _age(author: str) -> tuple[int, str]:
    return int(author.removeprefix("author") or 0) if author.startswith("author") else 0, author


def main() -> int:
    """Fit, or read each author's pages with the weights of the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", action="store_true")
    apart = parser.parse_args().apart
    bare, pages = load_vocabulary(), golds()
    rows = list(examples(bare, pages))
    authors = sorted({each.author for each in rows if each.author.startswith("author")}, key=_age)
    if not apart:
        _write(fit(rows), authors)
        return 0
    for author in authors:
        others = fit([each for each in rows if each.author != author])
        mine = [each for each in pages if each[1]["set"] == author]
        _show(measure(author, mine, Vocabulary(bare.rows, others, bare.signs)))
    return 0


def _show(figures: Figures) -> None:
    told = ("events", "partners", "persons", "outcomes")
    shown = " ".join(f"{each} {figures.f1(each):.3f}" for each in told)
    sys.stdout.write(f"{figures.name} {shown}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
