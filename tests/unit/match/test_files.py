"""Files of people and of pairs: what is read, what is refused, what is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entraide.cli.match import app, screen
from entraide.errors import InputError
from entraide.match.pairs import compare_pairs, read_pairs, summarise
from entraide.match.tables import read_listed

LIST = "id,name,birth_date,country,sex\na,Abdelatif Ben Ali,1985-11-03,es,male\nb,Zoran Petric,,,\n"


def test_csv_columns_become_subjects() -> None:
    first, second = read_listed(LIST.splitlines(keepends=True))
    assert first.id == "a"
    assert first.subject.names == ("Abdelatif Ben Ali",)
    assert first.subject.birth_dates == ("1985-11-03",)
    assert second.subject.countries == ()


def test_a_quoted_name_with_a_comma_is_one_name() -> None:
    (row,) = read_listed(["id,name\n", 'a,"Ben Ali, Abdelatif"\n'])
    assert row.subject.names == ("Ben Ali, Abdelatif",)


def test_followthemoney_lines_become_subjects() -> None:
    entity = {"id": "x", "schema": "Person", "properties": {"name": ["Ali"], "country": ["ma"]}}
    (row,) = read_listed([json.dumps(entity) + "\n", "\n"])
    assert (row.id, row.subject.names, row.subject.countries) == ("x", ("Ali",), ("ma",))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "match.list_empty"),
        (["id,title\n", "a,b\n"], "match.column_missing"),
        (['{"schema": "Person"}\n'], "match.entity_unreadable"),
        (['{"schema": "Person", "properties": [1]}\n'], "match.entity_unreadable"),
        (["{not json\n"], "match.entity_unreadable"),
    ],
)
def test_an_unusable_list_is_refused_with_a_code(lines: list[str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_listed(lines))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["name1\n"], "match.column_missing"),
        (["name1\tname2\n", "a\tb\tc\n"], "match.row_unreadable"),
        (["label\tname1\tname2\n", "yes\ta\tb\n"], "match.label_unknown"),
    ],
)
def test_an_unusable_table_of_pairs_is_refused_with_a_code(lines: list[str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_pairs(lines))
    assert caught.value.code == code


def test_labels_are_measured_and_rows_without_one_are_not() -> None:
    table = ["label\tname1\tname2\tborn1\tborn2\n"]
    table += ["1\tAli Mansour\tعلي منصور\t1985\t1985\n", "0\tAli Mansour\tZoran Petric\t\t\n"]
    table += ["\tA\tB\t\t\n", "1\tAli Mansour\tWojciech Nowak\t\t\n"]
    summary = summarise(compare_pairs(read_pairs(table)))
    assert (summary.labelled, summary.precision, summary.recall) == (3, 1.0, 0.5)
    assert summary.f1 == pytest.approx(2 / 3)


def test_pairs_prints_one_object_for_each_row_and_a_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("label\tname1\tname2\n1\tعلي منصور\tAli Mansour\n", encoding="utf-8")
    app(["pairs", str(table)], result_action="return_value")
    row, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert row["decision"] == "match"
    assert row["reasons"][0]["tokens"][0]["evidence"] == "transliteration"
    assert summary["summary"]["f1"] == 1.0


def test_explain_draws_every_token_with_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    app(["explain", "عبد اللطيف بن علي", "Abdellatif Benali"], result_action="return_value")
    shown = capsys.readouterr().out
    assert "transliteration" in shown
    assert "abdellatif" in shown
    assert "\u2068عبداللطيف\u2069" in shown


def test_explain_gives_the_same_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    app(["explain", "Ali", "علي", "--output", "json"], result_action="return_value")
    told = json.loads(capsys.readouterr().out)
    assert told["decision"] == "match"
    assert {"feature", "weight", "value", "reason"} <= told["reasons"][0].keys()


def test_screen_answers_every_query_in_order_and_empty_where_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, queries = tmp_path / "list.csv", tmp_path / "queries.csv"
    listed.write_text(LIST, encoding="utf-8")
    queries.write_text(
        "id,name,birth_date\n1,Wojciech Nowak,\n2,عبد اللطيف بن علي,1985-03-11\n", "utf-8"
    )
    screen(list_=listed, queries=queries)
    none, found = map(json.loads, capsys.readouterr().out.splitlines())
    assert (none["query"], none["hits"]) == ("1", [])
    assert [hit["id"] for hit in found["hits"]] == ["a"]
    assert "swapped" in {reason["reason"] for reason in found["hits"][0]["reasons"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\x00name", "match.file_encoding"), (None, "match.file_unreadable")],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_code(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "names.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        screen(list_=path, queries=path)
    assert caught.value.code == code
