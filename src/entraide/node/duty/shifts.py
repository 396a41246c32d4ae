"""Shifts: begun, handed over with all that is open, taken over by another officer's signature.

1. Who goes off orders the handover: the node lists what is open (``sheet``), and the officer's
   words stand above it. The sheet is kept as it then was; its digest is in the log.
2. The watch stays with that officer until **another** officer takes it, naming the digest of the
   sheet that was read: what is taken over is what was handed over.
3. A shift that nobody hands over, or nobody takes, is begun anew with the reason, and counted so.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json, digest
from entraide.node.call import Call, Parameters
from entraide.node.duty.rows import insert_shift, last_shift, latest_shifts, seal_shift, shift_body
from entraide.node.duty.sheet import points_shown, sheet_of
from entraide.operations.watch import MOST_SHIFT_HOURS, Shift

__all__ = ["BeginShift", "HandOver", "TakeOver", "begin_shift", "hand_over", "take_over"]

_HOUR_MS: Final = 3_600_000
_HOURS: Final = 8


class BeginShift(Parameters):
    """A shift that nobody hands over: for how long, and why it is begun so."""

    hours: int = Field(default=_HOURS, ge=1, le=MOST_SHIFT_HOURS)
    words: str = Field(min_length=1, max_length=4_000)


class HandOver(Parameters):
    """What the next shift should know, and how long it will be."""

    words: str = Field(min_length=1, max_length=4_000)
    hours: int = Field(default=_HOURS, ge=1, le=MOST_SHIFT_HOURS)


class TakeOver(Parameters):
    """The digest of the sheet that was read; for how long the watch is taken."""

    sheet: str
    hours: int = Field(default=_HOURS, ge=1, le=MOST_SHIFT_HOURS)


async def begin_shift(call: Call, wanted: BeginShift) -> Json:
    """Begin a shift that nobody hands over; the one before it ends now."""
    shift = _fresh(call, wanted.hours, "")

    def keep(transaction: Transaction) -> None:
        last = last_shift(transaction.connection)
        if last is not None and _is_on(call, last):
            raise InputError("watch.runs")
        _begin(transaction, shift, {"words": wanted.words.strip()}, last)
        ids = {"before": last.id if last else "none"}
        transaction.log(call.event("watch.begun", shift.id, ids=ids))

    await call.node.writer.run(keep)
    return _told(shift)


async def hand_over(call: Call, wanted: HandOver) -> Json:
    """Hand the own shift over, with a list of all that is open; again as long as nobody took it."""
    node = call.node
    before = node.read(lambda c: _own_shift(c, call))
    ends_ms = max(before.until_ms, node.world.now_ms()) + wanted.hours * _HOUR_MS
    sheet = {**sheet_of(node, ends_ms), "words": wanted.words.strip(), "shift": before.id}
    found = digest(sheet)

    def keep(transaction: Transaction) -> None:
        now = _own_shift(transaction.connection, call)
        (row,) = latest_shifts(transaction.connection, 1)
        body = {**shift_body(row), "sheet": sheet}
        _change(transaction, now, {"handed_ms": transaction.now_ms, "sheet": found}, body)
        transaction.log(call.event("watch.handed", now.id, digests={"sheet": found}))

    await node.writer.run(keep)
    points = node.read(lambda c: points_shown(c, sheet["points"]))
    return {**sheet, "sheet": found, "points": points}


async def take_over(call: Call, wanted: TakeOver) -> Json:
    """Take over the shift whose sheet was read: by another officer than who hands it over."""

    def keep(transaction: Transaction) -> Shift:
        last = last_shift(transaction.connection)
        if last is None or last.handed_ms is None or last.ended_ms is not None:
            raise InputError("watch.nothing_handed")
        if last.officer == call.actor.pseudonym:
            raise PolicyError("watch.own_shift")
        if last.sheet != wanted.sheet:
            raise InputError("watch.other_sheet")
        shift = _fresh(call, wanted.hours, last.id)
        _begin(transaction, shift, {}, last)
        ids = {"from": last.officer, "before": last.id}
        transaction.log(call.event("watch.taken", shift.id, ids=ids, digests={"sheet": last.sheet}))
        return shift

    return _told(await call.node.writer.run(keep))


def _fresh(call: Call, hours: int, follows: str) -> Shift:
    now_ms = call.node.world.now_ms()
    return Shift(
        id=call.node.fresh_id(), officer=call.actor.pseudonym, follows=follows, begun_ms=now_ms,
        until_ms=now_ms + hours * _HOUR_MS, handed_ms=None, ended_ms=None, sheet="",
    )  # fmt: skip


def _begin(
    transaction: Transaction, shift: Shift, body: dict[str, Json], last: Shift | None
) -> None:
    if last is not None and last.ended_ms is None:
        table = schema.watch_shift
        ended = update(table).where(table.c.id == last.id).values(ended_ms=transaction.now_ms)
        transaction.connection.execute(ended)
    insert_shift(transaction, shift, body)


def _is_on(call: Call, last: Shift) -> bool:
    """Tell whether an officer is on watch now, and has not handed it over."""
    planned = call.node.world.now_ms() < last.until_ms
    return planned and last.ended_ms is None and last.handed_ms is None


def _own_shift(connection: Connection, call: Call) -> Shift:
    """Return the shift of this officer that is not ended; PolicyError where it is another's."""
    last = last_shift(connection)
    if last is None or last.ended_ms is not None:
        raise InputError("watch.nobody_on")
    if last.officer != call.actor.pseudonym:
        raise PolicyError("watch.of_another")
    return last


def _change(
    transaction: Transaction, shift: Shift, values: dict[str, Any], body: dict[str, Json]
) -> None:
    table = schema.watch_shift
    this = table.c.id == shift.id
    doom_bodies(transaction, table.c.body, this)
    sealed = seal_shift(transaction, body)
    transaction.connection.execute(update(table).where(this).values(**values, body=sealed))


def _told(shift: Shift) -> dict[str, Json]:
    return {"shift": shift.id, "begun_ms": shift.begun_ms, "until_ms": shift.until_ms}
