"""Files between two real nodes: cut, altered, doubled, too large; never lost, never in clear."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.encoding import to_base64
from entraide.node.files import transfers
from entraide.node.files.intake import AT_ONCE
from tests.attach_nodes import (
    CHUNK,
    MARKER,
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
    DE,
    ES,
    MA,
    Bureau,
    asynchronous,
    eventually,
    exchange,
)
from tests.proxy import Plan
from tests.together.node.test_requests import released


def files_of(bureau: Bureau) -> list[Path]:
    return [path for path in bureau.folder.rglob("*") if path.is_file()]


@asynchronous
async def test_a_file_arrives_whole_and_is_clear_only_where_it_is_saved(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, 40 * CHUNK + 123)
        result = await attach(es, ma, thread, path, handling="H1", media_type="image/jpeg")
        assert (result["chunks"], result["delivery"][0]["result"]) == (41, "receipted")
        attachment = result["attachment"]
        await eventually(lambda: stands(es, attachment, "delivered"))
        there = await shown(ma, attachment)
        assert (there["state"], there["held"], there["handling"]) == ("held", 41, "H1")
        assert all(MARKER not in each.read_bytes() for each in files_of(ma))
        out = tmp_path / "saved.jpg"
        await ma.perform("attachments.save", attachment=attachment, out=str(out))
        assert out.read_bytes() == path.read_bytes()
        assert out.stat().st_mode & 0o777 == 0o600
        with pytest.raises(InputError, match=r"file\.exists"):
            await ma.perform("attachments.save", attachment=attachment, out=str(out))
        saved = [e for e in await ma.log() if e["action"] == "attachment.saved"]
        assert [e["actor"] for e in saved] == [ma.pseudonym]
        assert "attachment.whole" in await ma.actions()
        assert "arrival.received" in await es.actions()
        for bureau in (ma, es):
            assert (await bureau.verify())["whole"]


@asynchronous
async def test_only_the_partner_that_offered_may_send_and_ask(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE, **SMALL) as (ma, es, de):
        attachment = await offered(ma, es, tmp_path)
        chunk = sealed_chunk(ma, attachment, 0)
        assert await put(de, es, (attachment, 0), chunk) == "attachment.unknown"
        node = de.node
        with pytest.raises(RemoteProtocolError) as error:
            await node.client.get_held(node.partners[ES].addresses, attachment, node.contexts[ES])
        assert error.value.data["reason"] == "attachment.unknown"
        assert await put(ma, es, ("f" * 32, 0), chunk) == "attachment.unknown"
        assert (await shown(es, attachment))["held"] == 0
        refused = [e["ids"]["code"] for e in await es.log() if e["action"] == "message.refused"]
        assert refused == ["attachment.unknown"] * 3


@asynchronous
async def test_only_declared_sizes_and_places_are_taken_and_only_what_opens(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path)
        chunk, last = sealed_chunk(ma, attachment, 1), sealed_chunk(ma, attachment, 9)
        altered = chunk[:-1] + bytes([chunk[-1] ^ 1])
        for place, body, code in (
            (10, last, "attachment.undeclared"),
            (1, chunk + b"\0", "attachment.undeclared"),
            (1, chunk[:-1], "attachment.undeclared"),
            (9, chunk, "attachment.undeclared"),
            (2, chunk, "attachment.bad_chunk"),
            (1, altered, "attachment.bad_chunk"),
        ):
            assert await put(ma, es, (attachment, place), body) == code
        assert (await shown(es, attachment))["held"] == 0
        assert not transfers.folder_of(es.node, attachment).exists()
        assert await put(ma, es, (attachment, 1), chunk) == ""
        assert (await shown(es, attachment))["held"] == 1


@asynchronous
async def test_a_doubled_chunk_changes_nothing_not_even_with_other_bytes(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path)
        chunk = sealed_chunk(ma, attachment, 3)
        assert await put(ma, es, (attachment, 3), chunk) == ""
        kept = (transfers.folder_of(es.node, attachment) / "sealed").read_bytes()
        again = await asyncio.gather(
            put(ma, es, (attachment, 3), chunk),
            put(ma, es, (attachment, 3), sealed_chunk(ma, attachment, 3)),
            put(ma, es, (attachment, 3), bytes(len(chunk))),
        )
        assert again == ["", "", ""]
        assert (transfers.folder_of(es.node, attachment) / "sealed").read_bytes() == kept
        assert known(es, attachment, incoming=True).held == 1


@asynchronous
async def test_a_partner_has_only_a_few_chunks_on_their_way(tmp_path: Path) -> None:
    """Memory is bounded by the number of partners: the ninth body is not even read."""
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path, 20 * CHUNK)
        pin = es.node.partners[MA].keys.key_set.tls_pin
        gate = asyncio.Event()
        reads = 0

        async def slow() -> bytes:
            nonlocal reads
            reads += 1
            await gate.wait()
            return bytes(CHUNK + 28)

        keep = es.node.intake.keep
        calls = [
            asyncio.create_task(keep(pin, (attachment, index), CHUNK + 28, slow))
            for index in range(AT_ONCE + 3)
        ]
        await eventually(lambda: (reads, sum(each.done() for each in calls)) == (AT_ONCE, 3))
        gate.set()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        codes = [getattr(outcome, "code", "") for outcome in outcomes]
        assert codes.count("attachment.busy") == 3
        assert codes.count("attachment.bad_chunk") == AT_ONCE == reads


@asynchronous
async def test_a_cut_in_mid_body_only_costs_the_chunks_under_way(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, 200 * CHUNK)
        wire.arm(Plan(up=30_000))
        result = await attach(ma, es, thread, path)
        before = wire.up
        for bytes_until in (90_001, 150_003, 60_007, 33, 120_011):
            cuts = wire.cuts
            await eventually(lambda cuts=cuts: wire.cuts > cuts)  # type: ignore[misc]
            wire.arm(Plan(up=bytes_until))
        await eventually(lambda: stands(ma, result["attachment"], "delivered"))
        assert wire.cuts >= 5
        assert wire.up - before < 2 * path.stat().st_size
        out = tmp_path / "out"
        await es.perform("attachments.save", attachment=result["attachment"], out=str(out))
        assert out.read_bytes() == path.read_bytes()


@asynchronous
async def test_a_partner_that_is_away_costs_a_row_and_gets_the_file_later(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        wire.refusing = True
        wire.cut()
        result = await attach(ma, es, thread, file_in(tmp_path, 30 * CHUNK))
        assert result["delivery"][0]["result"] == "waiting"
        assert await stands(ma, result["attachment"], "offered")
        wire.refusing = False
        await eventually(lambda: stands(ma, result["attachment"], "delivered"))


@asynchronous
async def test_messages_do_not_wait_for_a_file(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        wire.arm(Plan(pause_s=0.05))
        result = await attach(ma, es, thread, file_in(tmp_path, 400 * CHUNK))
        asked = [await ma.ask("Karim Alami") for _ in range(5)]
        assert [each[0]["result"] for each in asked] == ["hit"] * 5
        assert await stands(ma, result["attachment"], "sending")
        wire.arm(Plan())
        await eventually(lambda: stands(ma, result["attachment"], "delivered"))


@asynchronous
async def test_both_sides_go_on_after_a_restart(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        wire.arm(Plan(pause_s=0.005))
        result = await attach(ma, es, thread, file_in(tmp_path, 120 * CHUNK))
        attachment = result["attachment"]

        await eventually(lambda: holds_over(es, attachment, 20))
        await es.stop()
        await ma.stop()
        await es.start()
        held = (await shown(es, attachment))["held"]
        assert 20 < held < 120
        sent = wire.up
        wire.arm(Plan())
        await ma.start()
        await eventually(lambda: stands(ma, attachment, "delivered"))
        assert wire.up - sent < (121 - held) * (CHUNK + 2_000) + 40_000


@asynchronous
async def test_a_dropped_file_is_sent_no_further(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **SMALL) as (ma, es, wire):
        thread = await hit_thread(ma, es)
        wire.arm(Plan(pause_s=0.01))
        result = await attach(ma, es, thread, file_in(tmp_path, 200 * CHUNK))
        attachment = result["attachment"]

        await eventually(lambda: holds_over(es, attachment, 4))
        await es.perform("attachments.drop", attachment=attachment)
        await eventually(lambda: stands(ma, attachment, "failed"))
        assert (await shown(ma, attachment))["fault"] == "attachment.not_wanted"
        assert not transfers.folder_of(es.node, attachment).exists()
        assert folder_list(es.node.folder.attachments) == []


@asynchronous
async def test_a_withdrawal_takes_the_files_of_its_conversation_and_their_keys(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, reconcile_settle_ms=0, **SMALL) as (ma, es):
        thread = await released(ma, es)
        given = await attach(es, ma, thread, file_in(tmp_path, 5 * CHUNK))
        asked = await attach(ma, es, thread, file_in(tmp_path, 5 * CHUNK, seed=8))
        for bureau, result in ((es, given), (ma, asked)):
            attachment = result["attachment"]
            await eventually(lambda b=bureau, a=attachment: stands(b, a, "delivered"))  # type: ignore[misc]
        key = known(ma, given["attachment"], incoming=True).offer.key
        await es.perform("withdraw", thread=thread, reason="released in error")
        folder = transfers.folder_of(ma.node, given["attachment"])
        await eventually(lambda: not folder.exists())
        assert transfers.folder_of(es.node, asked["attachment"]).exists()
        written = to_base64(key).encode()
        contents = ma.node.read(lambda c: c.exec_driver_sql("SELECT content FROM message").all())
        assert all(written not in bytes(row.content) for row in contents)
        assert [each["way"] for each in (await ma.perform("attachments"))["attachments"]] == ["out"]
        result = await es.perform("reconcile", partner=MA)
        assert (result["equal"], result["lacking"]) == (True, [])


@asynchronous
async def test_what_a_kill_left_of_a_file_that_nobody_wants_is_swept_at_the_start(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await offered(ma, es, tmp_path)
        assert await put(ma, es, (attachment, 0), sealed_chunk(ma, attachment, 0)) == ""
        stray = es.node.folder.attachments / ("f" * 32)
        stray.mkdir()
        (stray / "sealed").write_bytes(b"left behind")
        await es.stop()
        await es.start()
        await eventually(lambda: not stray.exists())
        assert transfers.folder_of(es.node, attachment).exists()
