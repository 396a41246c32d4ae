"""Which entry of a controlled delivery's journal may be written when, and by whom: one table.

The rule that all others serve: a leg starts only under the signed authorisation of the state that
it enters, granted, not withdrawn and valid at that moment, once every state has authorised and no
member's other operation meets this one. It is checked by whoever writes the entry and by every
member that it reaches, from the same journal. Any party aborts at once; after that nothing moves.
Only whoever the plan names orders the intervention, and only an order lets goods be intercepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.operations.clearance import ALL_CLEAR, NOT_TOO_OFTEN
from entraide.operations.common_rules import EVIDENCED, HOLDER, NEW_TARGET, RECEIVER, RESULT
from entraide.operations.delivery import Delivery
from entraide.operations.delivery_terms import DELIVERY_TERMS
from entraide.operations.entry import Entry
from entraide.operations.rules import Rule, broken
from entraide.vocabulary.language import mark

__all__ = ["DELIVERY_RULES", "broken_delivery_rule", "broken_terms_of_delivery"]


def _row(delivery: Delivery, entry: Entry) -> Mapping[str, Any] | None:
    """Return the terms of the leg that an entry names, if there is one."""
    legs, number = delivery.terms["legs"], int(str(entry.body["leg"]))
    return legs[number] if number < len(legs) else None


def _leaves(delivery: Delivery, entry: Entry) -> bool:
    row = _row(delivery, entry)
    return row is not None and delivery.party_of(row["origin"]) == entry.party


def _enters(delivery: Delivery, entry: Entry) -> bool:
    row = _row(delivery, entry)
    return row is not None and delivery.party_of(row["destination"]) == entry.party


def _entry_is_authorised(delivery: Delivery, entry: Entry) -> bool:
    row = _row(delivery, entry)
    return row is not None and delivery.is_valid(row["destination"], entry.at_ms)


def _is_under_way(delivery: Delivery, entry: Entry) -> bool:
    leg = delivery.legs.get(int(str(entry.body["leg"])))
    return leg is not None and leg.given is None


def _is_handed(delivery: Delivery, entry: Entry) -> bool:
    leg = delivery.legs.get(int(str(entry.body["leg"])))
    return leg is not None and leg.given is not None and leg.taken is None


def _may_tell(delivery: Delivery, entry: Entry) -> bool:
    """Only the last state says *delivered*, once it has taken over; none intercepts unordered."""
    if entry.body["outcome"] == "intercepted":
        return bool(delivery.aborted or delivery.intervention)
    if delivery.aborted or not delivery.legs or entry.body["outcome"] == "lost":
        return bool(delivery.legs) and entry.body["outcome"] == "lost"
    last = delivery.terms["legs"][-1]["destination"]
    leg = delivery.legs.get(len(delivery.terms["legs"]) - 1)
    arrived = leg is not None and leg.taken is not None
    return arrived and delivery.party_of(last) == entry.party


def _is_substituted(delivery: Delivery, entry: Entry) -> bool:
    """Tell whether a leg that the goods may not go on unchanged has its substitution."""
    before = delivery.terms["substitute_before"]
    return before is None or int(str(entry.body["leg"])) < before or bool(delivery.substitutions)


def _is_planned(delivery: Delivery, entry: Entry) -> bool:
    return entry.body["extent"] == _EXTENTS.get(delivery.terms["conduct"])


_EXTENTS: Final = {"partial-substitution": "partial", "clean": "clean"}


_MEMBER: Final[Rule[Delivery]] = Rule(
    mark("only a member that has joined writes here"),
    lambda delivery, entry: entry.party in delivery.joined,
)
_NOT_JOINED: Final[Rule[Delivery]] = Rule(
    mark("you have joined already"), lambda delivery, entry: entry.party not in delivery.joined
)
_NOT_OVER: Final[Rule[Delivery]] = Rule(
    mark("the delivery is over"), lambda delivery, _: not delivery.is_over
)
_OVER: Final[Rule[Delivery]] = Rule(
    mark("the delivery is not over, or was reported already"),
    lambda delivery, _: delivery.is_over and delivery.report is None,
)
_NOT_REPORTED: Final[Rule[Delivery]] = Rule(
    mark("the delivery is closed by its report"), lambda delivery, _: delivery.report is None
)
_OWN_STATE: Final[Rule[Delivery]] = Rule(
    mark("you do not speak for that state"),
    lambda delivery, entry: delivery.party_of(entry.body["country"]) == entry.party,
)
_PERIOD: Final[Rule[Delivery]] = Rule(
    mark("the authorisation ends before it begins, or has ended"),
    lambda _, entry: (
        max(int(str(entry.body["valid_from"])), entry.at_ms) < int(str(entry.body["valid_to"]))
    ),
)
_ALL_AUTHORISED: Final[Rule[Delivery]] = Rule(
    mark("not every state has authorised the delivery"),
    lambda delivery, _: delivery.is_authorised,
)
_ENTRY_AUTHORISED: Final[Rule[Delivery]] = Rule(
    mark("the state that the leg enters has no authorisation that is valid now"),
    _entry_is_authorised,
)
_NEXT: Final[Rule[Delivery]] = Rule(
    mark("it is not the leg that comes next, or the one before was not taken over"),
    lambda delivery, entry: delivery.next_leg == entry.body["leg"],
)
_LEAVES: Final[Rule[Delivery]] = Rule(mark("the goods are not in your state"), _leaves)
_ENTERS: Final[Rule[Delivery]] = Rule(mark("the leg does not enter your state"), _enters)
_UNDER_WAY: Final[Rule[Delivery]] = Rule(
    mark("the leg has not started, or was handed over already"), _is_under_way
)
_HANDED: Final[Rule[Delivery]] = Rule(
    mark("nobody has handed the leg over, or it was taken over already"), _is_handed
)
_MAY_TELL: Final[Rule[Delivery]] = Rule(
    mark("it has not started, or has not arrived in your state"), _may_tell
)
_NOT_TOLD: Final[Rule[Delivery]] = Rule(
    mark("what became of the goods was told already, or the delivery is closed by its report"),
    lambda delivery, _: delivery.outcome is None and delivery.report is None,
)
_SUBSTITUTED: Final[Rule[Delivery]] = Rule(
    mark("the plan lets no goods go on that leg before they are substituted"), _is_substituted
)
_PLANNED: Final[Rule[Delivery]] = Rule(
    mark("the plan does not provide for this substitution"), _is_planned
)
_HERE: Final[Rule[Delivery]] = Rule(
    mark("the goods are not in that state now"),
    lambda delivery, entry: str(entry.body["country"]) in delivery.whereabouts,
)
_NO_TRACKER: Final[Rule[Delivery]] = Rule(
    mark("a tracker of that reference is set already"),
    lambda delivery, entry: entry.body["reference"] not in delivery.trackers,
)
_TRACKER: Final[Rule[Delivery]] = Rule(
    mark("no tracker of that reference is set"),
    lambda delivery, entry: entry.body["reference"] in delivery.trackers,
)
_DECIDES: Final[Rule[Delivery]] = Rule(
    mark("the plan lets another party decide on the intervention"),
    lambda delivery, entry: delivery.terms["intervention_decided_by"] == entry.party,
)
_TRIGGER: Final[Rule[Delivery]] = Rule(
    mark("the plan has no such trigger"),
    lambda delivery, entry: (
        entry.body["trigger"] is None or entry.body["trigger"] in delivery.terms["abort_triggers"]
    ),
)
_TO_MEMBER: Final[Rule[Delivery]] = Rule(
    mark("it names a party that is not in the delivery"),
    lambda delivery, entry: entry.body["to"] in delivery.members,
)

DELIVERY_RULES: Final[Mapping[str, tuple[Rule[Delivery], ...]]] = {
    "delivery.joined": (_NOT_OVER, _NOT_JOINED),
    "authorisation.granted": (_MEMBER, _NOT_OVER, _OWN_STATE, _PERIOD),
    "authorisation.refused": (_MEMBER, _NOT_OVER, _OWN_STATE),
    "authorisation.withdrawn": (_MEMBER, _NOT_OVER, _OWN_STATE),
    "deconfliction.answered": (_MEMBER, _NOT_OVER, NOT_TOO_OFTEN),
    "identifier.added": (_MEMBER, _NOT_OVER, NEW_TARGET),
    "leg.started": (
        _MEMBER, _NOT_OVER, _NEXT, _LEAVES, _ALL_AUTHORISED, _ENTRY_AUTHORISED, ALL_CLEAR,
        _SUBSTITUTED,
    ),
    "handover.given": (_MEMBER, _NOT_OVER, _LEAVES, _UNDER_WAY),
    "handover.taken": (_MEMBER, _NOT_OVER, _ENTERS, _HANDED, _ENTRY_AUTHORISED),
    "substitution": (_MEMBER, _NOT_OVER, _PLANNED, _OWN_STATE, _HERE, EVIDENCED),
    "tracker.set": (_MEMBER, _NOT_OVER, _NO_TRACKER),
    "tracker.removed": (_MEMBER, _NOT_REPORTED, _TRACKER),
    "contact.changed": (_MEMBER, _NOT_OVER),
    "note": (_MEMBER, _NOT_REPORTED),
    "evidence.entered": (_MEMBER, _NOT_REPORTED),
    "evidence.handed": (_MEMBER, _NOT_REPORTED, _TO_MEMBER, HOLDER),
    "evidence.taken": (_MEMBER, _NOT_REPORTED, RECEIVER),
    "result.claimed": (_MEMBER, _NOT_REPORTED, EVIDENCED),
    "result.proved": (_MEMBER, _NOT_REPORTED, RESULT, EVIDENCED),
    "intervention.ordered": (_MEMBER, _NOT_OVER, _DECIDES, _TRIGGER, _HERE),
    "aborted": (_NOT_OVER, _TRIGGER),
    "outcome.reported": (_MEMBER, _NOT_TOLD, _OWN_STATE, _HERE, _MAY_TELL),
    "report.made": (_MEMBER, _OVER),
}  # fmt: skip
"""The rules of each kind but the founding one, in the order in which the first broken is named."""


def broken_delivery_rule(delivery: Delivery, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(DELIVERY_RULES[entry.kind], delivery, entry)


def broken_terms_of_delivery(entry: Entry) -> str | None:
    """Return what is said against a request; None where nothing is."""
    return next((says for says, holds in DELIVERY_TERMS if not holds(entry.body, entry)), None)
