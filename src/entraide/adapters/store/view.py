"""One connection on which a node reads again and again, each time in a consistent view of its own.

Checking a connection out of a pool for every short read costs more than the read. Whoever reads
while it is in use (from another thread, or within a read) gets a connection of the pool.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.store.prepared import in_view

__all__ = ["View"]

T = TypeVar("T")


class View:
    """Reads of one store; close it before its engine."""

    def __init__(self, engine: Engine) -> None:
        """Connect at the first read."""
        self._engine = engine
        self._kept: Connection | None = None
        self._lock = threading.Lock()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Do work in one transaction that ends with it; SQLAlchemyError where the store fails."""
        if not self._lock.acquire(blocking=False):
            with self._engine.connect() as connection:
                return work(connection)
        try:
            return self._read(work)
        except SQLAlchemyError:
            self._forget()  # a lost connection is not used again
            raise
        finally:
            self._lock.release()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._forget()

    def _read(self, work: Callable[[Connection], T]) -> T:
        if self._kept is None:
            self._kept = self._engine.connect()
        return in_view(self._kept, work)

    def _forget(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
