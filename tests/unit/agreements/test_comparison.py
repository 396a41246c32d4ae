"""Two texts article by article, and the texts that follow a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.amending import accede, admit_observer, amend
from entraide.agreements.budgets import Period
from entraide.agreements.chapters.exchange import BudgetRow
from entraide.agreements.chapters.general import Observer
from entraide.agreements.comparison import compare_agreements
from entraide.agreements.drafting import write_agreement
from entraide.agreements.reading import agreement_of_json, parse_agreement
from entraide.errors import InputError
from entraide.kernel.keys import SigningKey
from tests.unit.agreements.given import DE, ES, MA, STARTS, agreement_of, party

TEXT = agreement_of(MA, ES)
FORM: dict[str, Any] = dict(to_json(TEXT))  # type: ignore[call-overload]
LATER = STARTS + timedelta(days=30)
ORGANISATION = Observer(
    id="xo.organisation",
    name="EXERCISE organisation",
    contact="day and night",
    root=replace(party(MA).root, keys=(SigningKey(b"\x0b" * 32).public,)),
)


def changed(**exchange: object) -> Agreement:
    return replace(TEXT, exchange=replace(TEXT.exchange, **exchange))  # type: ignore[arg-type]


def test_a_text_does_not_differ_from_itself_however_it_is_written() -> None:
    assert compare_agreements(TEXT, TEXT) == ()
    turned = changed(categories=tuple(reversed(TEXT.exchange.categories)))
    assert compare_agreements(TEXT, turned) == ()


def test_each_change_of_a_counter_proposal_stands_under_its_article() -> None:
    rows = (BudgetRow(asker="each", purpose="each", limit=20, period=Period.WEEK),)
    proposed = changed(budgets=rows, categories=(*TEXT.exchange.categories, "biometrics")[1:])
    first = TEXT.exchange.categories[0]
    found = compare_agreements(TEXT, replace(proposed, title="Another title"))
    assert [(one.article, one.path, one.before, one.after) for one in found] == [
        ("", "title", TEXT.title, "Another title"),
        ("2.2", "exchange.categories[biometrics]", None, "biometrics"),
        ("2.2", f"exchange.categories[{first}]", first, None),
        ("2.10", "exchange.budgets[each, each].limit", 500, 20),
        ("2.10", "exchange.budgets[each, each].period", "day", "week"),
    ]
    assert all(one.meaning for one in found)


def test_a_root_key_that_was_exchanged_does_not_hide_in_a_party() -> None:
    stranger = party(ES, SigningKey(b"\x09" * 32))
    other = replace(TEXT, general=replace(TEXT.general, parties=(stranger, party(MA))))
    paths = {one.path.split("[")[0] + one.path[-1] for one in compare_agreements(TEXT, other)}
    assert len(paths) == 1
    assert {one.article for one in compare_agreements(TEXT, other)} == {"1.1"}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(TEXT.exchange.purposes), unique=True, min_size=1), st.integers(1, 900)
)
def test_texts_without_a_difference_are_the_same_text(purposes: list[str], days: int) -> None:
    agreed = tuple(purposes)
    sensitive = tuple(one for one in TEXT.exchange.sensitive_purposes if one in agreed)
    other = changed(purposes=agreed, sensitive_purposes=sensitive)
    other = replace(other, personal_data=replace(other.personal_data, retention_days=days))
    same = other.canonical() == TEXT.canonical()
    assert (compare_agreements(TEXT, other) == ()) is same


def test_article_8_3_an_amendment_keeps_the_name_and_starts_later() -> None:
    later = amend(TEXT, LATER)
    assert (later.id, later.final_provisions.entry_into_force) == (TEXT.id, LATER)
    assert {one.article for one in compare_agreements(TEXT, later)} == {"8.1", "8.2", "9.6"}
    with pytest.raises(InputError, match=r"agreement\.not_later"):
        amend(TEXT, STARTS)


def test_a_state_that_accedes_becomes_a_party_with_the_budgets_of_each() -> None:
    wider = accede(TEXT, party(DE), LATER)
    assert [one.id for one in wider.parties] == [DE, ES, MA]
    assert wider.covers(DE, MA)
    assert wider.budget_for(DE, wider.exchange.purposes[0])
    with pytest.raises(InputError, match=r"agreement\.party_twice"):
        accede(TEXT, party(ES), LATER)


def test_an_observer_is_named_in_the_text_and_is_no_party() -> None:
    watched = admit_observer(TEXT, ORGANISATION, LATER)
    assert watched.memorandum == 2
    assert not watched.covers(ORGANISATION.id, MA)
    assert not watched.covers(MA, ORGANISATION.id)
    assert parse_agreement(write_agreement(watched)) == watched
    assert agreement_of_json(to_json(watched)) == watched
    with pytest.raises(InputError, match=r"agreement\.key_twice"):
        admit_observer(TEXT, replace(ORGANISATION, root=party(MA).root), LATER)


def test_a_text_without_observers_keeps_the_form_that_the_first_release_reads() -> None:
    assert "observers" not in str(to_json(TEXT))
    with pytest.raises(InputError, match=r"agreement\.list_length"):
        agreement_of_json({**FORM, "general": {**FORM["general"], "observers": []}})
