"""Laying stored entries beside the leaves they should have: which is changed, gone, new or moved.

Entries are salted, so no two have one hash and an entry is known wherever it turns up. Only a
window of entries ahead is looked at: more than 64 entries taken out or put in at one place are
still found, but told as changed one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from entraide.kernel.merkle import leaf_hash

__all__ = ["Placed", "Reference", "StoredEntry", "align"]

_WINDOW: Final = 64

Reference: TypeAlias = Callable[[int], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it is stored; opening and salt are None once erased."""

    index: int
    entry: bytes
    leaf_hash: bytes
    opening: bytes | None = None
    salt: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One place of the log, and what stands there.

    ``likely`` is the leaf hash that most copies have, ``other`` the one of the copy that differs;
    ``kind`` says what is wrong if the likely one is right, ``otherwise`` if the other one is. An
    inserted entry has no leaf; a missing one has no entry.
    """

    position: int
    entry: StoredEntry | None
    likely: bytes | None
    other: bytes | None
    kind: str = ""
    otherwise: str = ""


def align(entries: Iterable[StoredEntry], reference: Reference) -> Iterator[Placed]:
    """Place each stored entry; ``reference`` gives the leaf hash at a position, where one is known.

    1. the entry has the hash that belongs here (the stored leaf hash may still have changed);
    2. its stored leaf hash belongs here: the entry changed;
    3. the leaf that belongs here comes later: the entry was put in before it, or moved;
    4. the entry belongs further on: those between are missing;
    5. otherwise the entry was replaced, leaf hash and all, or the reference changed.

    Where there is no reference, an entry is held against its own leaf hash and its index.
    """
    walk = _Walk(iter(entries), reference)
    while (row := walk.next()) is not None:
        yield from walk.place(row)


@dataclass(frozen=True, slots=True)
class _Row:
    stored: StoredEntry
    hash: bytes


class _Walk:
    def __init__(self, entries: Iterator[StoredEntry], reference: Reference) -> None:
        self._entries = entries
        self._ahead: deque[_Row] = deque()
        self._reference = reference
        self._late: set[bytes] = set()
        self._early: set[bytes] = set()
        self._position = 0
        self._index = -1

    def next(self) -> _Row | None:
        self._look_ahead(1)
        return self._ahead.popleft() if self._ahead else None

    def _look_ahead(self, count: int) -> None:
        for stored in islice(self._entries, max(0, count - len(self._ahead))):
            self._ahead.append(_Row(stored, leaf_hash(stored.entry)))

    def place(self, row: _Row) -> Iterator[Placed]:
        here = self._reference(self._position)
        before, self._index = self._index, row.stored.index
        if here is None:
            yield from self._without_reference(row, before)
        elif row.hash == here:  # 1
            kind = "" if row.stored.leaf_hash == here else "leaf_hash_changed"
            yield self._here(row, here, here, kind)
        elif row.stored.leaf_hash == here:  # 2
            yield self._here(row, here, here, "entry_changed")
        else:
            yield from self._out_of_place(row, here)

    def _without_reference(self, row: _Row, before: int) -> Iterator[Placed]:
        if row.stored.index > before + 1:
            yield self._gap(None)
        elif row.stored.index <= before:
            yield self._inserted(row)
            return
        stored = row.stored.leaf_hash
        kinds = () if stored == row.hash else ("entry_changed", "leaf_hash_changed")
        yield self._here(row, stored, row.hash, *kinds)

    def _out_of_place(self, row: _Row, here: bytes) -> Iterator[Placed]:
        self._look_ahead(_WINDOW)
        further = self._distance(row.hash)
        comes_later = any(here == other.hash for other in self._ahead)
        if row.hash in self._late or (further and (comes_later or here in self._early)):  # 3
            yield self._moved(row, here)
        elif comes_later:  # 3
            yield self._inserted(row)
        elif further:  # 4
            for _ in range(further):
                yield self._gap(self._reference(self._position))
            yield from self.place(row)
        elif row.stored.leaf_hash == row.hash:  # 5
            yield self._here(row, row.hash, here, "tile_changed", "entry_changed")
        else:
            yield self._here(row, here, here, "entry_changed")

    def _distance(self, leaf: bytes) -> int:
        """How far ahead the leaf belongs; 0 where it is not among the next."""
        places = (self._reference(self._position + step) for step in range(1, _WINDOW))
        return next((step for step, other in enumerate(places, 1) if other == leaf), 0)

    def _here(
        self, row: _Row, likely: bytes, other: bytes, kind: str = "", otherwise: str = ""
    ) -> Placed:
        self._position += 1
        return Placed(
            position=self._position - 1,
            entry=row.stored,
            likely=likely,
            other=other,
            kind=kind,
            otherwise=otherwise,
        )

    def _moved(self, row: _Row, here: bytes) -> Placed:
        """Keep the books: what stands too early, and what was owed here and is still to come."""
        _settle(row.hash, owed=self._late, instead=self._early)
        _settle(here, owed=self._early, instead=self._late)
        return self._here(row, here, here, "entry_moved")

    def _inserted(self, row: _Row) -> Placed:
        return Placed(
            position=self._position,
            entry=row.stored,
            likely=None,
            other=None,
            kind="entry_inserted",
        )

    def _gap(self, leaf: bytes | None) -> Placed:
        self._position += 1
        return Placed(
            position=self._position - 1, entry=None, likely=leaf, other=leaf, kind="entry_missing"
        )


def _settle(leaf: bytes, *, owed: set[bytes], instead: set[bytes]) -> None:
    if leaf in owed:
        owed.discard(leaf)
    else:
        instead.add(leaf)
