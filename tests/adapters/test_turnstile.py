"""What one partner may send at a time is decided before a byte of it is read."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from entraide.adapters.wire.turnstile import MAX_WAITING, PATIENCE_S, Pace, Turnstile
from entraide.errors import BusyError
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES, MIN_PADDED_BYTES
from tests.nodes import asynchronous

MIB = 1 << 20
WIDE = Pace(bytes_at_once=8 * MIB, bytes_per_second=2**40, refusals_per_minute=10)


class Seconds:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Inside:
    """Counts who is inside and keeps them there until let out."""

    def __init__(self, turnstile: Turnstile) -> None:
        self.turnstile = turnstile
        self.out = asyncio.Event()
        self.bytes = self.most = self.passed = 0
        self.order: list[int] = []

    async def one(self, partner: str, length: int | None, number: int = 0) -> None:
        async with self.turnstile.passed(partner, length):
            size = MAX_ENVELOPE_BYTES if length is None else length
            self.order.append(number)
            self.bytes += size
            self.most = max(self.most, self.bytes)
            await self.out.wait()
            self.bytes -= size
            self.passed += 1


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@asynchronous
async def test_bytes_of_one_partner_that_are_held_at_a_time_are_bounded_and_all_pass_in_order() -> (
    None
):
    inside = Inside(Turnstile(WIDE))
    tasks = [asyncio.create_task(inside.one("es", MIB, at)) for at in range(40)]
    await settled()
    assert inside.bytes == 8 * MIB
    inside.out.set()
    await asyncio.gather(*tasks)
    assert (inside.passed, inside.most) == (40, 8 * MIB)
    assert inside.order == list(range(40))


@asynchronous
async def test_thousands_of_questions_of_an_honest_partner_pass_at_once() -> None:
    pace = Pace(bytes_at_once=32 * MIB, bytes_per_second=32 * MIB, refusals_per_minute=600)
    inside = Inside(Turnstile(pace, Seconds()))
    tasks = [asyncio.create_task(inside.one("es", 4_400)) for _ in range(5_000)]
    await settled()
    assert inside.bytes == 5_000 * 4_400
    inside.out.set()
    await asyncio.gather(*tasks)


@asynchronous
async def test_a_flood_of_one_partner_leaves_the_lane_of_another_free() -> None:
    inside = Inside(Turnstile(WIDE))
    flood = [asyncio.create_task(inside.one("es", None)) for _ in range(MAX_WAITING)]
    await settled()
    await asyncio.wait_for(asyncio.shield(_through(inside.turnstile, "de")), 1)
    inside.out.set()
    await asyncio.gather(*flood)


async def _through(turnstile: Turnstile, partner: str, length: int = 4_096) -> None:
    async with turnstile.passed(partner, length):
        pass


@asynchronous
async def test_a_body_of_no_declared_length_counts_as_the_largest() -> None:
    inside = Inside(Turnstile(WIDE))
    tasks = [asyncio.create_task(inside.one("es", None)) for _ in range(9)]
    await settled()
    assert inside.bytes == 3 * MAX_ENVELOPE_BYTES
    inside.out.set()
    await asyncio.gather(*tasks)


@asynchronous
async def test_more_that_wait_than_may_are_turned_away_unread() -> None:
    inside = Inside(Turnstile(WIDE))
    room = 8 * MIB // MAX_ENVELOPE_BYTES
    tasks = [asyncio.create_task(inside.one("es", None)) for _ in range(room + MAX_WAITING + 30)]
    await settled()
    turned = [each for each in tasks if each.done()]
    assert len(turned) == 30
    for each in turned:
        with pytest.raises(BusyError, match=r"partner\.too_much"):
            each.result()
    inside.out.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert inside.passed == len(tasks) - len(turned)


@asynchronous
async def test_bytes_a_second_are_bounded_and_what_would_wait_too_long_is_turned_away() -> None:
    seconds = Seconds()
    pace = Pace(bytes_at_once=2**30, bytes_per_second=MIB, refusals_per_minute=10)
    turnstile = Turnstile(pace, seconds)
    await _through(turnstile, "es", MIB)  # the burst of one second
    waits = [asyncio.create_task(_through(turnstile, "es", MIB)) for _ in range(14)]
    await settled()
    failed = [each for each in waits if each.done() and each.exception()]
    assert len(failed) == 14 - 1 - PATIENCE_S
    assert not [each for each in waits if each.done() and not each.exception()][1:]
    for each in waits:
        each.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    seconds.now += 60
    await asyncio.wait_for(_through(turnstile, "es", MIB), 1)


@asynchronous
async def test_after_too_many_refusals_a_partner_pauses_and_then_goes_on() -> None:
    seconds = Seconds()
    turnstile = Turnstile(WIDE, seconds)
    for _ in range(WIDE.refusals_per_minute):
        await _through(turnstile, "es")
        turnstile.note_refusal("es")
    with pytest.raises(BusyError, match=r"partner\.paused"):
        await _through(turnstile, "es")
    await _through(turnstile, "de")
    seconds.now += 6  # a tenth of a minute: one of ten
    await _through(turnstile, "es")
    turnstile.note_refusal("es")
    with pytest.raises(BusyError, match=r"partner\.paused"):
        await _through(turnstile, "es")
    seconds.now += 120
    await _through(turnstile, "es")


@asynchronous
async def test_who_gives_up_waiting_leaves_no_gap_behind() -> None:
    """Whatever is cancelled, in whatever order, all room comes back."""
    turnstile = Turnstile(WIDE)
    for round_ in range(5):
        inside = Inside(turnstile)
        tasks: list[asyncio.Task[Any]] = [
            asyncio.create_task(inside.one("es", 5 * MIB)) for _ in range(6)
        ]
        await settled()
        for each in tasks[round_::2]:
            each.cancel()
        inside.out.set()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
    for _ in range(3):  # its turn comes and it is cancelled in the same moment
        before = turnstile.passed("es", None)
        filling = [turnstile.passed("es", None) for _ in range(2)]
        for each in (before, *filling):
            await each.__aenter__()
        waiting = asyncio.create_task(_through(turnstile, "es", MAX_ENVELOPE_BYTES))
        await settled()
        await before.__aexit__(None, None, None)
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiting
        for each in filling:
            await each.__aexit__(None, None, None)
    inside = Inside(turnstile)
    whole = [asyncio.create_task(inside.one("es", MIN_PADDED_BYTES)) for _ in range(4_096)]
    await settled()
    assert inside.bytes == 8 * MIB
    inside.out.set()
    await asyncio.gather(*whole)
