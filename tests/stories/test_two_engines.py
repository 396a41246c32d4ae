"""A question from a node on SQLite to one on PostgreSQL, typed at the command line.

Two processes, made by ``entraide node init``; the answer is kept on both sides, the node on the
server is killed and the connection of its store is cut, and what it answered before it still knows.
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

from entraide.demo.bureau import Bureau
from entraide.demo.preparation import agree, found, hold_people, meet, serve
from entraide.demo.questions import _question
from entraide.demo.story import PROTECTED, TARGET
from entraide.demo.telling import Telling
from tests.postgres import server

pytestmark = pytest.mark.slow


@dataclass(slots=True, kw_only=True)
class _Stored(Bureau):
    """A bureau whose store its engineer chose."""

    store: str = "sqlite"

    def run_all(self, *arguments: str) -> list[dict[str, Any]]:
        chosen = ("--store", self.store) if arguments[:2] == ("node", "init") else ()
        return Bureau.run_all(self, *arguments, *chosen)


@pytest.fixture
def bureaus(tmp_path: Path) -> Iterator[tuple[_Stored, _Stored]]:
    database = server().new_database()
    rabat = _Stored(stage=tmp_path, country="MA", name="Rabat", city="Rabat", officer="Amina")
    madrid = _Stored(
        stage=tmp_path, country="ES", name="Madrid", city="Madrid", officer="Lucia",
        store=server().url(database),
    )  # fmt: skip
    yield rabat, madrid
    for each in (rabat, madrid):
        each.stop()
    server().give_back(database)


def test_a_question_is_answered_between_two_engines_and_survives_kill_and_cut(
    bureaus: tuple[_Stored, _Stored],
) -> None:
    rabat, madrid = bureaus
    tell = Telling(as_json=True)
    for act in (found, lambda t, b: hold_people(t, b, 30), serve, meet, agree):
        act(tell, bureaus)
    assert not (madrid.folder / "store.sqlite").exists()
    assert madrid.store in (madrid.folder / "node.toml").read_text("utf-8")

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

    database = madrid.store.partition("@/")[2].partition("?")[0]
    assert server().cut(database, writers_only=False) >= 1
    assert _asked_until_it_hits(rabat)["result"] == "hit"
    for each in bureaus:
        verified = each.act("audit", "verify")
        assert verified["whole"], verified
        assert len(verified["witnesses"]) == 1


def _asked_until_it_hits(bureau: _Stored) -> dict[str, Any]:
    """Ask once; the outbox brings the question again where the partner could not take it."""
    asked = bureau.act(*_question(TARGET))
    shown: dict[str, Any] = {"result": "waiting", **asked["answers"][0]}
    until = time.monotonic() + 30
    while shown["result"] != "hit" and time.monotonic() < until:
        shown = bureau.act("answers", "--thread", asked["thread"])["answers"][0]
    return shown
