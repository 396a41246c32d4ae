"""Accesses as they stand in the audit log: found by their time, joined with purpose and case.

The log's order is that of time but for the few minutes that a clock may step back, so that a period
is found by halving. Every epoch of the log that is held is read: the present one, and those that
ended when a backup had to take over. What such an end cost is ``not_held``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, FromClause, func, select

from entraide.adapters.tables import schema
from entraide.kernel.audit import Opening, parse_opening
from entraide.node.log.log_epochs import EndedLog, ended_logs, log_tables
from entraide.node.oversight.reasons import reasons_of
from entraide.safeguards.accesses import Access, Wanted
from entraide.vocabulary.oversight import ACCESSES

__all__ = ["accesses_of", "first_entry_since", "newest", "not_held", "openings_between"]

_CHUNK: Final = 500
_MANY: Final = 2_000
_SKEW_MS: Final = 300_000
"""How far a clock may have stepped back within the log (``adapters.store.writer``)."""
_OF_A_THREAD: Final = frozenset({"thread.read", "answers.read", "release.previewed"})
"""Entries whose subject is a thread; the subject of the others is a message, a check or a record"""


def newest(
    connection: Connection, wanted: Wanted, most: int, among: Container[str] = ACCESSES
) -> tuple[Access, ...]:
    """Return the latest accesses that are wanted, of these kinds, at most so many, newest first."""
    found: list[Access] = []
    for access in _backwards(connection, wanted):
        if access.action not in among:
            continue
        found.append(access)
        if len(found) == most:
            break
    return tuple(found)


def accesses_of(connection: Connection, entries: Iterable[tuple[int, int]]) -> tuple[Access, ...]:
    """Return the accesses that these log entries (epoch, number) stand for, in their order."""
    chosen = set(entries)
    found: list[Access] = []
    for epoch, entry in log_tables(connection):
        numbers = sorted(index for of_epoch, index in chosen if of_epoch == epoch)
        for at in range(0, len(numbers), _CHUNK):
            named = entry.c.idx.in_(numbers[at : at + _CHUNK])
            rows = connection.execute(select(entry.c.idx, entry.c.opening).where(named)).all()
            found += _joined(connection, epoch, rows)
    return tuple(sorted(found, key=lambda access: access.entry))


def _backwards(connection: Connection, wanted: Wanted) -> Iterator[Access]:
    for epoch, entry in reversed(log_tables(connection)):
        yield from _of_epoch(connection, wanted, epoch, entry)


def _of_epoch(
    connection: Connection, wanted: Wanted, epoch: int, entry: FromClause
) -> Iterator[Access]:
    since_ms, until_ms = wanted.since_ms - _SKEW_MS, wanted.until_ms
    below = None if until_ms is None else first_entry_since(connection, until_ms + _SKEW_MS, entry)
    if below is None:
        below = (connection.scalar(select(func.max(entry.c.idx))) or 0) + 1
    since = first_entry_since(connection, since_ms, entry) if wanted.since_ms else 0
    while below > since:
        rows = connection.execute(
            select(entry.c.idx, entry.c.opening)
            .where(entry.c.idx < below, entry.c.idx >= since)
            .order_by(entry.c.idx.desc())
            .limit(_CHUNK)
        ).all()
        if not rows:
            return
        yield from (each for each in _joined(connection, epoch, rows) if wanted.takes(each))
        below = rows[-1].idx


def first_entry_since(connection: Connection, moment_ms: int, entry: FromClause) -> int:
    """Return the number of a log's first entry that is not before a moment, by halving."""
    low, high = 0, (connection.scalar(select(func.max(entry.c.idx))) or -1) + 1
    while low < high:
        middle = (low + high) // 2
        opening = connection.scalar(select(entry.c.opening).where(entry.c.idx == middle))
        if opening and parse_opening(bytes(opening)).at_ms >= moment_ms:
            high = middle
        else:
            low = middle + 1
    return low


def not_held(connection: Connection, wanted: Wanted) -> tuple[EndedLog, ...]:
    """Return the ended logs of which partners saw entries that a wanted period may lack."""
    return tuple(
        each
        for each in ended_logs(connection)
        if each.witnessed_size > each.size and each.ended_ms >= wanted.since_ms
    )


def openings_between(connection: Connection, since_ms: int, until_ms: int) -> Iterator[Opening]:
    """Yield what log entries of a span stand for, epoch after epoch; the end is excluded."""
    for _, entry in log_tables(connection):
        yield from _openings_of(connection, entry, since_ms, until_ms)


def _openings_of(
    connection: Connection, entry: FromClause, since_ms: int, until_ms: int
) -> Iterator[Opening]:
    table = entry.c
    at = first_entry_since(connection, since_ms, entry)
    while rows := connection.execute(
        select(table.idx, table.opening).where(table.idx >= at).order_by(table.idx).limit(_MANY)
    ).all():
        for row in rows:
            opening = parse_opening(bytes(row.opening)) if row.opening else None
            if opening and opening.at_ms >= until_ms:
                return
            if opening:
                yield opening
        at = rows[-1].idx + 1


def _joined(connection: Connection, epoch: int, rows: Iterable[Any]) -> list[Access]:
    """Return the accesses among log entries, with purpose and case of their conversations."""
    opened = [(row.idx, parse_opening(bytes(row.opening))) for row in rows if row.opening]
    chosen = [(idx, opening) for idx, opening in opened if opening.action in ACCESSES]
    threads = _threads_of_messages(connection, (dict(each.ids)["subject"] for _, each in chosen))
    plain = [_access((epoch, idx), opening, threads) for idx, opening in chosen]
    return _with_reasons(connection, plain)


def _access(entry: tuple[int, int], opening: Opening, threads: dict[str, str]) -> Access:
    epoch, index = entry
    ids = dict(opening.ids)
    subject = ids["subject"]
    own = subject if opening.action in _OF_A_THREAD else threads.get(subject, "")
    return Access(
        index=index,
        at_ms=opening.at_ms,
        action=opening.action,
        officer=opening.actor,
        partner=opening.partner,
        thread=ids.get("thread", own or subject),
        purpose=ids.get("purpose", ""),
        epoch=epoch,
        screen=ids.get("viewed", ""),
    )


def _threads_of_messages(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    table = schema.message.c
    rows = connection.execute(select(table.id, table.thread).where(table.id.in_(list(ids))))
    return {row.id: row.thread for row in rows}


def _with_reasons(connection: Connection, plain: list[Access]) -> list[Access]:
    reasons = reasons_of(connection, {each.thread for each in plain})
    found: list[Access] = []
    for each in plain:
        purpose, case = reasons.get(each.thread, ("", ""))
        found.append(replace(each, purpose=purpose or each.purpose, case=case))
    return found
