"""Ending bodies: which keys must be destroyed, written down before and done after the commit.

``doom_bodies`` belongs to the transaction that deletes or replaces sealed bytes: it writes the
numbers of their keys into the store. After that commit ``destroy_doomed`` destroys the keys and
empties both write-ahead logs; after a crash between the two it is done at the next opening.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Engine,
    LargeBinary,
    delete,
    insert,
    select,
    type_coerce,
    update,
)

from entraide.adapters.sealing.sealed import ERASED, fresh_key, vault_of
from entraide.adapters.sealing.vault import key_number
from entraide.adapters.store.writer import Transaction, Writer
from entraide.adapters.tables import schema
from entraide.errors import StoreError

__all__ = ["blank_messages", "destroy_doomed", "doom_bodies", "empty_log", "has_doomed"]

_CHUNK: Final = 500


def doom_bodies(
    transaction: Transaction, sealed: Column[bytes], *where: ColumnElement[bool]
) -> None:
    """Write down the keys of the bodies in these rows, which the caller deletes or replaces."""
    connection = transaction.connection
    rows = connection.scalars(select(type_coerce(sealed, LargeBinary)).where(*where))
    numbers = sorted({key_number(bytes(row)) for row in rows if row})
    if numbers:
        connection.execute(insert(schema.doomed_key), [{"number": each} for each in numbers])


def blank_messages(transaction: Transaction, *where: ColumnElement[bool]) -> int:
    """Blank content and envelope of these messages; return how many there were.

    What we answered to one stays, under a key of its own, so that its repetition is answered alike.
    """
    table, connection = schema.message, transaction.connection
    rows = connection.execute(select(table.c.seq, table.c.response).where(*where)).all()
    doom_bodies(transaction, table.c.content, *where)
    for row in rows:
        kept = (
            fresh_key(connection).seal("message.response", row.response) if row.response else None
        )
        connection.execute(
            update(table)
            .where(table.c.seq == row.seq)
            .values(content=ERASED, envelope=ERASED, response=kept)
        )
    return len(rows)


def has_doomed(connection: Connection) -> bool:
    """Tell whether a key waits for its end."""
    return connection.scalar(select(schema.doomed_key.c.number).limit(1)) is not None


def destroy_doomed(reader: Engine, writer: Writer) -> int:
    """Destroy the keys of all bodies that are gone, and what logs still hold; return how many.

    The bodies' rows must be committed as gone. StoreError where a reader keeps the log in use.
    """
    vault, table, ended = vault_of(reader.dialect), schema.doomed_key, 0
    while numbers := _doomed(reader):
        vault.destroy(numbers)
        done = delete(table).where(table.c.number.in_(numbers))
        writer.do(partial(_execute, done))
        ended += len(numbers)
    empty_log(writer.engine)
    return ended


def empty_log(engine: Engine) -> None:
    """Move SQLite's write-ahead log into the store and empty it; StoreError where it is in use."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = raw.fetchone() or (1,)
        if busy:
            raise StoreError("erasure.log_in_use")


def _execute(statement: Delete, transaction: Transaction) -> None:
    transaction.connection.execute(statement)


def _doomed(reader: Engine) -> list[int]:
    with reader.connect() as connection:
        return list(connection.scalars(select(schema.doomed_key.c.number).limit(_CHUNK)))
