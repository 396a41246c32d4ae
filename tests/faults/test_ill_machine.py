"""Real processes on an ill machine: disk full, folder read-only, clock a day wrong."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import StoreError
from tests.attach_processes import Process
from tests.nodes import (
    DEALING,
    ES,
    PASSPHRASE,
    Bureau,
    asynchronous,
    bureau_in,
    eventually,
    exchange,
    person,
)

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
DAY_MS = 86_400_000
NAME = "Abdelatif Ben Ali"
NOBODY = 65_534


@contextlib.asynccontextmanager
async def asker_and_process(folder: Path) -> AsyncIterator[tuple[Bureau, Process]]:
    """Rabat in this process, Madrid in its own, bound by a memorandum."""
    async with exchange(folder) as (ma, es):
        await es.hold(person("p1", NAME))
    process = Process(es)
    await ma.start()
    try:
        yield ma, process
    finally:
        await ma.stop()
        process.end(signal.SIGTERM)


async def ask(ma: Bureau, name: str = NAME) -> dict[str, Any]:
    return (await ma.perform("ask", name=[name], **DEALING))["answers"][0]


async def all_whole(*bureaus: Bureau) -> None:
    for each in bureaus:
        assert (await each.verify(ask_partners=False))["whole"]


@asynchronous
async def test_a_full_disk_under_a_running_node_loses_and_repeats_no_question(
    tmp_path: Path,
) -> None:
    """The limit on the size of a file stands for the full disk; it is lifted while it runs."""
    async with asker_and_process(tmp_path) as (ma, es):
        await asyncio.to_thread(es.start)
        assert (await ask(ma))["result"] == "hit"
        log = es.folder / "store.sqlite-wal"
        _, hard = resource.prlimit(es.pid, resource.RLIMIT_FSIZE)
        room = log.stat().st_size + 10_000
        resource.prlimit(es.pid, resource.RLIMIT_FSIZE, (room, hard))
        results = [(await ask(ma))["result"] for _ in range(4)]
        assert "waiting" in results, "the holder could not keep them and said so"
        assert "refused" not in results
        resource.prlimit(es.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))

        async def all_answered() -> bool:
            rows = (await ma.perform("answers"))["answers"]
            return len(rows) == 5 and {row["state"] for row in rows} == {"hit"}

        await eventually(all_answered)
        await asyncio.to_thread(es.end, signal.SIGTERM)
        es.bureau.open()
        actions = await es.bureau.actions()
        assert actions.count("query.received") == actions.count("answer.sent") == 5
        await all_whole(ma, es.bureau)
        await es.bureau.stop()


@pytest.fixture
def borrowed() -> Iterator[Path]:
    """A folder that an unprivileged person can reach."""
    folder = Path(tempfile.mkdtemp(prefix="entraide-readonly-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)


UNPRIVILEGED = f"""
import contextlib, io, json, os, sys
from entraide.cli import main, session
from entraide.cli.keeping import node
from entraide.console import application
from entraide.node import build, serve

def run(*arguments):
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = main._run([*arguments, "--output", "json"])
    return code, json.loads((out.getvalue() or errors.getvalue()).strip().splitlines()[-1])

place, words = sys.argv[1:]
given = ("--passphrase-file", words)
assert run("node", "status", place, *given)[0] == 0  # and everything is loaded
if os.geteuid() == 0:
    for path, folders, files in os.walk(place):
        for each in (path, *(os.path.join(path, name) for name in files)):
            os.chown(each, {NOBODY}, {NOBODY})
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
os.chmod(place, 0o500)
os.chmod(os.path.join(place, "lock"), 0o400)
refused = [run("node", "run", place, *given), run("node", "status", place, *given)]
os.chmod(os.path.join(place, "lock"), 0o600)
os.chmod(place, 0o700)
print(json.dumps([*refused, run("node", "status", place, *given)]))
"""


def test_a_folder_that_cannot_be_written_is_a_clear_error_for_an_ordinary_user(
    borrowed: Path,
) -> None:
    """Run as an unprivileged user, also where the tests run as root, who may write anywhere."""
    bureau = bureau_in(borrowed, ES)
    words = borrowed / "words"
    words.write_text(PASSPHRASE)
    words.chmod(0o644)
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(bureau.folder), str(words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src", "ENTRAIDE_LANGUAGE": "en"},  # noqa: TID251 - for a process
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ran, looked, after = json.loads(done.stdout)
    for code, said in (ran, looked):
        assert (code, said["error"]["code"]) == (StoreError.exit_code, "folder.not_writable")
        assert str(bureau.folder) in said["error"]["says"]
    assert after[0] == 0, after


@asynchronous
async def test_a_clock_a_day_wrong_is_refused_by_both_and_ends_no_log(tmp_path: Path) -> None:
    """1. ahead: nobody believes the other; 2. put right: it signs nothing; 3. a day later: on."""
    async with asker_and_process(tmp_path) as (ma, es):
        es.ahead_ms = DAY_MS + 60_000
        await asyncio.to_thread(es.start)
        asked = await ask(ma)
        assert (asked["result"], asked["code"]) == ("refused", "message.expired")
        wanted = {"name": [NAME], **DEALING}
        back = (await asyncio.to_thread(lambda: es.order("ask", **wanted)))["answers"][0]
        assert (back["result"], back["code"]) == ("refused", "message.from_the_future")
        await asyncio.to_thread(es.end, signal.SIGKILL)

        es.ahead_ms = 0
        await asyncio.to_thread(es.start)
        assert (await ask(ma))["result"] == "waiting", "it may not sign, so it answers nobody"
        await asyncio.to_thread(es.end, signal.SIGTERM)

        es.ahead_ms = ma.clock.ahead_ms = DAY_MS + 120_000
        await asyncio.to_thread(es.start)
        assert (await ask(ma))["result"] == "hit"
        await asyncio.to_thread(es.end, signal.SIGTERM)
        es.bureau.clock.ahead_ms = es.ahead_ms
        es.bureau.open()
        await all_whole(ma, es.bureau)
        assert (await es.bureau.actions()).count("answer.sent") == 1
        await es.bureau.stop()
