"""How fast a program may read: a bucket for each session or officer, that fills again by itself.

It holds back one program that runs wild; it is no wall against guessing. Guessing a signature is
hopeless however fast, and counting failures would let any local program lock an honest one out.
"""

from __future__ import annotations

from typing import Final

from entraide.adapters.world import World
from entraide.errors import BusyError

__all__ = ["BURST", "PER_SECOND", "Pace"]

PER_SECOND: Final = 50
BURST: Final = 300
_MOST: Final = 1_000


class Pace:
    """The buckets of one console."""

    def __init__(self, world: World) -> None:
        """Begin with every bucket full."""
        self._world = world
        self._empty_until_ms: dict[str, float] = {}

    def take(self, name: str) -> None:
        """Count one request; BusyError where the bucket is empty."""
        now_ms = self._world.now_ms()
        until_ms = max(self._empty_until_ms.get(name, 0.0), now_ms)
        ahead_ms = until_ms - now_ms
        if ahead_ms > BURST / PER_SECOND * 1_000:
            raise BusyError("session.many_requests", seconds=1)
        others = [pair for pair in self._empty_until_ms.items() if pair[0] != name]
        self._empty_until_ms = dict([*others, (name, until_ms + 1_000 / PER_SECOND)][-_MOST:])
