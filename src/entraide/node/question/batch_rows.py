"""Batches of questions as they stand: what was asked and answered, what is left, and their end.

A question's thread follows from the batch and its number: where there is a conversation or a denial
of that name, it was asked.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.batch import thread_of
from entraide.exchange.bodies import Query, read_body
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.log.log_epochs import log_tables
from entraide.node.question.answers import answers_in

__all__ = ["ShowBatch", "asked_numbers", "erase_batches", "list_batches", "row_of", "show_batch"]

_TABLE: Final = schema.question_batch
_TALK: Final = schema.conversation.c
_MESSAGE: Final = schema.message.c


class ShowBatch(Parameters):
    """A batch."""

    batch: str


async def list_batches(call: Call, _: Parameters) -> Json:
    """List the batches, the latest first, with how far each is; nobody's name in it."""
    node = call.node

    def listed(connection: Connection) -> list[Json]:
        rows = connection.execute(select(_TABLE).order_by(_TABLE.c.at_ms.desc()).limit(100)).all()
        return [_summary(connection, row, running=row.id in node.batches) for row in rows]

    return {"batches": node.read(listed)}


async def show_batch(call: Call, wanted: ShowBatch) -> Json:
    """Return a batch, question by question, with what each partner answered so far."""
    node = call.node
    shown = node.read(lambda c: _shown(c, wanted.batch, running=wanted.batch in node.batches))
    event = call.event("batch.read", wanted.batch)
    await node.writer.run(lambda transaction: transaction.log(event))
    return shown


def row_of(connection: Connection, batch: str) -> Row[Any]:
    """Return a batch; InputError where there is none."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.id == batch)).one_or_none()
    if row is None:
        raise InputError("batch.unknown", batch=batch[:64])
    return row


def asked_numbers(connection: Connection, batch: str, count: int) -> frozenset[int]:
    """Return the numbers of the questions that were asked, or denied here."""
    threads = {thread_of(batch, number): number for number in range(1, count + 1)}
    talks = connection.scalars(select(_TALK.thread).where(_TALK.thread.in_(threads)))
    found = {threads[thread] for thread in talks}
    for _, entry in log_tables(connection):
        denied = connection.scalars(select(entry.c.subject).where(entry.c.subject.in_(threads)))
        found |= {threads[thread] for thread in denied}
    return frozenset(found)


def erase_batches(transaction: Transaction, case: str) -> None:
    """Erase the batches of a case, in the transaction that erases it."""
    mine = _TABLE.c.case_reference == case
    doom_bodies(transaction, _TABLE.c.lines, mine)
    transaction.connection.execute(delete(_TABLE).where(mine))


def _summary(connection: Connection, row: Row[Any], *, running: bool) -> dict[str, Any]:
    done = len(asked_numbers(connection, row.id, row.questions))
    return {
        "batch": row.id,
        "officer": row.officer,
        "case": row.case_reference,
        "of": row.questions,
        "done": done,
        "at_ms": row.at_ms,
        "ended_ms": row.ended_ms,
        "running": running,
        "open": row.lines is not None,
    }


def _shown(connection: Connection, batch: str, *, running: bool) -> dict[str, Any]:
    row = row_of(connection, batch)
    asked = asked_numbers(connection, batch, row.questions)
    lines: list[Any] = decode_canonical(row.lines)["lines"] if row.lines is not None else []
    questions = [
        _question(connection, (batch, number), lines, asked=number in asked)
        for number in range(1, row.questions + 1)
    ]
    return {**_summary(connection, row, running=running), "questions": questions}


def _question(
    connection: Connection, at: tuple[str, int], lines: list[Any], *, asked: bool
) -> dict[str, Any]:
    batch, number = at
    thread = thread_of(batch, number)
    line = lines[number - 1] if number <= len(lines) else {}
    told = _told(connection, thread)
    return {
        "number": number,
        "thread": thread,
        "asked": asked,
        "names": told.get("names") or list(line.get("name", ())),
        "purpose": told.get("purpose") or line.get("purpose") or "",
        "answers": answers_in(connection, thread) if asked else [],
    }


def _told(connection: Connection, thread: str) -> dict[str, Any]:
    """Return what the question says, from the message that carried it."""
    content = connection.scalar(
        select(_MESSAGE.content)
        .where(_MESSAGE.thread == thread, _MESSAGE.incoming == 0, _MESSAGE.kind == Query.KIND)
        .limit(1)
    )
    if not content or content == ERASED:
        return {}
    message = Message.decode(content)
    body = read_body(message)
    names = list(body.subject.names) if isinstance(body, Query) else []
    return {"names": names, "purpose": message.purpose}
