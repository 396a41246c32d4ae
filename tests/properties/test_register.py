"""Laws of the reader: exact spans, no crash, the same twice, and nothing from a ticker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from entraide.register import Engagement, Evidence
from entraide.register.encoding import decode_reading, encode_reading
from tests.unit.register.pages import TUNIS, read

_OF_THE_BOARD = Path(__file__).parents[2] / "evaluation" / "register" / "pages"
_WORDS = st.sampled_from(
    [
        "Le directeur général de la police", "espagnole", "a reçu", "mardi", "à Rabat", "son",
        "homologue", "belge", "Jan Peeters", ",", ".", "\n\n", "du 3 au 5 mars 2025", "signé",
        "un mémorandum d'entente", "met with", "the head of police of", "Ghana", "last Friday",
        "se reunió con", "el jefe de la Policía", "استقبل", "المدير العام للأمن الوطني", "الثلاثاء",
        "e\u0301", "93ᵉ", "\u202f", "ı", "ـ", "43 réunions bilatérales", "en marge de", "dont",
    ]
)  # fmt: skip
_PAGES = st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=300)
_HEADLINE = st.sampled_from(
    [
        "Le ministre espagnol reçoit son homologue belge à Madrid",
        "Mondial 2030 : la police se prépare le 12 mars 2031",
        "Hausse du prix du sucre à Casablanca",
        "Rabat : le chef d'Interpol rencontre Anna Berg",
    ]
)


def _quotes(value: Any) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _quotes(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _quotes(each)


@settings(deadline=None, max_examples=120)
@given(_PAGES)
@example("")
@example("\n \n")
@example("2025")
def test_every_quotation_is_the_text_itself_and_nothing_crashes(text: str) -> None:
    reading = read(text)
    for quote in _quotes(reading):
        assert text[quote.start : quote.end] == quote.text
        assert quote.text
    assert decode_reading(encode_reading(reading)) == reading


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(_OF_THE_BOARD.iterdir())), st.floats(0, 1))
def test_a_page_that_is_cut_off_anywhere_is_read(page: Path, where: float) -> None:
    words = page.read_text("utf-8").split(" ")
    read(" ".join(words[: round(where * len(words))]))


def test_a_page_may_end_with_an_office_in_arabic() -> None:
    reading = read("استقبل وزير الداخلية القطري، اليوم، يوست فان، وزير الداخلية في مملكة هولندا.")
    assert reading.home == "QA"


@settings(deadline=None, max_examples=30)
@given(_PAGES)
@example("")
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text) == read(text)


def _told(engagements: tuple[Engagement, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            each.kind,
            each.date and (each.date.start, each.date.end),
            each.place and (each.place.city, each.place.country),
            [(one.side, one.country, one.name) for one in each.participants],
            [one.code for one in each.topics],
            [(one.type, one.status) for one in each.outcomes],
        )
        for each in engagements
    ]


@settings(deadline=None, max_examples=30)
@given(st.lists(_HEADLINE, min_size=8, max_size=20))
def test_a_ticker_before_the_article_never_changes_its_engagements(headlines: list[str]) -> None:
    ticker = "    ".join(headlines)
    with_ticker = read(ticker + "\n\n\n" + TUNIS)
    assert _told(with_ticker.engagements) == _told(read(TUNIS).engagements)
