"""The score of two prepared subjects, and the one threshold that decides.

Evidence is added up over the features' table, starting below zero by what a match needs, and bent
into a score by x / (c + |x|): 0.5 where it just suffices, never 0 or 1, so that more evidence
always ranks higher. Of several names on each side the best pair counts. Rows of explanation are
made when they are asked for: of a thousand comparisons, few are read.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from entraide.match.alignment import align
from entraide.match.evidence import NameEvidence, token_rows, weigh_names
from entraide.match.features import (
    FEATURES,
    Feature,
    field_evidence,
    field_rows,
    name_rows,
    need_row,
)
from entraide.match.names import Name
from entraide.match.prepared import Prepared
from entraide.match.rarity import DEFAULT, Rarity

__all__ = [
    "LEAST_NAME",
    "THRESHOLD",
    "Band",
    "Comparison",
    "Decision",
    "band_of",
    "compare",
    "score_of",
]

Band: TypeAlias = Literal["strong", "possible", "weak", "none"]
Decision: TypeAlias = Literal["match", "no-match"]

THRESHOLD: Final = 0.5
_BANDS: Final[tuple[tuple[float, Band], ...]] = (
    (0.7, "strong"),
    (THRESHOLD, "possible"),
    (0.35, "weak"),
    (0.0, "none"),
)
_SOFTNESS: Final = 3.0
"""Evidence that lifts the score from 0.5 to 0.75."""

LEAST_NAME: Final = -6.0
"""However little the names agree, a document in common must be able to outweigh them."""

_Evidence = TypeVar("_Evidence", float, npt.NDArray[np.float64])

_NEED: Final = FEATURES[0].weight
_AGREEMENT, _RARITY, _SPELLING, _CONTRADICTED, _MISSING, _LEAD, _INITIAL = (
    rule.weight for rule in FEATURES[1:8]
)


class Comparison:
    """The outcome: score 0 to 1, band, decision, and the features that explain them."""

    __slots__ = ("left", "names", "rarity", "right", "score")

    def __init__(
        self, score: float, sides: tuple[Prepared, Prepared], names: _Names, rarity: Rarity
    ) -> None:
        """Keep what the explanation is made from."""
        self.score = score
        self.left, self.right = sides
        self.names = names
        self.rarity = rarity

    @property
    def decision(self) -> Decision:
        """Whether the evidence suffices."""
        return "match" if self.score >= THRESHOLD else "no-match"

    @property
    def band(self) -> Band:
        """The score in words."""
        return band_of(self.score)

    @property
    def features(self) -> tuple[Feature, ...]:
        """Every feature that spoke, the name first with its tokens."""
        fields = field_rows(self.left, self.right)
        if self.names is None:
            return (need_row(), *fields)
        one, two = self.names
        aligned = align(one, two)
        values = weigh_names(aligned, one, two, self.rarity)
        tokens = tuple(token_rows(aligned, one, two, self.rarity))
        return (*name_rows(values, one.text, two.text, tokens), need_row(), *fields)


_Names: TypeAlias = tuple[Name, Name] | None


def band_of(score: float) -> Band:
    """Return the band of a score."""
    return next(band for least, band in _BANDS if score >= least)


def compare(query: Prepared, candidate: Prepared, rarity: Rarity = DEFAULT) -> Comparison:
    """Compare two prepared subjects."""
    return _compared(query, candidate, rarity, _best_names(query, candidate, rarity))


def _best_names(query: Prepared, candidate: Prepared, rarity: Rarity) -> tuple[float, _Names]:
    """Return the evidence of the pair of names that agrees best, and the pair."""
    best = LEAST_NAME
    names: _Names = None
    for one in query.names:
        for two in candidate.names:
            evidence = _evidence_of(weigh_names(align(one, two), one, two, rarity))
            if evidence > best or names is None:
                best, names = max(evidence, best), (one, two)
    return best if names else 0.0, names


def _compared(
    query: Prepared, candidate: Prepared, rarity: Rarity, best: tuple[float, _Names]
) -> Comparison:
    score = score_of(best[0], field_evidence(query, candidate))
    return Comparison(score, (query, candidate), best[1], rarity)


def score_of(names: _Evidence, fields: _Evidence) -> _Evidence:
    """Return the score for the evidence of the names and that of every other field."""
    evidence = _NEED + names + fields
    return 0.5 + 0.5 * evidence / (_SOFTNESS + abs(evidence))


def _evidence_of(values: NameEvidence) -> float:
    return (
        values[0] * _AGREEMENT
        + values[1] * _RARITY
        + values[2] * _SPELLING
        + values[3] * _CONTRADICTED
        + values[4] * _MISSING
        + values[5] * _LEAD
        + values[6] * _INITIAL
    )
