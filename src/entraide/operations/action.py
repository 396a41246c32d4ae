"""A joint action day as its journal tells it: several states, one moment.

The day starts for the states whose go stands at the moment, and for no other: a missing go is a
no-go. A go counts once all members have deconflicted, but those that are silent and that the go
names; it falls when one of them answers that something meets the day, or names a further target:
then it is given again. Until the moment a state
recalls its go by a no-go, and whoever proposed the day calls it off. Each state that acts reports
its results within the hour after the window; what is overdue is computed, never written. Which
entry may be written when is in ``action_rules``.
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
    "ACTION_FOLD",
    "REPORT_WITHIN_MS",
    "ActionDay",
    "ActionState",
    "action_audience",
    "action_of",
    "action_runs",
    "without_of",
]

REPORT_WITHIN_MS: Final = 3_600_000
"""After the window, within which each state that acted reports its results."""
_MINUTE_MS: Final = 60_000


class ActionState(StrEnum):
    """Where a joint action day stands."""

    PROPOSED = "proposed"
    CLEARED = "cleared"
    CALLED_OFF = "called-off"
    STOOD_DOWN = "stood-down"
    UNDER_WAY = "under-way"
    REPORTING = "reporting"
    OVERDUE = "overdue"
    TOLD = "told"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDay:
    """What the journal amounts to."""

    founding: Entry
    joined: frozenset[str]
    clearance: Clearance
    asked_ms: int
    """Since when what the day is after stands: as proposed, or as a further target was named."""
    targets: tuple[Target, ...] = ()
    """What the day is after."""
    goes: Mapping[str, Entry] = field(default_factory=dict)
    """The go of each party that gave one which stands."""
    refused: Mapping[str, Entry] = field(default_factory=dict)
    """The no-go of each party that gave one last."""
    evidence: Custody = field(default_factory=dict)
    results: Results = field(default_factory=dict)
    told: Mapping[str, Entry] = field(default_factory=dict)
    """Each party's word that its results are told."""
    closed: Entry | None = None

    @property
    def terms(self) -> Mapping[str, Any]:
        """What was proposed."""
        return self.founding.body

    @property
    def members(self) -> frozenset[str]:
        """The parties."""
        return frozenset(self.terms["members"])

    @property
    def moment_ms(self) -> int:
        """The moment at which all act (UTC)."""
        return int(self.terms["moment_ms"])

    @property
    def ends_ms(self) -> int:
        """The end of its window (UTC)."""
        return self.moment_ms + int(self.terms["window_minutes"]) * _MINUTE_MS

    @property
    def due_ms(self) -> int:
        """Until when each state that acts reports its results."""
        return self.ends_ms + REPORT_WITHIN_MS

    @property
    def silence_ms(self) -> int:
        """From when on a state may decide to go without the answer of a member that is silent."""
        return (self.asked_ms + int(self.terms["answer_by_ms"])) // 2

    @property
    def acting(self) -> frozenset[str]:
        """The parties for which the day starts."""
        return frozenset() if self.is_called_off else frozenset(self.goes)

    @property
    def awaited(self) -> frozenset[str]:
        """The parties that act and have not told their results."""
        return self.acting - set(self.told)

    @property
    def is_called_off(self) -> bool:
        """Tell whether it was called off before its moment."""
        return self.closed is not None and self.closed.at_ms < self.moment_ms

    def state(self, now_ms: int) -> ActionState:
        """Return where the day stands at a moment."""
        if self.closed is not None:
            return ActionState.CALLED_OFF if self.is_called_off else ActionState.CLOSED
        if now_ms < self.moment_ms:
            return ActionState.CLEARED if self.clearance.is_clear else ActionState.PROPOSED
        if not self.acting:
            return ActionState.STOOD_DOWN
        if not self.awaited:
            return ActionState.TOLD
        if now_ms < self.ends_ms:
            return ActionState.UNDER_WAY
        return ActionState.REPORTING if now_ms <= self.due_ms else ActionState.OVERDUE


def action_of(entries: Iterable[Entry]) -> ActionDay:
    """Fold the entries of a journal, in its order, the founding one first."""
    return ACTION_FOLD.of(entries)


def without_of(go: Entry) -> frozenset[str]:
    """Return the members without whose answer a go was given, knowing that they are silent."""
    named: Any = go.body["without"]
    return frozenset(named)


def action_audience(day: ActionDay) -> frozenset[str]:
    """Return the parties to whom entries go: all, until the end, so that all hear of a no-go."""
    return day.members


def action_runs(entries: Iterable[Entry], now_ms: int) -> bool:
    """Tell whether the day is still to come or under way."""
    day = action_of(entries)
    return day.closed is None and now_ms < day.ends_ms


def _joined(day: ActionDay, entry: Entry) -> ActionDay:
    return replace(day, joined=day.joined | {entry.party})


def _answered(day: ActionDay, entry: Entry) -> ActionDay:
    """An answer that something meets the day lets every go fall, whoever gave it."""
    grown = replace(day, clearance=day.clearance.after(entry))
    return grown if entry.body["clear"] else replace(grown, goes={})


def _sought(day: ActionDay, entry: Entry) -> ActionDay:
    targets = (*day.targets, Target.of_row(entry.body))
    void = day.clearance.void()
    return replace(day, targets=targets, clearance=void, goes={}, asked_ms=entry.at_ms)


def _gone(day: ActionDay, entry: Entry) -> ActionDay:
    """A go that stands in the order after a word against the day, unseen by it, counts for none."""
    if not day.clearance.is_clear_without(without_of(entry)):
        return day
    refused = {party: each for party, each in day.refused.items() if party != entry.party}
    return replace(day, goes={**day.goes, entry.party: entry}, refused=refused)


def _refused(day: ActionDay, entry: Entry) -> ActionDay:
    goes = {party: each for party, each in day.goes.items() if party != entry.party}
    return replace(day, goes=goes, refused={**day.refused, entry.party: entry})


def _noted(day: ActionDay, _: Entry) -> ActionDay:
    return day


def _custody(day: ActionDay, entry: Entry) -> ActionDay:
    return replace(day, evidence=custody_of(day.evidence, entry))


def _result(day: ActionDay, entry: Entry) -> ActionDay:
    return replace(day, results=results_of(day.results, entry))


def _told(day: ActionDay, entry: Entry) -> ActionDay:
    return replace(day, told={entry.party: entry, **day.told})


def _closed(day: ActionDay, entry: Entry) -> ActionDay:
    return replace(day, closed=day.closed or entry)


def _begun(founding: Entry) -> ActionDay:
    members: Any = founding.body["members"]
    return ActionDay(
        founding=founding,
        joined=frozenset({founding.party}),
        clearance=Clearance(members=frozenset(members)),
        asked_ms=founding.at_ms,
        targets=targets_in(founding),
    )


_APPLIED: Final[Mapping[str, Callable[[ActionDay, Entry], ActionDay]]] = {
    "action.proposed": founded_twice,
    "action.joined": _joined,
    ANSWERED: _answered,
    "identifier.added": _sought,
    "go.given": _gone,
    "nogo.given": _refused,
    "note": _noted,
    **dict.fromkeys(CUSTODY, _custody),
    **dict.fromkeys(RESULT_ENTRIES, _result),
    "results.complete": _told,
    "action.closed": _closed,
}

ACTION_FOLD: Final = Fold(_begun, _APPLIED)
"""How its journal becomes what stands."""
