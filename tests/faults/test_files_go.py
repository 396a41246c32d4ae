"""What may not be kept of a file goes whole: its key, its sealed chunks, its officer's words.

Erased by a data-protection officer, or never finished in the time of its offer: the node's folder
is searched afterwards. (A withdrawal takes files too: ``test_attachments``.)
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.audit import parse_opening
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import OpeningKey
from entraide.node.build import open_node
from entraide.node.files import transfers
from entraide.node.files.finishing import opened_chunks
from entraide.node.upkeep.restoring import restore_node
from tests.attach_nodes import CHUNK, attach, digest_of, file_in, hit_thread, known, stands
from tests.nodes import (
    CHIEF,
    DUTY,
    ES,
    PASSPHRASE,
    PROTECTION,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
)

SMALL = {"attachment_chunk_bytes": CHUNK}
REASON = "subject-request"


def pieces(bureau: Bureau, attachment: str) -> tuple[bytes, ...]:
    """A piece of every sealed chunk: what a search of the folder would find."""
    data = (transfers.folder_of(bureau.node, attachment) / "sealed").read_bytes()
    return tuple(data[at : at + 32] for at in range(64, len(data) - 32, CHUNK))


def holds(folder: Path, needles: tuple[bytes, ...]) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files for each in needles if each in path.read_bytes()]


async def delivered(ma: Bureau, es: Bureau, folder: Path) -> str:
    thread = await hit_thread(ma, es)
    attachment = str((await attach(ma, es, thread, file_in(folder, 6 * CHUNK)))["attachment"])
    await eventually(lambda: stands(ma, attachment, "delivered"))
    return attachment


async def erase(bureau: Bureau, message: str, *, officer: str = PROTECTION) -> object:
    wanted = {"message": message, "reason": REASON}
    return await bureau.perform("messages.erase", officer=officer, **wanted)


@asynchronous
async def test_an_erased_offer_takes_its_key_and_every_chunk_with_it(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await delivered(ma, es, tmp_path)
        one = known(es, attachment, incoming=True)
        found = pieces(es, attachment)
        assert len(holds(es.folder, found)) == len(found) > 4
        assert await erase(es, one.message.id) == {"erased": 1, "keys_destroyed": 1}
        assert holds(es.folder, (*found, one.offer.key, to_base64(one.offer.key).encode())) == []
        assert not transfers.folder_of(es.node, attachment).exists()
        assert (await es.perform("attachments"))["attachments"] == []
        assert (await es.verify())["whole"]


@asynchronous
async def test_a_file_that_never_came_whole_leaves_no_chunk_when_its_offer_expires(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        sending = ma.node.carrier._node.client.put_chunk
        passed = 0

        async def some(*arguments: object) -> None:
            nonlocal passed
            passed += 1
            if passed > 3:
                raise OSError("the line is dead")
            await sending(*arguments)  # type: ignore[arg-type]

        ma.node.client.put_chunk = some  # type: ignore[method-assign, assignment]
        attachment = str((await attach(ma, es, thread, file_in(tmp_path, 8 * CHUNK)))["attachment"])
        await eventually(lambda: known(es, attachment, incoming=True).held == 3)
        found = pieces(es, attachment)
        assert holds(es.folder, found)
        es.clock.ahead_ms = 31 * 24 * 3_600_000
        es.node.carrier.wake()
        await eventually(lambda: not transfers.folder_of(es.node, attachment).exists())
        assert holds(es.folder, found) == []
        assert "attachment.expired" in await es.actions()


@asynchronous
async def test_only_a_protection_officer_erases_a_message_and_only_one_that_is_held(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", "Zuleika Quennell"))
        await ma.ask("Zuleika Quennell")
        question = es.node.read(lambda c: c.scalar(select(schema.message.c.id)))
        for officer in (DUTY, CHIEF):
            with pytest.raises(PolicyError, match=r"role\.not_allowed"):
                await erase(es, str(question), officer=officer)
        with pytest.raises(InputError, match=r"vocabulary\.unknown_code"):
            await es.perform(
                "messages.erase", officer=PROTECTION, message=str(question), reason="because"
            )
        with pytest.raises(InputError, match=r"message\.not_held"):
            await erase(es, "0" * 32)


@asynchronous
async def test_an_officer_erases_a_message_and_the_log_keeps_its_kind_and_digest(
    tmp_path: Path,
) -> None:
    name = "Zuleika Quennell"
    async with exchange(tmp_path) as (ma, es):
        await ma.ask(name)
        table = schema.message.c
        row = es.node.read(
            lambda c: c.execute(select(table.id, table.digest).where(table.kind == "query")).one()
        )
        assert await erase(es, row.id) == {"erased": 1, "keys_destroyed": 1}
        assert holds(es.folder, (name.encode(), *(part.encode() for part in name.split()))) == []
        entry = (await es.log())[-1]
        assert entry["action"] == "message.erased"
        assert (entry["ids"]["kind"], entry["ids"]["reason"]) == ("query", REASON)
        opening = es.node.read(
            lambda c: c.scalar(
                select(schema.log_entry.c.opening).order_by(schema.log_entry.c.idx.desc())
            )
        )
        assert dict(parse_opening(bytes(opening or b"")).digests)["message"] == row.digest
        proof = await es.perform("audit.prove", id=entry["ids"]["subject"])
        assert proof["proof"]
        with pytest.raises(InputError, match=r"message\.not_held"):
            await erase(es, row.id)


@asynchronous
async def test_a_backup_brings_back_the_files_of_partners(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        attachment = await delivered(ma, es, tmp_path)
        recovery, out = OpeningKey.generate(), tmp_path / "es.backup"
        wanted = {"out": str(out), "recovery_key": to_base64(recovery.public.raw)}
        await es.perform("node.backup", officer=None, **wanted)
        sha256 = known(es, attachment, incoming=True).offer.sha256
    place = tmp_path / "restored"
    restore_node(out, place, recovery)
    kept = Path("attachments") / attachment / "sealed"
    assert (place / kept).read_bytes() == (tmp_path / ES / kept).read_bytes()
    node = open_node(place, PASSPHRASE)
    try:
        one = node.read(lambda c: transfers.named(c, attachment))
        whole = b"".join(opened_chunks(node, one))
    finally:
        await node.close()
    assert hashlib.sha256(whole).hexdigest() == sha256 == digest_of(file_in(tmp_path, 6 * CHUNK))
