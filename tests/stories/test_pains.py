"""Pains that users of today's systems report, each with its number in ``domain.md``'s list.

Number 1 (deletion travels) has tests of its own where requests are tested, number 3 also
``test_a_week_away``; number 11 concerns the console.
"""

from __future__ import annotations

import random
import re
import tracemalloc
from pathlib import Path
from typing import Any

import cedarpy
import pytest
from sqlalchemy import delete, select

from entraide.adapters.files.post import PostWriter, verified_lines
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError
from entraide.kernel.message import MAX_MESSAGE_BYTES
from entraide.kernel.post_file import Ending, Heading, Letter
from entraide.match import Subject, compare, prepare
from entraide.match.report import report_comparison
from entraide.node.mail.outbox import AT_ONCE
from tests.attach_nodes import attach, digest_of, file_in, hit_thread, stands
from tests.docs.pages import ROOT
from tests.faults.test_only_the_partner import WATCH
from tests.nodes import (
    CHIEF,
    ES,
    MA,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
    question,
    sealed,
)
from tests.together.node.test_requests import release, requested, two_officers

NAME = "Zuleika Exercise Quennell"


@asynchronous
async def test_pain_2_synchronising_reads_what_differs_and_not_everything_again(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, reconcile_settle_ms=0) as (ma, es):
        for number in range(12):
            await ma.ask(f"Nobody {number}")
        same = await ma.perform("reconcile", partner=ES)
        assert (same["equal"], same["rounds"]) == (True, 1), "equal sides compare one sum"
        table = schema.message
        with es.node.writer.engine.begin() as connection:
            lost = connection.scalars(select(table.c.id).where(table.c.incoming == 1)).first()
            connection.execute(delete(table).where(table.c.id == lost))
        found = await ma.perform("reconcile", partner=ES)
        assert [each["message"] for each in found["lacking"]] == [lost]
        assert found["rounds"] <= 4


@asynchronous
async def test_pain_3_what_one_side_lacks_is_named_and_never_called_complete(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, reconcile_settle_ms=0) as (ma, es):
        people = [person(f"EX-{n}", NAME) for n in range(3)]
        path = tmp_path / "people.jsonl"
        good = "\n".join(str(each).replace("'", '"') for each in people)
        path.write_text(good + "\n{broken\n", encoding="utf-8")
        told = await es.perform(
            "records.import", path=str(path), dataset="EXERCISE", source="EXERCISE",
            retention="2031-12-31",
        )  # fmt: skip
        assert (told["added"], told["rejected"]) == (3, 1), "every row is counted"
        await ma.ask("Nobody Known")
        with es.node.writer.engine.begin() as connection:
            connection.execute(delete(schema.message))
        assert len((await ma.perform("reconcile", partner=ES))["lacking"]) == 2
        assert "message.lacking" in await ma.actions()


def test_pain_4_memory_does_not_grow_with_what_is_carried(tmp_path: Path) -> None:
    """24 MB of post are written and read in the memory of a few envelopes."""
    envelope, path = random.Random(1).randbytes(120_000), tmp_path / "post"  # noqa: S311 - filling
    tracemalloc.start()
    try:
        with PostWriter(path) as writer:
            writer.add(Heading(sender=MA, recipient=ES, made_ms=1))
            for _ in range(150):
                writer.add(Letter(envelope))
            writer.finish(lambda lines, _: Ending("0" * 32, lines, b"s" * 64))
        read = sum(isinstance(line, Letter) for line in verified_lines(path, lambda *_: None))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (read, path.stat().st_size > 20_000_000) == (150, True)
    assert peak < 3_000_000


@asynchronous
async def test_pain_5_no_third_party_halts_an_exchange(tmp_path: Path) -> None:
    """No name server, time service, status responder or hub: everything else is barred."""
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        ports = {each.node.settings.partner.port for each in (ma, es)}
        with WATCH.over(ports):
            assert (await ma.ask(NAME))[0]["result"] == "hit"
            await eventually(lambda: ma.node.witnessed_sizes.get(ES, 0) > 0)
        assert {port for _, port in WATCH.called} <= ports


def test_pain_6_setting_up_takes_no_certificate_commands() -> None:
    """The README's way from nothing to an answer, which runs as a test of its own."""
    text = (ROOT / "README.md").read_text("utf-8")
    by_hand = text.split("## A node by hand", 1)[1].split("$ entraide ask", 1)[0]
    commands = re.findall(r"^\$ (\S.*)$", by_hand, re.MULTILINE)
    assert 10 <= len(commands) <= 30
    assert not [each for each in commands if re.search(r"openssl|cert|\.pem|\bca\b", each)]


def test_pain_7_sizing_figures_are_stated_also_where_they_miss_their_goal() -> None:
    text = (ROOT / "docs" / "performance.md").read_text("utf-8")
    for stated in ("## Messages a second", "## Memory", "## Honest misses", "CPU a message",
                   "round trip, p95", "SIENA's 2023"):  # fmt: skip
        assert stated in text
    index = (ROOT / "docs" / "index-figures.md").read_text("utf-8")
    sizes = re.findall(r"^\| ([\d,]+) \|", index, re.MULTILINE)
    assert max(int(size.replace(",", "")) for size in sizes) >= 1_000_000
    assert "bytes a person" in index


class _Stopped:
    """A clock that stands: everything happens in one millisecond."""

    def __init__(self, bureau: Bureau) -> None:
        self._at = bureau.clock.now_ms()
        self.random = bureau.clock.random

    def now_ms(self) -> int:
        return self._at


@asynchronous
async def test_pain_8_messages_of_one_millisecond_are_each_brought_once(tmp_path: Path) -> None:
    """Cursors are numbers, never dates: more than a page of them with one and the same time."""
    async with exchange(tmp_path, reconcile_settle_ms=0) as (ma, es):
        await es.stop()
        ma.node.world = _Stopped(ma)
        for number in range(2 * AT_ONCE + 3):
            await ma.ask(f"Nobody {number}")
        table = schema.message.c
        moments = ma.node.read(lambda c: c.scalars(select(table.sent_ms)).all())
        assert len(set(moments)) == 1 < AT_ONCE < len(moments)
        ma.node.world = ma.clock
        await es.start()

        async def all_answered() -> bool:
            answers = (await ma.perform("answers"))["answers"]
            return [each["result"] for each in answers].count("no-hit") == len(moments)

        await eventually(all_answered)
        assert (await es.actions()).count("query.received") == len(moments)
        assert (await ma.perform("reconcile", partner=ES))["equal"]


@asynchronous
async def test_pain_9_a_policy_that_cannot_be_evaluated_denies_and_nothing_is_searched(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        asked = sealed(ma, question(ma, es, NAME))

        def broken(*_: Any, **__: Any) -> Any:
            raise ValueError("EXERCISE: the policy cannot be evaluated")

        with pytest.MonkeyPatch.context() as attack:
            attack.setattr(cedarpy, "is_authorized", broken)
            attack.setattr("entraide.node.question.answering.find_visible", broken)
            answer = ma.opened(es, (await ma.post(es, asked)).body)
        assert (answer.kind, answer.body["code"]) == ("denied", "policy.not_evaluated")


@asynchronous
async def test_pain_10_what_is_larger_than_a_message_travels_in_chunks(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await hit_thread(ma, es)
        size = 2 * MAX_MESSAGE_BYTES + 1
        with pytest.raises(RemoteProtocolError, match=r"envelope\.too_large"):
            sealed(ma, question(ma, es, body_legal_basis="x" * size))
        path = file_in(tmp_path, size)
        offered = (await attach(ma, es, thread, path))["attachment"]
        await eventually(lambda: stands(ma, offered, "delivered"))
        out = tmp_path / "received.bin"
        await es.perform("attachments.save", attachment=offered, out=str(out))
        assert digest_of(out) == digest_of(path)


@asynchronous
async def test_pain_12_four_eyes_one_officer_twice_is_not_two(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=two_officers) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        for _ in range(2):
            assert (await release(es, thread))["approvals"] == 1
        assert "reply.received" not in await ma.actions()
        assert (await release(es, thread, CHIEF))["values"] == 3


def test_pain_13_scores_rank_and_every_point_says_where_it_comes_from() -> None:
    asked = prepare(Subject(names=("Abdellatif Benali",), birth_dates=("1981-03-07",)))
    held = [
        prepare(Subject(names=(name,), birth_dates=(born,)))
        for name, born in (
            ("Abdellatif Benali", "1981-03-07"),
            ("Abdelatif Ben Ali", "1981-07-03"),
            ("Abdellatif Benali", "1960-01-01"),
            ("Dieter Schmidt", "1981-03-07"),
        )
    ]
    compared = [compare(asked, each) for each in held]
    scores = [each.score for each in compared]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    for each in compared:
        told = report_comparison(each)
        assert all(row["reason"] for row in told["reasons"])
        total = sum(row["weight"] * row["value"] for row in told["reasons"])
        assert (total > 0) == (told["score"] > 0.5), "the reasons add up to the decision"
