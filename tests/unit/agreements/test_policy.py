"""What the policy permits, refers and denies; each denial with its article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from entraide.agreements import policy as policy_module
from entraide.agreements.budgets import day_start
from entraide.agreements.decision import (
    Denial,
    Obligations,
    Outcome,
    Referral,
    Side,
    decide_without_agreement,
)
from entraide.agreements.policy import Permit, Policy, compile_policy, try_out
from entraide.agreements.reading import agreement_of_json
from entraide.agreements.rules import RULES, SENSITIVE
from entraide.agreements.terms import Form, HitDetail, OnwardTransfer
from entraide.errors import InputError, LocalProtocolError, PolicyError
from entraide.kernel.canonical import decode_canonical
from entraide.vocabulary.messages import SENTENCES, render
from entraide.vocabulary.offences import OFFENCES
from tests.unit.agreements.given import (
    DE,
    ES,
    MA,
    NOW,
    QUESTION,
    agreement_of,
    asked,
    policy_of,
    signed_by_all,
    text_of,
)
from tests.unit.agreements.given_policy import POLICY, decide

LIMIT = 500


def test_a_question_that_the_memorandum_covers_is_permitted_on_both_sides() -> None:
    for side in Side:
        permit = decide(asked(side=side))
        assert isinstance(permit, Permit)
        assert permit.purpose == "criminal-investigation"
        assert (permit.agreement, permit.digest) == ("de-es-ma-2026", POLICY.agreement.digest)
        assert "Art. 2.3" in permit.articles


def test_a_permit_carries_the_obligations_of_the_memorandum() -> None:
    assert decide().obligations == Obligations(
        hit_detail=HitDetail.BAND_AND_REFERENCE,
        most_hits=5,
        answer_after_ms=0,
        answer_within_hours=168,
        handling=("H1", "H2"),
        onward_transfer=OnwardTransfer.WITH_PERMISSION,
        retention_days=365,
        two_officers=False,
        person_at_holder=False,
    )


@pytest.mark.parametrize(
    ("form", "urgent", "hours"),
    [
        (Form.HIT_NO_HIT, True, 8),
        (Form.REQUEST, True, 72),
        (Form.HIT_NO_HIT, False, 168),
        (Form.REQUEST, False, 168),
    ],
)
def test_directive_2023_977_article_5_deadlines(form: Form, urgent: bool, hours: int) -> None:
    permit = decide(asked(form=form, urgent=urgent))
    assert permit.obligations.answer_within_hours == hours


def test_a_notice_needs_two_officers() -> None:
    assert decide(asked(form=Form.NOTICE)).obligations.two_officers


DENIED: dict[str, tuple[dict[str, Any], str, str]] = {
    "a stranger asks": ({"asker": "fr.bureau"}, "asker_not_a_party", "Art. 1.1"),
    "a stranger is asked": ({"holder": "fr.bureau"}, "holder_not_a_party", "Art. 1.1"),
    "a party asks itself": ({"holder": MA}, "same_party", "Art. 1.1"),
    "an unknown purpose": ({"purpose": "curiosity"}, "purpose_not_agreed", "Art. 2.3"),
    "a purpose of another agreement": ({"purpose": "training"}, "purpose_not_agreed", "Art. 2.3"),
    "no purpose": ({"purpose": ""}, "purpose_not_agreed", "Art. 2.3"),
    "an unknown offence": ({"offence": "sorcery"}, "offence_not_agreed", "Art. 2.1"),
    "no offence": ({"offence": ""}, "offence_not_agreed", "Art. 2.1"),
    "a whole domain for an offence": ({"offence": "drugs"}, "offence_not_agreed", "Art. 2.1"),
    "the ancestor of offences": ({"offence": "offences"}, "offence_not_agreed", "Art. 2.1"),
    "irregular entry": ({"offence": "migration.irregular-entry"}, "never_exchanged", "Art. 9.1"),
    "a group that is excluded": ({"offence": "migration"}, "never_exchanged", "Art. 9.1"),
    "a category not agreed": (
        {"categories": ("names", "genetic")},
        "category_not_agreed",
        "Art. 2.2",
    ),
    "no category": ({"categories": ()}, "category_not_agreed", "Art. 2.2"),
    "no case": ({"has_case": False}, "no_case", "Art. 2.11"),
    "no legal basis": ({"has_legal_basis": False}, "no_legal_basis", "Art. 2.11"),
}


@pytest.mark.parametrize("name", DENIED)
def test_what_was_not_agreed_is_denied_with_its_article(name: str) -> None:
    changes, code, article = DENIED[name]
    for side in Side:
        denial = decide(asked(**changes, side=side))
        assert denial == Denial(f"policy.{code}", article, "de-es-ma-2026")


@pytest.mark.parametrize("offence", [one.code for one in OFFENCES if one.excluded])
def test_rpd_articles_82_and_83_no_excluded_offence_is_ever_a_reason(offence: str) -> None:
    assert decide(asked(offence=offence)).article == "Art. 9.1"


@pytest.mark.parametrize("offence", [one.code for one in OFFENCES if not one.excluded])
def test_every_ordinary_offence_is_covered_by_its_domain(offence: str) -> None:
    assert isinstance(decide(asked(offence=offence)), Permit)


START, REVIEW, END = (
    day_start(POLICY.agreement.final_provisions.entry_into_force),
    day_start(POLICY.agreement.safeguards.review_by),
    day_start(POLICY.agreement.final_provisions.expires),
)


@pytest.mark.parametrize(
    ("now", "code", "article"),
    [
        (START - 1, "not_yet_in_force", "Art. 8.1"),
        (REVIEW, "review_lapsed", "Art. 9.6"),
        (END - 1, "review_lapsed", "Art. 9.6"),
        (END, "expired", "Art. 8.2"),
        (-1, "not_yet_in_force", "Art. 8.1"),
        (2**63 - 1, "expired", "Art. 8.2"),
    ],
)
def test_nothing_passes_before_the_first_day_or_after_the_review(
    now: int, code: str, article: str
) -> None:
    assert decide(now=now) == Denial(f"policy.{code}", article, "de-es-ma-2026")


@pytest.mark.parametrize(
    ("used", "passes"), [(0, True), (LIMIT - 1, True), (LIMIT, False), (-1, False)]
)
def test_enumeration_ends_where_the_budget_ends(used: int, passes: bool) -> None:
    decision = decide(used=used)
    assert isinstance(decision, Permit) is passes
    if not passes:
        assert decision == Denial("policy.budget_exceeded", "Art. 2.10", "de-es-ma-2026")


def test_a_form_that_is_not_agreed_is_denied() -> None:
    narrow = policy_of(text_of(MA, ES, template="search-only"))
    denial = narrow.decide(asked(form=Form.REQUEST), now_ms=NOW, budget_used=0)
    assert denial == Denial("policy.form_not_agreed", "Art. 2.5", "es-ma-2026")


def test_a_purpose_that_cannot_justify_a_search_allows_information_but_no_search() -> None:
    policy = policy_of(text_of().replace("    - prosecution ", "    - training  # "))
    given = policy.decide(
        asked(purpose="training", form=Form.SPONTANEOUS), now_ms=NOW, budget_used=0
    )
    searched = policy.decide(asked(purpose="training"), now_ms=NOW, budget_used=0)
    assert isinstance(given, Permit)
    assert searched == Denial("policy.purpose_not_for_search", "Art. 2.3", "de-es-ma-2026")


def test_an_offence_that_the_parties_exclude_is_denied() -> None:
    policy = policy_of(text_of().replace("excluded-offences: []", "excluded-offences: [drugs]"))
    denial = policy.decide(QUESTION, now_ms=NOW, budget_used=0)
    assert denial == Denial("policy.offence_excluded", "Art. 9.1", "de-es-ma-2026")


def test_no_agreement_at_all_is_a_denial_like_the_others() -> None:
    assert decide_without_agreement() == Denial("policy.no_agreement", "none")


def left_standing(**exchange: list[str]) -> Policy:
    body = decode_canonical(agreement_of().canonical())
    body["exchange"]["forms"] += ["standing"]
    body["exchange"]["two-officers-for"] += ["standing"]
    body["exchange"] |= exchange
    return compile_policy(signed_by_all(agreement_of_json(body)))


def test_article_2_5_a_question_is_left_standing_only_where_the_text_names_the_form() -> None:
    standing = asked(form=Form.STANDING)
    assert decide(standing) == Denial("policy.form_not_agreed", "Art. 2.5", "de-es-ma-2026")
    permit = left_standing().decide(standing, now_ms=NOW, budget_used=0)
    assert isinstance(permit, Permit)
    assert permit.obligations.two_officers
    for wrong in ({"forms": ["standing"]}, {"two-officers-for": []}):
        with pytest.raises(InputError, match=r"agreement\.(standing|not_agreed)"):
            left_standing(**wrong)


def test_a_sensitive_or_excluded_question_is_never_left_standing() -> None:
    policy = left_standing()
    for side in Side:
        sought = replace(SOUGHT, form=Form.STANDING, side=side)
        denial = policy.decide(sought, now_ms=NOW, budget_used=0)
        assert denial == Denial("policy.standing_sensitive", "Art. 2.4", "de-es-ma-2026")
    excluded = asked(form=Form.STANDING, offence="migration.irregular-stay")
    denial = policy.decide(excluded, now_ms=NOW, budget_used=0)
    assert denial == Denial("policy.never_exchanged", "Art. 9.1", "de-es-ma-2026")


def test_each_rule_is_the_reason_of_some_denial() -> None:
    tried = {code for _, code, _ in DENIED.values()} | {
        "not_yet_in_force",
        "expired",
        "review_lapsed",
        "budget_exceeded",
        "form_not_agreed",
        "purpose_not_for_search",
        "offence_excluded",
        "sensitive_purpose",
        "standing_sensitive",
        *("amended", "suspended", "terminated"),  # test_standing
        "office_not_agreed",  # test_offices
        "event_not_agreed",  # test_events
    }
    assert tried == {rule.code.removeprefix("policy.") for rule in RULES}


SOUGHT = asked(purpose="missing-person", offence="missing-persons.disappearance")


def test_a_sensitive_purpose_waits_for_a_person_at_the_holder_only() -> None:
    referral = decide(SOUGHT)
    assert isinstance(referral, Referral)
    assert (referral.code, referral.article) == (SENSITIVE, "Art. 2.4")
    permit = decide(replace(SOUGHT, side=Side.ASKER))
    assert isinstance(permit, Permit)
    assert permit.obligations.person_at_holder


def test_a_sensitive_purpose_that_is_also_denied_is_not_referred() -> None:
    assert decide(replace(SOUGHT, offence="opinion.publication")).article == "Art. 9.1"


def test_a_person_at_the_holder_turns_a_referral_into_a_permit() -> None:
    permit = POLICY.decide_reviewed(decide(SOUGHT), ("r.1",), now_ms=NOW, budget_used=0)
    assert isinstance(permit, Permit)
    assert permit.reviewers == ("r.1",)


def test_nobody_is_not_a_person() -> None:
    referral = decide(SOUGHT)
    assert POLICY.decide_reviewed(referral, (), now_ms=NOW, budget_used=0) == referral


def test_four_eyes_are_those_of_two_different_officers() -> None:
    referral = decide(replace(SOUGHT, form=Form.NOTICE))
    one = POLICY.decide_reviewed(referral, ("r.1", "r.1"), now_ms=NOW, budget_used=0)
    two = POLICY.decide_reviewed(referral, ("r.1", "r.2"), now_ms=NOW, budget_used=0)
    assert one == referral
    assert isinstance(two, Permit)


def test_a_referral_that_says_one_officer_is_enough_is_not_believed() -> None:
    referral = decide(replace(SOUGHT, form=Form.NOTICE))
    milder = replace(referral, obligations=replace(referral.obligations, two_officers=False))
    one = POLICY.decide_reviewed(milder, ("r.1",), now_ms=NOW, budget_used=0)
    assert one == referral


def test_an_agreement_that_lapses_while_an_officer_reads_denies() -> None:
    late = POLICY.decide_reviewed(decide(SOUGHT), ("r.1",), now_ms=REVIEW, budget_used=0)
    assert late == Denial("policy.review_lapsed", "Art. 9.6", "de-es-ma-2026")


def pieces() -> dict[str, Any]:
    permit = decide()
    return {one.name: getattr(permit, one.name) for one in fields(permit)}


FORGERIES: dict[str, Callable[[], object]] = {
    "without the maker": lambda: Permit(**pieces()),
    "with a maker of one's own": lambda: Permit(**pieces(), maker=object()),
    "with no maker": lambda: Permit(**pieces(), maker=None),
    "by changing the purpose of another": lambda: replace(decide(), purpose="curiosity"),
    "by changing the question of another": lambda: replace(decide(), question=SOUGHT),
    "by a policy of one's own": lambda: replace(POLICY, rulebook=POLICY.rulebook),
    "by setting a field": lambda: setattr(decide(), "question", SOUGHT),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_permit_cannot_be_made_elsewhere(name: str) -> None:
    with pytest.raises((LocalProtocolError, TypeError, ValueError, AttributeError)):
        FORGERIES[name]()


def test_the_maker_is_not_exported() -> None:
    made = {"Decision", "Permit", "Policy", "compile_policy"}
    assert set(policy_module.__all__) == made | {"Trial", "permit_of", "try_out"}


def test_a_text_on_trial_gives_no_permit() -> None:
    """It says what would be decided, in a value that no disclosing call takes."""
    tried = try_out(agreement_of()).decide(QUESTION, now_ms=NOW, budget_used=0)
    assert tried.outcome is Outcome.PERMITTED
    assert not isinstance(tried, Permit)


def test_every_denial_has_a_sentence() -> None:
    for code, article in [
        *((rule.code, rule.article) for rule in RULES),
        ("policy.not_evaluated", "evaluation"),
        ("policy.no_agreement", "none"),
    ]:
        assert code in SENTENCES
        assert render(PolicyError(code, article=article)) != code


def test_no_party_pair_of_the_three_is_left_out() -> None:
    pairs = [(a, h) for a in (MA, ES, DE) for h in (MA, ES, DE) if a != h]
    assert all(isinstance(decide(asked(asker=a, holder=h)), Permit) for a, h in pairs)
