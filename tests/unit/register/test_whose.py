"""Whose page it is, and of which side somebody is whose office names no country."""

from __future__ import annotations

import pytest

from entraide.register import Reading
from tests.unit.register.pages import read


def _people(reading: Reading) -> set[tuple[str, str | None, str | None]]:
    return {
        (each.side, each.country, each.name)
        for found in reading.engagements
        for each in found.participants
        if each.name
    }


FROM_MALAWI = (
    "A police delegation from Malawi arrived in Botswana on Sunday. The visitors were on Monday "
    "received in Gaborone by the Commissioner of the Botswana Police Service."
)
TO_URUGUAY = (
    "El ministro de Seguridad, Luis Vera, viajó a Uruguay, donde se reunió con el ministro del "
    "Interior de ese país, Juan Paz, acompañado por el embajador de Chile en Uruguay."
)
BY_AN_AGENCY = "الرياض (واس) - التقى وزير الداخلية، في عمان اليوم، وزير الداخلية الأردني."
BY_A_COUNTERPART = (
    "Le patron de la police malienne a été reçu à Niamey par son homologue nigérien, le "
    "commissaire général Hassane Djibo."
)


BY_AN_ADJECTIVE = (
    "وكالة الأنباء القطرية\n"
    "النعيمي يلتقي وزير الداخلية الهولندي في لاهاي\n"
    "الأربعاء، 22 أكتوبر 2025\n"
    "استمع للخبر  |  مشاركة\n\n"
    "لاهاي في 22 أكتوبر/ التقى الفريق خليفة بن راشد النعيمي، وكيل وزارة الداخلية، اليوم، "
    "يوست فان دير هايدن، وزير الداخلية في مملكة هولندا."
)


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (FROM_MALAWI, "BW"),
        (TO_URUGUAY, "CL"),
        (BY_AN_AGENCY, "SA"),
        (BY_A_COUNTERPART, "ML"),
        (BY_AN_ADJECTIVE, "QA"),
    ],
)
def test_home_is_who_acts_receives_or_prints_not_who_is_visited(text: str, home: str) -> None:
    assert read(text).home == home


def test_two_short_words_of_the_site_are_no_title() -> None:
    title = read(BY_AN_ADJECTIVE).title
    assert title is not None
    assert title.text.startswith("النعيمي يلتقي")


def test_a_delegation_gives_its_country_to_him_who_leads_it() -> None:
    text = (
        "Hanoi - The Minister of Public Security of Vietnam, Tran Binh, received on 14 May 2024 a "
        "delegation from Cuba's Ministry of the Interior, led by Deputy Minister Ernesto Quiala."
    )
    assert ("partner", "CU", "Ernesto Quiala") in _people(read(text))


def test_who_is_named_after_the_other_side_is_of_it() -> None:
    text = (
        "الرياض (واس) - التقى وزير الداخلية، في الرياض اليوم، وزير الداخلية الأردني هيثم المجالي. "
        "حضر اللقاء من الجانب الأردني مدير الأمن العام اللواء خالد الحديد."
    )
    assert ("partner", "JO", "خالد الحديد") in _people(read(text))


def test_a_future_meeting_lends_neither_its_city_nor_its_day() -> None:
    text = (
        "Le ministre marocain de l'Intérieur a reçu le chef de la police belge, Luc Maes. "
        "La prochaine réunion se tiendra à Bruxelles le 3 mai 2030."
    )
    (found,) = read(text, home="MA").engagements
    assert found.date is None
    assert found.place is None


def test_the_day_on_which_a_report_was_sent_is_not_the_meeting_s() -> None:
    text = (
        "MADRID, 4 June 2024 - The director general of the Spanish police, Ana Ruiz, received the "
        "head of the Portuguese police, Rui Melo. They agreed on joint patrols."
    )
    (found,) = read(text, home="ES").engagements
    assert found.date is None
    assert [(each.type, each.status) for each in found.outcomes] == [("joint_operations", "agreed")]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("A memorandum of understanding is to be signed in July.", "announced"),
        ("A memorandum of understanding is under negotiation.", "under_study"),
        ("They then signed a memorandum of understanding.", "signed"),
    ],
)
def test_a_status_after_its_outcome_governs_it(sentence: str, status: str) -> None:
    text = (
        "The director general of the Spanish police, Ana Ruiz, received the head of the "
        f"Portuguese police, Rui Melo, in Madrid. {sentence}"
    )
    (found,) = read(text, home="ES").engagements
    assert [(each.type, each.status) for each in found.outcomes] == [("mou_signed", status)]
