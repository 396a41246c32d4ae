"""Answers to our questions: believed, kept, and shown to the officers who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, bindparam, false, insert, select

from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import answer_event
from entraide.exchange.bodies import Acknowledgement, Answer, Body, Denied, read_body
from entraide.exchange.conversation import State
from entraide.exchange.information import Information
from entraide.exchange.progress import Clarification, Delayed
from entraide.exchange.recalls import Correction, Executed
from entraide.exchange.releases import Part, Refusal, Reply
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word, officer_of
from entraide.node.call import Call, Parameters
from entraide.node.giving.copies import go_on
from entraide.node.mail.post import (
    Stored,
    advance,
    answered_before,
    received,
    state_of_thread,
    store,
)
from entraide.node.people.actor import NODE
from entraide.node.question.standing_rows import end
from entraide.node.record.erasure import try_to_finish
from entraide.node.request.overtaking import as_overtaken, was_overtaken
from entraide.node.request.replies import check_answer, take_up
from entraide.node.runtime import Node

__all__ = ["ShowAnswers", "answers_in", "describe", "show_answers", "take_answer"]

_MESSAGE: Final = schema.message.c
_OURS: Final = Prepared(
    select(_MESSAGE.seq, _MESSAGE.digest).where(
        _MESSAGE.incoming == 0,
        _MESSAGE.partner == bindparam("sender"),
        _MESSAGE.thread == bindparam("of_thread"),
        _MESSAGE.id == bindparam("named"),
        _MESSAGE.content != ERASED,
    )
)
_CONTENT: Final = Prepared(select(_MESSAGE.content).where(_MESSAGE.seq == bindparam("sequence")))
_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)
_KEEP_HITS: Final = Prepared(insert(schema.received_hit))


class ShowAnswers(Parameters):
    """A thread, or none for the latest ones."""

    thread: str | None = None


async def show_answers(call: Call, wanted: ShowAnswers) -> Json:
    """Return what partners have answered so far."""
    return {"answers": call.node.read(lambda c: answers_in(c, wanted.thread))}


async def take_answer(
    node: Node,
    admitted: Admitted,
    envelope: bytes,
    response: bytes = b"",
    also: Callable[[Transaction], None] = lambda _: None,
) -> None:
    """Believe an answer to a message of ours: move the conversation, keep it, log it.

    It must reply to what we sent to this very partner in this very thread, and name that message's
    digest as we sent it, so that nobody answers another question than the one asked; and its id
    must be new. ``also`` is done in the same transaction.
    """
    message, body = admitted.message, admitted.body
    check_answer(node, message, body)

    asking = not isinstance(body, Executed)  # only the provider is told of an execution
    erased: list[int] = []

    def keep(transaction: Transaction) -> None:
        if answered_before(transaction.connection, message) is not None:
            also(transaction)
            return
        if isinstance(body, Executed) and was_overtaken(transaction.connection, message, body):
            _keep_overtaken(transaction, message, (envelope, response))
            also(transaction)
            return
        ours = _answered(transaction.connection, message, body)
        event = answer_event(body)
        if response or not _comes_late(transaction, message, body):
            advance(transaction, message.thread, message.sender, event, asking=asking)
        if isinstance(body, Reply | Refusal):
            erased.append(take_up(transaction, message, body))
        store(
            transaction,
            Stored(message=message, incoming=True, envelope=envelope, response=response),
        )
        transaction.log(received(message))
        if isinstance(body, Answer | Denied):
            _settle(transaction, message, body)
        if isinstance(body, Executed):
            _forget_sent(transaction, message, ours)
            go_on(node, transaction, (message.thread, message.sender))
        if response:
            _tell(transaction, message, event, ours)
        also(transaction)

    await node.writer.run(keep)
    if isinstance(body, Executed) or any(erased):
        await try_to_finish(node)


def _settle(transaction: Transaction, message: Message, body: Answer | Denied) -> None:
    """Keep the hits of an answer; either way nothing is left standing in the thread any more."""
    how = "hit" if isinstance(body, Answer) else "denied"
    end(transaction, (message.thread, message.sender), how, asking=True)
    if isinstance(body, Answer):
        _keep_hits(transaction, message, body)


def _tell(transaction: Transaction, message: Message, event: str, ours: int) -> None:
    """Leave word for who sent the message that is answered, and for who asks in the thread."""
    told = {
        _author(transaction.connection, ours),
        officer_of(transaction.connection, message.thread, message.sender),
    }
    for officer in sorted(told - {NODE.pseudonym}):
        leave_word(transaction, Word(officer, message.thread, message.sender, event))


def _keep_overtaken(transaction: Transaction, message: Message, came: tuple[bytes, bytes]) -> None:
    """Keep the statement about an order after which we gave a later one: it moves nothing."""
    envelope, response = came
    store(transaction, Stored(message=message, incoming=True, envelope=envelope, response=response))
    transaction.log(as_overtaken(received(message)))


def _forget_sent(transaction: Transaction, message: Message, order: int) -> None:
    """Erase our own copy of what the partner erased: all that was given before this order."""
    table = schema.message.c
    blank_messages(
        transaction,
        table.kind.in_(_GIVEN),
        table.seq < order,
        table.thread == message.thread,
        table.partner == message.sender,
        table.incoming == 0,
    )


def _keep_hits(transaction: Transaction, message: Message, answer: Answer) -> None:
    """Remember which answer gave which reference, so that a request can name it."""
    rows = [
        {"reference": hit.reference, "partner": message.sender, "answer": message.id}
        for hit in answer.hits
        if hit.reference.strip("0")
    ]
    if rows:
        _KEEP_HITS.change_all(transaction.connection, rows)


def describe(message: Message) -> dict[str, Any]:
    """Return an answer as people and programs read it."""
    body = read_body(message)
    shown: dict[str, Any] = {
        "partner": message.sender,
        "message": message.id,
        "answered_ms": message.sent_ms,
    }
    match body:
        case Answer():
            hits = [{"band": hit.band, "reference": hit.reference} for hit in body.hits]
            return {**shown, "result": "hit" if hits else "no-hit", "hits": hits}
        case Denied():
            return {**shown, "result": "denied", "code": body.code, "article": body.article}
        case Acknowledgement():
            return {**shown, "result": "waits-for-a-person", "article": body.article}
        case _:
            return {**shown, "result": message.kind}


def _comes_late(transaction: Transaction, message: Message, body: Body) -> bool:
    """Tell whether a retried question's acknowledgement comes after its answer.

    It is kept like any message, so that both sides hold the same, and moves nothing any more.
    """
    if not isinstance(body, Acknowledgement):
        return False
    state = state_of_thread(transaction.connection, message.thread, message.sender, asking=True)
    return state is not State.ASKED


def _answered(connection: Connection, message: Message, body: Body) -> int:
    """Return the number of our message that is answered; RemoteProtocolError where it is none."""
    named = {
        "sender": message.sender,
        "of_thread": message.thread,
        "named": message.in_reply_to,
    }
    row = _OURS.first(connection, named)
    if row is None or _names_as_answered(body) != row.digest:
        raise RemoteProtocolError("answer.to_another_question", message=message.id)
    return int(row.seq)


def _author(connection: Connection, sequence: int) -> str:
    return Message.decode(_CONTENT.scalar(connection, {"sequence": sequence})).author


def _names_as_answered(body: Body) -> str | None:
    """Return the digest of the message that a body says it answers."""
    match body:
        case Answer() | Denied() | Acknowledgement():
            return body.query
        case Reply() | Refusal() | Clarification() | Delayed():
            return body.request
        case Executed():
            return body.order
        case _:
            return None


def answers_in(connection: Connection, thread: str | None) -> list[Json]:
    """Return what partners answered so far: in one thread, or in the latest ones."""
    conversation, message = schema.conversation, schema.message
    latest = select(conversation).where(conversation.c.asking == 1)
    latest = latest.order_by(
        conversation.c.changed_ms.desc(), conversation.c.thread, conversation.c.partner
    ).limit(100)
    if thread is not None:
        latest = latest.where(conversation.c.thread == thread)
    found: list[Json] = []
    for row in connection.execute(latest):
        came = (message.c.thread == row.thread, message.c.partner == row.partner)
        late = message.c.kind == Acknowledgement.KIND if row.state != State.REFERRED else false()
        content = connection.scalar(
            select(message.c.content)
            .where(*came, message.c.incoming == 1, ~late)
            .order_by(message.c.seq.desc())
            .limit(1)
        )
        shown = {"partner": row.partner, "result": row.state, "answered_ms": None}
        if content:
            shown = describe(Message.decode(content))
        found.append(
            {"thread": row.thread, "case": row.case_reference, "state": row.state, **shown}
        )
    return found
