"""The clock and the randomness: the only places where either is read."""

from __future__ import annotations

import secrets
import time
from typing import Final, Protocol

__all__ = ["SYSTEM", "SystemWorld", "World"]


class World(Protocol):
    """What pure code takes as arguments and the node must read from somewhere."""

    def now_ms(self) -> int:
        """Return UTC milliseconds since 1970."""

    def random(self, size: int) -> bytes:
        """Return unpredictable bytes."""


class SystemWorld:
    """The machine's clock and the operating system's randomness."""

    def now_ms(self) -> int:
        """Return UTC milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def random(self, size: int) -> bytes:
        """Return unpredictable bytes."""
        return secrets.token_bytes(size)


SYSTEM: Final = SystemWorld()
