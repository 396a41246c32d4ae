"""Threads of several parties as the store keeps them: terms, posts, and what was seen last.

The terms lie sealed, because their subject is free text; of a post only its number, digest and what
its author had seen stand here, its text lies in the messages that carry it.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, insert, select

from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.discussion import Post, Seen, Terms, post_digest
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.message import Message

__all__ = ["discussion_row", "discussion_terms", "keep_post", "last_posts"]

_DISCUSSION: Final = schema.discussion.c
_POST: Final = schema.post.c


def discussion_row(connection: Connection, thread: str) -> Any:
    """Return the row of a thread; InputError where there is none."""
    row = connection.execute(
        select(schema.discussion).where(_DISCUSSION.thread == thread)
    ).one_or_none()
    if row is None:
        raise InputError("thread.unknown", thread=thread)
    return row


def discussion_terms(row: Any) -> Terms:
    """Return the terms that a thread's row keeps."""
    return Terms.from_json(decode_canonical(bytes(row.terms)))


def last_posts(connection: Connection, thread: str) -> tuple[Seen, ...]:
    """Return the last post of each party in a thread that is held here."""
    rows = connection.execute(
        select(_POST.party, _POST.number, _POST.digest)
        .where(_POST.thread == thread)
        .order_by(_POST.number)
    ).all()
    latest = {row.party: Seen(row.party, row.number, row.digest) for row in rows}
    return tuple(sorted(latest.values()))


def keep_post(transaction: Transaction, message: Message, post: Post, sequence: int) -> None:
    """Enter a post, and the thread with the first one."""
    connection = transaction.connection
    held = select(_DISCUSSION.thread).where(_DISCUSSION.thread == message.thread)
    if connection.scalar(held) is None:
        key = fresh_key(connection)
        opened = {
            "thread": message.thread,
            "terms": key.seal("discussion.terms", encode_canonical(post.terms.to_json())),
            "agreement": message.agreement or "",
            "purpose": message.purpose or "",
            "opened_ms": transaction.now_ms,
            "read_ms": 0,
        }
        connection.execute(insert(schema.discussion).values(**opened))
    row = {
        "thread": message.thread,
        "party": message.sender,
        "number": post.number,
        "digest": post_digest(message, post),
        "message": sequence,
        "seen": encode_canonical({"seen": [each.to_json() for each in post.seen]}),
        "sent_ms": message.sent_ms,
    }
    connection.execute(insert(schema.post).values(**row))
