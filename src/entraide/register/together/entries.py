"""An entry of the register: one engagement, with every document that tells of it.

The joined fields are those that a reader wants first: the most precise date that no other telling
contradicts, every participant once, every topic, every outcome with every status that a document
gave it. Which document says what stays in ``tellings``; where two tell a field differently, a
``Disagreement`` holds both with their sentences, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from entraide.register.model import (
    Basis,
    Engagement,
    Evidence,
    Outcome,
    Participation,
    Place,
    Topic,
    When,
)
from entraide.register.together.folding import fold, words_of

__all__ = ["Disagreement", "Entry", "Telling", "join", "partner_of"]

_PRECISION: Final = {"day": 0, "range": 1, "within_range": 2, "month": 3, "year": 4, "none": 5}
_BASIS: Final[dict[Basis, int]] = {"human": 0, "stated": 1, "derived": 2, "inferred": 3}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An engagement as one document tells it; ``document`` is the SHA-256 of its bytes."""

    document: str
    home: str | None
    engagement: Engagement


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A field that documents tell differently: each value with its document and sentences."""

    field: str
    values: tuple[tuple[str, str, tuple[Evidence, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One engagement of the register."""

    id: str
    home: str | None
    kind: str
    name: str | None
    date: When | None
    place: Place | None
    participants: tuple[Participation, ...]
    topics: tuple[Topic, ...]
    outcomes: tuple[Outcome, ...]
    tellings: tuple[Telling, ...]
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def partners(self) -> tuple[str, ...]:
        """The countries (ISO 3166-1 alpha-2) and organisations on the other sides, each once."""
        others = (each for each in self.participants if each.side != "home")
        found = (partner_of(each) for each in others)
        return tuple(dict.fromkeys(each for each in found if each))


def partner_of(one: Participation) -> str | None:
    """Return the country of a participation, else its organisation, else None."""
    if one.country and len(one.country) == 2:
        return one.country
    return one.org


def join(tellings: Sequence[Telling]) -> Entry:
    """Return the entry of one engagement that one or more documents tell of."""
    ordered = tuple(sorted(tellings, key=lambda each: (each.document, each.engagement.id)))
    told = [each.engagement for each in ordered]
    first = ordered[0]
    return Entry(
        id=f"{first.document[:8]}-{first.engagement.id}",
        home=next((each.home for each in ordered if each.home), None),
        kind=_most([each.kind for each in told]),
        name=_longest([each.name for each in told if each.name]),
        date=_best_date([each.date for each in told if each.date]),
        place=_best_place([each.place for each in told if each.place]),
        participants=_each_once(told),
        topics=_topics(told),
        outcomes=_outcomes(told),
        tellings=ordered,
        disagreements=tuple(_disagreements(ordered)),
    )


def _most(values: list[str]) -> str:
    return max(values, key=lambda value: (values.count(value), -values.index(value)))


def _longest(values: list[str]) -> str | None:
    return max(values, key=len, default=None)


def _best_date(dates: list[When]) -> When | None:
    return min(
        dates, key=lambda each: (_BASIS[each.basis], _PRECISION[each.precision]), default=None
    )


def _best_place(places: list[Place]) -> Place | None:
    return min(places, key=lambda each: (each.city is None, _BASIS[each.basis]), default=None)


def _each_once(told: Iterable[Engagement]) -> tuple[Participation, ...]:
    """Return every participant once: of two that may be one, the telling that says more."""
    kept: list[Participation] = []
    for one in (each for engagement in told for each in engagement.participants):
        at = next((at for at, other in enumerate(kept) if _may_be_one(one, other)), None)
        if at is None:
            kept.append(one)
        elif _says(one) > _says(kept[at]):
            kept[at] = one
    return tuple(kept)


def _may_be_one(one: Participation, other: Participation) -> bool:
    if (one.side, one.country) != (other.side, other.country):
        return False
    if one.org and other.org and fold(one.org) != fold(other.org):
        return False
    if one.name and other.name:
        return len(words_of(one.name) & words_of(other.name)) > 1 or fold(one.name) == fold(
            other.name
        )
    if one.name or other.name:
        return bool(one.role and other.role and fold(one.role) == fold(other.role))
    return fold(one.role or "") == fold(other.role or "") or not (one.role and other.role)


def _says(one: Participation) -> int:
    return sum(bool(part) for part in (one.name, one.org, one.role, one.country))


def _topics(told: Iterable[Engagement]) -> tuple[Topic, ...]:
    found = {each.code: each for engagement in reversed(list(told)) for each in engagement.topics}
    return tuple(found[code] for code in sorted(found))


def _outcomes(told: Iterable[Engagement]) -> tuple[Outcome, ...]:
    """Return every outcome with every status it was given: status is per document, never merged."""
    found: dict[tuple[str, str, tuple[str, ...]], Outcome] = {}
    for one in (each for engagement in told for each in engagement.outcomes):
        found.setdefault((one.type, one.status, tuple(sorted(one.parties))), one)
    return tuple(found.values())


def _disagreements(tellings: Sequence[Telling]) -> Iterable[Disagreement]:
    fields: tuple[tuple[str, Callable[[Engagement], tuple[str, tuple[Evidence, ...]] | None]], ...]
    fields = (("date", _told_date), ("place", _told_place))
    for field, told in fields:
        values = [(each.document, found) for each in tellings if (found := told(each.engagement))]
        if _differ(field, [found[0] for _, found in values]):
            yield Disagreement(
                field=field, values=tuple((document, *found) for document, found in values)
            )
    yield from _statuses(tellings)


def _told_date(one: Engagement) -> tuple[str, tuple[Evidence, ...]] | None:
    if one.date is None or one.date.precision == "none":
        return None
    return f"{one.date.start}/{one.date.end}", one.date.evidence


def _told_place(one: Engagement) -> tuple[str, tuple[Evidence, ...]] | None:
    if one.place is None or not (one.place.country or one.place.city):
        return None
    return one.place.country or one.place.city or "", one.place.evidence


def _differ(field: str, values: list[str]) -> bool:
    """Tell whether values contradict: a date within another only says it more precisely."""
    if field != "date":
        return len(set(values)) > 1
    spans = [tuple(value.split("/")) for value in values]
    return any(
        not (a[0] >= b[0] and a[1] <= b[1]) and not (b[0] >= a[0] and b[1] <= a[1])
        for a in spans
        for b in spans
    )


def _statuses(tellings: Sequence[Telling]) -> Iterable[Disagreement]:
    """Yield the outcomes whose status differs from document to document."""
    told: dict[str, list[tuple[str, str, tuple[Evidence, ...]]]] = {}
    for each in tellings:
        for one in each.engagement.outcomes:
            told.setdefault(one.type, []).append((each.document, one.status, one.evidence))
    for kind, values in sorted(told.items()):
        by_document: dict[str, set[str]] = {}
        for document, status, _ in values:
            by_document.setdefault(document, set()).add(status)
        if len({frozenset(each) for each in by_document.values()}) > 1:
            yield Disagreement(field=f"outcome.{kind}", values=tuple(values))
