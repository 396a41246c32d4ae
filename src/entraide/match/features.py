"""The features of a comparison: one table of weights and reasons, and the rows that fill it.

A comparison adds up evidence: each feature's value times its weight, positive for the same person,
negative against; zero is where it just suffices. ``FEATURES`` is the only place where weights
stand; docs/matching.md prints the same table and a test compares them. A field that only one side
knows is silent: what is unknown says nothing. The weights of the name were fitted to labelled
pairs of names and to a screening list (docs/matching.md, Calibration), then rounded; those of the
other fields follow from how often strangers agree on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from entraide.match.dates import Agreement, Date, best_agreement
from entraide.match.evidence import NameEvidence, TokenEvidence
from entraide.match.identifiers import Identifier
from entraide.match.prepared import Prepared
from entraide.vocabulary.language import mark

__all__ = [
    "BIRTH_DATE",
    "FEATURES",
    "Feature",
    "FeatureRule",
    "birth_evidence",
    "country_evidence",
    "field_evidence",
    "field_rows",
    "identifier_evidence",
    "most_evidence",
    "name_rows",
    "need_row",
    "sex_evidence",
]


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """A row of the table: what the feature weighs, and why it exists."""

    name: str
    weight: float
    reason: str


FEATURES: Final = (
    FeatureRule("need", -4.75, mark("what a name must bring, before anything is compared")),
    FeatureRule("name", 9.6, mark("share of both names that agrees, each token as rare as it is")),
    FeatureRule("rarity", 1.0, mark("how rare the agreeing tokens are together")),
    FeatureRule("spelling", -1.0, mark("agreeing tokens that are spelled less closely")),
    FeatureRule("contradicted", -5.9, mark("tokens of both names that stand for no token")),
    FeatureRule("missing", -1.35, mark("tokens that only one of the names has")),
    FeatureRule("lead", -0.35, mark("a first name that many leave out, missing on one side")),
    FeatureRule("initial", -0.3, mark("tokens of which one name has only the first letter")),
    FeatureRule("birth_date", 3.2, mark("dates of birth agree, agree in part, or contradict")),
    FeatureRule("country", 0.5, mark("a country in common, or none")),
    FeatureRule("sex", 2.0, mark("the sexes recorded contradict")),
    FeatureRule("identifier", 14.0, mark("the same number of a document, phone, account, wallet")),
    FeatureRule("other_identifier", 0.8, mark("numbers of the same kind, none in common")),
)
_RULE: Final = {rule.name: rule for rule in FEATURES}
_WEIGHT_BORN, _WEIGHT_COUNTRY, _WEIGHT_SEX, _WEIGHT_IDENTIFIER = (
    _RULE[name].weight for name in ("birth_date", "country", "sex", "identifier")
)
_NAME_RULES: Final = FEATURES[1:8]
"""The rules of the values of ``NameEvidence``, in its order."""

BIRTH_DATE: Final[dict[Agreement, float]] = {
    "exact": 1.0,
    "swapped": 0.8,
    "month": 0.7,
    "one digit": 0.4,
    "year": 0.35,
    "near": -0.2,
    "contradicted": -1.25,
}
"""What each kind of agreement between dates of birth is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One row of a comparison: ``weight * value`` is what it adds to the evidence."""

    name: str
    weight: float
    value: float
    reason: str
    left: str = ""
    right: str = ""
    tokens: tuple[TokenEvidence, ...] = ()


def _row(name: str, value: float, left: str = "", right: str = "", reason: str = "") -> Feature:
    rule = _RULE[name]
    return Feature(
        name=name,
        weight=rule.weight,
        value=value,
        reason=reason or rule.reason,
        left=left,
        right=right,
    )


def name_rows(
    values: NameEvidence, left: str, right: str, tokens: tuple[TokenEvidence, ...]
) -> tuple[Feature, ...]:
    """Return the rows of the name: agreement with its tokens, then every value that speaks."""
    first = Feature(
        name="name",
        weight=_RULE["name"].weight,
        value=values.agreement,
        reason=_RULE["name"].reason,
        left=left,
        right=right,
        tokens=tokens,
    )
    rules = zip(_NAME_RULES[1:], values[1:], strict=True)
    return (first, *(_row(rule.name, value) for rule, value in rules if value))


def need_row() -> Feature:
    """Return the row that every comparison starts from."""
    return _row("need", 1.0)


def field_evidence(left: Prepared, right: Prepared) -> float:
    """Return what the rows of ``field_rows`` add up to, without making them."""
    if not (left.birth_dates or left.countries or left.sexes or left.identifiers):
        return 0.0
    return (
        birth_evidence(left.birth_dates, right.birth_dates)
        + country_evidence(left.countries, right.countries)
        + sex_evidence(left.sexes, right.sexes)
        + identifier_evidence(left.identifiers, right.identifiers)
    )


def most_evidence(left: Prepared) -> float:
    """Return what the fields of a subject can say at most, whomever it is compared with."""
    return (
        (_WEIGHT_BORN * max(BIRTH_DATE.values()) if left.birth_dates else 0.0)
        + (_WEIGHT_COUNTRY if left.countries else 0.0)
        + (_WEIGHT_IDENTIFIER if left.identifiers else 0.0)
    )


def birth_evidence(left: Sequence[Date], right: Sequence[Date]) -> float:
    """Return what the dates of birth of both sides say."""
    if not (left and right):
        return 0.0
    return _WEIGHT_BORN * BIRTH_DATE[best_agreement(left, right)[0]]


def country_evidence(left: frozenset[str], right: frozenset[str]) -> float:
    """Return what the countries of both sides say."""
    if not (left and right):
        return 0.0
    return -_WEIGHT_COUNTRY if left.isdisjoint(right) else _WEIGHT_COUNTRY


def sex_evidence(left: frozenset[str], right: frozenset[str]) -> float:
    """Return what the sexes of both sides say: only a contradiction counts."""
    return -_WEIGHT_SEX if left and right and left.isdisjoint(right) else 0.0


def identifier_evidence(left: frozenset[Identifier], right: frozenset[Identifier]) -> float:
    """Return what the identifiers of both sides say."""
    if not (left and right):
        return 0.0
    return sum([row.weight * row.value for row in _identifiers(left, right)])


def field_rows(left: Prepared, right: Prepared) -> tuple[Feature, ...]:
    """Return the rows of every field but the name that both sides know."""
    rows: list[Feature] = []
    if left.birth_dates and right.birth_dates:
        rows.append(_birth_date(left, right))
    if left.countries and right.countries:
        rows.append(_country(left, right))
    if left.sexes and right.sexes and not left.sexes & right.sexes:
        rows.append(_row("sex", -1.0, _joined(left.sexes), _joined(right.sexes)))
    if left.identifiers and right.identifiers:
        rows.extend(_identifiers(left.identifiers, right.identifiers))
    return tuple(rows)


def _joined(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _birth_date(left: Prepared, right: Prepared) -> Feature:
    kind, one, two = best_agreement(left.birth_dates, right.birth_dates)
    return _row("birth_date", BIRTH_DATE[kind], str(one), str(two), kind)


def _country(left: Prepared, right: Prepared) -> Feature:
    value = 1.0 if left.countries & right.countries else -1.0
    return _row("country", value, _joined(left.countries), _joined(right.countries))


def _identifiers(left: frozenset[Identifier], right: frozenset[Identifier]) -> list[Feature]:
    shared = left & right
    if shared:
        text = ", ".join(f"{held.kind} {held.value}" for held in sorted(shared))
        return [_row("identifier", 1.0, text, text)]
    kinds = {held.kind for held in left} & {held.kind for held in right}
    one, two = (
        ", ".join(f"{held.kind} {held.value}" for held in sorted(side) if held.kind in kinds)
        for side in (left, right)
    )
    return [_row("other_identifier", -1.0, one, two)] if kinds else []
