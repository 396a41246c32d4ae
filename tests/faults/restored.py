"""Backups taken, nodes lost and restored, cosignatures given."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from entraide.kernel.canonical import encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import OpeningKey
from entraide.node.log.witnessing import publish_checkpoint
from entraide.node.upkeep.restoring import restore_node
from entraide.node.upkeep.resuming import Consent, resume_node
from tests.nodes import (
    PASSPHRASE,
    Bureau,
    certified,
    eventually,
)

RECOVERY = OpeningKey.generate()


async def backed_up(bureau: Bureau, folder: Path) -> Path:
    out = folder / "ma.backup"
    wanted = {"out": str(out), "recovery_key": to_base64(RECOVERY.public.raw)}
    await bureau.perform("node.backup", officer=None, **wanted)
    return out


async def lose_and_restore(bureau: Bureau, backup: Path) -> None:
    """The machine burns; its folder comes back out of the backup."""
    await bureau.stop()
    shutil.rmtree(bureau.folder)
    restore_node(backup, bureau.folder, RECOVERY)


async def resume(bureau: Bureau, **consent: Any) -> dict[str, Any]:
    return await resume_node(bureau.folder, PASSPHRASE, Consent(**consent))


async def cosigned(bureau: Bureau, size: int, by: Bureau) -> None:
    """Wait until a partner has cosigned so much of our log."""

    async def seen() -> bool:
        await publish_checkpoint(bureau.node)
        return bureau.node.witnessed_sizes.get(by.id, 0) >= size

    await eventually(seen)


async def recertify(bureau: Bureau) -> None:
    """Let the root keys sign the key of the new log."""
    bureau.open()
    try:
        text = encode_canonical(certified(bureau).to_json()).decode()
        await bureau.perform("node.adopt-keys", officer=None, signed=text)
    finally:
        await bureau.stop()
