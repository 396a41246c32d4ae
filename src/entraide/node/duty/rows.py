"""The watch log and the shifts as the store keeps them: sealed when written, opened when read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, insert, select

from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json, decode_canonical, digest, encode_canonical
from entraide.operations.watch import CALLS_FOR_NOBODY, Kind, Note, Shift

__all__ = [
    "find_note",
    "insert_note",
    "insert_shift",
    "last_shift",
    "latest_shifts",
    "note_digest",
    "notes_of",
    "officer_names",
    "open_matters",
    "seal_shift",
    "shift_body",
    "shift_of",
]

_ENTRY: Final = schema.watch_entry
_SHIFT: Final = schema.watch_shift
_CLOSED: Final = ""
_WORDS: Final = ("text", "done", "about_kind", "about")
_PLAIN: Final = (
    "id", "root", "kind", "of", "shift", "officer", "severity", "happened_ms", "at_ms",
)  # fmt: skip


def insert_note(transaction: Transaction, note: Note) -> None:
    """Keep an entry; its words lie sealed under a key of their own."""
    body = encode_canonical({name: getattr(note, name) for name in _WORDS})
    sealed = fresh_key(transaction.connection).seal("watch_entry.body", body)
    row = {name: getattr(note, name) for name in _PLAIN} | {"kind": note.kind.value}
    transaction.connection.execute(insert(_ENTRY).values(**row, body=sealed))


def note_digest(note: Note) -> str:
    """Return SHA-256 over all that an entry says: the log holds it, and no word of it."""
    return digest({name: str(getattr(note, name)) for name in (*_PLAIN, *_WORDS)})


def notes_of(connection: Connection, *where: ColumnElement[bool]) -> tuple[Note, ...]:
    """Return entries of the watch log in the order of writing."""
    query = select(_ENTRY).where(*where).order_by(_ENTRY.c.seq)
    return tuple(_note(row) for row in connection.execute(query))


def open_matters(connection: Connection) -> dict[str, str]:
    """Return the severity of each matter that is open, by its first entry; no word is opened."""
    plain = select(_ENTRY.c.root, _ENTRY.c.kind, _ENTRY.c.severity).order_by(_ENTRY.c.seq)
    severity: dict[str, str] = {}
    for row in connection.execute(plain):
        is_closed = row.kind == Kind.CLOSED or severity.get(row.root) == _CLOSED
        severity[row.root] = _CLOSED if is_closed else row.severity
    calls = {root: each for root, each in severity.items() if each != CALLS_FOR_NOBODY}
    return {root: each for root, each in calls.items() if each != _CLOSED}


def find_note(connection: Connection, named: str) -> Note:
    """Return the one entry whose id starts so; InputError otherwise."""
    found = notes_of(connection, _ENTRY.c.id.startswith(named, autoescape=True)) if named else ()
    if len(found) != 1:
        raise InputError("watch.no_such_entry", named=named[:64], found=len(found))
    return found[0]


def insert_shift(transaction: Transaction, shift: Shift, body: Mapping[str, Json]) -> None:
    """Keep a shift with what was said at its beginning."""
    row = {name: getattr(shift, name) for name in Shift.__dataclass_fields__}
    sealed = seal_shift(transaction, body)
    transaction.connection.execute(insert(_SHIFT).values(**row, body=sealed))


def seal_shift(transaction: Transaction, body: Mapping[str, Json]) -> bytes:
    """Return what was said at a shift's beginning and end, under a key of its own."""
    key = fresh_key(transaction.connection)
    return key.seal("watch_shift.body", encode_canonical(dict(body)))


def last_shift(connection: Connection) -> Shift | None:
    """Return the latest shift, or None where there never was one."""
    rows = latest_shifts(connection, 1)
    return shift_of(rows[0]) if rows else None


def latest_shifts(connection: Connection, most: int) -> list[Row[Any]]:
    """Return the latest shifts with what was said, the last one first."""
    ordered = select(_SHIFT).order_by(_SHIFT.c.begun_ms.desc(), _SHIFT.c.id.desc())
    return list(connection.execute(ordered.limit(most)).all())


def shift_of(row: Row[Any]) -> Shift:
    """Return a row as a value."""
    return Shift(**{name: getattr(row, name) for name in Shift.__dataclass_fields__})


def shift_body(row: Row[Any]) -> dict[str, Any]:
    """Return what was said at a shift's beginning and end."""
    return dict(decode_canonical(row.body)) if row.body else {}


def officer_names(connection: Connection) -> dict[str, str]:
    """Return the names of our officers by their pseudonyms."""
    table = schema.officer.c
    return {
        row.pseudonym: row.name for row in connection.execute(select(table.pseudonym, table.name))
    }


def _note(row: Row[Any]) -> Note:
    said = decode_canonical(row.body) if row.body else dict.fromkeys(_WORDS, "")
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Note(**{**plain, "kind": Kind(row.kind)}, **said)
