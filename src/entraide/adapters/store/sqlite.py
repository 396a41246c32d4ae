"""SQLite as the engine of a store: one file, made safe by its pragmas.

It comes from ``pysqlite3``, which bundles a version free of the WAL-reset corruption bug (3.7.0 to
3.51.2); an unsafe one is refused. Durability: WAL with synchronous FULL; ``secure_delete``
overwrites what is deleted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from entraide.errors import StoreError

__all__ = ["SAFE_SQLITE", "check_sqlite", "sqlite_engine"]

SAFE_SQLITE: Final = (3, 51, 3)
"""The first release without the WAL-reset corruption bug."""
_BUSY_SECONDS: Final = 10


def check_sqlite(version: str = pysqlite3.dbapi2.sqlite_version) -> None:
    """Refuse an SQLite whose write-ahead log can corrupt a database; StoreError."""
    if tuple(int(part) for part in version.split(".")) < SAFE_SQLITE:
        needed = ".".join(str(part) for part in SAFE_SQLITE)
        raise StoreError("store.unsafe_sqlite", version=version, needed=needed)


def sqlite_engine(path: Path, *, read_only: bool) -> Engine:
    """Return an engine for an existing file; each connection sees one view from its BEGIN on.

    Readers' connections are kept open between reads: opening one costs more than most reads.
    """
    check_sqlite()
    mode = "ro" if read_only else "rw"
    pool = {"poolclass": QueuePool, "max_overflow": -1} if read_only else {"poolclass": NullPool}
    engine = create_engine(
        f"sqlite:///file:{path}?mode={mode}&uri=true",
        module=pysqlite3.dbapi2,
        hide_parameters=True,  # an error's text must not carry what was to be stored
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin and commit ourselves
        for pragma in _pragmas(read_only=read_only):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:  # else ``prepared`` has begun it
            connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _pragmas(*, read_only: bool) -> tuple[str, ...]:
    common = ("temp_store=MEMORY", "cache_size=-65536", "mmap_size=1073741824")
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
