"""Posts that arrive in a thread of several parties, and the thread as officers read it.

1. the post is of a member, to a member that its terms let listen; 2. all members are parties of the
agreement, and its terms are those of the thread; 3. our own copy of the agreement lets it pass to
us; 4. its author says nothing twice under one number. What a post names as seen is compared with
what is held here: a post that never came is *missing*, one that reads otherwise here is *other*.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import read_body
from entraide.exchange.discussion import Post, PostedFile, Seen, listeners, post_question
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word, mark_seen
from entraide.node.call import Call, Parameters
from entraide.node.discussion.posts import discussion_row, discussion_terms, keep_post
from entraide.node.files.enclosing import files_shown
from entraide.node.mail.post import Stored, answered_before, receipt_for, received, seal, store
from entraide.node.runtime import Node

__all__ = [
    "NameDiscussion",
    "list_discussions",
    "receive_post",
    "show_discussion",
    "waiting_discussions",
]

_DISCUSSION: Final = schema.discussion.c
_POST: Final = schema.post.c
_MESSAGE: Final = schema.message.c


class NameDiscussion(Parameters):
    """A thread of several parties."""

    thread: str


async def receive_post(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a post in, once; return our receipt."""
    message, post = admitted.message, admitted.body
    if not isinstance(post, Post):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    _check(node, message, post)
    sealed = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        _check_thread(node, transaction.connection, message, post)
        stored = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
        keep_post(transaction, message, post, store(transaction, stored))
        transaction.log(received(message))
        for officer in _officers(transaction.connection, message.thread):
            leave_word(transaction, Word(officer, message.thread, message.sender, Post.KIND))
        return sealed

    return await node.writer.run(keep)


async def list_discussions(call: Call, _: Parameters) -> Json:
    """List the threads of several parties, the latest first."""
    node = call.node
    rows = node.read(
        lambda c: c.execute(
            select(schema.discussion).order_by(_DISCUSSION.opened_ms.desc()).limit(200)
        ).all()
    )
    return {"discussions": [_head(row) for row in rows]}


async def show_discussion(call: Call, wanted: NameDiscussion) -> Json:
    """Return a thread with its posts in their order, and what is missing or reads otherwise."""
    node = call.node
    row, posts = node.read(lambda c: _whole(c, wanted.thread))

    def seen(transaction: Transaction) -> None:
        mark_seen(transaction, call.actor.pseudonym, wanted.thread)
        read = update(schema.discussion).where(_DISCUSSION.thread == wanted.thread)
        transaction.connection.execute(read.values(read_ms=transaction.now_ms))
        transaction.log(call.event("thread.read", wanted.thread))

    await node.writer.run(seen)
    return {**_head(row), "posts": [each for each, _ in posts], "findings": _findings(posts)}


def waiting_discussions(connection: Connection) -> list[dict[str, Any]]:
    """Return the threads in which others said what no officer here has read, oldest first."""
    latest = func.max(_MESSAGE.at_ms)
    rows = connection.execute(
        select(_POST.thread, latest.label("at_ms"))
        .join_from(schema.post, schema.message, _POST.message == _MESSAGE.seq)
        .join(schema.discussion, _DISCUSSION.thread == _POST.thread)
        .where(_MESSAGE.incoming == 1, _MESSAGE.at_ms > _DISCUSSION.read_ms)
        .group_by(_POST.thread)
        .order_by(latest)
    ).all()
    return [{**_head(discussion_row(connection, row.thread)), "at_ms": row.at_ms} for row in rows]


def _check(node: Node, message: Message, post: Post) -> None:
    policy = node.policy_under(message.agreement)
    if policy is None:
        raise RemoteProtocolError("discussion.not_agreed", message=message.id)
    parties = {party.id for party in policy.agreement.parties}
    try:
        heard = listeners(post.terms, message.sender)
    except InputError as error:
        raise RemoteProtocolError("discussion.not_agreed", message=message.id) from error
    if message.recipient not in heard or not set(post.terms.members) <= parties:  # 1, 2
        raise RemoteProtocolError("discussion.not_agreed", message=message.id)
    pair = (message.recipient, message.sender)
    question = post_question(post.terms, message.purpose or "", pair, Side.ASKER)
    decision = policy.decide(question, now_ms=node.world.now_ms(), budget_used=0)
    if not isinstance(decision, Permit):  # 3
        raise RemoteProtocolError("discussion.not_agreed", message=message.id)


def _check_thread(node: Node, connection: Connection, message: Message, post: Post) -> None:
    row = connection.execute(
        select(schema.discussion).where(_DISCUSSION.thread == message.thread)
    ).one_or_none()
    if row is not None:
        now, then = node.policy_under(message.agreement), node.policy_under(row.agreement)
        same = now is then and row.purpose == message.purpose
        if not same or discussion_terms(row) != post.terms:  # 2
            raise RemoteProtocolError("discussion.other_terms", message=message.id)
    number = select(_POST.digest).where(
        _POST.thread == message.thread,
        _POST.party == message.sender,
        _POST.number == post.number,
    )
    if connection.scalar(number) is not None:  # 4
        raise RemoteProtocolError("discussion.number_reused", message=message.id)


def _officers(connection: Connection, thread: str) -> tuple[str, ...]:
    """Return the officers of ours who have spoken in a thread."""
    rows = connection.scalars(
        select(_MESSAGE.content).where(
            _MESSAGE.thread == thread,
            _MESSAGE.incoming == 0,
            _MESSAGE.kind == Post.KIND,
            _MESSAGE.content != ERASED,
        )
    )
    authors = (Message.decode(bytes(row)).author for row in rows)
    return tuple(dict.fromkeys(authors))


def _whole(
    connection: Connection, thread: str
) -> tuple[Row[Any], list[tuple[dict[str, Any], tuple[Seen, ...]]]]:
    row = discussion_row(connection, thread)
    rows = connection.execute(
        select(schema.post, _MESSAGE.content)
        .join_from(schema.post, schema.message, _POST.message == _MESSAGE.seq)
        .where(_POST.thread == thread)
        .order_by(_POST.number, _POST.party)
    ).all()
    return row, [(_shown(connection, each), _seen(each)) for each in rows]


def _seen(row: Row[Any]) -> tuple[Seen, ...]:
    return tuple(Seen.from_json(each) for each in decode_canonical(bytes(row.seen))["seen"])


def _shown(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    message = Message.decode(bytes(row.content)) if row.content else None
    post = read_body(message) if message else None
    return {
        "number": row.number,
        "party": row.party,
        "author": message.author if message else "",
        "text": post.text if isinstance(post, Post) else "",
        "files": files_shown(connection, row.thread, (row.party, _files(post))),
        "sent_ms": row.sent_ms,
        "digest": row.digest,
        "message": message.id if message else "",
    }


def _files(post: object) -> tuple[PostedFile, ...]:
    return post.files if isinstance(post, Post) else ()


def _findings(posts: list[tuple[dict[str, Any], tuple[Seen, ...]]]) -> list[Json]:
    """Compare what each post's author had seen with what is held here."""
    held = {(post["party"], post["number"]): post["digest"] for post, _ in posts}
    found: dict[tuple[str, int, str], Json] = {}
    for post, seen in posts:
        for each in seen:
            here = held.get((each.party, each.number))
            if here != each.digest:
                kind = "missing" if here is None else "other"
                told: dict[str, Json] = {
                    "finding": kind,
                    "party": each.party,
                    "number": each.number,
                }
                found.setdefault((each.party, each.number, kind), {**told, "by": post["party"]})
    return list(found.values())


def _head(row: Row[Any]) -> dict[str, Any]:
    terms = discussion_terms(row)
    return {
        "thread": row.thread,
        "opener": terms.opener,
        "members": list(terms.members),
        "answers": terms.answers.value,
        "subject": terms.subject,
        "case": terms.case,
        "purpose": row.purpose,
        "opened_ms": row.opened_ms,
    }
