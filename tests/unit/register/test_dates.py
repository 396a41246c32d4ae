"""Dates as four languages write them; what is not stated is not invented."""

from __future__ import annotations

import pytest

from entraide.register.reading.calendar import Anchor, resolve
from entraide.register.reading.dates import find_dates
from entraide.register.reading.page import open_page
from tests.unit.register.pages import vocabulary

THURSDAY = Anchor(2025, 3, 13)


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("fr", "Du 27 au 29 mai 2025, il", "2025-05-27", "2025-05-29"),
        ("fr", "a effectué, les 28 et 29 janvier, une", "2025-01-28", "2025-01-29"),
        ("fr", "du 28 février au 2 mars 2025", "2025-02-28", "2025-03-02"),
        ("fr", "le 1er mars 2025", "2025-03-01", "2025-03-01"),
        ("fr", "mercredi à Rabat", "2025-03-12", "2025-03-12"),
        ("fr", "jeudi dernier à Rabat", "2025-03-06", "2025-03-06"),
        ("fr", "le 12 courant", "2025-03-12", "2025-03-12"),
        ("fr", "en décembre, il", "2024-12-01", "2024-12-31"),
        ("en", "on Tuesday in Rabat", "2025-03-11", "2025-03-11"),
        ("en", "March 3-5, 2025, the", "2025-03-03", "2025-03-05"),
        ("en", "from 3 to 5 March 2025", "2025-03-03", "2025-03-05"),
        ("es", "el pasado martes, el", "2025-03-11", "2025-03-11"),
        ("es", "del 24 al 27 de noviembre de 2024", "2024-11-24", "2024-11-27"),
        ("ar", "الأربعاء الماضي بالرباط", "2025-03-12", "2025-03-12"),
        ("ar", "يومي 3 و4 شتنبر 2024", "2024-09-03", "2024-09-04"),
        ("ar", "يوم 12 الجاري", "2025-03-12", "2025-03-12"),
        ("ar", "من ٢٤ إلى ٢٧ نونبر 2024", "2024-11-24", "2024-11-27"),
    ],
)
def test_a_date_is_read_as_it_is_meant(language: str, text: str, start: str, end: str) -> None:
    page = open_page(text, vocabulary(), language)
    found = [resolve(named, THURSDAY, ()) for named in find_dates(page)]
    assert [(each.start, each.end) for each in found if each] == [(start, end)]


def test_a_day_without_a_year_is_none_where_no_document_dates_it() -> None:
    page = open_page("les 28 et 29 janvier", vocabulary(), "fr")
    assert [resolve(named, Anchor(), ()) for named in find_dates(page)] == [None]


def test_the_thirtieth_of_february_is_no_day() -> None:
    page = open_page("le 30 février 2025", vocabulary(), "fr")
    assert [resolve(named, Anchor(), ()) for named in find_dates(page)] == [None]


def test_in_english_may_and_march_are_words_without_their_capital() -> None:
    assert find_dates(open_page("they may march in 2025", vocabulary(), "en")) == ()
