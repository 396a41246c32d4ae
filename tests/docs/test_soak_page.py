"""docs/soak.md: a run of some steps changes their rows alone, and no row borrows another's day."""

from __future__ import annotations

from dataclasses import replace

from tests.soak import PAGE, STEPS
from tests.soak_page import NEVER, Row, draw_page, read_figures, read_rows

NAMED = [(step.name, step.proves) for step in STEPS]


def test_the_page_has_a_row_for_every_step_each_with_its_day_and_commit() -> None:
    rows = read_rows(PAGE.read_text("utf-8"))
    assert list(rows) == [step.name for step in STEPS]
    for row in rows.values():
        assert row.result == NEVER or (row.day and row.commit), row


def test_what_is_written_of_one_step_leaves_the_others_as_they_were() -> None:
    page = PAGE.read_text("utf-8")
    rows, figures = read_rows(page), read_figures(page)
    of_machine = page.partition("last run: ")[2].partition(".\n")[0]
    assert draw_page(page, NAMED, rows, (of_machine, figures)) == page
    new = Row("fuzz", "", "**failed**", "9 s", "2031-01-01", "abcdef")
    drawn = draw_page(page, NAMED, {**rows, "fuzz": new}, ("M", {**figures, "New": ["- a: 1"]}))
    proves = dict(NAMED)["fuzz"]
    assert read_rows(drawn) == {**rows, "fuzz": replace(new, proves=proves)}
    assert read_figures(drawn) == {**figures, "New": ["- a: 1"]}
    rows.pop("kill")
    assert read_rows(draw_page(page, NAMED, rows, ("M", {})))["kill"].result == NEVER
