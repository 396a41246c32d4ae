"""Pairs of names in a table: each compared, and the whole measured where the truth is given.

Columns ``name1`` and ``name2``; optional ``label`` (1 for the same person), ``born1``, ``born2``,
``country1``, ``country2``. Tab-separated with a header, nothing quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from entraide.errors import InputError
from entraide.match.prepared import prepare
from entraide.match.scoring import Comparison, compare
from entraide.match.subjects import Subject

__all__ = ["ComparedPair", "NamePair", "Summary", "compare_pairs", "read_pairs", "summarise"]

_NEEDED: Final = ("name1", "name2")


@dataclass(frozen=True, slots=True)
class NamePair:
    """One row of the table."""

    left: Subject
    right: Subject
    label: bool | None


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """A row and its comparison."""

    pair: NamePair
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Summary:
    """How decisions and labels agree, over the rows that have a label."""

    labelled: int
    precision: float
    recall: float
    f1: float


def read_pairs(lines: Iterable[str]) -> Iterator[NamePair]:
    """Return the rows of a table; InputError where a column or a label is unusable."""
    rest = iter(lines)
    header = next(rest, "").removeprefix("\ufeff").rstrip("\r\n").split("\t")
    for column in _NEEDED:
        if column not in header:
            raise InputError("match.column_missing", column=column)
    for number, line in enumerate(rest, start=2):
        cells = line.rstrip("\r\n").split("\t")
        if line.strip():
            if len(cells) > len(header):
                raise InputError("match.row_unreadable", line=number)
            yield _pair(dict(zip(header, cells, strict=False)), number)


def _pair(cells: dict[str, str], number: int) -> NamePair:
    label = cells.get("label", "")
    if label not in {"", "0", "1"}:
        raise InputError("match.label_unknown", line=number, label=label)
    return NamePair(
        left=_subject(cells, "1"),
        right=_subject(cells, "2"),
        label=bool(int(label)) if label else None,
    )


def _subject(cells: dict[str, str], side: str) -> Subject:
    def values(field: str) -> tuple[str, ...]:
        cell = cells.get(field + side, "").strip()
        return (cell,) if cell else ()

    countries = tuple(country.lower() for country in values("country"))
    return Subject(names=values("name"), birth_dates=values("born"), countries=countries)


def compare_pairs(pairs: Iterable[NamePair]) -> Iterator[ComparedPair]:
    """Compare every row."""
    return (ComparedPair(pair, compare(prepare(pair.left), prepare(pair.right))) for pair in pairs)


def summarise(compared: Iterable[ComparedPair]) -> Summary:
    """Measure decisions against labels; figures are 0 where nothing is labelled."""
    outcomes = [
        (row.pair.label, row.comparison.decision == "match")
        for row in compared
        if row.pair.label is not None
    ]
    agreed = outcomes.count((True, True))
    found = agreed + outcomes.count((False, True))
    true = agreed + outcomes.count((True, False))
    precision = agreed / found if found else 0.0
    recall = agreed / true if true else 0.0
    both = precision + recall
    return Summary(len(outcomes), precision, recall, 2 * precision * recall / both if both else 0.0)
