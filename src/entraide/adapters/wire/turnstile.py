"""How much one partner may send at a time, decided before a byte of it is read.

Each partner has a lane of its own, so that one that floods keeps only itself waiting:

1. after too many messages that had to be refused, further ones are turned away unread for a while;
2. bytes a second are limited: what comes faster waits, in its order, and is turned away where it
   would wait too long;
3. bytes that are held at a time are limited: a message waits until those before it have left.

Turned away means "later" to the partner's outbox (503), never "no": an honest partner loses time,
not messages. What a message says is not known here.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from entraide.errors import BusyError
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES, MIN_PADDED_BYTES

__all__ = ["MAX_WAITING", "PATIENCE_S", "Pace", "Turnstile"]

MAX_WAITING: Final = 256
"""Messages of one partner that wait unread: each costs what a socket buffers."""
PATIENCE_S: Final = 10.0
"""A message waits for so long at most: less than what a partner waits for an answer."""
_BURST_S: Final = 1.0
_MINUTE_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What one partner may do; the settings of the same names say so."""

    bytes_at_once: int
    bytes_per_second: int
    refusals_per_minute: int


@dataclass(slots=True)
class _Meter:
    """A bucket that empties by itself: how many seconds of allowance are used up ahead of time."""

    until_s: float = 0.0

    def ahead_s(self, now_s: float) -> float:
        return max(0.0, self.until_s - now_s)

    def add(self, now_s: float, seconds: float) -> None:
        self.until_s = max(now_s, self.until_s) + seconds


@dataclass(slots=True)
class _Lane:
    """What one partner has under way."""

    rate: _Meter = field(default_factory=_Meter)
    refusals: _Meter = field(default_factory=_Meter)
    waiting: int = 0
    held: int = 0
    queue: deque[tuple[int, asyncio.Future[None]]] = field(default_factory=deque)


class Turnstile:
    """The lanes of all partners; one turnstile for each listener."""

    def __init__(self, pace: Pace, now_s: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing under way."""
        self._pace = pace
        self._now_s = now_s
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def passed(self, partner: str, length: int | None) -> AsyncIterator[None]:
        """Let a message of a partner in and hold its bytes until the block ends.

        ``length`` is what was declared; None counts as the most. BusyError where it must come
        again later.
        """
        lane = self._lanes.setdefault(partner, _Lane())
        declared = MAX_ENVELOPE_BYTES if length is None else length
        cost = min(max(declared, MIN_PADDED_BYTES), MAX_ENVELOPE_BYTES)
        await self._enter(lane, cost)
        try:
            yield
        finally:
            lane.held -= cost
            self._admit_next(lane)

    def note_refusal(self, partner: str) -> None:
        """Count a message that had to be refused."""
        lane = self._lanes.setdefault(partner, _Lane())
        lane.refusals.add(self._now_s(), _MINUTE_S / self._pace.refusals_per_minute)

    async def _enter(self, lane: _Lane, cost: int) -> None:
        now_s = self._now_s()
        if lane.refusals.ahead_s(now_s) >= _MINUTE_S:  # 1
            raise BusyError("partner.paused")
        pause_s = lane.rate.ahead_s(now_s) - _BURST_S
        if pause_s > PATIENCE_S or lane.waiting >= MAX_WAITING:  # 2
            raise BusyError("partner.too_much")
        lane.rate.add(now_s, cost / self._pace.bytes_per_second)
        lane.waiting += 1
        try:
            if pause_s > 0:
                await asyncio.sleep(pause_s)
            async with asyncio.timeout(PATIENCE_S):
                await self._room(lane, cost)  # 3
        except TimeoutError as error:
            raise BusyError("partner.too_much") from error
        finally:
            lane.waiting -= 1

    async def _room(self, lane: _Lane, cost: int) -> None:
        if not lane.queue and self._fits(lane, cost):
            lane.held += cost
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.queue.append((cost, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # its turn came in the same moment
                lane.held -= cost
            turn.cancel()
            self._admit_next(lane)
            raise

    def _fits(self, lane: _Lane, cost: int) -> bool:
        return lane.held == 0 or lane.held + cost <= self._pace.bytes_at_once

    def _admit_next(self, lane: _Lane) -> None:
        while lane.queue:
            cost, turn = lane.queue[0]
            if not turn.done() and not self._fits(lane, cost):
                return
            lane.queue.popleft()
            if not turn.done():
                lane.held += cost
                turn.set_result(None)
