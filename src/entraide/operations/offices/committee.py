"""A session of the joint committee as its journal tells it: agenda, decisions, actions.

Every party of the memorandum is a member. A decision names the parties that its author saw present,
and is taken once each of them has agreed; a party that took its seat and is not among them is
shown beside it. A session is closed once everyone present has closed it; what was set then is still
reported done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.folding import Fold, founded_twice
from entraide.operations.offices.kinds import COMMITTEE
from entraide.operations.tasks import Tasks, tasks_done, tasks_set

__all__ = [
    "COMMITTEE_FOLD",
    "Committee",
    "CommitteeState",
    "Decision",
    "committee_audience",
    "committee_of",
    "last_day_of_committee",
]


class CommitteeState(StrEnum):
    """Where a session stands."""

    CONVENED = "convened"
    MISSED = "missed"
    SITTING = "sitting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as proposed, who agreed, its author first, and who refused."""

    entry: Entry
    agreed: tuple[str, ...]
    refused: tuple[Entry, ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        """Whose agreement it needs: those whom its author saw present."""
        named: Any = self.entry.body["by"]
        return tuple(named)

    @property
    def is_taken(self) -> bool:
        """Tell whether every one of them agreed."""
        return set(self.by) <= set(self.agreed)

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits for somebody."""
        return not self.is_taken and not self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """What the journal amounts to."""

    founding: Entry
    present: Mapping[str, Entry] = field(default_factory=dict)
    excused: Mapping[str, Entry] = field(default_factory=dict)
    items: tuple[Entry, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    actions: Tasks = field(default_factory=dict)
    closed: Mapping[str, Entry] = field(default_factory=dict)
    """Who closed it, and the entry by which."""

    @property
    def terms(self) -> Mapping[str, Any]:
        """What was convened."""
        return self.founding.body

    @property
    def is_held(self) -> bool:
        """Tell whether at least two parties took their seats."""
        return len(self.present) > 1

    @property
    def is_closed(self) -> bool:
        """Tell whether everyone present has closed it."""
        return self.is_held and set(self.present) <= set(self.closed)

    def state(self, day: str) -> CommitteeState:
        """Return where the session stands on a day (ISO)."""
        if self.is_closed:
            return CommitteeState.CLOSED
        if self.is_held:
            return CommitteeState.SITTING
        missed = day > str(self.terms["day"])
        return CommitteeState.MISSED if missed else CommitteeState.CONVENED


def committee_of(entries: Iterable[Entry]) -> Committee:
    """Fold the entries of a journal, in its order, the founding one first."""
    return COMMITTEE_FOLD.of(entries)


def committee_audience(committee: Committee) -> frozenset[str]:
    """Return the parties to whom entries go: every member, present or excused."""
    members: Any = committee.founding.body["members"]
    return frozenset(members)


def last_day_of_committee(entries: Iterable[Entry]) -> str:
    """Return the day (ISO) of the session, or of the last action that is due after it."""
    committee = committee_of(entries)
    due = (str(each.setting.body["due"]) for each in committee.actions.values())
    return max((str(committee.terms["day"]), *due))


def _begun(founding: Entry) -> Committee:
    return Committee(founding=founding)


def _attended(committee: Committee, entry: Entry) -> Committee:
    return replace(committee, present={entry.party: entry, **committee.present})


def _excused(committee: Committee, entry: Entry) -> Committee:
    return replace(committee, excused={entry.party: entry, **committee.excused})


def _put(committee: Committee, entry: Entry) -> Committee:
    return replace(committee, items=(*committee.items, entry))


def _proposed(committee: Committee, entry: Entry) -> Committee:
    return _with(committee, Decision(entry, (entry.party,)))


def _agreed(committee: Committee, entry: Entry) -> Committee:
    decision = committee.decisions.get(str(entry.body["decision"]))
    if decision is None:
        return committee
    agreed = tuple(dict.fromkeys((*decision.agreed, entry.party)))
    return _with(committee, replace(decision, agreed=agreed))


def _refused(committee: Committee, entry: Entry) -> Committee:
    decision = committee.decisions.get(str(entry.body["decision"]))
    if decision is None:
        return committee
    return _with(committee, replace(decision, refused=(*decision.refused, entry)))


def _with(committee: Committee, decision: Decision) -> Committee:
    decisions = {**committee.decisions, decision.entry.digest: decision}
    return replace(committee, decisions=decisions)


def _set(committee: Committee, entry: Entry) -> Committee:
    return replace(committee, actions=tasks_set(committee.actions, entry))


def _done(committee: Committee, entry: Entry) -> Committee:
    return replace(committee, actions=tasks_done(committee.actions, entry, "action"))


def _closed(committee: Committee, entry: Entry) -> Committee:
    return replace(committee, closed={entry.party: entry, **committee.closed})


_APPLIED: Final[Mapping[str, Callable[[Committee, Entry], Committee]]] = {
    COMMITTEE: founded_twice,
    "session.attended": _attended,
    "session.excused": _excused,
    "item.proposed": _put,
    "decision.proposed": _proposed,
    "decision.agreed": _agreed,
    "decision.refused": _refused,
    "action.set": _set,
    "action.done": _done,
    "session.closed": _closed,
}

COMMITTEE_FOLD: Final = Fold(_begun, _APPLIED)
"""How its journal becomes what stands."""
