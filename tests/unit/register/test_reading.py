"""What a page says, and what it must not be made to say."""

from __future__ import annotations

import pytest

from entraide.errors import InputError
from entraide.register import Evidence
from entraide.register.reading.proposals import Offered, keep_proven
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.vocabulary import Vocabulary, parse_vocabulary
from tests.unit.register.pages import TUNIS, read, vocabulary


def test_a_meeting_is_read_with_its_day_place_people_and_what_came_of_it() -> None:
    (found,) = read(TUNIS).engagements
    assert found.kind == "bilateral"
    assert found.date is not None
    assert (found.date.start, found.date.basis) == ("2025-05-13", "derived")
    assert found.place is not None
    assert (found.place.city, found.place.country) == ("Tunis", "TN")
    named = {(each.side, each.country, each.name) for each in found.participants}
    assert named == {("home", "TN", "Karim Belhadi"), ("partner", "MT", "Joseph Zammit Cutajar")}
    outcomes = {each.type: each.status for each in found.outcomes}
    assert outcomes == {"joint_teams": "agreed", "liaison_officers": "under_study"}


def test_a_committee_that_is_only_to_be_studied_is_never_agreed() -> None:
    rules = [each.rule for each in read(TUNIS).conflicts]
    assert "outcome_status" in rules


def test_a_meeting_that_is_announced_or_postponed_is_none() -> None:
    text = (
        "Le ministre de l'Intérieur recevra lundi à Rabat le chef de la police espagnole. "
        "La visite du directeur de la police française, prévue en mai, a été reportée."
    )
    assert read(text).engagements == ()


@pytest.mark.parametrize(
    "text",
    [
        "La séance de travail entre le chef de la police marocaine et l'espagnol est reportée.",
        "Le ministre marocain de l'Intérieur n'a pas rencontré le chef de la police belge à Rabat.",
        "The Moroccan interior minister has not met with the head of the Belgian police in Rabat.",
    ],
)
def test_a_meeting_that_was_put_off_or_denied_is_none(text: str) -> None:
    assert read(text, home="MA").engagements == ()


@pytest.mark.parametrize(
    "text",
    [
        "La police a arrêté un ressortissant espagnol. Il avait rencontré un complice italien.",
        "Le club a reçu dimanche le Real en match amical ; la police a gardé le stade.",
        "Le général Omar Sadiq est décédé. Le chef de la police avait rencontré son homologue.",
    ],
)
def test_crime_sport_and_obituaries_yield_no_engagement(text: str) -> None:
    assert read(text).engagements == ()


def test_a_headline_outside_the_article_never_lends_its_date_or_people() -> None:
    sidebar = (
        "\nLes plus lus\nLe ministre de l'Intérieur reçoit Anna Berg\n"
        "La ministre suédoise Anna Berg a été reçue à Rabat par le chef de la police.\n"
        "Salma Trabelsi - 3 juin 2030\n"
    )
    assert read(TUNIS + sidebar).engagements == read(TUNIS).engagements


def test_a_suspect_or_a_journalist_is_never_a_participant() -> None:
    text = TUNIS + "\nLe suspect Paul Verdier a été arrêté, a écrit le journaliste Luc Morel.\n"
    names = {each.name for found in read(text).engagements for each in found.participants}
    assert names == {"Karim Belhadi", "Joseph Zammit Cutajar"}


def test_a_weekday_that_its_date_did_not_fall_on_is_flagged_with_both() -> None:
    text = TUNIS.replace("mardi à Tunis", "mardi 14 mai 2025 à Tunis")
    (found,) = [each for each in read(text).conflicts if each.rule == "weekday_date"]
    assert [quote.text for quote in found.evidence] == ["mardi", "mardi 14 mai 2025"]


def test_an_office_holder_who_had_left_is_flagged() -> None:
    text = (
        "Publié le 26/12/2024\n\nEn novembre 2024, le directeur général de la police tunisienne, "
        "Karim Belhadi, a reçu à Tunis Vincent Van Quickenborne, ministre de la justice de "
        "Belgique. L'entretien a porté sur le terrorisme.\n"
    )
    assert "office_holder" in [each.rule for each in read(text, home="TN").conflicts]


def test_an_acronym_that_belongs_to_another_agency_is_flagged() -> None:
    text = TUNIS + "\nSelon la Direction générale de la sûreté nationale (DGST), tout va bien.\n"
    assert "acronym" in [each.rule for each in read(text).conflicts]


def test_a_vocabulary_file_extends_the_reader_without_code() -> None:
    text = TUNIS.replace("le trafic de drogue", "la contrebande de cigarettes")
    topics = {each.code for each in read(text).engagements[0].topics}
    assert "threat.economic_crime" not in topics
    added = parse_vocabulary(
        "fr", "mine.fr.tsv", "topic\tthreat.economic_crime\tcontrebande .. cigarette*\n"
    )
    extended = Vocabulary([*vocabulary().rows, *added])
    found = read_page(Request(text=text, sha256=""), extended).engagements[0]
    assert "threat.economic_crime" in {each.code for each in found.topics}


@pytest.mark.parametrize(
    ("language", "row", "code"),
    [
        ("fr", "topic only two columns", "vocabulary_row"),
        ("de", "topic\tthreat.drugs\tDrogen", "vocabulary_language"),
        ("fr", "topic\tthreat.drugs\tx*", "vocabulary_stem"),
    ],
)
def test_a_vocabulary_row_that_is_none_is_named(language: str, row: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        parse_vocabulary(language, "mine.tsv", row)


def test_a_proposal_whose_quotation_differs_by_one_letter_is_dropped() -> None:
    reading = read(TUNIS)
    start = TUNIS.index("mardi à Tunis")
    exact = Offered(
        engagement="e01", field="date", value="x", start=start, end=start + 5, text="mardi"
    )
    offers = [
        exact,
        Offered(
            engagement="e01", field="date", value="x", start=start, end=start + 5, text="Mardi"
        ),
        Offered(
            engagement="e99", field="date", value="x", start=start, end=start + 5, text="mardi"
        ),
        Offered(engagement="e01", field="suspect", value="x", start=0, end=5, text=TUNIS[:5]),
        Offered(engagement="e01", field="date", value="x", start=-5, end=0, text=""),
    ]
    kept = keep_proven(TUNIS, reading, offers, "model")
    assert [each.evidence for each in kept] == [(Evidence(start, start + 5, "mardi"),)]
    assert reading.proposals == ()


_AUDIENCE = """Dakar, 16 oct (APS) - Le directeur général de la Police nationale, Ousmane Faye, a \
accordé mardi une audience à son homologue ivoirien, le contrôleur général Bakary Koné.

Mercredi, l'hôte ivoirien a été reçu par la ministre de l'Intérieur, Aïssatou Sow.

En 2022, les deux pays avaient déjà signé un accord d'extradition.
"""


def test_a_paper_leaves_out_its_own_country_and_calls_the_others_counterparts() -> None:
    reading = read("Publié le 16/10/2025\n\n" + _AUDIENCE)
    assert reading.home == "SN"
    others = [
        [p.name for p in each.participants if p.side != "home"] for each in reading.engagements
    ]
    assert others == [["Bakary Koné"], ["Bakary Koné"]]


def test_what_was_signed_years_ago_is_no_outcome_of_today() -> None:
    reading = read("Publié le 16/10/2025\n\n" + _AUDIENCE)
    assert [each.outcomes for each in reading.engagements] == [(), ()]


_MENA = "à Lyon, à la 8e réunion des chefs de police de la région MENA, organisée par Interpol."
_TUNIS_41 = "في أعمال الدورة 41 لمجلس وزراء الداخلية العرب بتونس يوم 16 فبراير 2026."


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            f"Le directeur de la police, Jean Kessé, a participé le 3 mars 2025 {_MENA}",
            "8e réunion des chefs de police de la région MENA",
        ),
        (
            "Kenya's police chief, Peter Kimani, attended the 93rd General Assembly of INTERPOL.",
            "93rd General Assembly of INTERPOL",
        ),
        (
            f"شارك وزير الداخلية التونسي كمال الورغي {_TUNIS_41}",
            "الدورة 41 لمجلس وزراء الداخلية العرب",
        ),
        (
            "Le directeur de la police, Jean Kessé, a participé le 3 mars 2025 à une conférence.",
            None,
        ),
    ],
)
def test_a_meeting_has_the_name_that_its_text_gives_and_no_other(
    sentence: str, name: str | None
) -> None:
    (meeting,) = read(sentence).engagements
    assert meeting.name == name
    assert name is None or name in {each.text for each in meeting.evidence}


def test_two_weekdays_are_the_ends_of_one_stay() -> None:
    reading = read(
        "18 de junio de 2025\n\nLos jefes de las policías de Ecuador, Colombia y Chile "
        "participaron entre el lunes y el martes en Guayaquil en la IV Cumbre Andina de Policía."
    )
    (meeting,) = reading.engagements
    assert meeting.date is not None
    assert (meeting.date.start, meeting.date.end) == ("2025-06-16", "2025-06-17")


def test_one_meeting_with_two_others_is_of_three_sides_and_two_met_apart_are_two() -> None:
    told = (
        "El director general de la Policía, Álvaro Restrepo, sostuvo en Bogotá el 3 de marzo de "
        "2025 {} con la jefa de la Policía de los Países Bajos, Annelies Verhoeven, y con el jefe "
        "de la Policía de Alemania, Stefan Kirchhoff."
    )
    (meeting,) = read(told.format("un encuentro"), home="CO").engagements
    assert meeting.kind == "trilateral"
    assert len(read(told.format("reuniones"), home="CO").engagements) == 2


def test_a_holder_in_a_second_office_is_not_flagged_for_having_left_the_first() -> None:
    text = (
        "Publié le 26/06/2024\n\nLe directeur général de la sûreté publique tunisienne, Karim "
        "Belhadi, a reçu mardi à Tunis le directeur général de la sécurité extérieure française, "
        "Nicolas Lerner. L'entretien a porté sur le terrorisme.\n"
    )
    assert "office_holder" not in [each.rule for each in read(text, home="TN").conflicts]


def test_two_holders_who_share_only_particles_are_two_persons() -> None:
    text = (
        "Published 12 May 2021\n\nThe director of the Tunisian police, Karim Belhadi, met in Tunis "
        "on Monday Qatar's Minister of the Interior, Nasser bin Jassim Al Thani, for talks on "
        "terrorism.\n"
    )
    assert "office_holder" not in [each.rule for each in read(text, home="TN").conflicts]


def test_the_name_and_date_of_a_comment_below_are_not_the_day_of_publication() -> None:
    text = TUNIS.replace("Publié le 14/05/2025 à 10h32\n\n", "")
    assert read(text + "\nHajar Toufik - 25 août 2025\n").publication_date is None
    dated = read(text + "\n14 mai 2025\n").publication_date
    assert dated is not None
    assert dated.value == "2025-05-14"
