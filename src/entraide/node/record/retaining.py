"""What may not be kept any longer goes: our own values, and what partners gave us.

A value of a record goes after its last day, a record with its last value. Two things end a reply's
time here, whichever is first: the last day that the provider set on any of its values, and the days
that the agreement allows received data (``personal-data.retention-days``, Article 3.4), counted
from the day on which it came. A reply is signed as a whole and so it goes as a whole: nothing of it
stays beyond its day, though some of its values might have stayed longer. What an agreement's end
takes with it is in ``ending``, what the end of a closed case does in ``case_ends``. Checks made
here and subject requests that are closed go after the days that the settings name, the papers of
liaison officers on their own last day, the watch log after the days of the settings. The log keeps
how many of each kind went, never of whom; when it was done last is remembered, so that ``rounds``
does it every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import read_body
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Reply
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.kernel.record import decode_record
from entraide.node.call import Call, Parameters
from entraide.node.duty.ending import expire_watch
from entraide.node.giving.self_erased import Erasing, erase_received
from entraide.node.liaison.papers import expire_papers
from entraide.node.memorandum.ending import end_agreements, received_replies
from entraide.node.notice.expiry import expire_notices
from entraide.node.operation.ends import end_cells, end_unjoined
from entraide.node.record.erasure import (
    Because,
    because_of,
    erase_record,
    finish_erasure,
)
from entraide.node.record.holdings import prepare_record, replace_record
from entraide.node.request.case_ends import end_cases
from entraide.node.runtime import Node
from entraide.vocabulary.erasure import AGREEMENT_ENDED, PURPOSE_ENDED, RETENTION_EXPIRED

__all__ = ["dissolve", "last_day_of", "last_purge_ms", "purge", "run_retention", "set_purge_ms"]

_CHUNK: Final = 200
_DAY_MS: Final = 86_400_000
_PURGED: Final = "purged_ms"
"""The row of ``meta`` that says when the last purge was."""


async def run_retention(call: Call, _: Parameters) -> Json:
    """Erase every value whose last day has passed, and every record that has no other.

    What partners gave us goes too, once its last day has passed, or once the agreement under which
    it came has ended (``node.memorandum.ending``).
    """
    return await purge(call)


async def purge(call: Call) -> Json:
    """Erase what is due and log how much of each kind went; by an officer's order or by itself."""
    node = call.node
    today = dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC).date().isoformat()
    because = because_of(call, RETENTION_EXPIRED)
    records = values = 0
    while due := node.read(lambda c: _due(c, today)):
        gone, thinned = await node.writer.run(partial(_expire, due, today, because))
        records, values = records + gone, values + thinned
        call.emit({"records": records, "values": values})
    erasing = Erasing(reason=RETENTION_EXPIRED, because=because, author=call.actor.pseudonym)
    replies = node.read(lambda c: _expired(node, c, today))
    for at in range(0, len(replies), _CHUNK):
        chunk = replies[at : at + _CHUNK]
        await node.writer.run(partial(_erase_replies, node, chunk, erasing))
    ended = await end_agreements(call, because_of(call, AGREEMENT_ENDED))
    notices = await expire_notices(node)
    cases = await end_cases(node, today, erasing)
    operations = await end_unjoined(node, because) + await dissolve(call)
    files = await node.writer.run(lambda t: _expire_files(t, node))
    files["papers"] = await node.writer.run(lambda t: expire_papers(t, today))
    files["watch"] = await node.writer.run(lambda t: expire_watch(t, _watch_until_ms(t, node)))
    counts = {"records": records, "values": values, "replies": len(replies) + ended}
    counts |= {"cases": cases, "notices": notices, "operations": operations, **files}

    def note(transaction: Transaction) -> None:
        ids = {kind: str(count) for kind, count in counts.items()}
        transaction.log(call.event("retention.purged", today, ids=ids))
        set_purge_ms(transaction)

    await node.writer.run(note)
    destroyed = await finish_erasure(node)
    erased: dict[str, Json] = {**counts}
    return {"day": today, **erased, "keys_destroyed": destroyed}


async def dissolve(call: Call) -> int:
    """Erase the cells of major events whose day has come; return how many."""
    node = call.node
    today = dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC).date().isoformat()
    ended = await end_cells(node, today, because_of(call, PURPOSE_ENDED))
    if ended:
        await finish_erasure(node)
    return ended


def last_purge_ms(connection: Connection) -> int:
    """Return when was purged last (UTC ms), 0 where never."""
    meta = schema.meta.c
    return int(connection.scalar(select(meta.value).where(meta.key == _PURGED)) or 0)


def set_purge_ms(transaction: Transaction) -> None:
    """Remember that a purge was done, or that days are counted from now."""
    table = schema.meta
    transaction.connection.execute(delete(table).where(table.c.key == _PURGED))
    row = {"key": _PURGED, "value": str(transaction.now_ms)}
    transaction.connection.execute(insert(table).values(row))


def _watch_until_ms(transaction: Transaction, node: Node) -> int:
    return transaction.now_ms - node.settings.safeguards.watch_days * _DAY_MS


def _expire_files(transaction: Transaction, node: Node) -> dict[str, int]:
    """Erase checks and closed subject requests that were kept long enough."""
    kept, check, request = node.settings.safeguards, schema.own_check, schema.subject_request
    checked_ms = transaction.now_ms - kept.check_days * _DAY_MS
    closed_ms = transaction.now_ms - kept.closed_request_days * _DAY_MS
    old_check = check.c.at_ms < checked_ms
    old_request = request.c.closed_ms.is_not(None) & (request.c.closed_ms < closed_ms)
    doom_bodies(transaction, check.c.subject, old_check)
    doom_bodies(transaction, request.c.file, old_request)
    return {
        "checks": transaction.connection.execute(delete(check).where(old_check)).rowcount,
        "subject_requests": transaction.connection.execute(
            delete(request).where(old_request)
        ).rowcount,
    }


def _expired(node: Node, connection: Connection, today: str) -> tuple[int, ...]:
    """Return the sequence numbers of received replies whose last day was before ``today``."""
    return tuple(
        sequence
        for sequence, came_ms, message in received_replies(connection)
        if last_day_of(node, message, came_ms) < today
    )


def last_day_of(node: Node, message: Message, came_ms: int) -> str:
    """Return the last day (ISO) on which a reply may be kept here."""
    came = dt.datetime.fromtimestamp(came_ms / 1_000, dt.UTC).date()
    agreed = [
        (came + dt.timedelta(days=policy.agreement.personal_data.retention_days)).isoformat()
        for policy in node.policies
        if policy.digest == message.agreement
    ]
    body = read_body(message)
    values = body.values if isinstance(body, Reply | Correction | Information) else ()
    return min((*agreed, *(value.retention for value in values)), default=dt.date.max.isoformat())


def _erase_replies(
    node: Node, sequences: Sequence[int], erasing: Erasing, transaction: Transaction
) -> None:
    erase_received(node, transaction, sequences, erasing)


def _due(connection: Connection, today: str) -> tuple[int, ...]:
    table = schema.record.c
    return tuple(
        connection.scalars(
            select(table.rec).where(table.keep_until < today).order_by(table.rec).limit(_CHUNK)
        )
    )


def _expire(
    recs: Sequence[int], today: str, because: Because, transaction: Transaction
) -> tuple[int, int]:
    """Erase what has expired in these records; return how many records and lone values went."""
    records = values = 0
    for rec in recs:
        body = transaction.connection.scalar(
            select(schema.record.c.body).where(schema.record.c.rec == rec)
        )
        record = decode_record(body or b"")
        kept = tuple(each for each in record.values if each.marking.retention_date >= today)
        if not kept:
            erase_record(transaction, rec, because)
            records += 1
            continue
        expired = len(record.values) - len(kept)
        replace_record(transaction, rec, prepare_record(replace(record, values=kept)))
        count = {"values": str(expired)}
        transaction.log(because("record.values_erased", f"record-{rec}", count))
        values += expired
    return records, values
