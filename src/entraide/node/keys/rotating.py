"""``node rotate``: the node's signing and opening keys are followed by fresh ones.

No node may run in the folder. The order makes a cut at any moment harmless:

1. the keys that are to follow are made and sealed beside the present ones;
2. the root keys sign the key set that names them (here, or elsewhere by a file);
3. every partner's announcement is written to the outbox, signed with the present key, which is the
   one that the partner believes, together with the log entry;
4. the following keys become the present ones, and the key set the node's own.
A rotation cut after 3 is finished by running it again with the same signed key set. The old signing
key is destroyed; the old opening key stays for as long as a message may travel. A certificate that
follows is shown once partners have heard (``certificate``). A witness key that follows cosigns at
once: a partner that has not heard believes it once it has, and keeps the public key before it for
what that one cosigned (``former_witnesses``). The log's key stays until its epoch ends.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select

from entraide.adapters.files.folder import Folder
from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.adapters.wire import tls
from entraide.adapters.world import SYSTEM, World
from entraide.errors import TrustError
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import NewKeys, read_body
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.card import decode_card, encode_card, sign_card, verify_card
from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, verify_succession
from entraide.kernel.message import Message
from entraide.node.build import open_node
from entraide.node.keys.certificate import prepare_certificate
from entraide.node.keys.identity import YEAR_MS, own_keys
from entraide.node.keys.keyring import Keyring
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.people.actor import KEEPER
from entraide.node.runtime import Node

__all__ = ["Also", "finish_rotation", "propose_rotation"]


class Also(StrEnum):
    """What may follow beside the signing and the opening key."""

    CERTIFICATE = "certificate"
    WITNESS = "witness"


async def propose_rotation(
    path: Path,
    passphrase: str,
    roots: Roots | None = None,
    *,
    also: frozenset[Also] = frozenset(),
    world: World = SYSTEM,
) -> tuple[KeySet, KeySet]:
    """Make the keys that are to follow; return the present key set and the one to be signed.

    ``roots`` are other root keys that are to follow the present ones, ``also`` what else is made
    afresh. BusyError while a node runs in the folder.
    """
    node = open_node(path, passphrase, world=world)
    try:
        present = own_keys(node).key_set
        keyring = node.keyring.preparing(witness=Also.WITNESS in also)
        keyring.save(node.folder, passphrase)  # 1
        if Also.CERTIFICATE in also:
            prepare_certificate(node)
        return present, _following(node, keyring, roots or present.roots)
    finally:
        await node.close()


async def finish_rotation(
    path: Path, passphrase: str, signed: SignedKeySet, *, world: World = SYSTEM
) -> dict[str, Any]:
    """Put the signed key set and its keys in the place of the present ones, and tell partners.

    TrustError where it names other keys than those that are to follow, or where the root keys of
    the present set and its own have not signed it in their thresholds.
    """
    node = open_node(path, passphrase, world=world)
    try:
        present, key_set = own_keys(node).key_set, signed.key_set
        verify_succession(present, signed)  # 2
        if node.keyring.signing.public != key_set.signing:
            if not _names_ours(node, key_set):
                raise TrustError("card.not_our_key", party=key_set.party)
            await _announce(node, signed)  # 3
            keep_ms = node.settings.exchange.message_lifetime_ms
            node.keyring.rotated(node.world.now_ms(), keep_ms).save(node.folder, passphrase)  # 4
        signed_bytes = encode_canonical(signed.to_json())
        if key_set.roots != present.roots:
            proof = node.folder.roots_followed(key_set.version)
            write_atomically(proof, signed_bytes, mode=0o644)
        write_atomically(node.folder.key_set, signed_bytes, mode=0o644)
        return {
            "version": key_set.version,
            "signing": key_set.signing.key_id,
            "former": present.signing.key_id,
            "fingerprint": key_set.fingerprint,
            "partners": sorted(node.partners),
        }
    finally:
        await node.close()


def _following(node: Node, keyring: Keyring, roots: Roots) -> KeySet:
    present = own_keys(node).key_set
    following = keyring.following
    if following is None:
        raise TrustError("card.not_our_key", party=present.party)
    now_ms = node.world.now_ms()
    return replace(
        present,
        version=present.version + 1,
        roots=roots,
        signing=following.signing.public,
        opening=following.opening.public,
        log=node.keyring.log_key(node.settings.id).vkey,
        witness=keyring.next_witness_key(node.settings.id).vkey,
        tls=tls.read_certificate(_certificate(node.folder)),
        issued_ms=now_ms,
        expires_ms=now_ms + YEAR_MS,
    )


def _certificate(folder: Folder) -> Path:
    """Return the certificate to be named: the one that is to follow, where one was made."""
    following = folder.next_certificate
    return following if following.is_file() else folder.tls_certificate


def _names_ours(node: Node, key_set: KeySet) -> bool:
    """Tell whether a key set is the one to be signed, but for its number and its period."""
    if node.keyring.following is None:
        return False
    wanted = replace(
        _following(node, node.keyring, key_set.roots),
        version=key_set.version,
        issued_ms=key_set.issued_ms,
        expires_ms=key_set.expires_ms,
    )
    return wanted == key_set and key_set.expires_ms <= key_set.issued_ms + YEAR_MS


async def _announce(node: Node, signed: SignedKeySet) -> None:
    """Write the announcements, once: a rotation that was cut finds them among its messages."""
    following, key_set = node.keyring.following, signed.key_set
    if following is None or _is_announced(node, key_set):
        return
    card = sign_card(signed, node.settings.addresses, following.signing, node.world.now_ms())
    verify_card(card, node.world.now_ms())
    body = NewKeys(signed=encode_card(card))
    messages = [
        compose_outside(body, (node.settings.id, partner), ("node", None), framing(node))
        for partner in sorted(node.partners)
    ]
    sealed = [(message, seal(node, message)) for message in messages]
    ids = {"version": str(key_set.version), "former": node.keyring.signing.key_id}

    def keep(transaction: Transaction) -> None:
        for message, envelope in sealed:
            enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
            transaction.log(sent(message))
        transaction.log(Event("keyset.rotated", KEEPER.pseudonym, key_set.signing.key_id, "", ids))

    await node.writer.run(keep)


def _is_announced(node: Node, key_set: KeySet) -> bool:
    table = schema.message.c
    rows = node.read(
        lambda c: c.scalars(
            select(table.content).where(table.incoming == 0, table.kind == NewKeys.KIND)
        ).all()
    )
    bodies = (read_body(Message.decode(row)) for row in rows if row)
    return any(
        isinstance(body, NewKeys) and decode_card(body.signed).keys.key_set == key_set
        for body in bodies
    )
