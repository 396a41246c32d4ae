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

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    column,
    func,
    insert,
    select,
    table,
    text,
    type_coerce,
    update,
)
from sqlalchemy.exc import DBAPIError

from entraide.adapters.sealing.bodies import empty_log
from entraide.adapters.sealing.sealed import fresh_key, use_vault, vault_of
from entraide.adapters.sealing.vault import Vault
from entraide.adapters.store.database import open_for_migration
from entraide.adapters.tables import schema
from entraide.errors import StoreError
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.checkpoint import checkpoint_of
from entraide.kernel.message import Message
from entraide.kernel.record import decode_record

__all__ = ["STEPS", "Step", "migrate_store"]

_CHUNK: Final = 500

_Progress = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table of migrations."""

    before: int
    after: int
    perform: Callable[[Connection, _Progress], None]


def migrate_store(path: Path, node_id: str, vault: Vault, progress: _Progress) -> tuple[int, int]:
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


def _take(engine: Engine, version: int, progress: _Progress) -> int:
    step = next((each for each in STEPS if each.before == version), None)
    if step is None:
        raise StoreError("store.other_version", found=version, known=schema.SCHEMA_VERSION)
    with engine.begin() as connection:
        step.perform(connection, progress)
        meta = schema.meta
        connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(step.after)))
    return step.after


def _seal_bodies(connection: Connection, progress: _Progress) -> None:
    """From release 0.1.0: bodies get keys of their own, records their last day, logs epochs.

    Records are sealed where they stand; messages (whose numbers are never given twice from here
    on), the outbox that names them, and what was witnessed move into new tables.
    """
    connection.execute(text("ALTER TABLE record ADD COLUMN keep_until TEXT NOT NULL DEFAULT ''"))
    for name in ("outbox", "message", "witnessed"):
        connection.execute(text(f"CREATE TABLE old_{name} AS SELECT * FROM {name}"))  # noqa: S608
        connection.execute(text(f"DROP TABLE {name}"))
    schema.metadata.create_all(connection)
    _INDEX.create(connection)
    _seal_records(connection, progress)
    _seal_messages(connection, progress)
    _move(connection, "outbox", lambda row: row)
    _move(connection, "witnessed", lambda row: {**row, "origin": _origin(row["note"])})
    for name in ("outbox", "message", "witnessed"):
        connection.execute(text(f"DROP TABLE old_{name}"))


def _origin(note: bytes) -> str:
    return checkpoint_of(bytes(note))[0].origin


def _move(connection: Connection, name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Move the rows of a small table into the new one."""
    old = connection.execute(text(f"SELECT * FROM old_{name}")).mappings().all()  # noqa: S608
    if old:
        rows = [change(dict(row)) for row in old]
        connection.execute(insert(schema.metadata.tables[name]), rows)


def _seal_records(connection: Connection, progress: _Progress) -> None:
    held, plain = schema.record, LargeBinary
    columns = (held.c.rec, type_coerce(held.c.body, plain), type_coerce(held.c.card, plain))
    for rec, body, card in _walk(connection, columns, ("records", progress)):
        key = fresh_key(connection)
        record = decode_record(bytes(body))
        connection.execute(
            update(held)
            .where(held.c.rec == rec)
            .values(
                body=key.seal("record.body", body),
                card=key.seal("record.card", card),
                keep_until=min(value.marking.retention_date for value in record.values),
            )
        )


def _seal_messages(connection: Connection, progress: _Progress) -> None:
    columns = tuple(_OLD_MESSAGE.c)
    for row in _walk(connection, columns, ("messages", progress)):
        key = fresh_key(connection)
        sealed = {
            name: key.seal(f"message.{name}", bytes(part))
            for name, part in row._mapping.items()  # noqa: SLF001 - SQLAlchemy's public name
            if name in _SEALED_PARTS and part is not None
        }
        sent_ms = Message.from_json(decode_canonical(bytes(row.content))).sent_ms
        values = {**row._mapping, **sealed, "sent_ms": sent_ms}  # noqa: SLF001 - the same
        connection.execute(insert(schema.message).values(values))


def _walk(
    connection: Connection, columns: tuple[Any, ...], telling: tuple[str, _Progress]
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


_INDEX: Final = next(each for each in schema.record.indexes if each.name == "record_keep_until")
_SEALED_PARTS: Final = frozenset({"content", "envelope", "response"})
_MESSAGE_COLUMNS: Final = (
    "seq", "id", "incoming", "partner", "thread", "kind", "digest", "content", "envelope",
    "response", "at_ms", "expires_ms",
)  # fmt: skip
_OLD_MESSAGE: Final = table("old_message", *(column(name) for name in _MESSAGE_COLUMNS))


def _add_tables(connection: Connection, _: _Progress) -> None:
    """Tables that came with a release: new and empty. What is there already is left alone."""
    schema.metadata.create_all(connection)


def _add_more_tables(connection: Connection, _: _Progress) -> None:
    """Samples, alerts, subject requests, checks, standing questions, cases: new tables, empty.

    Messages and the outbox get indexes by which no search of theirs grows with what is stored.
    """
    schema.metadata.create_all(connection)
    for name in _FORMER_INDEXES:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    for index in (*schema.message.indexes, *schema.outbox.indexes):
        index.create(connection, checkfirst=True)


_FORMER_INDEXES: Final = ("message_thread", "outbox_partner")

STEPS: Final = (
    Step(1, 2, _seal_bodies),
    Step(2, 3, _add_tables),
    Step(3, 4, _add_more_tables),
)
