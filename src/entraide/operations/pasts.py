"""What stands after entries and all that they have seen, kept for the latest of a journal.

Whether an entry may stand is judged by its past. Mostly that is the past of the entry before it,
and that entry: so what was computed of the one before is kept and grown by one step, and taking in
a journal costs as much for the last entry as for the first. Everything here follows from digests
alone, so whatever is forgotten is computed again, and comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

from entraide.operations.entry import Entry
from entraide.operations.folding import Fold

__all__ = ["NOTHING", "Past", "Pasts", "in_order", "walk"]

S = TypeVar("S")
T = TypeVar("T")
_Seen: TypeAlias = tuple[str, ...]
_MOST_PASTS: Final = 512
_MOST_STATES: Final = 32
"""States that are kept: members who write at the same time each go on from one of their own."""


@dataclass(frozen=True, slots=True)
class Past:
    """Entries that belong together: how many, the highest, the latest, and each party's last."""

    size: int = 0
    height: int = 0
    at_ms: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)

    def grown(self, entry: Entry) -> Past:
        """Return the past with one more entry."""
        number = max(entry.number, self.numbers.get(entry.party, 0))
        return Past(
            self.size + 1,
            max(self.height, entry.height),
            max(self.at_ms, entry.at_ms),
            {**self.numbers, entry.party: number},
        )


NOTHING: Final = Past()


@dataclass(slots=True)
class Pasts:
    """What was computed for a journal's latest entries."""

    _pasts: dict[_Seen, Past] = field(default_factory=dict)
    _states: dict[_Seen, Any] = field(default_factory=dict)
    _founding: Entry | None = None

    def founding(self, held: Mapping[str, Entry]) -> Entry | None:
        """Return the entry that has seen nothing; there is one where anything is held."""
        if self._founding is None:
            self._founding = next((each for each in held.values() if not each.seen), None)
        return self._founding

    def of(self, held: Mapping[str, Entry], seen: _Seen) -> Past:
        """Return the past that these entries and all that they have seen make up."""
        known = self._pasts.get(seen)
        if known is None:
            last = held.get(seen[0]) if len(seen) == 1 else None
            before = self._pasts.get(last.seen) if last is not None else None
            known = before.grown(last) if before and last else _measured(walk(held, seen).values())
            self._pasts = _kept(self._pasts, seen, known, _MOST_PASTS)
        return known

    def state(self, held: Mapping[str, Entry], seen: _Seen, fold: Fold[S]) -> S:
        """Return what these entries and all that they have seen amount to."""
        if seen in self._states:
            known: S = self._states[seen]
            return known
        last = held.get(seen[0]) if len(seen) == 1 else None
        if last is not None and last.seen in self._states:
            known = fold.onto(self._states[last.seen], (last,))
        else:
            known = self._folded(in_order(walk(held, seen)), fold)
        self._states = _kept(self._states, seen, known, _MOST_STATES)
        return known

    def _folded(self, order: tuple[Entry, ...], fold: Fold[S]) -> S:
        """Fold an order, from the last entry on which all before it is what that entry saw."""
        for at in range(len(order) - 1, 0, -1):
            seen = (order[at].digest,)
            if seen in self._states and seen in self._pasts and self._pasts[seen].size == at + 1:
                return fold.onto(self._states[seen], order[at + 1 :])
        return fold.of(order)


def walk(held: Mapping[str, Entry], seen: Iterable[str]) -> dict[str, Entry]:
    """Return what these entries and all that they have seen are; unknown ones are left out."""
    found: dict[str, Entry] = {}
    left = [digest for digest in seen if digest in held]
    while left:
        digest = left.pop()
        if digest not in found:
            found[digest] = held[digest]
            left.extend(found[digest].seen)
    return found


def in_order(entries: Mapping[str, Entry]) -> tuple[Entry, ...]:
    """Return entries by height, party and digest."""
    keyed = sorted((each.height, each.party, digest) for digest, each in entries.items())
    return tuple(entries[digest] for _, _, digest in keyed)


def _measured(entries: Iterable[Entry]) -> Past:
    numbers: dict[str, int] = {}
    size = height = at_ms = 0
    for each in entries:
        size, height, at_ms = size + 1, max(height, each.height), max(at_ms, each.at_ms)
        numbers[each.party] = max(each.number, numbers.get(each.party, 0))
    return Past(size, height, at_ms, numbers)


def _kept(known: dict[_Seen, T], seen: _Seen, value: T, most: int) -> dict[_Seen, T]:
    """Keep a value, and of too many the latest half."""
    known[seen] = value
    return known if len(known) <= most else dict(list(known.items())[-most // 2 :])
