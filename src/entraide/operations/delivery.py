"""A controlled delivery as its journal tells it (domain: UNODC and SELEC material).

``delivery_of`` folds entries, in the journal's order, into what stands: which state has authorised
and until when, how far the goods have come and who watches them, what became of them. Whoever
aborts ends it, whatever else was written at the same time. Which entry may be written when is in
``delivery_rules``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from entraide.operations.clearance import ANSWERED, Clearance
from entraide.operations.custody import CUSTODY, Custody, custody_of
from entraide.operations.entry import Entry
from entraide.operations.folding import Fold, founded_twice
from entraide.operations.results import RESULT_ENTRIES, Results, results_of
from entraide.operations.targets import Target, targets_in

__all__ = [
    "DELIVERY_FOLD",
    "Delivery",
    "DeliveryState",
    "Leg",
    "delivery_audience",
    "delivery_of",
    "delivery_runs",
]


class DeliveryState(StrEnum):
    """Where a controlled delivery stands."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    IN_TRANSIT = "in-transit"
    DELIVERED = "delivered"
    INTERCEPTED = "intercepted"
    LOST = "lost"
    ABORTED = "aborted"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Leg:
    """How far one leg has come: started, handed at the border, taken over beyond it."""

    started: Entry
    given: Entry | None = None
    taken: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the journal amounts to."""

    founding: Entry
    joined: frozenset[str]
    authorised: Mapping[str, Entry] = field(default_factory=dict)
    """The authorisation of each state (ISO 3166) that granted one and has not withdrawn it."""
    clearance: Clearance
    targets: tuple[Target, ...] = ()
    """What it is after, to be compared with other operations."""
    legs: Mapping[int, Leg] = field(default_factory=dict)
    events: tuple[Entry, ...] = ()
    """Trackers set and removed, changed contacts, notes."""
    substitutions: tuple[Entry, ...] = ()
    trackers: Mapping[str, Entry] = field(default_factory=dict)
    """Trackers that are set, by their reference."""
    evidence: Custody = field(default_factory=dict)
    results: Results = field(default_factory=dict)
    intervention: Entry | None = None
    """The order to intervene, of whoever the plan lets decide."""
    outcome: Entry | None = None
    aborted: Entry | None = None
    report: Entry | None = None

    @property
    def terms(self) -> Mapping[str, Any]:
        """What was requested."""
        return self.founding.body

    @property
    def members(self) -> frozenset[str]:
        """The parties."""
        return frozenset(self.terms["members"])

    @property
    def is_over(self) -> bool:
        """Tell whether the goods move no more."""
        return self.aborted is not None or self.outcome is not None

    @property
    def is_authorised(self) -> bool:
        """Tell whether every state has authorised it."""
        return {row["country"] for row in self.terms["states"]} <= set(self.authorised)

    @property
    def next_leg(self) -> int | None:
        """The leg that is to start next; None while one is under way, or after the last."""
        last = self.legs.get(len(self.legs) - 1)
        under_way = last is not None and last.taken is None
        return None if under_way or len(self.legs) == len(self.terms["legs"]) else len(self.legs)

    @property
    def state(self) -> DeliveryState:
        """Where it stands."""
        if self.report is not None:
            return DeliveryState.REPORTED
        if self.aborted is not None:
            return DeliveryState.ABORTED
        if self.outcome is not None:
            return DeliveryState(str(self.outcome.body["outcome"]))
        if self.legs:
            return DeliveryState.IN_TRANSIT
        return DeliveryState.AUTHORISED if self.is_authorised else DeliveryState.REQUESTED

    @property
    def whereabouts(self) -> frozenset[str]:
        """The states in which the goods may be now: two while a leg is under way."""
        rows = self.terms["legs"]
        if not self.legs:
            return frozenset({str(rows[0]["origin"])})
        row, leg = rows[len(self.legs) - 1], self.legs[len(self.legs) - 1]
        ends = {str(row["destination"])} | (set() if leg.taken else {str(row["origin"])})
        return frozenset(ends)

    def party_of(self, country: object) -> str | None:
        """Return the party that speaks for a state."""
        found = (row["party"] for row in self.terms["states"] if row["country"] == country)
        return next(found, None)

    def is_valid(self, country: object, at_ms: int) -> bool:
        """Tell whether a state's authorisation stands and covers a moment."""
        granted = self.authorised.get(str(country))
        if granted is None:
            return False
        begins, ends = granted.body["valid_from"], granted.body["valid_to"]
        return int(str(begins)) <= at_ms < int(str(ends))


def delivery_of(entries: Iterable[Entry]) -> Delivery:
    """Fold the entries of a journal, in its order, the founding one first."""
    return DELIVERY_FOLD.of(entries)


def delivery_audience(delivery: Delivery) -> frozenset[str]:
    """Return the parties to whom entries go: all, until the end, so that all hear of an abort."""
    return delivery.members


def delivery_runs(entries: Iterable[Entry], _: int) -> bool:
    """Tell whether the goods may still move."""
    return not delivery_of(entries).is_over


def _joined(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, joined=delivery.joined | {entry.party})


def _granted(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, authorised={**delivery.authorised, str(entry.body["country"]): entry})


def _withdrawn(delivery: Delivery, entry: Entry) -> Delivery:
    gone = entry.body["country"]
    left = {country: each for country, each in delivery.authorised.items() if country != gone}
    return replace(delivery, authorised=left)


def _answered(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, clearance=delivery.clearance.after(entry))


def _sought(delivery: Delivery, entry: Entry) -> Delivery:
    targets = (*delivery.targets, Target.of_row(entry.body))
    return replace(delivery, targets=targets, clearance=delivery.clearance.void())


def _started(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, legs={**delivery.legs, _leg(entry): Leg(entry)})


def _given(delivery: Delivery, entry: Entry) -> Delivery:
    leg = delivery.legs.get(_leg(entry))
    grown = {} if leg is None else {_leg(entry): replace(leg, given=entry)}
    return replace(delivery, legs={**delivery.legs, **grown})


def _taken(delivery: Delivery, entry: Entry) -> Delivery:
    leg = delivery.legs.get(_leg(entry))
    grown = {} if leg is None else {_leg(entry): replace(leg, taken=entry)}
    return replace(delivery, legs={**delivery.legs, **grown})


def _happened(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, events=(*delivery.events, entry))


def _substituted(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, substitutions=(*delivery.substitutions, entry))


def _tracked(delivery: Delivery, entry: Entry) -> Delivery:
    name = str(entry.body["reference"])
    others = {key: each for key, each in delivery.trackers.items() if key != name}
    grown = {**others, name: entry} if entry.kind == "tracker.set" else others
    return replace(delivery, trackers=grown, events=(*delivery.events, entry))


def _result(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, results=results_of(delivery.results, entry))


def _intervened(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, intervention=delivery.intervention or entry)


def _custody(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, evidence=custody_of(delivery.evidence, entry))


def _ended(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, outcome=delivery.outcome or entry)


def _aborted(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, aborted=delivery.aborted or entry)


def _reported(delivery: Delivery, entry: Entry) -> Delivery:
    return replace(delivery, report=delivery.report or entry)


def _begun(founding: Entry) -> Delivery:
    return Delivery(
        founding=founding,
        joined=frozenset({founding.party}),
        clearance=Clearance(members=frozenset(founding.body["members"])),  # type: ignore[arg-type]
        targets=targets_in(founding),
    )


def _leg(entry: Entry) -> int:
    return int(str(entry.body["leg"]))


_APPLIED: Final[Mapping[str, Callable[[Delivery, Entry], Delivery]]] = {
    "delivery.requested": founded_twice,
    "delivery.joined": _joined,
    "authorisation.granted": _granted,
    "authorisation.refused": _withdrawn,
    "authorisation.withdrawn": _withdrawn,
    ANSWERED: _answered,
    "identifier.added": _sought,
    "leg.started": _started,
    "handover.given": _given,
    "handover.taken": _taken,
    "substitution": _substituted,
    "tracker.set": _tracked,
    "tracker.removed": _tracked,
    "contact.changed": _happened,
    "note": _happened,
    **dict.fromkeys(CUSTODY, _custody),
    **dict.fromkeys(RESULT_ENTRIES, _result),
    "intervention.ordered": _intervened,
    "aborted": _aborted,
    "outcome.reported": _ended,
    "report.made": _reported,
}

DELIVERY_FOLD: Final = Fold(_begun, _APPLIED)
"""How its journal becomes what stands."""
