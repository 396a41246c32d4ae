"""Which entry of a committee's session may be written when, and by whom: one table.

A decision is judged by what its author had seen: it names exactly the parties that were present
there, two at least, so that nobody who sits at the table is passed over unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.offices.committee import Committee
from entraide.operations.rules import Rule, broken, day_of
from entraide.vocabulary.language import mark

__all__ = ["COMMITTEE_RULES", "broken_committee_rule", "broken_terms_of_committee"]


def _waits(committee: Committee, entry: Entry) -> bool:
    decision = committee.decisions.get(str(entry.body["decision"]))
    if decision is None or not decision.is_open or entry.party not in decision.by:
        return False
    return entry.party not in decision.agreed


def _is_taken(committee: Committee, entry: Entry) -> bool:
    decision = committee.decisions.get(str(entry.body["decision"]))
    return decision is not None and decision.is_taken


def _is_own_action(committee: Committee, entry: Entry) -> bool:
    action = committee.actions.get(str(entry.body["action"]))
    return (
        action is not None and action.done is None and action.setting.body["owner"] == entry.party
    )


_OPEN: Final[Rule[Committee]] = Rule(
    mark("the session is closed"), lambda committee, _: not committee.is_closed
)
_SITTING: Final[Rule[Committee]] = Rule(
    mark("fewer than two parties are present, or all of them have closed the session"),
    lambda committee, _: committee.is_held and not committee.is_closed,
)
_PRESENT: Final[Rule[Committee]] = Rule(
    mark("only a party that has taken its seat and not closed the session writes this"),
    lambda committee, entry: entry.party in set(committee.present) - set(committee.closed),
)
_ABSENT: Final[Rule[Committee]] = Rule(
    mark("you have taken your seat already"),
    lambda committee, entry: entry.party not in committee.present,
)
_THE_DAY: Final[Rule[Committee]] = Rule(
    mark("the day of the session has not come yet"),
    lambda committee, entry: str(committee.terms["day"]) <= day_of(entry),
)
_ITEM: Final[Rule[Committee]] = Rule(
    mark("it names no item of the agenda"),
    lambda committee, entry: entry.body["item"] in {each.digest for each in committee.items},
)
_ALL_PRESENT: Final[Rule[Committee]] = Rule(
    mark("a decision names every party that is present, and no other"),
    lambda committee, entry: entry.body["by"] == sorted(committee.present),
)
_WAITS: Final[Rule[Committee]] = Rule(mark("it names no decision that waits for you"), _waits)
_TAKEN: Final[Rule[Committee]] = Rule(mark("it names no decision that was taken"), _is_taken)
_OWNER: Final[Rule[Committee]] = Rule(
    mark("it names a party that is not a member"),
    lambda committee, entry: entry.body["owner"] in committee.terms["members"],
)
_OWN_ACTION: Final[Rule[Committee]] = Rule(mark("it names no open action of yours"), _is_own_action)
_DECIDED: Final[Rule[Committee]] = Rule(
    mark("a decision is still open: agree to it or refuse it first"),
    lambda committee, _: not any(each.is_open for each in committee.decisions.values()),
)

COMMITTEE_RULES: Final[Mapping[str, tuple[Rule[Committee], ...]]] = {
    "session.attended": (_OPEN, _ABSENT, _THE_DAY),
    "session.excused": (_OPEN, _ABSENT),
    "item.proposed": (_OPEN,),
    "decision.proposed": (_SITTING, _PRESENT, _ITEM, _ALL_PRESENT),
    "decision.agreed": (_SITTING, _PRESENT, _WAITS),
    "decision.refused": (_SITTING, _PRESENT, _WAITS),
    "action.set": (_SITTING, _PRESENT, _TAKEN, _OWNER),
    "action.done": (_OWN_ACTION,),
    "session.closed": (_SITTING, _PRESENT, _DECIDED),
}
"""The rules of each kind but the founding one, in the order in which the first broken is named."""

_TERMS: Final[tuple[tuple[str, Callable[[Mapping[str, Any], Entry], bool]], ...]] = (
    (
        mark("who convenes it is not among the members, or they do not stand in order"),
        lambda terms, entry: (
            entry.party in terms["members"] and terms["members"] == sorted(terms["members"])
        ),
    ),
    (
        mark("the day of the session has passed"),
        lambda terms, entry: day_of(entry) <= terms["day"],
    ),
)


def broken_committee_rule(committee: Committee, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(COMMITTEE_RULES[entry.kind], committee, entry)


def broken_terms_of_committee(entry: Entry) -> str | None:
    """Return what is said against a convening; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)
