"""Copies at their end: orders nobody took in time, permissions taken back, holders that erase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PeerError, PolicyError
from entraide.exchange.answer import compose_outside
from entraide.exchange.onward import OnwardRevocation
from entraide.exchange.permissions import PermissionRevoked
from entraide.exchange.statements import sign_statement
from entraide.node.mail.post import framing, seal
from tests.given import (
    PHONE,
    as_marked,
    ask_onward,
    executed,
    grant,
    handed_down,
    pass_on,
    passed,
    stands,
    telling,
    values_in,
)
from tests.nodes import DE, DUTY, ES, MA, PROTECTION, Bureau, asynchronous, eventually, exchange
from tests.together.node.test_requests import bytes_of

MONTH_MS = 31 * 86_400_000


async def state_of(bureau: Bureau, thread: str) -> str:
    shown = await bureau.perform("thread", thread=thread)
    return str(shown["conversations"][0]["state"])


async def news(bureau: Bureau, officer: str = DUTY) -> list[str]:
    return [each["what"] for each in (await bureau.perform("inbox", officer=officer))["alerts"]]


def all_ahead(*bureaus: Bureau, by_ms: int) -> None:
    for bureau in bureaus:
        bureau.clock.ahead_ms += by_ms


@asynchronous
async def test_a_withdrawal_that_nobody_took_in_time_ends_as_not_confirmed_and_is_given_again(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES) as ((ma, es), thread):
        await es.stop()
        await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        await stands(ma, thread, (0, ES, "away"))
        all_ahead(ma, es, by_ms=MONTH_MS)
        await stands(ma, thread, (0, ES, "not-confirmed"))
        assert await state_of(ma, thread) == "withdrawal-unconfirmed"
        assert "withdrawal:expired" in await news_seen(ma)
        await es.start()
        assert len(await values_in(es, thread)) == 2, "it never came"
        done = await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        assert done["delivery"][0]["result"] == "executed"
        await stands(ma, thread, (0, ES, "copy-deleted"))
        assert PHONE.encode() not in bytes_of(es)


async def news_seen(bureau: Bureau) -> set[str]:
    rows = bureau.node.read(lambda c: c.scalars(select(schema.alert.c.what)).all())
    return set(rows)


@asynchronous
async def test_a_correction_given_again_leaves_nothing_of_the_one_whose_answer_was_lost(
    tmp_path: Path,
) -> None:
    """The partner executed it, its statement never came: what it holds must still be replaced."""
    async with telling(tmp_path, MA, ES) as ((ma, es), thread):
        deaf = ma.node.delivery._accept
        ma.node.delivery._accept = lambda *_: _lost()  # type: ignore[method-assign]
        await ma.perform("correct", thread=thread, reason="grade", evaluation="A1")
        await eventually(lambda: executed(es, 1))
        await es.stop()
        ma.node.delivery._accept = deaf  # type: ignore[method-assign]
        all_ahead(ma, es, by_ms=MONTH_MS)
        await stands(ma, thread, (0, ES, "not-confirmed"))
        assert await state_of(ma, thread) == "correction-unconfirmed"
        await es.start()
        done = await ma.perform("correct", thread=thread, reason="no phone", without=["phone"])
        assert done["delivery"][0]["result"] == "executed"
        assert [each["prop"] for each in await values_in(es, thread)] == ["name"]
        assert PHONE.encode() not in bytes_of(es)
        await stands(ma, thread, (0, ES, "copy-replaced"))


async def _lost() -> None:
    """Lose an answer on the wire."""
    raise PeerError("peer.unreachable", partner=ES)


@asynchronous
async def test_an_order_below_that_nobody_took_is_not_confirmed_at_the_originator(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        thread, at_de = await handed_down(ma, es, de)
        await de.stop()
        await ma.perform("correct", thread=thread, reason="no phone", without=["phone"])
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "away"))
        all_ahead(ma, es, de, by_ms=MONTH_MS)
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "not-confirmed"))
        assert "correction:expired" in await news(es), "whoever passed it on hears of it"
        await de.start()
        await ma.perform("correct", thread=thread, reason="again", without=["phone"])
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "copy-replaced"))
        assert [each["prop"] for each in await values_in(de, at_de)] == ["name"]


@asynchronous
async def test_a_permission_taken_back_lets_nothing_more_go_on(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, handling="H2") as ((ma, es, de), thread):
        request = await ask_onward(es, thread, de)
        with pytest.raises(InputError, match=r"onward\.not_granted"):
            await ma.perform("onward.revoke", request=request[:12])
        await grant(ma, request)
        at_de = await passed(es, thread, de)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))
        done = await ma.perform("onward.revoke", request=request[:12])
        assert {each["result"] for each in done["delivery"]} == {"receipted"}
        with pytest.raises(PolicyError, match=r"onward\.no_permission"):
            await pass_on(es, thread, de)
        assert len(await values_in(de, at_de)) == 2, "without recall what went stays"
        assert (await es.perform("onward.list"))["onward"][0]["state"] == "revoked"
        assert "onward_revocation" in await news(es)
        with pytest.raises(InputError, match=r"onward\.not_granted"):
            await ma.perform("onward.revoke", request=request[:12])


@asynchronous
async def test_a_permission_taken_back_with_recall_deletes_what_went_under_it(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, handling="H2") as ((ma, es, de), thread):
        request = await ask_onward(es, thread, de)
        await grant(ma, request)
        at_de = await passed(es, thread, de)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))
        await ma.perform("onward.revoke", request=request, recall=True)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "copy-deleted"))
        assert await values_in(de, at_de) == []
        assert PHONE.encode() not in bytes_of(de)
        assert len(await values_in(es, thread)) == 2, "the holder keeps what it was given"


@asynchronous
async def test_a_holder_that_ignores_the_end_of_a_permission_is_refused_by_the_third_party(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, handling="H2") as ((ma, es, de), thread):
        request = await ask_onward(es, thread, de)
        await grant(ma, request)
        await ma.perform("onward.revoke", request=request)
        table = schema.onward
        await es.node.writer.run(
            lambda t: t.connection.execute(table.update().values(state="granted"))
        )
        result = await pass_on(es, thread, de)
        assert result["delivery"][0]["code"] == "onward.permission_revoked"
        assert PHONE.encode() not in bytes_of(de)


@asynchronous
async def test_nobody_ends_a_permission_that_another_gave(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, handling="H2") as ((ma, es, de), thread):
        await grant(ma, await ask_onward(es, thread, de))
        signed = es.node.read(lambda c: c.scalar(select(schema.onward.c.permission)))
        assert signed
        of: dict[str, Any] = {"holder": ES, "recipient": DE, "revoked_ms": de.clock.now_ms()}
        named = "ab" * 32
        own = PermissionRevoked(provider=DE, permission=named, **of)
        assert await end(de, es, own) == "onward.not_asked", "it is none that Berlin gave"
        lent = PermissionRevoked(provider=MA, permission=named, **of)
        assert await end(de, es, lent) == "message.unknown_key"
        other = PermissionRevoked(provider=MA, permission=named, **of)
        assert await end(ma, es, other) == "onward.not_asked"
        assert await passed(es, thread, de)


async def end(sender: Bureau, to: Bureau, said: PermissionRevoked) -> str:
    """Post a statement that ends a permission; return the code of its refusal."""
    signed = sign_statement(said, sender.node.keyring.signing)
    body = OnwardRevocation(signed=signed, recall=True)
    message = compose_outside(body, (sender.id, to.id), ("node", None), framing(sender.node))
    posted = await sender.post(to, seal(sender.node, message))
    return "" if posted.status == 200 else posted.code


async def erased(bureau: Bureau, thread: str, reason: str) -> None:
    """Let a data-protection officer erase what came in a thread."""
    table = schema.message.c
    came = select(table.id).where(table.thread == thread, table.incoming == 1).limit(1)
    message = bureau.node.read(lambda c: c.scalar(came))
    await bureau.perform("messages.erase", officer=PROTECTION, message=message, reason=reason)


@asynchronous
async def test_a_holder_that_erases_what_should_be_nowhere_takes_it_back_below_and_says_so_above(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        thread, at_de = await handed_down(ma, es, de)
        await erased(es, thread, "unlawful")
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-deleted"))
        assert await values_in(de, at_de) == []
        assert "ended" in await news(ma)

        async def is_nowhere() -> bool:  # what was passed on goes when its holder has confirmed it
            return not any(PHONE.encode() in bytes_of(each) for each in (es, de))

        await eventually(is_nowhere)


@asynchronous
async def test_a_holder_whose_own_time_is_over_tells_those_below_and_orders_still_pass_through_it(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        at_de = await passed(es, thread, de)
        await de.perform("noted", thread=at_de)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))
        await erased(es, thread, "purpose-ended")
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "held"))

        async def told() -> bool:
            return "giver-deleted" in await news(de)

        await eventually(told)
        assert len(await values_in(de, at_de)) == 2, "its own purpose goes on"
        await ma.perform("correct", thread=thread, reason="no phone", without=["phone"])
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-replaced"))
        assert await values_in(es, thread) == [], "a correction puts nothing back"
        assert PHONE.encode() not in bytes_of(de)
        await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-deleted"))
