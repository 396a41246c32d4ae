"""What a search of the candidate index costs, by size: ``./dev bench index [PEOPLE ...]``.

Fills stores of invented people in bulk (``bench/crowds.py``), opens a search pool of two processes,
and asks for people who are held, by name alone and with a date of birth. Prints a line of JSON for
each size. Stores are kept in ``--folder`` and used again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

from crowds import SEED, fill, store_of, subject_of

from entraide.adapters.searching.pool import SearchPool
from entraide.demo.people import named_people
from entraide.match import Subject

WORKERS: Final = 2
SEARCHES: Final = 1_500
WARMING: Final = 800
WAITING: Final = 4
"""Searches asked for at once: enough to keep two processes busy."""

SIZES: Final = (10_000, 100_000, 1_000_000)


def questions(people: int, count: int, *, born: bool) -> list[Subject]:
    """Return people who are held, spread over the whole crowd, as questions."""
    step = max(1, people // count)
    subjects = [subject_of(each) for each in islice(named_people(people, SEED), 0, None, step)]
    asked = [
        Subject(names=each.names, birth_dates=each.birth_dates if born else ())
        for each in (subjects * (count // len(subjects) + 1))[:count]
    ]
    Random(SEED).shuffle(asked)  # noqa: S311 - an order, not a secret
    return asked


async def _ask(pool: SearchPool, asked: Sequence[Subject]) -> list[float]:
    """Ask all, some at once; return the seconds that each took."""
    took: list[float] = []
    rest = iter(asked)

    async def one_after_the_other() -> None:
        for subject in rest:
            started = time.perf_counter()
            await pool.find(subject, "ES", 20)
            took.append(time.perf_counter() - started)

    await asyncio.gather(*(one_after_the_other() for _ in range(WAITING)))
    return took


def _cpu(pids: Sequence[int]) -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields) / ticks


def _resident_mb(pids: Sequence[int]) -> float:
    """Return what the processes hold, a page that several map shared out among them (Pss)."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(each.partition("\nPss:")[2].split()[0]) for each in rollups) / 1e3


async def measure(folder: Path, people: int) -> dict[str, Any]:
    """Return the figures of one size."""
    address, keys = store_of(folder)
    first = questions(people, WARMING, born=True)[0]
    started = time.perf_counter()
    pool = SearchPool(address, keys, WORKERS)
    await pool.find(first, "ES", 20)
    row: dict[str, Any] = {
        "people": people,
        "bytes_each": round(address.stat().st_size / people),
        "ready_s": round(time.perf_counter() - started, 2),
    }
    for born in (True, False):
        row.update(await _measure_questions(pool, people, born=born))
    row["resident_mb"] = round(_resident_mb(pool.processes))
    pool.close()
    return row


async def _measure_questions(pool: SearchPool, people: int, *, born: bool) -> dict[str, float]:
    asked = questions(people, WARMING + SEARCHES, born=born)
    await _ask(pool, asked[:WARMING])
    started, cpu = time.perf_counter(), _cpu(pool.processes)
    took = await _ask(pool, asked[WARMING:])
    seconds, spent = time.perf_counter() - started, _cpu(pool.processes) - cpu
    cuts = statistics.quantiles(took, n=100)
    kind = "born" if born else "name"
    return {
        f"{kind}_per_s": round(len(took) / seconds),
        f"{kind}_per_cpu_s": round(len(took) / spent),
        f"{kind}_p50_ms": round(1e3 * cuts[49], 1),
        f"{kind}_p99_ms": round(1e3 * cuts[98], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("people", type=int, nargs="*", default=SIZES, help="sizes of the store")
    parser.add_argument("--folder", type=Path, help="where stores are kept from run to run")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        for people in chosen.people:
            folder = (chosen.folder or Path(passing)) / str(people)
            cpu = None
            if not folder.exists():
                folder.mkdir(parents=True)
                cpu = round(fill(folder, people))
            print(json.dumps({**asyncio.run(measure(folder, people)), "fill_cpu_s": cpu}))


if __name__ == "__main__":
    main()
