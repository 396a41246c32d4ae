"""Importing records from files, streaming.

An import reads rows in chunks; each chunk is one transaction of records, match cards, candidate
keys and the place reached, so that an interrupted import goes on where it stopped and importing
again changes nothing. Bad rows go to the rejects file.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, delete, insert, select

from entraide.adapters.files.rejects import RejectsFile, rejects_path
from entraide.adapters.records.columns import ColumnMap, parse_column, read_column_map
from entraide.adapters.records.files import Accepted, Row, file_size, read_records
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.kernel.marking import Marking
from entraide.node.call import Call, Parameters
from entraide.node.notice.screening import Watchlist
from entraide.node.record.erasure import finish_erasure
from entraide.node.record.holdings import Prepared, add_records, prepare_records, replace_record
from entraide.node.record.indexing import pack_where_due
from entraide.node.record.protecting import held_records, keep_protected, liftings

__all__ = ["ImportRecords", "import_records"]

_CHUNK: Final = 500
_HEAD_BYTES: Final = 1 << 20


class ImportRecords(Parameters):
    """A file on the node's machine, how to read it, and the marking of values that bring none."""

    path: str
    format: Literal["auto", "ftm", "csv"] = "auto"
    columns: tuple[str, ...] = ()
    mapping_file: str | None = None
    schema_name: str = "Person"
    dataset: str
    source: str
    handling: str = "H0"
    evaluation: str = "X4"
    retention: str


@dataclass(slots=True)
class _Progress:
    """Where an import stands; what is committed is also what is shown."""

    next_offset: int = 0
    line: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejects_size: int = 0
    done: int = 0

    def to_json(self) -> dict[str, Json]:
        """Return the counts for people."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }


@dataclass(slots=True)
class _Import:
    call: Call
    path: Path
    source: str
    total: int
    progress: _Progress
    rejects: RejectsFile
    rows: Iterator[Row] = field(repr=False)
    watchlist: Watchlist = field(default_factory=Watchlist)


async def import_records(call: Call, wanted: ImportRecords) -> Json:
    """Read a file into the node's records; show progress, resume where an earlier try stopped."""
    path = Path(wanted.path)
    total = file_size(path)
    source = _identity(path, wanted)
    progress = call.node.read(lambda c: _known_progress(c, source))
    if progress.done:  # the whole file again: read it all, expecting no change
        progress = _Progress()
    resumed = progress.next_offset
    rows = read_records(
        path,
        format=wanted.format,
        mapping=_mapping(wanted),
        defaults=_marking(wanted),
        start_offset=progress.next_offset,
    )
    with RejectsFile(rejects_path(path), progress.rejects_size) as rejects:
        job = _Import(call, path, source, total, progress, rejects, rows)
        await asyncio.to_thread(_run, job)
    await asyncio.to_thread(pack_where_due, call.node.reader, call.node.writer)
    if progress.changed:  # the keys of the earlier bodies
        await finish_erasure(call.node)
    shown = progress.to_json()
    if progress.rejected:
        shown["rejects_file"] = str(rejects_path(path))
    return {"file": str(path), "resumed_from_byte": resumed, **shown}


def _run(job: _Import) -> None:
    progress, writer = job.progress, job.call.node.writer
    while chunk := list(islice(job.rows, _CHUNK)):
        prepared = prepare_records([row.record for row in chunk if isinstance(row, Accepted)])
        for row in chunk:
            if not isinstance(row, Accepted):
                job.rejects.add(row)
                progress.rejected += 1
        progress.rejects_size = job.rejects.commit()
        progress.next_offset, progress.line = chunk[-1].next_offset, chunk[-1].line
        latest = {each.record.id: each for each in prepared}
        progress.unchanged += len(prepared) - len(latest)
        writer.do(partial(_keep_chunk, job, tuple(latest.values())))
        job.call.emit({"read": progress.next_offset, "of": job.total, **progress.to_json()})
    progress.done = 1
    writer.do(lambda t: _finish(t, job))


def _keep_chunk(job: _Import, rows: Sequence[Prepared], transaction: Transaction) -> None:
    connection, table = transaction.connection, schema.record
    ids = [each.record.id for each in rows]
    known = {
        row.id: row
        for row in connection.execute(
            select(table.c.id, table.c.rec, table.c.digest).where(table.c.id.in_(ids))
        )
    }
    new = [each for each in rows if each.record.id not in known]
    differing = {
        known[each.record.id].rec: each
        for each in rows
        if each.record.id in known and known[each.record.id].digest != each.digest
    }
    held = held_records(connection, tuple(differing))
    digests = {row.rec: row.digest for row in known.values()}
    kept = [(rec, keep_protected(each, held[rec])) for rec, each in differing.items()]
    changed = [(rec, each) for rec, each in kept if each.digest != digests[rec]]
    progress = job.progress
    progress.added += len(new)
    progress.changed += len(changed)
    progress.unchanged += len(rows) - len(new) - len(changed)
    numbered = add_records(transaction, new)
    for rec, each in changed:
        replace_record(transaction, rec, each)
    stored = ((rec, each.record) for rec, each in (*numbered, *changed))
    job.watchlist.screen(transaction, stored)
    for event in liftings(job.call, (*numbered, *changed), held):
        transaction.log(event)
    _keep_progress(connection, job)


def _keep_progress(connection: Connection, job: _Import) -> None:
    progress, table = job.progress, schema.import_job
    connection.execute(delete(table).where(table.c.source == job.source))
    connection.execute(
        insert(table).values(
            source=job.source,
            next_offset=progress.next_offset,
            line=progress.line,
            added=progress.added,
            changed=progress.changed,
            unchanged=progress.unchanged,
            rejected=progress.rejected,
            rejects_size=progress.rejects_size,
            done=progress.done,
        )
    )


def _finish(transaction: Transaction, job: _Import) -> None:
    _keep_progress(transaction.connection, job)
    counts = {name: str(value) for name, value in job.progress.to_json().items()}
    transaction.log(
        job.call.event(
            "records.imported", job.source[:32], ids=counts, digests={"source": job.source}
        )
    )


def _known_progress(connection: Connection, source: str) -> _Progress:
    table = schema.import_job
    row = connection.execute(select(table).where(table.c.source == source)).one_or_none()
    if row is None:
        return _Progress()
    return _Progress(
        row.next_offset,
        row.line,
        row.added,
        row.changed,
        row.unchanged,
        row.rejected,
        row.rejects_size,
        row.done,
    )


def _identity(path: Path, wanted: ImportRecords) -> str:
    """Name an import by the file's beginning and size and by how it is read."""
    digest = hashlib.sha256(wanted.model_dump_json(exclude={"path"}).encode())
    try:
        with path.open("rb") as file:
            digest.update(file.read(_HEAD_BYTES))
        digest.update(str(path.stat().st_size).encode())
    except OSError as error:
        raise InputError("records.unreadable", path=str(path)) from error
    return digest.hexdigest()


def _mapping(wanted: ImportRecords) -> ColumnMap | None:
    if wanted.mapping_file is not None:
        return read_column_map(Path(wanted.mapping_file))
    columns = tuple(parse_column(option) for option in wanted.columns)
    return ColumnMap(columns=columns, schema=wanted.schema_name)


def _marking(wanted: ImportRecords) -> Marking:
    return Marking(
        dataset=wanted.dataset,
        source=wanted.source,
        retention_date=wanted.retention,
        handling=wanted.handling,
        evaluation=wanted.evaluation,
    )
