"""The features of a comparison: one table of weights and reasons, and the values that fill it.

A comparison adds up evidence: each feature's value times its weight, positive for the same person,
negative against. ``FEATURES`` is the only place where weights stand; docs/matching.md prints the
same table and a test compares them. A feature that neither side has, or only one, is silent: what
is unknown says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.match.dates import best_agreement
from entraide.match.evidence import TokenEvidence
from entraide.match.prepared import Prepared
from entraide.vocabulary.language import mark

__all__ = ["BIRTH_DATE", "FEATURES", "Feature", "FeatureRule", "feature", "field_features"]


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """A row of the table: what the feature weighs, and why it exists."""

    name: str
    weight: float
    reason: str


FEATURES: Final = (
    FeatureRule("name", 12.0, mark("how much of both names agrees, each token as rare as it is")),
    FeatureRule("birth_date", 4.0, mark("dates of birth agree, agree in part, or contradict")),
    FeatureRule("country", 0.6, mark("a country in common, or none")),
    FeatureRule("sex", 1.5, mark("the sexes recorded contradict")),
    FeatureRule("identifier", 14.0, mark("the same number of a document, phone, account, wallet")),
    FeatureRule("other_identifier", 0.8, mark("numbers of the same kind, none in common")),
)
_RULE: Final = {rule.name: rule for rule in FEATURES}

BIRTH_DATE: Final = {
    "exact": 1.0,
    "swapped": 0.8,
    "month": 0.7,
    "one digit": 0.4,
    "year": 0.35,
    "near": -0.15,
    "contradicted": -1.0,
}
"""What each kind of agreement between dates of birth is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One row of a comparison: ``weight * value`` is what it adds to the evidence."""

    name: str
    weight: float
    value: float
    reason: str
    left: str
    right: str
    tokens: tuple[TokenEvidence, ...] = ()


def feature(name: str, value: float, left: str, right: str, reason: str = "") -> Feature:
    """Return a row for a rule of the table."""
    rule = _RULE[name]
    return Feature(
        name=name,
        weight=rule.weight,
        value=value,
        reason=reason or rule.reason,
        left=left,
        right=right,
    )


def field_features(left: Prepared, right: Prepared) -> tuple[Feature, ...]:
    """Return the rows of every field but the name that both sides know."""
    rows: list[Feature] = []
    if left.birth_dates and right.birth_dates:
        rows.append(_birth_date(left, right))
    if left.countries and right.countries:
        rows.append(_country(left, right))
    if left.sexes and right.sexes and not left.sexes & right.sexes:
        rows.append(feature("sex", -1.0, _joined(left.sexes), _joined(right.sexes)))
    if left.identifiers and right.identifiers:
        rows.extend(_identifiers(left, right))
    return tuple(rows)


def _joined(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _birth_date(left: Prepared, right: Prepared) -> Feature:
    best = best_agreement(left.birth_dates, right.birth_dates)
    kind, one, two = best or ("contradicted", "", "")
    return feature("birth_date", BIRTH_DATE[kind], str(one), str(two), kind)


def _country(left: Prepared, right: Prepared) -> Feature:
    value = 1.0 if left.countries & right.countries else -1.0
    return feature("country", value, _joined(left.countries), _joined(right.countries))


def _identifiers(left: Prepared, right: Prepared) -> list[Feature]:
    shared = left.identifiers & right.identifiers
    if shared:
        text = ", ".join(f"{held.kind} {held.value}" for held in sorted(shared))
        return [feature("identifier", 1.0, text, text)]
    kinds = {held.kind for held in left.identifiers} & {held.kind for held in right.identifiers}
    one, two = (
        ", ".join(f"{held.kind} {held.value}" for held in sorted(side) if held.kind in kinds)
        for side in (left.identifiers, right.identifiers)
    )
    return [feature("other_identifier", -1.0, one, two)] if kinds else []
