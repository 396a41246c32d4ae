"""Searches in a process of their own: each answer to its question, whatever ends the process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from entraide.adapters.searching.pool import SearchPool
from entraide.errors import StoreError
from entraide.match import Subject
from entraide.node.record.holdings import add_records
from tests.adapters.store_kit import Place, person
from tests.nodes import asynchronous

NAMES = ("Abdellatif Benali", "Marie Durand", "Зоя Петрова", "Layla Haddad")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchPool]:
    folder: Path = tmp_path_factory.mktemp("pool")
    place = Place(folder / "store.sqlite").create()
    people = tuple(person(f"p{at}", name) for at, name in enumerate(NAMES))
    place.writer().do(lambda t: add_records(t, people))
    place.close()
    made = SearchPool(place.address, place.keys)
    yield made
    made.close()


async def found(pool: SearchPool, name: str) -> tuple[str, ...]:
    sightings = await pool.find(Subject(names=(name,)), "ma", 5)
    return tuple(each.record_id for each in sightings)


@asynchronous
async def test_each_of_many_searches_gets_its_own_answer(pool: SearchPool) -> None:
    asked = NAMES * 25
    answers = await asyncio.gather(*(found(pool, name) for name in asked))
    assert answers == [(f"p{NAMES.index(name)}",) for name in asked]


@asynchronous
async def test_who_no_longer_waits_takes_no_other_answer_away(pool: SearchPool) -> None:
    searches = [asyncio.create_task(found(pool, name)) for name in NAMES]
    await asyncio.sleep(0)
    searches[1].cancel()
    answers = await asyncio.gather(*searches, return_exceptions=True)
    assert isinstance(answers[1], asyncio.CancelledError)
    assert [answers[0], *answers[2:]] == [("p0",), ("p2",), ("p3",)]


@asynchronous
async def test_a_killed_process_loses_no_search_that_waits(pool: SearchPool) -> None:
    before = pool.processes
    searches = [asyncio.create_task(found(pool, name)) for name in NAMES * 3]
    await asyncio.sleep(0)
    os.kill(before[0], signal.SIGKILL)
    assert await asyncio.gather(*searches) == [(f"p{at}",) for at in range(4)] * 3
    assert pool.processes != before


@asynchronous
async def test_a_process_that_cannot_open_its_store_ends_every_search(tmp_path: Path) -> None:
    pool = SearchPool(tmp_path / "none.sqlite", Place(tmp_path / "none.sqlite").keys)
    try:
        with pytest.raises(StoreError, match=r"store\.read_failed"):
            await found(pool, NAMES[0])
    finally:
        pool.close()
