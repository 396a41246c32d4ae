"""Tables of records as agencies have them: headers, mappings, quotes, a row that is bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from entraide.adapters.records.columns import ColumnMap, parse_column, read_column_map
from entraide.adapters.records.files import (
    Rejected,
    read_plan,
)
from entraide.errors import InputError
from entraide.kernel.record import ProtectedStatus
from entraide.vocabulary.messages import SENTENCES
from tests.adapters.given_record_files import reasons, record_of, rows_of


def test_known_headers_are_recognised(table: Path) -> None:
    content = "id,Full name,date_of_birth,Country,SEX\nex-1,Ana,1981-03,es,f\n"
    record = record_of(rows_of(table, content)[0])
    assert (record.id, record.schema) == ("ex-1", "Person")
    assert record.properties() == {
        "name": ("Ana",),
        "birthDate": ("1981-03",),
        "country": ("es",),
        "gender": ("female",),
    }


def test_a_mapping_names_columns_separators_and_date_order(table: Path) -> None:
    mapping = ColumnMap(
        columns=(
            parse_column("name=Nom, prénom"),
            parse_column("alias[/]=Autres noms"),
            parse_column("birthDate[%d/%m/%Y]=Né le"),
        )
    )
    content = '"Nom, prénom";Autres noms;Né le;remarque\nBenali;A/ B /;07/03/1981;x\n'
    record = record_of(rows_of(table, content, mapping)[0])
    assert record.properties() == {
        "name": ("Benali",),
        "alias": ("A", "B"),
        "birthDate": ("1981-03-07",),
    }
    assert read_plan(table, mapping).unmapped == ("remarque",)


def test_a_mapping_file_says_the_same(table: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "map.yaml"
    chosen.write_text(
        "schema: Vessel\n"
        'delimiter: "|"\n'
        "columns:\n"
        "  name: Ship\n"
        '  previousName: {column: Before, separate: "/"}\n'
        '  buildDate: {column: Built, date: "%d.%m.%Y"}\n'
    )
    content = "Ship|Before|Built|imo_number\nEx|A/B|01.02.1990|9999999\n"
    record = record_of(rows_of(table, content, read_column_map(chosen))[0])
    assert record.schema == "Vessel"
    assert record.properties() == {
        "name": ("Ex",),
        "previousName": ("A", "B"),
        "buildDate": ("1990-02-01",),
        "imoNumber": ("9999999",),
    }


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "colums: {}",
        "columns: 1",
        "columns: {name: 1}",
        "columns: {name: {date: x}}",
        "a: [",
        "",
    ],
)
def test_a_mapping_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    chosen = tmp_path / "map.yaml"
    chosen.write_text(text)
    with pytest.raises(InputError, match=r"records\.(map_|bad_map)"):
        read_column_map(chosen)


@pytest.mark.parametrize("option", ["name", "=x", "name=", "na me=x", "name[]=x"])
def test_an_option_that_maps_nothing_is_refused(option: str) -> None:
    with pytest.raises(InputError, match=r"records\.bad_map"):
        parse_column(option)


def test_columns_of_marks_are_recognised_so_that_no_restriction_is_overlooked(
    table: Path,
) -> None:
    content = (
        "id,name,restricted to,protected,handling,lifted\n"
        'a,A,"ES, FR",,H1,\nb,B,all,,,\nc,C,,witness;minor,,order 12\nd,D,nowhere,,,\n'
    )
    rows = rows_of(table, content)
    first, second, third = (record_of(row) for row in rows[:3])
    assert first.restriction.states == {"ES", "FR"}
    assert first.values[0].marking.handling == "H1"
    assert second.restriction.to_all
    assert third.protected == {ProtectedStatus.WITNESS, ProtectedStatus.MINOR}
    assert not third.visible_to("ES"), "a column named 'lifted' lifts nothing by itself"
    assert reasons(rows) == [(5, "records.bad_mark")]


@pytest.mark.parametrize(
    ("content", "option", "code"),
    [
        ("", "name=name", "records.no_header"),
        ("\nname\nA\n", "name=name", "records.no_header"),
        ("id,nom\n1,A\n", "name=name", "records.column_missing"),
        ("id,nom\n1,A\n", "alias=nom", "records.no_name_column"),
        ("name,id,name\nA,1,B\n", "name=name", "records.double_column"),
        ("name,x\nA,1\n", "nam=x", "records.unknown_property"),
        ("name,x\nA,1\n", "entraide.restrict=x", "records.unknown_mark"),
        ('name,"x\nA,1\n', "name=name", "records.open_quote"),
        ("name,x\rA,1\r", "name=name", "records.malformed_csv"),
        (b"n\xffme,x\nA,1\n", "name=name", "records.not_utf8"),
    ],
)
def test_a_header_that_cannot_serve_stops_the_file_at_once(
    table: Path, content: bytes | str, option: str, code: str
) -> None:
    mapping = ColumnMap(columns=(parse_column(option),))
    with pytest.raises(InputError, match=code):
        rows_of(table, content, mapping)


def test_a_quoted_cell_may_hold_line_ends_delimiters_and_quotes(table: Path) -> None:
    rows = rows_of(table, 'id,name\r\n1,"Ana\r\n""la, X"""\r\n2,B\r\n')
    assert record_of(rows[0]).properties()["name"] == ('Ana\r\n"la, X"',)
    assert [(row.line, row.next_offset) for row in rows] == [(2, 29), (4, 34)]


def test_a_quote_left_open_costs_its_own_line_only(table: Path) -> None:
    rows = rows_of(table, 'id,name\n1,"Ana\n2,B\n3,C\n')
    assert reasons(rows) == [(2, "records.open_quote")]
    assert [record_of(row).id for row in rows[1:]] == ["2", "3"]


def test_a_quote_left_open_in_a_long_file_costs_its_own_line_only(table: Path) -> None:
    others = "".join(f"{at},Name {at}\n" for at in range(3000))
    rows = rows_of(table, 'id,name\nx,"Ana\n' + others)
    assert reasons(rows) == [(2, "records.open_quote")]
    assert len(rows) == 3001


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1\n", "records.wrong_columns"),
        ("1,A,B\n", "records.wrong_columns"),
        ("1,\n", "record.no_values"),
        ('1,"A"B\n', "records.malformed_csv"),
        (b"1,\xe9\n", "records.not_utf8"),
        (b"1,A\0\n", "records.nul"),
        ("1," + "x" * 70_000 + "\n", "record.bad_text"),
        ('1,"' + "x" * 200_000 + '"\n', "records.malformed_csv"),
        ('1,"A', "records.truncated"),
    ],
)
def test_a_bad_row_of_a_table_is_set_aside_with_its_reason(
    table: Path, line: bytes | str, code: str
) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    rows = rows_of(table, b"id,name\n0,A\n" + bad)
    assert reasons(rows) == [(3, code)]
    assert isinstance(rows[1], Rejected)
    assert rows[1].raw == bad
    assert code in SENTENCES


def test_a_row_without_id_is_named_by_its_content_and_not_by_its_marks(table: Path) -> None:
    mapping = ColumnMap()
    first = rows_of(table, "name,restricted_to\nAna,\nAna,\nBea,\n", mapping)
    second = rows_of(table, "name,restricted_to\nAna,all\n", mapping)
    ids = [record_of(row).id for row in (*first, *second)]
    assert ids[0] == ids[1] == ids[3] != ids[2]
