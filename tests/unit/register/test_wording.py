"""Wordings of ministries, polices and papers in Arabic and French, each read as one meeting."""

from __future__ import annotations

import pytest

from tests.unit.register.pages import read

ARABIC = "وزارة الداخلية القطرية\nالدوحة، 12 مارس 2025\n\n{}\n"
FRENCH = "Ministère de l'Intérieur du Sénégal\nDakar, le 12 mars 2025\n\n{}\n"
HOST = "وزير الداخلية القطري خالد المري"
GUEST = "نظيره المغربي سليم العروي"
HOTE = "le ministre sénégalais de l'Intérieur, Cheikh Ndiaye,"
INVITE = "son homologue portugais, Rui Alves"


@pytest.mark.parametrize(
    "sentence",
    [
        "استقبل {host}، اليوم، {guest}.",
        "اصطحب {host} {guest} في جولة بمركز العمليات.",
        "شكل أمن الحدود محور لقاء {host} ب{guest}.",
        "ناقش {host} و{guest} تبادل المعلومات خلال لقاء في الدوحة.",
        "رحب {host} ب{guest} لدى وصوله إلى مطار حمد الدولي.",
        "جاء ذلك خلال استقبال {host} {guest} في مكتبه.",
        "قال {host} عقب مباحثاته مع {guest} في الدوحة إن التعاون متين.",
        "ترأس {host} و{guest} أعمال الاجتماع الثاني للجنة الأمنية المشتركة.",
        "انتقل {host} اليوم إلى الرباط أين التقى {guest}.",
        "أقام {host} مأدبة غداء على شرف {guest}.",
    ],
)
def test_arabic_tells_a_meeting_so(sentence: str) -> None:
    reading = read(ARABIC.format(sentence.format(host=HOST, guest=GUEST)))
    assert (reading.language, reading.home) == ("ar", "QA")
    (found,) = reading.engagements
    assert ("MA", "سليم العروي") in {(each.country, each.name) for each in found.participants}


@pytest.mark.parametrize(
    "sentence",
    [
        "Hier, {host} a eu un aparté avec {guest}.",
        "Hier, {host} a fait visiter à {guest}, le centre de commandement.",
        "La coopération policière a été au centre d'une rencontre, mardi, entre {host} et {guest}.",
        "La sécurité a été au cœur des échanges que {host} a eus mardi avec {guest}.",
        "Hier, {host} a offert un dîner en l'honneur de {guest}.",
        "Hier, {host} et {guest}, ont passé en revue la coopération policière.",
        "Hier, {host} s'est félicité, au sortir d'une audience avec {guest}, des échanges.",
    ],
)
def test_french_tells_a_meeting_so(sentence: str) -> None:
    (found,) = read(FRENCH.format(sentence.format(host=HOTE, guest=INVITE))).engagements
    assert {(each.side, each.country, each.name) for each in found.participants} == {
        ("home", "SN", "Cheikh Ndiaye"),
        ("partner", "PT", "Rui Alves"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "هنأ {host} {guest} بمناسبة تعيينه.",
        "تسلم {host} رسالة خطية من {guest}.",
    ],
)
def test_arabic_that_writes_or_congratulates_tells_no_meeting(sentence: str) -> None:
    assert not read(ARABIC.format(sentence.format(host=HOST, guest=GUEST))).engagements


def test_cheikh_is_a_given_name_before_one_word_and_a_rank_before_two() -> None:
    text = "Le ministre koweïtien de l'Intérieur, Cheikh Fahd Al-Mutairi, a reçu {}, {}."
    page = FRENCH.format(text.format("le ministre sénégalais de l'Intérieur", "Cheikh Ndiaye"))
    names = {each.name for found in read(page).engagements for each in found.participants}
    assert names == {"Fahd Al-Mutairi", "Cheikh Ndiaye"}


@pytest.mark.parametrize(
    ("office", "home"),
    [
        ("وزير الداخلية وترقية اللامركزية والتنمية المحلية", "MR"),
        ("وزير الداخلية والجماعات المحلية والتهيئة العمرانية", "DZ"),
        ("وزير الداخلية والبلديات", "LB"),
        ("القائد العام لشرطة دبي", "AE"),
        ("قائد الدرك الملكي", "MA"),
        ("مدير شرطة عمان السلطانية", "OM"),
    ],
)
def test_a_ministry_that_one_country_has_by_its_name_tells_whose_it_is(
    office: str, home: str
) -> None:
    text = f"استقبل {office}، سليم العروي، اليوم الثلاثاء بمكتبه، السفير البرتغالي روي ألفيس."
    assert read(text).home == home


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        (
            "واختتمت الزيارة بتسليم عدد من السيارات رباعية الدفع.",
            ("technical_assistance", "in_force"),
        ),
        ("وأمضى الوزيران مذكرة تفاهم تتعلق بأمن الحدود.", ("mou_signed", "signed")),
        ("ووقع الوزيران خلال الزيارة إعلان نوايا.", ("agreement", "signed")),
        ("وتم وضع خارطة طريق للتعاون الأمني.", ("agreement", "agreed")),
        (
            "واتفق الجانبان على تنفيذ عمليات تسليم مراقب.",
            ("controlled_deliveries", "agreed"),
        ),
        ("واطلع الوفد على أنظمة التعرف على الوجوه.", ("tools_presented", "in_force")),
        ("وقدمت قطر للشرطة المغربية أجهزة كشف المتفجرات.", ("technical_assistance", "in_force")),
    ],
)
def test_arabic_tells_an_outcome_and_its_status_so(sentence: str, outcome: tuple[str, str]) -> None:
    page = ARABIC.format(f"استقبل {HOST}، اليوم، {GUEST} والوفد المرافق له.\n\n{sentence}")
    assert [(o.type, o.status) for e in read(page).engagements for o in e.outcomes] == [outcome]


@pytest.mark.parametrize(
    "office",
    [
        "قائد أركان الدرك الوطني",
        "المحامي العام",
        "رئيس مصلحة الجمارك",
        "المدير العام للدفاع المدني",
        "قائد خفر السواحل",
        "رئيس هيئة النزاهة",
    ],
)
def test_an_arabic_office_of_justice_customs_or_coasts_has_its_holder(office: str) -> None:
    page = ARABIC.format(f"استقبل {HOST}، اليوم، {office} المغربي سليم العروي.")
    (found,) = read(page).engagements
    assert ("MA", "سليم العروي") in {(each.country, each.name) for each in found.participants}


@pytest.mark.parametrize(
    "office",
    [
        "l'avocat général",
        "le magistrat de liaison",
        "le commandant des garde-côtes",
        "l'attaché douanier",
        "le président de la Haute Autorité de lutte contre la corruption",
        "le procureur antiterroriste",
        "le numéro deux de la police",
    ],
)
def test_a_french_office_of_justice_customs_or_coasts_has_its_holder(office: str) -> None:
    page = FRENCH.format(f"Hier, {HOTE} a reçu {office} du Portugal, Rui Alves.")
    (found,) = read(page).engagements
    assert ("PT", "Rui Alves") in {(each.country, each.name) for each in found.participants}


@pytest.mark.parametrize("rank", ["le Gal", "le Cdt", "le capitaine de vaisseau", "le commissaire"])
def test_a_french_rank_is_no_part_of_a_name(rank: str) -> None:
    page = FRENCH.format(f"Hier, {HOTE} a reçu le chef de la police du Portugal, {rank} Rui Alves.")
    (found,) = read(page).engagements
    assert ("PT", "Rui Alves") in {(each.country, each.name) for each in found.participants}
