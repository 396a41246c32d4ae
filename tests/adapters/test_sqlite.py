"""Which SQLite a store is trusted to, and that its promises are set on every connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from entraide.adapters.store.database import create_store, open_reader, open_store
from entraide.adapters.store.sqlite import check_sqlite
from entraide.errors import StoreError

NODE = "ma.bureau"


@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.51.2"])
def test_an_sqlite_that_can_corrupt_its_write_ahead_log_is_refused(version: str) -> None:
    with pytest.raises(StoreError) as refused:
        check_sqlite(version)
    assert refused.value.code == "store.unsafe_sqlite"


@pytest.mark.parametrize("version", ["3.51.3", "3.53.0", "4.0"])
def test_an_sqlite_without_that_defect_is_used(version: str) -> None:
    check_sqlite(version)


def pragma(connection: Connection, name: str) -> Any:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_the_writer_syncs_every_commit_and_overwrites_what_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    create_store(path, NODE)
    assert path.stat().st_mode & 0o777 == 0o600
    engine = open_store(path, NODE)
    with engine.connect() as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "secure_delete") == 1
        assert pragma(connection, "foreign_keys") == 1
    engine.dispose()
    reader = open_reader(path)
    with reader.connect() as connection:
        assert pragma(connection, "query_only") == 1
    reader.dispose()


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"not a database at all" * 200)
    with pytest.raises(StoreError) as refused:
        open_store(path, NODE)
    assert refused.value.code == "store.damaged"
    path.write_bytes(b"")
    with pytest.raises(StoreError) as empty:
        open_store(path, NODE)
    assert empty.value.code == "store.not_ours"
