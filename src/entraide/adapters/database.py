"""Opening a node's store safely: engine, pragmas, version checks.

A store is created by its own command and must exist afterwards, so that a mistyped path never
starts an empty node. SQLite comes from ``pysqlite3``, which bundles a version free of the WAL-reset
corruption bug (3.7.0 to 3.51.2); an unsafe one is refused. Durability: WAL with synchronous FULL;
``secure_delete`` overwrites what is deleted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from entraide.adapters import schema
from entraide.errors import StoreError

__all__ = [
    "SAFE_SQLITE",
    "check_sqlite",
    "create_store",
    "open_for_migration",
    "open_reader",
    "open_store",
]

SAFE_SQLITE: Final = (3, 51, 3)
"""The first release without the WAL-reset corruption bug."""
_BUSY_SECONDS: Final = 10


def check_sqlite(version: str = pysqlite3.dbapi2.sqlite_version) -> None:
    """Refuse an SQLite whose write-ahead log can corrupt a database; StoreError."""
    if tuple(int(part) for part in version.split(".")) < SAFE_SQLITE:
        needed = ".".join(str(part) for part in SAFE_SQLITE)
        raise StoreError("store.unsafe_sqlite", version=version, needed=needed)


def create_store(path: Path, node_id: str) -> None:
    """Create an empty store for a node; StoreError where one exists already."""
    check_sqlite()
    if path.exists():
        raise StoreError("store.exists", path=str(path))
    path.touch(mode=0o600)
    engine = _engine(path, read_only=False)
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        connection.execute(
            insert(schema.meta),
            [
                {"key": "schema", "value": str(schema.SCHEMA_VERSION)},
                {"key": "node", "value": node_id},
            ],
        )
    engine.dispose()


def open_store(path: Path, node_id: str) -> Engine:
    """Open the store of a node for its one writer; StoreError where it is missing or foreign."""
    check_sqlite()
    if not path.is_file():
        raise StoreError("store.missing", path=str(path))
    engine = _engine(path, read_only=False)
    _check_identity(engine, path, node_id)
    return engine


def open_reader(path: Path) -> Engine:
    """Open a store read-only, for searching beside its writer."""
    check_sqlite()
    if not path.is_file():
        raise StoreError("store.missing", path=str(path))
    return _engine(path, read_only=True)


def open_for_migration(path: Path, node_id: str) -> tuple[Engine, int]:
    """Open a store of this or an earlier release; StoreError where it is missing or foreign."""
    check_sqlite()
    if not path.is_file():
        raise StoreError("store.missing", path=str(path))
    engine = _engine(path, read_only=False)
    return engine, _version_of(engine, path, node_id)


def _check_identity(engine: Engine, path: Path, node_id: str) -> None:
    version = _version_of(engine, path, node_id)
    if version < schema.SCHEMA_VERSION:
        raise StoreError(
            "store.needs_migration", found=version, known=schema.SCHEMA_VERSION, path=str(path)
        )


def _version_of(engine: Engine, path: Path, node_id: str) -> int:
    """Return the schema's version; StoreError where it is no store of this node that we know."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("meta"):
                raise StoreError("store.not_ours", path=str(path))
            found = _meta(connection)
    except DBAPIError as error:
        raise StoreError("store.damaged", path=str(path), reason=str(error.orig)) from error
    if found.get("node") != node_id:
        raise StoreError("store.other_node", path=str(path), found=found.get("node"))
    version = found.get("schema", "")
    if not version.isdecimal() or not 0 < int(version) <= schema.SCHEMA_VERSION:
        raise StoreError("store.other_version", found=version, known=schema.SCHEMA_VERSION)
    return int(version)


def _meta(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(schema.meta.c.key, schema.meta.c.value))
    return {row.key: row.value for row in rows}


def _engine(path: Path, *, read_only: bool) -> Engine:
    mode = "ro" if read_only else "rw"
    engine = create_engine(
        f"sqlite:///file:{path}?mode={mode}&uri=true",
        module=pysqlite3.dbapi2,
        poolclass=NullPool,
        hide_parameters=True,  # an error's text must not carry what was to be stored
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin and commit ourselves
        for pragma in _pragmas(read_only=read_only):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _pragmas(*, read_only: bool) -> tuple[str, ...]:
    common = ("temp_store=MEMORY", "cache_size=-65536", "mmap_size=268435456")
    if read_only:
        return (*common, "query_only=ON")
    return (
        *common,
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    )
