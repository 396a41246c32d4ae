"""A record's shape, its one byte form, and who may learn that it exists."""

from __future__ import annotations

import dataclasses
import json

import pytest

from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.marking import Marking
from entraide.kernel.record import (
    ProtectedStatus,
    Record,
    Restriction,
    Value,
    decode_record,
    encode_record,
)

MARKING = Marking(dataset="d", source="s", retention_date="2031-12-31")
OTHER = Marking(dataset="d", source="t", retention_date="2030-12-31", handling="H2")
RECORD = Record(
    id="NK-1",
    schema="Person",
    values=(
        Value("name", "عبد اللطيف بن علي", MARKING),
        Value("name", "Abdellatif Benali", OTHER),
        Value("birthDate", "1981-03-07", MARKING),
    ),
)


def test_properties_keep_the_order_of_the_values() -> None:
    assert RECORD.properties() == {
        "name": ("عبد اللطيف بن علي", "Abdellatif Benali"),
        "birthDate": ("1981-03-07",),
    }


def test_an_open_record_is_visible_to_every_state() -> None:
    assert RECORD.visible_to("ES")
    assert RECORD.visible_to("DE")


def test_a_record_restricted_from_a_state_is_absent_for_that_state_only() -> None:
    closed = dataclasses.replace(RECORD, restriction=Restriction(states=frozenset({"ES"})))
    assert not closed.visible_to("ES")
    assert closed.visible_to("DE")


def test_a_record_restricted_from_all_is_absent_for_every_state() -> None:
    closed = dataclasses.replace(RECORD, restriction=Restriction(to_all=True, reason="source"))
    assert not any(closed.visible_to(state) for state in ("ES", "DE", "MA", "US"))


@pytest.mark.parametrize("status", list(ProtectedStatus))
def test_protected_status_withholds_from_all_by_default(status: ProtectedStatus) -> None:
    assert not dataclasses.replace(RECORD, protected=frozenset({status})).visible_to("ES")


def test_only_a_named_authorisation_lifts_a_protection() -> None:
    protected = dataclasses.replace(RECORD, protected=frozenset({ProtectedStatus.WITNESS}))
    assert dataclasses.replace(protected, lifted="Rabat court, order 12").visible_to("ES")


def test_lifting_a_protection_leaves_the_restriction_standing() -> None:
    record = dataclasses.replace(
        RECORD,
        protected=frozenset({ProtectedStatus.MINOR}),
        lifted="order 12",
        restriction=Restriction(states=frozenset({"ES"})),
    )
    assert not record.visible_to("ES")
    assert record.visible_to("DE")


def test_lifting_without_a_protection_is_refused_as_a_slip() -> None:
    with pytest.raises(InputError, match=r"record\.bad_lifting"):
        dataclasses.replace(RECORD, lifted="order 12")


@pytest.mark.parametrize("country", ["", "es", "ESP", "E", "*", "ES\n", "ÉS"])
def test_a_country_that_is_no_code_sees_nothing(country: str) -> None:
    assert not RECORD.visible_to(country)


@pytest.mark.parametrize("state", ["es", "", "ESP", "all", "E1"])
def test_a_restriction_from_no_real_state_is_refused_rather_than_restricting_nobody(
    state: str,
) -> None:
    with pytest.raises(InputError, match=r"record\.bad_state"):
        Restriction(states=frozenset({state}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": ""}, "record.bad_id"),
        ({"id": "a b"}, "record.bad_id"),
        ({"id": "x" * 256}, "record.bad_id"),
        ({"id": "\ud800"}, "record.bad_id"),
        ({"schema": "person"}, "record.bad_schema"),
        ({"values": ()}, "record.no_values"),
        ({"values": (RECORD.values[0], RECORD.values[0])}, "record.no_values"),
    ],
)
def test_a_record_without_what_makes_it_one_is_refused(
    changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InputError, match=code):
        dataclasses.replace(RECORD, **changes)


@pytest.mark.parametrize("text", ["", "a\x00", "\udfff", "x" * 65_537])
def test_text_that_cannot_be_encoded_or_never_ends_is_no_value(text: str) -> None:
    with pytest.raises(InputError, match=r"record\.bad_text"):
        Value("name", text, MARKING)


@pytest.mark.parametrize("prop", ["", "Name", "a.b.c", "a..b", "name ", "1st"])
def test_a_property_must_be_a_name(prop: str) -> None:
    with pytest.raises(InputError, match=r"record\.bad_property"):
        Value(prop, "x", MARKING)


def test_decoding_gives_back_the_record_with_every_marking() -> None:
    record = dataclasses.replace(
        RECORD,
        protected=frozenset({ProtectedStatus.VICTIM, ProtectedStatus.MINOR}),
        restriction=Restriction(states=frozenset({"FR", "ES"}), reason="source"),
        lifted="order 12",
    )
    assert decode_record(encode_record(record)) == record


def test_a_marking_shared_by_many_values_is_written_once() -> None:
    values = tuple(Value("alias", f"n{at}", MARKING) for at in range(100))
    assert encode_record(dataclasses.replace(RECORD, values=values)).count(b"retention_date") == 1


def test_the_digest_changes_with_restriction_and_protection() -> None:
    closed = dataclasses.replace(RECORD, restriction=Restriction(to_all=True))
    protected = dataclasses.replace(RECORD, protected=frozenset({ProtectedStatus.REFUGEE}))
    assert len({RECORD.digest, closed.digest, protected.digest}) == 3
    assert RECORD.digest == decode_record(encode_record(RECORD)).digest


def _canonical(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


FORM = json.loads(encode_record(RECORD))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"format": "1"},
        {"extra": 1},
        {"id": 7},
        {"id": ""},
        {"schema": None},
        {"values": []},
        {"values": [["name", "x", 9]]},
        {"values": [["name", "x", -1]]},
        {"values": [["name", "x", True]]},
        {"values": [["name", 1, 0]]},
        {"values": [["name", "x"]]},
        {"values": "abc"},
        {"markings": []},
        {"markings": [*FORM["markings"], FORM["markings"][0]]},
        {
            "markings": list(reversed(FORM["markings"])),
            "values": [[prop, text, 1 - at] for prop, text, at in FORM["values"]],
        },
        {"markings": [1, 2]},
        {"protected": ["refugee", "minor"]},
        {"protected": ["minor", "minor"]},
        {"protected": ["nobody"]},
        {"protected": "minor"},
        {"restriction": {"reason": "", "states": [], "to_all": 0}},
        {"restriction": {"reason": "", "states": ["FR", "ES"], "to_all": False}},
        {"restriction": {"states": [], "to_all": False}},
        {"restriction": {"reason": "", "states": ["es"], "to_all": False}},
        {"restriction": {"reason": None, "states": [], "to_all": False}},
        {"restriction": {"reason": "", "states": {}, "to_all": False}},
        {"restriction": None},
        {"lifted": "order 12"},
        {"lifted": None},
    ],
)
def test_a_second_way_of_writing_a_record_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(RemoteProtocolError, match=r"record\."):
        decode_record(_canonical(FORM | changes))


@pytest.mark.parametrize("missing", sorted(FORM))
def test_a_missing_part_is_refused(missing: str) -> None:
    left = {name: value for name, value in FORM.items() if name != missing}
    with pytest.raises(RemoteProtocolError, match=r"record\.malformed"):
        decode_record(_canonical(left))
