"""The candidate index built again from the records, in their order.

Postings are derived: from a record's card come the same keys whenever they are cut by the same
scheme (``match.keys.SCHEME``). A store remembers by which scheme its postings were cut; one of
another is indexed again when its node opens, a chunk of records in each transaction. Doing a chunk
twice changes nothing, so that whatever interrupts it, the next opening begins again.

Postings of common keys are packed into blocks (``adapters.searching.posting_blocks``) once enough
records have come: after an import, and on the node's rounds. Until then searches read rows, which
is slower and finds the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.searching.posting_blocks import forget_blocks, keys_to_pack, pack
from entraide.adapters.store.faults import store_error
from entraide.adapters.store.writer import Transaction, Writer
from entraide.adapters.tables import schema
from entraide.match import decode_card, keys_of
from entraide.match.keys import SCHEME
from entraide.node.record.holdings import write_postings

__all__ = ["index_again", "is_of_another_scheme", "pack_again", "pack_where_due"]

_MARK: Final = "key_scheme"
_CHUNK: Final = 500

_PACKED: Final = "packed_records"
"""The row of ``meta`` that says how many record numbers had been given when keys were packed."""

_FEWEST: Final = 1_000
_GROWN: Final = 8
"""Packing is due once so many records have come, and this part of those that were packed."""

_KEYS_AT_ONCE: Final = 32
"""Keys packed in one transaction: what the writer is kept from other work by."""


def is_of_another_scheme(connection: Connection) -> bool:
    """Tell whether the postings were not, or not surely, cut by the scheme of this release."""
    meta = schema.meta.c
    held = connection.scalar(select(meta.value).where(meta.key == _MARK))
    return held != str(SCHEME)


def index_again(reader: Engine, writer: Writer) -> int:
    """Cut the keys of every record again and remember the scheme; return how many records."""
    writer.do(_forget)
    done = last = 0
    while recs := _next_records(reader, last):
        writer.do(lambda transaction, recs=recs: _write_again(transaction, recs))  # type: ignore[misc]
        done, last = done + len(recs), recs[-1]
    writer.do(lambda t: _set(t, _MARK, SCHEME))
    pack_again(reader, writer)
    return done


def pack_where_due(reader: Engine, writer: Writer) -> int:
    """Pack common keys where so many records have come that it is worth its cost.

    StoreError where the store cannot be read or written.
    """
    try:
        with reader.connect() as connection:
            due = _is_due(connection)
        return pack_again(reader, writer) if due else 0
    except SQLAlchemyError as error:
        raise store_error(error, "store.read_failed") from error


def _is_due(connection: Connection) -> bool:
    packed = _number(connection, _PACKED)
    return _given(connection) - packed > max(_FEWEST, packed // _GROWN)


def pack_again(reader: Engine, writer: Writer) -> int:
    """Put the postings of common keys into blocks, a few keys in each transaction."""
    with reader.connect() as connection:
        given, keys = _given(connection), keys_to_pack(connection)
    for at in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[at : at + _KEYS_AT_ONCE]
        writer.do(lambda t, part=part: pack(t.connection, part))  # type: ignore[misc]
    writer.do(lambda t: _set(t, _PACKED, given))
    return len(keys)


def _given(connection: Connection) -> int:
    """Return the highest number of a record."""
    return int(connection.scalar(select(func.max(schema.record.c.rec))) or 0)


def _number(connection: Connection, name: str) -> int:
    meta = schema.meta.c
    return int(connection.scalar(select(meta.value).where(meta.key == name)) or 0)


def _forget(transaction: Transaction) -> None:
    forget_blocks(transaction.connection)
    _set(transaction, _PACKED, 0)


def _next_records(reader: Engine, last: int) -> Sequence[int]:
    rec = schema.record.c.rec
    with reader.connect() as connection:
        return connection.scalars(select(rec).where(rec > last).order_by(rec).limit(_CHUNK)).all()


def _write_again(transaction: Transaction, recs: Sequence[int]) -> None:
    """Write the postings of these records from their cards, as they are now."""
    record = schema.record.c
    rows = transaction.connection.execute(
        select(record.rec, record.card).where(record.rec.in_(recs))
    )
    keys = {row.rec: keys_of(decode_card(row.card)) for row in rows}
    write_postings(transaction.connection, keys)


def _set(transaction: Transaction, name: str, number: int) -> None:
    meta = schema.meta
    transaction.connection.execute(delete(meta).where(meta.c.key == name))
    transaction.connection.execute(insert(meta).values(key=name, value=str(number)))
