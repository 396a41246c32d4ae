"""An operation as plain data, for the command line, the console and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from entraide.operations.common_kinds import RESULTS
from entraide.operations.custody import Custody, Exhibit
from entraide.operations.entry import Entry
from entraide.operations.proposals import Proposal
from entraide.operations.results import Result, Results
from entraide.operations.targets import Target
from entraide.operations.tasks import Task
from entraide.operations.team import Team, TeamState, team_of

__all__ = [
    "tell_evidence",
    "tell_results",
    "tell_targets",
    "tell_task",
    "tell_team",
    "totals_told",
]

_CAME: Final = ("proved", "claimed")


def tell_team(order: tuple[Entry, ...], day: str) -> dict[str, Any]:
    """Return a joint team as it stands on a day (ISO)."""
    team = team_of(order)
    state = team.state(day)
    terms = {key: value for key, value in team.terms.items() if key not in {"nonce", "people"}}
    return {
        **terms,
        "countries": sorted(row["country"] for row in team.terms["states"]),
        "keeps": _has_stood(team, state) and str(team.terms["starts"]) <= day,
        "proposed_by": team.founding.party,
        "until": team.until,
        "state": state.value,
        "joined": sorted(team.joined & team.active),
        "awaited": sorted(team.active - team.joined) if state is TeamState.PROPOSED else [],
        "declined": sorted(team.declined),
        "left": sorted(team.left),
        "people": [
            {"party": party, "name": name, "part": part} for party, name, part in team.people
        ],
        "tasks": [tell_task(each, day) for each in team.tasks.values()],
        "evidence": tell_evidence(team.evidence),
        "results": tell_results(team.results),
        "identifiers": tell_targets(team.targets),
        "proposals": [_proposal(team, each) for each in team.proposals.values()],
    }


def _has_stood(team: Team, state: TeamState) -> bool:
    """Tell whether all joined: what a promise of a joint team is kept by."""
    return state is not TeamState.DECLINED and frozenset(team.terms["members"]) <= team.joined


def tell_evidence(custody: Custody) -> list[dict[str, Any]]:
    """Return the evidence, each piece with its chain of custody."""
    return [_exhibit(key, each) for key, each in custody.items()]


def tell_results(results: Results) -> list[dict[str, Any]]:
    """Return the results, each *claimed* or *proved*, with its evidence."""
    return [_result(each) for each in results.values()]


def totals_told(results: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return for each kind of result that was told how many are proved, how many only claimed."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in results:
        counts[each["what"], each["state"]] += each["count"]
    found = ({"what": what, **{state: counts[what, state] for state in _CAME}} for what in RESULTS)
    return [each for each in found if any(each[state] for state in _CAME)]


def tell_targets(targets: tuple[Target, ...]) -> list[dict[str, Any]]:
    """Return what an operation is after, as it was written."""
    return [{"of": each.of, "value": each.value, "born": each.born} for each in targets]


def _exhibit(key: str, exhibit: Exhibit) -> dict[str, Any]:
    handed = exhibit.handed
    return {
        "evidence": key,
        **exhibit.entered.body,
        "holder": exhibit.holder,
        "handed_to": handed.body["to"] if handed else None,
        "handing": handed.digest if handed else None,
        "chain": [
            {
                "entry": each.digest,
                "kind": each.kind,
                "party": each.party,
                "author": each.author,
                "at_ms": each.at_ms,
            }
            for each in (exhibit.entered, *exhibit.chain)
        ],
    }


def tell_task(task: Task, day: str) -> dict[str, Any]:
    """Return a task as it stands on a day (ISO)."""
    set_by, done = task.setting, task.done
    late = done is None and day > str(set_by.body["due"])
    return {
        "task": set_by.digest,
        **set_by.body,
        "set_by": set_by.party,
        "state": "done" if done else "late" if late else "open",
        "done_ms": done.at_ms if done else None,
        "words": done.body["words"] if done else None,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "result": result.claim.digest,
        "what": result.claim.body["what"],
        "count": result.claim.body["count"],
        "words": result.claim.body["words"],
        "party": result.claim.party,
        "at_ms": result.claim.at_ms,
        "evidence": list(result.evidence),
        "state": "proved" if result.is_proved else "claimed",
    }


def _proposal(team: Team, proposal: Proposal) -> dict[str, Any]:
    entry = proposal.entry
    return {
        "proposal": entry.digest,
        "what": entry.kind.removesuffix(".proposed"),
        "by": entry.party,
        "words": entry.body["words"],
        "until": entry.body.get("until"),
        "agreed": list(proposal.agreed),
        "awaited": sorted(team.active - set(proposal.agreed)),
        "state": "agreed" if team.is_agreed(proposal) else "open",
    }
