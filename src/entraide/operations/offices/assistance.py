"""Training or technical assistance as its journal tells it, from the need to the evaluation.

Whoever needs it says so; others offer; an accepted offer is checked for what it may do to people's
rights by the state that gives it, and confirmed there by a second officer; only then is anything
delivered. What was delivered counts as the recipient says, once it has evaluated it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.folding import Fold, founded_twice
from entraide.operations.offices.kinds import ASSISTANCE

__all__ = [
    "ASSISTANCE_FOLD",
    "Assistance",
    "Check",
    "Offer",
    "OfferState",
    "assistance_audience",
    "assistance_of",
    "last_day_of_assistance",
]


class OfferState(StrEnum):
    """How far an offer has come, in this order; the last two end it without anything given."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    CHECKED = "checked"
    CLEARED = "cleared"
    DELIVERED = "delivered"
    EVALUATED = "evaluated"
    DECLINED = "declined"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Check:
    """The answers of a rights check, and the entry by which a second officer confirmed them."""

    entry: Entry
    confirmed: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one state offers, and what became of it."""

    entry: Entry
    accepted: Entry | None = None
    declined: Entry | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    delivered: Entry | None = None
    evaluated: Entry | None = None

    @property
    def confirmed(self) -> Check | None:
        """The check that a second officer confirmed; of several at one time a refusal stands."""
        found = [each for each in self.checks.values() if each.confirmed]
        refused = (each for each in found if each.entry.body["verdict"] == "refused")
        return next(refused, found[0] if found else None)

    @property
    def state(self) -> OfferState:
        """How far it has come."""
        if self.declined:
            return OfferState.DECLINED
        confirmed = self.confirmed
        if confirmed and confirmed.entry.body["verdict"] == "refused":
            return OfferState.REFUSED
        steps = (self.accepted, self.checks, confirmed, self.delivered, self.evaluated)
        return tuple(OfferState)[sum(1 for each in steps if each)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """What the journal amounts to."""

    founding: Entry
    withdrawn: Entry | None = None
    offers: Mapping[str, Offer] = field(default_factory=dict)

    @property
    def terms(self) -> Mapping[str, Any]:
        """What is needed."""
        return self.founding.body

    @property
    def state(self) -> str:
        """Return how far the furthest offer has come; ``needed`` or ``withdrawn`` without any."""
        order = tuple(OfferState)
        living = [order.index(each.state) for each in self.offers.values() if _lives(each)]
        if living:
            return order[max(living)].value
        return "withdrawn" if self.withdrawn else "needed"

    def offer_with(self, part: str, digest: str) -> Offer | None:
        """Return the offer to which a check or a delivery belongs, by that entry's digest."""
        return next((each for each in self.offers.values() if digest in _parts(each, part)), None)


def assistance_of(entries: Iterable[Entry]) -> Assistance:
    """Fold the entries of a journal, in its order, the founding one first."""
    return ASSISTANCE_FOLD.of(entries)


def assistance_audience(assistance: Assistance) -> frozenset[str]:
    """Return the parties to whom entries go: every member."""
    members: Any = assistance.founding.body["members"]
    return frozenset(members)


def last_day_of_assistance(entries: Iterable[Entry]) -> str:
    """Return the day (ISO) by which it is wanted, or the last day of what was offered."""
    assistance = assistance_of(entries)
    until = (str(each.entry.body["until"]) for each in assistance.offers.values())
    return max((str(assistance.terms["wanted_by"]), *until))


def _lives(offer: Offer) -> bool:
    return offer.state not in {OfferState.DECLINED, OfferState.REFUSED}


def _parts(offer: Offer, part: str) -> frozenset[str]:
    if part == "check":
        return frozenset(offer.checks)
    return frozenset({offer.delivered.digest} if offer.delivered else ())


def _begun(founding: Entry) -> Assistance:
    return Assistance(founding=founding)


def _withdrawn(assistance: Assistance, entry: Entry) -> Assistance:
    return replace(assistance, withdrawn=assistance.withdrawn or entry)


def _offered(assistance: Assistance, entry: Entry) -> Assistance:
    return _with(assistance, Offer(entry=entry))


def _accepted(assistance: Assistance, entry: Entry) -> Assistance:
    offer = assistance.offers.get(str(entry.body["offer"]))
    if offer is None:
        return assistance
    return _with(assistance, replace(offer, accepted=offer.accepted or entry))


def _declined(assistance: Assistance, entry: Entry) -> Assistance:
    offer = assistance.offers.get(str(entry.body["offer"]))
    if offer is None:
        return assistance
    return _with(assistance, replace(offer, declined=offer.declined or entry))


def _checked(assistance: Assistance, entry: Entry) -> Assistance:
    offer = assistance.offers.get(str(entry.body["offer"]))
    if offer is None:
        return assistance
    return _with(assistance, replace(offer, checks={**offer.checks, entry.digest: Check(entry)}))


def _confirmed(assistance: Assistance, entry: Entry) -> Assistance:
    digest = str(entry.body["check"])
    offer = assistance.offer_with("check", digest)
    if offer is None:
        return assistance
    check = offer.checks[digest]
    checks = {**offer.checks, digest: replace(check, confirmed=check.confirmed or entry)}
    return _with(assistance, replace(offer, checks=checks))


def _delivered(assistance: Assistance, entry: Entry) -> Assistance:
    offer = assistance.offers.get(str(entry.body["offer"]))
    if offer is None:
        return assistance
    return _with(assistance, replace(offer, delivered=offer.delivered or entry))


def _evaluated(assistance: Assistance, entry: Entry) -> Assistance:
    offer = assistance.offer_with("delivery", str(entry.body["delivery"]))
    if offer is None:
        return assistance
    return _with(assistance, replace(offer, evaluated=offer.evaluated or entry))


def _with(assistance: Assistance, offer: Offer) -> Assistance:
    return replace(assistance, offers={**assistance.offers, offer.entry.digest: offer})


_APPLIED: Final[Mapping[str, Callable[[Assistance, Entry], Assistance]]] = {
    ASSISTANCE: founded_twice,
    "need.withdrawn": _withdrawn,
    "offer.made": _offered,
    "offer.accepted": _accepted,
    "offer.declined": _declined,
    "check.made": _checked,
    "check.confirmed": _confirmed,
    "delivery.made": _delivered,
    "evaluation.made": _evaluated,
}

ASSISTANCE_FOLD: Final = Fold(_begun, _APPLIED)
"""How its journal becomes what stands."""
