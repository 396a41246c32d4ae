"""The watch log: what happened, how severe it is, what was done, and what it is about.

Every entry is an officer's signed order. A correction and a closing are entries of their own that
name the one before; nothing is changed, and nothing goes before its retention is over. The audit
log holds the digest of each entry, and no word of it; who reads the log stands in it too.
"""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

from pydantic import Field
from sqlalchemy import Connection

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.duty.rows import (
    find_note,
    insert_note,
    last_shift,
    note_digest,
    notes_of,
)
from entraide.operations.event_kinds import SEVERITIES
from entraide.operations.watch import Kind, Matter, Note, Shift, matters_of

__all__ = [
    "ABOUT",
    "CloseMatter",
    "CorrectEntry",
    "WriteEntry",
    "close_matter",
    "correct_entry",
    "matters_shown",
    "running_shift",
    "write_entry",
]

_FUTURE_MS: Final = 300_000
"""What happened has happened: a clock may be so far ahead."""
ABOUT: Final = ("thread", "case", "notice", "operation")
"""What an entry can name."""
_About: TypeAlias = Literal["thread", "case", "notice", "operation"]


class WriteEntry(Parameters):
    """What happened and what was done; ``about`` is an id or a reference of ``about_kind``."""

    text: str = Field(min_length=1, max_length=4_000)
    severity: str = "information"
    done: str = Field(default="", max_length=4_000)
    happened_ms: int | None = None
    """Now, where it is not given."""
    about_kind: _About | None = None
    about: str = Field(default="", max_length=128)


class CorrectEntry(WriteEntry):
    """An entry, by the first digits of its id, and what it should have said."""

    entry: str


class CloseMatter(Parameters):
    """An entry that is open, by the first digits of its id, and what came of it."""

    entry: str
    text: str = Field(min_length=1, max_length=4_000)


async def write_entry(call: Call, wanted: WriteEntry) -> Json:
    """Write an entry; it begins a matter."""
    made = call.node.fresh_id()
    return await _keep(call, _note(call, wanted, (made, made, Kind.WRITTEN, "")))


async def correct_entry(call: Call, wanted: CorrectEntry) -> Json:
    """Write what an entry should have said; the entry stays as it was."""
    before = call.node.read(lambda c: find_note(c, wanted.entry))
    if before.kind is Kind.CLOSED:
        raise InputError("watch.closing_stays", entry=before.id)
    place = (call.node.fresh_id(), before.root, Kind.CORRECTED, before.id)
    return await _keep(call, _note(call, wanted, place))


async def close_matter(call: Call, wanted: CloseMatter) -> Json:
    """Close what is open, with what came of it."""
    matter = call.node.read(lambda c: _matter_of(c, wanted.entry))
    written = WriteEntry(text=wanted.text, severity=matter.severity)
    place = (call.node.fresh_id(), matter.first.root, Kind.CLOSED, matter.last.id)
    return await _keep(call, _note(call, written, place))


def matters_shown(matters: tuple[Matter, ...], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return matters as people and programs read them, the latest first."""
    return [_shown(each, names) for each in reversed(matters)]


def running_shift(connection: Connection, now_ms: int) -> Shift | None:
    """Return the shift on watch, or None where nobody is."""
    last = last_shift(connection)
    return last if last and last.ended_ms is None and now_ms < last.until_ms else None


def _note(call: Call, wanted: WriteEntry, place: tuple[str, str, Kind, str]) -> Note:
    made, root, kind, of = place
    node, now_ms = call.node, call.node.world.now_ms()
    happened_ms = now_ms if wanted.happened_ms is None else wanted.happened_ms
    _check(wanted, happened_ms, now_ms)
    shift = node.read(lambda c: running_shift(c, now_ms))
    return Note(
        id=made, root=root, kind=kind, of=of, shift=shift.id if shift else "",
        officer=call.actor.pseudonym, severity=wanted.severity, happened_ms=happened_ms,
        at_ms=now_ms, text=wanted.text.strip(), done=wanted.done.strip(),
        about_kind=wanted.about_kind or "", about=wanted.about.strip(),
    )  # fmt: skip


def _check(wanted: WriteEntry, happened_ms: int, now_ms: int) -> None:
    if wanted.severity not in SEVERITIES:
        known = ", ".join(SEVERITIES)
        raise InputError("watch.unknown_severity", severity=wanted.severity[:32], known=known)
    if not 0 < happened_ms <= now_ms + _FUTURE_MS:
        raise InputError("watch.not_yet")
    if not wanted.text.strip() or bool(wanted.about_kind) != bool(wanted.about.strip()):
        raise InputError("watch.incomplete")


async def _keep(call: Call, note: Note) -> Json:
    ids = {"kind": note.kind.value, "severity": note.severity, "of": note.of or "none"}
    event = call.event("watch.written", note.id, ids=ids, digests={"entry": note_digest(note)})

    def keep(transaction: Transaction) -> None:
        if note.kind is Kind.CLOSED and not _matter_of(transaction.connection, note.of).is_open:
            raise InputError("watch.not_open", entry=note.root)
        insert_note(transaction, note)
        transaction.log(event)

    await call.node.writer.run(keep)
    return {"entry": note.id, "root": note.root, "kind": note.kind.value, "at_ms": note.at_ms}


def _matter_of(connection: Connection, named: str) -> Matter:
    """Return the open matter of an entry; InputError where none is open."""
    note = find_note(connection, named)
    (matter,) = matters_of(notes_of(connection, schema.watch_entry.c.root == note.root))
    if not matter.is_open:
        raise InputError("watch.not_open", entry=matter.first.id)
    return matter


def _shown(matter: Matter, names: dict[str, str]) -> dict[str, Any]:
    return {
        "entry": matter.first.id,
        "severity": matter.severity,
        "open": matter.is_open,
        "notes": [_line(each, names) for each in matter.notes],
    }


def _line(note: Note, names: dict[str, str]) -> dict[str, Any]:
    return {
        "entry": note.id,
        "kind": note.kind.value,
        "of": note.of,
        "severity": note.severity,
        "officer": names.get(note.officer, note.officer),
        "happened_ms": note.happened_ms,
        "at_ms": note.at_ms,
        "text": note.text,
        "done": note.done,
        "about_kind": note.about_kind,
        "about": note.about,
    }
