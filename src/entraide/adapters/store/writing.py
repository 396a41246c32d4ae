"""The one connection that writes, and what is known to be durable through it: the end of the log.

A connection to a server can be lost. The next work then opens another, which on PostgreSQL takes
the store's lock again and so waits for no transaction of the lost one. Before it is used, the log
found in the store must contain the log that was durable here: a server that went back (restored,
or a standby that had not all) is refused, because going on would sign a second root for an old
size. What a lost connection was committing is kept whole or not at all; which of the two, the
store says when it is reached again, and the log goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.store.faults import store_error
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError, StoreError
from entraide.kernel.audit import parse_opening
from entraide.kernel.merkle import Frontier, HashReader

__all__ = ["LogEnd", "WritingConnection"]

LogEnd = tuple[Frontier, int]
"""The log's frontier and the time of its last entry (UTC milliseconds)."""
_START: Final[LogEnd] = (Frontier(), 0)


class WritingConnection:
    """The writer's connection; used by one thread."""

    def __init__(self, engine: Engine) -> None:
        """Connect and read the end of the log."""
        self._engine = engine
        self._connection: Connection | None = None
        self.frontier, self.last_ms = _START
        self._open()

    def write(self, work: Callable[[Connection], LogEnd]) -> None:
        """Do work in one transaction and commit it; nothing of it is kept where this raises.

        Except for ``store.outcome_unknown``: the connection was lost during the commit itself.
        """
        connection = self._connection or self._open()
        done = False
        try:
            with connection.begin():
                end = work(connection)
                done = True
        except Exception as error:
            lost = connection.invalidated
            if lost:
                self.close()
            if done and lost and isinstance(error, SQLAlchemyError):
                raise store_error(error, "store.outcome_unknown") from error
            raise
        self.frontier, self.last_ms = end

    def close(self) -> None:
        """Close the connection and with it the right to write."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        try:
            connection = self._engine.connect()
            self.frontier, self.last_ms = self._found(connection)
        except SQLAlchemyError as error:
            raise store_error(error, "store.read_failed") from error
        self._connection = connection
        return connection

    def _found(self, connection: Connection) -> LogEnd:
        """Return the end of the log in the store, or close the connection and raise."""
        try:
            with connection.begin():
                end = _end_of_log(connection)
                _check_contains(connection, end[0], self.frontier)
        except Exception:
            connection.close()
            raise
        return end


def _end_of_log(connection: Connection) -> LogEnd:
    size = int(connection.scalar(select(func.count()).select_from(schema.log_entry)) or 0)
    if not size:
        return _START
    return Frontier.at(size, _hash_reader(connection)), _last_time(connection, size)


def _last_time(connection: Connection, size: int) -> int:
    """Return the time of the last entry; of the last checkpoint where the opening is damaged, so
    that the node can still be opened and its audit say what is wrong.
    """
    table = schema.log_entry.c
    last = connection.scalar(select(table.opening).where(table.idx == size - 1))
    try:
        return parse_opening(bytes(last or b"")).at_ms
    except RemoteProtocolError:
        signed = connection.scalar(select(func.max(schema.checkpoint.c.at_ms)))
        return int(signed or 0)


def _check_contains(connection: Connection, found: Frontier, known: Frontier) -> None:
    """Refuse a log that is shorter than, or other than, what was durable before."""
    if found.size >= known.size:
        before = Frontier.at(known.size, _hash_reader(connection))
        if before.peaks == known.peaks:
            return
    raise StoreError("store.went_back", known=known.size, found=found.size)


def _hash_reader(connection: Connection) -> HashReader:
    node = schema.log_node.c

    def read(level: int, index: int) -> bytes:
        found = connection.scalar(select(node.hash).where(node.level == level, node.idx == index))
        if found is None:
            raise StoreError("log.node_missing", level=level, index=index)
        return bytes(found)

    return read
