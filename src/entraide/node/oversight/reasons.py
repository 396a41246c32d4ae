"""For which purpose and in which case an access was, looked up where that is kept.

By the thread of a conversation, of several parties, of a notice or an operation, or by a check's
own id. What is erased keeps no case; its purpose stands in the log where its entry names it. A
partner chooses the ids of what it sends: where one is ours too, ours is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.kernel.canonical import decode_canonical
from entraide.node.discussion.posts import discussion_terms

__all__ = ["reasons_of"]

_Reason = tuple[str, tuple[str, str]]


def reasons_of(connection: Connection, threads: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return purpose and case by thread; a check and a notice stand under their own ids."""
    named = list(threads)
    return dict(
        [
            *_received_notices(connection, named),
            *_conversations(connection, named),
            *_discussions(connection, named),
            *_operations(connection, named),
            *_own_notices(connection, named),
            *_checks(connection, named),
        ]
    )


def _conversations(connection: Connection, named: list[str]) -> Iterator[_Reason]:
    talk = schema.conversation.c
    rows = connection.execute(
        select(talk.thread, talk.purpose, talk.case_reference)
        .where(talk.thread.in_(named))
        .order_by(talk.asking)
    )
    for row in rows:
        yield row.thread, (row.purpose, row.case_reference)


def _checks(connection: Connection, named: list[str]) -> Iterator[_Reason]:
    check = schema.own_check.c
    rows = connection.execute(
        select(check.id, check.purpose, check.case_reference).where(check.id.in_(named))
    )
    for row in rows:
        yield row.id, (row.purpose, row.case_reference)


def _discussions(connection: Connection, named: list[str]) -> Iterator[_Reason]:
    table = schema.discussion
    for row in connection.execute(select(table).where(table.c.thread.in_(named))):
        yield row.thread, (row.purpose, discussion_terms(row).case)


def _operations(connection: Connection, named: list[str]) -> Iterator[_Reason]:
    table = schema.operation.c
    rows = connection.execute(
        select(table.id, table.purpose, table.case_reference).where(table.id.in_(named))
    )
    for row in rows:
        yield row.id, (row.purpose, row.case_reference)


def _own_notices(connection: Connection, named: list[str]) -> Iterator[_Reason]:
    table = schema.notice.c
    rows = connection.execute(
        select(table.id, table.body).where(table.id.in_(named)).order_by(table.version)
    )
    for row in rows:
        if row.body:
            yield row.id, _of_notice(decode_canonical(row.body)["notice"])


def _received_notices(connection: Connection, named: list[str]) -> Iterator[_Reason]:
    table = schema.notice_copy.c
    for row in connection.execute(select(table.notice, table.body).where(table.notice.in_(named))):
        if row.body:
            yield row.notice, _of_notice(decode_canonical(row.body))


def _of_notice(notice: Any) -> tuple[str, str]:
    return str(notice["purpose"]), str(notice["case"])
