"""The review of a notice: two officers, every question answered, nothing published without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entraide.errors import InputError
from entraide.exchange.notice.checks import check_notice
from entraide.exchange.notice.questions import (
    LEAST_WORDS,
    QUESTIONS,
    Effect,
    parse_answer,
    questions_for,
)
from entraide.exchange.notice.review import blocking, flagged, verify_review
from entraide.exchange.notice.terms import Colour, TextPart
from entraide.kernel.keys import SigningKey
from tests.notices import REVIEWERS, WHY, vouched_for
from tests.unit.exchange.given_notices import RED, TODAY


def test_a_notice_that_two_others_reviewed_is_believed() -> None:
    assert verify_review(RED, vouched_for(RED)) == ()


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"refugee": "from-the-issuing-state"}, "refugee"),
        ({"article_3": "predominantly"}, "article-3"),
        ({"article_2": "doubtful"}, "article-2"),
        ({"article_2": "no"}, "article-2"),
        ({"torture": "yes"}, "torture"),
        ({"quality": "no"}, "quality"),
    ],
)
def test_an_answer_that_stops_a_notice_stops_it_at_the_recipient_too(
    changed: dict[str, str], question: str
) -> None:
    vouched = vouched_for(RED, **changed)
    assert blocking(vouched.said) == (question,)
    assert [each.code for each in verify_review(RED, vouched)] == ["notice.review_blocks"]


def test_a_death_penalty_without_assurance_is_flagged_for_the_confirming_officer() -> None:
    for choice in ("possible-with-assurance", "possible-without-assurance"):
        assert flagged(vouched_for(RED, death_penalty=choice).said) == ("death-penalty",)


@pytest.mark.parametrize(
    ("officers", "keys"),
    [
        (("officer-one", "officer-one"), REVIEWERS),
        (("officer-one", "officer-two"), (REVIEWERS[0], REVIEWERS[0])),
        (("officer-one",), REVIEWERS),
        (("officer-drafts", "officer-two"), REVIEWERS),
        ((), REVIEWERS),
    ],
)
def test_one_officer_one_key_or_the_drafter_is_not_two_pairs_of_eyes(
    officers: tuple[str, ...], keys: tuple[SigningKey, ...]
) -> None:
    found = verify_review(RED, vouched_for(RED, officers=officers, keys=keys))
    assert [each.code for each in found] == ["notice.not_two_officers"]


def test_signatures_under_another_text_or_other_addressees_hold_for_nothing() -> None:
    vouched = vouched_for(RED)
    for changed in (replace(RED, offence="violent-crime.homicide"), replace(RED, version=2)):
        found = verify_review(changed, vouched)
        assert [each.code for each in found] == ["notice.review_signature"]
    (found,) = verify_review(RED, replace(vouched, to="0" * 64))
    assert found.code == "notice.review_signature"


def test_a_question_left_out_answered_twice_or_invented_is_no_review() -> None:
    vouched = vouched_for(RED)
    first = vouched.said[0]
    for said in (vouched.said[1:], (first, *vouched.said),
                 (replace(first, choice="perhaps"), *vouched.said[1:])):  # fmt: skip
        found = verify_review(RED, replace(vouched, said=said))
        assert [each.code for each in found] == ["notice.not_reviewed"]


def test_every_question_can_let_pass_and_every_one_but_flags_can_stop() -> None:
    for question in QUESTIONS:
        effects = {choice.effect for choice in question.choices}
        assert Effect.CLEAR in effects
        assert Effect.BLOCK in effects or question.code == "death-penalty"


def test_who_is_named_is_asked_about_and_a_method_is_not() -> None:
    method = replace(RED, colour=Colour.PURPLE, values=(), status=None, judicial=None,
                     texts=((TextPart.METHOD, "So"),), purpose="criminal-investigation",
                     countries=())  # fmt: skip
    assert check_notice(method, TODAY) == ()
    assert [each.code for each in questions_for(method)] == ["article-3", "article-2", "quality"]
    assert len(questions_for(RED)) == len(
        [each for each in QUESTIONS if RED.colour in each.colours]
    )


@pytest.mark.parametrize(
    "text", ["article-3=perhaps: " + WHY, "nothing=no: " + WHY, "article-3=no", "no", ""]
)
def test_an_answer_is_one_that_its_question_allows_and_always_in_words(text: str) -> None:
    with pytest.raises(InputError, match=r"notice\.(no_such_answer|answer_without_words)"):
        parse_answer(text)
    with pytest.raises(InputError, match=r"notice\.answer_without_words"):
        parse_answer(f"article-3=no: {'x' * (LEAST_WORDS - 1)}")


def test_what_travels_of_a_review_holds_no_word_of_it() -> None:
    assert WHY not in str(vouched_for(RED).to_json())
