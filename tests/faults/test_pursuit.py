"""Sightings and pursuit under attack: who may report and take a step, and what ends in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PeerError, PolicyError
from entraide.exchange.notice.bodies import (
    PursuitStep,
)
from entraide.exchange.notice.pursuit import Step
from tests.faults.given_notices import DAY_MS, erased, post, two
from tests.nodes import (
    DUTY,
    Bureau,
    asynchronous,
    eventually,
    today,
)
from tests.notices import (
    NAME,
    approval,
    published,
    wanted,
)
from tests.together.node.test_erasure import traces


@asynchronous
async def test_nothing_is_reported_without_an_officer_nor_of_whom_is_withheld(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, es):
        await es.hold(wanted("EX-ES-1", protected=["witness"]))
        notice = await published(ma)
        assert (await es.perform("notice.accept", notice=notice))["matches"] == 1
        shown = await es.perform("notice.show", notice=notice)
        assert [each["record"] for each in shown["matches"]] == ["EX-ES-1"]
        assert (await ma.perform("notice.show", notice=notice))["sightings"] == []
        told = {"notice": notice, "words": "Seen."}
        with pytest.raises(PolicyError, match=r"sighting\.withheld"):
            await es.perform("sighting.write", **told, record="EX-ES-1")
        with pytest.raises(PolicyError, match=r"notice\.denied.*Art. 2.2"):
            await es.perform("sighting.write", **told, place="Harbour")  # no places are agreed
        written = await es.perform("sighting.write", **told)
        for _ in range(2):
            signed = approval(es, written["payload"], DUTY)
            result = await es.perform(
                "sighting.approve", sighting=written["sighting"], approval=signed
            )
            assert result["approvals"] == 1
        assert (await ma.perform("notice.show", notice=notice))["sightings"] == []


async def steps(bureau: Bureau, notice: str, *taken: str, **more: Any) -> None:
    for step in taken:
        await bureau.perform("pursuit.step", notice=notice, step=step, **more)


async def stands(bureau: Bureau, notice: str) -> tuple[str, list[str]]:
    (one,) = (await bureau.perform("pursuit.show", notice=notice))["pursuits"]
    return one["state"], [each["step"] for each in one["journal"]]


@asynchronous
async def test_a_pursuit_to_surrender_each_step_by_the_state_with_the_power(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, es):
        notice = await published(ma)
        with pytest.raises(InputError, match=r"notice\.not_in_force"):
            await steps(es, notice, "located")  # accepted by nobody yet
        await es.perform("notice.accept", notice=notice)
        with pytest.raises(PolicyError, match=r"pursuit\.not_your_power"):
            await steps(es, notice, "withdrawn")
        await steps(es, notice, "located", "identity-confirmed", "arrested", days=18)
        for step in ("located", "released", "surrendered"):
            with pytest.raises(PolicyError, match=r"pursuit\.not_your_power"):
                await steps(ma, notice, step)
        (one,) = (await ma.perform("pursuit.show", notice=notice))["pursuits"]
        due = (today() + timedelta(days=18)).isoformat()
        assert [(each["what"], each["due"]) for each in one["deadlines"]] == [("file-sent", due)]
        ma.clock.ahead_ms = 20 * DAY_MS
        (one,) = (await ma.perform("pursuit.show", notice=notice))["pursuits"]
        assert one["deadlines"][0]["overdue"]
        ma.clock.ahead_ms = 0
        await steps(ma, notice, "file-sent")
        await steps(es, notice, "file-received", "surrendered")
        assert await stands(ma, notice) == await stands(es, notice)
        assert (await stands(ma, notice))[0] == "surrendered"
        table = schema.pursuit_step.c
        digests = [
            each.node.read(lambda c: c.scalars(select(table.digest).order_by(table.number)).all())
            for each in (ma, es)
        ]
        assert digests[0] == digests[1]  # both hold the same signed messages

        # forged steps: a number again, a step of the other state, an arrest out of turn
        step = PursuitStep(notice=notice, number=7, step=Step.RELEASED, on="2026-01-01",
                           reason="humanitarian", days=0)  # fmt: skip
        assert await post(ma, es, step) == "pursuit.not_your_power"
        assert await post(es, ma, step) == "pursuit.out_of_turn"


@asynchronous
async def test_cancelling_with_a_person_in_custody_withdraws_first_and_release_is_due(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, es):
        notice = await published(ma)
        await es.perform("notice.accept", notice=notice)
        await steps(es, notice, "located", "identity-confirmed", "arrested")
        await ma.perform("notice.cancel", notice=notice, reason="unlawful")
        await eventually(lambda: erased(ma, notice))
        assert (await stands(es, notice))[0] == "release-due"
        await steps(es, notice, "released", reason="withdrawn-there")
        await eventually(lambda: same(ma, es, notice))
        assert (await stands(ma, notice))[0] == "released"
        assert traces(es.folder, NAME) == {}


@asynchronous
async def test_two_steps_under_one_number_leave_the_executing_states_on_both_sides(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, es):
        notice = await published(ma)
        await es.perform("notice.accept", notice=notice)
        await steps(es, notice, "located", "identity-confirmed")
        await es.stop()
        await steps(ma, notice, "withdrawn")  # waits in the outbox as number 3
        client, ma.node.client = ma.node.client, Away()  # type: ignore[assignment]
        await es.start()
        await steps(es, notice, "arrested")  # number 3 too, and it arrives
        ma.node.client = client
        await eventually(lambda: same(ma, es, notice))
        assert (await stands(ma, notice))[0] == "arrested"
        await steps(ma, notice, "withdrawn")
        await eventually(lambda: same(ma, es, notice))
        assert (await stands(es, notice))[0] == "release-due"


class Away:
    """A client that reaches nobody."""

    async def deliver(self, *_: object) -> bytes:
        raise PeerError("peer.unreachable", reason="lost")


async def same(one: Bureau, other: Bureau, notice: str) -> bool:
    return await stands(one, notice) == await stands(other, notice)
