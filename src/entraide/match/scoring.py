"""The score of two prepared subjects, and the one threshold that decides.

Evidence is added up over the features' table, in bits above or below what a match needs, and
bent into a score by x / (1 + |x|): 0.5 where it just suffices, never 1, so that more evidence
always ranks higher. Rows of explanation are made when they are asked for: of a hundred
comparisons, few are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from entraide.match.evidence import explain_names, name_value
from entraide.match.features import FEATURES, Feature, feature, field_features
from entraide.match.names import Name
from entraide.match.prepared import Prepared
from entraide.match.rarity import DEFAULT, Rarity

__all__ = ["THRESHOLD", "Band", "Comparison", "Decision", "band_of", "compare"]

Band: TypeAlias = Literal["strong", "possible", "weak", "none"]
Decision: TypeAlias = Literal["match", "no-match"]

THRESHOLD: Final = 0.5
_BANDS: Final[tuple[tuple[float, Band], ...]] = (
    (0.7, "strong"),
    (THRESHOLD, "possible"),
    (0.35, "weak"),
    (0.0, "none"),
)
_NAME_NEED: Final = 0.74
"""The name's value at which it suffices by itself."""

_SOFTNESS: Final = 3.0
_NAME_WEIGHT: Final = FEATURES[0].weight


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome: score 0 to 1, band, decision, and the features that explain them."""

    score: float
    left: Prepared = field(repr=False)
    right: Prepared = field(repr=False)
    names: tuple[Name, Name] | None = field(repr=False, default=None)
    rarity: Rarity = field(repr=False, default=DEFAULT)

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
        fields = field_features(self.left, self.right)
        if self.names is None:
            return fields
        one, two = self.names
        value = name_value(one, two, self.rarity) - _NAME_NEED
        row = feature("name", value, one.text, two.text)
        return (replace(row, tokens=explain_names(one, two, self.rarity)), *fields)


def band_of(score: float) -> Band:
    """Return the band of a score."""
    return next(band for least, band in _BANDS if score >= least)


def compare(query: Prepared, candidate: Prepared, rarity: Rarity = DEFAULT) -> Comparison:
    """Compare two prepared subjects."""
    best, names = -1.0, None
    for one in query.names:
        for two in candidate.names:
            value = name_value(one, two, rarity)
            if value > best:
                best, names = value, (one, two)
    evidence = _NAME_WEIGHT * (max(best, 0.0) - _NAME_NEED)
    for row in field_features(query, candidate):
        evidence += row.weight * row.value
    return Comparison(_score(evidence), query, candidate, names, rarity)


def _score(evidence: float) -> float:
    return 0.5 + 0.5 * evidence / (_SOFTNESS + abs(evidence))
