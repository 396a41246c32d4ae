"""Checkpoints of our log, cosigned by partners; and ours of theirs (C2SP tlog-witness).

The node signs a checkpoint when its log has grown and offers it to every partner with the proof
that it only grew; a partner that is away is offered the next one. As a witness the node stores what
it accepted before it answers, and keeps every fork that it was shown. Cosigning is not logged:
otherwise two logs would feed each other for ever.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, delete, insert, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.adapters.wire.partner_client import WITNESS_PATH
from entraide.errors import PeerError, ProtocolError, StoreError, TrustError
from entraide.kernel.checkpoint import Checkpoint, checkpoint_of, sign_checkpoint
from entraide.kernel.cosignature import cosign_checkpoint, verify_cosignatures
from entraide.kernel.merkle import Frontier, consistency_proof
from entraide.kernel.note import (
    encode_note,
    encode_signatures,
    parse_note,
    parse_signatures,
    parse_vkey,
)
from entraide.kernel.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Bundle,
    Tile,
    encode_bundle,
    encode_tile,
    parse_path,
)
from entraide.kernel.witness import (
    Accept,
    Conflict,
    Fork,
    Known,
    Refuse,
    Verdict,
    encode_request,
    encode_size,
    judge,
    parse_request,
    parse_size,
)
from entraide.node.keys.keyring import witness_name
from entraide.node.log.log_epochs import hash_reader
from entraide.node.partner.contacts import is_noted, note_contact
from entraide.node.runtime import Node

__all__ = [
    "judge_checkpoint",
    "log_resource",
    "publish_checkpoint",
    "sign_present_checkpoint",
]

_LOG: Final = logging.getLogger("entraide.witness")
_OK: Final = 200
_CONFLICT: Final = 409


def log_resource(node: Node, path: str) -> bytes | None:
    """Return the checkpoint, a tile or an entry bundle at its C2SP path; None where none is."""
    return node.read(lambda connection: _resource(connection, path))


def _resource(connection: Connection, path: str) -> bytes | None:
    if path == "checkpoint":
        latest = select(schema.checkpoint.c.note).order_by(schema.checkpoint.c.size.desc())
        note = connection.scalar(latest.limit(1))
        return bytes(note) if note is not None else None
    try:
        found = parse_path(path)
    except ProtocolError:
        return None
    if isinstance(found, Bundle):
        entries = _rows(connection, schema.log_entry.c.entry, schema.log_entry.c.idx, found)
        return encode_bundle(entries) if len(entries) == found.width else None
    node = schema.log_node.c
    at_level = node.level == found.level * TILE_HEIGHT
    hashes = _rows(connection, node.hash, node.idx, found, at_level)
    return encode_tile(hashes) if len(hashes) == found.width else None


def _rows(
    connection: Connection,
    value: Column[bytes],
    index: Column[int],
    part: Tile | Bundle,
    *where: ColumnElement[bool],
) -> list[bytes]:
    first = part.index * TILE_WIDTH
    rows = connection.scalars(
        select(value).where(index >= first, index < first + part.width, *where).order_by(index)
    )
    return [bytes(row) for row in rows]


async def sign_present_checkpoint(node: Node) -> Checkpoint:
    """Sign the log as it stands, once for each size, and keep the note."""

    def sign(transaction: Transaction) -> Checkpoint:
        frontier: Frontier = transaction.frontier
        origin = node.keyring.log_key(node.settings.id).name
        checkpoint = Checkpoint(origin, frontier.size, frontier.root)
        known = select(schema.checkpoint.c.note).where(schema.checkpoint.c.size == frontier.size)
        stored = transaction.connection.scalar(known)
        if stored is not None:
            if checkpoint_of(stored)[0].root != frontier.root:
                raise StoreError("log.second_root", size=frontier.size)
            return checkpoint
        note = encode_note(sign_checkpoint(checkpoint, node.keyring.log))
        transaction.connection.execute(
            insert(schema.checkpoint).values(
                size=frontier.size, note=note, cosigned=0, at_ms=transaction.now_ms
            )
        )
        return checkpoint

    return await node.writer.run(sign)


async def publish_checkpoint(node: Node) -> dict[str, str]:
    """Offer the present checkpoint to every partner; return what each did with it."""
    checkpoint = await sign_present_checkpoint(node)
    partners = tuple(node.partners)
    outcomes = await asyncio.gather(*(_offer(node, party, checkpoint.size) for party in partners))
    return dict(zip(partners, outcomes, strict=True))


async def judge_checkpoint(node: Node, pin: str, body: bytes) -> tuple[int, bytes]:
    """Answer a partner that asks for our cosignature: status and body of the specification."""
    partner = node.partner_by_pin(pin)
    if partner is None:
        return 404, b"unknown log\n"
    try:
        request = parse_request(body)
    except (ProtocolError, TrustError):
        return 400, b"malformed\n"
    log_key = parse_vkey(partner.log)
    if request.checkpoint.origin != log_key.name:
        return 404, b"unknown log\n"
    log = (partner.party, log_key.name)

    def decide(transaction: Transaction) -> Verdict:
        known = _known(transaction.connection, *log)
        verdict = judge(known, request, (log_key,))
        if isinstance(verdict, Accept):
            verdict = Accept(_cosign(node, verdict.known))
            note_contact(transaction, partner.party, reached=True)
        _keep(transaction, log, verdict)
        return verdict

    verdict = await node.writer.run(decide)
    if isinstance(verdict, Conflict):
        return _CONFLICT, encode_size(verdict.size)
    if isinstance(verdict, Refuse):
        _LOG.warning("checkpoint of %s refused: %s", partner.party, verdict.code)
        return verdict.status, f"{verdict.code}\n".encode()
    ours = parse_note(verdict.known.note).signatures[-1:]
    return _OK, encode_signatures(ours).encode()


def _cosign(node: Node, known: Known) -> Known:
    """Put our cosignature last under the checkpoint: what we store is what we answer."""
    checkpoint, note = checkpoint_of(known.note)
    seconds = node.world.now_ms() // 1_000
    name = witness_name(node.settings.id)
    signature = cosign_checkpoint(checkpoint, name, node.keyring.witness, seconds)
    return Known(known.size, known.root, encode_note(note.signed_also((signature,))))


def _known(connection: Connection, party: str, origin: str) -> Known | None:
    table = schema.witnessed
    row = connection.execute(
        select(table).where(table.c.partner == party, table.c.origin == origin)
    ).one_or_none()
    return Known(row.size, row.root, row.note) if row else None


def _keep(transaction: Transaction, log: tuple[str, str], verdict: Verdict) -> None:
    """Keep what was decided on a log (its party and origin): one row of it, replaced."""
    key: dict[str, str] = {"partner": log[0]}
    if isinstance(verdict, Accept):
        key["origin"] = log[1]
        table, values = schema.witnessed, _values(verdict.known)
    elif verdict.fork is not None or _is_alarm(verdict):
        code = verdict.code if isinstance(verdict, Refuse) else "witness.forked"
        table, values = schema.fork, {"evidence": _evidence(verdict.fork), "code": code}
    else:
        return
    same = (table.c[name] == value for name, value in key.items())
    transaction.connection.execute(delete(table).where(*same))
    transaction.connection.execute(insert(table).values(at_ms=transaction.now_ms, **key, **values))


def _values(known: Known) -> dict[str, object]:
    return {"size": known.size, "root": known.root, "note": known.note}


def _is_alarm(verdict: Verdict) -> bool:
    return isinstance(verdict, Refuse) and verdict.code == "witness.inconsistent"


def _evidence(fork: Fork | None) -> bytes:
    return fork.first + b"\n" + fork.second if fork else b""


async def _offer(node: Node, party: str, size: int) -> str:
    """Offer one partner a checkpoint; whatever it answers, the others are not concerned."""
    try:
        return await _offered(node, party, size)
    except (ProtocolError, TrustError) as error:
        return error.code


async def _offered(node: Node, party: str, size: int) -> str:
    """Offer the checkpoint of ``size``; at a conflict, once more from the partner's size."""
    old = node.witnessed_sizes.get(party, 0)
    for _ in range(2):
        if old >= size:
            return "current"
        try:
            status, body = await _send(node, party, old, size)
        except PeerError as error:
            await _note_away(node, party)
            return error.code
        if status != _CONFLICT:
            return await _take(node, party, size, status, body)
        old = parse_size(body)
        if old > size:
            return "ahead-of-us"  # our log is shorter than what they saw of it
    return "conflict"


async def _note_away(node: Node, party: str) -> None:
    now_ms = node.world.now_ms()
    if not node.read(lambda c: is_noted(c, party, now_ms, reached=False)):
        await node.writer.run(lambda t: note_contact(t, party, reached=False))


async def _send(node: Node, party: str, old: int, size: int) -> tuple[int, bytes]:
    def request(connection: Connection) -> bytes:
        note = connection.scalar(
            select(schema.checkpoint.c.note).where(schema.checkpoint.c.size == size)
        )
        proof = consistency_proof(old, size, hash_reader(connection)) if old else ()
        return encode_request(old, proof, bytes(note or b""))

    body = node.read(request)
    addresses = node.partners[party].addresses
    return await node.client.post(addresses, WITNESS_PATH, body, node.contexts[party])


async def _take(node: Node, party: str, size: int, status: int, body: bytes) -> str:
    if status != _OK:
        _LOG.error("our checkpoint of size %d was refused by %s: %d", size, party, status)
        return f"refused-{status}"
    key_set = node.pinned(party)
    witness = parse_vkey(key_set.witness if key_set else "")
    signatures = parse_signatures(body.decode("utf-8", "replace"))

    def keep(transaction: Transaction) -> None:
        table = schema.checkpoint
        stored = transaction.connection.scalar(select(table.c.note).where(table.c.size == size))
        checkpoint, note = checkpoint_of(bytes(stored or b""))
        grown = note.signed_also(signatures)
        if not verify_cosignatures(grown, (witness,)):
            raise TrustError("witness.no_cosignature", partner=party)
        transaction.connection.execute(
            update(table)
            .where(table.c.size == checkpoint.size)
            .values(note=encode_note(grown), cosigned=table.c.cosigned + 1)
        )
        note_contact(transaction, party, reached=True)

    try:
        await node.writer.run(keep)
    except (ProtocolError, TrustError) as error:
        return error.code
    node.witnessed_sizes[party] = size
    return "cosigned"
