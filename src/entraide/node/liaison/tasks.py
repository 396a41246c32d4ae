"""Tasks of a liaison officer: at home until one is shared, then in the posting's journal too.

The posted officer sets and finishes tasks of the officer's own. ``write_in_posting`` is how a
liaison officer, who may not write into other journals, shares a task, reports one done or warns of
a threat: the memorandum decides it as any entry.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, Row, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json, decode_canonical
from entraide.node.call import Call, Parameters
from entraide.node.liaison.papers import find_paper, insert_paper, papers_of, seal_paper
from entraide.node.liaison.postings import (
    NamePosting,
    find_posting,
    last_day,
    own_posting,
    read_day,
    today,
)
from entraide.node.operation.journaling import WriteEntry, write_entry

__all__ = [
    "AddTask",
    "FinishTask",
    "WriteInPosting",
    "add_task",
    "finish_task",
    "list_tasks",
    "write_in_posting",
]

_TASK: Final = schema.liaison_task
_WRITTEN: Final = frozenset({"task.set", "task.done", "threat.warned"})
"""What a liaison officer writes into a posting; the rest is for who decides for the state."""


class AddTask(Parameters):
    """A task of the officer's own, and the day by which it is to be done."""

    posting: str
    title: str = Field(min_length=1, max_length=300)
    due: str


class FinishTask(Parameters):
    """A task at home, by the first digits of its id, and what was done."""

    task: str
    words: str = Field(min_length=1, max_length=300)


class WriteInPosting(Parameters):
    """An entry of a posting's journal, and the task at home that it shares."""

    operation: str
    kind: str
    body: dict[str, Any]
    approval: str
    task: str | None = None


async def add_task(call: Call, wanted: AddTask) -> Json:
    """Keep a task; it stays at home until it is shared."""
    node = call.node
    posting, _ = own_posting(call, wanted.posting)
    due = read_day(wanted.due)
    row = {
        "id": node.fresh_id(),
        "operation": posting.id,
        "officer": call.actor.pseudonym,
        "due": due,
        "keep_until": last_day(node, posting.agreement, max(due, today(node))),
        "shared": "",
    }

    def keep(transaction: Transaction) -> None:
        insert_paper(transaction, _TASK, row, {"title": wanted.title, "words": None})
        ids = {"posting": posting.id}
        transaction.log(call.event("liaison.task_set", row["id"], ids=ids))

    await node.writer.run(keep)
    return {"task": row["id"], "posting": posting.id, "due": due}


async def finish_task(call: Call, wanted: FinishTask) -> Json:
    """Say that a task at home is done."""
    node = call.node

    def done(transaction: Transaction) -> Row[Any]:
        row = _own_task(transaction.connection, call, wanted.task)
        body = {**decode_canonical(row.body), "words": wanted.words}
        doom_bodies(transaction, _TASK.c.body, _TASK.c.id == row.id)
        sealed = seal_paper(transaction, _TASK, body)
        changed = update(_TASK).where(_TASK.c.id == row.id)
        values = {"done_ms": transaction.now_ms, "body": sealed}
        transaction.connection.execute(changed.values(**values))
        ids = {"posting": row.operation}
        transaction.log(call.event("liaison.task_done", row.id, ids=ids))
        return row

    row = await node.writer.run(done)
    return {"task": row.id, "posting": row.operation}


async def list_tasks(call: Call, wanted: NamePosting) -> Json:
    """Return the tasks that are kept at home for a posting, the most pressing first."""
    posting, _ = find_posting(call.node, wanted.posting)
    await call.node.writer.run(lambda t: t.log(call.event("liaison.tasks_read", posting.id)))
    rows = call.node.read(lambda c: papers_of(c, _TASK, posting.id))
    day = today(call.node)
    return {"tasks": [_told(row, day) for row in sorted(rows, key=lambda each: each.due)]}


async def write_in_posting(call: Call, wanted: WriteInPosting) -> Json:
    """Share a task, report one done, or warn: an entry of the posting's journal."""
    node = call.node
    if wanted.kind not in _WRITTEN:
        raise InputError("operation.unknown_kind", kind=wanted.kind[:64])
    posting, _ = find_posting(node, wanted.operation)
    task = wanted.task
    row = None if task is None else node.read(lambda c: _own_task(c, call, task))
    if row is not None and (row.operation != posting.id or row.shared or wanted.kind != "task.set"):
        raise InputError("liaison.already_shared", task=row.id)
    entry = WriteEntry(
        operation=wanted.operation, kind=wanted.kind, body=wanted.body, approval=wanted.approval
    )
    written: Any = await write_entry(call, entry)
    if row is not None and "entry" in written:
        noted = update(_TASK).where(_TASK.c.id == row.id).values(shared=written["entry"])
        await node.writer.run(lambda t: t.connection.execute(noted))
    return dict(written)


def _own_task(connection: Connection, call: Call, named: str) -> Row[Any]:
    """Return an open task of the officer who acts; PolicyError where it is another's."""
    row = find_paper(connection, _TASK, named)
    if row.officer != call.actor.pseudonym:
        raise PolicyError("liaison.not_the_officer", posting=row.operation)
    if row.done_ms is not None:
        raise InputError("liaison.already_done", task=row.id)
    return row


def _told(row: Row[Any], day: str) -> dict[str, Any]:
    unfinished = "late" if row.due < day else "open"
    return {
        "task": row.id,
        "due": row.due,
        "state": "done" if row.done_ms is not None else unfinished,
        "shared": row.shared or None,
        **decode_canonical(row.body),
    }
