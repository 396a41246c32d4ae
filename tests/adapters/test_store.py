"""The conformance kit on SQLite and on PostgreSQL, and that both give the same for the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from entraide.adapters.records.entities import read_entity
from entraide.adapters.searching.index import find
from entraide.adapters.searching.sql_index import SqlIndex
from entraide.adapters.store.database import open_store
from entraide.adapters.store.postgresql import parse_database_url
from entraide.adapters.store.writer import Transaction, Writer
from entraide.adapters.tables import schema
from entraide.adapters.world import SYSTEM
from entraide.demo.people import generate, plant
from entraide.errors import BusyError, StoreError
from entraide.kernel.marking import Marking
from entraide.match import Subject
from entraide.node.record.holdings import Prepared, add_records, prepare_record, replace_record
from tests.adapters.store_kit import (
    FIRST,
    LAST,
    NODE,
    Place,
    StoreKit,
    assert_log_whole,
    holders,
    in_one_group,
    keep_message,
    log,
    subjects,
)
from tests.postgres import Server, server

MARKING = Marking(dataset="EXERCISE", source="EXERCISE", retention_date="2031-12-31")


def sqlite_place(folder: Path) -> Place:
    return Place(folder / "store.sqlite")


@contextmanager
def postgresql_place() -> Iterator[Place]:
    name = server().new_database()
    place = Place(parse_database_url(server().url(name)), cut=lambda: server().cut(name))
    yield place
    place.close()
    server().give_back(name)


class TestSqlite(StoreKit):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        place = sqlite_place(tmp_path)
        yield place
        place.close()

    def test_a_full_disk_fails_the_commit_and_leaves_the_store_as_it_was(
        self, place: Place
    ) -> None:
        writer = place.create().writer()
        writer.do(log("before"))

        def pages(most: int) -> Callable[[Transaction], object]:
            statement = f"PRAGMA max_page_count={most}"
            return lambda t: t.connection.exec_driver_sql(statement).scalar()

        writer.do(pages(200))
        big = keep_message("big", envelope=b"x" * (4 << 20))
        outcomes = in_one_group(writer, log("first"), big, log("last"))
        assert outcomes[1][1] is not None
        writer.do(pages(1 << 30))
        kept = [name for name, each in zip(("first", "", "last"), outcomes, strict=True)
                if each[1] is None]  # fmt: skip
        writer.do(log("after"))
        with place.reading() as connection:
            assert subjects(connection) == ["before", *kept, "after"]
            assert assert_log_whole(connection) == writer.frontier
            assert not connection.scalar(select(func.count()).select_from(schema.message))


@pytest.mark.slow
class TestPostgresql(StoreKit):
    @pytest.fixture
    def place(self) -> Iterator[Place]:
        with postgresql_place() as place:
            yield place

    def test_a_second_process_is_kept_out_until_the_first_ends(self, place: Place) -> None:
        writer = place.create().writer()
        with pytest.raises(BusyError) as refused:
            open_store(place.address, NODE)
        assert refused.value.code == "store.busy"
        assert writer.do(log("still-ours")) == 0
        assert place.writer().do(log("after-closing")) == 1

    def test_who_lost_the_connection_does_not_write_while_another_does(self, place: Place) -> None:
        first = place.create().writer()
        first.do(log("first"))
        assert place.cut is not None
        place.cut()
        second = place.another_writer()
        assert second.do(log("second")) == 1
        for kind in (StoreError, BusyError):  # it notices the loss, then finds the lock taken
            with pytest.raises(kind):
                first.do(log("never"))
        second.close()
        assert first.do(log("third")) == 2
        with place.reading() as connection:
            assert subjects(connection) == ["first", "second", "third"]

    def test_a_cut_during_the_commit_is_said_to_be_unknown_and_is_whole(self, place: Place) -> None:
        writer = place.create().writer()
        writer.do(log("before"))

        def cut_at_the_end(transaction: Transaction) -> None:
            log("perhaps")(transaction)
            held = transaction.connection.engine.dialect.do_commit

            def commit(connection: Any) -> None:
                transaction.connection.engine.dialect.do_commit = held  # type: ignore[method-assign]
                assert place.cut is not None
                place.cut()
                held(connection)

            transaction.connection.engine.dialect.do_commit = commit  # type: ignore[method-assign]

        with pytest.raises(StoreError) as lost:
            writer.do(cut_at_the_end)
        assert lost.value.code == "store.outcome_unknown"
        assert writer.do(log("after")) == 1
        with place.reading() as connection:
            assert subjects(connection) == ["before", "after"]

    @pytest.mark.parametrize("since", [0, 2])
    def test_a_store_put_back_to_an_earlier_state_is_not_written_to(
        self, place: Place, since: int
    ) -> None:
        writer = place.create().writer()
        for at in range(3):
            writer.do(log(str(at)))
        assert place.cut is not None
        place.cut()
        other = open_store(place.address, NODE)
        with other.begin() as connection:
            connection.execute(delete(schema.log_entry).where(schema.log_entry.c.idx == 2))
            connection.execute(delete(schema.log_node).where(schema.log_node.c.idx == 2))
        elsewhere = Writer(other, SYSTEM)
        for at in range(since):  # as long again, or longer, but not the same
            elsewhere.do(log(f"other-{at}"))
        elsewhere.close()
        with pytest.raises(StoreError):  # it notices the loss
            writer.do(log("never"))
        for _ in range(2):
            with pytest.raises(StoreError) as refused:
                writer.do(log("forked"))
            assert refused.value.code == "store.went_back"


@pytest.mark.slow
def test_a_crash_of_the_server_loses_nothing_acknowledged_and_the_node_goes_on() -> None:
    with postgresql_place() as place:
        _crash(place.create(), server())


def _crash(place: Place, own: Server) -> None:
    writer = place.writer()
    done = [writer.do(log(f"before-{at}")) for at in range(40)]
    own.stop()
    with pytest.raises(StoreError):
        writer.do(log("away"))
    with pytest.raises(StoreError) as away:
        writer.do(log("still-away"))
    assert away.value.code == "store.read_failed"
    own.start()
    assert writer.do(log("after")) == len(done)
    with place.reading() as connection:
        assert subjects(connection) == [*(f"before-{at}" for at in done), "after"]


# Both engines, the same data


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    people = [*generate("ES", 300, 7), *plant("ES")]
    rows = [prepare_record(read_entity(each, MARKING)) for each in people]
    with postgresql_place() as other:
        places = (sqlite_place(tmp_path_factory.mktemp("both")), other)
        for place in places:
            _hold(place.create().writer(), rows)
            place.close()
        yield places


def _hold(writer: Writer, rows: list[Prepared]) -> None:
    for at in range(0, len(rows), 100):
        chunk = rows[at : at + 100]
        writer.do(lambda t, chunk=chunk: add_records(t, chunk))  # type: ignore[misc]
    writer.do(lambda t: replace_record(t, 5, rows[4]))


@pytest.mark.slow
def test_the_index_answers_alike_on_both_engines(both: tuple[Place, Place]) -> None:
    with both[0].reading() as one, both[1].reading() as other:
        keys = list(one.scalars(select(schema.posting.c.key).distinct()))
        first, second = SqlIndex(one), SqlIndex(other)
        assert len(keys) > 1_000
        assert first.frequencies(keys[:700], 9) == second.frequencies(keys[:700], 9)
        assert holders(first, keys) == holders(second, keys)
        recs = range(1, 320)
        assert first.cards(recs) == second.cards(recs)
        assert first.withheld_from == second.withheld_from


@pytest.mark.slow
def test_a_search_finds_the_same_in_the_same_order_on_both_engines(
    both: tuple[Place, Place],
) -> None:
    engines = [place.engine() for place in both]
    people = [*generate("ES", 40, 7), *plant("ES"), *generate("MA", 20, 8)]
    hits = 0
    for person in people:
        named = {name: tuple(values) for name, values in person["properties"].items()}
        subject = Subject.from_properties(person["schema"], named)
        one, other = (find(engine, subject, "MA", 10) for engine in engines)
        assert one == other
        hits += len(one)
    assert hits > len(people) // 2
    for engine in engines:
        engine.dispose()


_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=60)


@pytest.fixture(scope="module")
def writers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    with postgresql_place() as other:
        places = (sqlite_place(tmp_path_factory.mktemp("writers")), other)
        for place in places:
            place.create().writer()
        yield places
        places[0].close()


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=_TEXT, body=st.binary(max_size=400), number=st.integers(FIRST, LAST))
def test_every_value_comes_back_the_same_from_both_engines(
    writers: tuple[Place, Place], text: str, body: bytes, number: int
) -> None:
    kept = schema.message.c
    for place in writers:
        keep = keep_message(SYSTEM.random(16).hex(), kind=text, envelope=body, at_ms=number)
        sequence = place.writers[0].do(keep)
        wanted = select(kept.kind, kept.envelope, kept.at_ms).where(
            kept.seq == sequence, kept.kind == text
        )
        row = place.writers[0].do(lambda t, wanted=wanted: t.connection.execute(wanted).one())  # type: ignore[misc]
        assert tuple(row) == (text, body, number)


@pytest.mark.slow
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(_TEXT, min_size=2, max_size=8, unique=True))
def test_lists_come_in_the_same_order_from_both_engines(
    writers: tuple[Place, Place], texts: list[str]
) -> None:
    table, prefix = schema.meta, SYSTEM.random(8).hex()
    found = []
    for place in writers:
        rows = [{"key": f"{prefix}{text}", "value": text} for text in texts]
        place.writers[0].do(
            lambda t, rows=rows: t.connection.execute(insert(table), rows) and None  # type: ignore[misc]
        )
        wanted = select(table.c.value).where(table.c.key.startswith(prefix)).order_by(table.c.key)
        found.append(
            place.writers[0].do(lambda t, wanted=wanted: list(t.connection.scalars(wanted)))  # type: ignore[misc]
        )
    assert found[0] == found[1] == sorted(texts, key=str.encode)
