"""Which entry of a controlled delivery's journal may be written when, and by whom: one table.

The rule that all others serve: a leg starts only under the signed authorisation of the state that
it enters, granted, not withdrawn and valid at that moment, once every state has authorised and no
member's other operation meets this one. It is checked by whoever writes the entry and by every
member that it reaches, from the same journal. Any party aborts at once; after that nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.custody import handing_of
from entraide.operations.delivery import Delivery, delivery_of
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
    """Only the last state says *delivered*, once it has taken over; any says what it saw."""
    if not delivery.legs or entry.body["outcome"] != "delivered":
        return bool(delivery.legs)
    last = delivery.terms["legs"][-1]["destination"]
    leg = delivery.legs.get(len(delivery.terms["legs"]) - 1)
    arrived = leg is not None and leg.taken is not None
    return arrived and delivery.party_of(last) == entry.party


def _holds(delivery: Delivery, entry: Entry) -> bool:
    exhibit = delivery.evidence.get(str(entry.body["evidence"]))
    return exhibit is not None and exhibit.holder == entry.party and exhibit.handed is None


def _was_handed(delivery: Delivery, entry: Entry) -> bool:
    key = handing_of(delivery.evidence, str(entry.body["handing"]))
    handed = None if key is None else delivery.evidence[key].handed
    return handed is not None and handed.body["to"] == entry.party


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
_CLEAR: Final[Rule[Delivery]] = Rule(
    mark("not every member has found that no other operation of its own meets this one"),
    lambda delivery, _: all(delivery.clear.get(each, False) for each in delivery.members),
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
_HOLDER: Final[Rule[Delivery]] = Rule(
    mark("it names no evidence that you hold, or evidence that is being handed over already"),
    _holds,
)
_RECEIVER: Final[Rule[Delivery]] = Rule(
    mark("it names nothing that was handed to you and not taken yet"), _was_handed
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
    "deconfliction.answered": (_MEMBER, _NOT_OVER),
    "leg.started": (_MEMBER, _NOT_OVER, _NEXT, _LEAVES, _ALL_AUTHORISED, _ENTRY_AUTHORISED, _CLEAR),
    "handover.given": (_MEMBER, _NOT_OVER, _LEAVES, _UNDER_WAY),
    "handover.taken": (_MEMBER, _NOT_OVER, _ENTERS, _HANDED, _ENTRY_AUTHORISED),
    "substitution": (_MEMBER, _NOT_OVER),
    "tracker.set": (_MEMBER, _NOT_OVER),
    "tracker.removed": (_MEMBER, _NOT_REPORTED),
    "contact.changed": (_MEMBER, _NOT_OVER),
    "note": (_MEMBER, _NOT_REPORTED),
    "evidence.entered": (_MEMBER, _NOT_REPORTED),
    "evidence.handed": (_MEMBER, _NOT_REPORTED, _TO_MEMBER, _HOLDER),
    "evidence.taken": (_MEMBER, _NOT_REPORTED, _RECEIVER),
    "aborted": (_NOT_OVER,),
    "outcome.reported": (_MEMBER, _NOT_OVER, _MAY_TELL),
    "report.made": (_MEMBER, _OVER),
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
        mark("each state is named once, with a member that speaks for it"),
        lambda terms, _: (
            len({row["country"] for row in terms["states"]}) == len(terms["states"])
            and {row["party"] for row in terms["states"]} == set(terms["members"])
        ),
    ),
    (
        mark("the legs do not follow each other through the states named"),
        lambda terms, _: _follow(terms),
    ),
    (
        mark("a member has no contact for day and night, or nobody decides on intervention"),
        lambda terms, _: (
            {row["party"] for row in terms["contacts"]} == set(terms["members"])
            and terms["intervention_decided_by"] in terms["members"]
        ),
    ),
)


def broken_delivery_rule(past: tuple[Entry, ...], entry: Entry) -> str | None:
    """Return what is said against an entry that has seen ``past``; None where nothing is."""
    return broken(DELIVERY_RULES[entry.kind], delivery_of(past), entry)


def broken_terms_of_delivery(entry: Entry) -> str | None:
    """Return what is said against a request; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)


def _follow(terms: Mapping[str, Any]) -> bool:
    legs, known = terms["legs"], {row["country"] for row in terms["states"]}
    passed = [legs[0]["origin"], *(leg["destination"] for leg in legs)]
    joined = all(leg["origin"] == before for leg, before in zip(legs, passed, strict=False))
    return joined and set(passed) == known
