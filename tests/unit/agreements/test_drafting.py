"""A draft is a text that lawyers read and that reads back."""

from __future__ import annotations

import pytest

from entraide.agreements.agreement import Agreement
from entraide.agreements.drafting import draft_agreement, write_agreement
from entraide.agreements.provisions import Part, provisions_of
from entraide.agreements.reading import parse_agreement
from entraide.agreements.templates import TEMPLATES
from entraide.agreements.terms import Form, HitDetail
from entraide.errors import InputError
from tests.unit.agreements.given import DE, ES, MA, STARTS, agreement_of, party, text_of


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("names", [(MA, ES), (MA, ES, DE)])
def test_a_draft_for_two_or_three_reads_back_to_itself(
    template: str, names: tuple[str, ...]
) -> None:
    text = text_of(*names, template=template)
    agreement = parse_agreement(text)
    assert {one.id for one in agreement.parties} == set(names)
    assert parse_agreement(write_agreement(agreement)) == agreement


def test_a_draft_names_every_article_beside_its_provision() -> None:
    text = text_of()
    for _, chapter in provisions_of(Agreement):
        if not isinstance(chapter.shape, Part):
            continue
        assert f"# Chapter {chapter.article}. {chapter.meaning}" in text
        for name, one in provisions_of(chapter.shape.kind):
            assert (f"# Art. {one.article} {one.meaning}" in text) is not one.optional, name


def test_articles_are_numbered_in_order_within_their_chapter() -> None:
    for _, chapter in provisions_of(Agreement):
        if isinstance(chapter.shape, Part):
            found = [one.article for _, one in provisions_of(chapter.shape.kind)]
            assert found == [f"{chapter.article}.{at}" for at in range(1, len(found) + 1)]


def test_the_search_only_draft_lets_nothing_else_pass() -> None:
    agreement = parse_agreement(text_of(MA, ES, template="search-only"))
    assert agreement.exchange.forms == (Form.HIT_NO_HIT,)
    assert agreement.exchange.hits.detail is HitDetail.NONE


def test_a_draft_among_one_party_is_refused() -> None:
    with pytest.raises(InputError, match=r"agreement\.party_twice"):
        draft_agreement((party(MA), party(MA)), "search-only", starts=STARTS)
    with pytest.raises(InputError, match=r"agreement\.list_length"):
        parse_agreement(draft_agreement((party(MA),), "search-only", starts=STARTS))


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(InputError, match="police-cooperation"):
        draft_agreement((party(MA), party(ES)), "police-coperation", starts=STARTS)


def test_a_long_draft_stays_far_below_the_limit_of_a_text() -> None:
    assert len(text_of()) < 16_000


def test_the_order_in_which_parties_are_given_does_not_count() -> None:
    assert agreement_of(MA, ES, DE).digest == agreement_of(DE, MA, ES).digest
