"""The candidate index in the store, and searching it beside the writer.

``SqlIndex`` serves the port that ``match.search`` asks for from the tables ``posting`` and
``record``. ``SearchPool`` runs searches in a spawned process with a read-only connection, so that a
search never delays the event loop; the process ends with its parent, even by kill -9. What must not
be seen is scored like the rest and dropped at the very end, so that a search costs the same.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

import numpy as np
from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters import schema
from entraide.adapters.database import StoreAddress, open_reader
from entraide.adapters.sealed import use_vault, vault_of
from entraide.adapters.store_errors import store_error
from entraide.adapters.vault import Vault, VaultFile
from entraide.match import Subject, search
from entraide.match.candidates import Records

__all__ = ["OWN", "LocalSearch", "SearchPool", "Searcher", "Sighting", "SqlIndex", "find"]

_CHUNK: Final = 256
"""Values in one statement: below every engine's limit."""
OWN: Final = "own"
"""In place of an asker's country: our own officers, from whom nothing of ours is withheld."""
_ALL: Final = 1_000
"""More than a search compares, so that withheld records never push a visible one out."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A record that may be the one asked for, visible to the asker."""

    rec: int
    record_id: str
    score: float
    band: str


@cache
def _counts(keys: int) -> Select[Any]:
    """Count the postings of so many keys in one statement: a column for each."""
    counted = (select(func.count()).select_from(each) for each in _first_postings(keys))
    return select(*(each.scalar_subquery() for each in counted))


@cache
def _records(keys: int) -> Select[Any]:
    """Return the records of so many keys in one statement: a column of text for each."""
    texts = (
        select(func.aggregate_strings(cast(each.c.rec, Text), ","))
        for each in _first_postings(keys)
    )
    return select(*(each.scalar_subquery() for each in texts))


def _first_postings(keys: int) -> Iterator[Subquery]:
    posting = schema.posting.c
    for at in range(keys):
        held = select(posting.rec).where(posting.key == bindparam(f"key{at}"))
        yield held.order_by(posting.rec).limit(bindparam("most")).subquery()


def _numbered(keys: Sequence[int], most: int) -> dict[str, int]:
    return {"most": most, **{f"key{at}": key for at, key in enumerate(keys)}}


class SqlIndex:
    """The port of ``match.search`` over one connection."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection for as long as the search takes."""
        self._connection = connection
        self.withheld_from: dict[int, tuple[str, str]] = {}

    def frequencies(self, keys: Sequence[int], most: int) -> Mapping[int, int]:
        """Return how many records hold each key, counted no further than ``most``."""
        found: dict[int, int] = {}
        for chunk in _chunks(keys):
            counts = self._connection.execute(_counts(len(chunk)), _numbered(chunk, most)).one()
            found.update(zip(chunk, map(int, counts), strict=True))
        return found

    def postings(self, keys: Sequence[int], most: int) -> Iterable[tuple[int, Records]]:
        """Return each key with the numbers of its first records, which come as one text a key."""
        for chunk in _chunks(keys):
            texts = self._connection.execute(_records(len(chunk)), _numbered(chunk, most)).one()
            for key, recs in zip(chunk, texts, strict=True):
                yield key, np.fromstring(str(recs or ""), np.int64, sep=",")

    def cards(self, recs: Sequence[int]) -> Mapping[int, bytes]:
        """Return the match cards, and remember who each record is withheld from."""
        record = schema.record.c
        sealed: dict[int, bytes] = {}
        card = type_coerce(record.card, LargeBinary).label("card")  # opened together, below
        for chunk in _chunks(recs):
            rows = self._connection.execute(
                select(record.rec, record.id, card, record.withheld_from).where(
                    record.rec.in_(chunk)
                )
            )
            for row in rows:
                sealed[row.rec] = row.card
                self.withheld_from[row.rec] = (row.id, row.withheld_from)
        vault = vault_of(self._connection.dialect)
        opened = vault.open_all("record.card", tuple(sealed.values()))
        return dict(zip(sealed, opened, strict=True))


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
        with engine.connect() as connection:
            return _find(connection, subject, country, limit)
    except SQLAlchemyError as error:
        raise store_error(error, "store.read_failed") from error


def _find(
    connection: Connection, subject: Subject, country: str, limit: int
) -> tuple[Sighting, ...]:
    return _sightings(SqlIndex(connection), subject, country)[:limit]


def _sightings(index: SqlIndex, subject: Subject, country: str) -> tuple[Sighting, ...]:
    return tuple(
        Sighting(
            each.rec,
            index.withheld_from[each.rec][0],
            each.comparison.score,
            each.comparison.band,
        )
        for each in search(index, subject, limit=_ALL)
        if not _is_withheld(index.withheld_from[each.rec][1], country)
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
        """Start the processes; they open the store and its keys read-only."""
        self._opens = (store, keys)
        self._workers = workers
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=self._opens,
        )

    async def warm(self) -> None:
        """Return once the process is ready to search."""
        await asyncio.get_running_loop().run_in_executor(self._pool, os.getpid)

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
_kept: list[Connection] = []
"""The search process's connection, kept from search to search; each is a transaction of its own."""


def _begin(store: StoreAddress, keys: VaultFile) -> None:
    """Open the store in the search process, and end it when its parent is gone."""
    _engine.append(open_reader(store))
    use_vault(_engine[0], Vault(keys, read_only=True))
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
        with _kept[0].begin():
            return _find(_kept[0], subject, country, limit)
    except SQLAlchemyError as error:
        while _kept:
            _kept.pop().invalidate()
        raise store_error(error, "store.read_failed") from error


def _is_withheld(withheld_from: str, country: str) -> bool:
    if country == OWN:  # no country's code: cards name two letters
        return False
    return withheld_from == "*" or country.upper() in withheld_from.split()


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))
