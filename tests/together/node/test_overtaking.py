"""An order given while an earlier one is under way takes its place, however the two arrive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError
from entraide.exchange.recalls import Executed
from entraide.node.mail.outbox import Due, every_waiting
from tests.given import (
    PHONE,
    as_marked,
    executed,
    handed_down,
    stands,
    telling,
    values_in,
)
from tests.machines.wire import Wire
from tests.nodes import DE, ES, MA, Bureau, asynchronous, exchange, sealed
from tests.together.node.test_copies_end import state_of
from tests.together.node.test_requests import bytes_of, released

WITHDRAW = {"reason": "mistaken identity"}
NO_PHONE = {"reason": "no phone", "without": ["phone"]}
WRONG = "a grade that was given in haste"


def under_way(bureau: Bureau, partner: str) -> Due:
    (due,) = bureau.node.read(lambda c: list(every_waiting(c, partner)))
    return due


def kinds(bureau: Bureau) -> list[str]:
    table = schema.message.c
    found = select(table.kind).where(table.incoming == 1).order_by(table.seq)
    return list(bureau.node.read(lambda c: c.scalars(found).all()))


@asynchronous
async def test_a_withdrawal_waits_for_no_correction_and_a_partner_away_gets_it_alone(
    tmp_path: Path,
) -> None:
    """What would only be taken back is not brought any more."""
    async with telling(tmp_path, MA, ES) as ((ma, es), thread):
        await es.stop()
        await ma.perform("correct", thread=thread, **{**NO_PHONE, "reason": WRONG})
        await ma.perform("withdraw", thread=thread, **WITHDRAW)
        assert await state_of(ma, thread) == "withdrawing"
        with pytest.raises(EntraideError, match=r"conversation\.out_of_turn"):
            await ma.perform("correct", thread=thread, **NO_PHONE)
        assert under_way(ma, ES).message.kind == "withdrawal"
        assert "correction.overtaken" in await ma.actions()
        await es.start()
        ma.node.delivery.kick(ES)
        await stands(ma, thread, (0, ES, "copy-deleted"))
        assert await state_of(ma, thread) == await state_of(es, thread) == "withdrawn"
        assert "correction" not in kinds(es)
        assert WRONG.encode() not in bytes_of(ma), "nothing of either is left here"
        for bureau in (ma, es):
            assert PHONE.encode() not in bytes_of(bureau)
        assert (await ma.perform("reconcile", partner=ES))["lacking"] == []


@asynchronous
async def test_a_further_correction_brings_no_field_back_that_the_one_under_way_left_out(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES) as ((ma, es), thread):
        await es.stop()
        await ma.perform("correct", thread=thread, **NO_PHONE)
        await ma.perform("correct", thread=thread, reason="grade", evaluation="A1")
        await es.start()
        ma.node.delivery.kick(ES)
        await stands(ma, thread, (0, ES, "copy-replaced"))
        (value,) = await values_in(es, thread)
        assert (value["prop"], value["evaluation"]) == ("name", "A1")
        assert await state_of(ma, thread) == "answered"
        again = await ma.perform("withdraw", thread=thread, **WITHDRAW)
        assert again["delivery"][0]["result"] == "executed"


async def cut(bureau: Bureau) -> Wire:
    """Put a wire in the test's hands between a bureau and everybody else."""
    wire = Wire()
    await bureau.node.client.close()
    bureau.node.client = wire  # type: ignore[assignment]
    return wire


async def brought(wire: Wire, due: Due, sender: Bureau, receiver: Bureau) -> Executed:
    """Hand an order over; return the statement of whoever got it, which stays on its way back."""
    await wire.carry(sender, receiver, due.envelope)
    return Executed.from_json(sender.opened(receiver, wire.responses[due.envelope]).body)


_ENDS: Final[dict[str, tuple[str, str, set[str]]]] = {
    "withdraw": ("withdrawing", "withdrawn", set()),
    "correct": ("correcting", "answered", {"B2"}),
}
"""The state while the later order is under way, the last one, and the gradings that stand."""


@pytest.mark.parametrize("later", _ENDS)
@pytest.mark.parametrize("late", [False, True])
def test_an_order_or_its_statement_that_comes_after_a_later_one_changes_nothing(
    tmp_path: Path, later: str, late: bool
) -> None:
    going, ended, left = _ENDS[later]

    @asynchronous
    async def story() -> None:
        async with exchange(tmp_path) as (ma, es):
            thread = await released(ma, es)
            wire = await cut(es)
            await es.perform("correct", thread=thread, reason="first", evaluation="C3")
            first = under_way(es, MA)
            for each in (ma, es):
                each.clock.ahead_ms += 1_000
            if not late:
                assert (await brought(wire, first, es, ma)).did == "replaced"
            await es.perform(later, thread=thread, reason="second")
            second = under_way(es, MA)
            assert second.message.body["reply"] == first.message.body["reply"]
            assert (await brought(wire, second, es, ma)).order == second.message.digest
            stood = await values_in(ma, thread)
            assert {each["evaluation"] for each in stood} == left
            if late:
                assert (await brought(wire, first, es, ma)).did == "deleted", "none of it is held"
                assert await state_of(ma, thread) == ended
            assert await values_in(ma, thread) == stood
            answers = [wire.responses[each.envelope] for each in (first, second)]
            await es.node.delivery.take_by_hand(first, answers[0])
            assert await state_of(es, thread) == going, "the later one is not confirmed by it"
            await es.node.delivery.take_by_hand(second, answers[1])
            assert await state_of(es, thread) == ended
            for bureau in (ma, es):
                assert b'"C3"' not in bytes_of(bureau)
                assert (await bureau.verify(ask_partners=False))["whole"]

    story()


@asynchronous
async def test_the_statement_about_the_first_comes_last_and_moves_nothing(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        wire = await cut(es)
        await es.perform("correct", thread=thread, reason="first")
        first = under_way(es, MA)
        await brought(wire, first, es, ma)
        await es.perform("withdraw", thread=thread, reason="second")
        second = under_way(es, MA)
        await brought(wire, second, es, ma)
        for due in (second, first):
            await es.node.delivery.take_by_hand(due, wire.responses[due.envelope])
            assert await state_of(es, thread) == "withdrawn"
        rows = [row for row in await es.log() if row["action"] == "executed.received"]
        assert sorted(row["ids"].get("end", "") for row in rows) == ["", "overtaken"]


@asynchronous
async def test_below_a_holder_too_the_later_order_overtakes_and_the_tree_waits_for_its_end(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        thread, at_de = await handed_down(ma, es, de)
        await de.stop()
        await ma.perform("correct", thread=thread, **NO_PHONE)
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "away"))
        first = under_way(es, DE)
        ma.clock.ahead_ms += 1_000
        es.clock.ahead_ms += 1_000
        await ma.perform("correct", thread=thread, reason="grade", evaluation="A1")
        second = under_way(es, DE)
        assert (first.message.kind, second.message.kind) == ("correction", "correction")
        assert first.message.body["reply"] == second.message.body["reply"], "what stands there"
        await ma.perform("withdraw", thread=thread, **WITHDRAW)
        assert under_way(es, DE).message.kind == "withdrawal"
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "away"))
        await de.start()
        es.node.delivery.kick(DE)
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-deleted"))
        assert "correction" not in kinds(de)
        assert (await es.post(de, second.envelope)).status == 200, "it was long on its way"
        assert await values_in(de, at_de) == []
        assert PHONE.encode() not in bytes_of(de)
        assert await executed(de, 2)
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-deleted"))


@asynchronous
async def test_a_provider_revives_nothing_by_a_correction_dated_after_its_withdrawal(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        wire = await cut(es)
        await es.perform("correct", thread=thread, reason="first")
        first = under_way(es, MA).message
        await es.perform("withdraw", thread=thread, reason="second")
        await brought(wire, under_way(es, MA), es, ma)
        forged = replace(first, id=es.node.fresh_id(), sent_ms=es.clock.now_ms() + 60_000)
        envelope = sealed(es, forged)
        await wire.carry(es, ma, envelope)
        assert wire.refusals[envelope] == "conversation.out_of_turn"
        assert await values_in(ma, thread) == []
