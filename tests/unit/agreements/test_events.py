"""Article 5.5: a major event is agreed by name, with its own budget, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from entraide.agreements.comparison import compare_agreements
from entraide.agreements.drafting import write_agreement
from entraide.agreements.policy import Permit, Policy, compile_policy
from entraide.agreements.reading import agreement_of_json, parse_agreement
from entraide.agreements.terms import Form
from entraide.errors import InputError
from entraide.kernel.canonical import decode_canonical
from tests.unit.agreements.given import DE, ES, MA, NOW, agreement_of, asked, signed_by_all

EVENT: dict[str, Any] = {
    "id": "world-cup-2030",
    "name": "World Cup 2030",
    "hosts": [MA, ES],
    "dissolves": "2030-08-31",
    "accreditations": 1_000,
    "answers": "outcome",
    "refer-from": "possible",
}


def event_text(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = decode_canonical(agreement_of().canonical())
    body["memorandum"] = 3
    body["exchange"]["forms"] = sorted({*body["exchange"]["forms"], "screening"})
    body["missions"]["events"] = [{**EVENT, **changes}]
    return body


def policy() -> Policy:
    return compile_policy(signed_by_all(agreement_of_json(event_text())))


def screening(**changes: object) -> Any:
    return asked(
        **{"form": Form.SCREENING, "event": "world-cup-2030", **changes},
    )


def test_article_5_5_a_list_is_screened_for_the_event_that_is_agreed_within_its_own_budget() -> (
    None
):
    compiled = policy()

    def decided(question: Any, used: int = 0) -> Any:
        return compiled.decide(question, now_ms=NOW, budget_used=used)

    assert isinstance(decided(screening()), Permit)
    assert isinstance(decided(screening(), 999), Permit), "beyond the 500 questions of a day"
    for denied in (decided(screening(), 1_000), decided(screening(event="games"))):
        assert (denied.code, denied.article) == ("policy.event_not_agreed", "Art. 5.5")
    assert decided(screening(event="")).article == "Art. 5.5"
    assert decided(screening(event="criminal-investigation")).article == "Art. 5.5"
    assert decided(asked(), 500).code == "policy.budget_exceeded", "questions keep their own"
    assert decided(screening(purpose="training")).article == "Art. 2.3"
    assert decided(screening(offence="opinion.publication")).article == "Art. 9.1"


def test_a_memorandum_without_the_form_screens_nothing_though_it_names_the_event() -> None:
    body = event_text()
    body["exchange"]["forms"].remove("screening")
    compiled = compile_policy(signed_by_all(agreement_of_json(body)))
    denied = compiled.decide(screening(), now_ms=NOW, budget_used=0)
    assert not isinstance(denied, Permit)
    assert denied.article == "Art. 2.5"


def _two(body: dict[str, Any]) -> None:
    body["missions"]["events"] = [EVENT, {**EVENT, "accreditations": 5}]


def _stranger(body: dict[str, Any]) -> None:
    body["missions"]["events"][0]["hosts"] = ["fr.bureau"]


def _late(body: dict[str, Any]) -> None:
    body["missions"]["events"][0]["dissolves"] = "2032-01-01"


def _none(body: dict[str, Any]) -> None:
    del body["missions"]["events"]


def _form(body: dict[str, Any]) -> None:
    body["memorandum"] = 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_two, "event_twice"),
        (_stranger, "not_agreed_above"),
        (_late, "event_after_end"),
        (_none, "screening_without_event"),
        (_form, "form"),
    ],
)
def test_an_event_that_contradicts_the_memorandum_is_refused(
    change: Callable[[dict[str, Any]], None], code: str
) -> None:
    body = event_text()
    change(body)
    with pytest.raises(InputError) as caught:
        agreement_of_json(body)
    assert caught.value.code == f"agreement.{code}"


def test_the_text_with_an_event_reads_back_and_a_change_of_it_is_seen() -> None:
    agreement = agreement_of_json(event_text())
    assert parse_agreement(write_agreement(agreement)) == agreement
    (found,) = compare_agreements(agreement, agreement_of_json(event_text(accreditations=50_000)))
    assert (found.article, found.before, found.after) == ("5.5", 1_000, 50_000)
    assert DE not in agreement.missions.events[0].hosts
