"""kill -9 at any moment, start again, verify the log: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pysqlite3.dbapi2
import pytest

from entraide.demo.people import write_people
from entraide.node.mail.post import seal
from tests.nodes import (
    ES,
    MA,
    Bureau,
    adopt,
    asynchronous,
    bureau_in,
    eventually,
    exchange,
    importing,
    introduce,
    memorandum,
    person,
    question,
)
from tests.processes import Machine, wait_until

pytestmark = pytest.mark.slow
ROUNDS = 2
ROOT = Path(__file__).parents[2]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.stop()


async def bound(folder: Path) -> tuple[Bureau, Bureau]:
    """Two bureaus bound by a memorandum, closed again, records held by the second."""
    async with exchange(folder) as (ma, es):
        await es.hold(*(person(f"p{at}", f"Abdelatif Ben Ali {at}") for at in range(50)))
    return ma, es


@asynchronous
async def test_a_holder_killed_between_question_and_answer_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    ma, es = await bound(tmp_path)
    machine = Machine(tmp_path)
    try:
        machine.start(ES)
        await ma.start()
        asked: list[str] = []
        for _ in range(ROUNDS):
            asking = [asyncio.create_task(put(ma, f"Abdelatif Ben Ali {at}")) for at in range(12)]
            await asyncio.sleep(0.08)
            machine.kill(ES)
            asked.extend([await each for each in asking])
            await asyncio.to_thread(machine.start, ES)
        await eventually(lambda: nothing_waits(ma), within_s=30)
        rows = (await ma.perform("answers"))["answers"]
        assert {row["thread"] for row in rows} == set(asked)
        assert {row["state"] for row in rows} == {"hit"}
        await asyncio.to_thread(machine.kill, ES)
        es.open()
        actions = await es.actions()
        assert actions.count("query.received") == actions.count("answer.sent") == len(asked)
        assert (await ma.actions()).count("answer.received") == len(asked)
        for each in (ma, es):
            assert (await each.verify(ask_partners=False))["whole"]
        used = es.node.read(lambda c: c.exec_driver_sql("select sum(used) from budget").scalar())
        assert used == len(asked)
    finally:
        machine.stop()
        await ma.stop()
        await es.stop()


async def put(ma: Bureau, name: str) -> str:
    return str((await ma.perform("ask", name=[name], **DEALING))["thread"])


DEALING = {"purpose": "criminal-investigation", "offence": "drugs.trafficking", "case": "R-1"}


async def nothing_waits(bureau: Bureau) -> bool:
    return bool((await bureau.status())["outbox"] == 0)


@asynchronous
async def test_a_killed_search_process_costs_one_search_at_most(tmp_path: Path) -> None:
    ma, _ = await bound(tmp_path)
    machine = Machine(tmp_path)
    try:
        machine.start(ES)
        await ma.start()
        assert (await ma.ask("Abdelatif Ben Ali 1"))[0]["result"] == "hit"
        for child in children(machine.nodes[ES].pid):
            os.kill(child, signal.SIGKILL)
        await asyncio.sleep(0.2)
        for _ in range(3):
            await ma.ask("Abdelatif Ben Ali 1")
        await eventually(lambda: nothing_waits(ma))
        assert (await ma.ask("Abdelatif Ben Ali 1"))[0]["result"] == "hit"
    finally:
        machine.stop()
        await ma.stop()


def children(parent: int) -> list[int]:
    """Return the search processes of a node: its spawned children."""
    found = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        for child in (task / "children").read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                found.append(int(child))
    return found


def content_of(bureau: Bureau) -> list[tuple[object, ...]]:
    connection = pysqlite3.dbapi2.connect(str(bureau.folder / "store.sqlite"))
    try:
        records = connection.execute("select id, digest, withheld_from from record order by id")
        postings = connection.execute(
            "select r.id, p.key from posting p join record r on r.rec = p.rec order by 1, 2"
        )
        return [*records.fetchall(), *postings.fetchall()]
    finally:
        connection.close()


@asynchronous
async def test_an_import_killed_again_and_again_ends_as_an_uninterrupted_one(
    tmp_path: Path, machine: Machine
) -> None:

    file = tmp_path / "people.jsonl"
    write_people(file, "ES", 3_000, 7)
    with file.open("a", encoding="utf-8") as stream:
        stream.write('{"id": "cut off"\n')
    killed, whole = bureau_in(tmp_path / "a", ES), bureau_in(tmp_path / "b", ES)
    text = json.dumps(importing(file))
    for _ in range(2):
        await asyncio.to_thread(import_and_kill, machine, killed, text)
    for each in (killed, whole):
        each.open()
        result = await each.perform("records.import", **importing(file))
        await each.stop()
        assert result["rejected"] == 1
    assert content_of(killed) == content_of(whole)
    rejects = await asyncio.to_thread(lambda: list(tmp_path.glob("people*.rejects*")))
    assert len(rejects) == 1
    assert len(rejects[0].read_text().splitlines()) == 1
    whole.open()
    again = await whole.perform("records.import", **importing(file))
    await whole.stop()
    assert (again["added"], again["changed"]) == (0, 0)
    assert content_of(whole) == content_of(killed)


def import_and_kill(machine: Machine, bureau: Bureau, text: str) -> None:
    """Begin the import in a process of its own and kill it shortly after its first records."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORTING, str(bureau.folder), text],
        cwd=ROOT,
        env=machine._environment() | {"PYTHONPATH": "src:."},
    )
    wait_until(lambda: process.poll() is not None or progressed(bureau), within_s=60)
    time.sleep(0.15)
    process.kill()
    process.wait()


def progressed(bureau: Bureau) -> bool:
    connection = pysqlite3.dbapi2.connect(str(bureau.folder / "store.sqlite"))
    try:
        (count,) = connection.execute("select count(*) from record").fetchone()
    finally:
        connection.close()
    return bool(count)


IMPORTING = """
import asyncio, json, pathlib, sys
from entraide.node.build import open_node
from entraide.node.people.actor import Actor, Order
from entraide.node.call import Call
from entraide.node.record.importing import ImportRecords, import_records
from tests.nodes import PASSPHRASE

async def main():
    node = open_node(pathlib.Path(sys.argv[1]), PASSPHRASE)
    order = Order(action="records.import", parameters={}, officer=None, at_ms=0, nonce="")
    call = Call(node=node, actor=Actor(pseudonym="officer-x"), order=order, emit=lambda _: None)
    await import_records(call, ImportRecords.model_validate(json.loads(sys.argv[2])))
    await node.close()

asyncio.run(main())
"""


@asynchronous
async def test_a_full_disk_is_an_error_and_the_node_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    """The limit on the size of a file stands for the full disk (RLIMIT_FSIZE)."""
    ma, es = bureau_in(tmp_path, MA), bureau_in(tmp_path, ES)
    try:
        for each in (ma, es):
            each.open()
        await introduce(ma, es)
        for each in (ma, es):
            await adopt(each, memorandum(ma, es))
        await ma.stop()
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", FULL, str(ma.folder)],
            cwd=ROOT,
            env=Machine(tmp_path)._environment() | {"PYTHONPATH": "src:."},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr.decode()
        ma.open()
        assert (await ma.verify(ask_partners=False))["whole"]
        assert seal(ma.node, question(ma, es))
    finally:
        await ma.stop()
        await es.stop()


FULL = f"""
import asyncio, pathlib, resource, signal, sys
from entraide.adapters.store.writer import Event
from entraide.errors import StoreError
from entraide.node.build import open_node
from tests.nodes import PASSPHRASE

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

def event(at):
    return Event("query.denied", "node", f"test-{{at}}", "es.bureau", {{"pad": "x" * 100}})

async def main():
    node = open_node(pathlib.Path(sys.argv[1]), PASSPHRASE)
    node.writer.do(lambda t: t.log(event(0)))
    size = node.writer.frontier.size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    wal = node.folder.store.with_name("store.sqlite-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal + 20_000, hard))
    failed = 0
    for at in range(60):
        try:
            node.writer.do(lambda t: [t.log(event(at)) for _ in range(20)])
        except StoreError as error:
            assert error.code == "store.write_failed", error
            failed += 1
    assert failed > 10, failed
    held = node.writer.frontier.size
    resource.setrlimit(resource.RLIMIT_FSIZE, ({resource.RLIM_INFINITY}, hard))
    node.writer.do(lambda t: t.log(event(99)))
    assert node.writer.frontier.size == held + 1
    await node.close()

asyncio.run(main())
"""
