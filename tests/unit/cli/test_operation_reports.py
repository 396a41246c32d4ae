"""Reports of operations: one template in four languages, handling everywhere, nothing is markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entraide.adapters.typesetting import typeset
from entraide.cli.operation.delivery_plan import read_action_plan, read_plan, targets_of
from entraide.errors import InputError
from entraide.figures import Style
from entraide.operations.action_telling import tell_action
from entraide.operations.delivery_telling import tell_delivery
from entraide.operations.journal import Journal
from entraide.report import Block, Picture, Rows, write_html, write_markdown, write_typst
from entraide.vocabulary.language import set_language, translate
from entraide.wording.action_report import action_blocks
from entraide.wording.delivery_report import delivery_blocks
from entraide.wording.operation_report import Report
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import DIGEST, TERMS, founded, write
from tests.unit.operations.given_actions import MOMENT, cleared

HOSTILE = '<script>alert(1)</script> #eval("1") `x` | ; } @page'
LEG = {"means": "Lorry", "surveillance": HOSTILE, "expected_ms": NOW + 1}
PLAN: dict[str, Any] = {
    **{key: TERMS[key] for key in TERMS if key not in {"starts", "until", "states", "people"}},
    "subject": HOSTILE,
    "conduct": "clean",
    "substitute_before": 1,
    "goods": HOSTILE,
    "quantity": "40 kg",
    "sample": "3 g",
    "concealment": "Oranges",
    "risk": "None",
    "origin": {"place": "Tanger", "position": "35.77,-5.80"},
    "destination": {"place": "Hamburg", "position": None},
    "states": [
        {"country": each, "party": party, "law": "L"}
        for each, party in (("MA", MA), ("ES", ES), ("DE", DE))
    ],
    "legs": [
        {"origin": "MA", "destination": "ES", "border": "Med", "position": None, **LEG},
        {"origin": "ES", "destination": "DE", "border": "Kehl", "position": "48.57,7.80", **LEG},
    ],
    "persons": [{"name": "عبد اللطيف", "role": "Driver"}],
    "trackers": [{"reference": "T-7", "on": "Lorry", "authority": "Judge"}],
    "intervention": "At the yard",
    "intervention_decided_by": DE,
    "abort_triggers": ["It opens"],
    "contacts": [{"party": each, "name": "D", "reached_by": "+0"} for each in (DE, ES, MA)],
}


def journal() -> Journal:
    held = Journal().add(founded("delivery.requested", PLAN))
    exhibit = {"sha256": "ab" * 32, "size": 1, "name": "n", "words": HOSTILE, "place": "p"}
    held = held.add(write(held, ES, "evidence.entered", **exhibit))
    kept = held.order[-1].digest
    for party, kind, body in (
        (MA, "leg.started", {"leg": 0}),
        (ES, "substitution", {"extent": "clean", "what": "x", "quantity": "1", "country": "ES",
                              "place": "p", "words": HOSTILE, "evidence": [kept]}),
        (ES, "tracker.set", {"reference": "T-8", "on": "x", "authority": "y", "words": "z"}),
        (ES, "result.claimed", {"what": "seizure", "count": 1, "words": "w", "evidence": [kept]}),
        (ES, "result.claimed", {"what": "arrest", "count": 2, "words": "w", "evidence": []}),
        (DE, "aborted", {"trigger": "It opens", "words": HOSTILE}),
    ):  # fmt: skip
        held = held.add(write(held, party, kind, **body))
    return held


def shown(held: Journal, told: dict[str, Any]) -> dict[str, Any]:
    lines = [
        {"entry": each.digest, "party": each.party, "author": each.author, "kind": each.kind,
         "at_ms": each.at_ms, "body": dict(each.body)}
        for each in held.order
    ]  # fmt: skip
    late = {"finding": "late", "party": ES, "entry": DIGEST, "minutes": 12}
    return {**told, "agreement": DIGEST, "journal": lines, "findings": [late]}


DELIVERY = shown(journal(), tell_delivery(journal().order, "2026-11-22"))
ACTION = shown(cleared(), tell_action(cleared().order, MOMENT))


@pytest.fixture(params=["en", "fr", "es", "ar"])
def style(request: pytest.FixtureRequest) -> Iterator[Style]:
    set_language(request.param)
    yield Style(language=request.param, say=translate)
    set_language("en")


def delivered(style: Style) -> tuple[Block, ...]:
    return tuple(delivery_blocks(Report(DELIVERY, style, "H2", NOW)))


def test_the_four_languages_come_from_one_template_and_show_every_entry(style: Style) -> None:
    blocks = delivered(style)
    set_language("en")
    english = delivered(Style(say=translate))
    assert [type(each) for each in blocks] == [type(each) for each in english]
    assert sum(isinstance(each, Picture) for each in blocks) == 2
    tables = [each for each in blocks if isinstance(each, Rows)]
    assert len(tables[-1].rows) == len(DELIVERY["journal"])
    assert {row[3] for row in tables[-1].rows} == {
        each["entry"][:12] for each in DELIVERY["journal"]
    }


def test_what_is_claimed_without_evidence_is_counted_apart_from_what_is_proved() -> None:
    blocks = delivered(Style(say=translate))
    totals = next(each for each in blocks if isinstance(each, Rows) and each.caption == "In all")
    assert totals.rows == (("arrest", "0", "2"), ("seizure", "1", "0"))


def test_handling_stands_on_every_page_and_what_an_entry_says_is_never_markup() -> None:
    style = Style(say=translate)
    page = write_html(delivered(style), style).text
    assert "<script" not in page
    assert page.count('class="banner"') == 1
    printed = re.findall(r'@(?:top|bottom)-center { content: "([^"]*)"', page)
    assert len(printed) == 2
    assert all("H2" in each and "<" not in each for each in printed)
    source = write_typst(delivered(style), style)
    head, body = source.text.split("#heading", 1)
    assert head.count("H2 ") == 2  # in the head and the foot that typst repeats
    for literal in re.findall(r'"(?:[^"\\]|\\.)*"', body):
        json.loads(literal)
    assert "#eval" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", body)
    marked = write_markdown(delivered(style), style, "r")
    lines = marked.text.strip().splitlines()
    assert "H2" in lines[0]
    assert "H2" in lines[-1]
    assert set(marked.files) == {"r-route.svg", "r-schedule.svg"}


def test_a_report_becomes_a_pdf_in_arabic_too() -> None:
    set_language("ar")
    try:
        style = Style(language="ar", say=translate)
        written = write_typst(delivered(style), style)
    finally:
        set_language("en")
    assert typeset(written.text, written.files).startswith(b"%PDF")


def test_the_report_of_a_day_names_every_state_and_its_word(style: Style) -> None:
    blocks = tuple(action_blocks(Report(ACTION, style, "H2", MOMENT)))
    table = next(each for each in blocks if isinstance(each, Rows) and len(each.columns) == 10)
    assert [row[1] for row in table.rows] == [DE, ES, MA]
    assert len({row[5] for row in table.rows}) == 1  # nobody gave a word


PLAN_TEXT = """
states:
  - {country: NO, party: no.bureau}
  - {country: MA, party: ma.bureau}
legs:
  - {origin: NO, destination: MA, border: 0123, expected: 2026-12-01T20:00}
trackers:
  - {reference: 007, on: off, authority: yes}
identifiers:
  - {of: vehicle, value: 1234}
  - {of: person, value: A B, born: 1981-03-07}
origin: Oslo
substitute_before: 1
legal_basis: null
"""


def test_a_plan_is_read_as_the_text_that_stands_there(tmp_path: Path) -> None:
    """In YAML 1.1 NO is false, ``on`` is true and 0123 is 83."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN_TEXT)
    plan = read_plan(path)
    assert plan["states"][0]["country"] == "NO"
    assert plan["legs"][0]["border"] == "0123"
    assert plan["legs"][0]["expected_ms"] == 1_796_155_200_000
    assert plan["trackers"] == [{"reference": "007", "on": "off", "authority": "yes"}]
    assert [each["born"] for each in plan["identifiers"]] == [None, "1981-03-07"]
    assert plan["origin"] == {"place": "Oslo", "position": None}
    assert (plan["substitute_before"], plan["legal_basis"]) == (1, None)
    assert plan["members"] == ["ma.bureau", "no.bureau"]


@pytest.mark.parametrize("text", ["[", "a: &x [*x]", "states: 1", "moment: soon\nstates: []"])
def test_what_is_no_plan_is_refused_with_its_reason(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"operation\.bad_(plan|moment)"):
        read_action_plan(path)


def test_targets_are_named_by_their_kind_and_a_person_may_have_a_birth_date() -> None:
    named = targets_of(("vehicle=1234-A-56", "person=Ben Ali, Ahmed", "person=A B,1981-03-07"))
    assert [(each["value"], each["born"]) for each in named] == [
        ("1234-A-56", None), ("Ben Ali, Ahmed", None), ("A B", "1981-03-07"),
    ]  # fmt: skip
    with pytest.raises(InputError, match=r"operation\.bad_pair"):
        targets_of(("1234-A-56",))
