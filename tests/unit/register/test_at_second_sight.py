"""What the pages of later authors showed the reader to pass over, each by its kind."""

from __future__ import annotations

import pytest

from entraide.register import Engagement
from tests.unit.register.pages import read


def told(text: str, home: str) -> list[tuple[str, set[str | None], tuple[str, str] | None]]:
    """Return the kind, the other sides and the days of each engagement of a page."""
    return [(each.kind, sides(each), days(each)) for each in read(text, home=home).engagements]


def sides(engagement: Engagement) -> set[str | None]:
    others = [each for each in engagement.participants if each.side != "home"]
    return {each.org if each.country == "int" else each.country for each in others}


def days(engagement: Engagement) -> tuple[str, str] | None:
    return (engagement.date.start, engagement.date.end) if engagement.date else None


@pytest.mark.parametrize(
    "line",
    [
        "Un diputado citó a los oficiales que recibieron cursos en Estados Unidos y renunciaron.",
        "Según él, la policía de Colombia ha recibido 6,4 millones en equipos canadienses.",
    ],
)
def test_who_received_a_thing_has_met_nobody(line: str) -> None:
    text = f"Debate del presupuesto\n\n12 de marzo de 2026\n\nEl Congreso debatió ayer. {line}\n"
    assert told(text, "CR") == []


def test_who_was_welcomed_at_the_airport_has_not_met_yet() -> None:
    text = (
        "اختتام زيارة\n\nالخميس 5 شباط 2026\n\nوصل وزير الداخلية الفريق عدنان الجنابي إلى أنقرة "
        "صباح الثلاثاء (3 شباط 2026)، وكان في استقباله بمطار إيسنبوغا نائب وزير الداخلية التركي.\n"
    )
    assert all(kind != "bilateral" for kind, _, _ in told(text, "IQ"))


def test_who_received_a_delegation_in_a_city_abroad_is_of_there() -> None:
    text = (
        "La commissaire générale en Albanie\n\nPublié le 24 octobre 2025\n\nLa commissaire "
        "générale de la Police fédérale, Annelies Van Hoorde, s'est rendue en Albanie les 20 et 21 "
        "octobre. À Tirana, la délégation a été accueillie par le directeur général de la police "
        "d'État, Arben Kokalari.\n"
    )
    assert ("bilateral", {"AL"}) in [each[:2] for each in told(text, "BE")]


def test_the_list_of_those_received_and_what_is_told_of_each_are_one() -> None:
    text = (
        "Apoyo contra el tráfico\n\nCiudad de Panamá, 26 ene 2026 (EFE).- El ministro de Seguridad "
        "Pública de Panamá, Abdiel Quintero, recibió este lunes al director ejecutivo adjunto de "
        "Europol, Stefan Breitkopf, y al ministro de Seguridad Pública de Costa Rica, Esteban "
        "Mora, en dos encuentros separados.\n\nEn la primera reunión, celebrada por la mañana, "
        "Quintero y Breitkopf conversaron sobre los contenedores.\n\nPor la tarde, Quintero se "
        "reunió con su homólogo costarricense, con quien abordó el paso de Paso Canoas.\n"
    )
    day = ("2026-01-26", "2026-01-26")
    assert told(text, "PA") == [("bilateral", {"EUROPOL"}, day), ("bilateral", {"CR"}, day)]


def test_a_meeting_between_three_is_one() -> None:
    text = (
        "Joint border operation\n\nFebruary 20, 2025\n\nThe decision came out of a one-day meeting "
        "held in Port Moresby on Tuesday between RPNGC Deputy Commissioner Kila Gerehu, Australian "
        "Federal Police Assistant Commissioner Louise Farrant and Royal Solomon Islands Police "
        "Force Deputy Commissioner Selwyn Tagini.\n"
    )
    assert told(text, "PG") == [("trilateral", {"AU", "SB"}, ("2025-02-18", "2025-02-18"))]


def test_a_gathering_that_its_host_receives_is_one() -> None:
    text = (
        "Locarno : les pays alpins\n\nBerne, 25.09.2025 - Le conseiller fédéral Reto Caviezel a "
        "accueilli jeudi à Locarno ses homologues d'Allemagne, d'Autriche, d'Italie et du "
        "Liechtenstein pour la réunion annuelle des ministres de l'intérieur des pays alpins.\n"
    )
    day = ("2025-09-25", "2025-09-25")
    assert told(text, "CH") == [("multilateral", {"DE", "AT", "IT", "LI"}, day)]


def test_what_was_signed_in_an_earlier_year_is_none_though_the_dateline_names_no_year() -> None:
    text = (
        "Entretien\n\nDakar, 9 juin (APS) - Le ministre de l'Intérieur, Ibrahima Ndoye, s'est "
        "entretenu lundi 8 juin 2026 avec le ministre espagnol de l'Intérieur, Álvaro Requena.\n\n"
        "Un mémorandum sur la migration a été signé par les deux pays en août 2024, lors d'une "
        "visite à Dakar du président du gouvernement espagnol.\n"
    )
    assert [each[2] for each in told(text, "SN")] == [("2026-06-08", "2026-06-08")]


def test_the_year_of_a_dateline_is_that_of_its_weekdays() -> None:
    text = (
        "Operación conjunta\n\nMadrid, 11 mar (EFE).- El ministro del Interior, Javier Barrena, se "
        "reunió el viernes, 6 de marzo, con su homóloga de Portugal, Teresa Prata.\n\nLa "
        "investigación comenzó en enero de 2025 tras el hallazgo de varias lanchas.\n"
    )
    assert [each[2] for each in told(text, "ES")] == [("2026-03-06", "2026-03-06")]


@pytest.mark.parametrize(
    ("line", "home"),
    [
        ("La France à Madagascar - Ambassade de France à Antananarivo", "FR"),
        ("U.S. Embassy in Ghana", "US"),
        ("Kenya > British High Commission Nairobi", "GB"),
    ],
)
def test_an_embassy_is_of_the_state_that_it_bears_the_name_of(line: str, home: str) -> None:
    text = f"{line}\n\nHandover\n\n12 March 2026\n\nThe Ambassador handed over 12 vehicles.\n"
    assert read(text).home == home


def test_who_took_part_in_an_assembly_is_read_from_the_next_sentence() -> None:
    text = (
        "العراق يشارك في المؤتمر\n\n2025-12-11\n\nشارك وفد وزارة الداخلية برئاسة وكيل الوزارة "
        "الفريق حيدر الساعدي في أعمال المؤتمر التاسع والأربعين لقادة الشرطة والأمن العرب، الذي "
        "احتضنه مقر الأمانة العامة لمجلس وزراء الداخلية العرب في تونس يومي 10 و11 كانون الأول "
        "2025.\n\nوضم المؤتمر ممثلين عن عشرين دولة عربية، إلى جانب المنظمة الدولية للشرطة الجنائية "
        "(الإنتربول) وجامعة نايف العربية للعلوم الأمنية.\n"
    )
    found = told(text, "IQ")
    assert found == [("multilateral", {"INTERPOL", "NAUSS"}, ("2025-12-10", "2025-12-11"))]


def test_a_joint_operation_is_one_with_whose_service_it_was() -> None:
    text = (
        "عملية عراقية كويتية مشتركة\n\nالأربعاء 18 شباط 2026\n\nأعلنت وزارة الداخلية العراقية، "
        "اليوم الأربعاء، تفكيك شبكة دولية لتهريب المخدرات في عملية مشتركة نفذتها المديرية العامة "
        "لشؤون المخدرات بالتعاون مع الإدارة العامة لمكافحة المخدرات في دولة الكويت.\n\nوقال "
        "المتحدث باسم الوزارة إن العملية جاءت بعد أشهر من المتابعة وتبادل المعلومات بين الجهازين، "
        "وأن الوزيرين اتفقا خلال اتصال هاتفي على تعزيز التعاون الأمني.\n"
    )
    assert [each[:2] for each in told(text, "IQ")] == [("operation", {"KW"})]


def test_interpol_in_the_name_of_an_office_is_no_party() -> None:
    text = (
        "Visita\n\n19 de noviembre de 2025\n\nEl director general de la Policía Nacional, Julio "
        "Peralta, recibió ayer martes al director de Investigación Criminal e Interpol (Dijín) de "
        "la Policía Nacional de Colombia, brigadier general Hernán Quiceno.\n"
    )
    assert told(text, "DO") == [("bilateral", {"CO"}, ("2025-11-18", "2025-11-18"))]


def test_the_second_day_of_a_visit_is_counted() -> None:
    text = (
        "اختتام زيارة\n\nالخميس 5 شباط 2026\n\nقام وزير الداخلية عدنان الجنابي بزيارة رسمية إلى "
        "تركيا يومي 3 و4 شباط 2026.\n\nوفي اليوم الثاني من الزيارة، التقى الجنابي قائد قوات "
        "الدرك التركية الفريق أول مراد يلدريم.\n"
    )
    assert ("bilateral", {"TR"}, ("2026-02-04", "2026-02-04")) in told(text, "IQ")


def test_a_guest_whom_spanish_does_not_say_again_was_received() -> None:
    text = (
        "Una semana de agenda internacional para Interior: el jefe de la PDI chilena\n\n"
        "24/10/2025, 04:00\n\nLa visita del director de la Policía de Investigaciones de Chile "
        "(PDI), prefecto general Ignacio Larraguibel, fue el plato fuerte de la semana.\n\n"
        "Larraguibel llegó el lunes a Montevideo y permaneció en el "
        "país hasta el miércoles. El martes 21 fue recibido en la sede de la calle Mercedes por el "
        "ministro del Interior, Fernando Galarraga. De acuerdo con el comunicado oficial, "
        "conversaron sobre el blanqueo de activos. Las partes firmaron un memorando de "
        "entendimiento.\n"
    )
    assert ("bilateral", {"CL"}, ("2025-10-21", "2025-10-21")) in told(text, "UY")
