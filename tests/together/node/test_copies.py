"""The tree of copies: cycles, partners that are away, intermediates that lie or are silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.answer import compose_outside
from entraide.exchange.onward import CopyTold, DirectRecall
from entraide.exchange.statements import CopyEvent, CopyStatement, sign_statement
from entraide.node.giving import copies
from entraide.node.mail.post import framing, seal
from tests.given import (
    PHONE,
    as_marked,
    executed,
    handed_down,
    informed,
    pass_on,
    passed,
    stands,
    suspect,
    telling,
    tree,
    values_in,
)
from tests.nodes import DE, ES, MA, Bureau, asynchronous, eventually, exchange
from tests.together.node.test_requests import bytes_of


def statement(event: CopyEvent, party: Bureau, giver: str, holder: str, **of: Any) -> CopyTold:
    """Sign a statement of a copy, true or not."""
    said = CopyStatement(
        event=event,
        party=party.id,
        giver=giver,
        holder=holder,
        at_ms=party.clock.now_ms(),
        **{"order": None, **of},
    )
    return CopyTold(signed=sign_statement(said, party.node.keyring.signing), order=None)


async def send(sender: Bureau, to: Bureau, body: CopyTold | DirectRecall) -> str:
    """Post a message that no honest node would write; return the code of its refusal."""
    message = compose_outside(body, (sender.id, to.id), ("node", None), framing(sender.node))
    posted = await sender.post(to, seal(sender.node, message))
    return "" if posted.status == 200 else posted.code


@asynchronous
async def test_a_cycle_ends_and_every_copy_in_it_is_deleted_once(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        at_de = await passed(es, thread, de)
        back = await passed(de, at_de, ma)
        await passed(ma, back, es)
        held = [(0, ES, "held"), (1, DE, "held"), (2, MA, "held"), (3, ES, "held")]
        await stands(ma, thread, *held)
        await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        await stands(ma, thread, *((depth, who, "copy-deleted") for depth, who, _ in held))
        for bureau in (es, de):
            assert PHONE.encode() not in bytes_of(bureau)
        count = [entry["action"] for entry in await es.log()].count("executed.sent")
        assert count == 2, "each of its two copies once"


@asynchronous
async def test_a_holder_that_is_away_is_named_as_away_until_it_confirms(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        await passed(es, thread, de)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))
        await de.stop()
        await ma.perform("correct", thread=thread, reason="no phone", without=["phone"])
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "away"))
        await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        await eventually(lambda: executed(es, 2))
        await de.start()
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-deleted"))
        assert b"Abdelatif" not in bytes_of(de)


@asynchronous
async def test_an_intermediate_that_passes_no_order_on_is_seen_and_passed_by(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        thread, at_de = await handed_down(ma, es, de)
        silent = copies.pass_down
        copies.pass_down = lambda *_: ()
        try:
            await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        finally:
            copies.pass_down = silent
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "under-way"))
        assert len(await values_in(de, at_de)) == 2, "nobody told this holder"
        copy = (await tree(ma, thread))[0]["copies"][0]["item"]
        done = await ma.perform("copies.recall", copy_digest=copy[:12], reason="they do not act")
        assert done["delivery"][0]["result"] == "receipted"
        await stands(ma, thread, (0, ES, "copy-deleted"), (1, DE, "copy-deleted"))
        assert await values_in(de, at_de) == []
        assert b"Abdelatif" not in bytes_of(de)
        assert (await de.verify())["whole"]


@asynchronous
async def test_nobody_writes_into_a_tree_or_confirms_for_another(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        await passed(es, thread, de)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))
        root = (await tree(ma, thread))[0]
        copy = root["copies"][0]
        of = {"item": copy["item"], "parent": root["item"]}
        on, gone = CopyEvent.PASSED_ON, CopyEvent.DELETED
        invented = statement(on, de, DE, "fr.bureau", item="ab" * 32, parent=root["item"])
        assert await send(de, ma, invented) == "copy.unknown", "it was not given to Berlin"
        own = statement(on, es, ES, "fr.bureau", item="ab" * 32, parent="cd" * 32)
        assert await send(es, ma, own) == "copy.unknown"
        again = statement(on, es, ES, "fr.bureau", item=copy["item"], parent=root["item"])
        assert await send(es, ma, again) == "copy.contradicts"
        forged = statement(gone, es, ES, DE, **of)
        assert await send(es, ma, forged) == "field.malformed", "only a holder says it deleted"
        stolen = CopyStatement(
            event=gone, party=DE, giver=ES, holder=DE, order=None, at_ms=1, **of
        )  # fmt: skip
        lie = CopyTold(signed=sign_statement(stolen, es.node.keyring.signing), order=None)
        assert await send(es, ma, lie) == "message.unknown_key"
        assert await send(es, de, DirectRecall(item=copy["item"], reason="mine")) == "copy.unknown"
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))


@asynchronous
async def test_an_old_confirmation_does_not_settle_a_later_order(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        await passed(es, thread, de)
        await ma.perform("correct", thread=thread, reason="no phone", without=["phone"])
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "copy-replaced"))
        table = schema.copy_told.c
        old = ma.node.read(lambda c: c.scalar(select(table.event_signed)))
        silent = copies.pass_down
        copies.pass_down = lambda *_: ()
        try:
            await ma.perform("correct", thread=thread, reason="again", evaluation="A1")
        finally:
            copies.pass_down = silent
        assert await send(es, ma, CopyTold(signed=bytes(old or b""), order=None)) == ""
        await stands(ma, thread, (0, ES, "copy-replaced"), (1, DE, "under-way"))


@asynchronous
async def test_what_was_passed_on_is_not_the_holders_to_correct(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        await ma.hold(suspect())
        there = await passed(es, await informed(ma, es), de)
        with pytest.raises(InputError, match=r"copies\.not_ours"):
            await es.perform("correct", thread=there, reason="mine now")
        done = await es.perform("withdraw", thread=there, reason="passed on in error")
        assert done["delivery"][0]["result"] == "executed"
        with pytest.raises(InputError, match=r"copies\.nothing_given"):
            await de.perform("copies", reference=there)


@asynchronous
async def test_a_copy_that_its_receiver_turned_away_is_shown_as_refused(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        de.node.policies = ()
        result = await pass_on(es, thread, de)
        assert result["delivery"][0]["result"] == "refused"
        assert result["delivery"][0]["code"] == "information.not_agreed"
        assert PHONE.encode() not in bytes_of(de)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "refused"))
