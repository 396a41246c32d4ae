"""Visits of which a page says how long they lasted, or when, in another sentence."""

from __future__ import annotations

from tests.unit.register.pages import read

PAGE = """IGP concludes visit to Zambia

Kigali, June 12, 2026 - The Inspector General of the Rwanda National Police, Innocent Karekezi, \
has concluded a three-day working visit to the Republic of Zambia. {}

On Wednesday, June 10, Innocent Karekezi met with the Inspector General of the Zambia Police \
Service, Mwansa Chilufya, in Lusaka.
"""


def _visit(text: str) -> tuple[str, str] | None:
    found = [each for each in read(text).engagements if each.kind == "visit"]
    return (found[0].date.start, found[0].date.end) if found and found[0].date else None


def test_a_visit_has_the_days_that_a_later_sentence_says() -> None:
    assert _visit(PAGE.format("He was in Lusaka from June 9 to June 11.")) == (
        "2026-06-09",
        "2026-06-11",
    )


def test_days_that_do_not_hold_what_was_done_are_not_those_of_the_visit() -> None:
    assert _visit(PAGE.format("Training was held from June 1 to June 3.")) != (
        "2026-06-01",
        "2026-06-03",
    )


def test_a_guest_of_whom_a_sentence_says_only_how_long_he_stays_is_of_the_country_told() -> None:
    page = (
        "RNP and Lesotho police\n\nKigali, 18 June 2026 - The Inspector General of the Rwanda "
        "National Police, Callixte Rutagengwa, on Tuesday, June 16, held bilateral talks with the "
        "Commissioner of the Lesotho Mounted Police Service, Teboho Makhethe.\n\nCommissioner "
        "Makhethe and his delegation are in Rwanda on a three-day working visit that ends on "
        "Thursday, June 18.\n"
    )
    assert _visit(page) == ("2026-06-16", "2026-06-18")
