"""A decision is remembered only while nothing that it read has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import cedarpy
import pytest

from entraide.agreements import remembered
from entraide.agreements.decision import Denial
from entraide.agreements.policy import Permit, compile_policy
from entraide.agreements.remembered import Memory
from entraide.agreements.standing import Pause, Standing
from tests.unit.agreements.given import MA, NOW, QUESTION, agreement_of, policy_of, signed_by_all

TEXT = "permit when { context.now >= 5 && context.now < 9 && context.budgetUsed >= 0 };"


def test_the_same_question_is_put_to_cedar_once() -> None:
    policy = policy_of()
    first = policy.decide(QUESTION, now_ms=NOW, budget_used=0)
    with patch.object(cedarpy, "is_authorized", side_effect=AssertionError("asked again")):
        again = policy.decide(QUESTION, now_ms=NOW + 5, budget_used=7)
    assert isinstance(first, Permit)
    assert isinstance(again, Permit)
    assert (first.decided_ms, again.decided_ms) == (NOW, NOW + 5)


def test_a_suspension_denies_what_passed_a_millisecond_before() -> None:
    pause = Pause(MA, from_ms=NOW + 10, until_ms=NOW + 20)
    policy = compile_policy(signed_by_all(agreement_of()), Standing(suspended=(pause,)))

    def passes(now_ms: int) -> bool:
        return isinstance(policy.decide(QUESTION, now_ms=now_ms, budget_used=0), Permit)

    for _ in range(2):
        assert [passes(NOW + at) for at in (0, 9, 10, 19, 20)] == [True, True, False, False, True]


def test_a_text_whose_standing_changed_remembers_nothing_of_before() -> None:
    signed = signed_by_all(agreement_of())
    before = compile_policy(signed)
    assert isinstance(before.decide(QUESTION, now_ms=NOW, budget_used=0), Permit)
    ended = compile_policy(signed, Standing(terminated=(Pause(MA, from_ms=0, until_ms=None),)))
    assert isinstance(ended.decide(QUESTION, now_ms=NOW, budget_used=0), Denial)


@pytest.mark.parametrize(
    ("now", "used"), [(NOW, 500), (NOW, 2**63), (NOW, -1), (2**63, 0), (-(2**63) - 1, 0), (0, 0)]
)
def test_what_passed_does_not_pass_beyond_its_span(now: int, used: int) -> None:
    policy = policy_of()
    assert isinstance(policy.decide(QUESTION, now_ms=NOW, budget_used=0), Permit)
    assert isinstance(policy.decide(QUESTION, now_ms=now, budget_used=used), Denial)


@pytest.mark.parametrize(("name", "value"), [("has_case", 1), ("has_legal_basis", 1)])
def test_what_only_equals_what_passed_is_another_question(name: str, value: Any) -> None:
    policy = policy_of()
    assert isinstance(policy.decide(QUESTION, now_ms=NOW, budget_used=0), Permit)
    alike = replace(QUESTION, **{name: value})
    assert alike == QUESTION
    assert isinstance(policy.decide(alike, now_ms=NOW, budget_used=0), Denial)


@pytest.mark.parametrize(
    "beyond", ["context.now + 5 < 9", "9 > context.now", "context.budgetUsed != 3"]
)
def test_a_policy_that_compares_in_another_way_is_never_remembered(beyond: str) -> None:
    assert Memory(TEXT, (3,)).key(QUESTION, 6, 0) is not None
    assert Memory(f"{TEXT} forbid when {{ {beyond} }};", (3,)).key(QUESTION, 6, 0) is None


def test_what_is_denied_is_not_kept_and_what_passes_is_bounded() -> None:
    policy = policy_of()
    for at in range(20):
        policy.decide(replace(QUESTION, offence=f"made.up-{at}"), now_ms=NOW, budget_used=0)
    assert not policy.memory._passed
    memory = Memory(TEXT, (3,))
    for at in range(remembered._MOST + 5):
        memory.keep(memory.key(at, 6, 0), ())
    assert len(memory._passed) <= remembered._MOST
