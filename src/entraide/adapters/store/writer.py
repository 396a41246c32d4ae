"""The one writer of a store: a thread that groups commits and gives the audit log its order.

Work is a function of a transaction. What waits when the thread comes round is done in one durable
commit (each in its own savepoint, so that one failure undoes only itself), and a caller's future
is fulfilled only after that commit: what was promised is on the disk. Log entries, messages and
outbox rows written by one piece of work therefore stand or fall together. A caller who no longer
waits changes nothing for the others. Where the engine itself gives up the transaction (a full
disk, a lost connection), everything in that commit fails and nothing of it is kept half.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.store.faults import store_error
from entraide.adapters.store.jobs import Job, settle
from entraide.adapters.store.prepared import Prepared, run_plain
from entraide.adapters.store.writing import LogEnd, WritingConnection
from entraide.adapters.tables import schema
from entraide.adapters.world import World
from entraide.errors import StoreError
from entraide.kernel.audit import SALT_SIZE, Opening, commit_encoded, encode_opening
from entraide.kernel.merkle import Frontier, Node, leaf_hash

__all__ = ["MAX_GROUP", "Event", "LogRows", "Transaction", "Writer"]

MAX_GROUP: Final = 200
"""Pieces of work in one commit: enough to amortise a sync, few enough to answer within 50 ms."""
_GATHER_EACH_S: Final = 0.002
_GATHER_MOST_S: Final = 0.016
"""What a commit waits for others, for each piece of work in the one before, and at most: a commit
costs as much as the work of two messages, whoever is in it. Who writes alone never waits."""
_BACKWARDS_MS: Final = 300_000
"""A clock may step back by the skew that partners accept; beyond it the node refuses to sign."""

_INSERT_ENTRY: Final = Prepared(insert(schema.log_entry))
_INSERT_NODE: Final = Prepared(insert(schema.log_node))

_Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Event:
    """What a log entry says; ``subject`` is the id by which people ask for its proof."""

    action: str
    actor: str
    subject: str
    partner: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    def opening(self, at_ms: int) -> Opening:
        """Return the opening that the entry commits to."""
        return Opening(
            action=self.action,
            at_ms=at_ms,
            actor=self.actor,
            partner=self.partner,
            ids=(("subject", self.subject), *self.ids.items()),
            digests=tuple(self.digests.items()),
        )


class LogRows:
    """Log entries and tree nodes of a commit that wait to be written together, at its end."""

    __slots__ = ("_entries", "_nodes")

    def __init__(self, entries: Iterable[_Row] = (), nodes: Iterable[_Row] = ()) -> None:
        """Begin with these."""
        self._entries = list(entries)
        self._nodes = list(nodes)

    def add(self, entry: _Row, nodes: Iterable[Node]) -> None:
        """Add an entry with the subtrees that it completed."""
        self._entries.append(entry)
        self._nodes += ({"level": at.level, "idx": at.position, "hash": at.hash} for at in nodes)

    def copy(self) -> LogRows:
        """Return the rows as they are now."""
        return LogRows(self._entries, self._nodes)

    def write(self, connection: Connection) -> None:
        """Write all rows to their tables."""
        if self._entries:
            _INSERT_ENTRY.change_all(connection, self._entries)
            _INSERT_NODE.change_all(connection, self._nodes)
            self._entries.clear()
            self._nodes.clear()


class Transaction:
    """What a piece of work may use: the connection, the time, and the log."""

    __slots__ = ("_last_ms", "_rows", "connection", "frontier", "now_ms", "world")

    def __init__(self, connection: Connection, end: LogEnd, rows: LogRows, world: World) -> None:
        """Begin at the log's present end; time never runs backwards within a log."""
        self.connection = connection
        self.frontier, self._last_ms = end
        self.world = world
        self._rows = rows
        self.now_ms = max(world.now_ms(), self._last_ms)

    def log(self, event: Event) -> int:
        """Append an entry: a salted commitment to who did what to which id; return its index.

        Refused where the clock is more than the allowed skew behind the last entry: a node with
        a wrong clock must not sign.
        """
        real = self.world.now_ms()
        if real < self._last_ms - _BACKWARDS_MS:
            raise StoreError(
                "clock.behind_log",
                behind_ms=self._last_ms - real,
                until=_moment(self._last_ms - _BACKWARDS_MS),
            )
        opening = encode_opening(event.opening(self.now_ms))
        salt = self.world.random(SALT_SIZE)
        entry = commit_encoded(opening, salt)
        index = self.frontier.size
        self.frontier, nodes = self.frontier.append(leaf_hash(entry))
        row = {"idx": index, "entry": entry, "opening": opening, "salt": salt}
        self._rows.add({**row, "subject": event.subject}, nodes)
        return index

    def write_log(self) -> None:
        """Write now what is logged so far, for work that moves the log's tables themselves."""
        self._rows.write(self.connection)


class Writer:
    """Owns all writing to one store; start it once, close it once."""

    def __init__(self, engine: Engine, world: World) -> None:
        """Read the log's end and start the thread."""
        self.engine: Final = engine
        self.refusal: str | None = None
        """Why nothing may be written at all (an error code), or None."""
        self._world = world
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._line = threading.Lock()
        self._closed = False
        self._before = 0
        self._held = WritingConnection(engine)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def frontier(self) -> Frontier:
        """The log as far as it is durable."""
        return self._held.frontier

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Queue work; its future holds the result once it is durable.

        StoreError where nothing may be written: a restored node signs and logs nothing, and a
        thread that outlives its node must not wait for a writer that has ended.
        """
        job = Job(work)
        self._take(job)
        return cast("Future[T]", job.future)

    def do(self, work: Callable[[Transaction], T]) -> T:
        """Do work and wait until it is durable."""
        return self.submit(work).result()

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """Do work without blocking the event loop."""
        job = Job(work, asyncio.get_running_loop())
        self._take(job)
        return await cast("asyncio.Future[T]", job.future)

    def _take(self, job: Job) -> None:
        with self._line:  # what stands in line is done: nothing joins it behind its end
            if self._closed:
                raise StoreError("store.closed")
            if self.refusal is not None:
                raise StoreError(self.refusal)
            self._queue.put(job)

    def close(self) -> None:
        """Finish what waits, then end the thread and close the store; later work is refused."""
        with self._line:
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        self._held.close()
        self.engine.dispose()

    def _run(self) -> None:
        while True:
            group = self._next_group()
            jobs = [job for job in group if job is not None]
            wanted = [job for job in jobs if job.begins()]
            if wanted:
                self._commit(wanted)
            if len(jobs) < len(group):
                return

    def _next_group(self) -> list[Job | None]:
        group = [self._queue.get()]
        if self._before > 1:
            time.sleep(min(self._before * _GATHER_EACH_S, _GATHER_MOST_S))
        while group[-1] is not None and len(group) < MAX_GROUP:
            try:
                group.append(self._queue.get_nowait())
            except queue.Empty:
                break
        self._before = len(group)
        return group

    def _commit(self, jobs: list[Job]) -> None:
        group = _Group(self._world)
        try:
            self._held.write(lambda connection: group.perform(jobs, connection, self._held))
        except Exception as error:  # noqa: BLE001 - the outermost loop hands it to who waits
            _fail(jobs, error)
            return
        settle([(job, result, None) for job, result in group.done])


class _Group:
    """The pieces of work of one commit, each in a savepoint of its own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows = LogRows()
        self.done: list[tuple[Job, Any]] = []

    def perform(self, jobs: list[Job], connection: Connection, held: WritingConnection) -> LogEnd:
        """Do all; return the end of the log as it will be once this is committed."""
        end = held.frontier, held.last_ms
        for job in jobs:
            end = self._perform(job, connection, end)
        self._rows.write(connection)
        return end

    def _perform(self, job: Job, connection: Connection, end: LogEnd) -> LogEnd:
        before = self._rows.copy()
        transaction = Transaction(connection, end, self._rows, self._world)
        run_plain(connection, "SAVEPOINT work")
        try:
            result = job.work(transaction)
            run_plain(connection, "RELEASE SAVEPOINT work")
        except Exception as error:
            if connection.invalidated:
                raise
            # fails where the engine gave up the whole transaction
            run_plain(connection, "ROLLBACK TO SAVEPOINT work")
            run_plain(connection, "RELEASE SAVEPOINT work")
            self._rows = before
            _fail((job,), error)
            return end
        self.done.append((job, result))
        logged = transaction.frontier is not end[0]  # longer, or the first of a new log epoch
        return (transaction.frontier, transaction.now_ms) if logged else end


def _moment(at_ms: int) -> str:
    """Return a time as people read it, in UTC and to the second."""
    return dt.datetime.fromtimestamp(at_ms // 1_000, dt.UTC).isoformat()


def _fail(jobs: Iterable[Job], error: Exception) -> None:
    failure = error
    if isinstance(error, SQLAlchemyError):
        failure = store_error(error, "store.write_failed")
    settle([(job, None, failure) for job in jobs])
