"""What the provisions of one memorandum must be to each other.

Each check raises InputError with the path of the provision that is wrong (the
line is 0: only the reader knows lines). They run whenever an
``Agreement`` is made, from a text, from a partner's bytes or in code, so that no inconsistent one
exists. Shapes and codes are checked where it is read (``reading``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from entraide.agreements.terms import EACH, Form
from entraide.errors import InputError
from entraide.vocabulary.offences import OFFENCES, covers
from entraide.vocabulary.threats import THREATS

if TYPE_CHECKING:
    from entraide.agreements.agreement import Agreement

__all__ = ["check"]

_FIRST: Final = 1
_WITH_OBSERVERS: Final = 2
_WITH_EVENTS: Final = 3
"""The forms of the memorandum: the first knows no observers, the first two no major events."""


def check(agreement: Agreement) -> None:
    """Return where every provision agrees with the others; InputError naming the first that fails.

    0. The form is the lowest that can say it. 1. Parties and observers differ, and no root key
    serves twice. 2. A threshold can be reached. 3. No offence that is never exchangeable is
    covered. 4. Sensitive purposes and forms for two officers are among the agreed ones; a search is
    left standing by two officers, and only where it may be made. 5. Every
    party has one budget for every purpose. 6. Urgent answers come no later than ordinary ones.
    7. The review falls within the period. 8. Parties host an event, whose cell dissolves before the
    agreement ends; lists are screened only for an event.
    """
    for step in _STEPS:
        step(agreement)


def _form(agreement: Agreement) -> None:
    lowest = _WITH_OBSERVERS if agreement.observers else _FIRST
    if agreement.missions.events or Form.SCREENING in agreement.exchange.forms:
        lowest = _WITH_EVENTS
    if agreement.memorandum != lowest:
        raise _wrong("agreement.form", "memorandum", found=agreement.memorandum, form=lowest)


def _parties(agreement: Agreement) -> None:
    everyone = agreement.everyone
    _once("general.parties", "agreement.party_twice", (one.id for one in everyone))
    keys = (key.key_id for one in everyone for key in one.root.keys)
    _once("general.parties", "agreement.key_twice", keys)
    if any(one.id == EACH for one in everyone):
        raise _wrong("agreement.reserved_id", "general.parties", found=EACH)


def _thresholds(agreement: Agreement) -> None:
    for party in agreement.everyone:
        if party.root.threshold > len(party.root.keys):
            raise _wrong(
                "agreement.threshold",
                "general.parties",
                party=party.id,
                threshold=party.root.threshold,
                keys=len(party.root.keys),
            )


def _excluded(agreement: Agreement) -> None:
    for entry in agreement.exchange.offences:
        never = entry in THREATS and not THREATS.find(entry).exchangeable
        if never or any(one.excluded and covers(entry, one.code) for one in OFFENCES):
            raise _wrong("agreement.never_exchanged", "exchange.offences", found=entry)


def _subsets(agreement: Agreement) -> None:
    exchange = agreement.exchange
    _within("exchange.sensitive-purposes", exchange.sensitive_purposes, exchange.purposes)
    _within("exchange.two-officers-for", exchange.two_officers_for, exchange.forms)


def _standing(agreement: Agreement) -> None:
    exchange = agreement.exchange
    if Form.STANDING not in exchange.forms:
        return
    if Form.HIT_NO_HIT not in exchange.forms:
        raise _wrong("agreement.standing_without_search", "exchange.forms")
    if Form.STANDING not in exchange.two_officers_for:
        raise _wrong("agreement.standing_by_one", "exchange.two-officers-for")


def _budgets(agreement: Agreement) -> None:
    exchange = agreement.exchange
    path = "exchange.budgets"
    askers = tuple(party.id for party in agreement.general.parties)
    _within(path, (row.asker for row in exchange.budgets), (*askers, EACH))
    _within(path, (row.purpose for row in exchange.budgets), (*exchange.purposes, EACH))
    pairs = (f"{row.asker}, {row.purpose}" for row in exchange.budgets)
    _once(path, "agreement.budget_twice", pairs)
    for asker in askers:
        for purpose in exchange.purposes:
            if agreement.budget_for(asker, purpose) is None:
                raise _wrong("agreement.no_budget", path, asker=asker, purpose=purpose)


def _deadlines(agreement: Agreement) -> None:
    terms = agreement.exchange.deadlines
    if not terms.urgent_direct_hours <= terms.urgent_hours <= terms.ordinary_hours:
        raise _wrong("agreement.deadlines", "exchange.deadlines")


def _period(agreement: Agreement) -> None:
    last = agreement.final_provisions
    if not last.entry_into_force < last.expires:
        raise _wrong("agreement.period", "final-provisions.expires")
    if not last.entry_into_force < agreement.safeguards.review_by <= last.expires:
        raise _wrong("agreement.review", "safeguards.review-by")


def _events(agreement: Agreement) -> None:
    path, rows = "missions.events", agreement.missions.events
    parties = tuple(party.id for party in agreement.parties)
    _once(path, "agreement.event_twice", (row.id for row in rows))
    for row in rows:
        _within(path, row.hosts, parties)
        if row.dissolves > agreement.final_provisions.expires:
            raise _wrong("agreement.event_after_end", path, event=row.id)
    if Form.SCREENING in agreement.exchange.forms and not rows:
        raise _wrong("agreement.screening_without_event", "exchange.forms")


def _once(path: str, code: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise _wrong(code, path, found=value)
        seen.add(value)


def _within(path: str, values: Iterable[str], allowed: tuple[str, ...]) -> None:
    for value in values:
        if value not in allowed:
            raise _wrong("agreement.not_agreed_above", path, found=value)


def _wrong(code: str, path: str, **data: str | int) -> InputError:
    return InputError(code, path=path, line=0, **data)


_STEPS: Final[tuple[Callable[[Agreement], None], ...]] = (
    _form,
    _parties,
    _thresholds,
    _excluded,
    _subsets,
    _standing,
    _budgets,
    _deadlines,
    _period,
    _events,
)
