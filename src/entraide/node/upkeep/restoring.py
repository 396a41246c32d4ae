"""``node restore``: a backup becomes a folder again, whose node may write nothing yet.

What came out of a backup may lack entries that partners have seen: signing on would give the log
another root for an old size. So the new store is marked, and whoever opens it can read but neither
log nor sign, ask or answer, until ``node.upkeep.resuming`` has asked the partners.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from entraide.adapters.files.backup import read_backup
from entraide.adapters.files.folder import Folder
from entraide.adapters.store.database import open_for_migration
from entraide.errors import InputError, TrustError
from entraide.kernel.keys import OpeningKey
from entraide.node.log.log_epochs import mark_restored
from entraide.node.upkeep.backup import FORM, log_of

__all__ = ["restore_node"]


def restore_node(backup: Path, target: Path, key: OpeningKey) -> dict[str, Any]:
    """Make the node's folder from a backup; return the backup's manifest.

    1. the target is new; 2. the backup opens and is whole (``adapters.files.backup``); 3. the log
    in its store is the one that its manifest names; 4. the store is marked as restored; 5. the
    folder takes its place. Anything that fails leaves no folder behind.
    """
    if target.exists():  # 1
        raise InputError("node.exists", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        manifest = read_backup(backup, key, made)  # 2
        if manifest.get("form") != FORM:
            raise TrustError("backup.malformed")
        folder = Folder(made)
        folder.officers.mkdir(exist_ok=True, mode=0o700)
        _mark(folder, manifest)  # 3, 4
        made.rename(target)  # 5
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return manifest


def _mark(folder: Folder, manifest: dict[str, Any]) -> None:
    engine, _ = open_for_migration(folder.store, manifest["node"])
    try:
        with engine.begin() as connection:
            size, root = log_of(connection)
            if {"size": size, "root": root.hex()}.items() - manifest["log"].items():
                raise TrustError("backup.log_differs", size=size)
            mark_restored(connection, str(manifest["created_ms"]))
    finally:
        engine.dispose()
