"""Statements that run as text keep every rule of those that SQLAlchemy runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from entraide.adapters.sealing.sealed import fresh_key, use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.adapters.store.database import create_store, open_reader, open_store
from entraide.adapters.store.prepared import Prepared, in_view
from entraide.adapters.store.view import View
from entraide.adapters.tables import schema
from entraide.errors import StoreError

NODE = "ma.bureau"
OFFICER: dict[str, Any] = {
    "name": "Amina",
    "role": "duty-officer",
    "pseudonym": "officer-1",
    "public_key": b"k" * 32,
    "added_ms": 7,
}
ENTER = Prepared(insert(schema.officer))
FIND = Prepared(select(schema.officer).where(schema.officer.c.name == bindparam("named")))
RENAME = Prepared(update(schema.officer).where(schema.officer.c.name == bindparam("named")))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "store.sqlite"
    create_store(path, NODE)
    create_vault(tmp_path / "keys.sqlite")
    engine = open_store(path, NODE)
    vault = Vault(VaultFile(tmp_path / "keys.sqlite", bytes(32)))
    use_vault(engine, vault)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    vault.close()


def test_a_prepared_row_is_the_row_that_sqlalchemy_reads(store: Connection) -> None:
    assert ENTER.change(store, OFFICER) == 1
    plain = store.execute(select(schema.officer)).one()
    row = FIND.first(store, {"named": "Amina"})
    assert row._asdict() == plain._asdict() == OFFICER
    assert RENAME.change(store, {"named": "Amina", "role": "analyst"}) == 1
    assert FIND.scalars(store, {"named": "Amina"}) == ["Amina"]
    assert FIND.first(store, {"named": "Amina"}).role == "analyst"
    assert FIND.first(store, {"named": "nobody"}) is None


def test_what_is_written_outside_a_transaction_begins_one_and_can_be_undone(
    store: Connection,
) -> None:
    ENTER.change(store, OFFICER)
    assert store.in_transaction()
    store.rollback()
    assert FIND.rows(store, {"named": "Amina"}) == []


def test_a_sealed_column_takes_nothing_unsealed_and_gives_what_it_holds(store: Connection) -> None:
    keep = Prepared(insert(schema.message).returning(schema.message.c.seq))
    content = Prepared(select(schema.message.c.content))
    plain = {"incoming": 0, "partner": "p", "thread": "t", "kind": "k", "digest": "d"}
    times = {"at_ms": 1, "sent_ms": 1, "expires_ms": 2}
    key = fresh_key(store)
    sealed = {name: key.seal(f"message.{name}", name.encode()) for name in ("content", "envelope")}
    row = {"id": "1", **plain, **times, **sealed}
    with pytest.raises(StoreError, match=r"body.not_sealed"):
        keep.scalar(store, {**row, "content": b"in the clear"})
    assert keep.scalar(store, row) == 1
    assert content.scalar(store) == b"content"


@pytest.mark.parametrize("text", ["Ami\0na", "\ud800"])
def test_a_text_that_no_engine_keeps_is_refused_before_it_is_sent(
    store: Connection, text: str
) -> None:
    with pytest.raises(StoreError, match=r"store.unwritable_text"):
        ENTER.change(store, {**OFFICER, "name": text})
    with pytest.raises(StoreError, match=r"store.unwritable_text"):
        FIND.first(store, {"named": text})


def test_an_engines_refusal_is_sqlalchemys_and_tells_no_value(store: Connection) -> None:
    ENTER.change(store, OFFICER)
    with pytest.raises(IntegrityError) as refused:
        ENTER.change(store, OFFICER)
    assert "Amina" not in str(refused.value)


def test_a_value_that_lacks_is_never_taken_for_null(store: Connection) -> None:
    with pytest.raises(KeyError, match=r"named"):
        FIND.first(store, {})


def test_nothing_runs_outside_a_transaction_that_the_engine_gave_up(store: Connection) -> None:
    with store.begin():
        driver: Any = store.connection.driver_connection
        driver.execute("ROLLBACK")  # as a full disk may make SQLite do
        with pytest.raises(InvalidRequestError):
            ENTER.change(store, OFFICER)
        driver.execute("BEGIN")
    assert FIND.rows(store, {"named": "Amina"}) == []


def test_a_view_is_of_one_moment_for_both_kinds_of_statement(
    store: Connection, tmp_path: Path
) -> None:
    reader = open_reader(tmp_path / "store.sqlite")
    view = View(reader)

    def read(connection: Connection) -> list[int]:
        before = len(FIND.rows(connection, {"named": "Amina"}))
        with store.begin():
            ENTER.change(store, OFFICER)
        after = len(FIND.rows(connection, {"named": "Amina"}))
        plain = len(connection.execute(select(schema.officer)).all())
        return [before, after, plain]

    assert view.read(read) == [0, 0, 0]
    assert view.read(lambda c: len(FIND.rows(c, {"named": "Amina"}))) == 1
    view.close()
    with reader.connect() as connection, pytest.raises(RuntimeError, match="broken"):
        in_view(connection, _broken)
    reader.dispose()


def _broken(_connection: Connection) -> None:
    raise RuntimeError("broken")
