"""Deny by default: what is missing, of another type, unknown or cannot be evaluated denies."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import cedarpy
import pytest

from entraide.agreements import compiling
from entraide.agreements import policy as policy_module
from entraide.agreements.cedar import request_of
from entraide.agreements.decision import (
    Denial,
    PolicyQuestion,
)
from entraide.errors import PolicyError
from tests.unit.agreements.given import (
    NOW,
    QUESTION,
    asked,
    policy_of,
    text_of,
)
from tests.unit.agreements.given_policy import POLICY, decide


def request() -> dict[str, Any]:
    return request_of(QUESTION, now_ms=NOW, budget_used=0, reviewed=False)


INFORMATION = POLICY.rulebook.information


ATTRIBUTES = tuple(request()["context"])


def without(name: str) -> dict[str, Any]:
    whole = request()
    return {**whole, "context": {k: v for k, v in whole["context"].items() if k != name}}


def test_the_whole_request_passes_so_that_the_next_tests_mean_something() -> None:
    assert INFORMATION.broken(request()) == ()


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_that_is_missing_denies(name: str) -> None:
    assert INFORMATION.broken(without(name)) is None


@pytest.mark.parametrize("name", sorted(set(ATTRIBUTES) - {"urgent"}))
def test_even_without_the_schema_a_missing_attribute_denies(name: str) -> None:
    answer = cedarpy.is_authorized(without(name), INFORMATION.policies, INFORMATION.entities)
    assert not answer.allowed


@pytest.mark.parametrize("part", ["principal", "action", "resource", "context"])
def test_a_request_without_one_of_its_parts_denies(part: str) -> None:
    whole = request()
    assert INFORMATION.broken({k: v for k, v in whole.items() if k != part}) is None


def with_policies(text: str) -> Any:
    policies = cedarpy.PolicySet.from_str(text)
    rulebook = replace(POLICY.rulebook, information=replace(INFORMATION, policies=policies))
    return replace(POLICY, rulebook=rulebook, maker=policy_module._MAKER)


UNEVALUABLE = {
    "a missing attribute": "context.nothing == 1",
    "an overflow": "context.now + 9223372036854775807 > 0",
    "a missing tag": 'principal.getTag("nothing") == 1',
}


@pytest.mark.parametrize("name", UNEVALUABLE)
def test_a_condition_that_cannot_be_evaluated_denies_although_cedar_allows(name: str) -> None:
    text = f"""
    @id("permit") permit (principal, action, resource);
    @id("policy.x") forbid (principal, action, resource) when {{ {UNEVALUABLE[name]} }};
    """
    broken = with_policies(text)
    compiled = broken.rulebook.information
    assert cedarpy.is_authorized(request(), compiled.policies, compiled.entities).allowed
    denial = broken.decide(QUESTION, now_ms=NOW, budget_used=0)
    assert denial == Denial("policy.not_evaluated", "evaluation", "de-es-ma-2026")


def test_a_permission_that_is_not_ours_denies() -> None:
    other = with_policies('@id("other") permit (principal, action, resource);')
    assert other.decide(QUESTION, now_ms=NOW, budget_used=0).article == "evaluation"


def test_a_policy_that_says_nothing_denies() -> None:
    empty = with_policies("")
    assert empty.decide(QUESTION, now_ms=NOW, budget_used=0).article == "evaluation"


@pytest.mark.parametrize("name", [one.name for one in fields(PolicyQuestion)])
@pytest.mark.parametrize("value", [None, 7, 1.5, b"x", ["x"], {"__extn": "x"}, object()])
def test_an_attribute_of_another_type_denies_and_never_raises(name: str, value: object) -> None:
    assert isinstance(decide(asked(**{name: value})), Denial)


@pytest.mark.parametrize("value", [None, "0", 1.0, True, float("nan"), 2**63, -(2**70)])
def test_a_time_or_a_count_that_is_none_denies(value: object) -> None:
    assert decide(now=value).article == "evaluation"
    assert decide(used=value).article == "evaluation"


def test_text_of_a_memorandum_cannot_become_policy() -> None:
    attack = '"] ) }; permit (principal, action, resource); //'
    text = text_of().replace("Memorandum on police cooperation", attack.replace('"', '\\"'))
    policy = policy_of(text)
    assert policy.agreement.title == attack
    assert policy.text == policy_of(text_of()).text


def test_policies_that_do_not_fit_the_schema_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "policy_text", lambda _: "permit(principal, action, a);")
    with pytest.raises(PolicyError, match=r"policy\.not_compiled"):
        policy_of()
