"""Keys that are durable ahead of their bodies, and open in memory: erasure stays real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.errors import StoreError

KEY = bytes(range(32))
AHEAD = 6


@pytest.fixture
def file(tmp_path: Path) -> VaultFile:
    create_vault(tmp_path / "keys.sqlite")
    return VaultFile(tmp_path / "keys.sqlite", KEY)


def body(vault: Vault, data: bytes = b"body") -> bytes:
    return vault.fresh_key().seal("record.body", data)


def opens(file: VaultFile, sealed: bytes) -> bool:
    """Tell whether a process that starts now opens a body."""
    vault = Vault(file, read_only=True)
    try:
        return vault.open("record.body", sealed) == b"body"
    except StoreError:
        return False
    finally:
        vault.close()


def numbers(file: VaultFile, most: int = 40) -> int:
    vault = Vault(file, read_only=True)
    try:
        return len(vault._read(range(most)))  # what lies in the file, as it stands
    finally:
        vault.close()


def test_a_key_made_ahead_is_durable_before_its_body_is_sealed(file: VaultFile) -> None:
    vault = Vault(file, ahead=AHEAD)
    first = body(vault)
    assert not opens(file, first)
    vault.flush()
    assert opens(file, first)
    ahead = [body(vault) for _ in range(AHEAD)]
    assert all(opens(file, each) for each in ahead), "without another sync"
    last = body(vault)
    assert not opens(file, last), "the keys made ahead are used up"
    vault.flush()
    assert opens(file, last)
    vault.close()


def test_a_destroyed_key_that_was_open_in_memory_opens_nothing(file: VaultFile) -> None:
    vault = Vault(file, ahead=AHEAD)
    sealed = body(vault)
    vault.flush()
    assert vault.open("record.body", sealed) == b"body"
    vault.destroy((1,))
    with pytest.raises(StoreError, match=r"body.key_missing"):
        vault.open("record.body", sealed)
    vault.close()


def test_a_copy_of_the_key_file_opens_nothing_that_is_sealed_after_it(
    file: VaultFile, tmp_path: Path
) -> None:
    vault = Vault(file, ahead=AHEAD)
    before = body(vault)
    vault.flush()
    with vault.without_spare():
        for path in tmp_path.glob("keys.sqlite*"):
            shutil.copy(path, tmp_path / path.name.replace("keys", "copy"))
        during = body(vault)
        vault.flush()
    after = [body(vault) for _ in range(AHEAD)]
    vault.flush()
    copy = VaultFile(tmp_path / "copy.sqlite", KEY)
    assert opens(copy, before)
    assert not any(opens(copy, each) for each in (during, *after))
    assert all(opens(file, each) for each in (before, during, *after))
    vault.close()


def test_keys_that_were_never_used_end_with_the_node_and_their_numbers_too(
    file: VaultFile,
) -> None:
    vault = Vault(file, ahead=AHEAD)
    first = body(vault)
    vault.flush()
    assert numbers(file) == 1 + AHEAD
    vault.close()
    assert numbers(file) == 1
    again = Vault(file, ahead=AHEAD)
    second = body(again)
    again.flush()
    assert int.from_bytes(second[1:9]) > int.from_bytes(first[1:9]) + AHEAD
    again.close()
