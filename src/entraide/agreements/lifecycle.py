"""Where a memorandum stands at a moment: one table, first row that holds.

Only ``IN_FORCE`` lets anything pass, and the policy checks that again with each question. A
memorandum that has lapsed is never revived: the parties sign a new text. A party that stands aside
alone does not end the others' exchange; fewer than two that are left do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entraide.agreements.budgets import DAY_MS, day_start
from entraide.agreements.signing import SignedAgreement, missing_signatures
from entraide.agreements.standing import AS_SIGNED, Pause, Standing

__all__ = ["TABLE", "Ending", "Ends", "State", "endings_soon", "ends_of", "state_of"]


class State(StrEnum):
    """The states of a memorandum."""

    UNSIGNED = "unsigned"
    PARTLY_SIGNED = "partly-signed"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    AMENDED = "amended"
    REVIEW_LAPSED = "review-lapsed"
    SUSPENDED = "suspended"
    NOT_YET_IN_FORCE = "not-yet-in-force"
    IN_FORCE = "in-force"


def _unsigned(signed: SignedAgreement, _standing: Standing, _now: int) -> bool:
    lacking = sum(one.lacking for one in missing_signatures(signed))
    return lacking == sum(party.root.threshold for party in signed.agreement.parties)


def _partly(signed: SignedAgreement, _standing: Standing, _now: int) -> bool:
    return bool(missing_signatures(signed))


def _expired(signed: SignedAgreement, _standing: Standing, now: int) -> bool:
    return now >= day_start(signed.agreement.final_provisions.expires)


def _lapsed(signed: SignedAgreement, _standing: Standing, now: int) -> bool:
    return now >= day_start(signed.agreement.safeguards.review_by)


def _early(signed: SignedAgreement, _standing: Standing, now: int) -> bool:
    return now < day_start(signed.agreement.final_provisions.entry_into_force)


def _terminated(signed: SignedAgreement, standing: Standing, now: int) -> bool:
    return _too_few(signed, standing.terminated, now)


def _amended(_signed: SignedAgreement, standing: Standing, now: int) -> bool:
    return standing.amended_ms is not None and now >= standing.amended_ms


def _suspended(signed: SignedAgreement, standing: Standing, now: int) -> bool:
    return _too_few(signed, (*standing.suspended, *standing.terminated), now)


def _too_few(signed: SignedAgreement, pauses: tuple[Pause, ...], now: int) -> bool:
    aside = {pause.party for pause in pauses if pause.holds(now)}
    return len(signed.agreement.parties) - len(aside) < _FEWEST


def _always(_signed: SignedAgreement, _standing: Standing, _now: int) -> bool:
    return True


_FEWEST: Final = 2
"""Parties between whom anything can pass."""

_Test = Callable[[SignedAgreement, Standing, int], bool]
TABLE: Final[tuple[tuple[State, _Test], ...]] = (
    (State.UNSIGNED, _unsigned),
    (State.PARTLY_SIGNED, _partly),
    (State.EXPIRED, _expired),
    (State.TERMINATED, _terminated),
    (State.AMENDED, _amended),
    (State.REVIEW_LAPSED, _lapsed),
    (State.SUSPENDED, _suspended),
    (State.NOT_YET_IN_FORCE, _early),
    (State.IN_FORCE, _always),
)


def state_of(signed: SignedAgreement, now_ms: int, standing: Standing = AS_SIGNED) -> State:
    """Return the state at a moment in UTC milliseconds."""
    return next(state for state, holds in TABLE if holds(signed, standing, now_ms))


class Ends(StrEnum):
    """What will stop the exchange under a text."""

    EXPIRY = "expires"
    REVIEW = "review-lapses"
    TERMINATION = "terminates"


@dataclass(frozen=True, slots=True, order=True)
class Ending:
    """An end that is near: when (UTC milliseconds), and the number of days of its warning."""

    at_ms: int
    what: Ends
    days: int
    party: str = ""
    """Who terminates."""


_WARNINGS: Final = (7, 30, 90)
"""Days before an end at which people are told, and told again."""


def endings_soon(
    signed: SignedAgreement, now_ms: int, standing: Standing = AS_SIGNED
) -> tuple[Ending, ...]:
    """Return the ends of a text in force that are no more than 90 days off, nearest first.

    A text whose successor is signed does not expire unseen: its end is no longer told.
    """
    if state_of(signed, now_ms, standing) is not State.IN_FORCE or standing.amended_ms is not None:
        return ()
    known = ends_of(signed, standing)
    near = ((at, what, party, _warning(at - now_ms)) for at, what, party in known if at > now_ms)
    return tuple(sorted(Ending(at, what, days, party) for at, what, party, days in near if days))


def ends_of(
    signed: SignedAgreement, standing: Standing = AS_SIGNED
) -> tuple[tuple[int, Ends, str], ...]:
    """Return every end that a text has: when (UTC milliseconds), what, and who terminates."""
    agreement = signed.agreement
    return (
        (day_start(agreement.final_provisions.expires), Ends.EXPIRY, ""),
        (day_start(agreement.safeguards.review_by), Ends.REVIEW, ""),
        *((pause.from_ms, Ends.TERMINATION, pause.party) for pause in standing.terminated),
    )


def _warning(left_ms: int) -> int:
    return next((days for days in _WARNINGS if left_ms <= days * DAY_MS), 0)
