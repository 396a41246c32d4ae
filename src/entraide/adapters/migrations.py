"""Bringing stores of earlier releases to the present schema, one transaction for each step.

``STEPS`` is the table: from, to, function. A step that is cut off leaves the store as it was before
it, so that migrating again goes on from there. A step may read columns as an earlier release
wrote them; it reports how far it is, and keeps memory constant: keys of bodies are made durable
along the way, which at worst leaves keys without a body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, LargeBinary, func, select, text, type_coerce, update
from sqlalchemy.exc import DBAPIError

from entraide.adapters import schema
from entraide.adapters.bodies import empty_log
from entraide.adapters.database import open_for_migration
from entraide.adapters.sealed import fresh_key, use_vault, vault_of
from entraide.adapters.vault import Vault
from entraide.errors import StoreError
from entraide.kernel.checkpoint import checkpoint_of
from entraide.kernel.record import decode_record

__all__ = ["STEPS", "Step", "migrate_store"]

_CHUNK: Final = 500

Progress = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table of migrations."""

    before: int
    after: int
    perform: Callable[[Connection, Progress], None]


def migrate_store(path: Path, node_id: str, vault: Vault, progress: Progress) -> tuple[int, int]:
    """Bring a store to the present schema; return the version found and the version reached.

    StoreError where the store is foreign, newer than this release, or cannot be written.
    """
    engine, found = open_for_migration(path, node_id)
    use_vault(engine, vault)
    try:
        version = found
        while version != schema.SCHEMA_VERSION:
            version = _take(engine, version, progress)
        empty_log(engine)
    except DBAPIError as error:
        raise StoreError("store.write_failed", reason=str(error.orig)) from error
    finally:
        engine.dispose()
    return found, version


def _take(engine: Engine, version: int, progress: Progress) -> int:
    step = next((each for each in STEPS if each.before == version), None)
    if step is None:
        raise StoreError("store.other_version", found=version, known=schema.SCHEMA_VERSION)
    with engine.begin() as connection:
        step.perform(connection, progress)
        meta = schema.meta
        connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(step.after)))
    return step.after


def _seal_bodies(connection: Connection, progress: Progress) -> None:
    """From release 0.1.0: bodies get keys of their own, records their last day, logs epochs."""
    connection.execute(text("ALTER TABLE record ADD COLUMN keep_until TEXT NOT NULL DEFAULT ''"))
    connection.execute(text("ALTER TABLE witnessed RENAME TO witnessed_1"))
    schema.metadata.create_all(connection)
    next(index for index in schema.record.indexes if index.name == "record_keep_until").create(
        connection
    )
    _name_origins(connection)
    _seal_records(connection, progress)
    _seal_messages(connection, progress)


def _name_origins(connection: Connection) -> None:
    rows = connection.execute(text("SELECT partner, size, root, note, at_ms FROM witnessed_1"))
    for row in rows.mappings().all():
        origin = checkpoint_of(bytes(row["note"]))[0].origin
        connection.execute(schema.witnessed.insert().values(origin=origin, **row))
    connection.execute(text("DROP TABLE witnessed_1"))


def _seal_records(connection: Connection, progress: Progress) -> None:
    table, plain = schema.record, LargeBinary
    columns = (table.c.rec, type_coerce(table.c.body, plain), type_coerce(table.c.card, plain))
    for rec, body, card in _walk(connection, columns, ("records", progress)):
        key = fresh_key(connection)
        record = decode_record(bytes(body))
        connection.execute(
            update(table)
            .where(table.c.rec == rec)
            .values(
                body=key.seal("record.body", body),
                card=key.seal("record.card", card),
                keep_until=min(value.marking.retention_date for value in record.values),
            )
        )


def _seal_messages(connection: Connection, progress: Progress) -> None:
    table = schema.message
    names = ("content", "envelope", "response")
    columns = (table.c.seq, *(type_coerce(table.c[name], LargeBinary) for name in names))
    for sequence, *parts in _walk(connection, columns, ("messages", progress)):
        key = fresh_key(connection)
        sealed = {
            name: key.seal(f"message.{name}", bytes(part))
            for name, part in zip(names, parts, strict=True)
            if part is not None
        }
        connection.execute(update(table).where(table.c.seq == sequence).values(sealed))


def _walk(
    connection: Connection, columns: tuple[Any, ...], telling: tuple[str, Progress]
) -> Iterator[Any]:
    """Yield the rows in the order of the first column, a chunk at a time."""
    what, progress = telling
    number = columns[0]
    total = connection.scalar(select(func.count(number))) or 0
    done, last = 0, -1
    query = select(*columns).order_by(number).limit(_CHUNK)
    while rows := connection.execute(query.where(number > last)).all():
        yield from rows
        vault_of(connection.dialect).flush()
        done, last = done + len(rows), rows[-1][0]
        progress({"what": what, "done": done, "of": total})


STEPS: Final = (Step(1, 2, _seal_bodies),)
