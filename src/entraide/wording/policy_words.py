"""Words for what a policy decides: outcomes, periods of budgets, obligations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["POLICY_WORDS"]

_OUTCOMES: Final = {
    "permitted": mark("permitted"),
    "a-person-decides": mark("a person there decides"),
    "denied": mark("denied"),
}
_PERIODS: Final = {"day": mark("day"), "week": mark("week"), "month": mark("month")}
_OBLIGATIONS: Final = {
    "hit_detail": mark("What a hit may say"),
    "most_hits": mark("Hits at most"),
    "answer_within_hours": mark("Hours to answer"),
    "handling": mark("Handling codes"),
    "onward_transfer": mark("Onward transfer"),
    "retention_days": mark("Days to keep"),
    "two_officers": mark("Two officers must concur"),
}

POLICY_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "outcome": _OUTCOMES,
    "period": _PERIODS,
    "obligation": _OBLIGATIONS,
}
