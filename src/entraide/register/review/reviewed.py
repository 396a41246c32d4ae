"""Judgements put upon a reading: rejected facts go, corrected ones are the person's, none is lost.

An engagement of the present reading is the one that was judged where their spans overlap most. A
judgement that finds no such engagement makes it again, as far as persons judged it. The last word
on a fact is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from entraide.register.model import Engagement, Reading
from entraide.register.review.facts import FIELDS, Field, value_of
from entraide.register.review.judgements import Judgement

__all__ = ["Measured", "Reviewed", "apply", "measure"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A reading with what persons said of it.

    ``judged`` names, by engagement, field and key, the judgement that stands for each fact.
    """

    reading: Reading
    judged: Mapping[tuple[str, str, str], Judgement]


@dataclass(frozen=True, slots=True)
class Measured:
    """How the present reader fares against what persons said: facts judged, and those right."""

    judged: int
    right: int


def apply(reading: Reading, judgements: Iterable[Judgement]) -> Reviewed:
    """Return the reading with the judgements of its document applied, in the order given."""
    engagements = {each.id: each for each in reading.engagements}
    judged: dict[tuple[str, str, str], Judgement] = {}
    for judgement in judgements:
        if judgement.document == reading.sha256:
            engagement = _judged_engagement(engagements, judgement)
            engagements[engagement.id], key = _applied(engagement, judgement)
            judged[engagement.id, judgement.field, key] = judgement
    return Reviewed(replace(reading, engagements=tuple(engagements.values())), judged)


def measure(reading: Reading, judgements: Sequence[Judgement]) -> Measured:
    """Say how many judged facts of a document the reader gets right by itself.

    An accepted fact is right where it is found again with the same value, a corrected one where the
    person's value is found, a rejected one where it is not found any more. Only the last word on a
    fact counts.
    """
    engagements = {each.id: each for each in reading.engagements}
    last: dict[tuple[str, str, str], bool] = {}
    for judgement in judgements:
        if judgement.document != reading.sha256:
            continue
        at = _overlapping(engagements, judgement)
        found = [] if at is None else [value_of(m) for m in _members(engagements[at], judgement)]
        wanted = judgement.value if judgement.verdict == "correct" else judgement.found
        last[at or str(judgement.spans), judgement.field, judgement.key] = (
            wanted not in found if judgement.verdict == "reject" else wanted in found
        )
    return Measured(len(last), sum(last.values()))


def _members(engagement: Engagement, judgement: Judgement) -> tuple[Any, ...]:
    return FIELDS[judgement.field].members(engagement)


def _judged_engagement(engagements: dict[str, Engagement], judgement: Judgement) -> Engagement:
    at = _overlapping(engagements, judgement)
    if at is not None:
        return engagements[at]
    number = 1 + sum(name.startswith("human-") for name in engagements)
    return Engagement(
        id=f"human-{number}", kind=judgement.kind, evidence=judgement.evidence
    )  # fmt: skip


def _overlapping(engagements: Mapping[str, Engagement], judgement: Judgement) -> str | None:
    shared = {
        name: _shared(judgement.spans, [(each.start, each.end) for each in one.evidence])
        for name, one in engagements.items()
    }
    best = max(shared, key=lambda name: shared[name], default=None)
    return best if best is not None and shared[best] else None


def _shared(ones: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> float:
    """Return the share of code points that two lists of spans have in common, of both."""
    one, other = (
        {at for start, end in spans for at in range(start, end)} for spans in (ones, others)
    )
    return len(one & other) / len(one | other) if one & other else 0.0


def _applied(engagement: Engagement, judgement: Judgement) -> tuple[Engagement, str]:
    """Return the engagement with a judgement applied, and the key under which the fact now is."""
    field = FIELDS[judgement.field]
    members = field.members(engagement)
    at = _place_of(field, members, judgement.key)
    if judgement.verdict == "reject":
        rest = members if at is None else (*members[:at], *members[at + 1 :])
        return field.written(engagement, rest), judgement.key
    if judgement.verdict == "accept" and at is not None:
        return engagement, judgement.key
    value = judgement.value if judgement.verdict == "correct" else judgement.found
    made = field.made(value, judgement.evidence)
    if not field.many:
        return field.written(engagement, (made,)), judgement.key
    rest = (*members, made) if at is None else (*members[:at], made, *members[at + 1 :])
    return field.written(engagement, rest), field.key(made)


def _place_of(field: Field, members: tuple[Any, ...], key: str) -> int | None:
    if not field.many:
        return 0 if members else None
    return next((at for at, each in enumerate(members) if field.key(each) == key), None)
