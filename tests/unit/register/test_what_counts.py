"""Which sentences tell of a meeting of their own, and which only of one that is told already."""

from __future__ import annotations

import pytest

from entraide.register import Reading
from tests.unit.register.pages import read

HEAD = "Le ministre reçoit son homologue maltais\nPublié le 15 octobre 2025\n\n"
MET = (
    "Tunis - Le ministre de l'Intérieur, Karim Belhadi, a reçu mardi 14 octobre 2025 à Tunis le "
    "ministre maltais de l'Intérieur, Joseph Zammit. "
)


def _told(reading: Reading) -> list[tuple[str, str | None]]:
    return [(each.kind, each.date.start if each.date else None) for each in reading.engagements]


def test_a_stay_with_days_of_its_own_is_a_visit_around_the_meeting() -> None:
    page = HEAD + MET.replace(
        "Joseph Zammit. ",
        "Joseph Zammit, qui effectue du 13 au 16 octobre une visite de travail en Tunisie.",
    )
    told = _told(read(page))
    assert ("visit", "2025-10-13") in told
    assert ("bilateral", "2025-10-14") in told
    assert len(told) == 2


def test_the_talks_for_which_a_visit_was_paid_are_a_meeting_in_it() -> None:
    page = (
        "Visite du ministre maltais\nPublié le 15 octobre 2025\n\n"
        "À l'invitation du ministre de l'Intérieur, Karim Belhadi, le ministre maltais de "
        "l'Intérieur, Joseph Zammit, a effectué une visite de travail à Tunis les 13 et 14 octobre "
        "2025.\n\nLors de leur entrevue du 13 octobre, les deux ministres ont signé un accord.\n"
    )
    visit, talks = read(page).engagements
    assert (visit.kind, talks.kind, talks.parent) == ("visit", "bilateral", visit.id)
    assert not visit.outcomes
    assert [(each.type, each.status) for each in talks.outcomes] == [("agreement", "signed")]


def test_another_host_is_another_meeting() -> None:
    page = (
        "Minister welcomes Armenian colleague\nPublished: 5 November 2026\n\n"
        "Today the Minister of the Interior, Rimas Valys, welcomed in Vilnius the Minister of "
        "Internal Affairs of Armenia, Hasmik Avet.\n\n"
        "In the afternoon the guest met with Police Commissioner General Arunas Grigas.\n"
    )
    assert [each.kind for each in read(page).engagements] == ["bilateral", "bilateral"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre Belhadi a souligné lors de la réunion que l'Union européenne soutient Malte.",
        "Les deux ministres ont abordé le dialogue avec l'Union européenne.",
        "Tunis et La Valette avaient signé en mars 2022 un accord de coopération.",
    ],
)
def test_what_was_said_discussed_or_signed_long_ago_is_no_other_meeting(sentence: str) -> None:
    assert _told(read(HEAD + MET + sentence)) == [("bilateral", "2025-10-14")]


def test_a_first_meeting_next_month_was_not_held() -> None:
    page = (
        "وزير الداخلية يزور مالطا\n06 مارس 2025\n\n"
        "طرابلس - عقد وزير الداخلية مفتاح الغرياني يوم الثلاثاء 4 مارس 2025 في فاليتا اجتماعا مع "
        "وزير الداخلية المالطي، جوزيف كامنزو. واتفق الوزيران على تشكيل فريق عمل مشترك يعقد أول "
        "اجتماعاته في طرابلس قبل نهاية شهر مايو المقبل.\n"
    )
    assert _told(read(page)) == [("bilateral", "2025-03-04")]


def test_the_heads_of_each_side_of_three_are_of_that_meeting() -> None:
    page = (
        "بغداد تستضيف اجتماعا ثلاثيا\n14-09-2025\n\n"
        "بغداد - عقد في بغداد، الأحد 14 أيلول 2025، اجتماع ثلاثي ضم مسؤولي مكافحة المخدرات في "
        "العراق والأردن والكويت.\n\n"
        "وترأس الجانب الأردني مدير إدارة مكافحة المخدرات العميد طارق العجارمة، ومثل الجانب الكويتي "
        "مدير عام مكافحة المخدرات العميد فهد العازمي.\n"
    )
    (found,) = read(page).engagements
    assert found.kind == "trilateral"
    assert {each.country for each in found.participants if each.side != "home"} == {"JO", "KW"}


def test_an_organisations_numbered_meeting_is_an_assembly() -> None:
    page = (
        "Ministros del Mercosur en Asunción\n6 de junio de 2025\n\n"
        "Asunción - Los ministros del Interior del Mercosur cerraron este viernes en Asunción su "
        "LVI Reunión con la aprobación de una declaración conjunta.\n"
    )
    assert [each.kind for each in read(page).engagements] == ["multilateral"]


def test_information_received_from_an_agency_is_no_reception() -> None:
    page = (
        "MPs question police budget\nPublished: 20 March 2025\n\n"
        "The minister told the committee that information received from the United Kingdom's "
        "National Crime Agency contributed to seizures at the ports.\n"
    )
    assert not read(page).engagements


def test_the_delegations_of_an_assembly_are_taken_from_their_list() -> None:
    page = (
        "Les chefs de police réunis à Lomé\nPublié le 19 juin 2025\n\n"
        "Lomé - La conférence régionale des chefs de police s'est tenue à Lomé du 18 au 20 juin "
        "2025. Les quatre délégations présentes, celles du Bénin, du Ghana, de la Guinée et du "
        "Togo, ont été accueillies par le ministre de la Sécurité.\n"
    )
    (found,) = read(page).engagements
    assert {each.country for each in found.participants} >= {"BJ", "GH", "GN"}


def test_an_arabic_last_name_means_him_who_was_named() -> None:
    page = (
        "اجتماع ثلاثي في بغداد\n21-05-2025\n\n"
        "بغداد - عقد مديرو مكافحة المخدرات في العراق والأردن وسوريا، يوم الثلاثاء 20 أيار 2025، "
        "اجتماعا ثلاثيا في مقر وزارة الداخلية بالعاصمة بغداد.\n\n"
        "وترأس الاجتماع مدير مكافحة المخدرات اللواء حيدر جاسم الزبيدي، بحضور مدير إدارة مكافحة "
        "المخدرات في مديرية الأمن العام الأردنية العميد سامر فواز العبادي، ومدير إدارة مكافحة "
        "المخدرات في وزارة الداخلية السورية العميد ياسر محمود الخطيب.\n\n"
        "وعلى هامش الاجتماع، عقد اللواء الزبيدي لقاء ثنائيا مع العميد العبادي.\n"
    )
    kinds = {each.kind: each for each in read(page).engagements}
    assert set(kinds) == {"trilateral", "bilateral"}
    assert {e.country for e in kinds["bilateral"].participants if e.side != "home"} == {"JO"}


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        (
            "Ils se sont en outre mis d'accord pour qu'un officier de liaison soit accrédité.",
            ("liaison_officers", "agreed"),
        ),
        (
            "Ils ont signé un accord policier, qui remplace l'arrangement conclu en 2012.",
            ("agreement", "signed"),
        ),
        (
            "Le ministre Belhadi lui a présenté le nouveau système de vidéosurveillance.",
            ("tools_presented", "in_force"),
        ),
    ],
)
def test_an_adverb_an_older_text_and_a_tool_hide_no_outcome(
    sentence: str, outcome: tuple[str, str]
) -> None:
    (found,) = read(HEAD + MET + sentence).engagements
    assert [(each.type, each.status) for each in found.outcomes] == [outcome]


def test_a_thing_that_is_only_spoken_of_is_no_help() -> None:
    (found,) = read(HEAD + MET + "Les deux ministres ont évoqué les véhicules volés et le scanner "
                    "du port.").engagements  # fmt: skip
    assert not [each for each in found.outcomes if each.type == "technical_assistance"]


def test_a_year_in_front_is_a_date() -> None:
    page = (
        "Minister welcomes colleague\n\n2026 11 05\n\n"
        "Today the Minister of the Interior of Lithuania, Rimas Valys, welcomed in Vilnius the "
        "Minister of Internal Affairs of Armenia, Hasmik Avet.\n"
    )
    assert _told(read(page)) == [("bilateral", "2026-11-05")]


def test_two_services_that_agree_on_a_day_met() -> None:
    page = (
        "Policías de Colombia y Ecuador acuerdan controles\n13 de septiembre de 2025\n\n"
        "Los mandos policiales de Colombia y Ecuador acordaron este viernes en Ipiales realizar "
        "controles simultáneos en los pasos fronterizos.\n"
    )
    (found,) = read(page, home="CO").engagements
    assert (found.kind, found.date.start if found.date else None) == ("bilateral", "2025-09-12")


def test_an_invitation_is_no_visit() -> None:
    page = (
        "وزير الداخلية يلتقي نظيره العراقي\n07-12-2025\n\n"
        "عمان - بحث وزير الداخلية الأردني عوض الكفاوين، اليوم الأحد، مع وزير الداخلية العراقي حازم "
        "العبيدي التعاون الأمني. ووجه الدعوة إلى الكفاوين لزيارة بغداد مطلع العام المقبل.\n"
    )
    assert [each.kind for each in read(page).engagements] == ["bilateral"]


def test_a_given_name_is_no_month() -> None:
    page = (
        "Firman un acuerdo en Montevideo\n24 de abril de 2026\n\n"
        "El ministro de Seguridad argentino, Luis Sosa, y el ministro del Interior del Uruguay, "
        "Gonzalo Berrutti, firmaron este jueves un acuerdo. Participó el prefecto, Julio Camps.\n"
    )
    assert _told(read(page, home="AR")) == [("bilateral", "2026-04-23")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rwanda and Malawi signed an extradition agreement in 2019 and work within INTERPOL.",
        "The visitors are also expected to hold a meeting with the Kenya Police Service.",
    ],
)
def test_another_years_text_and_what_is_also_expected_were_not_held(sentence: str) -> None:
    page = (
        "Rwanda police chief receives Malawian counterpart\nPublished: 11 March 2025\n\n"
        "The Inspector General of the Rwanda National Police, Innocent Rutayi, on Monday met with "
        f"the Inspector General of the Malawi Police Service, Charity Banda. {sentence}\n"
    )
    assert _told(read(page, home="RW")) == [("bilateral", "2025-03-10")]
