"""Notices that come again, are replaced, cancelled or expire: nothing of them is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from entraide.adapters.tables import schema
from entraide.agreements.declarations import Act
from entraide.errors import InputError
from entraide.exchange.notice.bodies import (
    NoticeChange,
    Published,
)
from entraide.exchange.notice.lifecycle import Event
from entraide.node.notice.expiry import expire_notices
from entraide.node.notice.rows import find_ours
from tests.faults.given_notices import DAY_MS, erased, two
from tests.nodes import (
    CHIEF,
    DE,
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    sealed,
    today,
)
from tests.notices import (
    TRACES,
    forged,
    notice_of,
    published,
    received,
    vouched_for,
    wanted,
)
from tests.together.node.test_agreements_live import declare
from tests.together.node.test_erasure import traces


@asynchronous
async def test_a_notice_that_comes_again_or_after_its_cancellation_is_not_held(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, es):
        told = notice_of(MA)
        message = forged(ma, es, Published(notice=told, review=vouched_for(told)))
        cancel = NoticeChange(notice=told.id, version=1, change=Event.CANCEL, reason="none")
        order = forged(ma, es, cancel, agreement=None, purpose=None)
        envelopes = sealed(ma, message), sealed(ma, order)
        for envelope in (envelopes[1], envelopes[0], envelopes[1], envelopes[0]):
            posted = await ma.post(es, envelope)
            expected = "notice.not_later" if envelope is envelopes[0] else ""
            assert (posted.code if posted.status >= 400 else "") == expected
        (copy,) = await received(es)
        assert copy["state"] == "cancelled"
        assert traces(es.folder, *TRACES) == {}

        again = replace(told, id="cd" * 16)
        message = forged(ma, es, Published(notice=again, review=vouched_for(again)))
        envelope, receipts = sealed(ma, message), set()
        for _ in range(3):
            receipts.add((await ma.post(es, envelope)).body)
        assert len(receipts) == 1
        assert len(await received(es)) == 2


@asynchronous
async def test_amending_replaces_everywhere_and_who_is_not_addressed_again_erases(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await ma.hold(wanted())
        notice = await published(ma)
        await es.perform("notice.accept", notice=notice)
        facts = [["facts", "The facts were put right."]]
        assert await published(ma, replaces=notice, texts=facts, to=[ES]) == notice
        await eventually(lambda: gone_at(de, notice))
        (copy,) = await received(es)
        assert (copy["version"], copy["verdict"]) == (2, "")
        assert traces(es.folder, "Quennelltown") == {}
        shown = await es.perform("notice.show", notice=notice)
        assert shown["body"]["texts"] == {"facts": "The facts were put right."}
        with pytest.raises(InputError, match=r"notice\.not_in_force|pursuit"):
            await es.perform("pursuit.step", notice=notice, step="located")
        versions = ma.node.read(lambda c: find_ours(c, notice))
        assert (versions.version, versions.state) == (2, "published")

        await ma.perform("notice.suspend", notice=notice)
        await es.perform("notice.accept", notice=notice)
        assert (await received(es))[0]["state"] == "suspended"
        await es.hold({**wanted("EX-ES-9"), "entraide": {"source": "EXERCISE"}})
        assert (await received(es))[0]["matches"] == 0
        await ma.perform("notice.resume", notice=notice)
        assert (await received(es))[0]["state"] == "published"


async def gone_at(bureau: Bureau, notice: str) -> bool:
    return [each["state"] for each in await received(bureau)] == ["cancelled"]


@asynchronous
async def test_after_its_last_day_nothing_is_left_of_it_at_either_side(tmp_path: Path) -> None:
    async with two(tmp_path) as (ma, es):
        soon = (today() + timedelta(days=3)).isoformat()
        notice = await published(ma, expires=soon)
        await es.perform("notice.accept", notice=notice)
        for each in (ma, es):
            each.clock.ahead_ms = 3 * DAY_MS
            assert await expire_notices(each.node) == 0
        for each in (es, ma):
            each.clock.ahead_ms = 4 * DAY_MS
        for each in (es, ma, es, ma):
            await expire_notices(each.node)
        await eventually(lambda: erased(ma, notice))
        assert (await received(es))[0]["state"] == "expired"
        status = await ma.perform("notice.status", notice=notice)
        assert (status["state"], status["unconfirmed"]) == ("expired", [])
        await ma.perform("records.erase", officer=CHIEF, ids=["EX-MA-1"], reason="purpose-ended")
        for each in (ma, es):
            assert traces(each.folder, *TRACES, "Warrant") == {}
            assert (await each.verify())["whole"]
        with pytest.raises(InputError, match=r"notice\.erased"):
            await ma.perform("notice.publish", notice=notice)


@asynchronous
async def test_a_cancellation_given_again_reaches_who_has_not_confirmed(tmp_path: Path) -> None:
    async with two(tmp_path) as (ma, es):
        notice = await published(ma)
        await es.stop()
        await ma.perform("notice.cancel", officer=PROTECTION, notice=notice, reason="unlawful")
        await ma.node.writer.run(
            lambda t: t.connection.execute(schema.outbox.delete())  # as if its month had passed
        )
        await es.start()
        status = await ma.perform("notice.status", notice=notice)
        assert status["unconfirmed"] == [ES]
        await ma.perform("notice.cancel", notice=notice, reason="unlawful")
        await eventually(lambda: erased(ma, notice))
        assert traces(es.folder, *TRACES) == {}


@asynchronous
async def test_article_8_5_notices_go_with_the_agreement_that_says_so(tmp_path: Path) -> None:
    def data_goes(body: dict[str, Any]) -> None:
        body["final-provisions"]["termination"] = {"notice-days": 1, "data": "delete"}

    async with two(tmp_path, change=data_goes) as (ma, es):
        notice = await published(ma)
        await es.perform("notice.accept", notice=notice)
        await declare(ma, Act.TERMINATE, later_ms=DAY_MS)
        for each in (ma, es):
            each.clock.ahead_ms = DAY_MS + 1
        done = await es.perform("retention.run", officer=PROTECTION)
        assert done["notices"] <= 1  # the node's own clockwork may have come first
        await eventually(lambda: erased(ma, notice))
        assert (await received(es))[0]["state"] == "expired"
        assert traces(es.folder, *TRACES) == {}
