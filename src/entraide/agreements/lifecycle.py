"""Where a memorandum stands at a moment: one table, first row that holds.

Only ``IN_FORCE`` lets anything pass, and the policy checks that again with each question. A
memorandum that has lapsed is never revived: the parties sign a new text.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from entraide.agreements.budgets import day_start
from entraide.agreements.signing import SignedAgreement, missing_signatures

__all__ = ["TABLE", "State", "state_of"]


class State(StrEnum):
    """The states of a memorandum."""

    UNSIGNED = "unsigned"
    PARTLY_SIGNED = "partly-signed"
    EXPIRED = "expired"
    REVIEW_LAPSED = "review-lapsed"
    NOT_YET_IN_FORCE = "not-yet-in-force"
    IN_FORCE = "in-force"


def _unsigned(signed: SignedAgreement, _now: int) -> bool:
    lacking = sum(one.lacking for one in missing_signatures(signed))
    return lacking == sum(party.root.threshold for party in signed.agreement.parties)


def _partly(signed: SignedAgreement, _now: int) -> bool:
    return bool(missing_signatures(signed))


def _expired(signed: SignedAgreement, now: int) -> bool:
    return now >= day_start(signed.agreement.final_provisions.expires)


def _lapsed(signed: SignedAgreement, now: int) -> bool:
    return now >= day_start(signed.agreement.safeguards.review_by)


def _early(signed: SignedAgreement, now: int) -> bool:
    return now < day_start(signed.agreement.final_provisions.entry_into_force)


def _always(_signed: SignedAgreement, _now: int) -> bool:
    return True


TABLE: Final[tuple[tuple[State, Callable[[SignedAgreement, int], bool]], ...]] = (
    (State.UNSIGNED, _unsigned),
    (State.PARTLY_SIGNED, _partly),
    (State.EXPIRED, _expired),
    (State.REVIEW_LAPSED, _lapsed),
    (State.NOT_YET_IN_FORCE, _early),
    (State.IN_FORCE, _always),
)


def state_of(signed: SignedAgreement, now_ms: int) -> State:
    """Return the state at a moment in UTC milliseconds."""
    return next(state for state, holds in TABLE if holds(signed, now_ms))
