"""Laws of the policy: it always answers, it agrees with a plain reading, narrowing never widens."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import day_start
from entraide.agreements.decision import Denial, PolicyQuestion, Referral, Side
from entraide.agreements.policy import Permit, Policy, compile_policy
from entraide.agreements.reading import agreement_of_json
from entraide.agreements.terms import Form, Reason
from entraide.kernel.canonical import decode_canonical
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.offences import OFFENCE_ENTRIES, OFFENCES, covers
from entraide.vocabulary.purposes import PURPOSES
from tests.unit.agreements.given import DE, ES, MA, NOW, QUESTION, agreement_of, signed_by_all

FEW = settings(deadline=None, max_examples=60)
MANY = settings(deadline=None, max_examples=400)
BASE: dict[str, Any] = decode_canonical(agreement_of().canonical())


@cache
def policy_of(body: str) -> Policy:
    return compile_policy(signed_by_all(agreement_of_json(json.loads(body))))


POLICY = policy_of(json.dumps(BASE))


def naming(*reasons: str) -> Policy:
    """The same memorandum, with what every question names about itself."""
    body = json.loads(json.dumps(BASE))
    body["exchange"]["each-question-names"] = list(reasons)
    return policy_of(json.dumps(body))


def left_standing() -> Policy:
    """The same memorandum, under which a search may be left standing."""
    body = json.loads(json.dumps(BASE))
    body["exchange"]["forms"].append("standing")
    body["exchange"]["two-officers-for"].append("standing")
    return policy_of(json.dumps(body))


POLICIES = (
    POLICY,
    left_standing(),
    naming("case"),
    naming("legal-basis"),
    naming("case", "legal-basis"),
)

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(st.characters(categories=("Cs",)), min_size=1),
    st.binary(max_size=8),
    st.lists(st.text(max_size=4) | st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(["__entity", "__extn", "type", "id"]), st.text(max_size=9)),
    st.sampled_from([MA, ES, "hit-no-hit", "holder", "drugs.trafficking", "prosecution"]),
)


@MANY
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(QUESTION.__slots__, ANYTHING)))
@example({"asker": "\ud800"})
@example({"purpose": "\x00"})
def test_the_policy_answers_whatever_it_is_asked(changes: dict[str, Any]) -> None:
    asked = {name: getattr(QUESTION, name) for name in QUESTION.__slots__} | changes
    decision = POLICY.decide(PolicyQuestion(**asked), now_ms=NOW, budget_used=0)
    assert isinstance(decision, Permit | Denial | Referral)
    if isinstance(decision, Permit | Referral):
        assert decision.question.purpose in POLICY.agreement.exchange.purposes
        assert {decision.question.asker, decision.question.holder} <= {MA, ES, DE}


@MANY
@given(ANYTHING, ANYTHING)
def test_the_policy_answers_at_whatever_time_and_count(now: Any, used: Any) -> None:
    decision = POLICY.decide(QUESTION, now_ms=now, budget_used=used)
    assert isinstance(decision, Permit | Denial)


def weighted(good: Any, other: Any) -> st.SearchStrategy[Any]:
    return st.one_of(st.just(good), st.just(good), st.just(good), other)


QUESTIONS = st.builds(
    PolicyQuestion,
    asker=weighted(MA, st.sampled_from([MA, ES, DE, "fr.bureau"])),
    holder=weighted(ES, st.sampled_from([MA, ES, DE, "fr.bureau"])),
    form=st.sampled_from(Form),
    purpose=st.sampled_from([*PURPOSES.codes, "curiosity"]),
    offence=weighted("drugs.precursors", st.sampled_from([*OFFENCE_ENTRIES.codes, "sorcery"])),
    categories=weighted(
        ("names", "birth"), st.lists(st.sampled_from(CATEGORIES.codes), max_size=3).map(tuple)
    ),
    has_case=weighted(True, st.booleans()),
    has_legal_basis=weighted(True, st.booleans()),
    urgent=st.booleans(),
    side=st.sampled_from(Side),
)
MOMENTS = weighted(NOW, st.sampled_from([0, NOW + 2 * 365 * 86_400_000, 2**62]))
COUNTS = weighted(0, st.sampled_from([499, 500, 10**12, -1]))


def plain_reading(agreement: Agreement, asked: PolicyQuestion, now: int, used: int) -> str:
    """What a lawyer with the text in hand would say, written without Cedar."""
    parties = {party.id for party in agreement.parties}
    exchange, safe = agreement.exchange, agreement.safeguards
    budget = agreement.budget_for(asked.asker, asked.purpose)
    offence = OFFENCES.find(asked.offence) if asked.offence in OFFENCES else None
    final = agreement.final_provisions
    holds = (
        len({asked.asker, asked.holder} & parties) == 2,
        day_start(final.entry_into_force) <= now < day_start(final.expires),
        now < day_start(safe.review_by),
        asked.form in exchange.forms,
        asked.purpose in exchange.purposes,
        asked.form not in {Form.HIT_NO_HIT, Form.SCREENING, Form.STANDING}
        or (asked.purpose in PURPOSES and PURPOSES.find(asked.purpose).search),
        offence is not None and offence.excluded is None,
        any(covers(entry, asked.offence) for entry in exchange.offences),
        not any(covers(entry, asked.offence) for entry in safe.excluded_offences),
        bool(asked.categories) and set(asked.categories) <= set(exchange.categories),
        asked.has_case or Reason.CASE not in exchange.each_question_names,
        asked.has_legal_basis or Reason.LEGAL_BASIS not in exchange.each_question_names,
        asked.form != Form.STANDING or asked.purpose not in exchange.sensitive_purposes,
        budget is not None and 0 <= used < budget.limit,
    )
    if not all(holds):
        return "Denial"
    waits = asked.side is Side.HOLDER and asked.purpose in exchange.sensitive_purposes
    return "Referral" if waits else "Permit"


@MANY
@given(st.sampled_from(POLICIES), QUESTIONS, MOMENTS, COUNTS)
def test_cedar_decides_what_a_plain_reading_of_the_text_says(
    policy: Policy, asked: PolicyQuestion, now: int, used: int
) -> None:
    decision = policy.decide(asked, now_ms=now, budget_used=used)
    assert type(decision).__name__ == plain_reading(policy.agreement, asked, now, used)


FINAL = POLICY.agreement.final_provisions
EDGES = [
    day_start(day) + by
    for day in (
        FINAL.entry_into_force,
        FINAL.expires,
        POLICY.agreement.safeguards.review_by,
    )
    for by in (-1, 0, 1)
]
NEAR_LIMITS = st.sampled_from([-1, 0, 1, 499, 500, 501])


@MANY
@given(
    st.sampled_from([QUESTION, replace(QUESTION, side=Side.HOLDER), replace(QUESTION, asker=ES)]),
    st.sampled_from(EDGES),
    NEAR_LIMITS,
)
def test_what_was_decided_before_is_decided_anew_at_every_date_and_budget(
    asked: PolicyQuestion, now: int, used: int
) -> None:
    """The policy is one for all examples: what passed a moment ago is remembered."""
    decision = POLICY.decide(asked, now_ms=now, budget_used=used)
    assert type(decision).__name__ == plain_reading(POLICY.agreement, asked, now, used)


LISTS = ("offences", "categories", "purposes", "forms")


def narrower(draw: st.DrawFn) -> dict[str, Any]:
    """The same memorandum with less of something, or more excluded."""
    body: dict[str, Any] = json.loads(json.dumps(BASE))
    exchange = body["exchange"]
    which = draw(st.sampled_from((*LISTS, "excluded", "limit", "sensitive", "review")))
    if which in LISTS:
        exchange[which] = draw(st.lists(st.sampled_from(exchange[which]), min_size=1, unique=True))
        for inner, outer in (("sensitive-purposes", "purposes"), ("two-officers-for", "forms")):
            exchange[inner] = [one for one in exchange[inner] if one in exchange[outer]]
    elif which == "excluded":
        more = st.lists(st.sampled_from(OFFENCE_ENTRIES.codes), min_size=1, max_size=4, unique=True)
        body["safeguards"]["excluded-offences"] = draw(more)
    elif which == "limit":
        exchange["budgets"][0]["limit"] = draw(st.sampled_from([0, 1, 499]))
    elif which == "sensitive":
        exchange["sensitive-purposes"] = exchange["purposes"]
    else:
        body["safeguards"]["review-by"] = "2026-12-02"
    return body


RANK = {"Denial": 0, "Referral": 1, "Permit": 2}


@FEW
@given(st.composite(narrower)(), st.lists(st.tuples(QUESTIONS, MOMENTS, COUNTS), min_size=20))
def test_narrowing_a_memorandum_or_excluding_more_never_lets_more_pass(
    body: dict[str, Any], questions: list[tuple[PolicyQuestion, int, int]]
) -> None:
    narrow = policy_of(json.dumps(body))
    for asked, now, used in questions:
        before = POLICY.decide(asked, now_ms=now, budget_used=used)
        after = narrow.decide(asked, now_ms=now, budget_used=used)
        assert RANK[type(after).__name__] <= RANK[type(before).__name__]


@MANY
@given(QUESTIONS, MOMENTS, COUNTS)
def test_the_same_question_has_the_same_answer(asked: PolicyQuestion, now: int, used: int) -> None:
    first = POLICY.decide(asked, now_ms=now, budget_used=used)
    assert POLICY.decide(asked, now_ms=now, budget_used=used) == first
