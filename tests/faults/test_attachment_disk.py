"""Files and the disk under them: changed, damaged, full, too late; nothing wrong is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, TrustError
from entraide.node.files import transfers
from tests.attach_nodes import (
    CHUNK,
    attach,
    file_in,
    hit_thread,
    holds_over,
    known,
    over_a_wire,
    sealed_chunk,
    shown,
    stands,
)
from tests.faults.given_attachments import SMALL, folder_list, offered, put
from tests.nodes import (
    Bureau,
    asynchronous,
    eventually,
    exchange,
)
from tests.proxy import Plan


def set_exchange(bureau: Bureau, **values: Any) -> None:
    """Give a running node other settings."""
    node = bureau.node
    exchange_settings = node.settings.exchange.model_copy(update=values)
    node.settings = node.settings.model_copy(update={"exchange": exchange_settings})


@asynchronous
async def test_a_file_that_changed_since_its_offer_is_not_sent(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, 50 * CHUNK)
        wire.refusing = True
        wire.cut()
        result = await attach(ma, es, thread, path)
        path.write_bytes(b"another text" + path.read_bytes()[12:])
        wire.refusing = False
        await eventually(lambda: stands(ma, result["attachment"], "failed"))
        row = await shown(ma, result["attachment"])
        assert row["fault"] == "attachment.file_changed"
        assert (await shown(es, result["attachment"]))["held"] == 0
        failed = [e for e in await ma.log() if e["action"] == "attachment.failed"]
        assert [e["ids"]["code"] for e in failed] == ["attachment.file_changed"]
        with pytest.raises(InputError, match=r"attachment\.file_changed"):
            await attach(ma, es, thread, path, sha256="0" * 64)


@asynchronous
async def test_a_file_with_another_digest_than_its_offer_is_not_kept(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path, 3 * CHUNK)
        path = known(ma, attachment, incoming=False).source.path
        path.write_bytes(bytes(3 * CHUNK))  # a sender that lies, or a file changed unseen
        for index in range(3):
            assert await put(ma, es, (attachment, index), sealed_chunk(ma, attachment, index)) == ""
        await eventually(lambda: stands(ma, attachment, "failed"))
        for bureau in (ma, es):
            assert (await shown(bureau, attachment))["fault"] == "attachment.other_digest"
        assert not transfers.folder_of(es.node, attachment).exists()
        with pytest.raises(InputError, match=r"attachment\.not_whole"):
            await es.perform("attachments.save", attachment=attachment, out=str(tmp_path / "x"))


@asynchronous
async def test_a_chunk_that_the_disk_damaged_comes_again(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        wire.arm(Plan(pause_s=0.005))
        path = file_in(tmp_path, 60 * CHUNK)
        attachment = (await attach(ma, es, thread, path))["attachment"]

        await eventually(lambda: holds_over(es, attachment, 8))
        await ma.stop()
        kept = transfers.folder_of(es.node, attachment) / "sealed"
        with kept.open("r+b") as file:
            file.seek(2 * (CHUNK + 28) + 100)
            file.write(b"\0" * 64)
        wire.arm(Plan())
        await ma.start()
        await eventually(lambda: stands(ma, attachment, "delivered"))
        damaged = [e["ids"] for e in await es.log() if e["action"] == "attachment.damaged"]
        assert [(each["first"], each["chunks"]) for each in damaged] == [("2", "1")]
        with kept.open("r+b") as file:
            file.seek(5_000)
            file.write(b"\0" * 64)
        out = tmp_path / "out"
        with pytest.raises(TrustError, match=r"attachment\.damaged"):
            await es.perform("attachments.save", attachment=attachment, out=str(out))
        assert not out.exists()
        assert not [path for path in folder_list(tmp_path) if path.startswith(".out")]


@asynchronous
async def test_a_partner_stays_within_its_limit_until_something_is_dropped(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL, attachment_bytes_most=30 * CHUNK) as (ma, es):
        thread = await hit_thread(ma, es)
        first = await attach(ma, es, thread, file_in(tmp_path, 20 * CHUNK))
        await eventually(lambda: stands(ma, first["attachment"], "delivered"))
        second = await attach(ma, es, thread, file_in(tmp_path, 11 * CHUNK, seed=8))
        assert second["delivery"][0]["code"] == "attachment.over_limit"
        await eventually(lambda: stands(ma, second["attachment"], "refused"))
        assert (await shown(ma, second["attachment"]))["fault"] == "attachment.over_limit"
        await es.perform("attachments.drop", attachment=first["attachment"])
        assert not transfers.folder_of(es.node, first["attachment"]).exists()
        third = await attach(ma, es, thread, file_in(tmp_path, 11 * CHUNK, seed=9))
        await eventually(lambda: stands(ma, third["attachment"], "delivered"))


@asynchronous
async def test_a_full_disk_gives_a_code_and_the_file_comes_once_there_is_room(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path)
        chunk = sealed_chunk(ma, attachment, 0)
        set_exchange(es, free_bytes_least=2**50)
        assert await put(ma, es, (attachment, 0), chunk) == "attachment.no_room"
        set_exchange(es, free_bytes_least=0)
        folder = transfers.folder_of(es.node, attachment)
        folder.mkdir(parents=True)
        (folder / "sealed").symlink_to("/dev/full")  # writing to it fails as on a full disk
        assert await put(ma, es, (attachment, 0), chunk) == "attachment.no_room"
        assert known(es, attachment, incoming=True).held == 0
        del ma.node.carrier._bring_all

        async def told() -> bool:
            return bool((await shown(ma, attachment))["fault"] == "attachment.no_room")

        await eventually(told)
        (folder / "sealed").unlink()
        await eventually(lambda: stands(ma, attachment, "delivered"))


@asynchronous
async def test_an_offer_waits_in_the_outbox_while_the_disk_is_full(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        set_exchange(es, free_bytes_least=2**50)
        result = await attach(ma, es, thread, file_in(tmp_path, 3 * CHUNK))
        assert result["delivery"][0]["result"] == "waiting"
        set_exchange(es, free_bytes_least=0)
        await eventually(lambda: stands(ma, result["attachment"], "delivered"))


@asynchronous
async def test_what_was_not_finished_in_time_expires_on_both_sides(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path)
        assert await put(ma, es, (attachment, 0), sealed_chunk(ma, attachment, 0)) == ""
        for bureau in (ma, es):
            bureau.clock.ahead_ms = 31 * 24 * 3_600_000
            bureau.node.carrier.wake()
        for bureau in (ma, es):
            await eventually(lambda bureau=bureau: stands(bureau, attachment, "expired"))  # type: ignore[misc]
        folder = transfers.folder_of(es.node, attachment)
        await eventually(lambda: not folder.exists())
        code = await put(ma, es, (attachment, 1), sealed_chunk(ma, attachment, 1))
        assert code == "attachment.not_wanted"
