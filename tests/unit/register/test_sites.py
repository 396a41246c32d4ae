"""Sites that are seen beside a meeting, and receptions of one guest by two of the home side."""

from __future__ import annotations

import pytest

from tests.unit.register.pages import read

MET = {
    "fr": "Le directeur général de la police tunisienne, Karim Belhadi, a reçu mardi 13 mai 2025 à "
    "Tunis le commissaire de la police maltaise, Joseph Zammit Cutajar.",
    "en": "The Director General of the Tunisian Police, Karim Belhadi, received on Tuesday 13 May "
    "2025 in Tunis the Commissioner of the Maltese Police, Joseph Zammit Cutajar.",
    "es": "El director general de la policía tunecina, Karim Belhadi, recibió el martes 13 de mayo "
    "de 2025 en Túnez al comisario de la policía maltesa, Joseph Zammit Cutajar.",
    "ar": "استقبل المدير العام للشرطة التونسية كريم بلحاج الثلاثاء 13 مايو 2025 في تونس مفوض "
    "الشرطة المالطية جوزيف زاميت.",
}
SEEN = {
    "fr": "À l'issue des entretiens, la délégation s'est rendue au Laboratoire de police "
    "scientifique, où elle a été accueillie par sa directrice, Amel Trabelsi.",
    "en": "After the talks, the delegation visited the forensic laboratory, where it was shown "
    "the new equipment.",
    "es": "Tras la reunión, la delegación visitó el laboratorio de criminalística.",
    "ar": "وعقب اللقاء زار الوفد مختبر الشرطة الفنية واطلع على أحدث المعدات.",
}


@pytest.mark.parametrize("language", sorted(MET))
def test_a_site_seen_after_the_talks_is_told_of_the_guests_and_that_day(language: str) -> None:
    reading = read(MET[language] + "\n\n" + SEEN[language], home="TN", language=language)
    met, seen = reading.engagements
    assert (met.kind, seen.kind) == ("bilateral", "site_visit")
    assert {each.country for each in seen.participants if each.side == "partner"} == {"MT"}
    assert seen.date is not None
    assert seen.date.start == "2025-05-13"


def test_the_seat_of_an_organisation_is_no_site_where_its_head_receives() -> None:
    text = (
        "Mardi 13 mai 2025, à La Haye, le ministre tunisien de l'Intérieur, Karim Belhadi, s'est "
        "rendu au siège d'Europol, où il a été reçu par la directrice exécutive, Marta Lindqvist."
    )
    assert "site_visit" not in {each.kind for each in read(text, home="TN").engagements}


def test_a_guest_whom_two_of_the_home_side_received_met_twice() -> None:
    text = MET["fr"] + (
        "\n\nPlus tôt dans la journée, le commissaire maltais avait été reçu par le directeur de "
        "la Garde nationale, Amine Jaziri."
    )
    hosts = [each.participants[0].name for each in read(text, home="TN").engagements]
    assert hosts == ["Karim Belhadi", "Amine Jaziri"]


def test_the_ministers_several_portfolios_and_his_state_are_one_office() -> None:
    text = (
        "Le 17 juin 2025, le ministre belge de l'Intérieur, Wouter Vanhaecke, a reçu la ministre "
        "de l'Intérieur, du Bâtiment et des Sports de la Sarre, Katrin Hollerbach."
    )
    met = read(text, home="BE").engagements
    assert [(each.name, each.country) for each in met[0].participants[1:]] == [
        ("Katrin Hollerbach", "DE")
    ]


def test_the_most_awaited_part_of_a_journey_has_come() -> None:
    text = (
        "Le directeur de la police tunisienne, Karim Belhadi, a achevé mardi 13 mai 2025 à Malte "
        "la partie la plus attendue de son déplacement : un entretien de près de deux heures avec "
        "le commissaire de la police maltaise, Joseph Zammit Cutajar."
    )
    assert "bilateral" in {each.kind for each in read(text, home="TN").engagements}


def test_the_following_day_in_arabic_is_not_the_day_of_the_page() -> None:
    text = (
        "تاريخ النشر: الجمعة 16 مايو 2025\n\n"
        + MET["ar"]
        + "\n\nوفي اليوم الموالي، التقى بلحاج بوزيرة العدل المالطية، ماريا بورغ."
    )
    days = [each.date.start for each in read(text, home="TN").engagements if each.date]
    assert days == ["2025-05-13", "2025-05-14"]
