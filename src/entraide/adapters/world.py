"""The clock and the randomness: the only places where either is read."""

from __future__ import annotations

import asyncio
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

__all__ = ["SYSTEM", "SystemWorld", "World", "wait_until"]

_FINE_S: Final = 0.002
_FINE: Final = ThreadPoolExecutor(8, "fine-clock")
"""Threads that pass the last two milliseconds of a wait, those of several at a time."""


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


async def wait_until(moment_s: float) -> None:
    """Wait for a moment of the monotonic clock, 0.1 to 0.3 ms late on an idle machine.

    The event loop alone wakes on whole milliseconds, up to one of them late.
    """
    await asyncio.sleep(moment_s - time.monotonic() - _FINE_S)
    rest_s = max(0.0, moment_s - time.monotonic())
    await asyncio.get_running_loop().run_in_executor(_FINE, time.sleep, rest_s)
