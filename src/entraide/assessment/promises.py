"""The promise tracker: what was agreed or announced, and whether the node holds it.

A promise is an outcome whose status binds somebody (``BINDING``), with its sentences. What keeps it
is said by one table (``TRACKED``): a memorandum in force, a joint team set up, a posting begun.
*Done* is only what is held with the same partner and was begun on the day of the meeting or later;
a draft is *begun*. A decision of the joint committee that names a promise stands beside what keeps
it: by itself it is *begun*. Outcomes that no object of a node could keep are done only by such a
decision, once every action that follows from it was reported done, and else are shown as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from entraide.register.model import Evidence, Outcome
from entraide.register.together.entries import Entry

__all__ = [
    "BINDING",
    "DECISION",
    "TRACKED",
    "Held",
    "Promise",
    "Quote",
    "State",
    "Tracked",
    "as_quoted",
    "promises_of",
    "sentences",
    "track",
]

Quote: TypeAlias = Callable[[str, Sequence[Evidence]], Sequence[Evidence]]
"""What to show of quotations in a document: as a rule the sentences that they stand in."""
State: TypeAlias = Literal["open", "begun", "done", "untracked"]

BINDING: Final = ("signed", "agreed", "announced", "under_study")
"""Statuses that promise something; what is discussed or claimed promises nothing."""

DECISION: Final = "decision"
"""The kind of a committee's decision: it carries out the promises that it names."""

TRACKED: Final[Mapping[str, tuple[str, ...]]] = {
    "mou_signed": ("memorandum",),
    "agreement": ("memorandum",),
    "legal_framework": ("memorandum",),
    "information_exchange": ("memorandum",),
    "controlled_deliveries": ("controlled_delivery",),
    "joint_teams": ("joint_team",),
    "joint_operations": ("joint_team", "action_day", "major_event"),
    "joint_committee": ("joint_committee",),
    "liaison_officers": ("posting",),
    "technical_assistance": ("assistance",),
    "training": ("training",),
}
"""For each type of outcome, the kinds of things in a node that keep it."""


def as_quoted(_: str, quotations: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return quotations as they are."""
    return quotations


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something a node holds that may keep a promise.

    ``partners`` are country codes or organisations; ``since`` is the first day (ISO) on which it
    was there; ``in_force`` is false for a draft or a proposal. ``answers`` are the promises that a
    decision names: type of outcome, and the day of the meeting where it is of one alone.
    """

    kind: str
    reference: str
    partners: frozenset[str]
    since: str
    in_force: bool
    answers: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An outcome that binds, with whom, since when, and the sentences and documents that say it."""

    entry: str
    partners: tuple[str, ...]
    day: str | None
    outcome: Outcome
    sentences: tuple[tuple[str, Evidence], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A promise, its state, and the references of what keeps it."""

    promise: Promise
    state: State
    kept_by: tuple[str, ...]


def promises_of(entries: Iterable[Entry], quote: Quote = as_quoted) -> tuple[Promise, ...]:
    """Return every promise of the entries, in their order; ``quote`` widens their quotations."""
    return tuple(
        Promise(
            entry=entry.id,
            partners=_partners(entry, outcome),
            day=entry.date.start if entry.date and entry.date.precision != "none" else None,
            outcome=outcome,
            sentences=sentences(entry, outcome, quote),
        )
        for entry in entries
        for outcome in entry.outcomes
        if outcome.status in BINDING
    )


def track(promises: Iterable[Promise], held: Sequence[Held]) -> tuple[Tracked, ...]:
    """Say of every promise whether what the node holds keeps it."""
    return tuple(_tracked(each, held) for each in promises)


def _partners(entry: Entry, outcome: Outcome) -> tuple[str, ...]:
    named = tuple(each for each in outcome.parties if each != entry.home)
    return named or entry.partners


def sentences(entry: Entry, outcome: Outcome, quote: Quote) -> tuple[tuple[str, Evidence], ...]:
    """Return what each document says of an outcome with this status, and the document."""
    found = (
        (telling.document, evidence)
        for telling in entry.tellings
        for one in telling.engagement.outcomes
        if (one.type, one.status) == (outcome.type, outcome.status)
        for evidence in quote(telling.document, one.evidence)
    )
    return tuple(dict.fromkeys(found))


def _tracked(promise: Promise, held: Sequence[Held]) -> Tracked:
    kinds = TRACKED.get(promise.outcome.type, ())
    keeping = [each for each in held if each.kind in kinds and _keeps(each, promise)]
    decided = [each for each in held if _answers(each, promise) and _keeps(each, promise)]
    deciding = keeping if kinds else decided
    done = any(each.in_force for each in deciding)
    named = [each for each in keeping if each.in_force or not done]
    kept_by = tuple(each.reference for each in (*named, *decided))
    empty: State = "open" if kinds else "untracked"
    state: State = "done" if done else "begun" if kept_by else empty
    return Tracked(promise=promise, state=state, kept_by=kept_by)


def _answers(held: Held, promise: Promise) -> bool:
    """Tell whether it is a decision that names the promise."""
    named = {(promise.outcome.type, None), (promise.outcome.type, promise.day)}
    return held.kind == DECISION and bool(named & set(held.answers))


def _keeps(held: Held, promise: Promise) -> bool:
    """Tell whether it is with a partner of the promise, and not from before it."""
    if promise.day is not None and held.since < promise.day:
        return False
    return bool(held.partners & frozenset(promise.partners))
