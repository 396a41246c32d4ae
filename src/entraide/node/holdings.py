"""The agency's own records as they are stored: body, match card and candidate keys, together.

The index is derived from the records; all that belongs to one record is written in one transaction.
A record's number is never given twice, so that a reference can never come to mean another record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.kernel.record import Record, encode_record
from entraide.match import Subject, encode_card, keys_of, prepare

__all__ = ["Prepared", "add_records", "count_records", "prepare_record", "replace_record"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with everything that is stored of it, computed outside the writer."""

    record: Record
    digest: str
    body: bytes
    card: bytes
    keys: tuple[int, ...]
    withheld_from: str


def count_records(connection: Connection) -> dict[str, int]:
    """Return how many records are held and how many of them are withheld from all or some."""
    record = schema.record.c
    total = connection.scalar(select(func.count()).select_from(schema.record)) or 0
    withheld = connection.scalar(select(func.count()).where(record.withheld_from != "")) or 0
    return {"records": int(total), "withheld": int(withheld)}


def prepare_record(record: Record) -> Prepared:
    """Compute everything that is stored of a record."""
    body = encode_record(record)
    prepared = prepare(Subject.from_properties(record.schema, record.properties()))
    return Prepared(
        record,
        hashlib.sha256(body).hexdigest(),
        body,
        encode_card(prepared),
        keys_of(prepared),
        _withheld_from(record),
    )


def _withheld_from(record: Record) -> str:
    if (record.protected and not record.lifted) or record.restriction.to_all:
        return "*"
    return " ".join(sorted(record.restriction.states))


def add_records(transaction: Transaction, rows: Sequence[Prepared]) -> None:
    """Store records that are new here."""
    if not rows:
        return
    connection = transaction.connection
    first = _next_rec(connection, len(rows))
    numbered = list(enumerate(rows, start=first))
    connection.execute(
        insert(schema.record),
        [{"rec": rec, **_columns(each, transaction.now_ms)} for rec, each in numbered],
    )
    _add_postings(connection, numbered)


def replace_record(transaction: Transaction, rec: int, each: Prepared) -> None:
    """Store the new state of a record that is known here."""
    connection = transaction.connection
    connection.execute(
        update(schema.record)
        .where(schema.record.c.rec == rec)
        .values(**_columns(each, transaction.now_ms))
    )
    connection.execute(delete(schema.posting).where(schema.posting.c.rec == rec))
    _add_postings(connection, [(rec, each)])


def _add_postings(connection: Connection, rows: Sequence[tuple[int, Prepared]]) -> None:
    postings = [{"key": key, "rec": rec} for rec, each in rows for key in sorted(set(each.keys))]
    if postings:
        connection.execute(insert(schema.posting), postings)


def _columns(each: Prepared, now_ms: int) -> dict[str, Any]:
    return {
        "id": each.record.id,
        "digest": each.digest,
        "body": each.body,
        "card": each.card,
        "withheld_from": each.withheld_from,
        "changed_ms": now_ms,
    }


def _next_rec(connection: Connection, count: int) -> int:
    """Reserve record numbers; a number is never given twice, even after a deletion."""
    table = schema.meta
    held = connection.scalar(select(table.c.value).where(table.c.key == "next_rec"))
    first = int(held or 1)
    row = {"key": "next_rec", "value": str(first + count)}
    if held is None:
        connection.execute(insert(table).values(row))
    else:
        connection.execute(
            update(table).where(table.c.key == "next_rec").values(value=row["value"])
        )
    return first
