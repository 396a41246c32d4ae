"""Which line over an article is its title, whose paper it is, and who only stands in a dateline."""

from __future__ import annotations

import pytest

from tests.unit.register.pages import read

ARTICLE = """
The Minister of the Interior, Anna Berg, received the Director of the Kenyan Police, James Otieno, \
on Tuesday. They agreed to exchange information on trafficking in drugs and in arms.

Mr Otieno thanked the Minister for her hospitality and for the training of forty officers.
"""


@pytest.mark.parametrize(
    "label",
    [
        "Joint press statement",
        "Press release No. 45/2025",
        "By our special correspondent",
        "A- A+ Print Share",
        "Published: 20 Feb 2026, 01:12 am  Updated: 20 Feb 2026, 09:40 am",
        "* Forty officers are to be trained",
    ],
)
def test_a_label_between_a_title_and_its_article_is_no_title(label: str) -> None:
    reading = read(f"Minister receives the Kenyan police chief\n\n{label}\n{ARTICLE}")
    assert reading.title is not None
    assert reading.title.text == "Minister receives the Kenyan police chief"


def test_where_a_special_correspondent_was_sent_is_not_whose_page_it_is() -> None:
    text = """Diario del Plata
Viernes 30 de octubre de 2026 - Buenos Aires

La ministra de Seguridad cerró un acuerdo con la policía neerlandesa

LA HAYA (enviada especial)

La ministra de Seguridad, Mariana Sosa, se reunió el jueves con el director de la policía \
neerlandesa, Pieter Bakker. Las dos partes acordaron intercambiar información.
"""
    reading = read(text)
    assert reading.home == "AR"
    assert [each.country for each in reading.engagements[0].participants] == ["AR", "NL"]


def test_a_city_of_two_words_in_a_dateline_is_nobody() -> None:
    text = """US official visits Panama

Panama City – The Assistant Secretary of State of the United States, Carol Hale, met on December \
3, \
2025 with the Minister of Public Security of Panama, Rogelio Batista, on trafficking in drugs.
"""
    named = [each.name for one in read(text).engagements for each in one.participants]
    assert named
    assert "Panama City" not in named


def test_an_office_of_several_portfolios_is_one_office() -> None:
    text = """España y Mauritania refuerzan su cooperación
Madrid, 10 de marzo de 2026

El ministro del Interior, Álvaro Roldán, se ha reunido este martes con el ministro del Interior, \
de \
la Descentralización y del Desarrollo Local de Mauritania, Sidi Ould Bouasria.
"""
    (meeting,) = read(text, home="ES").engagements
    assert [each.name for each in meeting.participants] == ["Álvaro Roldán", "Sidi Ould Bouasria"]
