"""The parts of figures: inks, measures, scales, places for words, dates, tables, and refusals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError
from entraide.figures import (
    Bars,
    Calendar,
    Deadline,
    Deadlines,
    Event,
    Health,
    Lines,
    PartnerHealth,
    Series,
    Style,
    Table,
    Timeline,
    When,
    describe,
    draw,
    html_table,
    markdown_table,
    table,
)
from entraide.figures.inks import COLOURS, SERIES
from entraide.figures.kinds import KINDS, Figure
from entraide.figures.labels import spread
from entraide.figures.markup import element, escaped
from entraide.figures.metrics import shortened, text_width, wrapped
from entraide.figures.scales import TimeScale, round_ticks
from entraide.figures.style import LOCALES
from entraide.figures.wording import count_text, share_text, when_text
from tests.figures.samples import samples
from tests.figures.sheet import SHEET, months_of, page
from tests.unit.figures.seen import SVG, parsed, words

DAY = date(2025, 4, 28)
ROWS = ("a", "b")


# --- inks ---------------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("words_", "ground", "least"),
    [("ink", "paper", 7), ("quiet", "paper", 4.5), ("on-accent", "accent", 4.5),
     ("on-second", "second", 4.5), ("ink", "land", 7), ("accent", "paper", 3),
     ("accent", "land", 3), ("second", "paper", 2)],
)  # fmt: skip
def test_words_and_marks_stand_out_as_wcag_asks(
    theme: str, words_: str, ground: str, least: float
) -> None:
    colours = [getattr(COLOURS[name], theme) for name in (words_, ground)]
    assert _contrast(*colours) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_next_to_each_other_differ_in_grey(theme: str) -> None:
    for one, other in pairwise(SERIES):
        if not (one.pattern or other.pattern):
            pair = [getattr(COLOURS[each.fill], theme) for each in (one, other)]
            assert _contrast(*pair) >= 1.8
        assert (one.pattern, one.fill) != (other.pattern, other.fill)


# --- measures and places ------------------------------------------------------------------------


@given(st.text(max_size=60), st.floats(0, 400))
@settings(deadline=None, max_examples=60)
def test_a_shortened_text_fits_and_is_a_beginning(text: str, room: float) -> None:
    short = shortened(text, room, 12)
    assert short == text or text_width(short, 12) <= room + 1e-6
    assert text.startswith(short.removesuffix("…"))
    assert (
        all(text_width(line, 12) <= room + 1e-6 for line in wrapped(text, room, 12, 3)) or not room
    )


def test_letters_are_measured_not_counted() -> None:
    assert text_width("iii", 12) < text_width("mmm", 12) / 2
    assert text_width("e\u0301", 12) == text_width("e", 12)
    assert text_width("警察", 12) > 24
    assert text_width("\u2068ab\u2069", 12) == text_width("ab", 12)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8).map(tuple))
@settings(deadline=None, max_examples=60)
def test_names_move_apart_in_their_order_and_stay_inside(wanted: tuple[float, ...]) -> None:
    moved = spread(wanted, 15, 0, 200)
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    heights = [moved[at] for at in order]
    assert all(after - before >= 15 - 1e-6 for before, after in pairwise(heights))
    assert all(-1e-6 <= each <= 200 + 1e-6 for each in heights)


@given(st.floats(1e-3, 1e12), st.integers(1, 8))
@settings(deadline=None, max_examples=60)
def test_ticks_are_round_and_reach_the_greatest_value(most: float, wanted: int) -> None:
    ticks = round_ticks(most, wanted)
    assert ticks[0] == 0
    assert ticks[-1] >= most * (1 - 1e-9)
    assert len(ticks) <= 2 * wanted + 2


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(0, 300_000))
@settings(deadline=None, max_examples=30)
def test_ticks_of_time_lie_within_it_and_apart(first: date, days: int) -> None:
    scale = TimeScale(first, first + timedelta(days=days), 0, 700)
    ticks = [day for day, _ in scale.ticks(60)]
    assert all(first <= day <= scale.last for day in ticks)
    assert all(scale.at(b) - scale.at(a) >= 50 for a, b in pairwise(ticks))


# --- in words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("28 Apr 2025", "28–29 Apr 2025", "April 2025", "2025")),
        ("fr", ("28 avr. 2025", "28–29 avr. 2025", "avril 2025", "2025")),
        ("es", ("28 abr 2025", "28–29 abr 2025", "abril de 2025", "2025")),
        ("ar", ("28 أبريل 2025", "28–29 أبريل 2025", "أبريل 2025", "2025")),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(language: str, texts: tuple[str, ...]) -> None:
    whens = (When.day(DAY), When.days(DAY, DAY + timedelta(days=1)), When.month(2025, 4),
             When.year(2025))  # fmt: skip
    assert tuple(when_text(each, Style(language=language)) for each in whens) == texts


def test_a_partner_that_was_away_for_a_second_was_not_there_all_the_time() -> None:
    assert share_text(0.99999, Style()) == "99.9%"
    assert share_text(1, Style()) == "100%"
    assert count_text(1234.5, Style(language="fr")) == "1\u202f234,5"


def test_a_month_that_is_all_that_is_known_is_not_drawn_as_a_day() -> None:
    def drawn(when: When) -> set[str]:
        event = Event(label="x", lane="a", when=when)
        root = parsed(draw(Timeline(title="T", events=(event,)), Style()))
        return {each.tag.removeprefix(SVG) for each in root.iter() if each.tag != f"{SVG}svg"}

    assert "circle" in drawn(When.day(DAY))
    assert "circle" not in drawn(When.month(2025, 4))


def test_what_is_overdue_is_said_in_words_and_comes_first() -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    late, open_ = (
        Deadline(label=name, started=now - timedelta(days=3), due=now + timedelta(hours=hours))
        for name, hours in (("late", -5), ("open", 8))
    )
    figure = Deadlines(title="T", now=now, deadlines=(open_, late))
    shown = [each.text for each in words(parsed(draw(figure, Style())))]
    assert shown == ["T", "late", "5 hours overdue", "open", "8 hours left"]
    assert "First: late – 5 hours overdue." in describe(figure, Style())


def test_what_xml_cannot_carry_is_replaced_in_attributes_too() -> None:
    made = element("text", {"id": 'a"\x00<'}, escaped("\ud800&\x0b"))
    assert made == '<text id="a&quot;\ufffd&lt;">\ufffd&amp;\ufffd</text>'


def test_words_run_in_their_own_direction_in_a_browser_and_in_a_pdf_alike() -> None:
    """The renderer of the PDF knows isolates, and neither ``direction`` nor ``paint-order``."""
    event = Event(label="زيارة عمل (ES)", lane="Berlin", when=When.day(DAY))
    for language in ("ar", "en"):
        svg = draw(Timeline(title="T", events=(event,)), Style(language=language))
        assert parsed(svg).attrib["direction"] == "ltr"
        assert svg.count("direction=") == 1
        opening = "\u2067" if language == "ar" else "\u2068"
        assert svg.count(f">{opening}زيارة عمل (ES)\u2069<") == 2, "the halo, then the words"
        assert "paint-order" not in svg


def test_a_value_keeps_its_place_after_a_name_of_another_script() -> None:
    bars = Bars(title="T", categories=("الأمن",), series=(Series(name="s", values=(4,)),))
    assert "الأمن\u200e (4)" in describe(bars, Style())
    assert "الأمن\u200f (4)" in describe(bars, Style(language="ar"))


def test_a_day_without_measurement_is_not_a_day_without_answer() -> None:
    partner = PartnerHealth(partner="p", reached=(None, 0.0, 1.0), seconds=(None, None, 0.5))
    assert partner.share == 0.5
    rows = table(Health(title="T", first=DAY, partners=(partner,)), Style()).rows
    assert rows == (("p", "50%", "0.5 secs", "1"),)


def test_a_table_cannot_become_markup() -> None:
    odd = Table("a|b", ("<i>", "`x`"), (("[l](http://x)", "</td><script>"),))
    assert "<script" not in html_table(odd)
    assert "&lt;/td&gt;&lt;script&gt;" in html_table(odd)
    assert r"\[l\](http://x) | \</td\>\<script\>" in markdown_table(odd)


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "1a", 'x" onload="', "a b", "ä", "x" * 65])
def test_a_prefix_that_would_leave_its_attribute_is_refused(prefix: str) -> None:
    with pytest.raises(InputError, match=r"figures\.setting"):
        Style(prefix=prefix)


@pytest.mark.parametrize("given_", [{"width": 10}, {"width": 99_999}, {"language": "xx"}])
def test_a_style_that_cannot_be_is_refused(given_: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"figures\.setting"):
        Style(**given_)  # type: ignore[arg-type] # what is wrong is the test


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), 1e16])
def test_what_is_no_count_is_refused(value: float) -> None:
    series = (Series(name="s", values=(value, 1)),)
    with pytest.raises(InputError, match=r"figures\.number"):
        Bars(title="T", categories=ROWS, series=series)
    with pytest.raises(InputError, match=r"figures\.number"):
        Lines(title="T", days=(DAY, DAY + timedelta(days=1)), series=series)
    with pytest.raises(InputError, match=r"figures\.number"):
        PartnerHealth(partner="p", reached=(1.5,), seconds=(1,))


def test_series_that_do_not_fit_are_refused() -> None:
    one = Series(name="s", values=(1,))
    for series in ((one,), (), (Series(name="s", values=(1, 2)),) * 7):
        with pytest.raises(InputError, match=r"figures\.lengths"):
            Bars(title="T", categories=ROWS, series=series)
    with pytest.raises(InputError, match=r"figures\.lengths"):
        Calendar(title="T", first=DAY, counts=())


def test_a_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(InputError, match=r"figures\.period"):
        When.days(DAY, DAY - timedelta(days=1))
    with pytest.raises(InputError, match=r"figures\.period"):
        Lines(title="T", days=(DAY, DAY), series=(Series(name="s", values=(1, 2)),))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(InputError, match=r"figures\.period"):
        Deadline(label="x", started=now, due=now)


# --- the sheet of samples -----------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_the_sheet_shows_every_kind_under_a_policy_without_anything_inline(language: str) -> None:
    text = page(language, "light", 720)
    assert text.count("<svg ") == len(samples(Style(), months_of("en")))
    assert "style=" not in text
    assert "<style" not in text
    assert "<script" not in text
    assert SHEET not in text


def test_the_samples_have_every_kind() -> None:
    shown: dict[str, Figure] = samples(Style(), months_of("en"))
    assert {type(each) for each in shown.values()} == set(KINDS)
