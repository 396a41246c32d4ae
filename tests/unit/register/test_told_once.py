"""One meeting that a page tells twice is one; what it tells of nobody is not lost."""

from __future__ import annotations

from tests.unit.register.pages import read

INTRO = """El director de la PDI en Bogotá y Lima

Santiago, 25 de agosto de 2025.- El director general de la PDI de Chile, Cristóbal Arancibia, \
sostuvo reuniones con las autoridades policiales de Colombia y Perú.

El martes 19 de agosto Arancibia se reunió en Bogotá con el director de la Policía Nacional de \
Colombia, Fabio Salcedo. {}

El jueves 21 de agosto fue recibido en Lima por el comandante general de la Policía Nacional del \
Perú, Óscar Chumpitaz.
"""
ACCORD = "Los directores acordaron destinar un oficial de enlace."


def test_a_meeting_told_in_short_and_then_at_length_is_one() -> None:
    engagements = read(INTRO.format(ACCORD)).engagements
    assert [each.date.start if each.date else None for each in engagements] == [
        "2025-08-19",
        "2025-08-21",
    ]
    assert [o.type for o in engagements[0].outcomes] == ["liaison_officers"]


def test_two_meetings_of_one_day_that_a_page_says_were_apart_stay_two() -> None:
    page = (
        "Ministro en Quito\n\nQuito, 23 de abril de 2026.- El ministro del Interior del Ecuador, "
        "Luis Andrade, se reunió el jueves 23 de abril con el ministro de Defensa de Colombia, "
        "Pedro Ospina.\n\nEl ministro Andrade recibió por separado el jueves 23 de abril al "
        "ministro de Defensa de Colombia, Pedro Ospina, en su despacho.\n"
    )
    assert len(read(page).engagements) == 2


def test_the_talks_that_a_sentence_opens_with_are_those_told_before() -> None:
    page = (
        "Abidjan et Accra\n\nPublié le 15 octobre 2025\n\nLe ministre de l'Intérieur de Côte "
        "d'Ivoire, Ahoua Brou, a reçu le mardi 14 octobre 2025 à Abidjan son homologue ghanéen, "
        "Kwabena Asante.\n\nLes échanges, qui se sont déroulés en présence de l'inspecteur "
        "général de la police ghanéenne, Efua Mensah, ont porté sur la frontière.\n"
    )
    (found,) = read(page).engagements
    assert found.date is not None
    assert found.date.start == "2025-10-14"


def test_the_day_of_what_will_begin_is_not_that_of_the_signature() -> None:
    page = (
        "Asunción\n\nAsunción, 1 de julio de 2026.- El comandante de la Policía Nacional del "
        "Paraguay, Óscar Benítez, recibió este miércoles 1 de julio al jefe de la Policía Federal "
        "Argentina, Gustavo Pedernera. Los jefes policiales firmaron un acta para conformar un "
        "equipo conjunto de investigación, que comenzará a operar en setiembre.\n"
    )
    (found,) = read(page).engagements
    assert found.date is not None
    assert found.date.start == "2026-07-01"
    assert {o.type for o in found.outcomes} == {"agreement", "joint_teams"}


RECALLED = """Déplacement à Tunis

Publié le 17 février 2026

TUNIS - Le ministre de l'Intérieur, Slim Bouzid, a reçu mardi 17 février son homologue maltais, \
Mark Zammit.

{} une conversation téléphonique avec son homologue libyen, Abdelbasset Ghariani.
"""


def test_what_had_been_the_day_before_is_told_and_what_had_been_long_ago_is_not() -> None:
    recent = read(RECALLED.format("La veille, lundi 16 février, Slim Bouzid avait eu"))
    assert [each.date.start for each in recent.engagements if each.date] == [
        "2026-02-17",
        "2026-02-16",
    ]
    long_ago = read(RECALLED.format("Slim Bouzid avait eu par le passé"))
    assert len(long_ago.engagements) == 1


def test_a_chief_who_called_on_others_to_act_met_nobody() -> None:
    page = (
        "PNP pushes for faster answers\n\nManila, September 4, 2025 - The Philippine National "
        "Police (PNP) called on the police of Singapore and on INTERPOL to share information on "
        "online scam syndicates in less time.\n"
    )
    assert read(page).engagements == ()


def test_a_paragraph_that_names_nobody_goes_on_about_the_meeting_before() -> None:
    page = (
        "Rencontre à Saint-Gall\n\nSaint-Gall, 12 mai 2026 - Le directeur de la police suisse, "
        "Marc Keller, a rencontré mardi 12 mai le directeur de la police autrichienne, Franz "
        "Huber.\n\nSelon les organisateurs, les trains du Rhin sont pleins le soir.\n\n"
        "Un cours de formation commun des enquêteurs sera organisé chaque année en Autriche.\n"
    )
    (found,) = read(page).engagements
    assert [o.type for o in found.outcomes] == ["training"]


def test_a_call_on_somebody_else_is_a_meeting_of_its_own() -> None:
    page = (
        "Botswana police chief in Lusaka\n\nLusaka, 10 September 2025 - The Inspector General of "
        "the Zambia Police Service, Graphel Musamba, met on Monday, September 8 with the "
        "Commissioner of the Botswana Police Service, Dinah Marathe, in Lusaka.\n\nOn Tuesday, "
        "September 9 Commissioner Marathe paid a courtesy call on the Minister of Home Affairs, "
        "Brian Kalumba.\n"
    )
    engagements = read(page).engagements
    assert [each.date.start for each in engagements if each.date] == ["2025-09-08", "2025-09-09"]
    sides = {p.country for p in engagements[1].participants if p.side != "home"}
    assert sides == {"BW"}


def test_indian_hemp_is_no_indian_side() -> None:
    page = (
        "لقاء في تونس\n\nتونس 19 سبتمبر 2025 - التقى وزير الداخلية التونسي خالد بن رمضان، الأربعاء "
        "17 سبتمبر 2025، نظيره الجزائري طارق بن عيسى، وبحثا تهريب القنب الهندي عبر الصحراء.\n"
    )
    sides = [p.country for e in read(page).engagements for p in e.participants if p.side != "home"]
    assert sides == ["DZ"]


def test_who_hosted_a_conference_held_no_meeting_beside_it() -> None:
    page = (
        "Commissioner in Apia\n\nSuva, 29 August 2025 - The Commissioner of the Fiji Police "
        "Force, Josefa Ratulevu, led the Fijian delegation to the Pacific Islands Chiefs of "
        "Police conference.\n\nThe conference was held in Apia from 25 to 28 August and was "
        "hosted by the Samoa Police Service.\n"
    )
    assert [each.kind for each in read(page).engagements] == ["multilateral"]


ASSEMBLY = """Ministres de l'Intérieur à Anvers

Anvers, 20 novembre 2025 - La conférence des ministres de l'Intérieur s'est tenue mercredi \
19 novembre à Anvers, a indiqué le ministre de l'Intérieur belge, Bernard Claes. {}
"""


def test_those_who_were_represented_or_welcomed_took_part_in_the_assembly() -> None:
    for sentence in (
        "Outre la Belgique, l'Allemagne, l'Espagne, la France et la Suède étaient représentées.",
        "Bernard Claes a accueilli les délégations d'Allemagne, d'Espagne, de France et de Suède.",
    ):
        (found,) = read(ASSEMBLY.format(sentence)).engagements
        sides = {each.country for each in found.participants if each.side != "home"}
        assert (found.kind, sides) == ("multilateral", {"DE", "ES", "FR", "SE"}), sentence
