"""``node.upkeep.backup``: everything that a node is, sealed to a recovery key, while the node runs.

Copied first, at one moment, is the store, then the keys of its bodies: no key is destroyed
meanwhile, so that every body in the copy has its key. Then the other files of the folder, with the
sealed chunks of files from partners: a file that is dropped meanwhile is left out. The
secrets in it stay sealed under the node's passphrase: whoever restores needs both. The log entry is
written first, so that the backup holds it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select

from entraide import __version__
from entraide.adapters.files.backup import Part, write_backup
from entraide.adapters.files.folder import Folder
from entraide.adapters.store.database import open_reader
from entraide.adapters.store.snapshots import SCRATCH, copy_sqlite, scratch_folder
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import ConfigError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields
from entraide.kernel.keys import SealingKey
from entraide.kernel.merkle import Frontier
from entraide.node.call import Call, Parameters
from entraide.node.log.log_epochs import hash_reader
from entraide.node.record.erasure import try_to_finish
from entraide.node.runtime import Node
from entraide.node.upkeep.health import note_backup

__all__ = ["FORM", "BackUp", "back_up", "log_of"]

FORM: Final = "entraide.backup/1"
_TIED: Final = frozenset({"lock", "control.sock"})
"""Files that belong to a process, not to the node."""


class BackUp(Parameters):
    """Where the backup goes, on the node's machine, and the public recovery key (base64url)."""

    out: str
    recovery_key: str


async def back_up(call: Call, wanted: BackUp) -> Json:
    """Write a backup; ConfigError where the store is a server's: its own tools back that up."""
    node = call.node
    if node.reader.dialect.name != "sqlite":
        raise ConfigError("backup.other_engine")
    key = SealingKey(Fields({"key": wanted.recovery_key}, "recovery").data("key"))
    event = call.event("node.backed_up", key.key_id)

    def begin(transaction: Transaction) -> None:
        note_backup(transaction)
        transaction.log(event)

    await node.writer.run(begin)
    async with node.keys_at_rest:
        manifest = await asyncio.to_thread(_write, node, Path(wanted.out), key)
    await try_to_finish(node)
    size = sum(each["size"] for each in manifest["parts"].values())
    log, parts = manifest["log"], len(manifest["parts"])
    return {"file": wanted.out, "parts": parts, "bytes": size, "log_size": log["size"]}


def log_of(connection: Connection) -> tuple[int, bytes]:
    """Return size and root of a store's present log."""
    size = int(connection.scalar(select(func.count()).select_from(schema.log_entry)) or 0)
    return size, Frontier.at(size, hash_reader(connection)).root


def _write(node: Node, out: Path, key: SealingKey) -> dict[str, Any]:
    folder = node.folder
    with scratch_folder(folder.root) as scratch:
        store, keys = scratch / folder.store.name, scratch / folder.body_keys.name
        copy_sqlite(folder.store, store)
        with node.vault.without_spare():
            copy_sqlite(folder.body_keys, keys)
        copies = (Part(store.name, store), Part(keys.name, keys))
        parts = (*copies, *_other_files(folder, out))
        return write_backup(out, key, parts, _facts(node, store))


def _facts(node: Node, store: Path) -> dict[str, Any]:
    engine = open_reader(store)
    try:
        with engine.connect() as connection:
            size, root = log_of(connection)
    finally:
        engine.dispose()
    origin = node.keyring.log_key(node.settings.id).name
    return {
        "form": FORM,
        "node": node.settings.id,
        "release": __version__,
        "schema": schema.SCHEMA_VERSION,
        "created_ms": node.world.now_ms(),
        "log": {"origin": origin, "size": size, "root": root.hex()},
    }


def _other_files(folder: Folder, out: Path) -> Iterator[Part]:
    """Yield what is in the folder besides databases, scratch and what belongs to a process."""
    databases = (folder.store.name, folder.body_keys.name)
    for path in sorted(folder.root.rglob("*")):
        name = path.relative_to(folder.root)
        tied = name.name in _TIED or name.parts[0].startswith((SCRATCH, *databases))
        if path.is_file() and not path.is_symlink() and not tied and path != out.resolve():
            yield Part(name.as_posix(), path, may_go=path.is_relative_to(folder.attachments))
