"""A joint action day as plain data, for the command line, the console and its report."""

from __future__ import annotations

from typing import Any

from entraide.operations.action import ActionDay, ActionState, action_of, without_of
from entraide.operations.entry import Entry
from entraide.operations.rules import day_at
from entraide.operations.telling import tell_evidence, tell_results, tell_targets, totals_told

__all__ = ["tell_action"]

_BEFORE = frozenset({ActionState.PROPOSED, ActionState.CLEARED})
_STARTED = frozenset(
    {
        ActionState.UNDER_WAY,
        ActionState.REPORTING,
        ActionState.OVERDUE,
        ActionState.TOLD,
        ActionState.CLOSED,
    }
)


def tell_action(order: tuple[Entry, ...], now_ms: int) -> dict[str, Any]:
    """Return a joint action day as it stands at a moment."""
    day = action_of(order)
    state, results = day.state(now_ms), tell_results(day.results)
    apart = {"nonce", "states", "identifiers"}
    return {
        **{key: value for key, value in day.terms.items() if key not in apart},
        "countries": sorted(row["country"] for row in day.terms["states"]),
        "keeps": state in _STARTED and bool(day.acting),
        "proposed_by": day.founding.party,
        "starts": day_at(day.moment_ms),
        "until": day_at(day.ends_ms),
        "ends_ms": day.ends_ms,
        "due_ms": day.due_ms,
        "state": state.value,
        "joined": sorted(day.joined),
        "clear": day.clearance.told(),
        "awaited": sorted(day.clearance.awaited) if state in _BEFORE else [],
        "silence_ms": day.silence_ms,
        "identifiers": tell_targets(day.targets),
        "states": [_state(day, row, now_ms) for row in day.terms["states"]],
        "evidence": tell_evidence(day.evidence),
        "results": results,
        "totals": totals_told(results),
        "closed": None if day.closed is None else day.closed.body["words"],
        "closed_ms": None if day.closed is None else day.closed.at_ms,
    }


def _state(day: ActionDay, row: dict[str, Any], now_ms: int) -> dict[str, Any]:
    party = row["party"]
    go, refused, told = day.goes.get(party), day.refused.get(party), day.told.get(party)
    word = go or refused
    mine = [each for each in tell_results(day.results) if each["party"] == party]
    return {
        **row,
        "joined": party in day.joined,
        "clear": day.clearance.answered.get(party),
        "word": "go" if go else "no-go" if refused else "missing",
        "word_ms": word.at_ms if word else None,
        "words": word.body["words"] if word else None,
        "word_entry": word.digest if word else None,
        "without": sorted(without_of(go)) if go else [],
        "acts": party in day.acting,
        "told_ms": told.at_ms if told else None,
        "reporting": _reporting(day, party, now_ms),
        "totals": totals_told(mine),
    }


def _reporting(day: ActionDay, party: str, now_ms: int) -> str:
    """Return how a state stands with its results: none are awaited of one that stands out."""
    told = day.told.get(party)
    if now_ms < day.moment_ms or party not in day.acting:
        return "none"
    if told is not None:
        return "in-time" if told.at_ms <= day.due_ms else "late"
    return "awaited" if now_ms <= day.due_ms else "overdue"
