"""The conformance kit of a node's store: what must hold on every engine, said once.

An engine is a ``Place``: an address where no store stands yet, and a way to cut the connection that
writes. ``test_store.py`` runs every test of ``StoreKit`` against each engine. ``python -m
tests.adapters.store_kit ADDRESS KEYS`` is a process that writes until it is killed.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.sealing.sealed import fresh_key, use_vault
from entraide.adapters.sealing.vault import Vault, VaultFile, create_vault
from entraide.adapters.searching import posting_blocks
from entraide.adapters.searching.sql_index import SqlIndex
from entraide.adapters.store.database import (
    StoreAddress,
    check_vacant,
    create_store,
    open_reader,
    open_store,
)
from entraide.adapters.store.postgresql import parse_database_url
from entraide.adapters.store.writer import Event, Transaction, Writer
from entraide.adapters.tables import schema
from entraide.adapters.world import SYSTEM
from entraide.errors import StoreError
from entraide.kernel.merkle import Frontier, leaf_hash
from entraide.kernel.record import Record
from entraide.match import Subject, search
from entraide.node.question.budgets import count_question, questions_asked
from entraide.node.record import indexing
from entraide.node.record.holdings import (
    Prepared,
    add_records,
    prepare_record,
    remove_record,
    replace_record,
)
from entraide.node.record.indexing import (
    index_again,
    is_of_another_scheme,
    pack_again,
    pack_where_due,
)
from tests.soaking import SOAK
from tests.unit.agreements.given import ES, MA, policy_of

NODE = "ma.bureau"
FIRST, LAST = -(2**63), 2**63 - 1


_KEYS = Path(tempfile.mkdtemp(prefix="entraide-keys-"))
atexit.register(shutil.rmtree, _KEYS, ignore_errors=True)


def _new_keys() -> VaultFile:
    """Make a key file of its own; the bodies' keys lie in a file on every engine."""
    file = VaultFile(_KEYS / f"{SYSTEM.random(8).hex()}.sqlite", bytes(32))
    create_vault(file.path)
    return file


@dataclass
class Place:
    """Where a store can be made, and what the engine's surroundings can do to it."""

    address: StoreAddress
    cut: Callable[[], object] | None = None
    keys: VaultFile = field(default_factory=_new_keys)
    writers: list[Writer] = field(default_factory=list)

    def create(self) -> Place:
        create_store(self.address, NODE)
        return self

    def writer(self) -> Writer:
        """Open the store for its one writer, closing the one before."""
        self.close()
        self.writers.append(self.another_writer())
        return self.writers[-1]

    def another_writer(self) -> Writer:
        engine = open_store(self.address, NODE)
        use_vault(engine, Vault(self.keys))
        return Writer(engine, SYSTEM)

    def close(self) -> None:
        while self.writers:
            self.writers.pop().close()

    def engine(self) -> Engine:
        engine = open_reader(self.address)
        use_vault(engine, Vault(self.keys, read_only=True))
        return engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        engine = self.engine()
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def note(subject: str) -> Event:
    return Event("kit.noted", "node", subject)


def log(subject: str) -> Callable[[Transaction], int]:
    return lambda transaction: transaction.log(note(subject))


def subjects(connection: Connection) -> list[str]:
    entry = schema.log_entry.c
    return list(connection.scalars(select(entry.subject).order_by(entry.idx)))


def assert_log_whole(connection: Connection) -> Frontier:
    """Compute the log's tree again from its entries; every index and subtree must be there."""
    entry, node = schema.log_entry.c, schema.log_node.c
    rows = connection.execute(select(entry.idx, entry.entry).order_by(entry.idx)).all()
    assert [row.idx for row in rows] == list(range(len(rows)))
    frontier, nodes = Frontier(), {}
    for row in rows:
        frontier, grown = frontier.append(leaf_hash(row.entry))
        nodes.update({(each.level, each.position): each.hash for each in grown})
    stored = connection.execute(select(node.level, node.idx, node.hash)).all()
    assert {(row.level, row.idx): row.hash for row in stored} == nodes
    return frontier


def person(number: str, name: str, born: str = "1981-03-07") -> Prepared:
    value = {"source": "EXERCISE", "retention": "2031-12-31"}
    return prepare_record(_record(number, {"name": [name], "birthDate": [born]}, value))


def _record(number: str, properties: dict[str, list[str]], marks: dict[str, str]) -> Record:
    from entraide.adapters.records.entities import read_entity  # noqa: PLC0415 - with its defaults
    from entraide.kernel.marking import Marking  # noqa: PLC0415 - the same

    marking = Marking(dataset="EXERCISE", source=marks["source"], retention_date=marks["retention"])
    entity = {"id": number, "schema": "Person", "properties": properties}
    return read_entity(entity, marking)


def holders(index: SqlIndex, keys: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the records that hold each key."""
    return {key: tuple(recs.tolist()) for key, recs in index.postings(keys, 100)}


def assert_index_holds(connection: Connection, most: int) -> None:
    """Whatever stands in blocks, the index gives what the rows say; nothing else is in a block."""
    rows: dict[int, list[int]] = {}
    for key, rec in sorted(postings(connection)):
        rows.setdefault(key, []).append(rec)
    index = SqlIndex(connection)
    assert index.frequencies(tuple(rows), most) == {k: min(most, len(r)) for k, r in rows.items()}
    given = {key: recs.tolist() for key, recs in index.postings(tuple(rows), most)}
    assert given == {key: recs[:most] for key, recs in rows.items()}
    block = schema.posting_block.c
    for key, first, recs in connection.execute(select(block.key, block.first, block.recs)):
        assert set(posting_blocks.decoded([first], [recs]).tolist()) <= set(rows.get(key, ()))


def postings(connection: Connection) -> set[tuple[int, int]]:
    """Return every pair of key and record."""
    posting = schema.posting.c
    return {(row.key, row.rec) for row in connection.execute(select(posting.key, posting.rec))}


def message(number: str, **changes: Any) -> dict[str, Any]:
    row = {
        "id": number,
        "incoming": 1,
        "partner": ES,
        "thread": "t" * 32,
        "kind": "query",
        "digest": "d" * 64,
        "content": b"{}",
        "envelope": b"sealed",
        "response": None,
        "at_ms": 1,
        "sent_ms": 1,
        "expires_ms": 2,
    }
    return {**row, **changes}


def keep_message(number: str, **changes: Any) -> Callable[[Transaction], int]:
    row = message(number, **changes)

    def keep(transaction: Transaction) -> int:
        key = fresh_key(transaction.connection)
        sealed = {
            part: key.seal(f"message.{part}", row[part])
            for part in ("content", "envelope", "response")
            if row[part] is not None
        }
        statement = insert(schema.message).values({**row, **sealed})
        returning = statement.returning(schema.message.c.seq)
        return int(transaction.connection.execute(returning).scalar_one())

    return keep


def keep_meta(key: str, value: str) -> Callable[[Transaction], None]:
    row = insert(schema.meta).values(key=key, value=value)

    def keep(transaction: Transaction) -> None:
        transaction.connection.execute(row)

    return keep


def in_one_group(
    writer: Writer, *work: Callable[[Transaction], Any]
) -> list[tuple[Any, BaseException | None]]:
    """Hold the writer until all work waits, so that it becomes one commit; return the outcomes."""
    held, go = threading.Event(), threading.Event()

    def hold(_: Transaction) -> None:
        held.set()
        go.wait(10)

    first = writer.submit(hold)
    held.wait(10)
    futures: list[Future[Any]] = [writer.submit(each) for each in work]
    go.set()
    first.result()
    return [(None if each.exception() else each.result(), each.exception()) for each in futures]


class StoreKit:
    """The tests; a subclass gives the fixture ``place``."""

    # Making and opening

    def test_a_store_is_made_once(self, place: Place) -> None:
        check_vacant(place.address)
        place.create()
        for again in (lambda: check_vacant(place.address), place.create):
            with pytest.raises(StoreError) as refused:
                again()
            assert refused.value.code == "store.exists"

    def test_a_mistyped_address_never_starts_an_empty_node(self, place: Place) -> None:
        with pytest.raises(StoreError) as refused:
            open_store(place.address, NODE)
        assert refused.value.code == "store.missing"

    def test_the_store_of_another_node_is_refused(self, place: Place) -> None:
        place.create()
        with pytest.raises(StoreError) as refused:
            open_store(place.address, "es.bureau")
        assert refused.value.code == "store.other_node"
        assert refused.value.data["found"] == NODE

    def test_a_store_of_another_schema_version_is_refused(self, place: Place) -> None:
        writer = place.create().writer()
        table = schema.meta
        writer.do(
            lambda t: t.connection.execute(
                update(table).where(table.c.key == "schema").values(value="0")
            )
        )
        with pytest.raises(StoreError) as refused:
            place.writer()
        assert refused.value.code == "store.other_version"

    # Writing in groups

    def test_one_failing_piece_of_work_undoes_only_itself(self, place: Place) -> None:
        writer = place.create().writer()

        def broken(transaction: Transaction) -> None:
            transaction.log(note("broken"))
            keep_meta("half", "x")(transaction)
            raise ValueError("a defect")

        outcomes = in_one_group(
            writer,
            log("one"),
            broken,
            keep_meta("node", "twice"),
            log("two"),
            keep_meta("kept", ""),
        )
        assert [outcome[0] for outcome in outcomes] == [0, None, None, 1, None]
        kinds = [type(outcome[1]) for outcome in outcomes]
        assert kinds == [type(None), ValueError, StoreError, type(None), type(None)]
        with place.reading() as connection:
            assert subjects(connection) == ["one", "two"]
            keys = set(connection.scalars(select(schema.meta.c.key)))
            assert keys == {"schema", "node", "kept"}
            assert assert_log_whole(connection) == writer.frontier

    def test_a_refusal_names_no_value_of_a_row(self, place: Place) -> None:
        writer = place.create().writer()
        writer.do(keep_message("1", partner="Amina Secret"))
        with pytest.raises(StoreError) as refused:
            writer.do(keep_message("1", partner="Amina Secret"))
        assert refused.value.code == "store.write_failed"
        assert "Amina" not in str(refused.value)

    def test_a_caller_who_no_longer_waits_changes_nothing_for_the_others(
        self, place: Place
    ) -> None:
        writer = place.create().writer()
        held, go = threading.Event(), threading.Event()
        writer.submit(lambda _: (held.set(), go.wait(10)))
        held.wait(10)
        gone, stays = writer.submit(log("gone")), writer.submit(log("stays"))
        assert gone.cancel()
        go.set()
        assert stays.result() == 0
        with place.reading() as connection:
            assert subjects(connection) == ["stays"]

    def test_the_log_goes_on_in_its_order_after_it_is_opened_again(self, place: Place) -> None:
        place.create()
        for start in range(0, 30, 10):
            writer = place.writer()
            futures = [writer.submit(log(str(at))) for at in range(start, start + 10)]
            assert [each.result() for each in futures] == list(range(start, start + 10))
        before = writer.frontier
        assert place.writer().frontier == before
        with place.reading() as connection:
            assert subjects(connection) == [str(at) for at in range(30)]
            assert assert_log_whole(connection) == before

    # Messages and what waits to be sent

    def test_a_message_is_kept_once_for_its_way_partner_and_id(self, place: Place) -> None:
        writer = place.create().writer()
        first = writer.do(keep_message("1"))
        with pytest.raises(StoreError):
            writer.do(keep_message("1", digest="e" * 64))
        others = [
            writer.do(keep_message("1", incoming=0)),
            writer.do(keep_message("1", partner="de.bureau")),
            writer.do(keep_message("2")),
        ]
        assert sorted({first, *others}) == [first, *others]

    def test_a_message_number_is_never_given_twice(self, place: Place) -> None:
        writer = place.create().writer()
        last = writer.do(keep_message("1"))
        table = schema.message
        writer.do(lambda t: t.connection.execute(delete(table).where(table.c.seq == last)))
        assert writer.do(keep_message("2")) > last
        assert place.writer().do(keep_message("3")) > last + 1

    def test_the_outbox_keeps_the_order_in_which_messages_were_written(self, place: Place) -> None:
        writer = place.create().writer()

        def enqueue(number: str) -> Callable[[Transaction], None]:
            def work(transaction: Transaction) -> None:
                sequence = keep_message(number, incoming=0)(transaction)
                row = {"message": sequence, "partner": ES, "attempts": 0, "next_ms": 0, "fault": ""}
                transaction.connection.execute(insert(schema.outbox).values(row))

            return work

        for future in [writer.submit(enqueue(str(at))) for at in range(25)]:
            future.result()
        outbox, kept = schema.outbox, schema.message.c
        writer.do(lambda t: t.connection.execute(delete(outbox).where(outbox.c.seq > 20)))
        writer.do(enqueue("later"))
        with place.reading() as connection:
            rows = connection.scalars(
                select(kept.id)
                .join_from(outbox, schema.message, outbox.c.message == kept.seq)
                .order_by(outbox.c.seq)
            )
            assert list(rows) == [*(str(at) for at in range(20)), "later"]

    def test_an_outbox_row_without_its_message_is_refused(self, place: Place) -> None:
        writer = place.create().writer()
        row = {"message": 99, "partner": ES, "attempts": 0, "next_ms": 0, "fault": ""}
        with pytest.raises(StoreError):
            writer.do(lambda t: t.connection.execute(insert(schema.outbox).values(row)))

    def test_a_budget_is_spent_to_the_last_question_and_no_further(self, place: Place) -> None:
        writer = place.create().writer()
        policy, pair = policy_of(), (MA, ES)
        purpose = "criminal-investigation"
        budget = policy.agreement.budget_for(MA, purpose)
        assert budget is not None
        now_ms = SYSTEM.now_ms()
        counted = in_one_group(
            writer,
            *[lambda t: count_question(t, policy, pair, purpose)] * (budget.limit % 150 + 1),
        )
        assert all(outcome[0] for outcome in counted)
        table = schema.budget
        writer.do(
            lambda t: t.connection.execute(update(table).values(used=budget.limit - 1))
        )  # all but one
        assert writer.do(lambda t: count_question(t, policy, pair, purpose))
        assert not writer.do(lambda t: count_question(t, policy, pair, purpose))
        with place.reading() as connection:
            assert questions_asked(connection, policy, pair, purpose, now_ms) == budget.limit

    # Records and their index

    def test_records_are_added_replaced_and_removed_with_their_postings(self, place: Place) -> None:
        writer = place.create().writer()
        before, after = person("1", "Abdellatif Benali"), person("1", "Youssef El Amrani")
        other = person("2", "Layla Haddad", "1990-05-05")
        writer.do(lambda t: add_records(t, (before, other)))
        writer.do(lambda t: replace_record(t, 1, after))
        record, posting = schema.record, schema.posting
        with place.reading() as connection:
            index = SqlIndex(connection)
            assert holders(index, after.keys) == dict.fromkeys(after.keys, (1,))
            gone = set(before.keys) - set(after.keys) - set(other.keys)
            assert holders(index, tuple(gone)) == dict.fromkeys(gone, ())
            assert index.cards((1, 2, 3)) == {1: after.card, 2: other.card}

        def remove(transaction: Transaction) -> None:
            transaction.connection.execute(delete(posting).where(posting.c.rec == 2))
            transaction.connection.execute(delete(record).where(record.c.rec == 2))

        writer.do(remove)
        writer.do(lambda t: add_records(t, (person("3", "Layla Haddad", "1990-05-05"),)))
        with place.reading() as connection:
            assert set(connection.scalars(select(record.c.rec))) == {1, 3}, "2 is not given again"
            assert holders(SqlIndex(connection), other.keys) == dict.fromkeys(other.keys, (3,))

    def test_nothing_of_a_deleted_record_remains_findable(self, place: Place) -> None:
        writer = place.create().writer()
        gone, stays = person("1", "Abdellatif Benali"), person("2", "Youssef El Amrani")
        writer.do(lambda t: add_records(t, (gone, stays)))
        with place.reading() as connection:
            asked = Subject(names=("عبد اللطيف بن علي",))
            assert [hit.rec for hit in search(SqlIndex(connection), asked)] == [1]
        writer.do(lambda t: remove_record(t, 1))
        with place.reading() as connection:
            index = SqlIndex(connection)
            assert search(index, asked) == ()
            assert index.cards((1, 2)) == {2: stays.card}
            assert set(connection.scalars(select(schema.posting.c.rec))) == {2}

    def test_the_index_is_built_again_from_the_records_in_their_order(self, place: Place) -> None:
        writer = place.create().writer()
        people = [person(str(at), f"Abdellatif {chr(65 + at % 26)}arim {at}") for at in range(600)]
        writer.do(lambda t: add_records(t, people))
        writer.do(lambda t: remove_record(t, 7))
        with place.reading() as connection:
            before = postings(connection)
            assert is_of_another_scheme(connection)
        writer.do(lambda t: t.connection.execute(delete(schema.posting)))
        reader = place.engine()
        for _ in range(2):  # a second time changes nothing
            assert index_again(reader, writer) == len(people) - 1
            with place.reading() as connection:
                assert postings(connection) == before
                assert not is_of_another_scheme(connection)
        reader.dispose()

    @pytest.mark.parametrize("seed", range(3))
    def test_blocks_and_rows_give_the_same_postings_after_any_change(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, seed: int
    ) -> None:
        for limit, value in (("COMMON", 2), ("PACKED", 12), ("_BLOCK", 5), ("_GAP", 20)):
            monkeypatch.setattr(posting_blocks, limit, value)
        chance = Random(seed)  # noqa: S311 - any order will do
        writer = place.create().writer()
        reader = place.engine()
        held: set[int] = set()
        for step in range(24):
            kind = chance.choice(("add", "add", "replace", "replace", "remove", "pack"))
            rec = chance.choice(sorted(held)) if held else 0
            name = " ".join(chance.choices(("Ali", "Hassan", "Karim", "Haddad"), k=2))
            each = person(str(rec if kind == "replace" else 100 + step), name)
            if kind == "pack":
                pack_again(reader, writer)
            elif kind == "add" or not held:
                held |= {given for given, _ in writer.do(lambda t, e=each: add_records(t, (e,)))}  # type: ignore[misc]
            elif kind == "replace":
                writer.do(lambda t, r=rec, e=each: replace_record(t, r, e))  # type: ignore[misc]
            else:
                writer.do(lambda t, r=rec: remove_record(t, r))  # type: ignore[misc]
                held.discard(rec)
            with place.reading() as connection:
                assert_index_holds(connection, most=chance.choice((1, 9, 40)))
        reader.dispose()

    def test_keys_are_packed_once_enough_records_have_come(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(indexing, "_FEWEST", 80)
        writer = place.create().writer()
        reader = place.engine()
        people = [person(str(at), "Karim Haddad") for at in range(120)]
        writer.do(lambda t: add_records(t, people[:70]))
        assert pack_where_due(reader, writer) == 0
        writer.do(lambda t: add_records(t, people[70:]))
        assert pack_where_due(reader, writer) == len(people[0].keys)
        assert pack_where_due(reader, writer) == 0
        with place.reading() as connection:
            held = connection.scalars(select(schema.common_key.c.held)).all()
            assert held == [120] * len(people[0].keys)
            assert_index_holds(connection, most=200)
        reader.dispose()

    def test_keys_use_all_64_bits_with_their_sign(self, place: Place) -> None:
        writer = place.create().writer()
        keys = (FIRST, FIRST + 1, -1, 0, 1, LAST - 1, LAST)
        rows = [{"key": key, "rec": LAST} for key in keys]
        writer.do(lambda t: t.connection.execute(insert(schema.posting), rows))
        with place.reading() as connection:
            index = SqlIndex(connection)
            assert holders(index, keys) == dict.fromkeys(keys, (LAST,))
            assert index.frequencies((*keys, 2), 9) == {**dict.fromkeys(keys, 1), 2: 0}
            ordered = select(schema.posting.c.key).order_by(schema.posting.c.key)
            assert tuple(connection.scalars(ordered)) == keys
        for beyond in (FIRST - 1, LAST + 1):
            row = insert(schema.posting).values(key=beyond, rec=1)
            with pytest.raises((StoreError, OverflowError)):
                writer.do(lambda t, row=row: t.connection.execute(row))  # type: ignore[misc]

    # Values

    def test_large_bodies_come_back_byte_for_byte(self, place: Place) -> None:
        writer = place.create().writer()
        body = bytes(range(256)) * (16 << 12)  # 16 MiB of every byte
        writer.do(keep_message("1", envelope=body, content=b"", response=b"\0"))
        kept = schema.message.c
        with place.reading() as connection:
            row = connection.execute(select(kept.envelope, kept.content, kept.response)).one()
        assert isinstance(row.envelope, bytes)
        assert row.envelope == body
        assert (row.content, row.response) == (b"", b"\0")

    def test_text_of_every_script_comes_back_ordered_by_its_bytes(self, place: Place) -> None:
        writer = place.create().writer()
        texts = ["عبد اللطيف بن علي", "Жанна", "Ñúñez", "nunez", "Nunez", "𐤀", "e\u0301", "é",
                 "\u202eabc", "a b", "a_b", "ab", "%", "'; DROP TABLE", "\t\n\x01", ""]  # fmt: skip
        for text in texts:
            writer.do(keep_meta(f"k{text}", text))
        key, value = schema.meta.c.key, schema.meta.c.value
        with place.reading() as connection:
            rows = connection.execute(select(key, value).where(key.like("k%")).order_by(key)).all()
            wanted = sorted(texts, key=str.encode)
            assert [row.value for row in rows] == wanted
            assert connection.scalar(select(value).where(key == "ké")) == "é"

    @pytest.mark.parametrize("text", ["a\0b", "\0", "\ud800", "a\udfff"])
    def test_text_that_one_engine_cannot_keep_is_refused_by_all(
        self, place: Place, text: str
    ) -> None:
        writer = place.create().writer()
        with pytest.raises(StoreError) as refused:
            writer.do(keep_meta("key", text))
        assert refused.value.code == "store.unwritable_text"
        assert writer.do(log("after")) == 0

    # Reading beside the writer

    def test_a_reader_sees_one_view_while_the_writer_goes_on(self, place: Place) -> None:
        writer = place.create().writer()
        writer.do(log("before"))
        with place.reading() as connection:
            assert subjects(connection) == ["before"]
            writer.do(log("meanwhile"))
            writer.do(lambda t: add_records(t, (person("1", "Abdellatif Benali"),)))
            assert subjects(connection) == ["before"]
            assert not connection.scalar(select(func.count()).select_from(schema.record))
        with place.reading() as connection:
            assert subjects(connection) == ["before", "meanwhile"]

    def test_a_reader_cannot_write(self, place: Place) -> None:
        place.create()
        with place.reading() as connection, pytest.raises(SQLAlchemyError):
            connection.execute(insert(schema.meta).values(key="a", value="b"))

    # What was acknowledged stays, what was not is whole or absent

    def test_killing_the_writing_process_loses_nothing_acknowledged(self, place: Place) -> None:
        from tests.adapters.killed import acknowledged_before_a_kill  # noqa: PLC0415 - it runs us

        place.create()
        for _ in range(20 if SOAK else 2):
            acknowledged = acknowledged_before_a_kill(str(place.address), str(place.keys.path))
            assert acknowledged
            writer = place.writer()
            assert writer.frontier.size > max(acknowledged)
            with place.reading() as connection:
                assert assert_log_whole(connection) == writer.frontier
                entries = subjects(connection)
                messages = connection.scalars(
                    select(schema.message.c.id).order_by(schema.message.c.seq)
                )
                assert list(messages) == entries, "an entry and its message stand or fall together"
                contents = connection.scalars(select(schema.message.c.content))
                assert set(contents) == {b"{}"}, "every body has its key"
            place.close()

    def test_a_cut_connection_leaves_no_half_transaction(self, place: Place) -> None:
        if place.cut is None:
            pytest.skip("a file has no connection that could be cut")
        writer = place.create().writer()
        writer.do(log("before"))

        def cut(transaction: Transaction) -> None:
            transaction.log(note("lost"))
            place.cut()  # type: ignore[misc]
            transaction.log(note("lost-too"))

        outcomes = in_one_group(writer, log("lost-with-it"), cut, log("never-begun"))
        assert [type(outcome[1]) for outcome in outcomes] == [StoreError] * 3
        known = [str(outcome[1]) for outcome in in_one_group(writer, log("lost-again"), cut)]
        assert all(each.startswith("store.write_failed") for each in known), "and nothing was kept"
        assert writer.do(log("after")) == 1
        with place.reading() as connection:
            assert subjects(connection) == ["before", "after"]
            assert assert_log_whole(connection) == writer.frontier


def _write_until_killed(address: StoreAddress, keys: Path) -> None:
    """Write groups of a log entry and a message each; print the index of what is durable."""
    writer = Place(address, keys=VaultFile(keys, bytes(32))).another_writer()

    def work(transaction: Transaction) -> int:
        name = SYSTEM.random(16).hex()
        keep_message(name)(transaction)
        return transaction.log(note(name))

    while True:
        for future in [writer.submit(work) for _ in range(8)]:
            sys.stdout.write(f"{future.result()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    named = sys.argv[1]
    _write_until_killed(
        parse_database_url(named) if named.startswith("postgresql:") else Path(named),
        Path(sys.argv[2]),
    )
