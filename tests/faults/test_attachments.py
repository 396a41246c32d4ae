"""Files between two real nodes: cut, altered, doubled, too large; never lost, never in clear."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PeerError, PolicyError, RemoteProtocolError, TrustError
from entraide.kernel.encoding import to_base64
from entraide.kernel.message import Message
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
from tests.nodes import (
    ANALYST,
    DE,
    DUTY,
    ES,
    MA,
    Bureau,
    Posted,
    asynchronous,
    eventually,
    exchange,
    sealed,
)
from tests.proxy import Plan
from tests.unit.node.test_requests import released

SMALL: dict[str, Any] = {"attachment_chunk_bytes": CHUNK}


async def put(sender: Bureau, to: Bureau, place: tuple[str, int], body: bytes) -> str:
    """Bring a chunk over our own mutual TLS; return "" or the code of its refusal."""
    node = sender.node
    try:
        await node.client.put_chunk(
            node.partners[to.id].addresses, place, body, node.contexts[to.id]
        )
    except (RemoteProtocolError, PeerError) as error:
        return str(error.data["reason"])
    return ""


def files_of(bureau: Bureau) -> list[Path]:
    return [path for path in bureau.folder.rglob("*") if path.is_file()]


def folder_list(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def set_exchange(bureau: Bureau, **values: Any) -> None:
    """Give a running node other settings."""
    node = bureau.node
    exchange_settings = node.settings.exchange.model_copy(update=values)
    node.settings = node.settings.model_copy(update={"exchange": exchange_settings})


async def _nothing(partner: str) -> None:
    """Send no chunk to a partner."""


async def offered(ma: Bureau, es: Bureau, folder: Path, size: int = 9 * CHUNK + 5) -> str:
    """Let Rabat offer a file that its node does not send by itself."""
    thread = await hit_thread(ma, es)
    ma.node.carrier._bring_all = _nothing  # type: ignore[method-assign]
    result = await attach(ma, es, thread, file_in(folder, size))
    return str(result["attachment"])


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


@asynchronous
async def test_who_was_asked_attaches_only_after_a_hit(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, CHUNK)
        nobody = await ma.perform(
            "ask", name=["Unknown Person"], purpose="criminal-investigation",
            offence="drugs.trafficking", case="R-9",
        )  # fmt: skip
        for wrong in (nobody["thread"], "0" * 32):
            with pytest.raises(InputError, match=r"attachment\.no_thread"):
                await attach(es, ma, wrong, path)
        result = await attach(es, ma, thread, path)
        offer = known(es, result["attachment"], incoming=False).message
        await eventually(lambda: stands(es, result["attachment"], "delivered"))
        for changes, code in (
            ({"thread": nobody["thread"]}, "attachment.out_of_turn"),
            ({"thread": "0" * 32}, "attachment.out_of_turn"),
            ({"agreement": "0" * 64}, "attachment.out_of_turn"),
            ({"id": "1" * 32}, "attachment.id_reused"),
        ):
            said: Message = replace(offer, **{"id": es.node.fresh_id(), **changes})
            posted: Posted = await es.post(ma, sealed(es, said))
            assert (posted.status, posted.code) == (400, code)


@asynchronous
async def test_a_form_that_the_memorandum_does_not_name_carries_no_file(tmp_path: Path) -> None:
    def hits_only(body: dict[str, Any]) -> None:
        body["exchange"]["forms"] = ["hit-no-hit"]
        body["exchange"]["two-officers-for"] = []

    async with exchange(tmp_path, change=hits_only, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        with pytest.raises(PolicyError, match=r"attachment.denied.*Art. 2.5"):
            await attach(es, ma, thread, file_in(tmp_path, CHUNK))


@asynchronous
async def test_four_eyes_let_a_file_go_only_with_a_second_officer(tmp_path: Path) -> None:
    def four_eyes(body: dict[str, Any]) -> None:
        body["exchange"]["two-officers-for"] = ["request"]

    async with exchange(tmp_path, change=four_eyes, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, 2 * CHUNK)
        for _ in range(2):
            waits = await attach(es, ma, thread, path, officer=DUTY)
            assert (waits["approvals"], waits["needed"]) == (1, 2)
        other = file_in(tmp_path, 2 * CHUNK, seed=8)
        assert (await attach(es, ma, thread, other, officer=ANALYST))["approvals"] == 1
        sent = await attach(es, ma, thread, path, officer=ANALYST)
        await eventually(lambda: stands(es, sent["attachment"], "delivered"))
        assert (await es.actions()).count("attach.approved") == 3


@asynchronous
async def test_an_empty_or_missing_file_and_a_false_type_are_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        empty = tmp_path / "empty"
        empty.touch()
        with pytest.raises(InputError, match=r"attachment\.empty"):
            await attach(ma, es, thread, empty)
        nothing = hashlib.sha256(b"").hexdigest()
        with pytest.raises(InputError, match=r"attachment\.unreadable"):
            await attach(ma, es, thread, tmp_path / "none", sha256=nothing)
        with pytest.raises(InputError, match=r"attachment\.bad_media_type"):
            await attach(ma, es, thread, empty, media_type="image/jpeg; q=1")


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
