"""Erasure is real: after it, none of the person's bytes are left, and old copies stay shut."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from entraide.adapters.sealing.bodies import has_doomed
from entraide.adapters.sealing.sealed import use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile
from entraide.adapters.store.database import open_reader
from entraide.adapters.store.writer import Event
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError, StoreError
from entraide.match import Subject
from entraide.node.record.erasure import erase_message, erase_records, finish_erasure
from entraide.vocabulary.erasure import ERASURE_REASONS
from tests.nodes import (
    CHIEF,
    DUTY,
    ES,
    MISSING,
    PROTECTION,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    person,
)
from tests.together.node.erased import BORN, NAME, PASSPORT, PERSON, target, traces

CASE = "R-Ben-Ali-2026"


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
