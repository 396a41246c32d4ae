"""A joint team as its journal tells it (Council model agreement on joint investigation teams).

``team_of`` folds entries, in the journal's order, into what stands: who has joined, until when,
the people, tasks, evidence, results. Nothing stands beside the journal, so the same entries give
the same team at every member. Which entry may be written when is in ``team_rules``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from entraide.operations.custody import CUSTODY, Custody, custody_of
from entraide.operations.entry import Entry
from entraide.operations.folding import Fold, founded_twice
from entraide.operations.proposals import Proposal, Proposals, proposals_agreed, proposals_made
from entraide.operations.results import RESULT_ENTRIES, Results, results_of
from entraide.operations.rules import day_at
from entraide.operations.targets import Target, targets_in
from entraide.operations.tasks import Tasks, tasks_done, tasks_set

__all__ = [
    "TEAM_FOLD",
    "Team",
    "TeamState",
    "team_audience",
    "team_of",
    "team_runs",
]


class TeamState(StrEnum):
    """Where a joint team stands."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    STANDING = "standing"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """What the journal amounts to."""

    founding: Entry
    joined: frozenset[str]
    left: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    people: tuple[tuple[str, str, str], ...] = ()
    """Who works in it: (party, name, part), as entered since it was founded."""
    tasks: Tasks = field(default_factory=dict)
    evidence: Custody = field(default_factory=dict)
    results: Results = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    """What the team is after."""
    proposals: Proposals = field(default_factory=dict)

    @property
    def terms(self) -> Mapping[str, Any]:
        """What was proposed and joined."""
        return self.founding.body

    @property
    def active(self) -> frozenset[str]:
        """The parties that have not left."""
        return frozenset(self.terms["members"]) - self.left

    @property
    def until(self) -> str:
        """The last day (ISO): as proposed, or as all agreed since."""
        agreed = (
            str(each.entry.body["until"])
            for each in self.proposals.values()
            if each.entry.kind == "extension.proposed" and self.is_agreed(each)
        )
        return max((str(self.terms["until"]), *agreed))

    @property
    def is_closed(self) -> bool:
        """Tell whether all agreed to close it, or fewer than two are left."""
        closures = (
            each for each in self.proposals.values() if each.entry.kind == "closure.proposed"
        )
        return len(self.active) < 2 or any(self.is_agreed(each) for each in closures)

    def is_agreed(self, proposal: Proposal) -> bool:
        """Tell whether every party that has not left agreed."""
        return self.active <= set(proposal.agreed)

    def state(self, day: str) -> TeamState:
        """Return where the team stands on a day (ISO)."""
        if self.declined:
            return TeamState.DECLINED
        if self.is_closed:
            return TeamState.CLOSED
        if not self.active <= self.joined:
            return TeamState.PROPOSED
        return TeamState.STANDING if day <= self.until else TeamState.ENDED


def team_of(entries: Iterable[Entry]) -> Team:
    """Fold the entries of a journal, in its order, the founding one first."""
    return TEAM_FOLD.of(entries)


def team_audience(team: Team) -> frozenset[str]:
    """Return the parties to whom entries still go: whoever left or declined gets no more."""
    return team.active - team.declined


def team_runs(entries: Iterable[Entry], now_ms: int) -> bool:
    """Tell whether the team is proposed or stands."""
    return team_of(entries).state(day_at(now_ms)) in {TeamState.PROPOSED, TeamState.STANDING}


def _rows(body: Mapping[str, Any], name: str) -> Iterable[Mapping[str, str]]:
    found: Iterable[Mapping[str, str]] = body[name]
    return found


def _joined(team: Team, entry: Entry) -> Team:
    return replace(team, joined=team.joined | {entry.party})


def _declined(team: Team, entry: Entry) -> Team:
    return replace(team, declined=team.declined | {entry.party})


def _left(team: Team, entry: Entry) -> Team:
    return replace(team, left=team.left | {entry.party})


def _noted(team: Team, _: Entry) -> Team:
    return team


def _named(team: Team, entry: Entry) -> Team:
    person = (entry.party, str(entry.body["name"]), str(entry.body["part"]))
    return replace(team, people=(*team.people, person))


def _person_left(team: Team, entry: Entry) -> Team:
    gone = (entry.party, entry.body["name"])
    return replace(team, people=tuple(each for each in team.people if each[:2] != gone))


def _set(team: Team, entry: Entry) -> Team:
    return replace(team, tasks=tasks_set(team.tasks, entry))


def _done(team: Team, entry: Entry) -> Team:
    return replace(team, tasks=tasks_done(team.tasks, entry))


def _custody(team: Team, entry: Entry) -> Team:
    return replace(team, evidence=custody_of(team.evidence, entry))


def _result(team: Team, entry: Entry) -> Team:
    return replace(team, results=results_of(team.results, entry))


def _sought(team: Team, entry: Entry) -> Team:
    return replace(team, targets=(*team.targets, Target.of_row(entry.body)))


def _proposed(team: Team, entry: Entry) -> Team:
    return replace(team, proposals=proposals_made(team.proposals, entry))


def _agreed(team: Team, entry: Entry) -> Team:
    return replace(team, proposals=proposals_agreed(team.proposals, entry))


def _begun(founding: Entry) -> Team:
    people = tuple(
        (row["party"], row["name"], row["part"]) for row in _rows(founding.body, "people")
    )
    return Team(
        founding=founding,
        joined=frozenset({founding.party}),
        people=people,
        targets=targets_in(founding),
    )


_APPLIED: Final[Mapping[str, Callable[[Team, Entry], Team]]] = {
    "team.proposed": founded_twice,
    "team.joined": _joined,
    "team.declined": _declined,
    "team.left": _left,
    "note": _noted,
    "identifier.added": _sought,
    "person.named": _named,
    "person.left": _person_left,
    "task.set": _set,
    "task.done": _done,
    **dict.fromkeys(CUSTODY, _custody),
    "extension.proposed": _proposed,
    "extension.agreed": _agreed,
    **dict.fromkeys(RESULT_ENTRIES, _result),
    "closure.proposed": _proposed,
    "closure.agreed": _agreed,
}

TEAM_FOLD: Final = Fold(_begun, _APPLIED)
"""How its journal becomes what stands."""
