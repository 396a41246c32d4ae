"""Stores of many invented people, filled in bulk: what ``bench/index.py`` searches.

    ./dev bench crowds 1000000 FOLDER

Keys, cards and seals are those of an import; but all postings are sorted and written at once, the
bodies are left empty, and nothing is logged. An import writes the same rows a chunk at a time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Engine, insert, text

from entraide.adapters.sealing.sealed import ERASED, fresh_key, use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.adapters.searching.posting_blocks import keys_to_pack, pack
from entraide.adapters.store.database import create_store, open_store
from entraide.adapters.tables import schema
from entraide.demo.people import named_people
from entraide.match import Subject, encode_card, keys_of, prepare

NODE: Final = "ma.bureau"
SEED: Final = 1
CHUNK: Final = 20_000
PACKED: Final = 32

Person = tuple[str, ...]


def subject_of(person: Person) -> Subject:
    _, name, born, country, sex = person
    return Subject(names=(name,), birth_dates=(born,), countries=(country,), sexes=(sex,))


def store_of(folder: Path) -> tuple[Path, VaultFile]:
    return folder / "store.sqlite", VaultFile(folder / "keys.sqlite", bytes(32))


def fill(folder: Path, people: int) -> float:
    """Make a store of so many people; return the CPU seconds of it."""
    address, keys = store_of(folder)
    create_vault(keys.path)
    create_store(address, NODE)
    engine = open_store(address, NODE)
    use_vault(engine, Vault(keys))
    started = time.process_time()
    postings = _write_records(engine, people)
    with engine.connect() as connection:
        _write_postings(connection, np.concatenate(postings))
    _write_blocks(engine)
    _finish(engine)
    return time.process_time() - started


def _write_records(engine: Engine, people: int) -> list[np.ndarray[Any, Any]]:
    """Write the records with their cards; return their postings."""
    crowd = named_people(people, SEED)
    postings = []
    for first in range(0, people, CHUNK):
        with engine.connect() as connection:
            rows, pairs = _chunk(connection, islice(crowd, CHUNK), first + 1)
            connection.execute(insert(schema.record), rows)
            connection.commit()
        postings.append(np.array(pairs, dtype=np.int64))
    return postings


def _chunk(
    connection: Connection, crowd: Iterator[Person], first: int
) -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    rows: list[dict[str, Any]] = []
    pairs: list[tuple[int, int]] = []
    for rec, person in enumerate(crowd, start=first):
        prepared = prepare(subject_of(person))
        pairs += [(key, rec) for key in keys_of(prepared)]
        card = fresh_key(connection).seal("record.card", encode_card(prepared))
        rows.append(
            {
                "rec": rec,
                "id": person[0],
                "digest": "0" * 64,
                "body": ERASED,
                "card": card,
                "withheld_from": "",
                "changed_ms": 0,
                "keep_until": "2031-12-31",
            }
        )
    return rows, pairs


def _write_postings(connection: Connection, postings: np.ndarray[Any, Any]) -> None:
    """Write all postings in the order of the table, then the index by record."""
    ordered = postings[np.lexsort((postings[:, 1], postings[:, 0]))]
    connection.execute(text("DROP INDEX posting_rec"))
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise SystemExit("no connection")
    for at in range(0, len(ordered), 1_000_000):
        rows = ordered[at : at + 1_000_000].tolist()
        raw.cursor().executemany("INSERT INTO posting (key, rec) VALUES (?, ?)", rows)
    connection.execute(text("CREATE INDEX posting_rec ON posting (rec)"))
    connection.commit()


def _write_blocks(engine: Engine) -> None:
    """Pack the postings of common keys, as a node does after an import."""
    with engine.connect() as connection:
        keys = keys_to_pack(connection)
        for at in range(0, len(keys), PACKED):
            pack(connection, keys[at : at + PACKED])
        connection.commit()


def _finish(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.commit()
        raw = connection.connection.dbapi_connection
        if raw is not None:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: ./dev bench crowds PEOPLE FOLDER")
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True)
    seconds = fill(folder, int(sys.argv[1]))
    print(f"{int(sys.argv[1]):,} people in {seconds:.0f} CPU seconds")


if __name__ == "__main__":
    main()
