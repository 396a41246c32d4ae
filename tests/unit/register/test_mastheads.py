"""Whose a page is whose ministers have no country: its paper, its rooms, who acts by a title."""

from __future__ import annotations

import pytest

from tests.unit.register.pages import read

IN_ARABIC = """{paper}
الرئيسية | سياسة | اقتصاد | رياضة

وزير الداخلية يستقبل نظيره البرتغالي

14 مايو 2024

استقبل وزير الداخلية، سليم العروي، اليوم الثلاثاء، نظيره البرتغالي روي ألفيس، والوفد المرافق له.

وتناول اللقاء سبل تعزيز التعاون الأمني بين البلدين.
"""
IN_FRENCH = """{paper}

Sécurité

Publié le 14 mai 2024

Le ministre de l'Intérieur, Rachid Boualem, a reçu mardi son homologue portugais, Rui Alves.
"""


@pytest.mark.parametrize(
    ("paper", "home"),
    [
        ("هسبريس", "MA"),
        ("اليوم السابع", "EG"),
        ("صحيفة الخبر", "DZ"),
        ("موزاييك أف أم", "TN"),
        ("صحراء ميديا", "MR"),
        ("جريدة الغد", "JO"),
        ("شفق نيوز", "IQ"),
        ("لبنان 24", "LB"),
        ("صحيفة عكاظ", "SA"),
        ("القبس", "KW"),
        ("الإمارات اليوم", "AE"),
        ("جريدة الراية", "QA"),
        ("صحيفة أخبار الخليج", "BH"),
        ("بوابة الوسط", "LY"),
        ("© 2024 السومرية نيوز | جميع الحقوق محفوظة", "IQ"),
    ],
)
def test_an_arabic_paper_that_names_no_country_tells_whose_its_page_is(
    paper: str, home: str
) -> None:
    assert read(IN_ARABIC.format(paper=paper)).home == home


@pytest.mark.parametrize(
    ("paper", "home"),
    [
        ("Hespress Français", "MA"),
        ("TSA Algérie", "DZ"),
        ("Le Soleil", "SN"),
        ("Sidwaya", "BF"),
        ("LeFaso.net", "BF"),
        ("Fraternité Matin", "CI"),
        ("Radio Okapi", "CD"),
        ("Accueil | Maliweb | Politique", "ML"),
    ],
)
def test_a_french_paper_that_names_no_country_tells_whose_its_page_is(
    paper: str, home: str
) -> None:
    assert read(IN_FRENCH.format(paper=paper)).home == home


@pytest.mark.parametrize(
    "paper",
    [
        "Les lecteurs du journal Le Soleil ont la parole",
        "Sidwaya | Maliweb",
        "يقول موقع هسبريس إن الخبر صحيح",
    ],
)
def test_a_paper_that_is_only_talked_about_or_one_of_two_says_nothing(paper: str) -> None:
    assert read(IN_FRENCH.format(paper=paper)).home is None


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (
            (
                "Rabat\n\nLe directeur général des douanes, Said Lahlou, a reçu "
                "mardi à Rabat le directeur général des douanes portugaises, Rui Alves."
            ),
            "MA",
        ),
        (
            (
                "عقد وزير الداخلية، سليم العروي، في مكتبه بمدينة الرباط، لقاء مع وزير الداخلية "
                "البرتغالي روي ألفيس."
            ),
            "MA",
        ),
    ],
)
def test_who_receives_in_his_own_city_is_at_home_there(text: str, home: str) -> None:
    assert read(text).home == home


def test_a_minister_who_meets_his_counterpart_in_that_one_s_ministry_is_not_at_home_there() -> None:
    text = (
        "عقد وزير الداخلية، سليم العروي، اليوم، جلسة عمل مع نظيره البرتغالي روي ألفيس في لشبونة "
        "بمقر وزارة الداخلية البرتغالية."
    )
    assert read(text).home != "PT"


def test_in_arabic_whom_a_title_meets_does_not_act() -> None:
    text = (
        "الرياض - واس\n\nالتقى سمو وزير الداخلية الأمير بندر بن فيصل، في تونس اليوم، وزير الداخلية "
        "العراقي حيدر الكناني. كما التقى سموه وزير الداخلية اليمني علي الحيدري."
    )
    reading = read(text)
    assert reading.home != "YE"
