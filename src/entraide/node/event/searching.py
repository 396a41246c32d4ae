"""Searching the batches that wait here, answering each, and forgetting who was in it.

It is the very search that answers questions: what is withheld from the owner's country is no
objection, as is what is not held. The answer is a word for each person, as far as the memorandum
lets it say; it and the end of the batch's text are one transaction.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit
from entraide.errors import RemoteProtocolError
from entraide.exchange.answer import reply
from entraide.exchange.bodies import MAX_HITS, read_body
from entraide.exchange.screening import REFER, Outcomes, ScreeningBatch, outcome_of
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.match import Subject
from entraide.node.event.rows import Standing, screening_question, standing_cell
from entraide.node.mail.post import framing
from entraide.node.operation.journaled import send
from entraide.node.question.budgets import persons_counted
from entraide.node.record.erasure import try_to_finish
from entraide.node.runtime import Node

__all__ = ["batch_row", "decide_batch", "forget_batch", "search_batches"]

_BATCH: Final = schema.screened_batch.c
_MESSAGE: Final = schema.message.c


async def search_batches(node: Node) -> int:
    """Search and answer the batches that wait; return how many."""
    done = 0
    while (row := node.read(_waiting)) is not None:
        message = node.read(lambda c, row=row: _message(c, row))  # type: ignore[misc]
        standing = standing_cell(node, row.operation)
        if message is None or standing is None:
            await node.writer.run(lambda t, row=row: _drop(t, row))  # type: ignore[misc]
            continue
        await _answer(node, standing, row, message)
        done += 1
    if done:
        await try_to_finish(node)
    return done


def decide_batch(
    node: Node, standing: Standing, of: tuple[str, str], persons: int, *, counted: bool = False
) -> Permit | Denial:
    """Decide for a batch of a list (owner, list); the officers who admitted it have looked."""
    owner, entry = of
    pair, now_ms = (owner, node.settings.id), node.world.now_ms()
    used = 0
    if not counted:
        agreed = standing.agreement
        used = node.read(lambda c: persons_counted(c, agreed, pair, standing.row.id)) + persons - 1
    question = screening_question(standing.founding, pair, Side.HOLDER)
    decision = standing.policy.decide(question, now_ms=now_ms, budget_used=used)
    if isinstance(decision, Referral):
        looked = standing.cell.lists[entry].admitted_by(node.settings.id)
        decision = standing.policy.decide_reviewed(
            decision, looked, now_ms=now_ms, budget_used=used
        )
    if isinstance(decision, Referral):
        return Denial(decision.code, decision.article, decision.agreement)
    return decision


def batch_row(connection: Connection, body: ScreeningBatch) -> Row[Any] | None:
    """Return what is kept of a batch that came."""
    mine = (_BATCH.list == body.list) & (_BATCH.number == body.number)
    return connection.execute(select(schema.screened_batch).where(mine)).one_or_none()


def forget_batch(transaction: Transaction, message: Message) -> None:
    """Erase the persons of a batch; what we receipted stays, so that a repetition is known."""
    blank_messages(
        transaction,
        _MESSAGE.incoming == 1,
        _MESSAGE.partner == message.sender,
        _MESSAGE.id == message.id,
        _MESSAGE.content != ERASED,
    )


def _waiting(connection: Connection) -> Row[Any] | None:
    first = select(schema.screened_batch).where(_BATCH.answer == "").order_by(_BATCH.came_ms)
    return connection.execute(first.limit(1)).one_or_none()


def _message(connection: Connection, row: Row[Any]) -> Message | None:
    content = connection.scalar(
        select(_MESSAGE.content).where(
            _MESSAGE.incoming == 1, _MESSAGE.partner == row.asker, _MESSAGE.id == row.message
        )
    )
    return Message.from_json(decode_canonical(content)) if content else None


async def _answer(node: Node, standing: Standing, row: Row[Any], message: Message) -> None:
    body = read_body(message)
    if not isinstance(body, ScreeningBatch):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    persons = len(body.persons)
    decision = decide_batch(node, standing, (row.asker, row.list), persons, counted=True)
    words: tuple[str, ...] = ()
    if isinstance(decision, Permit):
        country = _country(node, row.asker)
        words = tuple([await _word(node, standing, each, country) for each in body.persons])
    said = Outcomes(
        list=row.list,
        number=row.number,
        batch=message.digest,
        outcomes=words,
        code=None if isinstance(decision, Permit) else decision.code,
        article=None if isinstance(decision, Permit) else decision.article,
    )
    answer = reply(message, said, "node", framing(node, message.thread))

    def keep(transaction: Transaction) -> None:
        now = batch_row(transaction.connection, body)
        if now is None or now.answer or now.message != message.id:
            return
        send(transaction, node, answer)
        mine = (_BATCH.list == row.list) & (_BATCH.number == row.number)
        done = update(schema.screened_batch).where(mine).values(answer=answer.id)
        transaction.connection.execute(done)
        forget_batch(transaction, message)
        referred = sum(each.startswith(REFER) for each in words)
        ids = {"persons": str(persons), "referred": str(referred), "thread": message.thread}
        transaction.log(Event("screening.answered", "node", row.list[:32], row.asker, ids))

    await node.writer.run(keep)
    node.delivery.kick(row.asker)


async def _word(node: Node, standing: Standing, person: Subject, country: str) -> str:
    sightings = await node.searcher.find(person, country, MAX_HITS)
    return outcome_of((each.band for each in sightings), standing.row)


def _country(node: Node, party: str) -> str:
    card = node.partners.get(party)
    return card.keys.key_set.country if card else ""


def _drop(transaction: Transaction, row: Row[Any]) -> None:
    """Give up a batch that came before its cell ended, or whose message was erased."""
    mine = (_BATCH.list == row.list) & (_BATCH.number == row.number)
    dropped = update(schema.screened_batch).where(mine).values(answer="dropped")
    transaction.connection.execute(dropped)
