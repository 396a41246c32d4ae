"""The candidate index built again from the records, in their order.

Postings are derived: from a record's card come the same keys whenever they are cut by the same
scheme (``match.keys.SCHEME``). A store remembers by which scheme its postings were cut; one of
another is indexed again when its node opens, a chunk of records in each transaction. Doing a chunk
twice changes nothing, so that whatever interrupts it, the next opening begins again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select

from entraide.adapters import schema
from entraide.adapters.writer import Transaction, Writer
from entraide.match import decode_card, keys_of
from entraide.match.keys import SCHEME
from entraide.node.holdings import write_postings

__all__ = ["index_again", "is_of_another_scheme"]

_MARK: Final = "key_scheme"
_CHUNK: Final = 500


def is_of_another_scheme(connection: Connection) -> bool:
    """Tell whether the postings were not, or not surely, cut by the scheme of this release."""
    meta = schema.meta.c
    held = connection.scalar(select(meta.value).where(meta.key == _MARK))
    return held != str(SCHEME)


def index_again(reader: Engine, writer: Writer) -> int:
    """Cut the keys of every record again and remember the scheme; return how many records."""
    done = last = 0
    while recs := _next_records(reader, last):
        writer.do(lambda transaction, recs=recs: _write_again(transaction, recs))  # type: ignore[misc]
        done, last = done + len(recs), recs[-1]
    writer.do(_remember)
    return done


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


def _remember(transaction: Transaction) -> None:
    meta = schema.meta
    transaction.connection.execute(delete(meta).where(meta.c.key == _MARK))
    transaction.connection.execute(insert(meta).values(key=_MARK, value=str(SCHEME)))
