"""Rotations and revocations that the tests make: key sets staged, signed, told to partners."""

from __future__ import annotations

from typing import Any

from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from entraide.node.keys import rotating
from tests.nodes import (
    PASSPHRASE,
    Bureau,
    eventually,
)

NAME = "Zuleika Exercise Quennell"


async def stage(bureau: Bureau, roots: Roots | None = None) -> tuple[KeySet, KeySet]:
    """Stop the node and make the keys that are to follow."""
    await bureau.stop()
    return await rotating.propose_rotation(bureau.folder, PASSPHRASE, roots, world=bureau.clock)


def signed_by(key_set: KeySet, former: Roots, *roots: SigningKey) -> SignedKeySet:
    signed = SignedKeySet(key_set, ())
    for root in roots:
        signed = add_signature(signed, root, former)
    return signed


async def finish(bureau: Bureau, signed: SignedKeySet, *, start: bool = True) -> dict[str, Any]:
    result = await rotating.finish_rotation(bureau.folder, PASSPHRASE, signed, world=bureau.clock)
    if start:
        await bureau.start()
    return result


async def rotate(bureau: Bureau, *, start: bool = True) -> dict[str, Any]:
    present, proposed = await stage(bureau)
    return await finish(bureau, signed_by(proposed, present.roots, *bureau.roots), start=start)


def version_of(party: str, at: Bureau) -> int:
    key_set = at.node.pinned(party)
    assert key_set is not None
    return key_set.version


async def told(ma: Bureau, es: Bureau, version: int) -> None:
    """Wait until Rabat has heard of Madrid's new keys."""
    await eventually(lambda: version_of(es.id, ma) == version)
