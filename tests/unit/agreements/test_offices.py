"""Offices under a memorandum: liaison officers, committees, assistance (chapter 6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from entraide.agreements.budgets import day_start
from entraide.agreements.decision import Denial, Side, about_office
from entraide.agreements.policy import Permit, Policy, compile_policy
from entraide.agreements.reading import agreement_of_json
from entraide.agreements.standing import Pause, Standing
from entraide.agreements.terms import Form, OtherForm
from entraide.kernel.canonical import decode_canonical
from tests.unit.agreements.given import DE, ES, MA, NOW, agreement_of, policy_of, signed_by_all

POLICY = policy_of()


def with_forms(*forms: str, two: tuple[str, ...] = ()) -> Policy:
    body = decode_canonical(agreement_of().canonical())
    body["other-forms"]["forms"] = list(forms)
    body["exchange"]["two-officers-for"] = list(two)
    return compile_policy(signed_by_all(agreement_of_json(body)))


def ask(policy: Policy, form: Any, pair: tuple[str, str] = (ES, MA), now: Any = NOW) -> Any:
    question = about_office(form, pair, Side.HOLDER)
    return policy.decide(question, now_ms=now, budget_used=0)


@pytest.mark.parametrize("form", OtherForm)
def test_article_6_1_an_office_is_permitted_exactly_where_its_form_is_agreed(
    form: OtherForm,
) -> None:
    for other in OtherForm:
        decision = ask(with_forms(form), other)
        if other is form:
            assert isinstance(decision, Permit)
            assert "Art. 6.1" in decision.articles
            assert "Art. 2.3" not in decision.articles
        else:
            assert decision == Denial("policy.office_not_agreed", "Art. 6.1", "de-es-ma-2026")
    assert ask(with_forms(), form).article == "Art. 6.1"


@pytest.mark.parametrize(
    ("pair", "now", "article"),
    [
        (("fr.bureau", MA), NOW, "Art. 1.1"),
        ((MA, "fr.bureau"), NOW, "Art. 1.1"),
        ((MA, MA), NOW, "Art. 1.1"),
        ((ES, MA), 0, "Art. 8.1"),
        ((ES, MA), day_start(POLICY.agreement.safeguards.review_by), "Art. 9.6"),
        ((ES, MA), day_start(POLICY.agreement.final_provisions.expires), "Art. 8.2"),
        ((ES, MA), None, "evaluation"),
    ],
)
def test_no_office_stands_between_others_or_outside_the_period(
    pair: tuple[str, str], now: Any, article: str
) -> None:
    assert ask(POLICY, OtherForm.JOINT_COMMITTEE, pair, now).article == article


def test_a_party_that_has_suspended_the_agreement_shares_no_office() -> None:
    aside = Standing(suspended=(Pause(ES, NOW - 1, None),))
    policy = compile_policy(signed_by_all(agreement_of()), aside)
    assert ask(policy, OtherForm.TRAINING).article == "Art. 8.4"
    assert isinstance(ask(policy, OtherForm.TRAINING, (DE, MA)), Permit)


def test_a_form_of_chapter_6_gives_no_leave_to_exchange_information_nor_the_other_way() -> None:
    text = about_office(OtherForm.TRAINING, (ES, MA), Side.HOLDER)
    as_word = replace(text, form="training")  # type: ignore[arg-type]
    assert isinstance(POLICY.decide(as_word, now_ms=NOW, budget_used=0), Denial)
    asked = replace(text, form=Form.SPONTANEOUS)
    assert isinstance(POLICY.decide(asked, now_ms=NOW, budget_used=0), Denial)


def test_two_officers_concur_on_an_office_where_two_must_for_information_unasked() -> None:
    forms = tuple(OtherForm)
    one, two = with_forms(*forms), with_forms(*forms, two=("spontaneous",))
    assert not ask(one, OtherForm.TRAINING).obligations.two_officers
    assert ask(two, OtherForm.TRAINING).obligations.two_officers
