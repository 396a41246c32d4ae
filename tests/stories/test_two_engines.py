"""A question between a node whose store is an SQLite file and one whose store is PostgreSQL.

The first story is in this process; the second is typed at the command line and kills a process, and
``./dev soak`` tells it.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from entraide.demo.bureau import Bureau as Office
from entraide.demo.preparation import agree, found, hold_people, meet, serve
from entraide.demo.questions import _question
from entraide.demo.story import PROTECTED, TARGET
from entraide.demo.telling import Telling
from tests.nodes import (
    Bureau,
    asynchronous,
    eventually,
    person,
)
from tests.postgres import server
from tests.stories.engines import two_engines

pytestmark = pytest.mark.slow


def test_a_question_crosses_between_two_engines_and_outlives_a_cut(
    tmp_path: Path, database: str
) -> None:
    _told(tmp_path, database)


@asynchronous
async def _told(folder: Path, database: str) -> None:
    async with two_engines(folder, database) as (ma, es):
        for asker, holder in ((ma, es), (es, ma)):
            await holder.hold(person("1", "عبد اللطيف بن علي", "1981-03-07"))
            await holder.hold(person("2", "Yasmin Salkini", protected=["refugee"]))
            (hit,) = await asker.ask("Abdelatif Ben Ali", born=["1981-03-07"])
            (hidden,) = await asker.ask("Yasmin Salkini")
            assert (hit["result"], hidden["result"]) == ("hit", "no-hit")
            assert hit["answer_bytes"] == hidden["answer_bytes"]
        assert server().cut(database, writers_only=False) >= 1
        await ma.ask("Abdelatif Ben Ali", case="R-9")
        await eventually(lambda: _hit_of(ma, "R-9"))
        for each in (ma, es):
            await eventually(lambda each=each: _is_whole(each))  # type: ignore[misc]
        log = await es.log()
        await es.stop()
        await es.start()
        assert await es.log() == log


async def _hit_of(bureau: Bureau, case: str) -> bool:
    answers = (await bureau.perform("answers"))["answers"]
    return [each["result"] for each in answers if each["case"] == case] == ["hit"]


async def _is_whole(bureau: Bureau) -> bool:
    verified = await bureau.verify()
    assert verified["whole"], verified
    return len(verified["witnesses"]) == 1


# The same at the command line


@dataclass(slots=True, kw_only=True)
class _Stored(Office):
    """A bureau whose store its engineer chose."""

    store: str = "sqlite"

    def run_all(self, *arguments: str) -> list[dict[str, Any]]:
        chosen = ("--store", self.store) if arguments[:2] == ("node", "init") else ()
        return Office.run_all(self, *arguments, *chosen)


@pytest.fixture
def offices(tmp_path: Path, database: str) -> Iterator[tuple[_Stored, _Stored]]:
    rabat = _Stored(stage=tmp_path, country="MA", name="Rabat", city="Rabat", officer="Amina")
    madrid = _Stored(
        stage=tmp_path, country="ES", name="Madrid", city="Madrid", officer="Lucia",
        store=server().url(database),
    )  # fmt: skip
    yield rabat, madrid
    for each in (rabat, madrid):
        each.stop()


def test_node_init_makes_the_store_that_it_was_told(offices: tuple[_Stored, _Stored]) -> None:
    madrid = offices[1]
    init = ("--id", madrid.id, "--country", "ES", "--name", madrid.name)
    madrid.run("node", "init", str(madrid.folder), *init)
    assert not (madrid.folder / "store.sqlite").exists()
    assert f'store = "{madrid.store}"' in (madrid.folder / "node.toml").read_text("utf-8")
    assert madrid.run("node", "status")["records"] == 0


@pytest.mark.soak
def test_a_node_on_postgresql_goes_on_after_kill_and_cut(
    offices: tuple[_Stored, _Stored], database: str
) -> None:
    rabat, madrid = offices
    tell = Telling(as_json=True)
    for act in (found, lambda t, b: hold_people(t, b, 30), serve, meet, agree):
        act(tell, offices)
    answer = rabat.act(*_question(TARGET))["answers"][0]
    assert answer["result"] == "hit"
    hidden = rabat.act(*_question(PROTECTED))["answers"][0]
    assert (hidden["result"], hidden["answer_bytes"]) == ("no-hit", answer["answer_bytes"])

    assert madrid.process is not None
    os.kill(madrid.process.pid, signal.SIGKILL)
    madrid.stop()
    madrid.start()
    given = madrid.act("references")["references"]
    assert [each["reference"] for each in given] == [answer["hits"][0]["reference"]]

    assert server().cut(database, writers_only=False) >= 1
    assert _asked_until_it_hits(rabat)["result"] == "hit"
    for each in offices:
        verified = each.act("audit", "verify")
        assert verified["whole"], verified
        assert len(verified["witnesses"]) == 1


def _asked_until_it_hits(office: _Stored) -> dict[str, Any]:
    """Ask once; the outbox brings the question again where the partner could not take it."""
    asked = office.act(*_question(TARGET))
    shown: dict[str, Any] = {"result": "waiting", **asked["answers"][0]}
    until = time.monotonic() + 30
    while shown["result"] != "hit" and time.monotonic() < until:
        shown = office.act("answers", "--thread", asked["thread"])["answers"][0]
    return shown
