"""Protections that a file cannot undo by silence, and a log entry wherever one is lifted.

A person once marked as protected stays so until a row names the authorisation that lifts it
(``lifted``): a later file that leaves the mark out, or names another status, takes nothing away.
Whoever lifts a protection leaves an entry in the log, which partners cosign: the record's number
and the digest of the authorisation, never a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Event
from entraide.adapters.tables import schema
from entraide.kernel.record import Record, decode_record
from entraide.node.call import Call
from entraide.node.record.holdings import Prepared, prepare_record

__all__ = ["held_records", "keep_protected", "keep_protection", "liftings"]


def keep_protection(new: Record, held: Record) -> Record:
    """Return the new state of a record with every protection that is held of it.

    A row that says nothing of protection changes nothing of it; one that names a status without an
    authorisation puts the protection in force again.
    """
    lifted = new.lifted if new.protected else held.lifted
    return replace(new, protected=held.protected | new.protected, lifted=lifted)


def held_records(connection: Connection, recs: Sequence[int]) -> dict[int, Record]:
    """Return records as they are held, by number."""
    table = schema.record.c
    rows = connection.execute(select(table.rec, table.body).where(table.rec.in_(recs)))
    return {row.rec: decode_record(row.body) for row in rows}


def keep_protected(each: Prepared, held: Record) -> Prepared:
    """Return what is to be stored in the place of a held record."""
    kept = keep_protection(each.record, held)
    return each if kept == each.record else prepare_record(kept)


def liftings(
    call: Call, rows: Sequence[tuple[int, Prepared]], held: Mapping[int, Record]
) -> Iterator[Event]:
    """Yield a log entry for each record whose protection is lifted by what is stored now."""
    for rec, each in rows:
        before = held[rec].lifted if rec in held else ""
        if each.record.lifted and each.record.lifted != before:
            yield _lifting(call.event, rec, each.record)


def _lifting(event: Callable[..., Event], rec: int, record: Record) -> Event:
    return event(
        "protection.lifted",
        f"record-{rec}",
        ids={"status": "+".join(sorted(record.protected))},
        digests={"authorisation": hashlib.sha256(record.lifted.encode()).hexdigest()},
    )
