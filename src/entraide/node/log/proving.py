"""Proving one entry of our log, of whichever epoch, to somebody who has nothing but the file.

The proof stands on the checkpoint that most partners cosigned, and brings the cards that its reader
needs: ours, the partners', and those of former witness keys that signed it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from entraide.errors import InputError, TrustError
from entraide.kernel.audit import parse_opening
from entraide.kernel.canonical import Json
from entraide.kernel.card import Card, encode_card
from entraide.kernel.key_set import SignedKeySet
from entraide.kernel.merkle import inclusion_proof
from entraide.kernel.note import NoteKey, parse_note, parse_vkey
from entraide.kernel.proof_bundle import ProofBundle, encode_bundle_proof
from entraide.node.call import Call, Parameters
from entraide.node.keys.identity import card_under, own_card
from entraide.node.log.former_witnesses import former_cards
from entraide.node.log.log_epochs import StoredLog, ended_logs, present_epoch, present_log
from entraide.node.log.witnessing import publish_checkpoint
from entraide.node.runtime import Node

__all__ = ["Prove", "prove_entry", "show_entry"]

_INDEX_DIGITS: Final = 15


class Prove(Parameters):
    """A message by its id, or an entry by its number: ``17``, or ``2/17`` in the log of epoch 2."""

    id: str


async def prove_entry(call: Call, wanted: Prove) -> Json:
    """Return a proof file for the log entry of a message, cosigned by as many as can be reached."""
    node = call.node
    await publish_checkpoint(node)
    proof = node.read(lambda c: _prove(node, c, wanted.id))
    return {"id": wanted.id, "proof": base64.b64encode(proof).decode()}


async def show_entry(call: Call, wanted: Prove) -> Json:
    """Return one log entry with everything that its opening says, and who vouched for it so far."""
    return call.node.read(lambda c: _shown(call.node, c, wanted.id))


def _shown(node: Node, connection: Connection, name: str) -> dict[str, Any]:
    epoch, log, row, _ = _found(node, connection, name)
    opening = parse_opening(row.opening)
    table = log.checkpoint.c
    over = select(func.min(table.size)).where(table.size > row.idx, table.cosigned > 0)
    return {
        "epoch": epoch,
        "index": row.idx,
        "origin": log.key.name,
        "at_ms": opening.at_ms,
        "action": opening.action,
        "actor": opening.actor,
        "partner": opening.partner,
        "ids": dict(opening.ids),
        "digests": dict(opening.digests),
        "leaf": log.hashes(connection)(0, row.idx).hex(),
        "cosigned_at": connection.scalar(over),
    }


def _prove(node: Node, connection: Connection, name: str) -> bytes:
    """Prove an entry of the present log, or else of the latest one that has it.

    ``2/17`` is the entry 17 of the log of epoch 2.
    """
    _, log, row, keys = _found(node, connection, name)
    own = own_card(node) if keys is None else card_under(node, keys)
    return _proof(node, connection, (log, row, own))


def _found(
    node: Node, connection: Connection, name: str
) -> tuple[int, StoredLog, Row[Any], SignedKeySet | None]:
    """Return the entry of a name with its epoch, log and keys; InputError where there is none."""
    wanted, _, number = name.rpartition("/")
    for epoch, log, keys in _logs(node, connection):
        row = _entry(connection, log, number) if wanted in {"", str(epoch)} else None
        if row is not None:
            return epoch, log, row, keys
    raise InputError("audit.no_entry", id=name)


def _logs(
    node: Node, connection: Connection
) -> Iterator[tuple[int, StoredLog, SignedKeySet | None]]:
    """Yield the present log, then those that have ended, the latest first, with their keys."""
    yield present_epoch(connection), present_log(node.keyring.log_key(node.settings.id)), None
    for each in reversed(ended_logs(connection)):
        yield each.epoch, each.log, each.keys


def _entry(connection: Connection, log: StoredLog, name: str) -> Row[Any] | None:
    entry = log.entry.c
    number = name.isascii() and name.isdecimal() and len(name) <= _INDEX_DIGITS
    chosen = entry.idx == int(name) if number else entry.subject == name
    return connection.execute(
        select(log.entry).where(chosen).order_by(entry.idx).limit(1)
    ).one_or_none()


def _proof(node: Node, connection: Connection, about: tuple[StoredLog, Row[Any], Card]) -> bytes:
    log, row, own = about
    size, note = _best_checkpoint(connection, log, row.idx)
    signed = parse_note(note).signatures
    former = (
        card
        for card in former_cards(connection)
        if any(signature.is_by(_witness_of(card)) for signature in signed)
    )
    cards = (own, *node.partners.values(), *former)
    return encode_bundle_proof(
        ProofBundle(
            index=row.idx,
            path=inclusion_proof(row.idx, size, log.hashes(connection)),
            note=note,
            opening=parse_opening(row.opening),
            salt=row.salt,
            log_key=log.key,
            witnesses=tuple(_witness_of(card) for card in cards[1:]),
            cards=tuple(encode_card(card) for card in cards),
        )
    )


def _witness_of(card: Card) -> NoteKey:
    return parse_vkey(card.keys.key_set.witness)


def _best_checkpoint(connection: Connection, log: StoredLog, index: int) -> tuple[int, bytes]:
    """Return the checkpoint over this entry that most partners cosigned, the latest of those."""
    table = log.checkpoint.c
    row = connection.execute(
        select(table.size, table.note)
        .where(table.size > index)
        .order_by(table.cosigned.desc(), table.size.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise TrustError("audit.no_checkpoint", index=index)
    return int(row.size), bytes(row.note)
