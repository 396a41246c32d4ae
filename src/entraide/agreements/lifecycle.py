"""Where a memorandum stands at a moment: one table, first row that holds.

Only ``IN_FORCE`` lets anything pass, and the policy checks that again with each question. A
memorandum that has lapsed is never revived: the parties sign a new text. A party that stands aside
alone does not end the others' exchange; fewer than two that are left do.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from entraide.agreements.budgets import day_start
from entraide.agreements.signing import SignedAgreement, missing_signatures
from entraide.agreements.standing import AS_SIGNED, Pause, Standing

__all__ = ["TABLE", "State", "state_of"]


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
