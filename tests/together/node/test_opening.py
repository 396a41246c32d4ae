"""A node opens whole or not at all: settings, lock, secrets, store, ports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pysqlite3.dbapi2
import pytest

from entraide.adapters.files.folder import Folder, FolderLock
from entraide.adapters.sealing.keyfile import read_secret, write_secret
from entraide.adapters.store.sqlite import SAFE_SQLITE, check_sqlite
from entraide.cli.keeping.root import new as new_root
from entraide.errors import BusyError, ConfigError, InputError, StoreError, TrustError
from entraide.node.build import make_node, open_node
from entraide.node.config import read_settings
from entraide.vocabulary.messages import render
from tests.nodes import ES, MA, PASSPHRASE, Bureau, asynchronous, bureau_in


@pytest.fixture
def ma(tmp_path: Path) -> Iterator[Bureau]:
    return bureau_in(tmp_path, MA)


def settings_with(bureau: Bureau, before: str, after: str) -> Path:
    path = bureau.folder / "node.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path


BAD_SETTINGS = {
    "an unknown key": ("[exchange]", "[exchange]\nanswer_setp_ms = 5", "config.unknown_key"),
    "an unknown section": ("[exchange]", "[extra]\nx = 1\n[exchange]", "config.unknown_key"),
    "a word for a number": ("timeout_ms = 6000", 'timeout_ms = "6000"', "config.bad_value"),
    "a number out of range": ("timeout_ms = 6000", "timeout_ms = 1", "config.bad_value"),
    "an id of another form": ('id = "ma.bureau"', 'id = "Morocco"', "config.bad_value"),
    "a country that is none": ('country = "MA"', 'country = "ZZ"', "config.bad_value"),
    "no TOML": ("[exchange]", "[exchange", "config.not_toml"),
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_a_wrong_setting_is_an_error_and_never_a_default(ma: Bureau, name: str) -> None:
    before, after, code = BAD_SETTINGS[name]
    path = settings_with(ma, before, after)
    with pytest.raises(ConfigError) as found:
        read_settings(path)
    assert found.value.code == code
    with pytest.raises(ConfigError):
        open_node(ma.folder, PASSPHRASE)


@asynchronous
async def test_a_second_process_on_the_folder_is_refused(tmp_path: Path) -> None:
    ma = bureau_in(tmp_path, MA)
    ma.open()
    try:
        with pytest.raises(BusyError, match=r"folder\.busy"):
            open_node(ma.folder, PASSPHRASE)
    finally:
        await ma.stop()
    await again(ma)


async def again(bureau: Bureau) -> None:
    """Open and close: nothing was left behind."""
    bureau.open()
    await bureau.stop()


@asynchronous
async def test_a_failed_opening_leaves_the_folder_free(tmp_path: Path) -> None:
    ma = bureau_in(tmp_path, MA)
    for passphrase in ("wrong horse battery", ""):
        with pytest.raises(TrustError, match=r"secret\.does_not_open"):
            open_node(ma.folder, passphrase)
    FolderLock(Folder(ma.folder)).release()
    await again(ma)


def test_there_is_no_node_where_none_was_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"node\.missing"):
        open_node(tmp_path / "typo", PASSPHRASE)
    assert not (tmp_path / "typo").exists()


def test_a_node_is_never_made_over_another(ma: Bureau) -> None:
    with pytest.raises(InputError, match=r"node\.exists"):
        make_node(ma.folder, read_settings(ma.folder / "node.toml"), PASSPHRASE)


def test_a_missing_store_is_not_made_anew(ma: Bureau) -> None:
    (ma.folder / "store.sqlite").unlink()
    with pytest.raises(StoreError, match=r"store\.missing"):
        open_node(ma.folder, PASSPHRASE)
    assert not (ma.folder / "store.sqlite").exists()


def test_another_nodes_store_is_refused(ma: Bureau, tmp_path: Path) -> None:
    es = bureau_in(tmp_path, ES)
    shutil.copy(es.folder / "store.sqlite", ma.folder / "store.sqlite")
    with pytest.raises(StoreError, match=r"store\.other_node"):
        open_node(ma.folder, PASSPHRASE)


def test_a_store_of_another_version_is_refused(ma: Bureau) -> None:
    change(ma, "update meta set value = '99' where key = 'schema'")
    with pytest.raises(StoreError, match=r"store\.other_version"):
        open_node(ma.folder, PASSPHRASE)


def test_a_file_that_is_no_store_is_refused(ma: Bureau) -> None:
    (ma.folder / "store.sqlite").write_bytes(b"not a database" * 1_000)
    with pytest.raises(StoreError, match=r"store\.damaged"):
        open_node(ma.folder, PASSPHRASE)


def test_an_empty_file_is_no_store(ma: Bureau) -> None:
    (ma.folder / "store.sqlite").write_bytes(b"")
    with pytest.raises(StoreError, match=r"store\.not_ours"):
        open_node(ma.folder, PASSPHRASE)


def test_a_log_with_a_missing_subtree_is_not_continued(ma: Bureau) -> None:
    change(ma, "delete from log_node")
    with pytest.raises(StoreError, match=r"log\.node_missing"):
        open_node(ma.folder, PASSPHRASE)


def change(bureau: Bureau, statement: str) -> None:
    connection = pysqlite3.dbapi2.connect(str(bureau.folder / "store.sqlite"))
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.46.1", "3.51.2"])
def test_an_sqlite_that_can_corrupt_its_log_is_refused(version: str) -> None:
    with pytest.raises(StoreError, match=r"store\.unsafe_sqlite"):
        check_sqlite(version)


def test_the_bundled_sqlite_is_safe() -> None:
    check_sqlite()
    check_sqlite(".".join(str(part) for part in SAFE_SQLITE))


def test_one_flipped_bit_of_a_key_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_secret(path, "test", {"seed": "AAAA"}, PASSPHRASE)
    whole = path.read_bytes()
    assert read_secret(path, "test", PASSPHRASE) == {"seed": "AAAA"}
    for damaged in (whole[:-9], whole[: len(whole) // 2], b"", flipped(whole)):
        path.write_bytes(damaged)
        with pytest.raises(TrustError, match=r"secret\.does_not_open"):
            read_secret(path, "test", PASSPHRASE)
    path.write_bytes(whole)
    with pytest.raises(TrustError):
        read_secret(path, "another purpose", PASSPHRASE)


def flipped(data: bytes) -> bytes:
    """Flip one bit within the sealed part, such that it stays base64url."""
    at = data.index(b'"sealed":"') + 20
    other = b"A" if data[at : at + 1] != b"A" else b"B"
    return data[:at] + other + data[at + 1 :]


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"passphrase\.too_short"):
        write_secret(tmp_path / "secret", "test", {}, "short")


@asynchronous
async def test_a_port_in_use_is_a_clear_error_and_frees_the_folder(tmp_path: Path) -> None:
    ma, es = bureau_in(tmp_path, MA), bureau_in(tmp_path, ES)
    taken = read_settings(ma.folder / "node.toml").partner.port
    own = read_settings(es.folder / "node.toml").partner.port
    settings_with(es, f"port = {own}", f"port = {taken}")
    await ma.start()
    try:
        with pytest.raises(BusyError, match=r"port\.busy"):
            await es.start()
    finally:
        await es.stop()
        await ma.stop()
    await again(es)


def test_a_root_key_is_not_made_inside_a_node(ma: Bureau, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text(PASSPHRASE)
    for place in (ma.folder / "root.key", ma.folder / "officers" / "root.key"):
        with pytest.raises(InputError, match=r"root\.in_node_folder"):
            new_root(place, passphrase_file=words)
        assert not place.exists()
    new_root(tmp_path / "root.key", passphrase_file=words)
    with pytest.raises(InputError, match=r"file\.exists"):
        new_root(tmp_path / "root.key", passphrase_file=words)


@asynchronous
async def test_a_node_whose_clock_was_set_back_refuses_to_sign(tmp_path: Path) -> None:
    ma = bureau_in(tmp_path, MA)
    ma.open()
    try:
        ma.clock.ahead_ms = -3_600_000
        with pytest.raises(StoreError, match=r"clock\.behind_log"):
            await ma.verify()
        ma.clock.ahead_ms = -60_000  # within the skew that partners accept
        assert (await ma.verify())["whole"]
    finally:
        await ma.stop()


@asynchronous
async def test_a_node_whose_clock_was_ahead_says_when_it_signs_again_and_then_does(
    tmp_path: Path,
) -> None:
    """Nothing is signed between two times: the way out is to wait, and the node says until when."""
    ma = bureau_in(tmp_path, MA)
    ma.open()
    try:
        ma.clock.ahead_ms = 6 * 3_600_000
        assert (await ma.verify())["whole"]
        signs_again_ms = ma.clock.now_ms() - 300_000
        ma.clock.ahead_ms = 0
        with pytest.raises(StoreError, match=r"clock\.behind_log") as refused:
            await ma.verify()
        until = datetime.fromisoformat(str(refused.value.data["until"]))
        assert abs(until.timestamp() * 1_000 - signs_again_ms) < 5_000
        assert str(refused.value.data["until"]) in render(refused.value)
        size = ma.node.writer.frontier.size
        ma.clock.ahead_ms = int(until.timestamp() * 1_000) - ma.clock.now_ms() - 5_000
        with pytest.raises(StoreError, match=r"clock\.behind_log"):
            await ma.verify()
        assert ma.node.writer.frontier.size == size
        ma.clock.ahead_ms += 10_000
        assert (await ma.verify())["whole"]
    finally:
        await ma.stop()
