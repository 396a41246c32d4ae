"""Searching the store beside the writer.

``find`` searches what ``sql_index`` reads. ``SearchPool`` runs searches in spawned processes with
read-only connections, so that a search never delays the event loop; they end with their parent,
even by kill -9. What must not be seen is scored like the rest and dropped at the very end, so that
a search costs the same.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.database import StoreAddress, open_reader
from entraide.adapters.index_statements import compose
from entraide.adapters.sealed import use_vault
from entraide.adapters.sql_index import SqlIndex
from entraide.adapters.store_errors import store_error
from entraide.adapters.vault import Vault, VaultFile
from entraide.match import Subject, band_of
from entraide.match.candidates import ranked

__all__ = ["OWN", "LocalSearch", "SearchPool", "Searcher", "Sighting", "find"]


_MOST_COMMON: Final = 20_000
_ONE_AT_A_TIME: Final = threading.Lock()
"""What comparing remembers belongs to one thread."""
OWN: Final = "own"
"""In place of an asker's country: our own officers, from whom nothing of ours is withheld."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A record that may be the one asked for, visible to the asker."""

    rec: int
    record_id: str
    score: float
    band: str


class Searcher(Protocol):
    """Finds the records that a subject may be, as far as a country may know of them."""

    async def find(self, subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
        """Return the best first; ``country`` is the asker's ISO code."""

    def close(self) -> None:
        """End whatever runs."""


def find(engine: Engine, subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
    """Search a store: score everything, then drop what is withheld from the country.

    StoreError where the store cannot be read.
    """
    try:
        with _ONE_AT_A_TIME, engine.connect() as connection:
            return _sightings(SqlIndex(connection), subject, country)[:limit]
    except SQLAlchemyError as error:
        raise store_error(error, "store.read_failed") from error


def _sightings(index: SqlIndex, subject: Subject, country: str) -> tuple[Sighting, ...]:
    return tuple(
        Sighting(rec, index.withheld_from[rec][0], score, band_of(score))
        for rec, score in ranked(index, subject)
        if not _is_withheld(index.withheld_from[rec][1], country)
    )


class LocalSearch:
    """Searches in this process: for commands on a stopped node."""

    def __init__(self, store: StoreAddress, keys: VaultFile) -> None:
        """Open the store and its keys read-only."""
        self._engine = open_reader(store)
        self._vault = Vault(keys, read_only=True)
        use_vault(self._engine, self._vault)

    async def find(self, subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
        """Search in a thread."""
        return await asyncio.to_thread(find, self._engine, subject, country, limit)

    def close(self) -> None:
        """Close the store and its keys."""
        self._engine.dispose()
        self._vault.close()


class SearchPool:
    """Searches in processes of their own: for a running node."""

    def __init__(self, store: StoreAddress, keys: VaultFile, workers: int = 1) -> None:
        """Start the processes; they open the store and its keys read-only.

        Whoever starts them has other work meanwhile, and waits for them at its end (``warm``).
        """
        self._opens = (store, keys)
        self._workers = workers
        self._pool = self._started()
        self._ready = self._pool.submit(os.getpid)

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=self._opens,
        )

    async def warm(self) -> None:
        """Return once the process is ready to search."""
        await asyncio.wrap_future(self._ready)

    async def find(self, subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
        """Search without delaying the event loop; once more where the process was killed."""
        loop = asyncio.get_running_loop()
        pool = self._pool
        try:
            return await loop.run_in_executor(pool, _find_here, subject, country, limit)
        except BrokenProcessPool:
            if pool is self._pool:
                pool.shutdown(wait=False)
                self._pool = self._started()
            return await loop.run_in_executor(self._pool, _find_here, subject, country, limit)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_engine: list[Engine] = []
_common: dict[int, int] = {}
"""Keys that were found to be common. A key that is so no more is believed common until this is
emptied: that can cost a search of it some of its recall, and nothing else."""

_kept: list[Connection] = []
"""The search process's connection, kept from search to search; each is a transaction of its own."""


def _begin(store: StoreAddress, keys: VaultFile) -> None:
    """Open the store in the search process, load what is compiled, and end with the parent."""
    _engine.append(open_reader(store))
    use_vault(_engine[0], Vault(keys, read_only=True))
    from entraide.match.shortlist import load  # noqa: PLC0415 - the compiler: only searches need it

    load()
    compose(_engine[0].dialect)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(0)


def _find_here(subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
    try:
        if not _kept:
            _kept.append(_engine[0].connect())
        if len(_common) > _MOST_COMMON:
            _common.clear()
        with _kept[0].begin():
            index = SqlIndex(_kept[0], _common)
            return _sightings(index, subject, country)[:limit]
    except SQLAlchemyError as error:
        while _kept:
            _kept.pop().invalidate()
        raise store_error(error, "store.read_failed") from error


def _is_withheld(withheld_from: str, country: str) -> bool:
    if country == OWN:  # no country's code: cards name two letters
        return False
    return withheld_from == "*" or country.upper() in withheld_from.split()
