"""Whether two documents tell of the same engagement, and why.

What rules it out comes first (``VETOES``): other homes, dates that exclude each other, other
numbers in the meeting's name, other countries of meeting, kinds that are no translation of each
other. What speaks for it is added up (``SUPPORTS``); a shared partner, or one name of the meeting,
is needed. Two that share much but miss the mark, or whose months stand side by side, are *alike*:
shown as a possible duplicate, never joined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from entraide.register.model import Engagement, When
from entraide.register.together.entries import Telling, partner_of
from entraide.register.together.folding import fold, numbers_in, words_of

__all__ = ["SUPPORTS", "VETOES", "Likeness", "Verdict", "judge"]

Verdict: TypeAlias = Literal["same", "alike", "other"]

_FAMILIES: Final = (
    frozenset({"bilateral", "trilateral", "ceremony", "expert_meeting"}),
    frozenset({"multilateral"}),
    frozenset({"visit"}),
    frozenset({"site_visit"}),
    frozenset({"reception_series"}),
    frozenset({"operation"}),
)
"""Kinds within one family may be two tellers' words for one engagement."""
_EXACT: Final = frozenset({"day", "range", "within_range"})
_NEEDED: Final = 3.0
_ALIKE: Final = 2.0
_NEAR_DAYS: Final = 45
_NAME_SHARE: Final = 0.5
_CITY_LETTERS: Final = 3
_CONFERENCE: Final = 1.0
"""One body seldom holds two conferences in one city in one month: the city says more there."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The verdict, the points for it, and the codes of what ruled it out or spoke for it."""

    verdict: Verdict
    points: float
    reasons: tuple[str, ...]


def judge(one: Telling, other: Telling) -> Likeness:
    """Say whether two tellings are of the same engagement."""
    vetoes = tuple(name for name, holds in VETOES.items() if holds(one, other))
    speaks = {name: points(one, other) for name, points in SUPPORTS.items()}
    points = sum(speaks.values())
    reasons = tuple(name for name, value in speaks.items() if value)
    tied = bool(speaks["partner"] or speaks["name"])
    if not vetoes and tied and points >= _NEEDED:
        return Likeness("same", points, reasons)
    if set(vetoes) <= {"dates"} and tied and points >= _ALIKE and _near(one, other):
        return Likeness("alike", points, (*vetoes, *reasons))
    return Likeness("other", points, vetoes or reasons)


def _homes(one: Telling, other: Telling) -> bool:
    return bool(one.home and other.home and one.home != other.home)


def _dates(one: Telling, other: Telling) -> bool:
    first, second = one.engagement.date, other.engagement.date
    return bool(first and second and _dated(first) and _dated(second) and not _meet(first, second))


def _numbers(one: Telling, other: Telling) -> bool:
    first, second = (numbers_in(each.engagement.name or "") for each in (one, other))
    return bool(first and second and not first & second)


def _countries(one: Telling, other: Telling) -> bool:
    first, second = one.engagement.place, other.engagement.place
    return bool(first and second and first.country and second.country
                and first.country != second.country)  # fmt: skip


def _kinds(one: Telling, other: Telling) -> bool:
    pair = {one.engagement.kind, other.engagement.kind}
    return not any(pair <= family for family in _FAMILIES)


VETOES: Final[Mapping[str, Callable[[Telling, Telling], bool]]] = {
    "homes": _homes,
    "dates": _dates,
    "numbers": _numbers,
    "countries": _countries,
    "kinds": _kinds,
}


def _when(one: Telling, other: Telling) -> float:
    first, second = one.engagement.date, other.engagement.date
    if not (first and second and _dated(first) and _dated(second) and _meet(first, second)):
        return 0.0
    if {first.precision, second.precision} <= _EXACT:
        return 2.0
    return 1.0 if "year" not in {first.precision, second.precision} else 0.0


def _partner(one: Telling, other: Telling) -> float:
    first, second = _partners(one.engagement), _partners(other.engagement)
    if not first & second:
        return 0.0
    return 1.0 if first <= second or second <= first else 0.5


def _person(one: Telling, other: Telling) -> float:
    first, second = _persons(one.engagement), _persons(other.engagement)
    return 1.5 if any(len(a & b) > 1 for a in first for b in second) else 0.0


def _city(one: Telling, other: Telling) -> float:
    first, second = (fold(each.engagement.place.city or "") if each.engagement.place else ""
                     for each in (one, other))  # fmt: skip
    if len(first) < _CITY_LETTERS or first[:4] != second[:4]:
        return 0.0
    return _CONFERENCE if one.engagement.kind == other.engagement.kind == "multilateral" else 0.5


def _name(one: Telling, other: Telling) -> float:
    first, second = (words_of(each.engagement.name or "") for each in (one, other))
    if not (first and second):
        return 0.0
    share = len(first & second) / min(len(first), len(second))
    return 1.5 if share >= _NAME_SHARE else 0.0


def _number(one: Telling, other: Telling) -> float:
    first, second = (numbers_in(each.engagement.name or "") for each in (one, other))
    return 1.0 if first & second else 0.0


SUPPORTS: Final[Mapping[str, Callable[[Telling, Telling], float]]] = {
    "when": _when,
    "partner": _partner,
    "person": _person,
    "city": _city,
    "name": _name,
    "number": _number,
}


def _dated(one: When) -> bool:
    return one.precision != "none" and bool(one.start)


def _meet(one: When, other: When) -> bool:
    return one.start <= other.end and other.start <= one.end


def _near(one: Telling, other: Telling) -> bool:
    first, second = one.engagement.date, other.engagement.date
    if not (first and second and _dated(first) and _dated(second)):
        return True
    if _meet(first, second):
        return True
    gap = max(_day(first.start) - _day(second.end), _day(second.start) - _day(first.end))
    return gap <= _NEAR_DAYS


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _partners(one: Engagement) -> frozenset[str]:
    others = (each for each in one.participants if each.side != "home")
    return frozenset(fold(found) for each in others if (found := partner_of(each)))


def _persons(one: Engagement) -> tuple[frozenset[str], ...]:
    others = (each for each in one.participants if each.side != "home" and each.name)
    return tuple(words_of(each.name or "") for each in others)
