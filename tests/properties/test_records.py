"""Laws of reading records: nothing crashes it, nothing is lost, and it resumes exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.adapters.records.files import Accepted, RecordFormat, Rejected, Row, read_records
from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.marking import HANDLING_CODES, Marking
from entraide.kernel.record import (
    ProtectedStatus,
    Record,
    Restriction,
    Value,
    decode_record,
    encode_record,
)
from entraide.vocabulary.messages import SENTENCES

DEFAULTS = Marking(dataset="import", source="test", retention_date="2031-12-31")
quick = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

plain = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs",)), min_size=1, max_size=20
)
texts = plain.filter(str.strip)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
marks = st.dictionaries(
    st.sampled_from(
        ["restricted_to", "protected", "lifted", "handling", "evaluation", "source", "x"]
    ),
    st.sampled_from(["all", "ES", ["FR"], "refugee", ["minor"], "H1", "H3: orally", "B2", "", 1]),
    max_size=3,
)
entities = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["NK-1", "", "a b", 1]),
        "schema": st.sampled_from(["Person", "Company", "Vessel", "Persn"]),
        "properties": st.dictionaries(
            st.sampled_from(["name", "birthDate", "country", "gender", "owner", "nam"]),
            st.lists(json_values | st.sampled_from(["1981", "ma", "f", "x"]), max_size=3),
            max_size=4,
        )
        | json_values,
    },
    optional={"entraide": marks | json_values, "datasets": json_values},
)
entity_lines = entities.map(lambda entity: json.dumps(entity).encode())
json_lines = (
    entity_lines
    | json_values.map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=40).map(lambda raw: raw.replace(b"\n", b""))
)
cells = st.sampled_from(
    [b"", b"A", b'"A"', b'"A\nB"', b'"', b"1981", b"\xff", b"\0", b'a"b', b" ", b"\r"]
)
table_rows = st.lists(cells, min_size=1, max_size=4).map(b",".join) | st.binary(max_size=20)


def read(path: Path, kind: RecordFormat, start_offset: int = 0) -> list[Row]:
    found = read_records(path, format=kind, defaults=DEFAULTS, start_offset=start_offset)
    return list(found)


def check_every_row(rows: list[Row], size: int) -> None:
    offsets = [row.next_offset for row in rows]
    assert offsets == sorted(set(offsets))
    assert not offsets or offsets[-1] <= size
    for row in rows:
        if isinstance(row, Rejected):
            assert row.reason_code in SENTENCES
            assert SENTENCES[row.reason_code].format(**row.data)


@quick
@given(raw=st.binary(max_size=300), kind=st.sampled_from(["ftm", "csv", "auto"]))
def test_no_bytes_crash_the_reader(tmp_path: Path, raw: bytes, kind: RecordFormat) -> None:
    path = tmp_path / "file"
    path.write_bytes(raw)
    try:
        rows = read(path, kind)
    except InputError as refused:
        code = refused.code
    else:
        code = "records.not_text"
        check_every_row(rows, len(raw))
    assert code in SENTENCES


@quick
@given(lines=st.lists(json_lines, max_size=8), ended=st.booleans(), crlf=st.booleans())
def test_accepted_and_rejected_account_for_every_line(
    tmp_path: Path, lines: list[bytes], ended: bool, crlf: bool
) -> None:
    path = tmp_path / "file.jsonl"
    newline = b"\r\n" if crlf else b"\n"
    raw = newline.join([b"{}", *lines]) + (newline if ended else b"")
    path.write_bytes(raw)
    rows = read(path, "ftm")
    full = [at for at, line in enumerate(raw.split(b"\n"), 1) if line.strip()]
    assert [row.line for row in rows] == full
    check_every_row(rows, len(raw))
    for at, row in enumerate(rows):
        assert read(path, "ftm", row.next_offset) == rows[at + 1 :]


@quick
@given(rows=st.lists(table_rows, max_size=8), ended=st.booleans())
def test_a_table_accounts_for_every_byte_and_resumes_from_every_offset(
    tmp_path: Path, rows: list[bytes], ended: bool
) -> None:
    path = tmp_path / "file.csv"
    raw = b"\n".join([b"id,name", *rows]) + (b"\n" if ended else b"")
    path.write_bytes(raw)
    found = read(path, "csv")
    check_every_row(found, len(raw))
    at = len(b"id,name\n")
    for number, row in enumerate(found):
        own = raw[at : row.next_offset]
        if isinstance(row, Rejected):
            assert own.lstrip(b" \t\r\n\x0b\x0c").endswith(row.raw.lstrip(b" \t\r\n\x0b\x0c"))
        at = row.next_offset
        assert read(path, "csv", at) == found[number + 1 :]
    assert not raw[at:].strip()


@st.composite
def markings(draw: st.DrawFn) -> Marking:
    handling = draw(st.sampled_from(HANDLING_CODES))
    return Marking(
        dataset=draw(texts.filter(lambda text: "\x7f" not in text)),
        source=draw(texts.filter(lambda text: "\x7f" not in text)),
        retention_date=draw(st.dates()).isoformat(),
        handling=handling,
        handling_text="orally only" if handling == "H3" else "",
        evaluation=draw(st.from_regex(r"[ABCX][1-4]|[A-F][1-6]", fullmatch=True)),
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    shared = draw(st.lists(markings(), min_size=1, max_size=3))
    prop = st.from_regex(r"[a-z][A-Za-z]{0,8}(\.[a-z]{1,4})?", fullmatch=True)
    value = st.builds(Value, prop, plain, st.sampled_from(shared))
    protected = draw(st.frozensets(st.sampled_from(list(ProtectedStatus))))
    states = st.frozensets(st.from_regex(r"[A-Z]{2}", fullmatch=True), max_size=3)
    return Record(
        id=draw(st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True)),
        schema="Person",
        values=tuple(draw(st.lists(value, min_size=1, max_size=6, unique=True))),
        restriction=draw(st.builds(Restriction, to_all=st.booleans(), states=states)),
        protected=protected,
        lifted=draw(st.sampled_from(["", "order 12"])) if protected else "",
    )


@quick
@given(record=records())
def test_a_record_survives_its_encoding_unchanged(record: Record) -> None:
    assert decode_record(encode_record(record)) == record


@quick
@given(record=records(), country=st.from_regex(r"[A-Z]{2}", fullmatch=True))
def test_nobody_sees_what_is_restricted_or_protected(record: Record, country: str) -> None:
    withheld = record.restriction.to_all or country in record.restriction.states
    shielded = bool(record.protected) and not record.lifted
    assert record.visible_to(country) == (not withheld and not shielded)


@quick
@given(record=records(), data=st.data())
def test_one_changed_byte_is_never_the_same_record(record: Record, data: st.DataObject) -> None:
    encoded = encode_record(record)
    at = data.draw(st.integers(0, len(encoded) - 1))
    changed = (
        encoded[:at] + bytes([encoded[at] ^ data.draw(st.integers(1, 255))]) + encoded[at + 1 :]
    )
    try:
        other = decode_record(changed)
    except RemoteProtocolError:
        return
    assert encode_record(other) == changed
    assert other.digest != record.digest


@quick
@given(raw=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_garbage_is_no_record(raw: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        decode_record(raw)


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("id,name\n" + "1,A\n" * 200_000)
    rows = read_records(path, defaults=DEFAULTS)
    first = next(rows)
    assert isinstance(first, Accepted)
    assert first.next_offset == 12
