"""Screening: every query of a file against every person of a list, hits best first.

The list is held in a ``MemoryIndex`` and searched like any other index; a query without a hit has
an empty row, so that nothing is silently left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entraide.match.candidates import MemoryIndex, search
from entraide.match.scoring import Comparison
from entraide.match.tables import Listed

__all__ = ["Hit", "Screened", "Screening"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed person and how the query compares with them."""

    id: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Screened:
    """A query and its hits, best first."""

    query: Listed
    hits: tuple[Hit, ...]


class Screening:
    """A list made ready to be screened against."""

    __slots__ = ("_ids", "_index")

    def __init__(self, listed: Iterable[Listed]) -> None:
        """Index the list."""
        self._index = MemoryIndex()
        self._ids: list[str] = []
        for rec, entry in enumerate(listed):
            self._ids.append(entry.id)
            self._index.add(rec, entry.subject)

    def __len__(self) -> int:
        """Return how many people the list holds."""
        return len(self._ids)

    def screen(self, query: Listed, *, limit: int = 20) -> Screened:
        """Return the hits of one query."""
        found = search(self._index, query.subject, limit=limit)
        return Screened(query, tuple(Hit(self._ids[hit.rec], hit.comparison) for hit in found))

    def screen_all(self, queries: Iterable[Listed], *, limit: int = 20) -> Iterator[Screened]:
        """Return the hits of every query, in order."""
        return (self.screen(query, limit=limit) for query in queries)
