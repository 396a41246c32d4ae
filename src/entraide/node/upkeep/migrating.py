"""``node migrate``: a folder of an earlier release made fit for this one, while no node runs in it.

The folder's lock is taken, keys that the earlier release did not know are made and sealed first,
then the store's steps are taken (``adapters.store.migrations``). Migrating again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from entraide.adapters.files.folder import Folder, FolderLock
from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.adapters.store.migrations import migrate_store
from entraide.adapters.world import SYSTEM, World
from entraide.errors import ConfigError
from entraide.node.config import read_settings
from entraide.node.keys.keyring import Keyring

__all__ = ["migrate_node"]


def migrate_node(
    path: Path,
    passphrase: str,
    progress: Callable[[Mapping[str, Any]], None],
    world: World = SYSTEM,
) -> tuple[int, int]:
    """Migrate a node's folder; return the schema found and the schema reached.

    1. the folder is a node's and no process holds it (BusyError); 2. the keyring has a store key;
    3. the key file stands; 4. the store's steps are taken. StoreError where a step fails: the
    store is then as it was before that step.
    """
    folder = Folder(path.resolve())
    if not folder.exists():
        raise ConfigError("node.missing", path=str(path))
    settings = read_settings(folder.settings)
    lock = FolderLock(folder)  # 1
    try:
        keyring = Keyring.load(folder, passphrase)
        if not keyring.bodies:  # 2
            keyring = replace(keyring, bodies=world.random(32))
            keyring.save(folder, passphrase)
        create_vault(folder.body_keys)  # 3
        vault = Vault(VaultFile(folder.body_keys, keyring.bodies), random=world.random)
        try:
            return migrate_store(folder.store, settings.id, vault, progress)  # 4
        finally:
            vault.close()
    finally:
        lock.release()
