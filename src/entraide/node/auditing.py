"""The log, looked at: verified whole, held against what partners cosigned, proved entry by entry.

``verify`` recomputes everything from the stored entries and asks every partner that answers which
checkpoint of ours it cosigned last; ``prove`` writes a file that anyone checks offline.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, func, select

from entraide.adapters import schema
from entraide.adapters.partner_client import WITNESSED_PATH
from entraide.errors import EntraideError, InputError, PeerError, TrustError
from entraide.kernel.alignment import StoredEntry
from entraide.kernel.audit import parse_opening
from entraide.kernel.audit_log import LogCopies, verify_log
from entraide.kernel.canonical import Json
from entraide.kernel.card import encode_card
from entraide.kernel.findings import Finding
from entraide.kernel.merkle import inclusion_proof
from entraide.kernel.note import NoteKey, parse_vkey
from entraide.kernel.proof_bundle import ProofBundle, encode_bundle_proof
from entraide.kernel.tiles import Tile, encode_tile
from entraide.kernel.witnessed import Witnessed, open_witnessed, verify_against_witnessed
from entraide.node.call import Call, Parameters
from entraide.node.identity import own_card
from entraide.node.runtime import Node
from entraide.node.subtrees import verify_subtrees
from entraide.node.witnessing import hash_reader, publish_checkpoint

__all__ = [
    "Prove",
    "ShowLog",
    "Verify",
    "WriteWitnessed",
    "prove_entry",
    "show_log",
    "verify_own_log",
    "witnessed_note",
    "write_witnessed",
]

_OK: Final = 200
_INDEX_DIGITS: Final = 15


class Verify(Parameters):
    """Checkpoints that partners cosigned (notes), and whether to ask those who can be reached."""

    witnessed: tuple[str, ...] = ()
    ask_partners: bool = True


class Prove(Parameters):
    """The id of a message (or an entry's number) whose log entry is to be proved."""

    id: str


class ShowLog(Parameters):
    """How many of the last entries to show."""

    last: int = 20


class WriteWitnessed(Parameters):
    """The partner whose last cosigned checkpoint is wanted."""

    partner: str


async def verify_own_log(call: Call, wanted: Verify) -> Json:
    """Verify the whole log; the findings say what is wrong, at which entry."""
    node = call.node
    notes = [note.encode() for note in wanted.witnessed]
    reached: list[str] = []
    if wanted.ask_partners:
        asked = await asyncio.gather(*(_ask_partner(node, party) for party in node.partners))
        reached = [party for party, note in asked if note]
        notes.extend(note for _, note in asked if note)
    size, findings = await asyncio.to_thread(node.read, lambda c: _verify(node, c))
    witnessed, unread = _open_all(node, notes)
    against = await asyncio.to_thread(node.read, lambda c: _against(c, size, witnessed))
    found = sorted({*findings, *against, *unread})
    await node.writer.run(
        lambda t: t.log(
            call.event("log.verified", f"size-{size}", ids={"findings": str(len(found))})
        )
    )
    return {
        "size": size,
        "whole": not found,
        "findings": [_shown(each) for each in found],
        "witnesses": sorted({each.partner for each in witnessed}),
        "partners_reached": reached,
    }


async def prove_entry(call: Call, wanted: Prove) -> Json:
    """Return a proof file for the log entry of a message, cosigned by as many as can be reached."""
    node = call.node
    await publish_checkpoint(node)
    proof = node.read(lambda c: _prove(node, c, wanted.id))
    return {"id": wanted.id, "proof": base64.b64encode(proof).decode()}


async def show_log(call: Call, wanted: ShowLog) -> Json:
    """Return the last entries with their openings."""
    table = schema.log_entry.c
    rows = call.node.read(
        lambda c: c.execute(
            select(table.idx, table.opening).order_by(table.idx.desc()).limit(wanted.last)
        ).all()
    )
    entries: list[Json] = []
    for row in reversed(rows):
        opening = parse_opening(row.opening)
        entries.append(
            {
                "index": row.idx,
                "at_ms": opening.at_ms,
                "action": opening.action,
                "actor": opening.actor,
                "partner": opening.partner,
                "ids": dict(opening.ids),
            }
        )
    return {"entries": entries}


async def write_witnessed(call: Call, wanted: WriteWitnessed) -> Json:
    """Return the checkpoint of a partner's log that we cosigned last, for an auditor."""
    note = witnessed_note(call.node, wanted.partner)
    if not note:
        raise InputError("audit.nothing_witnessed", partner=wanted.partner)
    return {"partner": wanted.partner, "note": note.decode()}


def witnessed_note(node: Node, party: str) -> bytes:
    """Return a partner's checkpoint under our cosignature, or nothing."""
    table = schema.witnessed.c
    note = node.read(lambda c: c.scalar(select(table.note).where(table.partner == party)))
    return bytes(note) if note is not None else b""


def _verify(node: Node, connection: Connection) -> tuple[int, tuple[Finding, ...]]:
    size = int(connection.scalar(select(func.count()).select_from(schema.log_entry)) or 0)
    notes = connection.scalars(select(schema.checkpoint.c.note))
    copies = LogCopies(
        log_keys=(node.keyring.log_key(node.settings.id),),
        checkpoints=tuple(bytes(note) for note in notes),
        tiles=lambda tile: _tile(connection, tile),
        tile_size=_stored_size(connection),
    )
    subtrees = verify_subtrees(connection, size)
    return size, (*verify_log(_entries(connection), copies), *subtrees)


def _entries(connection: Connection) -> Iterator[StoredEntry]:
    entry, node = schema.log_entry.c, schema.log_node.c
    rows = connection.execute(
        select(entry.idx, entry.entry, entry.opening, entry.salt, node.hash)
        .join_from(
            schema.log_entry,
            schema.log_node,
            (node.level == 0) & (node.idx == entry.idx),
            isouter=True,
        )
        .order_by(entry.idx)
        .execution_options(yield_per=1_000)
    )
    for row in rows:
        yield StoredEntry(
            index=row.idx,
            entry=row.entry,
            leaf_hash=row.hash or b"",
            opening=row.opening,
            salt=row.salt,
        )


def _stored_size(connection: Connection) -> int:
    node = schema.log_node.c
    return int(connection.scalar(select(func.count()).where(node.level == 0)) or 0)


def _tile(connection: Connection, tile: Tile) -> bytes | None:
    """Cut a tile from the stored subtrees; None where one of them is missing."""
    node = schema.log_node.c
    first = tile.index * 256
    rows = connection.execute(
        select(node.hash)
        .where(node.level == tile.level * 8)
        .where(node.idx >= first, node.idx < first + tile.width)
        .order_by(node.idx)
    ).all()
    return encode_tile([row.hash for row in rows]) if len(rows) == tile.width else None


def _against(
    connection: Connection, size: int, witnessed: Iterable[Witnessed]
) -> tuple[Finding, ...]:
    try:
        return verify_against_witnessed(size, hash_reader(connection), witnessed)
    except EntraideError as error:
        return (Finding(0, "leaf_hash_changed", error.code),)


def _open_all(
    node: Node, notes: Iterable[bytes]
) -> tuple[tuple[Witnessed, ...], tuple[Finding, ...]]:
    own = (node.keyring.log_key(node.settings.id),)
    opened: list[Witnessed] = []
    findings: list[Finding] = []
    for note in notes:
        try:
            opened.extend(open_witnessed(note, own, _witness_keys(node)))
        except EntraideError as error:
            findings.append(Finding(0, "checkpoint_invalid", error.code))
    return tuple(opened), tuple(findings)


def _witness_keys(node: Node) -> tuple[NoteKey, ...]:
    return tuple(parse_vkey(card.keys.key_set.witness) for card in node.partners.values())


async def _ask_partner(node: Node, party: str) -> tuple[str, bytes]:
    try:
        status, body = await node.client.get(
            node.partners[party].addresses, WITNESSED_PATH, node.contexts[party]
        )
    except PeerError:
        return party, b""
    return party, body if status == _OK else b""


def _prove(node: Node, connection: Connection, name: str) -> bytes:
    entry = schema.log_entry.c
    number = name.isascii() and name.isdecimal() and len(name) <= _INDEX_DIGITS
    chosen = entry.idx == int(name) if number else entry.subject == name
    row = connection.execute(
        select(schema.log_entry).where(chosen).order_by(entry.idx).limit(1)
    ).one_or_none()
    if row is None:
        raise InputError("audit.no_entry", id=name)
    size, note = _best_checkpoint(connection, row.idx)
    cards = (own_card(node), *node.partners.values())
    return encode_bundle_proof(
        ProofBundle(
            index=row.idx,
            path=inclusion_proof(row.idx, size, hash_reader(connection)),
            note=note,
            opening=parse_opening(row.opening),
            salt=row.salt,
            log_key=node.keyring.log_key(node.settings.id),
            witnesses=_witness_keys(node),
            cards=tuple(encode_card(card) for card in cards),
        )
    )


def _best_checkpoint(connection: Connection, index: int) -> tuple[int, bytes]:
    """Return the checkpoint over this entry that most partners cosigned, the latest of those."""
    table = schema.checkpoint.c
    row = connection.execute(
        select(table.size, table.note)
        .where(table.size > index)
        .order_by(table.cosigned.desc(), table.size.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise TrustError("audit.no_checkpoint", index=index)
    return int(row.size), bytes(row.note)


def _shown(finding: Finding) -> dict[str, Any]:
    return {"entry": finding.index, "kind": finding.kind, "detail": finding.detail}
