"""A partnership reviewed: both sides count, differences are shown, both sign the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from entraide.adapters.tables import schema
from entraide.agreements.budgets import Budget
from entraide.agreements.budgets import Period as BudgetPeriod
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.exchange.figures import Clock, Figure, Item, Period, figures_of
from entraide.exchange.review import (
    Draft,
    Review,
    SignedReview,
    compare_drafts,
    decode_review,
    encode_review,
    missing_parties,
    sign_review,
    verify_review,
)
from entraide.kernel.message import sign_message
from entraide.node.keys.identity import own_keys
from tests.nodes import ES, MA, Bureau, asynchronous, exchange
from tests.together.node.test_requests import NAME, PASSPORT, found, release, request

DAY = 86_400_000


async def reviewed(by: Bureau, partner: str, **changes: int) -> SignedReview:
    now_ms = by.clock.now_ms()
    wanted = {"from_ms": now_ms - DAY, "until_ms": now_ms, **changes}
    result = await by.perform("review", partner=partner, **wanted)
    return decode_review(result["review"].encode())


def values(review: SignedReview, asker: str) -> dict[str, tuple[int | None, ...]]:
    rows = compare_drafts(review)
    return {f"{row.name}{row.detail}": row.values for row in rows if row.asker == asker}


@asynchronous
async def test_both_sides_count_the_same_and_sign_the_same_document(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        hit = await found(ma, es)
        await ma.ask("Nobody Known")
        await es.ask("Somebody Else")
        wanted = (await request(ma, hit))["thread"]
        await release(es, wanted)
        await es.perform("withdraw", thread=wanted, reason="EXERCISE")
        review = await reviewed(ma, ES)
        asked, given_back = values(review, MA), values(review, ES)
        assert (asked["questions"], asked["hits"], asked["no_hits"]) == ((2, 2), (1, 1), (1, 1))
        assert (asked["requests"], asked["replies"], asked["on_time"]) == ((1, 1),) * 3
        assert (asked["withdrawals"], asked["executed"]) == ((1, 1), (1, 1))
        assert (given_back["questions"], given_back["requests"]) == ((1, 1), (0, 0))
        assert not any(row.differs for row in compare_drafts(review))
        for secret in (NAME, PASSPORT, "Nobody", "R-1"):
            assert secret.encode() not in encode_review(review), "figures hold no personal data"
        both = sign_review(sign_review(review, ma.roots[0]), es.roots[0])
        other = sign_review(sign_review(review, es.roots[0]), ma.roots[0])
        assert encode_review(both) == encode_review(other), "one review has one form"
        verify_review(both)
        assert (missing_parties(review), missing_parties(both)) == ((ES, MA), ())
        assert "review.made" in await ma.actions()
        assert "review.answered" in await es.actions()


@asynchronous
async def test_where_the_counts_differ_the_review_says_so_and_nobody_can_change_them(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Nobody Known")
        with es.node.writer.engine.begin() as connection:  # Madrid hides that it was asked
            connection.execute(delete(schema.message))
        review = await reviewed(ma, ES)
        rows = {row.name: row for row in compare_drafts(review) if row.asker == MA}
        assert rows["questions"].values == (0, 1)
        assert rows["questions"].differs
        theirs = next(draft for draft in review.drafts if draft.party == ES)
        ours = next(draft for draft in review.drafts if draft.party == MA)
        better = replace(theirs.review, figures=ours.review.figures)
        message = replace(theirs.signed.message, body=better.to_json())
        for forged in (
            replace(theirs.signed, message=message),
            sign_message(message, ma.node.keyring.signing),
        ):
            put = SignedReview((ours, replace(theirs, signed=forged)))
            with pytest.raises(TrustError):
                verify_review(put)
        with pytest.raises(TrustError, match=r"review\.of_others"):
            verify_review(SignedReview((ours, ours)))
        mine = own_keys(ma.node)
        with pytest.raises(TrustError, match=r"keyset\.of_another"):
            verify_review(SignedReview((ours, Draft(theirs.signed, mine))))
        with pytest.raises(TrustError, match=r"review\.not_a_root"):
            sign_review(review, ma.node.keyring.signing)


@asynchronous
async def test_no_figures_without_an_agreement_or_of_a_time_to_come(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        now_ms = ma.clock.now_ms()
        for wrong, code in (
            ({"until_ms": now_ms + DAY}, "review.not_over"),
            ({"from_ms": now_ms - 400 * DAY}, "review.bad_period"),
            ({"from_ms": now_ms + DAY}, "review.bad_period"),
        ):
            with pytest.raises(InputError) as refused:
                await reviewed(ma, ES, **wrong)
            assert refused.value.code == code
        with pytest.raises(InputError, match=r"partner\.unknown"):
            await reviewed(ma, "fr.bureau")
        es.node.policies = ()
        with pytest.raises(RemoteProtocolError) as denied:
            await reviewed(ma, ES)
        assert denied.value.data["reason"] == "review.no_agreement"
        es.node.renew_policies()
        await reviewed(ma, ES)
        assert "message.refused" in await es.actions()


KINDS = ("query", "answer", "denied", "request", "reply", "refusal", "withdrawal", "executed",
         "attachment")  # fmt: skip
PAIR = (ES, MA)
ITEMS = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from(KINDS),
        sender=st.sampled_from(PAIR),
        thread=st.sampled_from("abc"),
        sent_ms=st.integers(-5, 2 * DAY),
        mark=st.sampled_from(("", "hit", "no-hit", "criminal-investigation")),
        clock=st.none() | st.builds(Clock, st.integers(0, 10), st.integers(10, 20)),
    ),
    max_size=20,
)
BUDGETS = {(MA, "criminal-investigation"): Budget(5, BudgetPeriod.DAY)}


@settings(deadline=None, max_examples=60)
@given(st.data(), ITEMS)
def test_figures_depend_on_the_messages_alone_and_travel_as_they_are(
    data: st.DataObject, items: list[Item]
) -> None:
    period = Period(0, DAY)
    figures = figures_of(items, PAIR, period, BUDGETS)
    shuffled = data.draw(st.permutations(items))
    assert figures_of(shuffled, PAIR, period, BUDGETS) == figures
    outside = [replace(item, sent_ms=DAY) for item in items]
    assert figures_of([*items, *outside], PAIR, period, BUDGETS) == figures
    review = Review(period=period, figures=figures)
    assert Review.from_json(review.to_json()) == review


@pytest.mark.parametrize(
    "figures",
    [
        (Figure(MA, "questions", "", 1), Figure(MA, "questions", "", 2)),
        (Figure(MA, "questions", "", 1), Figure(ES, "questions", "", 2)),
    ],
    ids=["twice", "out of order"],
)
def test_a_figure_given_twice_or_out_of_order_is_refused(figures: tuple[Figure, ...]) -> None:
    body: Any = Review(period=Period(0, 1), figures=figures).to_json()
    with pytest.raises(RemoteProtocolError, match=r"field\.malformed"):
        Review.from_json(body)
