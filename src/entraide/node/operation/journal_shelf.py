"""Journals as the store keeps them, read whole and kept open in memory while they are in use.

The store has the last word: each reading lists what stands there, and opens only what is not open
yet. So a journal of a month's event is not opened again for each entry of it, what another thread
has not committed is in nobody's hands, and what was erased is gone from memory with the next look,
or at once (``put_away``). What follows from entries is computed by the journal, stored nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Row, select

from entraide.adapters.sealing.sealed import ERASED, vault_of
from entraide.adapters.sealing.vault import Vault
from entraide.adapters.tables import schema
from entraide.operations.entry import decode_entry
from entraide.operations.growing import Growing
from entraide.operations.journal import Journal

__all__ = ["Held", "held_journal", "put_away"]

_ENTRY: Final = schema.journal_entry.c
_MOST_KEPT: Final = 60_000
"""Entries that are kept open: some 3 kB each."""
_MOST_NAMED: Final = 200
"""Entries that one statement names; of more, all of the journal are read."""


@dataclass(frozen=True, slots=True)
class Held:
    """A journal with the signed bytes of each entry and when it came here."""

    journal: Journal = field(default_factory=Journal)
    signed: Growing[bytes] = field(default_factory=Growing)
    came_ms: Growing[int] = field(default_factory=Growing)


_SHELVES: Final[WeakKeyDictionary[Vault, dict[str, Held]]] = WeakKeyDictionary()
"""The open journals of each node in this process, by the vault that opened them."""


def held_journal(connection: Connection, operation: str) -> Held:
    """Read a journal whole; an operation that is not known here has an empty one."""
    shelf = _SHELVES.setdefault(vault_of(connection.dialect), {})
    mine = (_ENTRY.operation == operation, _ENTRY.signed != ERASED)
    rows = connection.execute(select(_ENTRY.digest, _ENTRY.waiting).where(*mine)).all()
    before = shelf.pop(operation, Held())
    if not rows:
        return Held()
    held = _grown(before, rows, _opened(connection, operation, before, rows))
    _keep(shelf, operation, held)
    return held


def put_away(connection: Connection, operation: str) -> None:
    """Keep nothing of a journal in memory any more: it is being erased."""
    _SHELVES.get(vault_of(connection.dialect), {}).pop(operation, None)


def _opened(
    connection: Connection, operation: str, before: Held, rows: Sequence[Row[Any, Any]]
) -> dict[str, Row[Any, Any]]:
    """Open what stands in the store and was not open yet."""
    new = {row.digest for row in rows if row.digest not in before.signed}
    if not new:
        return {}
    wanted = select(schema.journal_entry).where(
        _ENTRY.operation == operation, _ENTRY.signed != ERASED
    )
    if len(new) <= _MOST_NAMED:
        wanted = wanted.where(_ENTRY.digest.in_(new))
    return {row.digest: row for row in connection.execute(wanted) if row.digest in new}


def _grown(
    before: Held, rows: Sequence[Row[Any, Any]], opened: Mapping[str, Row[Any, Any]]
) -> Held:
    """Return what stands in the store, of what was open before and what is now."""
    waiting = {row.digest for row in rows if row.waiting}
    if not opened and len(rows) == len(before.signed) and waiting == set(before.journal.waiting):
        return before
    if len(rows) < len(before.signed) + len(opened):  # something that waited was refused
        before = _without(before, {row.digest for row in rows})
    signed, came = before.signed, before.came_ms
    entries = dict(before.journal.waiting)
    for digest, row in opened.items():
        signed, came = signed.grown(digest, bytes(row.signed)), came.grown(digest, row.came_ms)
        entries[digest] = decode_entry(signed[digest]).entry
    journal = before.journal
    for _, digest in sorted((entries[each].height, each) for each in set(entries) - waiting):
        journal = journal.grown(entries[digest])
    still = {each: entries[each] for each in waiting & set(entries)}
    return Held(replace(journal, waiting=still), signed, came)


def _without(before: Held, stands: set[str]) -> Held:
    """Return what was open, and still stands."""
    journal = before.journal
    return Held(
        Journal(
            Growing({key: each for key, each in journal.held.items() if key in stands}),
            {key: each for key, each in journal.waiting.items() if key in stands},
        ),
        Growing({key: each for key, each in before.signed.items() if key in stands}),
        Growing({key: each for key, each in before.came_ms.items() if key in stands}),
    )


def _keep(shelf: dict[str, Held], operation: str, held: Held) -> None:
    """Keep a journal open, the one used last at the end; the first ones go where it is too many."""
    shelf[operation] = held
    while len(shelf) > 1 and sum(len(each.signed) for each in list(shelf.values())) > _MOST_KEPT:
        first = next(iter(list(shelf)))
        shelf.pop(first, None)
