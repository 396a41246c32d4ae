"""Drawing a sample of accesses that anybody can draw again.

The order is that of SHA-256 over seed, epoch and entry number: with the recorded seed and the log
a supervisory authority draws the same sample, and whoever drew it cannot have picked. The seed is
random and given by the caller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from heapq import nsmallest

__all__ = ["draw"]


def draw(seed: str, entries: Iterable[tuple[int, int]], size: int) -> tuple[tuple[int, int], ...]:
    """Return ``size`` of these log entries (all, where there are fewer), in their order.

    An entry is the epoch of the log and the number in it.
    """
    chosen = nsmallest(size, entries, key=lambda entry: _place(seed, entry))
    return tuple(sorted(chosen))


def _place(seed: str, entry: tuple[int, int]) -> bytes:
    epoch, index = entry
    return hashlib.sha256(f"entraide/sample/1:{seed}:{epoch}/{index}".encode()).digest()
