"""The log, looked at: verified whole, held against what partners cosigned, proved entry by entry.

``verify`` recomputes everything from the stored entries, of earlier epochs too, and asks every
partner that answers which checkpoint of ours it cosigned last; ``prove`` writes a file that anyone
checks offline.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.adapters.wire.partner_client import WITNESSED_PATH
from entraide.errors import EntraideError, InputError, PeerError
from entraide.kernel.alignment import StoredEntry
from entraide.kernel.audit import parse_opening
from entraide.kernel.audit_log import LogCopies, verify_log
from entraide.kernel.canonical import Json
from entraide.kernel.findings import Finding
from entraide.kernel.witnessed import Witnessed, open_witnessed, verify_against_witnessed
from entraide.node.call import Call, Parameters
from entraide.node.log.former_witnesses import witness_keys
from entraide.node.log.log_epochs import (
    EndedLog,
    StoredLog,
    ended_logs,
    present_log,
)
from entraide.node.log.subtrees import verify_subtrees
from entraide.node.runtime import Node

__all__ = [
    "ShowLog",
    "Verify",
    "WriteWitnessed",
    "show_log",
    "verify_own_log",
    "witnessed_note",
    "write_witnessed",
]

_OK: Final = 200
_TOLD_EVERY: Final = 500
"""Entries between two words of progress."""

_Tell = Callable[[int, int], None]


@dataclass(slots=True)
class _Counts:
    """How many entries of how many have been verified, and who is told."""

    tell: _Tell
    of: int
    done: int = 0


class Verify(Parameters):
    """Checkpoints that partners cosigned (notes), and whether to ask those who can be reached."""

    witnessed: tuple[str, ...] = ()
    ask_partners: bool = True


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
    ended = node.read(ended_logs)
    present = present_log(node.keyring.log_key(node.settings.id))
    logs = (present, *(each.log for each in ended))
    tell = _teller(call, asyncio.get_running_loop())
    size, findings = await asyncio.to_thread(node.read, lambda c: _verify(c, logs, tell))
    witnessed, unread = _open_all(node, logs, notes)
    held = _undeclared(ended, witnessed)
    against = await asyncio.to_thread(node.read, lambda c: _against(c, logs, held))
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
    latest = select(table.note).where(table.partner == party).order_by(table.at_ms.desc()).limit(1)
    note = node.read(lambda c: c.scalar(latest))
    return bytes(note) if note is not None else b""


def _teller(call: Call, loop: asyncio.AbstractEventLoop) -> _Tell:
    """Return what tells from another thread how many entries of how many are verified."""

    def tell(done: int, of: int) -> None:
        loop.call_soon_threadsafe(call.emit, {"what": "entries", "done": done, "of": of})

    return tell


def _counted(entries: Iterable[StoredEntry], counts: _Counts) -> Iterator[StoredEntry]:
    """Yield the entries, and tell of every so many of them."""
    for each in entries:
        yield each
        counts.done += 1
        if counts.done % _TOLD_EVERY == 0:
            counts.tell(counts.done, counts.of)


def _verify(
    connection: Connection, logs: Sequence[StoredLog], tell: _Tell
) -> tuple[int, tuple[Finding, ...]]:
    """Verify every log in itself; return the size of the first, which is the present one."""
    findings: list[Finding] = []
    counts = _Counts(tell, sum(log.size(connection) for log in logs))
    for log in logs:
        copies = LogCopies(
            log_keys=(log.key,),
            checkpoints=log.notes(connection),
            tiles=partial(log.tile, connection),
            tile_size=log.stored_size(connection),
        )
        findings += verify_log(_counted(log.entries(connection), counts), copies)
        findings += verify_subtrees(connection, log.node, log.size(connection))
    return logs[0].size(connection), tuple(findings)


def _against(
    connection: Connection, logs: Sequence[StoredLog], witnessed: Iterable[Witnessed]
) -> tuple[Finding, ...]:
    """Hold each log against what partners cosigned of it."""
    found: list[Finding] = []
    for log in logs:
        mine = (each for each in witnessed if each.checkpoint.origin == log.key.name)
        try:
            found += verify_against_witnessed(log.size(connection), log.hashes(connection), mine)
        except EntraideError as error:
            found.append(Finding(0, "leaf_hash_changed", error.code))
    return tuple(found)


def _undeclared(ended: Iterable[EndedLog], witnessed: Iterable[Witnessed]) -> tuple[Witnessed, ...]:
    """Leave out what an ended log was declared to have lost."""
    declared = {each.log.key.name: range(each.size + 1, each.witnessed_size + 1) for each in ended}
    return tuple(
        each
        for each in witnessed
        if each.checkpoint.size not in declared.get(each.checkpoint.origin, range(0))
    )


def _open_all(
    node: Node, logs: Iterable[StoredLog], notes: Iterable[bytes]
) -> tuple[tuple[Witnessed, ...], tuple[Finding, ...]]:
    own = tuple(log.key for log in logs)
    opened: list[Witnessed] = []
    findings: list[Finding] = []
    witnesses = node.read(lambda c: witness_keys(c, node.partners.values()))
    for note in notes:
        try:
            opened.extend(open_witnessed(note, own, witnesses))
        except EntraideError as error:
            findings.append(Finding(0, "checkpoint_invalid", error.code))
    return tuple(opened), tuple(findings)


async def _ask_partner(node: Node, party: str) -> tuple[str, bytes]:
    try:
        status, body = await node.client.get(
            node.partners[party].addresses, WITNESSED_PATH, node.contexts[party]
        )
    except PeerError:
        return party, b""
    return party, body if status == _OK else b""


def _shown(finding: Finding) -> dict[str, Any]:
    return {"entry": finding.index, "kind": finding.kind, "detail": finding.detail}
