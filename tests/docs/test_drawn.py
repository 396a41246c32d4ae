"""What a page draws from the code is what the code says now; ./dev docs draws it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.drawn import DRAWN, HOOKS, parts_of, redrawn
from tests.docs.pages import PAGES, place_of
from tests.figures.pictures import PICTURES


@pytest.mark.parametrize("page", PAGES, ids=place_of)
def test_a_drawn_part_is_what_the_code_says(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert redrawn(text) == text, "run ./dev docs"
    assert HOOKS.get(page, str)(text) == text, "run ./dev docs"


@pytest.mark.parametrize("path", PICTURES, ids=place_of)
def test_a_picture_is_what_the_code_draws_now(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PICTURES[path](), "run ./dev docs"


def test_every_part_that_can_be_drawn_stands_on_a_page() -> None:
    shown = {part for page in PAGES for part in parts_of(page.read_text(encoding="utf-8"))}
    assert shown == set(DRAWN)


def test_a_part_that_differs_is_found() -> None:
    page = "<!-- drawn: times -->\nnothing\n<!-- end -->\n"
    assert redrawn(page) != page
    assert redrawn(redrawn(page)) == redrawn(page)
