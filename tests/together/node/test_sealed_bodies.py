"""What lies on the disk is sealed, and what is kept is kept while it may be."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pysqlite3.dbapi2
import pytest
from sqlalchemy import insert, select

from entraide.adapters.sealing.vault import VaultFile
from entraide.adapters.tables import schema
from entraide.errors import StoreError
from entraide.kernel.marking import Marking
from entraide.kernel.record import Record, Value, decode_record
from entraide.match import Subject
from entraide.node.record.holdings import add_records, prepare_record
from tests.nodes import (
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    importing,
    person,
    today,
)
from tests.together.node.erased import BORN, NAME, PERSON, target, traces


@asynchronous
async def test_what_is_stored_of_people_is_sealed_even_before_it_is_erased(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(target())
        assert (await ma.ask(NAME, born=[BORN]))[0]["result"] == "hit"
        for each in (ma, es):
            assert traces(each.folder, *PERSON) == {}


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
