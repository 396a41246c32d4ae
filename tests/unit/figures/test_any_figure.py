"""What holds of every figure, whatever it is given."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.figures import (
    Bars,
    Series,
    Style,
    describe,
    draw,
    html_table,
    markdown_table,
    responsive,
    table,
)
from entraide.figures.inks import STYLESHEET
from tests.unit.figures.given import FIGURES, STYLES
from tests.unit.figures.seen import NAMES, SVG, marks, overlaps, parsed, viewbox, words

QUIET = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
KINDS = pytest.mark.parametrize("kind", sorted(FIGURES))


class Unmirrored(Style):
    """Arabic words and numbers, drawn from the left: the mirror image of what Arabic shows."""

    mirrored = False  # type: ignore[assignment] # a property above


@KINDS
@QUIET
@given(data=st.data(), style=STYLES)
def test_any_words_and_values_give_valid_markup_of_known_elements_alone(
    kind: str, data: st.DataObject, style: Style
) -> None:
    figure = data.draw(FIGURES[kind])
    svg = draw(figure, style)
    root = parsed(svg)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= NAMES
    names = {name for each in root.iter() for name in each.attrib}
    assert not names & {"style", "href", "onload", "onclick"}
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert all(each.startswith(style.prefix) for each in ids)
    used = set(re.findall(r"url\(#([^)]+)\)", svg))
    assert used <= set(ids)
    assert svg == draw(figure, style)


@KINDS
@QUIET
@given(data=st.data(), style=STYLES)
def test_words_never_touch_and_nothing_leaves_the_frame(
    kind: str, data: st.DataObject, style: Style
) -> None:
    root = parsed(draw(data.draw(FIGURES[kind]), style))
    frame = viewbox(root).grown(0.06)
    assert overlaps(root) == []
    assert [each for each in words(root) if not each.box.within(frame)] == []
    assert [each for each in marks(root) if not each.within(frame)] == []


@pytest.mark.parametrize("kind", sorted(set(FIGURES) - {"map", "route"}))
@QUIET
@given(data=st.data())
def test_for_a_reader_of_arabic_a_chart_is_its_mirror_image(kind: str, data: st.DataObject) -> None:
    figure = data.draw(FIGURES[kind])
    turned = parsed(draw(figure, Style(language="ar")))
    straight = parsed(draw(figure, Unmirrored(language="ar")))
    width = viewbox(turned).width
    for one, other in zip(marks(turned), marks(straight), strict=True):
        assert one.x == pytest.approx(width - other.x - other.width, abs=0.21)
        assert (one.y, one.height) == (other.y, other.height)
    for left, right in zip(words(turned), words(straight), strict=True):
        assert left.text == right.text
        assert left.box.x == pytest.approx(width - right.box.x - right.box.width, abs=0.21)


@pytest.mark.parametrize("kind", ["map", "route"])
@QUIET
@given(data=st.data())
def test_a_map_shows_east_on_the_same_side_to_every_reader(kind: str, data: st.DataObject) -> None:
    figure = data.draw(FIGURES[kind])
    arabic, english = (parsed(draw(figure, Style(language=each))) for each in ("ar", "en"))
    dots = [[each.attrib for each in root.iter(f"{SVG}circle")] for root in (arabic, english)]
    assert dots[0] == dots[1]


@KINDS
@QUIET
@given(data=st.data(), style=STYLES)
def test_every_figure_has_words_and_a_table_that_say_the_same(
    kind: str, data: st.DataObject, style: Style
) -> None:
    figure = data.draw(FIGURES[kind])
    root = parsed(draw(figure, style))
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    found = {each.attrib.get("id"): each.text or "" for each in root}
    assert set(named) <= set(found)
    assert found[f"{style.prefix}-desc"].strip()
    assert describe(figure, style)
    rows = table(figure, style)
    assert all(len(row) == len(rows.columns) for row in rows.rows)
    cells = parsed(html_table(rows)).iter("bdi")
    assert sum(1 for _ in cells) == 1 + len(rows.columns) * (1 + len(rows.rows))
    assert len(markdown_table(rows).splitlines()) == 2 + len(rows.rows)


@KINDS
@settings(deadline=None, max_examples=5)
@given(data=st.data())
def test_the_stylesheet_knows_every_class_of_a_figure(kind: str, data: st.DataObject) -> None:
    text = responsive(data.draw(FIGURES[kind]), Style())
    classes = {name for found in re.findall(r'class="([^"]+)"', text) for name in found.split()}
    assert {name for name in classes if f".{name}{{" not in STYLESHEET} <= {"f-wide"}
    assert "f-wide" in STYLESHEET
    root = parsed(text)
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))


def test_a_figure_that_stands_alone_carries_its_stylesheet_and_paper() -> None:
    figure = Bars(title="T", categories=("a",), series=(Series(name="s", values=(1,)),))
    alone = parsed(draw(figure, Style(standalone=True)))
    (style,) = alone.iter(f"{SVG}style")
    assert STYLESHEET in (style.text or "")
    assert next(alone.iter(f"{SVG}rect")).attrib["class"] == "f-paper"
    assert list(parsed(draw(figure, Style())).iter(f"{SVG}style")) == []
