"""What pages of authors who had not seen the reader showed it to pass over, each by its kind."""

from __future__ import annotations

import pytest

from entraide.register import Engagement
from tests.unit.register.pages import read

SENT = "12 March 2026"


def page(body: str, over: str = "Police cooperation\n\n", sent: str = SENT) -> str:
    return f"{over}Published on {sent}\n\n{body}\n"


def only(text: str, home: str | None = None) -> Engagement:
    found = read(text, home=home).engagements
    assert len(found) == 1, found
    return found[0]


def sides(engagement: Engagement) -> set[str | None]:
    return {each.country for each in engagement.participants if each.side != "home"}


def day(engagement: Engagement) -> tuple[str, str] | None:
    return (engagement.date.start, engagement.date.end) if engagement.date else None


def test_an_opening_without_a_word_of_meeting_is_read_where_the_next_sentence_says_it_was_one() -> (
    None
):
    met = (
        "Una delegación de la Agencia Nacional de Policía de la República de Corea, encabezada por "
        "el superintendente general Park Jin-woo, fue acogida el miércoles 3 de diciembre en el "
        "Cuartel General de la PDI, en Santiago, con los honores de rigor."
    )
    told = " El encuentro tuvo por objetivo fortalecer los lazos entre ambas instituciones."
    head = "Policía de Corea en Chile\n\nSantiago, 5 de diciembre de 2025.- "
    found = read(f"{head}{met}{told}\n", home="CL").engagements
    assert [(sides(each), day(each)) for each in found] == [({"KR"}, ("2025-12-03", "2025-12-03"))]


def test_delegations_that_took_part_make_one_meeting_not_one_each() -> None:
    text = (
        "الدوحة في 18 نوفمبر 2025 /قنا/ اختتمت في الدوحة اليوم أعمال الاجتماع التاسع والثلاثين "
        "لمديري أجهزة مكافحة المخدرات بدول مجلس التعاون لدول الخليج العربية.\n\n"
        "ترأس الاجتماع العميد راشد المهندي، مدير الإدارة العامة لمكافحة المخدرات، بمشاركة وفود من "
        "المملكة العربية السعودية والإمارات العربية المتحدة ودولة الكويت.\n"
    )
    found = only(text, home="QA")
    assert found.kind == "multilateral"
    assert {"SA", "AE", "KW"} <= sides(found)


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        ("Ils ont dressé le bilan de la rencontre annuelle des trois pays voisins.", "trilateral"),
        ("Ils ont dressé le bilan de l'année.", None),
    ],
)
def test_two_who_were_met_are_one_meeting_of_three_where_the_page_says_so(
    then: str, kind: str | None
) -> None:
    text = (
        "Police : rencontre à Bregenz\n\nBerne, 18.11.2025 - La conseillère fédérale Mireille "
        "Aubonnet a rencontré le lundi 17 novembre 2025 à Bregenz le ministre autrichien de "
        "l'intérieur, Leopold Trattner, et la ministre de l'intérieur de la Principauté de "
        f"Liechtenstein, Sabine Kaufmann. {then}\n"
    )
    kinds = [each.kind for each in read(text, home="CH").engagements]
    assert kinds == ([kind] if kind else ["bilateral", "bilateral"])


def test_the_chiefs_of_two_who_met_with_one_of_home_met_him_together() -> None:
    text = (
        "Reunión en San José\n\nSan José, 16 de abril de 2026.- Los jefes de policía de Panamá y "
        "Colombia se reunieron el martes 14 de abril en San José con el ministro de Seguridad "
        "Pública, Gerardo Arias.\n"
    )
    found = only(text, home="CR")
    assert (found.kind, sides(found)) == ("trilateral", {"PA", "CO"})


@pytest.mark.parametrize(
    "opening",
    [
        "San José, 10 de agosto de 2026. ",
        "Ciudad de Panamá (Panamá), 10 ago. 2026 (EFE).- ",
        "Ciudad del Este, 10 may. 2026, Agencia IP.- ",
    ],
)
def test_a_dateline_is_read_under_points_after_a_bracket_and_with_a_short_month(
    opening: str,
) -> None:
    text = (
        "Jefes policiales reunidos\n\n- Cita reunió a los directores.\n- Extorsión, un tema."
        f"\n\n{opening}El director de la Fuerza Pública, Esteban Arguedas, se reunió con el "
        "director de la Policía Nacional de Nicaragua, Julio Pinzón.\n"
    )
    published = read(text).publication_date
    assert published is not None
    assert (published.value[:4], published.value[-2:]) == ("2026", "10")


def test_a_day_of_publication_may_have_an_hour_after_noon_or_its_month_first() -> None:
    def published(line: str) -> str | None:
        told = (
            f"Reunión en Puno\n\n{line}\n\nEl ministro del Interior, Julio Arnao, se reunió con el "
            "ministro de Gobierno de Bolivia, Wálter Choque, en la ciudad de Puno.\n"
        )
        found = read(told).publication_date
        return found.value if found else None

    assert published("27 de marzo de 2026 - 6:35 p. m.") == "2026-03-27"
    assert published("12/18/2025 - 20:41") == "2025-12-18"
    assert published("05/04/2025 - 20:41") == "2025-04-05"  # which it could be: the day first


def test_the_day_on_which_something_was_said_is_not_the_day_on_which_it_was() -> None:
    body = (
        "In a statement issued Thursday, the Philippine National Police said General Ramon Reyes "
        "met with the Indonesian police chief, General Bambang Hartawan, on Tuesday, March 10, "
        "in Jakarta."
    )
    assert day(only(page(body), home="PH")) == ("2026-03-10", "2026-03-10")


def test_days_with_their_weekdays_are_a_span() -> None:
    text = (
        "Reunión en Santo Domingo\n\n23 de mayo de 2026\n\nEl director de la Policía Nacional, "
        "Ramón Tavárez, participó desde el miércoles 20 hasta el viernes 22 de mayo en Kingston en "
        "la conferencia de jefes de policía del Caribe.\n"
    )
    assert day(only(text, home="DO")) == ("2026-05-20", "2026-05-22")


def test_what_is_said_next_to_be_on_the_day_after_is_another_meeting() -> None:
    text = (
        "Visite à Bogota\n\nBRUXELLES, 13 mars 2026 - Mardi, la commissaire Nathalie Verbruggen "
        "s'est entretenue à Bogota avec le directeur général de la police colombienne, le général "
        "Hernán Castaño.\n\nLe lendemain, la délégation belge a rencontré à Bogota la procureure "
        "générale adjointe, Luz Marina Ospina.\n"
    )
    found = read(text, home="BE").engagements
    assert [day(each) for each in found] == [
        ("2026-03-10", "2026-03-10"),
        ("2026-03-11", "2026-03-11"),
    ]


@pytest.mark.parametrize(
    ("body", "home"),
    [
        ("The committee heard how a memorandum signed with the Colombian police helped.", "IE"),
        ("The police receives support from the United States in equipment and training.", "CR"),
    ],
)
def test_what_a_debate_only_mentions_is_no_meeting(body: str, home: str) -> None:
    assert read(page(body), home=home).engagements == ()


def test_what_is_said_of_a_committee_that_was_agreed_is_no_meeting_of_its_own() -> None:
    body = (
        "The Inspector General, Peter Rutto, met on Tuesday with the Inspector General of the "
        "Uganda Police Force, Godfrey Tumwine. The two agreed to establish a joint committee "
        "co-chaired by the directors of operations and Interpol desks."
    )
    assert sides(only(page(body), home="KE")) == {"UG"}


def test_who_keeps_a_page_says_so_where_he_reserves_his_rights() -> None:
    text = (
        "Le directeur de la Police du Bénin à Lomé\n\nPartager : Facebook  X  WhatsApp\n\n"
        "Le directeur général de la Police républicaine du Bénin, Fidèle Houndété, a effectué une "
        "visite de travail à Lomé, où il a rencontré le contrôleur général Dodji Amouzou.\n\n"
        "© 2026 Ministère de la Sécurité – République togolaise. Tous droits réservés.\n"
    )
    found = read(text)
    assert found.home == "TG"
    assert "©" not in text[found.body[0] : found.body[1]] if found.body else False


def test_a_paper_heads_its_page_with_the_last_name_of_its_own_countrys_officer() -> None:
    text = (
        "Actualité | Sécurité | 8 octobre 2024\n{head}\n"
        "Le patron de la Sûreté nationale marocaine, Driss Hammadi, a effectué les 7 et 8 octobre "
        "une visite de travail à Berlin, à la tête d'une délégation de la DGSN.\n"
        "Lundi, il a été accueilli par le président de la police fédérale allemande, Holger Brandt."
    )
    assert read(text.format(head="Hammadi en visite de travail en Allemagne")).home == "MA"
    assert read(text.format(head="Brandt reçoit le patron de la police marocaine")).home == "DE"


def test_a_country_whose_name_begins_like_an_arabic_in_is_a_side() -> None:
    text = (
        "وكيل الوزارة يستقبل السفير\n\n12 فبراير 2026\n\nاستقبل وكيل وزارة الداخلية الفريق خالد "
        "العتيبي، أمس الأربعاء، سفير جمهورية باكستان الإسلامية لدى دولة الكويت ظفر إقبال.\n"
    )
    found = only(text)
    assert sides(found) == {"PK"}


def test_a_handover_told_over_two_sentences_is_one() -> None:
    text = (
        "Equipment for the Royal Solomon Islands Police Force\n\nPublished 25 November 2025\n\n"
        "Australia has delivered forensic equipment to the Royal Solomon Islands Police Force.\n\n"
        "High Commissioner Rosalind Hartwig officially handed over the equipment to Commissioner "
        "Selwyn Tagabasoe at a ceremony in Honiara on Monday 24 November 2025.\n"
    )
    found = only(text, home="AU")
    assert (found.kind, day(found)) == ("ceremony", ("2025-11-24", "2025-11-24"))


def test_what_a_text_that_was_signed_provides_is_agreed() -> None:
    body = (
        "The Commissioner, Anna Berg, met on Tuesday with the Commissioner of the Uganda Police "
        "Force, Godfrey Tumwine. They signed a memorandum of understanding that provides for the "
        "exchange of information on cattle theft."
    )
    found = only(page(body), home="KE")
    told = {(each.type, each.status) for each in found.outcomes}
    assert told == {("mou_signed", "signed"), ("information_exchange", "agreed")}
