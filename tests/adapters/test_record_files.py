"""Files of records: what is read, what is set aside with its reason, and how reading resumes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entraide.adapters.records.files import (
    Rejected,
    file_size,
    read_records,
)
from entraide.adapters.records.lines import KEPT, LINE_LIMIT
from entraide.errors import InputError
from entraide.kernel.marking import Marking
from entraide.kernel.record import ProtectedStatus
from entraide.vocabulary.messages import SENTENCES
from tests.adapters.given_record_files import DEFAULTS, reasons, record_of, rows_of

PERSON = {"id": "NK-1", "schema": "Person", "properties": {"name": ["Abdellatif Benali"]}}


SHARED = Path(__file__).parents[3] / "shared" / "data" / "matching"


def line_of(**changes: object) -> str:
    return json.dumps(PERSON | changes, ensure_ascii=False) + "\n"


@pytest.fixture
def ftm(tmp_path: Path) -> Path:
    return tmp_path / "people.ftm.json"


def test_a_published_entity_is_read_with_its_datasets_and_without_its_crawl_dates(
    ftm: Path,
) -> None:
    published = line_of(
        caption="Abdellatif Benali",
        referents=["a", "b"],
        datasets=["un_sc_sanctions", "eu_fsf"],
        first_seen="2021-01-01T00:00:00",
        last_seen="2026-01-01T00:00:00",
        last_change="2022-01-01T00:00:00",
        target=True,
    )
    later = published.replace("2026-01-01", "2026-01-02")
    first, second = (record_of(row) for row in rows_of(ftm, published + later))
    assert first.values[0].marking.dataset == "eu_fsf+un_sc_sanctions"
    assert first.digest == second.digest


def test_nested_documents_and_addresses_become_the_holders_and_the_rest_is_kept(
    ftm: Path,
) -> None:
    nested = {
        "name": ["Abdellatif Benali"],
        "passport": [
            {"id": "p", "schema": "Passport", "properties": {"number": ["EX1"], "country": ["ma"]}}
        ],
        "identification": [
            {"id": "i", "schema": "Identification", "properties": {"number": ["EX2"]}}
        ],
        "addressEntity": [{"id": "a", "schema": "Address", "properties": {"full": ["Rue 1"]}}],
        "ownedVehicles": [
            {"id": "v", "schema": "Vehicle", "properties": {"registrationNumber": ["EX-3"]}}
        ],
        "sanctions": [
            {
                "id": "s",
                "schema": "Sanction",
                "properties": {"program": ["P"], "entity": [{"id": "NK-9", "schema": "Person"}]},
            }
        ],
    }
    record = record_of(rows_of(ftm, line_of(properties=nested))[0])
    assert record.properties() == {
        "name": ("Abdellatif Benali",),
        "passportNumber": ("EX1",),
        "passport.country": ("ma",),
        "idNumber": ("EX2",),
        "address": ("Rue 1",),
        "ownedVehicles.registrationNumber": ("EX-3",),
        "sanctions.program": ("P",),
        "sanctions.entity": ("NK-9",),
    }


def test_the_entraide_block_marks_every_value_and_restricts(ftm: Path) -> None:
    marks = {
        "restricted_to": ["fr", "ES"],
        "reason": "third-party",
        "protected": ["refugee"],
        "lifted": "order 12",
        "handling": "H3: orally only",
        "evaluation": "B2",
        "retention": "2029-01-01",
        "source": "officer 4",
    }
    record = record_of(rows_of(ftm, line_of(entraide=marks))[0])
    assert record.restriction.states == {"FR", "ES"}
    assert record.restriction.reason == "third-party"
    assert record.protected == {ProtectedStatus.REFUGEE}
    assert record.lifted == "order 12"
    assert record.values[0].marking == Marking(
        dataset="import",
        source="officer 4",
        retention_date="2029-01-01",
        handling="H3",
        handling_text="orally only",
        evaluation="B2",
    )


def test_restricted_to_all_withholds_from_every_state(ftm: Path) -> None:
    record = record_of(rows_of(ftm, line_of(entraide={"restricted_to": "all"}))[0])
    assert record.restriction.to_all
    assert not record.visible_to("ES")


@pytest.mark.parametrize(
    "marks",
    [
        {"restricted_to": []},
        {"restricted_to": [""]},
        {"restricted_to": "Spain"},
        {"restricted_to": ["qq"]},
        {"restricted_to": ["all", "ES"]},
        {"restricted_to": None},
        {"restricted_to": 1},
        {"restricted": "all"},
        {"protected": ["refuge"]},
        {"protected": []},
        {"protected": [["refugee"]]},
        {"lifted": "order 12"},
        {"lifted": ""},
        {"reason": "source"},
        {"handling": "H9"},
        {"handling": "H3"},
        {"evaluation": "good"},
        {"retention": "soon"},
        {"source": ""},
        "all",
        ["restricted_to"],
    ],
)
def test_a_mark_that_cannot_be_read_rejects_its_row_and_never_opens_it(
    ftm: Path, marks: object
) -> None:
    rows = rows_of(ftm, line_of(entraide=marks))
    assert len(reasons(rows)) == len(rows) == 1


@pytest.mark.parametrize("key", ["restricted_to", "restricted-to", "protected", "Entraide"])
def test_a_mark_outside_its_block_rejects_the_row(ftm: Path, key: str) -> None:
    rows = rows_of(ftm, line_of(**{key: "all"}))
    assert reasons(rows) == [(1, "records.mark_outside")]


def test_a_name_is_made_of_its_parts_where_it_is_missing(ftm: Path) -> None:
    parts = {"lastName": ["Benali"], "firstName": ["Abdellatif"]}
    record = record_of(rows_of(ftm, line_of(properties=parts))[0])
    assert record.properties()["name"] == ("Abdellatif Benali",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (line_of(schema="Persn"), "records.unknown_schema"),
        (line_of(schema="Sanction"), "records.unknown_schema"),
        (line_of(schema=None), "records.missing_key"),
        (line_of(id=""), "records.missing_key"),
        (line_of(id="a b"), "record.bad_id"),
        (line_of(properties={"nam": ["x"]}), "records.unknown_property"),
        (line_of(properties={"name": [7]}), "records.not_text_value"),
        (line_of(properties={"name": [None]}), "records.not_text_value"),
        (line_of(properties={"name": ["x"], "birthDate": ["1.2.1980"]}), "records.bad_date"),
        (line_of(properties={"name": ["x"], "country": ["qq"]}), "records.bad_country"),
        (line_of(properties={"name": ["x"], "gender": ["?"]}), "records.bad_gender"),
        (line_of(properties={"alias": ["x"]}), "records.no_name"),
        (line_of(properties={}), "record.no_values"),
        (line_of(properties={"name": ["  "]}), "record.no_values"),
        (line_of(properties=[]), "records.malformed_key"),
        (line_of(datasets="x"), "records.malformed_key"),
        (line_of(properties={"name": ["x"] * 10_001}), "records.too_many_values"),
        ('{"id": "1", "id": "2"}\n', "records.double_key"),
        ('{"id": "\\ud800", "schema": "Person", "properties": {"name": ["x"]}}\n', "record.bad_id"),
        ("[1]\n7\n", "records.not_object"),
        ("nonsense\n", "records.not_json"),
        ('{"id": NaN}\n', "records.not_json"),
        ("[" * 100_000 + "\n", "records.not_json"),
        ('{"id": "NK-1", "schema": "Per', "records.truncated"),
        (b'{"id": "\xff"}\n', "records.not_utf8"),
        (b'{"id": "a\0b"}\n', "records.nul"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_is_read(
    ftm: Path, content: bytes | str, code: str
) -> None:
    bad = content if isinstance(content, bytes) else content.encode()
    rows = rows_of(ftm, line_of().encode() + bad)
    assert reasons(rows)[0] == (2, code)
    assert code in SENTENCES
    if bad.endswith(b"\n"):
        followed = rows_of(ftm, line_of().encode() + bad + line_of(id="NK-2").encode())
        assert record_of(followed[-1]).id == "NK-2"


def test_a_last_line_without_its_end_of_line_is_read_where_it_is_whole(ftm: Path) -> None:
    assert record_of(rows_of(ftm, line_of().rstrip("\n"))[0]).id == "NK-1"


def test_byte_order_mark_crlf_and_blank_lines_are_no_obstacle(ftm: Path) -> None:
    content = ("\ufeff" + line_of() + "\n  \n" + line_of(id="NK-2")).replace("\n", "\r\n")
    rows = rows_of(ftm, content)
    assert [(row.line, record_of(row).id) for row in rows] == [(1, "NK-1"), (4, "NK-2")]
    assert rows[-1].next_offset == file_size(ftm)


def test_an_endless_line_costs_neither_memory_nor_the_lines_after_it(ftm: Path) -> None:
    endless = b'{"id": "' + b"x" * (LINE_LIMIT + 10) + b'"}\n'
    rows = rows_of(ftm, line_of().encode() + endless + line_of(id="NK-2").encode())
    assert reasons(rows) == [(2, "records.line_too_long")]
    assert isinstance(rows[1], Rejected)
    assert len(rows[1].raw) == KEPT
    assert record_of(rows[2]).id == "NK-2"
    assert rows[2].next_offset == file_size(ftm)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x1f\x8b\x08\x00", "records.not_text"),
        (b"\xff\xfe{\x00", "records.not_text"),
        (b"PK\x03\x04", "records.not_text"),
        (b' [{"id": "1"}]', "records.json_array"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_as_a_whole(
    ftm: Path, content: bytes, code: str
) -> None:
    with pytest.raises(InputError, match=code):
        rows_of(ftm, content)


def test_a_file_that_is_not_there_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"records\.unreadable"):
        read_records(tmp_path / "none.csv", defaults=DEFAULTS)
    with pytest.raises(InputError, match=r"records\.unreadable"):
        file_size(tmp_path / "none.csv")


def test_importing_the_same_file_again_changes_no_digest(ftm: Path) -> None:
    content = line_of() + line_of(id="NK-2", entraide={"protected": ["minor"]})
    once, again = ([record_of(row).digest for row in rows_of(ftm, content)] for _ in range(2))
    assert once == again


@pytest.mark.parametrize("suffix", ["", ".txt"])
def test_a_file_without_a_telling_name_is_recognised_by_its_first_sign(
    tmp_path: Path, suffix: str
) -> None:
    assert record_of(rows_of(tmp_path / f"a{suffix}", line_of())[0]).id == "NK-1"
    assert record_of(rows_of(tmp_path / f"b{suffix}", "id,name\n7,A\n")[0]).id == "7"


@pytest.mark.parametrize("offset", [-1, 3, 10_000])
def test_an_offset_at_which_no_line_begins_is_refused(ftm: Path, offset: int) -> None:
    with pytest.raises(InputError, match=r"records\.bad_offset"):
        rows_of(ftm, line_of() * 2, start_offset=offset)


def test_resuming_a_table_at_any_offset_gives_the_same_rows(table: Path) -> None:
    content = 'id,name\n1,A\n2,"B\nb"\n3\n4,"open\n5,E\n\n6,F'
    rows = rows_of(table, content)
    assert len(rows) == 6
    for at, row in enumerate(rows):
        rest = list(read_records(table, defaults=DEFAULTS, start_offset=row.next_offset))
        assert rest == rows[at + 1 :]


def test_the_real_list_of_5303_people_is_read_without_a_reject() -> None:
    path = SHARED / "list.csv"
    if not path.exists():
        pytest.skip("the shared matching data is not beside the project")
    rows = list(read_records(path, defaults=DEFAULTS))
    assert len(rows) == 5303
    assert reasons(rows) == []
