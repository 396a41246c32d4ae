"""Epochs that follow a restored backup: what the old log proved, and what nobody saw."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.store.writer import Event
from entraide.adapters.tables import schema
from entraide.adapters.wire.partner_client import WITNESS_PATH
from entraide.errors import ConfigError, InputError, StoreError, TrustError
from entraide.kernel.checkpoint import Checkpoint, sign_checkpoint
from entraide.kernel.note import encode_note
from entraide.kernel.proof_bundle import check_bundle
from entraide.kernel.witness import encode_request
from entraide.node.keys.identity import own_card
from entraide.node.keys.keyring import epoch_of
from entraide.node.log.witnessing import sign_present_checkpoint
from entraide.node.upkeep import resuming
from entraide.node.upkeep.restoring import restore_node
from entraide.node.upkeep.resuming import Consent, resume_node
from tests.faults.restored import RECOVERY, backed_up, cosigned, lose_and_restore, recertify, resume
from tests.nodes import (
    ES,
    MA,
    PASSPHRASE,
    PROTECTION,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    introduce,
    pin,
)


@asynchronous
async def test_what_the_old_log_proved_is_still_proved(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Nobody Known")
        thread = (await ma.log())[-1]["ids"]["subject"]
        await cosigned(ma, (await ma.status())["log_size"], es)
        backup = await backed_up(ma, tmp_path)
        await ma.ask("Nobody Else")
        await cosigned(ma, (await ma.status())["log_size"], es)
        await lose_and_restore(ma, backup)
        await resume(ma)
        await recertify(ma)
        await ma.start()
        await pin(es, own_card(ma.node))
        proof = (await ma.perform("audit.prove", officer=None, id=thread))["proof"]
        checked = check_bundle(base64.b64decode(proof))
        assert checked.origin == "entraide/ma.bureau/log"
        assert ("subject", thread) in checked.opening.ids
        assert [seen.name for seen in checked.witnesses] == ["entraide/es.bureau/witness"]
        await ma.ask("Nobody Third")
        read = await ma.perform("oversight.accesses", officer=PROTECTION, action="query.sent")
        assert [row["epoch"] for row in read["accesses"]] == [2, 1], "the old log is read too"
        (lost,) = read["not_held"]
        assert (lost["epoch"], lost["lost"]) == (1, 2), "and what the backup lacked is said"
        old = f"1/{read['accesses'][1]['index']}"
        proof = (await ma.perform("audit.prove", officer=None, id=old))["proof"]
        assert check_bundle(base64.b64decode(proof)).origin == "entraide/ma.bureau/log"
        sample = await ma.perform("oversight.sample", officer=PROTECTION, action="query.sent")
        assert [row["epoch"] for row in sample["accesses"]] == [1, 2]
        judged = {"sample": sample["sample"], "entry": sample["accesses"][0]["index"], "epoch": 1}
        await ma.perform("oversight.judge", officer=PROTECTION, judgement="justified", **judged)


@asynchronous
async def test_another_root_for_an_old_size_is_refused_here_and_by_the_witness(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        backup = await backed_up(ma, tmp_path)
        held = (await ma.status())["log_size"]
        await ma.ask("Nobody Known")
        seen = (await ma.status())["log_size"]
        await cosigned(ma, seen, es)
        stolen = ma.node.keyring  # an insider kept the old keys
        secrets = (ma.folder / "secrets.sealed").read_bytes()
        await lose_and_restore(ma, backup)

        # the restored node made to sign behind its own back, at a size that it signed before
        ma.open()
        ma.node.writer.refusal = None
        while ma.node.writer.frontier.size < seen:
            await ma.node.writer.run(lambda t: t.log(entry(t)))
        forged = await sign_present_checkpoint(ma.node)
        assert forged.size == seen
        outcome = await offer(ma, es, forged, stolen.log, old=seen)
        assert outcome == 422, "the witness keeps both notes as a fork"
        assert es.node.read(lambda c: c.scalars(select(schema.fork.c.partner)).all()) == [MA]
        await ma.stop()

        shutil.rmtree(ma.folder)
        restore_node(backup, ma.folder, RECOVERY)
        report = await resume(ma)
        assert report["lost"] == seen - held
        await recertify(ma)
        (ma.folder / "secrets.sealed").write_bytes(secrets)  # the old secrets, copied back
        with pytest.raises(StoreError, match=r"log.other_epoch"):
            ma.open()


def entry(transaction: Any) -> Event:
    return Event("query.sent", "node", f"entry-{transaction.frontier.size}")


async def offer(ma: Bureau, es: Bureau, checkpoint: Checkpoint, key: Any, *, old: int) -> int:
    note = encode_note(sign_checkpoint(checkpoint, key))
    posted = await ma.post(es, encode_request(old, (), note), path=WITNESS_PATH)
    return posted.status


@asynchronous
async def test_after_the_new_card_is_pinned_the_old_log_is_unknown_to_the_witness(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        backup = await backed_up(ma, tmp_path)
        await ma.ask("Nobody Known")
        size = (await ma.status())["log_size"]
        await cosigned(ma, size, es)
        stolen = ma.node.keyring
        await lose_and_restore(ma, backup)
        await resume(ma)
        await recertify(ma)
        await ma.start()
        await pin(es, own_card(ma.node))
        old = Checkpoint("entraide/ma.bureau/log", size + 5, bytes(32))
        assert await offer(ma, es, old, stolen.log, old=size) == 404
        named = await witnessed(es, MA)
        assert named[0].startswith("entraide/ma.bureau/log")


async def witnessed(bureau: Bureau, party: str) -> list[str]:
    table = schema.witnessed.c
    query = select(table.origin).where(table.partner == party)
    return list(bureau.node.read(lambda c: c.scalars(query).all()))


@asynchronous
async def test_a_second_restore_begins_an_epoch_that_nobody_has_seen(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        backup = await backed_up(ma, tmp_path)
        await ma.ask("Nobody Known")
        await cosigned(ma, (await ma.status())["log_size"], es)
        for epoch in (2, 3):
            await lose_and_restore(ma, backup)
            report = await resume(ma)
            assert (report["resumed"], report["epoch"]) == (True, epoch)
            assert report["lost"] == (2 if epoch == 2 else None)
            await recertify(ma)
            await ma.start()
            card = own_card(ma.node)
            assert card.keys.key_set.version == epoch
            await pin(es, card)
            await cosigned(ma, 2, es)
        assert (await ma.verify())["whole"]


@asynchronous
async def test_going_on_that_is_cut_off_between_key_and_log_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with exchange(tmp_path) as (ma, es):
        backup = await backed_up(ma, tmp_path)
        await ma.ask("Nobody Known")
        await cosigned(ma, (await ma.status())["log_size"], es)
        await lose_and_restore(ma, backup)

        def die(*_: Any) -> None:
            raise StoreError("store.write_failed", reason="the power went")

        with monkeypatch.context() as patched:
            patched.setattr(resuming, "end_epoch", die)
            with pytest.raises(StoreError, match="the power went"):
                await resume(ma)
        with pytest.raises(StoreError, match=r"node.restored"):
            await ma.start()
        await ma.stop()
        report = await resume(ma)
        assert report["resumed"]
        assert report["epoch"] >= 2
        await recertify(ma)
        await ma.start()
        assert (await ma.verify(ask_partners=False))["whole"]


@asynchronous
async def test_a_card_that_names_another_agencys_log_is_not_pinned(tmp_path: Path) -> None:
    assert epoch_of("entraide/es.bureau/log/12", ES) == 12
    for origin in ("entraide/ma.bureau/log", "entraide/es.bureau/log/1", "entraide/es.bureau/log/"):
        with pytest.raises(TrustError, match=r"log.foreign_origin"):
            epoch_of(origin, ES)
    ma, es = bureau_in(tmp_path, MA), bureau_in(tmp_path, ES)
    try:
        ma.open()
        es.open()
        await introduce(ma, es)
        with pytest.raises(ConfigError, match=r"node.missing"):
            await resume_node(tmp_path / "nobody", PASSPHRASE, Consent())
        await ma.stop()
        with pytest.raises(InputError, match=r"node.not_restored"):
            await resume(ma)
    finally:
        await ma.stop()
        await es.stop()
