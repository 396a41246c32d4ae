"""Searching the store beside the writer.

``find`` searches what ``sql_index`` reads. A running node searches in processes of their own
(``search_pool``). What must not be seen is scored like the rest and dropped at the very end, so
that a search costs the same.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.sealing.sealed import use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile
from entraide.adapters.searching.sql_index import SqlIndex
from entraide.adapters.store.database import StoreAddress, open_reader
from entraide.adapters.store.faults import store_error
from entraide.match import Subject, band_of
from entraide.match.candidates import ranked

__all__ = ["OWN", "LocalSearch", "Searcher", "Sighting", "find", "sightings"]


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
            return sightings(SqlIndex(connection), subject, country)[:limit]
    except SQLAlchemyError as error:
        raise store_error(error, "store.read_failed") from error


def sightings(index: SqlIndex, subject: Subject, country: str) -> tuple[Sighting, ...]:
    """Score everything that an index finds, then drop what is withheld from the country."""
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


def _is_withheld(withheld_from: str, country: str) -> bool:
    if country == OWN:  # no country's code: cards name two letters
        return False
    return withheld_from == "*" or country.upper() in withheld_from.split()
