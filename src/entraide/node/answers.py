"""Answers to our questions: believed, kept, and shown to the officers who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import answer_event
from entraide.exchange.bodies import Acknowledgement, Answer, Body, Denied, read_body
from entraide.exchange.conversation import State
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.post import (
    Stored,
    advance,
    answered_before,
    received,
    state_of_thread,
    store,
)
from entraide.node.runtime import Node

__all__ = ["ShowAnswers", "describe", "show_answers", "take_answer"]


class ShowAnswers(Parameters):
    """A thread, or none for the latest ones."""

    thread: str | None = None


async def show_answers(call: Call, wanted: ShowAnswers) -> Json:
    """Return what partners have answered so far."""
    return {"answers": call.node.read(lambda c: _answers(c, wanted.thread))}


async def take_answer(
    node: Node,
    admitted: Admitted,
    envelope: bytes,
    response: bytes = b"",
    also: Callable[[Transaction], None] = lambda _: None,
) -> None:
    """Believe an answer to one of our questions: move the conversation, keep it, log it.

    It must reply to a question that we put to this very partner in this very thread, and name that
    question's digest as we sent it, so that a holder cannot answer another question than the one
    asked; and its id must be new. ``also`` is done in the same transaction.
    """
    message, body = admitted.message, admitted.body

    def keep(transaction: Transaction) -> None:
        if answered_before(transaction.connection, message) is not None:
            also(transaction)
            return
        _check_reply(transaction.connection, message, body)
        if not response and isinstance(body, Acknowledgement) and _is_past(transaction, message):
            also(transaction)  # a retried question's acknowledgement, after its answer
            return
        advance(transaction, message.thread, message.sender, answer_event(body), asking=True)
        store(
            transaction,
            Stored(message=message, incoming=True, envelope=envelope, response=response),
        )
        transaction.log(received(message))
        also(transaction)

    await node.writer.run(keep)


def describe(message: Message) -> dict[str, Any]:
    """Return an answer as people and programs read it."""
    body = read_body(message)
    shown: dict[str, Any] = {"partner": message.sender, "message": message.id}
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


def _is_past(transaction: Transaction, message: Message) -> bool:
    """Tell whether the conversation has gone beyond what an acknowledgement could say."""
    state = state_of_thread(transaction.connection, message.thread, message.sender, asking=True)
    return state is not State.ASKED


def _check_reply(connection: Connection, message: Message, body: Body) -> None:
    table = schema.message.c
    asked = connection.scalar(
        select(table.digest).where(
            table.incoming == 0,
            table.partner == message.sender,
            table.thread == message.thread,
            table.id == message.in_reply_to,
        )
    )
    named = getattr(body, "query", None)
    if asked is None or named != asked:
        raise RemoteProtocolError("answer.to_another_question", message=message.id)


def _answers(connection: Connection, thread: str | None) -> list[Json]:
    conversation, message = schema.conversation, schema.message
    latest = select(conversation).where(conversation.c.asking == 1)
    latest = latest.order_by(conversation.c.changed_ms.desc()).limit(100)
    if thread is not None:
        latest = latest.where(conversation.c.thread == thread)
    found: list[Json] = []
    for row in connection.execute(latest):
        content = connection.scalar(
            select(message.c.content)
            .where(message.c.thread == row.thread, message.c.partner == row.partner)
            .where(message.c.incoming == 1)
            .order_by(message.c.seq.desc())
            .limit(1)
        )
        shown = {"partner": row.partner, "result": row.state}
        if content:  # none yet, or erased
            shown = describe(Message.from_json(decode_canonical(content)))
        found.append(
            {"thread": row.thread, "case": row.case_reference, "state": row.state, **shown}
        )
    return found
