"""A policy of the memorandum, and a question that it covers."""

from __future__ import annotations

from typing import Any

from entraide.agreements.decision import (
    PolicyQuestion,
)
from tests.unit.agreements.given import (
    NOW,
    QUESTION,
    policy_of,
)

POLICY = policy_of()


def decide(question: PolicyQuestion = QUESTION, *, now: Any = NOW, used: Any = 0) -> Any:
    return POLICY.decide(question, now_ms=now, budget_used=used)
