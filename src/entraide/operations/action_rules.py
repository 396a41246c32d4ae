"""Which entry of a joint action day's journal may be written when, and by whom: one table.

The rules that all others serve: no go before every member has deconflicted, but one that is silent
after half of the time and that the go names; none after the time to answer; and after the moment
nobody goes, recalls or calls off any more, but only who acts reports. They read the time that the
entry bears, like all rules (``rules``): nobody dates one back before what it admits to have seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.action import ActionDay, without_of
from entraide.operations.clearance import NOT_TOO_OFTEN
from entraide.operations.common_rules import EVIDENCED, HOLDER, NEW_TARGET, RECEIVER, RESULT
from entraide.operations.entry import Entry
from entraide.operations.rules import Rule, broken
from entraide.vocabulary.language import mark

__all__ = ["ACTION_RULES", "broken_action_rule", "broken_terms_of_action"]

_DAY_MS: Final = 86_400_000
_LONGEST_MINUTES: Final = 1_440
"""An action day has one moment: its window is no longer than a day."""


def _may_close(day: ActionDay, entry: Entry) -> bool:
    """Before the moment its proposer; after it whoever, once all is told or a day overdue."""
    if entry.at_ms < day.moment_ms:
        return entry.party == day.founding.party
    return not day.awaited or entry.at_ms > day.due_ms + _DAY_MS


_MEMBER: Final[Rule[ActionDay]] = Rule(
    mark("only a member that has joined writes here"),
    lambda day, entry: entry.party in day.joined,
)
_NOT_JOINED: Final[Rule[ActionDay]] = Rule(
    mark("you have joined already"), lambda day, entry: entry.party not in day.joined
)
_OPEN: Final[Rule[ActionDay]] = Rule(
    mark("the day is closed or was called off"), lambda day, _: day.closed is None
)
_BEFORE: Final[Rule[ActionDay]] = Rule(
    mark("its moment has come"), lambda day, entry: entry.at_ms < day.moment_ms
)
_IN_TIME: Final[Rule[ActionDay]] = Rule(
    mark("the time for a go is over: a missing go is a no-go"),
    lambda day, entry: entry.at_ms <= int(day.terms["answer_by_ms"]),
)
_CLEAR: Final[Rule[ActionDay]] = Rule(
    mark(
        "a member has another operation that meets this one, or has not answered and is not named"
    ),
    lambda day, entry: day.clearance.is_clear_without(without_of(entry)),
)
_SILENT: Final[Rule[ActionDay]] = Rule(
    mark("it goes without a member that has answered, or that is yourself"),
    lambda day, entry: without_of(entry) <= day.clearance.awaited - {entry.party},
)
_WAITED: Final[Rule[ActionDay]] = Rule(
    mark("a member that is silent is given half of the time to answer before others go without it"),
    lambda day, entry: not without_of(entry) or entry.at_ms >= day.silence_ms,
)
_AFTER: Final[Rule[ActionDay]] = Rule(
    mark("its moment has not come"), lambda day, entry: entry.at_ms >= day.moment_ms
)
_ACTS: Final[Rule[ActionDay]] = Rule(
    mark("your state gave no go that stands: it stands out of the day"),
    lambda day, entry: entry.party in day.acting,
)
_NOT_TOLD: Final[Rule[ActionDay]] = Rule(
    mark("you have said that your results are told"),
    lambda day, entry: entry.party not in day.told,
)
_MAY_CLOSE: Final[Rule[ActionDay]] = Rule(
    mark("before its moment whoever proposed it calls it off; after it, all results come first"),
    _may_close,
)
_TO_MEMBER: Final[Rule[ActionDay]] = Rule(
    mark("it names a party that is not in the day"),
    lambda day, entry: entry.body["to"] in day.members,
)

ACTION_RULES: Final[Mapping[str, tuple[Rule[ActionDay], ...]]] = {
    "action.joined": (_OPEN, _BEFORE, _NOT_JOINED),
    "deconfliction.answered": (_MEMBER, _OPEN, _BEFORE, NOT_TOO_OFTEN),
    "identifier.added": (_MEMBER, _OPEN, _BEFORE, NEW_TARGET),
    "go.given": (_MEMBER, _OPEN, _BEFORE, _IN_TIME, _SILENT, _CLEAR, _WAITED),
    "nogo.given": (_OPEN, _BEFORE),
    "note": (_MEMBER, _OPEN),
    "evidence.entered": (_MEMBER, _OPEN),
    "evidence.handed": (_MEMBER, _OPEN, _TO_MEMBER, HOLDER),
    "evidence.taken": (_MEMBER, _OPEN, RECEIVER),
    "result.claimed": (_MEMBER, _OPEN, _AFTER, _ACTS, EVIDENCED),
    "result.proved": (_MEMBER, _OPEN, _AFTER, RESULT, EVIDENCED),
    "results.complete": (_MEMBER, _OPEN, _AFTER, _ACTS, _NOT_TOLD),
    "action.closed": (_MEMBER, _OPEN, _MAY_CLOSE),
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
        mark("each state is named once, with a member of its own that speaks for it"),
        lambda terms, _: (
            len({row["country"] for row in terms["states"]}) == len(terms["states"])
            and sorted(row["party"] for row in terms["states"]) == terms["members"]
        ),
    ),
    (
        mark("the time to answer is not between the proposal and the moment"),
        lambda terms, entry: entry.at_ms < terms["answer_by_ms"] <= terms["moment_ms"],
    ),
    (
        mark("the window is no longer than a day and no shorter than a minute"),
        lambda terms, _: 1 <= terms["window_minutes"] <= _LONGEST_MINUTES,
    ),
    (
        mark("a member has no contact for the day"),
        lambda terms, _: {row["party"] for row in terms["contacts"]} == set(terms["members"]),
    ),
)


def broken_action_rule(day: ActionDay, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(ACTION_RULES[entry.kind], day, entry)


def broken_terms_of_action(entry: Entry) -> str | None:
    """Return what is said against a proposal; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)
