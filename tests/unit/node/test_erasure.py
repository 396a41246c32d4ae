"""Erasure is real: after it, none of the person's bytes are left, and old copies stay shut."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest
from sqlalchemy import LargeBinary, insert, select, type_coerce

from entraide.adapters.sealing.bodies import has_doomed
from entraide.adapters.sealing.sealed import use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile
from entraide.adapters.store.database import open_reader
from entraide.adapters.store.writer import Event
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError, StoreError
from entraide.kernel.marking import Marking
from entraide.kernel.record import Record, Value, decode_record
from entraide.match import Subject
from entraide.node.record.erasure import erase_message, erase_records, finish_erasure
from entraide.node.record.holdings import add_records, prepare_record
from entraide.vocabulary.erasure import ERASURE_REASONS
from tests.nodes import (
    CHIEF,
    DUTY,
    ES,
    MA,
    MISSING,
    PROTECTION,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    importing,
    person,
    today,
)

NAME = "Zuleika Quennell"


PASSPORT = "EX7345112"


BORN = "1977-05-09"


def target(**more: Any) -> dict[str, Any]:
    entity = person("EX-ES-100", NAME, BORN, **more)
    entity["properties"]["passportNumber"] = [PASSPORT]
    return entity


def traces(folder: Path, *needles: str) -> dict[str, list[str]]:
    """Search every byte of every file in a folder, folded and not, in the scripts of the stores."""
    wanted = {form for text in needles for form in (text, text.lower(), text.upper())}
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            hits = sorted(
                text for text in wanted if text.encode() in data or text.encode("utf-16-le") in data
            )
            if hits:
                found[path.name] = hits
    return found


CASE = "R-Ben-Ali-2026"


PERSON = (*NAME.split(), PASSPORT, BORN)


def because(action: str, subject: str, ids: dict[str, str]) -> Event:
    return Event(action, "keeper", subject, "", {"reason": "subject-request", **ids})


async def forget_messages(bureau: Bureau) -> None:
    rows = bureau.node.read(lambda c: c.scalars(select(schema.message.c.seq)).all())
    for sequence in rows:
        await bureau.node.writer.run(
            lambda t, sequence=sequence: erase_message(t, sequence, because)
        )
    await finish_erasure(bureau.node)


@asynchronous
async def test_after_erasure_no_byte_of_the_person_is_in_any_file_of_either_node(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(target(), *(person(f"EX-{n}", f"Other Person{n}") for n in range(40)))
        asked = {"born": [BORN], "document": [PASSPORT], "case": CASE}
        await ma.open_case(CASE)
        (answer,) = await ma.ask(NAME, **asked)
        assert answer["result"] == "hit"
        assert traces(es.folder, CASE), "the case reference stands in clear until it is erased"

        done = await es.perform(
            "records.erase", officer=PROTECTION, ids=["EX-ES-100"], reason="subject-request"
        )
        assert done == {"erased": 1, "keys_destroyed": 1}
        for each in (ma, es):
            await forget_messages(each)
            assert traces(each.folder, *PERSON, "EX-ES-100") == {}
        assert traces(es.folder, CASE) == {}, "what the partner called its case goes too"
        assert not await es.node.searcher.find(Subject(names=(NAME,), birth_dates=(BORN,)), "MA", 5)
        assert await es.ask("Other Person7") != []
    for each in (ma, es):
        assert traces(each.folder, *PERSON, "EX-ES-100") == {}
    assert traces(es.folder, CASE) == {}


@asynchronous
async def test_what_is_stored_of_people_is_sealed_even_before_it_is_erased(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(target())
        assert (await ma.ask(NAME, born=[BORN]))[0]["result"] == "hit"
        for each in (ma, es):
            assert traces(each.folder, *PERSON) == {}


@asynchronous
async def test_the_log_keeps_kind_number_and_reason_never_of_whom(tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    try:
        await es.hold(target(), person("EX-2", "Other Person"))
        await es.perform("records.erase", officer=CHIEF, ids=["EX-ES-100"], reason="court-order")
        *_, entry = await es.log()
        assert entry["action"] == "record.erased"
        assert entry["ids"]["subject"] == "record-1"
        assert entry["ids"]["reason"] == "court-order"
        assert "EX-ES-100" not in json.dumps(entry)
        assert (await es.verify())["whole"]
    finally:
        await es.stop()


@asynchronous
async def test_an_old_copy_of_the_store_and_todays_keys_do_not_open_an_erased_body(
    tmp_path: Path,
) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    await es.hold(target(), person("EX-2", "Other Person"))
    await es.stop()
    old = tmp_path / "old-store.sqlite"
    shutil.copyfile(es.folder / "store.sqlite", old)  # a disk image, a copy, a dump

    es.open()
    keys = VaultFile(es.node.folder.body_keys, es.node.keyring.bodies)
    before = _bodies(old, keys)
    assert NAME in before["EX-ES-100"]
    await es.perform(
        "records.erase", officer=PROTECTION, ids=["EX-ES-100"], reason="subject-request"
    )
    await es.stop()

    after = _bodies(old, keys)
    assert "Other Person" in after["EX-2"], "the other body still opens"
    assert after["EX-ES-100"] == "body.key_missing"
    assert traces(tmp_path, *PERSON).keys() <= {_imported(tmp_path)}


def _imported(folder: Path) -> str:
    return next(path.name for path in folder.glob("*.jsonl"))


def _bodies(store: Path, keys: VaultFile) -> dict[str, str]:
    engine, vault = open_reader(store), Vault(keys, read_only=True)
    use_vault(engine, vault)
    found = {}
    try:
        with engine.connect() as connection:
            for record_id in connection.scalars(select(schema.record.c.id)).all():
                query = select(schema.record.c.body).where(schema.record.c.id == record_id)
                try:
                    found[record_id] = (connection.scalar(query) or b"").decode()
                except StoreError as error:
                    found[record_id] = error.code
    finally:
        vault.close()
        engine.dispose()
    return found


@asynchronous
async def test_only_a_protection_officer_or_supervisor_erases_and_only_for_a_known_reason(
    tmp_path: Path,
) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    try:
        await es.hold(target())
        wanted = {"ids": ["EX-ES-100"], "reason": "subject-request"}
        with pytest.raises(PolicyError, match=r"role.not_allowed"):
            await es.perform("records.erase", officer=DUTY, **wanted)
        with pytest.raises(InputError, match="unknown_code"):
            await es.perform("records.erase", officer=CHIEF, ids=["EX-ES-100"], reason="bored")
        with pytest.raises(InputError, match=r"record.not_held"):
            await es.perform(
                "records.erase", officer=CHIEF, **{**wanted, "ids": ["EX-ES-100", "X"]}
            )
        assert (await es.status())["records"] == 1, "all or none"
        assert "subject-request" in ERASURE_REASONS.codes
    finally:
        await es.stop()


@asynchronous
async def test_an_erased_message_is_not_taken_a_second_time(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask(NAME)
        envelope = ma.node.read(
            lambda c: c.scalar(
                select(schema.message.c.envelope).where(schema.message.c.incoming == 0)
            )
        )
        await forget_messages(es)
        again = await ma.post(es, envelope)
        assert (again.status, again.code) == (400, "message.erased")
        assert (await ma.perform("answers"))["answers"]
        await forget_messages(ma)
        (shown,) = (await ma.perform("answers"))["answers"]
        assert (shown["result"], shown["case"]) == ("no-hit", "")


@asynchronous
async def test_a_question_that_waits_for_a_person_is_decided_before_it_is_erased(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask(NAME, **MISSING)
        with pytest.raises(InputError, match=r"message.waits"):
            await forget_messages(es)
        assert (await es.perform("inbox"))["waiting"]


@asynchronous
async def test_a_changed_record_leaves_nothing_of_what_it_was(tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    try:
        await es.hold(target())
        old = _sealed_body(es)
        changed = await es.hold(person("EX-ES-100", "Somebody Else"))
        assert changed["changed"] == 1
        with pytest.raises(StoreError, match=r"body.key_missing"):
            es.node.vault.open("record.body", old)
        assert not es.node.read(has_doomed)
    finally:
        await es.stop()
    assert traces(es.folder, *PERSON) == {}


def _sealed_body(bureau: Bureau) -> bytes:
    column = type_coerce(schema.record.c.body, LargeBinary)
    return bytes(bureau.node.read(lambda c: c.scalar(select(column))) or b"")


@asynchronous
async def test_an_erasure_that_a_crash_cut_off_is_finished_when_the_node_opens(
    tmp_path: Path,
) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    await es.hold(target())
    sealed = _sealed_body(es)

    def erase_and_die(transaction: Any) -> None:
        erase_records(transaction, ("EX-ES-100",), because)

    await es.node.writer.run(erase_and_die)  # committed; the process ends before the keys go
    assert es.node.vault.open("record.body", sealed)
    await es.stop()

    es.open()
    try:
        with pytest.raises(StoreError, match=r"body.key_missing"):
            es.node.vault.open("record.body", sealed)
        assert not es.node.read(has_doomed)
    finally:
        await es.stop()
    assert traces(es.folder, *PERSON) == {}


@asynchronous
async def test_retention_takes_expired_values_and_keeps_the_rest(tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    try:
        day = today()
        soon = (day + timedelta(days=1)).isoformat()
        gone = person("EX-1", "Gone Soon", retention=soon)
        path = tmp_path / "people.jsonl"
        path.write_text(json.dumps(gone) + "\n", encoding="utf-8")
        await es.perform("records.import", **importing(path))
        await es.hold(person("EX-2", "Kept Long"))
        await _mixed(es, soon)

        before = await es.perform("retention.run", officer=PROTECTION)
        assert (before["records"], before["values"]) == (0, 0), "the last day is a day of keeping"
        es.clock.ahead_ms = 2 * 86_400_000
        done = await es.perform("retention.run", officer=PROTECTION)
        assert (done["records"], done["values"], done["keys_destroyed"]) == (1, 1, 2)
        assert (await es.status())["records"] == 2
        kept = es.node.read(
            lambda c: c.scalar(select(schema.record.c.body).where(schema.record.c.id == "EX-3"))
        )
        assert set(decode_record(kept).properties()) == {"name"}
        assert not await es.node.searcher.find(Subject(names=("Gone Soon",)), "MA", 5)
        entries = [entry for entry in await es.log() if "erased" in entry["action"]]
        assert [(e["action"], e["ids"]["subject"]) for e in entries] == [
            ("record.erased", "record-1"),
            ("record.values_erased", "record-3"),
        ]
        again = await es.perform("retention.run", officer=PROTECTION)
        assert (again["records"], again["values"]) == (0, 0)
    finally:
        await es.stop()
    assert traces(es.folder, "Gone Soon", "1999-09-09") == {}


async def _mixed(bureau: Bureau, soon: str) -> None:
    """Hold a record whose name may stay and whose birth date may not."""
    long = Marking(dataset="EXERCISE", source="EXERCISE", retention_date="2031-12-31")
    short = Marking(dataset="EXERCISE", source="EXERCISE", retention_date=soon)
    values = (Value("name", "Partly Kept", long), Value("birthDate", "1999-09-09", short))
    record = prepare_record(Record(id="EX-3", schema="Person", values=values))
    await bureau.node.writer.run(lambda t: add_records(t, (record,)))


@asynchronous
async def test_nothing_is_stored_unsealed_by_mistake(tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    node = es.open()
    try:
        row = {
            "rec": 9, "id": "X", "digest": "", "body": b"clear", "card": b"clear",
            "withheld_from": "", "changed_ms": 0, "keep_until": "",
        }  # fmt: skip
        with pytest.raises(StoreError, match=r"body.not_sealed") as caught:
            await node.writer.run(lambda t: t.connection.execute(insert(schema.record), [row]))
        assert "clear" not in str(caught.value)
        assert (await es.status())["records"] == 0
    finally:
        await es.stop()


@asynchronous
async def test_a_body_without_its_durable_key_is_not_committed(tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    node = es.open()
    try:
        blocker = pysqlite3.dbapi2.connect(str(es.folder / "keys.sqlite"), timeout=0)
        blocker.execute("BEGIN IMMEDIATE")
        node.vault._connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(StoreError, match=r"store.write_failed"):
            await es.hold(target())
        blocker.rollback()
        blocker.close()
        assert (await es.status())["records"] == 0
        assert (await es.hold(target(), person("EX-2", "Other Person")))["added"] == 2
        assert await es.node.searcher.find(Subject(names=(NAME,), birth_dates=(BORN,)), "MA", 5)
    finally:
        await es.stop()


@asynchronous
async def test_a_repeated_message_is_answered_alike_while_it_is_kept(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        await ma.ask(NAME)
        query = schema.message.c.incoming == 0
        envelope = ma.node.read(lambda c: c.scalar(select(schema.message.c.envelope).where(query)))
        first, second = await ma.post(es, envelope), await ma.post(es, envelope)
        assert first.body == second.body


@asynchronous
async def test_the_store_key_lies_nowhere_in_clear(tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    node = es.open()
    try:
        key = node.keyring.bodies
        assert len(key) == 32
        assert not holds_bytes(es.folder, key)
        assert repr(key) not in repr(node.keyring)
        assert repr(key) not in repr(VaultFile(node.folder.body_keys, key))
    finally:
        await es.stop()


def holds_bytes(folder: Path, wanted: bytes) -> bool:
    return any(wanted in path.read_bytes() for path in folder.rglob("*") if path.is_file())
