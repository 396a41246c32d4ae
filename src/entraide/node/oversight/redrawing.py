"""Drawing a sample again: the same seed, filter and size of the log give the same entries.

So nobody can have picked what was looked at. Where the case of an access was erased since, a sample
drawn by that case cannot be drawn again, and the answer says so by the entries that differ.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json, decode_canonical
from entraide.node.call import Call
from entraide.node.log.log_epochs import ended_logs, present_epoch
from entraide.node.oversight.accesses import newest
from entraide.node.oversight.overseeing import NameSample
from entraide.safeguards.accesses import Wanted
from entraide.safeguards.sampling import draw

__all__ = ["redraw_sample"]

_MOST: Final = 2_000_000


async def redraw_sample(call: Call, wanted: NameSample) -> Json:
    """Draw a sample again from the log as it was then; return whether the same entries come."""
    held, drawn, population = call.node.read(lambda c: _redrawn(c, wanted.sample))
    same = held == drawn
    count = {"same": str(same).lower()}

    def note(transaction: Transaction) -> None:
        transaction.log(call.event("oversight.redrawn", wanted.sample, ids=count))

    await call.node.writer.run(note)
    differ = sorted(set(held) ^ set(drawn))
    return {
        "sample": wanted.sample,
        "same": same,
        "population": population,
        "differ": [f"{epoch}/{entry}" for epoch, entry in differ],
    }


def _redrawn(
    connection: Connection, sample: str
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int]:
    table, line = schema.access_sample, schema.sampled_access.c
    row = connection.execute(select(table).where(table.c.sample == sample)).one_or_none()
    if row is None:
        raise InputError("oversight.no_sample", sample=sample)
    held = connection.execute(select(line.epoch, line.entry).where(line.sample == sample)).all()
    then = Wanted(**decode_canonical(row.wanted.encode()))
    epoch = _epoch_at(connection, row.at_ms)
    population = [
        each.entry
        for each in newest(connection, then, _MOST)
        if each.epoch < epoch or (each.epoch == epoch and each.index < row.log_size)
    ]
    entries = tuple(sorted((each.epoch, each.entry) for each in held))
    return entries, draw(row.seed, population, len(entries)), len(population)


def _epoch_at(connection: Connection, at_ms: int) -> int:
    """Return the number of the epoch in which the log was at a moment."""
    ended = (each.epoch for each in ended_logs(connection) if each.ended_ms > at_ms)
    return min(ended, default=present_epoch(connection))
