"""Unusual asking: one table of rules over what somebody asked within a day.

``RULES`` is the table: each rule measures one thing and has a limit, and both figures are shown
with the alert, so that whoever reads it can check the reason. The same rules look at our own
officers and, at the holder, at partners and at each of their officers. They look for patterns of
asking and never at who was asked about: no rule knows a name, an origin or a community.

A rule is a reason to look, not a finding. What it cannot see: an attacker who stays below every
limit, which is what budgets are for.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Levenshtein

from entraide.match import Subject
from entraide.vocabulary.oversight import UNUSUAL

__all__ = [
    "RULES",
    "Asked",
    "Conduct",
    "Finding",
    "Rule",
    "Thresholds",
    "Usual",
    "fold",
    "judge",
    "key_of",
]

_NEIGHBOURS: Final = 40
"""Names asked so close to one another are compared: a guesser tries spellings in a row."""
_NEAR: Final = 2
"""Letters by which a guessed spelling differs at most."""
_TELLING: Final = 8
"""Shorter names are a slip away from too many others."""
_HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The limits, from the node's settings."""

    volume_least: int = 100
    volume_factor: float = 4.0
    odd_from_hour: int = 22
    odd_to_hour: int = 5
    odd_least: int = 20
    purposes_most: int = 2
    cases_most: int = 4
    run_most: int = 9
    near_most: int = 5
    persons_in_case_most: int = 25
    denied_most: int = 10
    given_most: int = 40

    def is_odd(self, at_ms: int) -> bool:
        """Tell whether a moment lies in the odd hours (UTC, the last hour not included)."""
        hour = at_ms // _HOUR_MS % 24
        if self.odd_from_hour <= self.odd_to_hour:
            return self.odd_from_hour <= hour < self.odd_to_hour
        return hour >= self.odd_from_hour or hour < self.odd_to_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question or gift, as far as the rules look: ``person`` is a folded name or number."""

    at_ms: int
    purpose: str
    case: str
    person: str
    is_name: bool = True
    denied: bool = False
    given: bool = False
    """Something that was given, passed on, drafted or exported, and no question."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What somebody asks on an ordinary day: means over the days on which anything was asked."""

    questions: float = 0.0
    odd: float = 0.0


@dataclass(frozen=True, slots=True)
class Conduct:
    """What one asker asked within a day, oldest first, and what is usual there."""

    asked: tuple[Asked, ...]
    usual: Usual = Usual()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, what it means, what it measures and what is too much."""

    code: str
    meaning: str
    measure: Callable[[Conduct, Thresholds], int]
    limit: Callable[[Conduct, Thresholds], int]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was broken, with both figures."""

    rule: str
    found: int
    limit: int


def judge(conduct: Conduct, thresholds: Thresholds) -> tuple[Finding, ...]:
    """Return every rule whose limit this conduct exceeds, in the order of the table."""
    measured = (
        Finding(rule.code, rule.measure(conduct, thresholds), rule.limit(conduct, thresholds))
        for rule in RULES
    )
    return tuple(each for each in measured if each.found > each.limit)


def key_of(subject: Subject) -> tuple[str, bool]:
    """Return what tells persons apart here, folded, and whether it is a name."""
    if subject.names:
        return fold(subject.names[0]), True
    return (subject.identifiers[0].value if subject.identifiers else ""), False


def fold(name: str) -> str:
    """Return a name without case, accents and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(letters.casefold().split())


def _volume(conduct: Conduct, _: Thresholds) -> int:
    return sum(not each.given for each in conduct.asked)


def _volume_limit(conduct: Conduct, limits: Thresholds) -> int:
    return max(limits.volume_least, math.ceil(limits.volume_factor * conduct.usual.questions))


def _odd(conduct: Conduct, limits: Thresholds) -> int:
    return sum(limits.is_odd(each.at_ms) for each in conduct.asked)


def _odd_limit(conduct: Conduct, limits: Thresholds) -> int:
    return max(limits.odd_least, math.ceil(limits.volume_factor * conduct.usual.odd))


def _most_of(pairs: Iterable[tuple[str, str]]) -> int:
    """Return the most different seconds that any first has."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        if first and second:  # of a question denied at home nothing is kept of whom
            found[first].add(second)
    return max((len(each) for each in found.values()), default=0)


def _purposes(conduct: Conduct, _: Thresholds) -> int:
    return _most_of((each.person, each.purpose) for each in conduct.asked)


def _cases(conduct: Conduct, _: Thresholds) -> int:
    return _most_of((each.person, each.case) for each in conduct.asked)


def _persons_in_case(conduct: Conduct, _: Thresholds) -> int:
    return _most_of((each.case, each.person) for each in conduct.asked)


def _names(conduct: Conduct) -> list[str]:
    """Return the names asked in their order, one after another named twice only once."""
    names: list[str] = []
    for each in conduct.asked:
        if each.is_name and each.person and (not names or names[-1] != each.person):
            names.append(each.person)
    return names


def _run(conduct: Conduct, _: Thresholds) -> int:
    """Return the longest run of names in alphabetical order, or against it."""
    names = _names(conduct)
    return max(_longest(names), _longest([*reversed(names)]))


def _longest(names: Sequence[str]) -> int:
    best = run = min(len(names), 1)
    for before, name in pairwise(names):
        run = run + 1 if before < name else 1
        best = max(best, run)
    return best


def _near(conduct: Conduct, _: Thresholds) -> int:
    """Return the most spellings, each a slip away from one name, that were tried around it."""
    names = _names(conduct)
    return max((_near_one(names, at) for at in range(len(names))), default=0)


def _near_one(names: Sequence[str], at: int) -> int:
    name, around = names[at], set(names[at + 1 : at + _NEIGHBOURS])
    if len(name) < _TELLING:
        return 0
    return sum(
        1
        for other in around
        if other != name and Levenshtein.distance(name, other, score_cutoff=_NEAR) <= _NEAR
    )


def _denied(conduct: Conduct, _: Thresholds) -> int:
    return sum(each.denied for each in conduct.asked)


def _given(conduct: Conduct, _: Thresholds) -> int:
    return sum(each.given for each in conduct.asked)


_ROWS: Final = (
    ("volume", _volume, _volume_limit),
    ("odd-hours", _odd, _odd_limit),
    ("many-purposes", _purposes, lambda _, limits: limits.purposes_most),
    ("many-cases", _cases, lambda _, limits: limits.cases_most),
    ("alphabet", _run, lambda _, limits: limits.run_most),
    ("near-names", _near, lambda _, limits: limits.near_most),
    ("many-in-case", _persons_in_case, lambda _, limits: limits.persons_in_case_most),
    ("denied", _denied, lambda _, limits: limits.denied_most),
    ("giving", _given, lambda _, limits: limits.given_most),
)

RULES: Final = tuple(Rule(code, UNUSUAL.find(code).label, *how) for code, *how in _ROWS)
