"""Whose page it is by what stands around it, and whose somebody is by all of his title."""

from __future__ import annotations

import pytest

from entraide.register import Engagement
from tests.unit.register.pages import read

BY_TELEPHONE = """Commissioner meets Finnish delegation
Published: 4 March 2025

The Commissioner General, Ivo Maric, met on Tuesday with the Director of the Finnish Police, \
Aino Salmi, in his office.

Communication Division
Tel. +370 5 000 0000
"""
BY_ADDRESS = BY_TELEPHONE.replace("Tel. +370 5 000 0000", "press@police.example.lv www.vp.gov.lv")
OF_AN_EMBASSY = """Embajada de España en Paraguay
La Embajada | Servicios consulares | Noticias

La directora general de la Guardia Civil visita Paraguay
07/11/2025

La directora general de la Guardia Civil, Inés Robles, fue recibida el martes 4 de noviembre por \
el ministro del Interior, Óscar Benegas.
"""


@pytest.mark.parametrize(
    ("text", "home"),
    [(BY_TELEPHONE, "LT"), (BY_ADDRESS, "LV"), (OF_AN_EMBASSY, "ES")],
)
def test_a_number_an_address_and_an_embassy_tell_whose_page_it_is(text: str, home: str) -> None:
    assert read(text).home == home


def test_a_bare_office_on_an_embassys_page_is_the_receiving_states() -> None:
    (found,) = (each for each in read(OF_AN_EMBASSY).engagements if each.kind == "bilateral")
    assert _partners(found) == {("PY", "Óscar Benegas")}


def test_who_is_posted_at_the_embassy_is_not_of_the_receiving_state() -> None:
    page = OF_AN_EMBASSY.replace(
        "el ministro del Interior, Óscar Benegas",
        "el ministro del Interior, Óscar Benegas, en presencia del agregado de Interior, "
        "comandante Luis Prado",
    )
    named = {name for found in read(page).engagements for _, name in _partners(found)}
    assert "Luis Prado" not in named


def test_an_ocean_and_a_gulf_are_no_countries() -> None:
    page = """Océan Indien : les douanes se concertent
Publié le 4 mars 2025

Le directeur général des douanes, Jean Rabe, a reçu mardi à Antsiranana le directeur des douanes \
des Comores, Ali Soilihi, pour parler de la piraterie dans l'océan Indien et le golfe de Guinée.
"""
    found = read(page)
    assert found.home != "IN"
    assert {code for each in found.engagements for code, _ in _partners(each)} == {"KM"}


@pytest.mark.parametrize(
    ("met", "partner"),
    [
        (
            "Director of the Office for Combating Drugs in Mauritania, Commissioner Sidi Bahaida",
            ("MR", "Sidi Bahaida"),
        ),
        (
            "Martin Alder, Regional Manager of the United Kingdom's National Crime Agency",
            ("GB", "Martin Alder"),
        ),
    ],
)
def test_a_title_says_whose_somebody_is_wherever_in_it_the_country_stands(
    met: str, partner: tuple[str, str]
) -> None:
    page = f"""Minister meets partners
Published: 6 March 2025

KUWAIT, March 6 (KUNA) -- Minister Faisal Hadi had talks on Tuesday with {met}.
"""
    (found,) = read(page).engagements
    assert _partners(found) == {partner}


def test_a_body_of_another_state_between_office_and_rank_says_whose_it_is() -> None:
    page = (
        "وزير الداخلية في وارسو\n21 تشرين الأول 2026\n\n"
        "بغداد - بحث وزير الداخلية حيدر الساعدي اليوم مع القائد العام لحرس الحدود البولندي اللواء "
        "باول كوفال تبادل الخبرات.\n"
    )
    (found,) = read(page).engagements
    assert {code for code, _ in _partners(found)} == {"PL"}


def _partners(found: Engagement) -> set[tuple[str | None, str | None]]:
    others = [each for each in found.participants if each.side != "home"]
    return {(each.country, each.name) for each in others if each.name or len(others) == 1}


def test_a_correspondents_city_says_not_whose_page_it_is() -> None:
    page = (
        "Acuerdo contra el narcotráfico\n24 de abril de 2026\n\n"
        "Montevideo, enviado especial. La ministra de Seguridad, Ana Sosa, y el ministro del "
        "Interior del Uruguay, Gonzalo Berrutti, firmaron este jueves un acuerdo.\n"
    )
    assert read(page).home != "UY"


def test_a_street_is_nobody() -> None:
    page = (
        "Police receive delegation\nPublished: 28 October 2026\n\n"
        "The Inspector General of Police, Brima Kamara, on Monday received a delegation of the "
        "Gambia Police Force at Police Headquarters, George Street in Freetown.\n"
    )
    (found,) = read(page, home="SL").engagements
    assert "George Street" not in {each.name for each in found.participants}


def test_an_acronym_that_the_page_explains_is_that_states_body() -> None:
    page = (
        "PNP, AFP to expand cooperation\nPublished: 6 August 2025\n\n"
        "MANILA - The Philippine National Police (PNP) and the Australian Federal Police (AFP) "
        "will work more closely.\n\n"
        "PNP chief Renato Magsino received AFP Commissioner Judith Harcastle on Tuesday in Quezon "
        "City.\n"
    )
    found = read(page, home="PH").engagements
    assert {code for each in found for code, _ in _partners(each)} == {"AU"}
