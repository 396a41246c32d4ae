"""What a check on the spot costs: ``./dev bench check [PEOPLE] [CHECKS]``.

A node of its own with invented people, in this process: signed orders, the action, its sealed
record and log entry, one synced commit. Prints medians and 95th percentiles in milliseconds for a
document's number, held and unknown, and for a name with a date of birth; beside it the search.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.nodes import MA, Bureau, bureau_in, person

from entraide.adapters.searching.index import OWN
from entraide.demo.people import named_people
from entraide.match import Identifier, Subject

SEED = 11
PEOPLE, CHECKS = 20_000, 200


def held(people: int) -> list[dict[str, Any]]:
    """Return people with a passport each."""
    entities = []
    for at, (_, name, born, *_) in enumerate(named_people(people, SEED)):
        entity = person(f"p{at}", name, born)
        entity["properties"]["passportNumber"] = [f"EXM{at:07}"]
        entities.append(entity)
    return entities


async def timed(checks: int, work: Callable[[int], Awaitable[Any]]) -> tuple[float, float]:
    """Return median and 95th percentile in milliseconds."""
    found = []
    for at in range(checks):
        started = time.perf_counter()
        await work(at)
        found.append((time.perf_counter() - started) * 1_000)
    return statistics.median(found), statistics.quantiles(found, n=20)[-1]


async def measure(bureau: Bureau, people: int, checks: int) -> None:
    crowd = list(islice(named_people(people, SEED), checks))

    def check(**wanted: Any) -> Awaitable[Any]:
        return bureau.perform("check", case="POST-7", **wanted)

    def alone(at: int) -> Awaitable[Any]:
        number = Identifier.parse("document", f"EXM{at:07}")
        subject = Subject(identifiers=(number,) if number else ())
        return bureau.node.searcher.find(subject, OWN, 20)

    for what, work in (
        ("document, held", lambda at: check(document=[f"EXM{at:07}"])),
        ("document, unknown", lambda at: check(document=[f"XXX{at:07}"])),
        ("name and date of birth", lambda at: check(name=[crowd[at][1]], born=[crowd[at][2]])),
        ("document, the search alone", alone),
    ):
        median, high = await timed(checks, work)
        print(f"{what}: median {median:.1f} ms, 95th percentile {high:.1f} ms", flush=True)


async def whole(people: int, checks: int) -> None:
    with tempfile.TemporaryDirectory(prefix="entraide-check-") as folder:
        bureau = bureau_in(Path(folder), MA)
        bureau.open()
        try:
            await bureau.hold(*held(people))
            await measure(bureau, people, min(checks, people))
        finally:
            await bureau.stop()


def main() -> None:
    numbers = [int(each) for each in sys.argv[1:3]]
    people, checks = (*numbers, *(PEOPLE, CHECKS)[len(numbers) :])
    asyncio.run(whole(people, checks))


if __name__ == "__main__":
    main()
