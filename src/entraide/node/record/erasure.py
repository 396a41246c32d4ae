"""Erasure that is real: the row goes, its key is destroyed, the logs are emptied, the log says so.

1. one transaction deletes the rows (or blanks a message), dooms their keys and writes a log entry
   of kind and number with a reason code, never of whom;
2. after its commit the keys are destroyed in the key file;
3. the write-ahead logs are emptied; what was deleted was overwritten (``secure_delete``).
A crash before 3 is made good when the node opens (``adapters.sealing.bodies``). A message keeps its
row: id and digest of what was erased, so that the same message is not taken a second time. With a
message that offered a file go the file's key and its sealed chunks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from entraide.adapters.sealing.bodies import destroy_doomed, doom_bodies
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, StoreError
from entraide.exchange.bodies import Query
from entraide.exchange.conversation import State
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.files import transfers
from entraide.node.files.finishing import sweep_folders
from entraide.node.record.holdings import remove_record
from entraide.node.runtime import Node
from entraide.vocabulary.erasure import ERASURE_REASONS

__all__ = [
    "Because",
    "EraseRecords",
    "because_of",
    "erase_message",
    "erase_named",
    "erase_record",
    "erase_records",
    "finish_erasure",
    "try_to_finish",
]

_LOG: Final = logging.getLogger("entraide.erasure")

_CHUNK: Final = 200

Because = Callable[[str, str, dict[str, str]], Event]
"""Makes the log entry of an erasure: of an action, a subject and further ids."""


class EraseRecords(Parameters):
    """The ids of records and why they go, a code of ``ERASURE_REASONS``."""

    ids: tuple[str, ...]
    reason: str


async def erase_named(call: Call, wanted: EraseRecords) -> Json:
    """Erase records by their ids, all of them or none."""
    ERASURE_REASONS.find(wanted.reason)
    because = because_of(call, wanted.reason)
    ids = tuple(dict.fromkeys(wanted.ids))
    await call.node.writer.run(lambda t: erase_records(t, ids, because))
    return {"erased": len(ids), "keys_destroyed": await finish_erasure(call.node)}


def erase_records(transaction: Transaction, ids: Sequence[str], because: Because) -> None:
    """Delete records with their index rows; InputError where one of the ids is not held.

    References that partners were given stay: they name a number that no record has any more. The
    caller calls ``finish_erasure`` after the commit.
    """
    for record_id in ids:
        rec = transaction.connection.scalar(
            select(schema.record.c.rec).where(schema.record.c.id == record_id)
        )
        if rec is None:
            raise InputError("record.not_held", record=record_id)
        erase_record(transaction, int(rec), because)


def erase_message(transaction: Transaction, sequence: int, because: Because) -> None:
    """Blank a message: content, envelope and answer go, with what waits in the outbox.

    Its conversation loses the case reference; a file that it offered is wanted no more. InputError
    where there is no such message, or where it is a question that still waits for a person: that is
    decided first. The caller calls ``finish_erasure`` after the commit.
    """
    table, connection = schema.message, transaction.connection
    row = connection.execute(
        select(table.c.kind, table.c.thread, table.c.partner, table.c.digest).where(
            table.c.seq == sequence
        )
    ).one_or_none()
    if row is None:
        raise InputError("message.not_held", message=sequence)
    _end_conversation(connection, row)
    doom_bodies(transaction, table.c.content, table.c.seq == sequence)
    connection.execute(delete(schema.outbox).where(schema.outbox.c.message == sequence))
    connection.execute(
        update(table)
        .where(table.c.seq == sequence)
        .values(content=ERASED, envelope=ERASED, response=ERASED)
    )
    transfers.drop_offered(transaction, sequence)
    event = because("message.erased", f"message-{sequence}", {"kind": row.kind})
    transaction.log(replace(event, digests={**event.digests, "message": row.digest}))


async def finish_erasure(node: Node) -> int:
    """Destroy the keys of what was erased, its files' chunks, and empty the logs; return how many.

    Waits while a backup copies the store, so that the copy holds a key for each of its bodies.
    """
    async with node.keys_at_rest:
        destroyed = await asyncio.to_thread(destroy_doomed, node.reader, node.writer)
    await sweep_folders(node)
    return destroyed


async def try_to_finish(node: Node) -> None:
    """Finish an erasure that a partner asked for, unless a backup runs or a reader is in the way.

    What is not finished now is finished by the next erasure, the backup, or the next opening.
    """
    if node.keys_at_rest.locked():
        return
    try:
        await finish_erasure(node)
    except StoreError as error:
        _LOG.warning("an erasure is not finished yet: %s", error.code)


def because_of(call: Call, reason: str) -> Because:
    """Return what makes the log entries of an erasure for a reason of ``ERASURE_REASONS``."""
    return lambda action, subject, ids: call.event(action, subject, ids={"reason": reason, **ids})


def erase_record(transaction: Transaction, rec: int, because: Because) -> None:
    """Delete one record with its index rows; ``finish_erasure`` follows the commit."""
    remove_record(transaction, rec)
    transaction.log(because("record.erased", f"record-{rec}", {}))


def _end_conversation(connection: Connection, message: Row[Any, Any, Any, Any]) -> None:
    if message.kind != Query.KIND:
        return
    table = schema.conversation
    mine = (table.c.thread == message.thread) & (table.c.partner == message.partner)
    waiting = mine & (table.c.asking == 0) & (table.c.state == State.REFERRED.value)
    if connection.scalar(select(table.c.thread).where(waiting)) is not None:
        raise InputError("message.waits", thread=message.thread)
    connection.execute(update(table).where(mine).values(case_reference=""))
