"""A folder of release 0.1.0 opens in this release once it was migrated; nothing of it is lost."""

from __future__ import annotations

import asyncio
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest
from sqlalchemy import select

from entraide.adapters.files.folder import Folder, FolderLock
from entraide.adapters.store import migrations
from entraide.adapters.store.database import create_store
from entraide.adapters.tables import schema
from entraide.errors import BusyError, StoreError, TrustError
from entraide.exchange.bodies import Query, read_body
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.kernel.record import decode_record
from entraide.match import Subject
from entraide.node.actions import perform
from entraide.node.build import open_node
from entraide.node.people.actor import Order, sign_order
from entraide.node.runtime import Node
from entraide.node.upkeep.migrating import migrate_node
from tests.nodes import asynchronous

FIXTURE = Path(__file__).parents[2] / "fixtures" / "store-1" / "es.bureau.tar.gz"
"""Made by the code of 0.1.0: twelve EXERCISE people, two questions of a partner, their answers."""
PASSPHRASE = "correct horse battery"
NAME, BORN = "Zuleika Exercise Quennell", "1977-05-09"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "es"
    with tarfile.open(FIXTURE) as tar:
        tar.extractall(place, filter="data")
    return place


def migrate(folder: Path, events: list[Mapping[str, Any]] | None = None) -> tuple[int, int]:
    return migrate_node(folder, PASSPHRASE, (events if events is not None else []).append)


async def keeper(node: Node, action: str, **parameters: Any) -> Any:
    order = Order(
        action=action,
        parameters=parameters,
        officer=None,
        at_ms=node.world.now_ms(),
        nonce=node.fresh_id(),
    )
    return await perform(node, sign_order(order, node.keyring.signing), lambda _: None)


def test_a_store_of_an_earlier_release_says_what_to_do(folder: Path) -> None:
    with pytest.raises(StoreError, match=r"store.needs_migration"):
        open_node(folder, PASSPHRASE)


@asynchronous
async def test_a_migrated_store_verifies_its_log_and_answers_a_search(folder: Path) -> None:
    events: list[Mapping[str, Any]] = []
    assert migrate(folder, events) == (1, schema.SCHEMA_VERSION)
    assert {"what": "records", "done": 12, "of": 12} in events
    node = open_node(folder, PASSPHRASE)
    try:
        verified = await keeper(node, "audit.verify", ask_partners=False)
        assert (verified["whole"], verified["size"]) == (True, 14)
        assert (await keeper(node, "audit.prove", id="8"))["proof"]
        status = await keeper(node, "node.status")
        assert (status["records"], status["partners"], status["agreements_in_use"]) == (12, 1, 1)
        (found,) = await node.searcher.find(Subject(names=(NAME,), birth_dates=(BORN,)), "MA", 5)
        assert found.record_id == "EX-ES-100"
    finally:
        await node.close()


@asynchronous
async def test_bodies_messages_and_what_was_witnessed_come_through(folder: Path) -> None:
    plain = _plain(folder)
    migrate(folder)
    node = open_node(folder, PASSPHRASE)
    try:
        record, message = schema.record.c, schema.message.c
        body = node.read(lambda c: c.scalar(select(record.body).where(record.id == "EX-ES-100")))
        assert decode_record(body).properties()["name"] == (NAME,)
        contents = node.read(lambda c: c.scalars(select(message.content)).all())
        names = [
            query.subject.names
            for query in (read_body(Message.from_json(decode_canonical(one))) for one in contents)
            if isinstance(query, Query)
        ]
        assert names == [(NAME,), ("Nobody Exercise Known",)]
        columns = (message.content, message.envelope, message.response)
        assert node.read(lambda c: [tuple(row) for row in c.execute(select(*columns))]) == plain
        kept = node.read(lambda c: c.scalars(select(record.keep_until).distinct()).all())
        assert kept == ["2031-12-31"]
        seen = node.read(lambda c: c.execute(select(schema.witnessed)).all())
        assert [(row.partner, row.origin) for row in seen] == [
            ("ma.bureau", "entraide/ma.bureau/log")
        ]
    finally:
        await node.close()


def _plain(folder: Path) -> list[tuple[bytes, bytes, bytes | None]]:
    connection = pysqlite3.dbapi2.connect(str(folder / "store.sqlite"))
    try:
        return list(connection.execute("SELECT content, envelope, response FROM message"))
    finally:
        connection.close()


def test_what_stood_in_clear_is_gone_from_the_folder(folder: Path) -> None:
    def clear() -> bool:
        data = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        return any(word in data for word in (b"Quennell", b"quennell", b"EX7345112", b"ex7345112"))

    assert clear()
    migrate(folder)
    assert not clear()


def test_migrating_again_changes_nothing(folder: Path) -> None:
    migrate(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}
    assert migrate(folder) == (schema.SCHEMA_VERSION, schema.SCHEMA_VERSION)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}
    assert after == before


def test_a_step_that_is_cut_off_leaves_the_store_as_it_was_and_can_be_taken_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise StoreError("store.write_failed", reason="the power went")

    plain = _plain(folder)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "_seal_messages", fail)
        with pytest.raises(StoreError, match="the power went"):
            migrate(folder)
    assert _plain(folder) == plain
    with pytest.raises(StoreError, match=r"store.needs_migration"):
        open_node(folder, PASSPHRASE)
    assert migrate(folder) == (1, schema.SCHEMA_VERSION)
    asyncio.run(open_node(folder, PASSPHRASE).close())


def test_a_store_of_the_schema_between_gets_the_tables_that_it_lacks(folder: Path) -> None:
    migrate(folder)
    connection = pysqlite3.dbapi2.connect(str(folder / "store.sqlite"))
    for table in ("declaration", "former_key", "revocation"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=r"store.needs_migration"):
        open_node(folder, PASSPHRASE)
    assert migrate(folder) == (2, schema.SCHEMA_VERSION)
    asyncio.run(open_node(folder, PASSPHRASE).close())


def test_a_running_node_is_not_migrated(folder: Path) -> None:
    lock = FolderLock(Folder(folder))
    with pytest.raises(BusyError, match=r"folder.busy"):
        migrate(folder)
    lock.release()


def test_a_store_of_a_later_release_and_a_wrong_passphrase_are_refused(folder: Path) -> None:
    with pytest.raises(TrustError, match=r"secret.does_not_open"):
        migrate_node(folder, "another passphrase", lambda _: None)
    connection = pysqlite3.dbapi2.connect(str(folder / "store.sqlite"))
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=r"store.other_version"):
        migrate(folder)


def test_the_table_of_steps_leads_from_the_first_release_to_this_one() -> None:
    assert [step.before for step in migrations.STEPS] == list(range(1, schema.SCHEMA_VERSION))
    assert all(step.after == step.before + 1 for step in migrations.STEPS)


def test_a_migrated_store_has_the_tables_and_columns_of_a_new_one(
    folder: Path, tmp_path: Path
) -> None:
    migrate(folder)
    create_store(tmp_path / "new.sqlite", "es.bureau")
    assert _shape(folder / "store.sqlite") == _shape(tmp_path / "new.sqlite")


def _shape(path: Path) -> dict[str, set[tuple[Any, ...]]]:
    connection = pysqlite3.dbapi2.connect(str(path))
    try:
        names = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        return {
            name: {
                row[1:4] for row in connection.execute(f"PRAGMA table_info({name})")
            }  # name, type, not null
            for kind, name in names
            if kind in {"table", "index"}
        }
    finally:
        connection.close()
