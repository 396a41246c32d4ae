"""What the memorandum adds to an office: the countries that it holds between, what is due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from entraide.agreements.agreement import Agreement
from entraide.node.runtime import Node
from entraide.operations.offices.kinds import COMMITTEE

__all__ = ["under_agreement"]

_MONTHS: Final = 12


def under_agreement(node: Node, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from the memorandum for an operation as it is told."""
    if told.get("countries"):
        return {}
    policy = node.policy_under(told["agreement"])
    if policy is None:
        return {"countries": []}
    agreement = policy.agreement
    between = set(told.get("between") or ())
    countries = sorted({party.country for party in agreement.parties if party.id in between})
    if told["kind"] != COMMITTEE or not told.get("starts"):
        return {"countries": countries}
    return {"countries": countries, "next_by": _next_session(agreement, str(told["starts"]))}


def _next_session(agreement: Agreement, day: str) -> str:
    """Return the day (ISO) by which the committee meets again (Art. 7.1)."""
    held, months = dt.date.fromisoformat(day), agreement.assessment.meeting_months
    years, month = divmod(held.month - 1 + months, _MONTHS)
    first = dt.date(held.year + years, month + 1, 1)
    return min(first + dt.timedelta(days=held.day - 1), _last_of(first)).isoformat()


def _last_of(first: dt.date) -> dt.date:
    years, month = divmod(first.month, _MONTHS)
    return dt.date(first.year + years, month + 1, 1) - dt.timedelta(days=1)
