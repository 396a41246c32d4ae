"""Whether a file may pass in a conversation: its state, its question, and what policy says."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Decision
from entraide.exchange.attachment import MAY_CARRY, Attachment
from entraide.exchange.bodies import Query, read_body
from entraide.exchange.conversation import State
from entraide.exchange.discussion import Post, PostedFile, Terms
from entraide.exchange.information import Information
from entraide.exchange.offer import attachment_question
from entraide.kernel.message import Message
from entraide.node.runtime import Node

__all__ = ["Thread", "find_posted", "find_thread", "judge"]


@dataclass(frozen=True, slots=True)
class Thread:
    """What opened a conversation, or the terms of a thread of several parties; and its message."""

    query: Query | Information | Terms
    message: Message


def find_thread(
    connection: Connection, thread: str, partner: str, *, sending: bool
) -> Thread | None:
    """Return the conversation in which a file may pass between us now, or None."""
    table = schema.conversation.c
    rows = connection.execute(
        select(table.asking, table.state).where(table.thread == thread, table.partner == partner)
    )
    for row in rows:
        giver_asked = bool(row.asking) == sending
        if State(row.state) in MAY_CARRY[giver_asked]:
            return _question(connection, thread, partner, asking=bool(row.asking))
    return None


def find_posted(
    connection: Connection, thread: str, giver: str, offer: tuple[Attachment, str]
) -> Thread | None:
    """Return the post of a member that names a file, as an offer of it needs it; None without one.

    ``offer`` is what is offered and its handling code: both must be as the post says.
    """
    attachment, handling = offer
    named = PostedFile(
        sha256=attachment.sha256,
        size=attachment.layout.size,
        media_type=attachment.media_type,
        handling=handling,
    )
    post, message = schema.post.c, schema.message.c
    rows = connection.scalars(
        select(message.content)
        .join_from(schema.post, schema.message, post.message == message.seq)
        .where(post.thread == thread, post.party == giver, message.content != ERASED)
        .order_by(post.number.desc())
    )
    for row in rows:
        found = Message.decode(bytes(row))
        body = read_body(found)
        if isinstance(body, Post) and named in body.files:
            return Thread(body.terms, found)
    return None


def _question(connection: Connection, thread: str, partner: str, *, asking: bool) -> Thread | None:
    table = schema.message.c
    asked = (table.kind == Query.KIND) & (table.incoming == int(not asking))
    given = (table.kind == Information.KIND) & (table.incoming == int(asking))
    content = connection.scalar(
        select(table.content)
        .where(table.thread == thread, table.partner == partner, asked | given)
        .limit(1)
    )
    if not content:
        return None  # there is none, or it was erased
    message = Message.decode(bytes(content))
    query = read_body(message)
    return Thread(query, message) if isinstance(query, Query | Information) else None


def judge(node: Node, thread: Thread, pair: tuple[str, str], side: Side) -> Decision:
    """Decide whether a file may pass; ``pair`` is (who gets it, who gives it)."""
    policy = node.policy_under(thread.message.agreement)
    if policy is None:
        return Denial("policy.no_agreement", "none")
    asked = thread.message.sender == pair[0]
    purpose = thread.message.purpose or ""
    question = attachment_question(thread.query, purpose, pair, asked=asked, side=side)
    return policy.decide(question, now_ms=node.world.now_ms(), budget_used=0)
