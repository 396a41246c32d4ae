"""A node restored from a backup: it writes nothing until partners were asked, and no root twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, StoreError, TrustError
from entraide.node.build import open_node
from entraide.node.keys.identity import own_card
from entraide.node.log.witnessing import sign_present_checkpoint
from entraide.node.upkeep.restoring import restore_node
from tests.faults.restored import RECOVERY, backed_up, cosigned, lose_and_restore, recertify, resume
from tests.nodes import (
    ES,
    MA,
    PASSPHRASE,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    person,
    pin,
)


@asynchronous
async def test_a_restored_node_refuses_to_sign_ask_answer_and_log(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", "Exercise Person"))
        backup = await backed_up(ma, tmp_path)
        await lose_and_restore(ma, backup)
        with pytest.raises(StoreError, match=r"node.restored"):
            await ma.start()
        node = ma.node
        before = await ma.log()
        with pytest.raises(StoreError, match=r"node.restored"):
            await sign_present_checkpoint(node)
        with pytest.raises(StoreError, match=r"node.restored"):
            await ma.ask("Exercise Person")
        with pytest.raises(StoreError, match=r"node.restored"):
            own_card(node)
        with pytest.raises(StoreError, match=r"node.restored"):
            await ma.hold(person("EX-2", "Other Person"))
        assert await ma.log() == before, "it can be read"
        assert (await ma.status())["log_size"] == len(before)


@asynchronous
async def test_where_nothing_is_missing_the_same_log_goes_on(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", "Exercise Person"))
        await ma.ask("Exercise Person")
        size = (await ma.status())["log_size"]
        await cosigned(ma, size, es)
        backup = await backed_up(ma, tmp_path)
        held = (await ma.status())["log_size"]
        await lose_and_restore(ma, backup)
        report = await resume(ma)
        assert (report["resumed"], report["lost"], report["epoch"]) == (True, 0, 1)
        assert report["held"] == held
        with pytest.raises(InputError, match=r"node.not_restored"):
            await resume(ma)
        await ma.start()
        assert (await ma.ask("Exercise Person"))[0]["result"] == "hit"
        await cosigned(ma, held + 2, es)
        assert (await ma.verify())["whole"]


@asynchronous
async def test_lost_entries_are_counted_and_declared_in_a_new_epoch(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", "Exercise Person"))
        backup = await backed_up(ma, tmp_path)
        held = (await ma.status())["log_size"]
        for n in range(3):
            await ma.ask(f"Exercise Person{n}")
        lost = (await ma.status())["log_size"] - held
        await cosigned(ma, held + lost, es)
        old_key = ma.node.keyring.log.seed
        old_root = ma.node.writer.frontier.root.hex()
        await lose_and_restore(ma, backup)

        report = await resume(ma)
        assert report["lost"] == lost == 6
        assert (report["ended_epoch"], report["epoch"]) == (1, 2)
        assert report["log"] == "entraide/ma.bureau/log/2"
        ma.open()
        first, heard = (await ma.log())[:2]
        assert first["action"] == "log.epoch_declared"
        assert first["index"] == 0
        assert first["ids"]["witnessed_origin"] == "entraide/ma.bureau/log"
        assert first["ids"]["witnessed_size"] == str(held + lost)
        assert first["ids"]["lost"] == str(lost)
        assert (heard["action"], heard["partner"]) == ("log.epoch_witness", ES)
        assert ma.node.keyring.log.seed != old_key, "the old log key never signs again"
        with pytest.raises(TrustError, match=r"card.not_our_log"):
            own_card(ma.node)
        await ma.stop()
        with pytest.raises(TrustError, match=r"card.not_our_log"):
            await ma.start()
        await ma.stop()

        await recertify(ma)
        await ma.start()
        card = own_card(ma.node)
        assert card.keys.key_set.version == 2
        await pin(es, card)
        assert (await ma.ask("Exercise Person"))[0]["result"] == "hit"
        await cosigned(ma, 3, es)
        verified = await ma.verify()
        assert verified["whole"], verified["findings"]
        assert verified["witnesses"] == ["entraide/es.bureau/witness"]
        assert old_root in str(await declared_roots(ma))
        assert (await es.verify())["whole"]


async def declared_roots(bureau: Bureau) -> list[Any]:
    rows = bureau.node.read(lambda c: c.scalars(select(schema.log_entry.c.opening)).all())
    return [bytes(row) for row in rows]


@asynchronous
async def test_a_partner_that_cannot_be_asked_keeps_the_node_read_only_until_the_keeper_consents(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        backup = await backed_up(ma, tmp_path)
        await es.stop()
        await lose_and_restore(ma, backup)
        report = await resume(ma)
        assert (report["resumed"], report["unheard"]) == (False, [ES])
        with pytest.raises(StoreError, match=r"node.restored"):
            await ma.start()
        await ma.stop()
        consented = await resume(ma, without=(ES,))
        assert (consented["resumed"], consented["epoch"]) == (True, 2)


@asynchronous
async def test_a_backup_that_contradicts_what_a_partner_cosigned_goes_nowhere(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Nobody Known")
        await cosigned(ma, (await ma.status())["log_size"], es)
        backup = await backed_up(ma, tmp_path)
        await lose_and_restore(ma, backup)
        ma.open()
        ma.node.writer.refusal = None

        def rewrite(transaction: Any) -> None:
            nodes = schema.log_node
            wrong = nodes.update().values(hash=bytes(32))
            transaction.connection.execute(wrong.where(nodes.c.level == 0))
            transaction.connection.execute(wrong.where(nodes.c.level > 0))

        await ma.node.writer.run(rewrite)
        await ma.stop()
        with pytest.raises(TrustError, match=r"restore.contradicted"):
            await resume(ma)


@asynchronous
async def test_a_restored_store_is_marked_before_anybody_can_open_it(tmp_path: Path) -> None:
    ma = bureau_in(tmp_path, MA)
    ma.open()
    backup = await backed_up(ma, tmp_path)
    await ma.stop()
    restore_node(backup, tmp_path / "copy", RECOVERY)
    node = open_node(tmp_path / "copy", PASSPHRASE)
    assert node.writer.refusal == "node.restored"
    await node.close()
