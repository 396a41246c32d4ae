"""Which entry of a joint team's journal may be written when, and by whom: one table.

An entry is judged by what its author had seen (``rules``). The founding entry is judged by itself:
every state of operation belongs to a member's country as its terms say, and the period is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.common_rules import EVIDENCED, HOLDER, NEW_TARGET, RECEIVER, RESULT
from entraide.operations.entry import Entry
from entraide.operations.rules import Rule, broken, day_of
from entraide.operations.team import Team, TeamState
from entraide.vocabulary.language import mark

__all__ = ["TEAM_RULES", "broken_team_rule", "broken_terms_of_team"]


def _is_open_task(team: Team, entry: Entry) -> bool:
    task = team.tasks.get(str(entry.body["task"]))
    return task is not None and task.done is None and task.setting.body["owner"] == entry.party


def _waits(team: Team, entry: Entry, kind: str) -> bool:
    proposal = team.proposals.get(str(entry.body["proposal"]))
    return (
        proposal is not None and proposal.entry.kind == kind and entry.party not in proposal.agreed
    )


_MEMBER: Final[Rule[Team]] = Rule(
    mark("only a member that has joined and not left writes here"),
    lambda team, entry: entry.party in team.active & team.joined,
)
_PROPOSED: Final[Rule[Team]] = Rule(
    mark("the team is not in proposal any more, or you have answered"),
    lambda team, entry: (
        team.state(day_of(entry)) is TeamState.PROPOSED and entry.party in team.active - team.joined
    ),
)
_NOT_LATE: Final[Rule[Team]] = Rule(
    mark("the last day has passed"), lambda team, entry: day_of(entry) <= team.until
)
_STANDING: Final[Rule[Team]] = Rule(
    mark("the team does not stand: not all have joined, or it has ended or is closed"),
    lambda team, entry: team.state(day_of(entry)) is TeamState.STANDING,
)
_BEGUN: Final[Rule[Team]] = Rule(
    mark("the first day has not come yet"),
    lambda team, entry: str(team.terms["starts"]) <= day_of(entry),
)
_NOT_CLOSED: Final[Rule[Team]] = Rule(
    mark("the team is closed, or not all have joined it"),
    lambda team, entry: team.state(day_of(entry)) in {TeamState.STANDING, TeamState.ENDED},
)
_STAYS: Final[Rule[Team]] = Rule(
    mark("the team is closed or was declined"),
    lambda team, entry: (
        team.state(day_of(entry)) not in {TeamState.CLOSED, TeamState.DECLINED}
        and entry.party in team.active
    ),
)
_OWN_TASK: Final[Rule[Team]] = Rule(
    mark("it names no open task of yours"),
    _is_open_task,
)
_LATER: Final[Rule[Team]] = Rule(
    mark("the new last day is not after the present one"),
    lambda team, entry: str(entry.body["until"]) > team.until,
)


def _names(field: str) -> Rule[Team]:
    return Rule(
        mark("it names a party that is not in the team"),
        lambda team, entry: entry.body[field] in team.active,
    )


def _agrees(kind: str) -> Rule[Team]:
    return Rule(
        mark("it names no such proposal that waits for you"),
        lambda team, entry: _waits(team, entry, kind),
    )


TEAM_RULES: Final[Mapping[str, tuple[Rule[Team], ...]]] = {
    "team.joined": (_PROPOSED, _NOT_LATE),
    "team.declined": (_PROPOSED,),
    "team.left": (_STAYS,),
    "note": (_MEMBER, _NOT_CLOSED),
    "identifier.added": (_MEMBER, _STANDING, NEW_TARGET),
    "person.named": (_MEMBER, _STANDING),
    "person.left": (_MEMBER, _STANDING),
    "task.set": (_MEMBER, _STANDING, _names("owner")),
    "task.done": (_MEMBER, _NOT_CLOSED, _OWN_TASK),
    "evidence.entered": (_MEMBER, _STANDING, _BEGUN),
    "evidence.handed": (_MEMBER, _NOT_CLOSED, _names("to"), HOLDER),
    "evidence.taken": (_MEMBER, _NOT_CLOSED, RECEIVER),
    "extension.proposed": (_MEMBER, _STANDING, _LATER),
    "extension.agreed": (_MEMBER, _STANDING, _agrees("extension.proposed")),
    "result.claimed": (_MEMBER, _NOT_CLOSED, EVIDENCED),
    "result.proved": (_MEMBER, _NOT_CLOSED, RESULT, EVIDENCED),
    "closure.proposed": (_MEMBER, _NOT_CLOSED),
    "closure.agreed": (_MEMBER, _NOT_CLOSED, _agrees("closure.proposed")),
}
"""The rules of each kind but the founding one, in the order in which the first broken is named."""

_TERMS: Final[tuple[tuple[str, Callable[[Mapping[str, Any], Entry], bool]], ...]] = (
    (
        mark("who proposes it is not among the members, or they do not stand in order"),
        lambda terms, entry: (
            entry.party in terms["members"] and terms["members"] == sorted(terms["members"])
        ),
    ),
    (
        mark("the last day is before the first, or has passed"),
        lambda terms, entry: max(terms["starts"], day_of(entry)) <= terms["until"],
    ),
    (
        mark("a state of operation, a leader or a person is of no member"),
        lambda terms, _: (
            {row["party"] for row in (*terms["states"], *terms["people"])} <= set(terms["members"])
        ),
    ),
    (
        mark("a state of operation is named twice"),
        lambda terms, _: len({row["country"] for row in terms["states"]}) == len(terms["states"]),
    ),
)


def broken_team_rule(team: Team, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(TEAM_RULES[entry.kind], team, entry)


def broken_terms_of_team(entry: Entry) -> str | None:
    """Return what is said against a proposal; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)
