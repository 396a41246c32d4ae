"""The search process: opens the store read-only, answers one search after the other, ends with us.

Searches come and go over one pipe, in order. What a search needs is loaded before the first; a
search that fails tells its error and leaves the process as it was. It ends when the node does, even
by kill -9 and in the middle of a search.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from multiprocessing.connection import Connection as Pipe
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.sealing.sealed import use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile
from entraide.adapters.searching.index import Sighting, sightings
from entraide.adapters.searching.sql_index import SqlIndex
from entraide.adapters.searching.statements import compose
from entraide.adapters.store.database import StoreAddress, open_reader
from entraide.adapters.store.faults import store_error
from entraide.errors import EntraideError
from entraide.match import Subject

__all__ = ["Answered", "Asked", "serve"]

Asked = tuple[Subject, str, int]
"""Whom, for which country, how many at most."""

Answered = tuple[Sighting, ...] | EntraideError

_MOST_COMMON: Final = 20_000


class _Searching:
    """The store as the search process holds it; each search is a transaction of its own."""

    def __init__(self, store: StoreAddress, keys: VaultFile) -> None:
        """Open the store and its keys, and load what is compiled."""
        self._engine: Engine = open_reader(store)
        use_vault(self._engine, Vault(keys, read_only=True))
        self._connection: Connection | None = None
        self._common: dict[int, int] = {}
        """Keys that were found to be common. A key that is so no more is believed common until this
        is emptied: that can cost a search of it some of its recall, and nothing else."""
        from entraide.match.shortlist import load  # noqa: PLC0415 - the compiler: only searches need it

        load()
        compose(self._engine.dialect)

    def answer(self, asked: Asked) -> Answered:
        """Search; return what was found, or the error that it ended in."""
        try:
            return self._found(*asked)
        except SQLAlchemyError as error:
            self._forget()
            return store_error(error, "store.read_failed")
        except EntraideError as error:
            return error

    def _found(self, subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
        if self._connection is None:
            self._connection = self._engine.connect()
        if len(self._common) > _MOST_COMMON:
            self._common.clear()
        with self._connection.begin():
            index = SqlIndex(self._connection, self._common)
            return sightings(index, subject, country)[:limit]

    def _forget(self) -> None:
        """Leave a connection that failed; the next search opens another."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection = None


def serve(pipe: Pipe, store: StoreAddress, keys: VaultFile) -> None:
    """Answer what comes over the pipe until it is closed; None asks whether we are ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the node ends us
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    searching = _Searching(store, keys)
    while True:
        try:
            asked: Asked | None = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(None if asked is None else searching.answer(asked))


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(0)
