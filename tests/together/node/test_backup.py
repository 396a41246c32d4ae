"""A backup is whole, of one moment, and shut to everybody but the recovery key."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import tarfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.adapters.files import backup as backup_file
from entraide.adapters.files.backup import Part, read_backup, write_backup
from entraide.adapters.store.snapshots import SCRATCH
from entraide.cli.main import app
from entraide.errors import EntraideError, InputError, StoreError, TrustError
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import OpeningKey
from entraide.kernel.recovery import PREFIX_BYTES, header_length, open_backup, seal_backup
from entraide.match import Subject
from entraide.node.build import open_node
from entraide.node.upkeep.restoring import restore_node
from tests.nodes import ES, PASSPHRASE, Bureau, asynchronous, bureau_in, exchange, person

RECOVERY, OTHER = OpeningKey.generate(), OpeningKey.generate()
CONTENT_KEY = bytes(range(32))


async def back_up(bureau: Bureau, out: Path) -> dict[str, Any]:
    wanted = {"out": str(out), "recovery_key": to_base64(RECOVERY.public.raw)}
    return await bureau.perform("node.backup", officer=None, **wanted)


def opened(path: Path, key: OpeningKey = RECOVERY) -> dict[str, bytes]:
    """Read a backup with nothing but the key, tar and this page of the kernel."""
    data = path.read_bytes()
    start = PREFIX_BYTES + header_length(data[:PREFIX_BYTES])
    opener = open_backup(data[:start], key)
    plain = opener.update(data[start:]) + opener.finalize()
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        return {
            member.name: content.read() for member in tar if (content := tar.extractfile(member))
        }


@asynchronous
async def test_a_backup_holds_all_that_a_node_is_and_says_where_its_log_stands(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (_, es):
        await es.hold(person("EX-1", "Exercise Person"))
        made = await back_up(es, tmp_path / "es.backup")
        found = opened(tmp_path / "es.backup")
        named = {"store.sqlite", "keys.sqlite", "node.toml", "secrets.sealed", "keyset.json"}
        assert found.keys() >= named | {"tls.crt", "tls.key", "manifest.json"}
        assert not found.keys() & {"lock", "control.sock"}
        assert not any("-wal" in name or SCRATCH in name for name in found)
        manifest = json.loads(found["manifest.json"])
        assert manifest["log"]["origin"] == "entraide/es.bureau/log"
        assert manifest["log"]["size"] == made["log_size"]
        (last, *_) = (each for each in await es.log() if each["action"] == "node.backed_up")
        assert last["index"] == made["log_size"] - 1, "the backup holds its own log entry"
        assert not list(es.folder.glob(f"{SCRATCH}*"))


@asynchronous
async def test_what_is_written_while_a_backup_runs_does_not_tear_it(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(*(person(f"EX-{n}", f"Exercise Person{n}") for n in range(30)))

        async def talk() -> None:
            for n in range(8):
                await ma.ask(f"Exercise Person{n}")
                await es.hold(person(f"EX-{n}", f"Changed Person{n}"))

        talking = asyncio.create_task(talk())
        for n in range(3):
            await back_up(es, tmp_path / f"{n}.backup")
        await talking
        for n in range(3):
            restore_node(tmp_path / f"{n}.backup", tmp_path / f"again-{n}", RECOVERY)
            node = open_node(tmp_path / f"again-{n}", PASSPHRASE)
            try:
                found = await node.searcher.find(Subject(names=("Exercise Person29",)), "MA", 5)
                assert found, "every body in the copy has its key"
            finally:
                await node.close()


def make(folder: Path, **files: bytes) -> tuple[Path, list[Part]]:
    parts = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        parts.append(Part(name, folder / name))
    return folder / "x.backup", parts


def test_only_the_recovery_key_opens_a_backup(tmp_path: Path) -> None:
    target, parts = make(tmp_path, a=b"one", b=b"two" * 9_000)
    write_backup(target, RECOVERY.public, parts, {})
    with pytest.raises(TrustError, match=r"backup.other_key"):
        read_backup(target, OTHER, tmp_path / "again")
    manifest = read_backup(target, RECOVERY, tmp_path / "again")
    assert (tmp_path / "again" / "b").read_bytes() == b"two" * 9_000
    assert manifest["parts"]["a"]["size"] == 3
    assert b"two" not in target.read_bytes()
    with pytest.raises(InputError, match=r"file.exists"):
        write_backup(target, RECOVERY.public, parts, {})


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(deadline=None, max_examples=60)
def test_no_changed_bit_of_a_backup_is_believed(
    at: float, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("backup")
    target, parts = make(folder, a=b"one" * 400)
    write_backup(target, RECOVERY.public, parts, {})
    data = bytearray(target.read_bytes())
    data[int(at * len(data))] ^= 1 << bit
    target.write_bytes(data)
    with pytest.raises(EntraideError):
        read_backup(target, RECOVERY, folder / "again")


@given(at=st.floats(0, 1, exclude_max=True))
@settings(deadline=None, max_examples=40)
def test_no_backup_cut_short_is_believed(
    at: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("backup")
    target, parts = make(folder, a=b"one" * 70_000)
    write_backup(target, RECOVERY.public, parts, {})
    data = target.read_bytes()
    target.write_bytes(data[: int(at * len(data))])
    with pytest.raises(EntraideError):
        read_backup(target, RECOVERY, folder / "again")


@pytest.mark.parametrize("name", ["../escape", "/tmp/escape", "a/../../escape"])  # noqa: S108 - attacks
def test_a_part_that_would_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    target, (part,) = make(tmp_path, a=b"one")
    write_backup(target, RECOVERY.public, [Part(name, part.source)], {})
    with pytest.raises(TrustError, match=r"backup.malformed"):
        read_backup(target, RECOVERY, tmp_path / "again")


@pytest.mark.parametrize(
    ("members", "listed"),
    [
        ({"a": b"one"}, {}),
        ({}, {"a": {"sha256": "0" * 64, "size": 3}}),
        ({"a": b"one"}, {"a": {"sha256": "0" * 64, "size": 3}}),
    ],
    ids=["a part too many", "a part missing", "another part"],
)
def test_parts_and_manifest_must_agree(
    tmp_path: Path, members: dict[str, bytes], listed: dict[str, Any]
) -> None:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        manifest = json.dumps({"parts": listed}).encode()
        for name, data in (*members.items(), ("manifest.json", manifest)):
            tar.addfile(backup_file._info(name, len(data)), io.BytesIO(data))
    prefix, encryptor = seal_backup(RECOVERY.public, CONTENT_KEY)
    target = tmp_path / "forged.backup"
    target.write_bytes(prefix + encryptor.update(plain.getvalue()) + encryptor.finalize())
    with pytest.raises(TrustError, match=r"backup.parts_differ"):
        read_backup(target, RECOVERY, tmp_path / "again")


def test_writing_and_reading_take_constant_memory(tmp_path: Path) -> None:
    big = tmp_path / "big"
    with big.open("wb") as file:
        for _ in range(48):
            file.write(bytes(1 << 20))
    target = tmp_path / "big.backup"
    tracemalloc.start()
    try:
        write_backup(target, RECOVERY.public, [Part("big", big)], {})
        read_backup(target, RECOVERY, tmp_path / "again")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20, f"{peak} bytes for a part of {48 << 20}"


def test_a_file_that_was_dropped_while_the_backup_ran_is_left_out(tmp_path: Path) -> None:
    stays = tmp_path / "stays"
    stays.write_bytes(b"x")
    parts = [Part("gone", tmp_path / "gone", may_go=True), Part("stays", stays)]
    manifest = write_backup(tmp_path / "x.backup", RECOVERY.public, parts, {})
    (tmp_path / "filled").mkdir()
    assert set(manifest["parts"]) == {"stays"}
    assert read_backup(tmp_path / "x.backup", RECOVERY, tmp_path / "filled") == manifest


def test_a_backup_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    missing = [Part("gone", tmp_path / "gone")]
    with pytest.raises(StoreError, match=r"backup.not_written"):
        write_backup(tmp_path / "x.backup", RECOVERY.public, missing, {})
    assert not (tmp_path / "x.backup").exists()
    with pytest.raises(StoreError, match=r"backup.not_written"):
        write_backup(tmp_path / "no" / "x.backup", RECOVERY.public, [], {})


@asynchronous
async def test_a_restore_that_fails_leaves_no_folder_and_takes_no_ones_place(
    tmp_path: Path,
) -> None:
    es = bureau_in(tmp_path, ES)
    es.open()
    await back_up(es, tmp_path / "es.backup")
    await es.stop()
    with pytest.raises(InputError, match=r"node.exists"):
        restore_node(tmp_path / "es.backup", es.folder, RECOVERY)
    again = tmp_path / "new" / "again"
    with pytest.raises(TrustError, match=r"backup.other_key"):
        restore_node(tmp_path / "es.backup", again, OTHER)
    assert list_of(again.parent) == []


def list_of(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_the_recovery_key_is_made_apart_and_sealed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / "words"
    words.write_text("correct horse battery")
    key = tmp_path / "recovery"
    run("recovery", "new", str(key), "--passphrase-file", str(words), "--output", "json")
    made = json.loads(capsys.readouterr().out)
    assert Path(made["public"]).read_text().strip()
    assert key.stat().st_mode & 0o77 == 0
    with pytest.raises(InputError, match=r"file.exists"):
        run("recovery", "new", str(key), "--passphrase-file", str(words))
    node = tmp_path / "node"
    node.mkdir()
    (node / "node.toml").touch()
    with pytest.raises(InputError, match=r"recovery.in_node_folder"):
        run("recovery", "new", str(node / "key"), "--passphrase-file", str(words))


def run(*arguments: str) -> None:
    with contextlib.suppress(SystemExit):
        app(list(arguments), exit_on_error=False, result_action="return_value")


def test_the_commands_lead_from_a_backup_to_a_node_that_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "words"
    words.write_text(PASSPHRASE)
    for name in ("ENTRAIDE_PASSPHRASE_FILE", "ENTRAIDE_RECOVERY_PASSPHRASE_FILE"):
        monkeypatch.setenv(name, str(words))
    es, key = bureau_in(tmp_path, ES), tmp_path / "recovery"
    again, backup = tmp_path / "again", tmp_path / "es.backup"

    def do(*arguments: object) -> dict[str, Any]:
        app([*map(str, arguments), "--output", "json"], result_action="return_value")
        shown: dict[str, Any] = json.loads(capsys.readouterr().out)
        return shown

    do("recovery", "new", key)
    wanted = ("--out", backup, "--recovery-key", f"{key}.pub")
    held = do("node", "backup", es.folder, *wanted)["log_size"]
    assert do("node", "restore", backup, again, "--recovery-key", key)["log"]["size"] == held
    report = do("node", "resume", again)
    assert (report["resumed"], report["epoch"], report["held"]) == (True, 1, held)
    assert do("node", "migrate", again)["after"] == do("node", "migrate", again)["before"]
    assert do("node", "status", again)["log_size"] == held + 1
