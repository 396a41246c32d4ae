"""Who waits for a commit is told, whoever else has gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from entraide.adapters.sealing.sealed import use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.adapters.store.database import create_store, open_store
from entraide.adapters.store.writer import Event, Transaction, Writer
from entraide.adapters.world import SYSTEM
from entraide.errors import InputError, StoreError

NODE = "ma.bureau"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    create_store(tmp_path / "store.sqlite", NODE)
    create_vault(tmp_path / "keys.sqlite")
    engine = open_store(tmp_path / "store.sqlite", NODE)
    vault = Vault(VaultFile(tmp_path / "keys.sqlite", bytes(32)))
    use_vault(engine, vault)
    found = Writer(engine, SYSTEM)
    yield found
    found.close()
    vault.close()


def log(transaction: Transaction) -> int:
    return transaction.log(Event("kit.noted", "node", "x"))


def fail(_: Transaction) -> int:
    raise InputError("ask.nobody")


def test_of_one_commit_each_task_gets_its_own_result_or_failure(writer: Writer) -> None:
    async def all_of_them() -> list[object]:
        works = [log, fail, log, log]
        return list(await asyncio.gather(*map(writer.run, works), return_exceptions=True))

    found = asyncio.run(all_of_them())
    assert [each for each in found if isinstance(each, int)] == [0, 1, 2]
    assert isinstance(found[1], InputError)
    assert writer.frontier.size == 3


def test_a_task_that_gave_up_before_its_turn_changes_nothing(writer: Writer) -> None:
    held, go = threading.Event(), threading.Event()

    async def give_up() -> None:
        first = asyncio.create_task(writer.run(lambda _: (held.set(), go.wait(10))))
        await asyncio.to_thread(held.wait, 10)
        second = asyncio.create_task(writer.run(log))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        go.set()
        await first

    asyncio.run(give_up())
    assert writer.do(log) == 0


def test_a_loop_that_has_ended_meanwhile_stops_nobody_else(writer: Writer) -> None:
    held, go = threading.Event(), threading.Event()
    loop = asyncio.new_event_loop()
    blocking = loop.create_task(writer.run(lambda _: (held.set(), go.wait(10))))
    loop.run_until_complete(asyncio.sleep(0))
    assert held.wait(10)
    blocking.cancel()
    loop.run_until_complete(asyncio.gather(blocking, return_exceptions=True))
    loop.close()
    go.set()
    assert writer.do(log) == 0


def test_a_thread_that_outlives_its_node_is_refused_instead_of_waiting_for_ever(
    writer: Writer,
) -> None:
    go = threading.Event()

    def late() -> int:
        go.wait(10)
        return writer.do(log)

    async def ended_meanwhile() -> object:
        thread = asyncio.create_task(asyncio.to_thread(late))
        await asyncio.sleep(0)
        writer.close()
        go.set()
        return (await asyncio.gather(thread, return_exceptions=True))[0]

    refused = asyncio.run(ended_meanwhile())
    assert isinstance(refused, StoreError)
    assert refused.code == "store.closed"


def test_who_writes_alone_never_waits_and_after_a_crowd_the_next_commit_does_once(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("entraide.adapters.store.writer.time.sleep", pauses.append)
    for _ in range(3):
        writer.do(log)
    assert pauses == []
    held, go = threading.Event(), threading.Event()
    first = writer.submit(lambda _: (held.set(), go.wait(10)))
    assert held.wait(10)
    crowd = [writer.submit(log) for _ in range(4)]
    go.set()
    for each in (first, *crowd):
        each.result(10)
    for _ in range(3):
        writer.do(log)
    assert pauses == [0.008]
