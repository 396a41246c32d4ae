"""Opening a node's store safely, on either engine: what must be true before anything is read.

A store is created by its own command and must exist afterwards, so that a mistyped path or name
never starts an empty node. It names the node that it belongs to and the version of its schema; any
other is refused. ``sqlite`` and ``postgresql`` know what is particular to their engines; tables and
statements are the same on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias, assert_never

from sqlalchemy import Connection, Engine, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.store.faults import store_error
from entraide.adapters.store.postgresql import DatabaseUrl, postgresql_engine
from entraide.adapters.store.sqlite import check_sqlite, sqlite_engine
from entraide.adapters.tables import schema
from entraide.errors import StoreError

__all__ = [
    "StoreAddress",
    "check_vacant",
    "create_store",
    "open_for_migration",
    "open_reader",
    "open_store",
]

StoreAddress: TypeAlias = Path | DatabaseUrl
"""Where a store is: a file of its own, or a PostgreSQL database of its own."""
_MARK: Final = "meta"


def check_vacant(address: StoreAddress) -> None:
    """Do nothing where a store can be made; StoreError where one stands or none can be reached."""
    if isinstance(address, Path):
        check_sqlite()
        if address.exists():
            raise StoreError("store.exists", path=str(address))
        return
    engine = postgresql_engine(address, read_only=False)
    with _using(engine, address) as connection:
        _check_empty(connection, address)


def create_store(address: StoreAddress, node_id: str) -> None:
    """Create an empty store for a node, all of it or nothing; StoreError where one exists."""
    if isinstance(address, Path):
        check_vacant(address)
        address.touch(mode=0o600)
    engine = _engine(address, read_only=False)
    with _using(engine, address) as connection:
        if not isinstance(address, Path):
            _check_empty(connection, address)
        schema.metadata.create_all(connection)
        connection.execute(
            insert(schema.meta),
            [
                {"key": "schema", "value": str(schema.SCHEMA_VERSION)},
                {"key": "node", "value": node_id},
            ],
        )
        connection.commit()


def open_store(address: StoreAddress, node_id: str) -> Engine:
    """Open the store of a node for its one writer; StoreError where it is missing or foreign."""
    _check_present(address)
    engine = _engine(address, read_only=False)
    with _using(engine, address) as connection:
        _check_identity(connection, address, node_id)
    return engine


def open_reader(address: StoreAddress) -> Engine:
    """Open a store read-only, for searching beside its writer."""
    _check_present(address)
    return _engine(address, read_only=True)


def open_for_migration(address: StoreAddress, node_id: str) -> tuple[Engine, int]:
    """Open a store of this or an earlier release, and return the version of its schema.

    StoreError where it is missing, foreign, or of a later release.
    """
    _check_present(address)
    engine = _engine(address, read_only=False)
    with _using(engine, address) as connection:
        return engine, _version_of(connection, address, node_id)


def _engine(address: StoreAddress, *, read_only: bool) -> Engine:
    match address:
        case Path():
            return sqlite_engine(address, read_only=read_only)
        case DatabaseUrl():
            return postgresql_engine(address, read_only=read_only)
        case _:
            assert_never(address)


@contextmanager
def _using(engine: Engine, address: StoreAddress) -> Iterator[Connection]:
    """Connect, and tell what the engine complains of as our own errors."""
    code = "store.damaged" if isinstance(address, Path) else "store.unreachable"
    try:
        with engine.connect() as connection:
            code = "store.damaged"
            yield connection
    except SQLAlchemyError as error:
        raise store_error(error, code, path=str(address)) from error
    finally:
        engine.dispose()


def _check_present(address: StoreAddress) -> None:
    if isinstance(address, Path):
        check_sqlite()
        if not address.is_file():
            raise StoreError("store.missing", path=str(address))


def _check_empty(connection: Connection, address: StoreAddress) -> None:
    """Refuse a database that holds any table of ours, or one that is called like ours."""
    if set(inspect(connection).get_table_names()) & set(schema.metadata.tables):
        raise StoreError("store.exists", path=str(address))


def _check_identity(connection: Connection, address: StoreAddress, node_id: str) -> None:
    version = _version_of(connection, address, node_id)
    if version < schema.SCHEMA_VERSION:
        raise StoreError(
            "store.needs_migration", found=version, known=schema.SCHEMA_VERSION, path=str(address)
        )


def _version_of(connection: Connection, address: StoreAddress, node_id: str) -> int:
    """Return the schema's version; StoreError where it is no store of this node that we know."""
    if not inspect(connection).has_table(_MARK):
        code = "store.not_ours" if isinstance(address, Path) else "store.missing"
        raise StoreError(code, path=str(address))
    found = _meta(connection)
    if found.get("node") != node_id:
        raise StoreError("store.other_node", path=str(address), found=found.get("node"))
    version = found.get("schema", "")
    if not version.isdecimal() or not 0 < int(version) <= schema.SCHEMA_VERSION:
        raise StoreError("store.other_version", found=version, known=schema.SCHEMA_VERSION)
    return int(version)


def _meta(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(schema.meta.c.key, schema.meta.c.value))
    return {row.key: row.value for row in rows}
