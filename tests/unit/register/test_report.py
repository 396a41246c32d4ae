"""The yearly report and the exports: counted once, said in four languages, harmless as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from entraide.adapters.typesetting import typeset
from entraide.figures import Style
from entraide.register import Conflict, Evidence, Topic
from entraide.register.account import Wanted, cards_of, select
from entraide.register.account.exporting import FORMATS, export
from entraide.register.report import Told, report_blocks, year_of
from entraide.register.together import holders_of, join_readings
from entraide.report import Block, Rows, write_html, write_markdown, write_typst
from entraide.vocabulary.language import set_language, translate
from tests.unit.register.readings import met, page

HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> #eval("1") \\ ; , \n]] `x`'
CLAIM = Conflict(
    rule="count", severity="high", statement="x",
    evidence=(Evidence(0, 22, "forty-three delegations"[:22]),),
)  # fmt: skip
PAGES = (
    page(
        replace(met("2031-03-04", "MT", city=("Sfax", "TN")), topics=(Topic(code="threat.drugs"),)),
        met("2031-06", "IT", kind="visit", at=1, outcomes=(("mou_signed", "announced"),)),
        met("2031-06-09", "INTERPOL", kind="multilateral", name=HOSTILE, org=HOSTILE, at=2,
            person=HOSTILE, role=HOSTILE),
        conflicts=(CLAIM,),
    ),
    page(met("2031-03-04", "MT", city=("Sfax", "TN"))),
    page(met("2030-03-04", "MT")),
)  # fmt: skip
JOINED = join_readings(PAGES)
YEAR = year_of(JOINED, PAGES, 2031)


@pytest.fixture(params=["en", "fr", "es", "ar"])
def style(request: pytest.FixtureRequest) -> Iterator[Style]:
    set_language(request.param)
    yield Style(language=request.param, say=translate)
    set_language("en")


def blocks(style: Style) -> tuple[Block, ...]:
    return tuple(report_blocks(YEAR, [Told(("IT",), "mou_signed", "announced", "open")], style))


def test_an_engagement_counts_once_however_many_documents_tell_of_it() -> None:
    assert len(YEAR.entries) == 3
    assert YEAR.documents == 2
    assert dict(YEAR.by_partner)["MT"] == 1
    assert dict(YEAR.by_region)["europe"] == 2
    assert YEAR.by_month[2] == 1
    assert sum(YEAR.by_month) + YEAR.undated_month == 3


def test_months_without_a_word_are_gaps_and_claims_stand_beside_the_count() -> None:
    assert YEAR.silent == (4, 5)
    assert [each.conflict for each in YEAR.claims] == [CLAIM]


def test_the_four_languages_come_from_one_template(style: Style) -> None:
    shape = [type(block).__name__ for block in blocks(style)]
    set_language("en")
    assert shape == [type(block).__name__ for block in blocks(Style(say=translate))]


def test_html_is_well_formed_and_takes_nothing_from_a_page_as_markup(style: Style) -> None:
    text = write_html(blocks(style), style).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert f'dir="{"rtl" if style.mirrored else "ltr"}"' in text
    body = text.split("<body>")[1].split("</body>")[0]
    ET.fromstring(f"<body>{body}</body>")  # noqa: S314 - our own output
    names = re.findall(r'\bid="([^"]+)"', body)
    assert len(names) == len(set(names))


def test_markdown_shows_each_figure_beside_it_and_in_rows(style: Style) -> None:
    written = write_markdown(blocks(style), style, "y")
    assert written.files.keys() == {
        f"y-{name}.svg" for name in ("map", "partners", "regions", "kinds", "themes", "timeline")
    }
    assert all(f"]({name})" in written.text for name in written.files)
    assert "<script>" not in written.text


def test_the_pdf_is_made_and_no_word_of_a_page_is_run() -> None:
    written = write_typst(blocks(Style(say=translate)), Style(say=translate))
    assert '#eval("1")' not in re.sub(r'"(?:[^"\\]|\\.)*"', '""', written.text)
    assert typeset(written.text, written.files).startswith(b"%PDF")


def test_a_year_without_engagements_says_so_and_draws_nothing() -> None:
    empty = year_of(JOINED, PAGES, 1999)
    told = list(report_blocks(empty, [], Style(say=translate)))
    assert len(told) == 2
    assert not any(isinstance(each, Rows) for each in told)


def test_a_cell_of_the_csv_is_never_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(export("csv", JOINED.entries, ()))))
    assert len(rows) == 1 + len(JOINED.entries)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_the_calendar_folds_lines_and_ends_the_day_after() -> None:
    text = export("ics", JOINED.entries, ())
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "DTSTART;VALUE=DATE:20310304\r\nDTEND;VALUE=DATE:20310305" in text
    assert text.count("BEGIN:VEVENT") == len(JOINED.entries)


def test_the_graph_is_xml_with_an_edge_for_each_engagement_of_a_pair() -> None:
    root = ET.fromstring(export("graphml", JOINED.entries, ()))  # noqa: S314 - our own output
    edges = [each for each in root.iter() if each.tag.endswith("edge")]
    assert len(edges) == sum(len(entry.partners) for entry in JOINED.entries)


def test_only_office_holders_leave_as_people() -> None:
    holders = holders_of(JOINED.entries)
    rows = [json.loads(line) for line in export("ftm", JOINED.entries, holders).splitlines()]
    people = [row for row in rows if row["schema"] == "Person"]
    assert len(people) == len(holders) == 1
    posts = {row["properties"]["holder"][0] for row in rows if row["schema"] == "Occupancy"}
    assert {row["id"] for row in people} == posts
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_takes_an_empty_register(form: str) -> None:
    assert isinstance(export(form, (), ()), str)


def test_entries_are_chosen_by_year_partner_kind_and_topic() -> None:
    def chosen(**wanted: object) -> int:
        return len(select(JOINED.entries, Wanted(**wanted)))  # type: ignore[arg-type] # one of each

    assert chosen(year=2031) == 3
    assert chosen(partner="mt") == 2
    assert chosen(kind="visit") == 1
    assert chosen(topic="threat") == 1
    assert chosen() == 4


def test_a_partners_card_tells_first_and_last_and_what_came_of_it() -> None:
    cards = {card.partner: card for card in cards_of(JOINED.entries, holders_of(JOINED.entries))}
    assert (cards["MT"].engagements, cards["MT"].first, cards["MT"].last) == (
        2, "2030-03-04", "2031-03-04",
    )  # fmt: skip
    assert [each.type for _, each in cards["IT"].outcomes] == ["mou_signed"]
