"""kill -9 of either side at random moments while officers work: nothing lost, nothing twice.

20 rounds here; ``./dev soak`` goes on for ten minutes (``ENTRAIDE_SOAK_S``). The seed is printed;
``ENTRAIDE_SEED`` sets it.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attach_processes import Process
from tests.killing import Kept, Killer, Office, at_work, kept_by, ledger_holds, prepared, settled
from tests.nodes import asynchronous
from tests.soaking import report, seed_of, soak_seconds

pytestmark = pytest.mark.slow
ROUNDS = 20


@asynchronous
async def test_twenty_rounds_of_kill_9_lose_and_repeat_nothing(tmp_path: Path) -> None:
    await rounds(tmp_path, lambda done, _: done < ROUNDS)


@pytest.mark.soak
@asynchronous
async def test_ten_minutes_of_kill_9_lose_and_repeat_nothing(tmp_path: Path) -> None:
    await rounds(tmp_path, lambda _, seconds: seconds < soak_seconds(600))


async def rounds(folder: Path, go_on: Callable[[int, float], bool]) -> None:
    seed = seed_of()
    dice = random.Random(seed)  # noqa: S311 - a seed that can be set again
    sides = await prepared(folder)
    office = Office(sides, random.Random(seed + 1))  # noqa: S311 - the same
    killer = Killer(office, dice)
    sys.stderr.write(f"\nENTRAIDE_SEED={seed}\n")
    started, done = time.monotonic(), 0
    try:
        await asyncio.gather(*(asyncio.to_thread(side.start) for side in sides))
        async with at_work(office):
            while go_on(done, time.monotonic() - started):
                await killer.round(done)
                done += 1
                if done % 20 == 0:
                    sys.stderr.write(f"  {done} rounds, {len(office.told)} acknowledged\n")
        await settled(sides)
        await both_logs_whole_and_equal(sides)
    finally:
        for side in sides:
            side.end(signal.SIGTERM)
    kept = (await kept_of(sides[0]), await kept_of(sides[1]))
    ledger_holds(office, *kept)
    say(killer, done, time.monotonic() - started, kept)


async def both_logs_whole_and_equal(sides: tuple[Process, Process]) -> None:
    for side, other in (sides, sides[::-1]):
        verified = await asyncio.to_thread(side.order, "audit.verify", officer=None)
        assert verified["whole"], verified
        wanted = {"partner": other.bureau.id}
        compared = await asyncio.to_thread(side.order, "reconcile", **wanted)
        assert compared["equal"], compared


async def kept_of(side: Process) -> Kept:
    side.bureau.open()
    try:
        return kept_by(side.bureau)
    finally:
        await side.bureau.stop()


def say(killer: Killer, done: int, seconds: float, kept: tuple[Kept, Kept]) -> None:
    kinds: Counter[str] = Counter()
    for each in kept:
        kinds.update(row.kind for row in each.messages[False].values())
    report(
        "kill -9 of either side at work",
        rounds=done,
        seconds=round(seconds),
        kills=sum(killer.kills.values()),
        in_traffic=sum(n for how, n in killer.kills.items() if "in traffic" in how),
        while_starting=sum(n for how, n in killer.kills.items() if "starting" in how),
        acknowledged=len(killer.office.told),
        cut_off=killer.office.orders["cut off"],
        messages=kinds.total(),
        kinds=", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
    )
