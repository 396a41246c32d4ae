"""A map that grows by one item at a time and shares the rest with what it grew from.

A state is a value, and each entry of a journal makes a new one: copying a map of all that was ever
written would make reading a journal quadratic. Here growing copies one bucket of many. Items keep
the order in which their keys came first, as in a dict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Generic, TypeAlias, TypeVar

__all__ = ["Growing"]

V = TypeVar("V")
_BUCKETS: Final = 128
_Bucket: TypeAlias = dict[str, tuple[int, V]]


class Growing(Mapping[str, V], Generic[V]):
    """An immutable map from text to values."""

    __slots__ = ("_buckets", "_size")

    _buckets: tuple[_Bucket[V], ...]
    _size: int

    def __init__(self, items: Mapping[str, V] | None = None) -> None:
        """Begin with these items, in their order; with none, empty."""
        self._buckets = tuple({} for _ in range(_BUCKETS))
        self._size = len(items) if items else 0
        for at, (key, value) in enumerate(items.items() if items else ()):
            self._buckets[hash(key) % _BUCKETS][key] = (at, value)

    def grown(self, key: str, value: V) -> Growing[V]:
        """Return the map with this item: a new one at the end, a known one where it stood."""
        at = hash(key) % _BUCKETS
        bucket = self._buckets[at]
        place, _ = bucket.get(key, (self._size, value))
        grown: Growing[V] = Growing.__new__(Growing)
        rest, last = self._buckets[:at], self._buckets[at + 1 :]
        grown._buckets = (*rest, {**bucket, key: (place, value)}, *last)
        grown._size = self._size + (key not in bucket)
        return grown

    def __getitem__(self, key: str) -> V:
        """Return the value of a key; KeyError where there is none."""
        return self._buckets[hash(key) % _BUCKETS][key][1]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is an item of this key."""
        return key in self._buckets[hash(key) % _BUCKETS]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order in which they came first."""
        placed = [(place, key) for each in self._buckets for key, (place, _) in each.items()]
        return (key for _, key in sorted(placed))

    def __len__(self) -> int:
        """Return how many items there are."""
        return self._size
