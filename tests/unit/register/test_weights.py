"""What a sentence most likely tells, by fitted weights: what they add to the rules, what not."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from evaluation.register import OWN

from entraide.adapters.register.vocabulary import WEIGHTS_FILE
from entraide.errors import InputError
from entraide.register import Reading
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.vocabulary import Vocabulary
from entraide.register.reading.weights import BIAS, Weights, parse_signs, parse_weights
from tests.unit.register.pages import read, vocabulary

PAGE = """Le chef de la police du Togo à Cotonou

Publié le 15 mai 2025

COTONOU - Le directeur général de la police béninoise, Yves Houssou, a reçu mardi 13 mai son \
homologue togolais, Koffi Adjovi.

{}
"""
SECOND = "M. Adjovi a eu un tête-à-tête avec le ministre de l'Intérieur, Paul Dossou."


def _with(weights: dict[str, dict[str, float]], text: str) -> Reading:
    """Read a page with weights of one's own in place of those fitted."""
    known = vocabulary()
    other = Vocabulary(known.rows, Weights(weights), known.signs)
    return read_page(Request(text=text, sha256="00" * 32, home="BJ"), other)


def test_weights_are_summed_by_the_root_of_the_number_of_features() -> None:
    weights = parse_weights("w", f"{BIAS}\tq=-1 r=0\nw:a\tq=2\nw:b\tq=4 r=1\n")
    found = weights.likelihoods(["w:a", "w:b", "w:c", "w:d"])
    assert found["q"] == pytest.approx(1 / (1 + math.exp(-(-1 + 6 / 2))))
    assert found["r"] == pytest.approx(1 / (1 + math.exp(-0.5)))


def test_a_line_that_is_no_row_is_named() -> None:
    for parse in (parse_weights, parse_signs):
        with pytest.raises(InputError) as raised:
            parse("mine.tsv", "# a table\nw:a\tnonsense\n")
        assert raised.value.code == "register.weights_row"
        assert raised.value.data == {"file": "mine.tsv", "line": 2}


def test_a_sentence_that_surely_opens_a_meeting_is_one_of_its_own() -> None:
    page = PAGE.format(SECOND)
    sure = {BIAS: {"engagement": -2.0}, "w:ministre": {"engagement": 90.0}}
    assert len(_with({}, page).engagements) == 1
    assert len(_with(sure, page).engagements) == 2


def _told(status: str, sentence: str) -> list[str]:
    """Return the agreements that weights tell of a page, all of one status."""
    texts = {
        BIAS: {"outcome:agreement": -9.0, f"status:{status}": 1.0},
        "w:texte": {"outcome:agreement": 120.0},
    }
    found = _with(texts, PAGE.format(sentence))
    return [o.type for e in found.engagements for o in e.outcomes if o.type == "agreement"]


TEXT = "Un texte a été adopté à l'issue de l'entretien."


def test_what_a_sentence_denies_is_told_by_no_weight() -> None:
    assert _told("agreed", TEXT) == ["agreement"]
    assert _told("agreed", "Aucun texte n'a été adopté à l'issue de l'entretien.") == []
    assert _told("agreed", "Les deux pays sont liés par un texte de 2009.") == []


def test_what_was_signed_or_only_talked_about_is_told_by_no_weight() -> None:
    assert _told("signed", TEXT) == []
    assert _told("discussed", TEXT) == []


def test_no_weight_makes_a_meeting_of_what_was_called_off() -> None:
    always = {BIAS: {"engagement": 9.0}}
    text = (
        "Seoul trip off\n\nManila, 9 June 2025 - The police chief cancelled his visit to Korea.\n"
    )
    assert _with(always, text).engagements == ()


def test_the_table_names_every_set_of_pages_that_there_is() -> None:
    golds = [*(OWN / "gold").glob("*.json"), *(OWN / "apart" / "gold").glob("*.json")]
    sets = {json.loads(Path(each).read_text("utf-8"))["set"] for each in golds}
    head = WEIGHTS_FILE.read_text("utf-8").split("\n", 1)[0]
    named = head.removeprefix("# Fitted by evaluation/weights.py on ").split(";")[0].split(", ")
    assert set(named) == {each for each in sets if each.startswith("author")}


def test_what_ended_on_a_day_lasted_from_the_one_on_which_it_began() -> None:
    reading = read(
        "Reunión de jefes de policía en Antigua\n\nAntigua Guatemala, 28 de enero de 2026. "
        "Concluyó este miércoles en Antigua Guatemala la Reunión de Jefes de Policía, que "
        "se inició el martes 27 con delegaciones de Honduras y Panamá.\n"
    )
    (found,) = reading.engagements
    assert found.date is not None
    assert (found.date.start, found.date.end) == ("2026-01-27", "2026-01-28")


def test_a_datelines_day_is_of_the_year_with_which_the_page_states_it() -> None:
    reading = read(
        "الأردن والعراق يوقعان مذكرة تفاهم\n\n"
        "عمان 11 شباط (بترا)- استقبل وزير الداخلية الأردني مروان الخصاونة، اليوم الأربعاء، نظيره "
        "العراقي حيدر الموسوي، وبحثا التعاون الأمني.\n\n11/02/2026 15:37:20\n"
    )
    assert reading.engagements[0].date is not None
    assert reading.engagements[0].date.start == "2026-02-11"


def test_an_agency_of_many_countries_is_of_the_one_named_after_it() -> None:
    page = (
        "El director de la Policía Nacional Civil de Guatemala visita El Salvador\n\nSan Salvador, "
        "3 de marzo de 2025. El director general de la Policía Nacional Civil de El Salvador, "
        "Mario Funes, recibió este lunes al director de la Policía Nacional Civil de Guatemala, "
        "Pedro Chávez.\n"
    )
    (found,) = read(page, home="SV").engagements
    assert {each.country for each in found.participants if each.side != "home"} == {"GT"}
