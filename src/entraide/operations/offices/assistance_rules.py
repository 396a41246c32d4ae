"""Which entry of an assistance's journal may be written when, and by whom: one table.

The rule that all others serve: nothing is delivered before the giving state has answered every
question of the rights check and a second officer of that state has confirmed the answers; a
refusal that was confirmed ends the offer. Every member checks this from the same journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.offices.assistance import Assistance, Offer, OfferState
from entraide.operations.rules import Rule, broken, day_of
from entraide.vocabulary.assistance import NO_RISK, questions_for
from entraide.vocabulary.language import mark

__all__ = ["ASSISTANCE_RULES", "broken_assistance_rule", "broken_terms_of_assistance"]

_LEAST_ANSWER: Final = 20
"""Letters of an answer: yes or no is none."""


def _offer(assistance: Assistance, entry: Entry) -> Offer | None:
    return assistance.offers.get(str(entry.body["offer"]))


def _stands(assistance: Assistance, entry: Entry, *states: OfferState) -> bool:
    offer = _offer(assistance, entry)
    return offer is not None and offer.state in states


def _is_own(assistance: Assistance, entry: Entry) -> bool:
    offer = _offer(assistance, entry)
    return offer is not None and offer.entry.party == entry.party


def _answers_all(assistance: Assistance, entry: Entry) -> bool:
    offer = _offer(assistance, entry)
    risks: Any = offer.entry.body["risks"] if offer else ()
    rows: Any = entry.body["answers"]
    answered = [row["question"] for row in rows if len(row["answer"].strip()) >= _LEAST_ANSWER]
    return len(answered) == len(rows) and sorted(answered) == sorted(questions_for(risks))


def _is_second(assistance: Assistance, entry: Entry) -> bool:
    digest = str(entry.body["check"])
    offer = assistance.offer_with("check", digest)
    if offer is None or offer.confirmed:
        return False
    check = offer.checks[digest].entry
    return check.party == entry.party and check.author != entry.author


def _was_after_the_check(assistance: Assistance, entry: Entry) -> bool:
    offer = _offer(assistance, entry)
    check = offer.confirmed if offer else None
    if check is None or check.confirmed is None:
        return False
    return day_of(check.confirmed) <= str(entry.body["starts"])


def _is_unevaluated(assistance: Assistance, entry: Entry) -> bool:
    offer = assistance.offer_with("delivery", str(entry.body["delivery"]))
    return offer is not None and offer.evaluated is None


def _fits(entry: Entry) -> bool:
    """Tell whether the days are in order and hold as many days as are told."""
    starts, until = str(entry.body["starts"]), str(entry.body["until"])
    return starts <= until and int(str(entry.body["days"])) >= 1


def _plain_risks(entry: Entry) -> bool:
    risks: Any = entry.body["risks"]
    return NO_RISK not in risks or len(risks) == 1


_NEEDED: Final[Rule[Assistance]] = Rule(
    mark("it is needed no more"), lambda assistance, _: assistance.withdrawn is None
)
_NEEDER: Final[Rule[Assistance]] = Rule(
    mark("only the state that needs it writes this"),
    lambda assistance, entry: entry.party == assistance.founding.party,
)
_GIVER: Final[Rule[Assistance]] = Rule(
    mark("the state that needs it does not offer it"),
    lambda assistance, entry: entry.party != assistance.founding.party,
)
_DAYS: Final[Rule[Assistance]] = Rule(
    mark("the last day is before the first, or no day is counted"), lambda _, entry: _fits(entry)
)
_RISKS: Final[Rule[Assistance]] = Rule(
    mark("no risk is named beside “none”"), lambda _, entry: _plain_risks(entry)
)
_OPEN_OFFER: Final[Rule[Assistance]] = Rule(
    mark("it names no offer that waits for an answer"),
    lambda assistance, entry: _stands(assistance, entry, OfferState.OFFERED),
)
_OWN_OFFER: Final[Rule[Assistance]] = Rule(mark("it names no offer of yours"), _is_own)
_TO_CHECK: Final[Rule[Assistance]] = Rule(
    mark("the offer was not accepted, or its check is confirmed already"),
    lambda assistance, entry: _stands(assistance, entry, OfferState.ACCEPTED, OfferState.CHECKED),
)
_ANSWERED: Final[Rule[Assistance]] = Rule(
    mark("every question of the rights check is answered in words, each once"), _answers_all
)
_CONDITIONS: Final[Rule[Assistance]] = Rule(
    mark("conditions are named where the verdict has some, and nowhere else"),
    lambda _, entry: (entry.body["verdict"] == "with-conditions") == bool(entry.body["conditions"]),
)
_SECOND: Final[Rule[Assistance]] = Rule(
    mark("a second officer of the state that offers confirms its check, once"), _is_second
)
_CLEARED: Final[Rule[Assistance]] = Rule(
    mark("nothing is delivered before the rights check is confirmed, or after it refused"),
    lambda assistance, entry: _stands(assistance, entry, OfferState.CLEARED),
)
_AFTER: Final[Rule[Assistance]] = Rule(
    mark("what was delivered began before the rights check was confirmed"), _was_after_the_check
)
_OVER: Final[Rule[Assistance]] = Rule(
    mark("the last day has not come yet"),
    lambda _, entry: str(entry.body["until"]) <= day_of(entry),
)
_UNEVALUATED: Final[Rule[Assistance]] = Rule(
    mark("it names no delivery that waits for its evaluation"), _is_unevaluated
)

ASSISTANCE_RULES: Final[Mapping[str, tuple[Rule[Assistance], ...]]] = {
    "need.withdrawn": (_NEEDER, _NEEDED),
    "offer.made": (_GIVER, _NEEDED, _DAYS, _RISKS),
    "offer.accepted": (_NEEDER, _NEEDED, _OPEN_OFFER),
    "offer.declined": (_NEEDER, _OPEN_OFFER),
    "check.made": (_OWN_OFFER, _TO_CHECK, _ANSWERED, _CONDITIONS),
    "check.confirmed": (_SECOND,),
    "delivery.made": (_OWN_OFFER, _CLEARED, _DAYS, _AFTER, _OVER),
    "evaluation.made": (_NEEDER, _UNEVALUATED),
}
"""The rules of each kind but the founding one, in the order in which the first broken is named."""

_TERMS: Final[tuple[tuple[str, Callable[[Mapping[str, Any], Entry], bool]], ...]] = (
    (
        mark("who needs it is not among the members, or they do not stand in order"),
        lambda terms, entry: (
            entry.party in terms["members"] and terms["members"] == sorted(terms["members"])
        ),
    ),
    (
        mark("the day by which it is wanted has passed"),
        lambda terms, entry: day_of(entry) <= terms["wanted_by"],
    ),
)


def broken_assistance_rule(assistance: Assistance, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(ASSISTANCE_RULES[entry.kind], assistance, entry)


def broken_terms_of_assistance(entry: Entry) -> str | None:
    """Return what is said against a need; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)
