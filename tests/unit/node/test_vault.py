"""The keys under which bodies are sealed: given once, destroyed for good, useless elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pysqlite3.dbapi2
import pytest

from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.errors import StoreError

KEY = bytes(range(32))


def vault_in(folder: Path) -> Vault:
    path = folder / "keys.sqlite"
    create_vault(path)
    return Vault(VaultFile(path, KEY))


def test_a_body_opens_only_as_the_part_it_was_sealed_as(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    key = vault.fresh_key()
    body, card = key.seal("record.body", b"body"), key.seal("record.card", b"card")
    assert vault.open("record.body", body) == b"body"  # not yet durable: the writer's own reading
    vault.flush()
    assert vault.open_all("record.card", (card,)) == [b"card"]
    with pytest.raises(StoreError, match=r"body.does_not_open"):
        vault.open("record.card", body)
    changed = body[:-1] + bytes((body[-1] ^ 1,))
    with pytest.raises(StoreError, match=r"body.does_not_open"):
        vault.open("record.body", changed)
    vault.close()


def test_a_key_number_is_never_given_twice_not_even_after_its_destruction(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    first = vault.fresh_key().seal("record.body", b"first")
    vault.flush()
    vault.destroy((1,))
    vault.close()
    vault = Vault(VaultFile(tmp_path / "keys.sqlite", KEY))
    second = vault.fresh_key().seal("record.body", b"second")
    vault.flush()
    with pytest.raises(StoreError, match=r"body.key_missing"):
        vault.open("record.body", first)
    assert vault.open("record.body", second) == b"second"
    vault.close()


def test_a_destroyed_key_is_in_no_byte_of_the_key_file(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    for _ in range(50):
        vault.fresh_key()
    vault.flush()
    raw = pysqlite3.dbapi2.connect(str(tmp_path / "keys.sqlite"))
    wrapped = raw.execute("SELECT key FROM body_key WHERE number = 7").fetchone()[0]
    raw.close()
    assert wrapped in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    vault.destroy((7,))
    assert wrapped not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    vault.close()


def test_keys_swapped_in_the_file_open_nothing(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    first, _second = vault.fresh_key(), vault.fresh_key()
    sealed = first.seal("record.body", b"first")
    vault.flush()
    raw = pysqlite3.dbapi2.connect(str(tmp_path / "keys.sqlite"))
    raw.execute("UPDATE body_key SET key = (SELECT key FROM body_key WHERE number = 2)")
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match=r"body.other_store_key"):
        vault.open("record.body", sealed)
    vault.close()


def test_the_keys_file_is_useless_under_another_store_key(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    sealed = vault.fresh_key().seal("record.body", b"body")
    vault.flush()
    vault.close()
    other = Vault(VaultFile(tmp_path / "keys.sqlite", hashlib.sha256(KEY).digest()))
    with pytest.raises(StoreError, match=r"body.other_store_key"):
        other.open("record.body", sealed)
    other.close()
    with pytest.raises(StoreError, match=r"body.no_key_file"):
        Vault(VaultFile(tmp_path / "gone.sqlite", KEY))
