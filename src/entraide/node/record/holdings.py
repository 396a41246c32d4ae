"""The agency's own records as they are stored: body, match card and candidate keys, together.

The index is derived from the records; all that belongs to one record is written in one transaction.
A record's number is never given twice, so that a reference can never come to mean another record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.searching.posting_blocks import mend_blocks
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.kernel.record import Record, encode_record
from entraide.match import Prepared as Compared
from entraide.match import Subject, encode_card, keys_of, prepare_all

__all__ = [
    "Prepared",
    "add_records",
    "count_records",
    "prepare_record",
    "prepare_records",
    "remove_record",
    "replace_record",
    "write_postings",
]


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
    return prepare_records((record,))[0]


def prepare_records(records: Sequence[Record]) -> list[Prepared]:
    """Compute everything that is stored of records, their names read together."""
    subjects = [Subject.from_properties(each.schema, each.properties()) for each in records]
    return list(map(_prepared, records, prepare_all(subjects)))


def _prepared(record: Record, prepared: Compared) -> Prepared:
    body = encode_record(record)
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


def add_records(
    transaction: Transaction, rows: Sequence[Prepared]
) -> tuple[tuple[int, Prepared], ...]:
    """Store records that are new here; return each with the number that it was given."""
    if not rows:
        return ()
    connection = transaction.connection
    first = _next_rec(connection, len(rows))
    numbered = list(enumerate(rows, start=first))
    connection.execute(
        insert(schema.record),
        [{"rec": rec, **_columns(transaction, each)} for rec, each in numbered],
    )
    _insert_postings(connection, {(key, rec) for rec, each in numbered for key in each.keys})
    return tuple(numbered)


def replace_record(transaction: Transaction, rec: int, each: Prepared) -> None:
    """Store the new state of a record that is known here; the key of the earlier body is doomed."""
    connection = transaction.connection
    doom_bodies(transaction, schema.record.c.body, schema.record.c.rec == rec)
    connection.execute(
        update(schema.record)
        .where(schema.record.c.rec == rec)
        .values(**_columns(transaction, each))
    )
    write_postings(connection, {rec: each.keys})


def remove_record(transaction: Transaction, rec: int) -> None:
    """Delete a record with all that finds it; the key of its body is doomed."""
    connection = transaction.connection
    doom_bodies(transaction, schema.record.c.body, schema.record.c.rec == rec)
    write_postings(connection, {rec: ()})
    connection.execute(delete(schema.notice_match).where(schema.notice_match.c.rec == rec))
    connection.execute(delete(schema.record).where(schema.record.c.rec == rec))


def write_postings(connection: Connection, keys: Mapping[int, Sequence[int]]) -> None:
    """Let each of these records be found by its keys and by no others."""
    posting = schema.posting.c
    of_these = posting.rec.in_(tuple(keys))
    held = connection.execute(select(posting.key, posting.rec).where(of_these))
    before = {(row.key, row.rec) for row in held}
    after = {(key, rec) for rec, each in keys.items() for key in each}
    connection.execute(delete(schema.posting).where(of_these))
    _insert_postings(connection, after)
    mend_blocks(connection, before - after, after - before)


def _insert_postings(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Write postings of keys and records; those of new records lie beyond every block."""
    rows = [{"key": key, "rec": rec} for key, rec in sorted(pairs)]
    if rows:
        connection.execute(insert(schema.posting), rows)


def _columns(transaction: Transaction, each: Prepared) -> dict[str, Any]:
    key = fresh_key(transaction.connection)
    return {
        "id": each.record.id,
        "digest": each.digest,
        "body": key.seal("record.body", each.body),
        "card": key.seal("record.card", each.card),
        "withheld_from": each.withheld_from,
        "changed_ms": transaction.now_ms,
        "keep_until": min(value.marking.retention_date for value in each.record.values),
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
