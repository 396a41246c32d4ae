"""Second meetings of a page: after or before another one, within an assembly, a tour of a guest."""

from __future__ import annotations

import pytest

from entraide.register import Engagement
from tests.unit.register.pages import read

PLURIPERFECT = """Ministerio de Seguridad de Honduras
Tegucigalpa, 12 de mayo de 2025

El ministro de Seguridad, Sr. Óscar Mejía Luna, recibió el lunes al director general de la Policía \
Nacional de Panamá, Sr. Jaime Fernández Ríos. Las dos partes convinieron en crear un equipo \
conjunto.

El domingo, el director general había sido recibido por el viceministro de Prevención, Sr. Raúl \
Zelaya Paz, con el que repasó la formación de agentes.
"""
TOUR = """Jordan News Agency (Petra)
Amman, 4 March 2025

The Director of Public Security, Major General Obaid Maaitah, received today Karim Belhadi, \
Director \
General of Tunisian Public Security, and the delegation accompanying him.

The guest and his delegation later toured the Royal Police Academy.
"""
TOUR_FR = """Ministère de l'Intérieur du Sénégal
Dakar, le 4 mars 2025

Le ministre de l'Intérieur, M. Moussa Diop, a reçu mardi le directeur général de la police \
ivoirienne, M. Yao Kouassi.

L'hôte et sa délégation ont ensuite visité le laboratoire de police scientifique.
"""
AFTERWARDS = """Policía Nacional de Colombia
Bogotá, 6 de junio de 2025

El director de la Policía, general Luis Ortega Cano, se reunió este viernes en una reunión \
tripartita con el director de la Policía de Ecuador, general Pablo Vaca Ruiz, y el director de la \
Policía de Perú, general Hugo Salas Paz.

Al término de la reunión tripartita, el general Ortega sostuvo un encuentro con el general Vaca \
sobre la extradición.
"""
SECOND_DAY = """Interior Ministry of Croatia
Zagreb, 20 June 2025

The regional conference of police directors was held in Split from 16 to 18 June 2025, with \
delegations from Serbia, Slovenia, Hungary and Albania.

On the second day of the conference, the Police Director, Ivan Perić, held a bilateral meeting \
with \
the Director of the Albanian Police, Arben Kola.
"""
COMMITTEE = """Ministry of Home Affairs of Zambia
Lusaka, 20 June 2025

The decision was reached at the 9th Session of the Zambia–Benin Joint Border Security Committee, \
which sat in Chipata from 16th to 18th June 2025. The Beninese delegation was led by the Director \
General of Police, Mr. Serge Adjovi.
"""
REPORTED = """Customs Chief Back From Cotonou
Lagos, 12 November 2024

The Comptroller General of Nigerian Customs, Musa Bello, told reporters in Lagos on Monday, \
after a \
trip to Cotonou, where he had met with the Director General of Beninese Customs, Adèle Hounsou, on \
Friday, that patrols would go on.
"""


def _told(text: str) -> list[Engagement]:
    return list(read(text).engagements)


def _partners(event: Engagement) -> set[str | None]:
    return {each.country for each in event.participants if each.side != "home"}


def test_a_reception_the_day_before_by_another_official_is_a_meeting_of_its_own() -> None:
    first, second = _told(PLURIPERFECT)
    assert first.date is not None
    assert second.date is not None
    assert (first.date.start, second.date.start) == ("2025-05-12", "2025-05-11")
    assert _partners(first) == _partners(second) == {"PA"}


@pytest.mark.parametrize(("text", "partner"), [(TOUR, "TN"), (TOUR_FR, "CI")])
def test_a_tour_of_the_guest_is_told_beside_his_reception(text: str, partner: str) -> None:
    received, toured = _told(text)
    assert (received.kind, toured.kind) == ("bilateral", "site_visit")
    assert _partners(toured) == {partner}


def test_what_two_said_after_the_three_had_met_is_a_meeting_of_two() -> None:
    first, second = _told(AFTERWARDS)
    assert (first.kind, second.kind) == ("trilateral", "bilateral")
    assert _partners(second) == {"EC"}


def test_the_second_day_of_a_conference_is_counted_from_its_first() -> None:
    meeting = _told(SECOND_DAY)[-1]
    assert meeting.date is not None
    assert (meeting.kind, meeting.date.start, meeting.date.end) == (
        "bilateral",
        "2025-06-17",
        "2025-06-17",
    )


def test_a_joint_committee_of_two_countries_is_no_assembly() -> None:
    (session,) = _told(COMMITTEE)
    assert (session.kind, _partners(session)) == ("bilateral", {"BJ"})


def test_the_day_on_which_it_was_told_is_not_the_day_of_the_meeting() -> None:
    (meeting,) = _told(REPORTED)
    assert meeting.date is not None
    assert meeting.date.start == "2024-11-08"
