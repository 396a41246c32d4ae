"""Somebody inside, with folder, passphrase and the log's own key, changes what was logged."""

from __future__ import annotations

import base64
import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest

from entraide.adapters.files.folder import Folder
from entraide.errors import EntraideError, TrustError
from entraide.kernel.checkpoint import Checkpoint, sign_checkpoint
from entraide.kernel.merkle import Frontier, leaf_hash
from entraide.kernel.note import encode_note
from entraide.kernel.proof_bundle import check_bundle
from entraide.node.keys.keyring import Keyring, log_origin
from entraide.node.log.witnessing import publish_checkpoint
from tests.nodes import PASSPHRASE, Bureau, asynchronous, eventually, exchange


@contextlib.contextmanager
def inside(bureau: Bureau) -> Iterator[sqlite3.Connection]:
    """Open a stopped node's store as a plain file."""
    connection = pysqlite3.dbapi2.connect(str(bureau.folder / "store.sqlite"))
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


def flip(value: bytes, at: int = -1) -> bytes:
    changed = bytearray(value)
    changed[at] ^= 1
    return bytes(changed)


DAMAGES = {
    "an entry": ("log_entry", "entry", "idx = 3", "entry_changed", 3),
    "an opening": ("log_entry", "opening", "idx = 3", "opening_changed", 3),
    "a salt": ("log_entry", "salt", "idx = 3", "opening_changed", 3),
    "a leaf hash": ("log_node", "hash", "level = 0 and idx = 3", "entry_changed", 3),
    "an inner hash": ("log_node", "hash", "level = 1 and idx = 1", "tile_changed", 2),
    "a checkpoint": ("checkpoint", "note", "size = (select max(size) from checkpoint)", None, None),
}


@pytest.mark.parametrize("name", DAMAGES)
@asynchronous
async def test_one_changed_byte_is_found_and_located(tmp_path: Path, name: str) -> None:
    table, column, where, kind, index = DAMAGES[name]
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Nobody")
        await publish_checkpoint(es.node)
        assert (await es.verify())["whole"]
        await es.stop()
        with inside(es) as store:
            (value,) = store.execute(f"select {column} from {table} where {where}").fetchone()  # noqa: S608
            store.execute(f"update {table} set {column} = ? where {where}", (flip(value),))  # noqa: S608
        await es.start()
        found = await es.verify(ask_partners=False)
        assert not found["whole"]
        assert found["findings"]
        if kind is not None:
            assert (index, kind) in [(each["entry"], each["kind"]) for each in found["findings"]]


@asynchronous
async def test_any_byte_of_the_last_entry_can_change_and_the_audit_still_runs(
    tmp_path: Path,
) -> None:
    """The last opening tells the log's time at the start: a node with a damaged one must say so."""
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Nobody")
        await es.stop()
        with inside(es) as store:
            last = "idx = (select max(idx) from log_entry)"
            (opening,) = store.execute(f"select opening from log_entry where {last}").fetchone()  # noqa: S608
            store.execute(f"update log_entry set opening = ? where {last}", (flip(opening, 0),))  # noqa: S608
            (index,) = store.execute("select max(idx) from log_entry").fetchone()
        await es.start()
        found = await es.verify(ask_partners=False)
        assert [(each["entry"], each["kind"]) for each in found["findings"]][:1] == [
            (index, "opening_changed")
        ]


def rewrite(bureau: Bureau, *, without: int) -> None:
    """Remove an entry and rebuild everything that follows from the entries, signed for real."""
    keyring = Keyring.load(Folder(bureau.folder), PASSPHRASE)
    with inside(bureau) as store:
        rows = store.execute(
            "select entry, opening, salt, subject from log_entry order by idx"
        ).fetchall()
        sizes = [row[0] for row in store.execute("select size from checkpoint order by size")]
        del rows[without]
        for table in ("log_entry", "log_node", "checkpoint"):
            store.execute(f"delete from {table}")  # noqa: S608
        frontier = Frontier()
        for index, row in enumerate(rows):
            store.execute(
                "insert into log_entry (idx, entry, opening, salt, subject) values (?, ?, ?, ?, ?)",
                (index, *row),
            )
            frontier, nodes = frontier.append(leaf_hash(bytes(row[0])))
            store.executemany(
                "insert into log_node (level, idx, hash) values (?, ?, ?)",
                [(node.level, node.position, node.hash) for node in nodes],
            )
            if frontier.size in sizes:
                point = Checkpoint(log_origin(bureau.id), frontier.size, frontier.root)
                note = encode_note(sign_checkpoint(point, keyring.log))
                store.execute(
                    "insert into checkpoint (size, note, cosigned, at_ms) values (?, ?, 0, 0)",
                    (frontier.size, note),
                )


async def cosigned(ma: Bureau, es: Bureau) -> None:
    """Let Morocco cosign Spain's log as it stands now."""

    async def done() -> bool:
        outcome = await publish_checkpoint(es.node)
        return outcome[ma.id] in {"cosigned", "current"}

    await eventually(done)


@asynchronous
async def test_a_rewritten_history_passes_here_and_is_caught_by_the_partner_who_cosigned(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, witness_every_ms=60_000) as (ma, es):
        for _ in range(3):
            await ma.ask("Nobody")
        await cosigned(ma, es)
        kept = (await ma.perform("audit.witnessed", partner=es.id))["note"]
        await es.stop()
        rewrite(es, without=4)
        es.open()  # closed to partners: what an auditor with the folder alone sees
        alone = await es.verify(ask_partners=False)
        assert alone["whole"], alone["findings"]
        online = await es.verify()
        assert not online["whole"]
        by_file = await es.verify(ask_partners=False, witnessed=[kept])
        for found in (online, by_file):
            assert {each["kind"] for each in found["findings"]} <= {
                "log_rewritten",
                "log_cut_short",
            }
            assert not found["whole"]
        await es.stop()
        await es.start()
        for _ in range(4):
            await ma.ask("Nobody")  # the rewritten log outgrows what was cosigned
        outcome = await publish_checkpoint(es.node)
        assert outcome[ma.id] not in {"cosigned", "current"}
        alarms = (await ma.status())["alarms"]
        assert [each["partner"] for each in alarms] == [es.id]
        again = await es.verify()
        assert {each["kind"] for each in again["findings"]} == {"log_rewritten"}


@asynchronous
async def test_a_log_cut_back_to_an_older_copy_is_caught(tmp_path: Path) -> None:
    """A restored backup must not sign a second history (crypto.md)."""
    async with exchange(tmp_path, witness_every_ms=60_000) as (ma, es):
        await ma.ask("Nobody")
        await es.stop()
        old = (es.folder / "store.sqlite").read_bytes()
        await es.start()
        for _ in range(3):
            await ma.ask("Nobody")
        await cosigned(ma, es)
        await es.stop()
        (es.folder / "store.sqlite").write_bytes(old)
        await es.start()
        found = await es.verify()
        assert found["findings"][0]["kind"] == "log_cut_short"


async def proof_of(bureau: Bureau, name: str) -> bytes:
    return base64.b64decode((await bureau.perform("audit.prove", id=name))["proof"])


@asynchronous
async def test_a_proof_holds_offline_and_no_tampered_one_does(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        message = (await ma.ask("Nobody"))[0]["message"]
        await cosigned(es, ma)
        proof = await proof_of(ma, message)
        vouched = {
            vkey
            for each in (ma, es)
            for vkey in (
                each.node.keyring.log_key(each.id).vkey,
                each.node.keyring.witness_key(each.id).vkey,
            )
        }
        checked = check_bundle(proof, is_trusted=lambda key: key.vkey in vouched, quorum=1)
        assert (checked.trusted, checked.opening.action) == (True, "answer.received")
        step = max(1, len(proof) // 300)
        for at in range(0, len(proof), step):
            with pytest.raises(EntraideError):
                whole_or_other(flip(proof, at), vouched, checked)
        strangers = {es.node.keyring.log_key(es.id).vkey}
        assert not check_bundle(proof, is_trusted=lambda key: key.vkey in strangers).trusted


def whole_or_other(proof: bytes, vouched: set[str], genuine: Any) -> None:
    """Raise where the proof does not prove the same under the same keys."""
    checked = check_bundle(proof, is_trusted=lambda key: key.vkey in vouched, quorum=1)
    same = (checked.opening, checked.index, checked.origin, checked.size, checked.witnesses) == (
        genuine.opening,
        genuine.index,
        genuine.origin,
        genuine.size,
        genuine.witnesses,
    )
    if not same or not checked.trusted or checked.cards != genuine.cards:
        raise TrustError("proof.other")
    raise TrustError("proof.same")  # a byte outside of what is proved: the same is proved


@asynchronous
async def test_what_is_not_in_the_log_cannot_be_proved(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        for name in ("f" * 32, "999999999", "9" * 60, "", "²", "-1"):
            with pytest.raises(EntraideError):
                await proof_of(ma, name)
