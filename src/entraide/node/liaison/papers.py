"""The papers of a posting as the store keeps them: contacts and tasks, and their erasure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.sealing.vault import SealedBytes
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json, encode_canonical

__all__ = [
    "erase_papers",
    "erase_rows",
    "expire_papers",
    "find_paper",
    "insert_paper",
    "papers_of",
    "seal_paper",
]

_TABLES: Final = (schema.liaison_contact, schema.liaison_task)


def insert_paper(
    transaction: Transaction, table: Table, row: Mapping[str, Any], body: Mapping[str, Json]
) -> None:
    """Keep a paper; its words lie sealed."""
    sealed = seal_paper(transaction, table, body)
    transaction.connection.execute(insert(table).values(**row, body=sealed))


def seal_paper(transaction: Transaction, table: Table, body: Mapping[str, Json]) -> SealedBytes:
    """Return the words of a paper under a key of their own."""
    key = fresh_key(transaction.connection)
    return key.seal(f"{table.name}.body", encode_canonical(dict(body)))


def find_paper(connection: Connection, table: Table, named: str) -> Row[Any]:
    """Return the one paper whose id starts so; InputError otherwise."""
    chosen = select(table).where(table.c.id.startswith(named, autoescape=True))
    rows = connection.execute(chosen).all()
    if not named or len(rows) != 1:
        raise InputError("operation.no_such_entry", named=named[:64], found=len(rows))
    return rows[0]


def papers_of(connection: Connection, table: Table, posting: str) -> list[Row[Any]]:
    """Return the papers of a posting."""
    chosen = select(table).where(table.c.operation == posting).order_by(table.c.id)
    return list(connection.execute(chosen).all())


def erase_papers(transaction: Transaction, posting: str) -> None:
    """Erase the papers of a posting, in the transaction that erases it."""
    for table in _TABLES:
        erase_rows(transaction, table, table.c.operation == posting)


def expire_papers(transaction: Transaction, day: str) -> int:
    """Erase the papers whose last day was before this one (ISO); return how many."""
    return sum(erase_rows(transaction, table, table.c.keep_until < day) for table in _TABLES)


def erase_rows(transaction: Transaction, table: Table, chosen: ColumnElement[bool]) -> int:
    """Erase the chosen papers of one table; return how many."""
    doom_bodies(transaction, table.c.body, chosen)
    return int(transaction.connection.execute(delete(table).where(chosen)).rowcount)
