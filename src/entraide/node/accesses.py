"""Accesses as they stand in the audit log: found by their time, joined with purpose and case.

The log's order is that of time but for the few minutes that a clock may step back, so that a period
is found by halving. Only the present epoch of the log is read: what was logged before a restored
backup is shown by ``entraide audit prove``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, func, select

from entraide.adapters import schema
from entraide.kernel.audit import Opening, parse_opening
from entraide.node.access_reasons import reasons_of
from entraide.safeguards.accesses import Access, Wanted
from entraide.vocabulary.oversight import ACCESSES

__all__ = ["accesses_of", "first_entry_since", "newest", "openings_between"]

_CHUNK: Final = 500
_MANY: Final = 2_000
_SKEW_MS: Final = 300_000
"""How far a clock may have stepped back within the log (``adapters.writer``)."""
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


def accesses_of(connection: Connection, entries: Iterable[int]) -> tuple[Access, ...]:
    """Return the accesses that these log entries stand for, in their order."""
    table = schema.log_entry.c
    numbers = sorted(entries)
    found: list[Any] = []
    for at in range(0, len(numbers), _CHUNK):
        chosen = table.idx.in_(numbers[at : at + _CHUNK])
        found += connection.execute(select(table.idx, table.opening).where(chosen)).all()
    return tuple(sorted(_joined(connection, found), key=lambda access: access.index))


def _backwards(connection: Connection, wanted: Wanted) -> Iterator[Access]:
    table = schema.log_entry.c
    until = first_entry_since(connection, wanted.until_ms + _SKEW_MS) if wanted.until_ms else None
    below = (connection.scalar(select(func.max(table.idx))) or 0) + 1 if until is None else until
    since = first_entry_since(connection, wanted.since_ms - _SKEW_MS) if wanted.since_ms else 0
    while below > since:
        rows = connection.execute(
            select(table.idx, table.opening)
            .where(table.idx < below, table.idx >= since)
            .order_by(table.idx.desc())
            .limit(_CHUNK)
        ).all()
        if not rows:
            return
        yield from (each for each in _joined(connection, rows) if wanted.takes(each))
        below = rows[-1].idx


def first_entry_since(connection: Connection, moment_ms: int) -> int:
    """Return the number of the first entry that is not before a moment, by halving."""
    table = schema.log_entry.c
    low, high = 0, (connection.scalar(select(func.max(table.idx))) or -1) + 1
    while low < high:
        middle = (low + high) // 2
        opening = connection.scalar(select(table.opening).where(table.idx == middle))
        if opening and parse_opening(bytes(opening)).at_ms >= moment_ms:
            high = middle
        else:
            low = middle + 1
    return low


def openings_between(connection: Connection, since_ms: int, until_ms: int) -> Iterator[Opening]:
    """Yield what log entries of a span stand for, in their order; the end is excluded."""
    table = schema.log_entry.c
    at = first_entry_since(connection, since_ms)
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


def _joined(connection: Connection, rows: Iterable[Any]) -> list[Access]:
    """Return the accesses among log entries, with purpose and case of their conversations."""
    opened = [(row.idx, parse_opening(bytes(row.opening))) for row in rows if row.opening]
    chosen = [(idx, opening) for idx, opening in opened if opening.action in ACCESSES]
    threads = _threads_of_messages(connection, (dict(each.ids)["subject"] for _, each in chosen))
    plain = [_access(idx, opening, threads) for idx, opening in chosen]
    return _with_reasons(connection, plain)


def _access(index: int, opening: Opening, threads: dict[str, str]) -> Access:
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
