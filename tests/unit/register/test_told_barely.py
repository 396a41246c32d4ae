"""Meetings that a page tells in few words: as a noun, a call, in an answer, or after another."""

from __future__ import annotations

import pytest

from entraide.register import Engagement
from tests.unit.register.pages import read

WEEK = """Agenda semanal del ministro del Interior de Chile
Santiago, 11 de abril de 2025

Lunes 7 de abril
Reunión con el director de la Policía Federal argentina, Jorge Ledesma. Abordaron el contrabando.

Miércoles 9 de abril
Firma en Lima, con el ministro peruano del Interior, Raúl Quispe, de un acuerdo de cooperación.

Viernes 11 de abril
El ministro, Diego Soto, recibió una llamada de la ministra de Seguridad de Uruguay, Ana Pereyra.
"""
ANSWER = """Written answer
House of Commons, 12 May 2025

The Minister has replied: On 3 April 2025 a review meeting was held in Tirana, chaired by the \
Security Minister, Dan Hale, and the Director of the State Police, Arben Kola. It was agreed to \
open a joint unit.

The same day the Home Secretary, Ann Hill, took a call from the Albanian Interior Minister, Besnik \
Hoxha.
"""
INTERVIEW = """Interview with the head of the Belgian federal police
2 June 2025

What about the Dutch?
I was in The Hague on Friday with the chief of the national police, Pieter Bakker. We agreed to \
set up a joint team on the port of Antwerp.

And the French?
In May the head of the judicial police, Luc Morin, came to see us in Brussels. We looked at \
whether an officer could be posted to Lille.
"""
CABINET = """وزارة الداخلية القطرية
الدوحة، 12 مارس 2025

استقبل معالي وزير الداخلية الشيخ خالد بن تركي، أمس، وزير الداخلية الكويتي السيد فهد العتيبي. \
وبحث الجانبان أمن الحدود.

وعقب ذلك، تلقى معاليه اتصالا هاتفيا من وزير الداخلية العماني السيد حمود البوسعيدي، وتم تمديد \
عمل ضباط الارتباط.

وكان معاليه قد استقبل مؤخرا مدير الأمن العام الأردني اللواء عبيدالله المعايطة.
"""


VISIT = """عمّان 10 مايو 2025 م واس

عقد وزير الداخلية السعودي بندر بن فيصل، في عمّان اليوم، جلسة مباحثات مع وزير الداخلية الأردني \
السيد معن الفواعرة.

إثر ذلك، التقى سموه مدير الأمن العام اللواء عبيدالله المعايطة، حيث جرى بحث تبادل المعلومات.
"""


def _told(text: str) -> list[tuple[str | None, str | None, list[str | None]]]:
    return [_brief(each) for each in read(text).engagements]


def _brief(engagement: Engagement) -> tuple[str | None, str | None, list[str | None]]:
    guests = [each for each in engagement.participants if each.side != "home"]
    day = engagement.date.start if engagement.date is not None else None
    return day, guests[0].country, [each.name for each in guests]


def test_a_week_told_in_nouns_is_one_meeting_a_day_from_its_first_day_on() -> None:
    assert _told(WEEK) == [
        ("2025-04-07", "AR", ["Jorge Ledesma"]),
        ("2025-04-09", "PE", ["Raúl Quispe"]),
        ("2025-04-11", "UY", ["Ana Pereyra"]),
    ]
    signed = read(WEEK).engagements[1].outcomes
    assert [(each.type, each.status) for each in signed] == [("agreement", "signed")]


def test_who_led_a_sitting_abroad_is_of_that_country_and_a_call_has_no_place_of_another() -> None:
    assert read(ANSWER).home == "GB"
    assert _told(ANSWER) == [
        ("2025-04-03", "AL", ["Arben Kola"]),
        ("2025-04-03", "AL", ["Besnik Hoxha"]),
    ]
    assert read(ANSWER).engagements[1].place is None


def test_an_interview_tells_in_the_first_person_whom_its_questions_name() -> None:
    assert read(INTERVIEW).home == "BE"
    assert _told(INTERVIEW) == [
        ("2025-05-30", "NL", ["Pieter Bakker"]),
        ("2025-05-01", "FR", ["Luc Morin"]),
    ]
    found = [[(o.type, o.status) for o in each.outcomes] for each in read(INTERVIEW).engagements]
    assert found == [[("joint_teams", "agreed")], [("liaison_officers", "under_study")]]


def test_in_arabic_a_title_acts_a_son_of_turki_is_no_turk_and_lately_is_no_background() -> None:
    assert read(CABINET).home == "QA"
    assert [each[1:] for each in _told(CABINET)] == [
        ("KW", ["فهد العتيبي"]),
        ("OM", ["حمود البوسعيدي"]),
        ("JO", ["عبيدالله المعايطة"]),
    ]
    assert _told(CABINET)[2][0] is None
    called = read(CABINET).engagements[1].outcomes
    assert [(each.type, each.status) for each in called] == [("liaison_officers", "agreed")]


def test_in_arabic_whom_a_title_meets_is_no_host_but_of_the_country_visited() -> None:
    assert _told(VISIT) == [
        ("2025-05-10", "JO", ["معن الفواعرة"]),
        ("2025-05-10", "JO", ["عبيدالله المعايطة"]),
    ]


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        (
            "Le détachement d'un officier de liaison auprès des gardes, dû en mai, est prolongé.",
            ("liaison_officers", "agreed"),
        ),
        ("L'idée d'une commission mixte n'a été qu'évoquée.", ("joint_committee", "discussed")),
        (
            "Le ministre a fait part de la décision de son Gouvernement de doter la police.",
            ("technical_assistance", "announced"),
        ),
        (
            "Ils ont décidé que leurs patrouilles seront menées de manière coordonnée.",
            ("joint_operations", "agreed"),
        ),
        (
            "Le directeur a enfin accepté l'invitation de se rendre à La Valette.",
            ("follow_up_visit", "agreed"),
        ),
    ],
)
def test_an_outcome_has_the_status_of_its_class_of_words(
    sentence: str, outcome: tuple[str, str]
) -> None:
    page = f"""Tunis : le patron de la police reçoit son homologue maltais
Publié le 14/05/2025

Le directeur général de la sûreté publique tunisienne, Karim Belhadi, a reçu mardi à Tunis le \
commissaire de la police maltaise, Joseph Zammit Cutajar. {sentence}
"""
    found = [(each.type, each.status) for each in read(page).engagements[0].outcomes]
    assert found == [outcome]
