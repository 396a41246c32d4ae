"""The epochs of our log: the present one, and those that ended when a backup had to take over.

A log never goes on from a backup where partners have seen more of it: it would sign another root
for a size that it signed before. It ends there, its entries move to the ``past`` tables, and a new
log begins under a new key and a new origin, whose first entries declare the old origin and what
partners hold of it. Each epoch is read, verified and proved the same way (``StoredLog``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, FromClause, Table, delete, func, insert, literal, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import StoreError
from entraide.kernel.alignment import StoredEntry
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.key_set import SignedKeySet
from entraide.kernel.merkle import Frontier, HashReader
from entraide.kernel.note import NoteKey, parse_vkey
from entraide.kernel.tiles import Tile, encode_tile

__all__ = [
    "EndedLog",
    "StoredLog",
    "check_epoch",
    "end_epoch",
    "ended_logs",
    "go_on",
    "hash_reader",
    "is_restored",
    "log_tables",
    "mark_restored",
    "present_epoch",
    "present_log",
]

_EPOCH: Final = "log_epoch"
"""The row of ``meta`` that says which epoch is the present one; without it, the first."""
_RESTORED: Final = "restored"
"""The row of ``meta`` that a restored store has until it is known what it lacks."""
_MOVES: Final = (
    (schema.log_entry, schema.past_entry),
    (schema.log_node, schema.past_node),
    (schema.checkpoint, schema.past_checkpoint),
)


@dataclass(frozen=True, slots=True)
class StoredLog:
    """One epoch of our log as it lies in the store."""

    key: NoteKey
    entry: FromClause
    node: FromClause
    checkpoint: FromClause

    def size(self, connection: Connection) -> int:
        """Return how many entries it has."""
        return int(connection.scalar(select(func.count()).select_from(self.entry)) or 0)

    def stored_size(self, connection: Connection) -> int:
        """Return how many leaf hashes it has."""
        return int(connection.scalar(select(func.count()).where(self.node.c.level == 0)) or 0)

    def notes(self, connection: Connection) -> tuple[bytes, ...]:
        """Return its signed checkpoints."""
        return tuple(bytes(note) for note in connection.scalars(select(self.checkpoint.c.note)))

    def hashes(self, connection: Connection) -> HashReader:
        """Read its stored subtrees; StoreError where one is missing."""
        node = self.node.c

        def read(level: int, index: int) -> bytes:
            found = connection.scalar(
                select(node.hash).where(node.level == level, node.idx == index)
            )
            if found is None:
                raise StoreError("log.node_missing", level=level, index=index)
            return bytes(found)

        return read

    def entries(self, connection: Connection) -> Iterator[StoredEntry]:
        """Yield its entries in order, with the leaf hashes stored beside them."""
        entry, node = self.entry.c, self.node.c
        rows = connection.execute(
            select(entry.idx, entry.entry, entry.opening, entry.salt, node.hash)
            .join_from(
                self.entry, self.node, (node.level == 0) & (node.idx == entry.idx), isouter=True
            )
            .order_by(entry.idx)
            .execution_options(yield_per=1_000)
        )
        for row in rows:
            yield StoredEntry(
                index=row.idx,
                entry=row.entry,
                leaf_hash=row.hash or b"",
                opening=row.opening,
                salt=row.salt,
            )

    def tile(self, connection: Connection, tile: Tile) -> bytes | None:
        """Cut a tile from the stored subtrees; None where one of them is missing."""
        node = self.node.c
        first = tile.index * 256
        rows = connection.execute(
            select(node.hash)
            .where(node.level == tile.level * 8)
            .where(node.idx >= first, node.idx < first + tile.width)
            .order_by(node.idx)
        ).all()
        return encode_tile([row.hash for row in rows]) if len(rows) == tile.width else None


@dataclass(frozen=True, slots=True)
class EndedLog:
    """An epoch that has ended: what we hold of it, what partners saw, the keys of its time."""

    epoch: int
    size: int
    witnessed_size: int
    keys: SignedKeySet
    log: StoredLog
    ended_ms: int


def present_log(key: NoteKey) -> StoredLog:
    """Return the present epoch, whose public key this is."""
    return StoredLog(key, schema.log_entry, schema.log_node, schema.checkpoint)


def hash_reader(connection: Connection) -> HashReader:
    """Read the stored subtrees of the present log; StoreError where one is missing."""
    return present_log(NoteKey("", 0, b"")).hashes(connection)


def ended_logs(connection: Connection) -> tuple[EndedLog, ...]:
    """Return the epochs that have ended, the first one first."""
    rows = connection.execute(select(schema.log_epoch).order_by(schema.log_epoch.c.epoch)).all()
    return tuple(
        EndedLog(
            row.epoch,
            row.size,
            row.witnessed_size,
            SignedKeySet.from_json(decode_canonical(bytes(row.key_set))),
            StoredLog(
                parse_vkey(row.vkey),
                *(_of_epoch(past, row.epoch) for _, past in _MOVES),
            ),
            row.ended_ms,
        )
        for row in rows
    )


def log_tables(connection: Connection) -> tuple[tuple[int, FromClause], ...]:
    """Return the entries of every epoch that is held, by its number, the first one first."""
    ended = ((each.epoch, each.log.entry) for each in ended_logs(connection))
    return (*ended, (present_epoch(connection), schema.log_entry))


def present_epoch(connection: Connection) -> int:
    """Return the number of the present epoch."""
    meta = schema.meta.c
    return int(connection.scalar(select(meta.value).where(meta.key == _EPOCH)) or 1)


def check_epoch(reader: Engine, held: int) -> None:
    """Refuse secrets of another epoch than the store's: an ended log's key never signs again.

    A restored store may be behind its secrets, where going on was cut off. StoreError.
    """
    with reader.connect() as connection:
        present = present_epoch(connection)
        if held != present and not (held > present and is_restored(connection)):
            raise StoreError("log.other_epoch", held=held, present=present)


def is_restored(connection: Connection) -> bool:
    """Tell whether the store came out of a backup and nothing may be written yet."""
    meta = schema.meta.c
    return connection.scalar(select(meta.value).where(meta.key == _RESTORED)) is not None


def mark_restored(connection: Connection, backup: str) -> None:
    """Let nothing be written to a store that came out of the backup of this time."""
    connection.execute(insert(schema.meta).values(key=_RESTORED, value=backup))


def go_on(connection: Connection) -> None:
    """Let a restored store be written again."""
    connection.execute(delete(schema.meta).where(schema.meta.c.key == _RESTORED))


def end_epoch(transaction: Transaction, row: dict[str, Any], following: int) -> None:
    """Move the present log to the past tables and begin an empty one; ``row`` is its epoch's."""
    connection = transaction.connection
    transaction.write_log()
    connection.execute(insert(schema.log_epoch).values(ended_ms=transaction.now_ms, **row))
    for present, past in _MOVES:
        names = [column.name for column in present.columns]
        moved = select(literal(row["epoch"]), *present.columns)
        connection.execute(insert(past).from_select(["epoch", *names], moved))
        connection.execute(delete(present))
    meta = schema.meta
    connection.execute(delete(meta).where(meta.c.key == _EPOCH))
    connection.execute(insert(meta).values(key=_EPOCH, value=str(following)))
    transaction.frontier = Frontier()


def _of_epoch(table: Table, epoch: int) -> FromClause:
    columns = [column for column in table.columns if column.name != "epoch"]
    return select(*columns).where(table.c.epoch == epoch).subquery()
