"""``node resume``: a restored node asks its partners what it lacks, and goes on accordingly.

Every partner tells the checkpoint of our log that it cosigned last. If all answer and none has seen
more than the backup holds, nothing is missing and the log goes on. Otherwise that log has ended: a
new epoch begins, with a new key and a new origin, and declares what partners hold of the old one;
the old key is not kept. A root is never signed twice for one size, whatever was lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.wire.partner_client import WITNESSED_PATH
from entraide.adapters.world import SYSTEM, World
from entraide.errors import InputError, PeerError, ProtocolError, TrustError
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.checkpoint import Checkpoint, checkpoint_of, open_checkpoint
from entraide.kernel.cosignature import verify_cosignatures
from entraide.kernel.merkle import EMPTY_ROOT, range_root
from entraide.kernel.note import parse_vkey
from entraide.node.build import open_node
from entraide.node.keys.identity import own_keys
from entraide.node.keys.keyring import epoch_of
from entraide.node.log.former_witnesses import witness_keys
from entraide.node.log.log_epochs import (
    end_epoch,
    go_on,
    hash_reader,
    is_restored,
    present_epoch,
)
from entraide.node.people.actor import KEEPER
from entraide.node.runtime import Node
from entraide.node.upkeep.backup import log_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Consent", "resume_node"]

_OK: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the keeper consents to: to go on without these partners' word, or in any case anew."""

    without: tuple[str, ...] = ()
    new_epoch: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """What a partner said: the last checkpoint that it cosigned, or none."""

    partner: str
    reached: bool
    epoch: int = 0
    checkpoint: Checkpoint | None = None

    def size_in(self, epoch: int) -> int:
        """Return how much of the log of that epoch the partner saw."""
        return self.checkpoint.size if self.checkpoint and self.epoch == epoch else 0

    def to_json(self) -> dict[str, Any]:
        """Return what people read of it."""
        size = self.checkpoint.size if self.checkpoint else 0
        return {
            "partner": self.partner,
            "reached": self.reached,
            "epoch": self.epoch,
            "cosigned": size,
        }


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the restored log stands, and what partners said of it."""

    epoch: int
    size: int
    root: bytes
    words: tuple[_Word, ...]

    @property
    def furthest(self) -> Checkpoint | None:
        """The longest checkpoint of this epoch that a partner cosigned."""
        seen = [each.checkpoint for each in self.words if each.size_in(self.epoch)]
        return max((each for each in seen if each), key=lambda one: one.size, default=None)

    @property
    def lost(self) -> int | None:
        """How many entries are missing for sure; None where a later epoch had begun meanwhile."""
        if any(each.epoch > self.epoch for each in self.words):
            return None
        return max(0, (self.furthest.size if self.furthest else 0) - self.size)

    @property
    def unheard(self) -> tuple[str, ...]:
        """The partners who said nothing."""
        return tuple(each.partner for each in self.words if not each.reached)


async def resume_node(
    path: Path, passphrase: str, consent: Consent, world: World = SYSTEM
) -> dict[str, Any]:
    """Ask the partners and go on, or stay read-only; return what was found and done.

    1. the node is restored; 2. every partner is asked; 3. what they cosigned must not contradict
    what the backup holds (TrustError); 4. a partner without whose word the keeper does not go on
    keeps the node read-only; 5. the same log goes on, or a new epoch begins.
    """
    node = open_node(path, passphrase, world=world)
    try:
        if not node.read(is_restored):  # 1
            raise InputError("node.not_restored", path=str(path))
        standing = await _standing(node)  # 2, 3
        missing = set(standing.unheard) - set(consent.without)
        resumed = not missing  # 4
        if resumed:
            node.writer.refusal = None
            anew = consent.new_epoch or standing.lost != 0 or bool(standing.unheard)
            begin = _begin_epoch if anew else _same_epoch
            await begin(node, standing, passphrase)  # 5
        return _report(node, standing, resumed=resumed)
    finally:
        await node.close()


async def _standing(node: Node) -> _Standing:
    words = await asyncio.gather(*(_ask(node, party) for party in sorted(node.partners)))
    size, root = node.read(log_of)
    standing = _Standing(node.read(present_epoch), size, root, tuple(words))
    for word in words:
        seen = word.checkpoint
        if seen is None or word.epoch != standing.epoch or seen.size > size:
            continue
        if node.read(partial(_root_at, seen.size)) != seen.root:
            raise TrustError("restore.contradicted", partner=word.partner, size=seen.size)
    return standing


def _root_at(size: int, connection: Connection) -> bytes:
    return range_root(0, size, hash_reader(connection))


async def _ask(node: Node, party: str) -> _Word:
    addresses, context = node.partners[party].addresses, node.contexts[party]
    try:
        status, body = await node.client.get(addresses, WITNESSED_PATH, context)
    except PeerError:
        return _Word(party, reached=False)
    if status != _OK:
        return _Word(party, reached=False)
    if not body:
        return _Word(party, reached=True)
    try:
        return _read_word(node, party, body)
    except (ProtocolError, TrustError):
        return _Word(party, reached=False)  # what cannot be believed was not said


def _read_word(node: Node, party: str, body: bytes) -> _Word:
    """Believe a partner's word: our own log of some epoch, under this partner's cosignature."""
    checkpoint, note = checkpoint_of(body)
    witnesses = node.read(lambda c: witness_keys(c, (node.partners[party],)))
    if not verify_cosignatures(note, witnesses):
        raise TrustError("note.not_signed")
    epoch = epoch_of(checkpoint.origin, node.settings.id)
    log_key = parse_vkey(own_keys(node).key_set.log)
    if checkpoint.origin == log_key.name:
        open_checkpoint(body, (log_key,))
    return _Word(party, reached=True, epoch=epoch, checkpoint=checkpoint)


async def _same_epoch(node: Node, standing: _Standing, _: str) -> None:
    def keep(transaction: Transaction) -> None:
        go_on(transaction.connection)
        transaction.log(_event("node.resumed", f"epoch-{standing.epoch}", standing))

    await node.writer.run(keep)


async def _begin_epoch(node: Node, standing: _Standing, passphrase: str) -> None:
    """Replace the log key first, then the log: cut off between the two, resuming begins again."""
    seen = (each.epoch for each in standing.words)
    following = max(standing.epoch, node.keyring.log_epoch, *seen) + 1
    keys = own_keys(node)
    node.keyring = node.keyring.in_epoch(following)
    node.keyring.save(node.folder, passphrase)
    row = {
        "epoch": standing.epoch,
        "vkey": keys.key_set.log,
        "size": standing.size,
        "witnessed_size": standing.furthest.size if standing.furthest else 0,
        "key_set": encode_canonical(keys.to_json()),
    }

    def keep(transaction: Transaction) -> None:
        end_epoch(transaction, row, following)
        go_on(transaction.connection)
        transaction.log(_event("log.epoch_declared", f"epoch-{following}", standing))
        for word in standing.words:
            if word.checkpoint is not None:
                transaction.log(_heard(following, word, word.checkpoint))

    await node.writer.run(keep)


def _event(action: str, subject: str, standing: _Standing) -> Event:
    furthest = standing.furthest or Checkpoint("none", 0, EMPTY_ROOT)
    return Event(
        action,
        KEEPER.pseudonym,
        subject,
        "",
        {
            "ended_epoch": str(standing.epoch),
            "held_size": str(standing.size),
            "lost": "unknown" if standing.lost is None else str(standing.lost),
            "witnessed_origin": furthest.origin,
            "witnessed_size": str(furthest.size),
        },
        {"held_root": standing.root.hex(), "witnessed_root": furthest.root.hex()},
    )


def _heard(following: int, word: _Word, seen: Checkpoint) -> Event:
    return Event(
        "log.epoch_witness",
        KEEPER.pseudonym,
        f"epoch-{following}",
        word.partner,
        {"origin": seen.origin, "size": str(seen.size)},
        {"root": seen.root.hex()},
    )


def _report(node: Node, standing: _Standing, *, resumed: bool) -> dict[str, Any]:
    words: Sequence[Mapping[str, Any]] = [each.to_json() for each in standing.words]
    return {
        "resumed": resumed,
        "ended_epoch": standing.epoch,
        "epoch": node.read(present_epoch),
        "log": node.keyring.log_key(node.settings.id).name,
        "held": standing.size,
        "lost": standing.lost,
        "unheard": list(standing.unheard),
        "partners": list(words),
    }
