"""The outbox brings the first message of each thread, what has waited least often first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.kernel.message import Message
from entraide.node.mail.outbox import AT_ONCE, due_messages
from entraide.node.mail.post import Stored, enqueue
from entraide.node.runtime import Node
from tests.nodes import DE, ES, MA, bureau_in

NOW = 1_000


@dataclass(frozen=True)
class Row:
    """What waits: for whom, in which thread, until when."""

    partner: str
    thread: int
    next_ms: int


ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from((MA, DE)),
        st.integers(0, 5),
        st.sampled_from((0, 500, NOW, NOW + 1, 5_000)),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    bureau = bureau_in(tmp_path_factory.mktemp("outbox"), ES)
    yield bureau.open()
    asyncio.run(bureau.stop())


def message(node: Node, row: Row) -> Message:
    return Message(
        id=node.fresh_id(),
        thread=f"{row.thread:032x}",
        kind="receipt",
        version=1,
        sender=ES,
        recipient=row.partner,
        author="node",
        sent_ms=1,
        expires_ms=2,
        purpose=None,
        agreement=None,
        handling="H0",
        in_reply_to=None,
        body={"digest": "0" * 64},
    )


def fill(node: Node, rows: list[Row]) -> list[int]:
    """Let exactly these wait; return their numbers."""

    def work(transaction: Transaction) -> list[int]:
        connection, numbers = transaction.connection, []
        connection.execute(delete(schema.outbox))
        connection.execute(delete(schema.message))
        for row in rows:
            stored = Stored(message=message(node, row), incoming=False, envelope=b"sealed")
            numbers.append(enqueue(transaction, stored))
            at = schema.outbox.c.message == numbers[-1]
            connection.execute(update(schema.outbox).where(at).values(next_ms=row.next_ms))
        return numbers

    return node.writer.do(work)


def expected(rows: list[Row], numbers: list[int]) -> list[int]:
    """The rule, said plainly: of each thread the first, if it is due, by when it is."""
    first: dict[int, tuple[int, int]] = {}
    for row, number in zip(rows, numbers, strict=True):
        if row.partner == MA:
            first.setdefault(row.thread, (row.next_ms, number))
    return [number for _, number in sorted(each for each in first.values() if each[0] <= NOW)]


@given(rows=ROWS)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_message_overtakes_an_earlier_one_of_its_thread(node: Node, rows: list[Row]) -> None:
    numbers = fill(node, rows)
    due = node.read(lambda connection: due_messages(connection, MA, NOW))
    assert [each.sequence for each in due] == expected(rows, numbers)
    assert all(each.envelope == b"sealed" for each in due)


def test_so_many_are_under_way_at_once_and_no_more(node: Node) -> None:
    fill(node, [Row(MA, thread, 0) for thread in range(AT_ONCE + 5)])
    assert len(node.read(lambda connection: due_messages(connection, MA, NOW))) == AT_ONCE


def test_a_read_within_a_read_and_a_read_after_a_failure_work(node: Node) -> None:
    fill(node, [Row(MA, 1, 0)])

    def outer(connection: object) -> int:
        return len(node.read(lambda inner: due_messages(inner, MA, NOW)))

    assert node.read(outer) == 1
    with pytest.raises(ZeroDivisionError):
        node.read(lambda connection: 1 // 0)
    assert node.read(outer) == 1
