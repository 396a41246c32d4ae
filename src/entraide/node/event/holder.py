"""Who screens: batches of partners' lists, taken in once, searched, answered and forgotten.

How a batch is taken in:
  1. its cell stands here today, sender and we are in it, under the agreement and purpose named;
  2. the sender announced the list in the journal, and enough of our officers admitted it;
  3. the batch stood in the list when that was announced, and is as large as it must be;
  4. our policy permits it for this event, those officers having looked; it is counted against the
     event's budget; 5. no person stands in a list twice.
It is kept and receipted, then searched and answered (``searching``), and its text erased: of the
persons only marks are left, under a secret of this node.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, insert, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial
from entraide.agreements.policy import Permit
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import reply
from entraide.exchange.bodies import read_body
from entraide.exchange.screening import (
    Outcomes,
    ScreeningBatch,
    check_batch,
)
from entraide.exchange.subjects import subject_to_json
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.message import Message
from entraide.match import Subject
from entraide.node.event.rows import Standing, is_admitted, standing_cell
from entraide.node.event.searching import batch_row, decide_batch, forget_batch
from entraide.node.mail.post import (
    Stored,
    answered_before,
    framing,
    receipt_for,
    received,
    seal,
    store,
)
from entraide.node.operation.journaled import send
from entraide.node.question.budgets import count_persons
from entraide.node.runtime import Node
from entraide.operations.event import BATCH

__all__ = ["receive_batch"]

_BATCH: Final = schema.screened_batch.c
_MARK: Final = schema.screened_person.c
_MESSAGE: Final = schema.message.c
_SPENT: Final = ("policy.event_not_agreed", "Art. 5.5")


async def receive_batch(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a batch in, once; return our receipt. What it comes to follows."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, ScreeningBatch):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    standing = _standing(node, message)  # 1
    _check_list(node, standing, message, body)  # 2, 3
    decision = decide_batch(node, standing, (message.sender, body.list), len(body.persons))  # 4
    marks = _marks(node, body)
    sealed = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        connection = transaction.connection
        before = answered_before(connection, message)
        if before is not None:
            return before
        again = batch_row(connection, body)
        denied = None
        if again is None:
            denied = _counted(transaction, standing, decision, (message, body))
            if denied is None:
                _mark(transaction, message.thread, body, marks)  # 5
                _begin(transaction, message, body)
        store(
            transaction,
            Stored(message=message, incoming=True, envelope=envelope, response=sealed),
        )
        transaction.log(received(message))
        if denied is not None:
            _deny(transaction, node, message, denied)
            forget_batch(transaction, message)
        elif again is not None:
            _answer_again(transaction, node, message, again)
        return sealed

    kept = await node.writer.run(keep)
    node.delivery.kick(message.sender)
    node.screening.wake()
    return kept


def _standing(node: Node, message: Message) -> Standing:
    standing = standing_cell(node, message.thread)
    refused = RemoteProtocolError("journal.not_agreed", message=message.id)
    if standing is None or message.sender not in standing.cell.active:
        raise refused
    same = (
        node.policy_under(message.agreement) is standing.policy
        and message.purpose == standing.cell.terms["purpose"]
    )
    if not same:
        raise refused
    return standing


def _check_list(node: Node, standing: Standing, message: Message, body: ScreeningBatch) -> None:
    listed = standing.cell.lists.get(body.list)
    if listed is None or listed.announced.party != message.sender:
        raise RemoteProtocolError("screening.not_announced", message=message.id)
    if not is_admitted(standing, body.list, node.settings.id):
        raise RemoteProtocolError("screening.not_admitted", message=message.id)
    check_batch(body, listed.announced.body, BATCH)


def _counted(
    transaction: Transaction,
    standing: Standing,
    decision: Permit | Denial,
    came: tuple[Message, ScreeningBatch],
) -> Denial | None:
    """Count a permitted batch; return the denial where there is one, or no budget is left."""
    if isinstance(decision, Denial):
        return decision
    message, body = came
    counted = (standing.row.id, len(body.persons))
    pair = (message.sender, message.recipient)
    if count_persons(transaction, standing.agreement, pair, counted):
        return None
    return Denial(*_SPENT, standing.agreement.id)


def _marks(node: Node, body: ScreeningBatch) -> tuple[str, ...]:
    return tuple(node.keyring.mark(f"{body.list} {_written(each)}") for each in body.persons)


def _written(person: Subject) -> str:
    return encode_canonical(subject_to_json(person)).decode()


def _mark(
    transaction: Transaction, operation: str, body: ScreeningBatch, marks: Sequence[str]
) -> None:
    connection = transaction.connection
    known = select(_MARK.mark).where(_MARK.list == body.list, _MARK.mark.in_(marks))
    if len(set(marks)) < len(marks) or connection.scalars(known).first() is not None:
        raise RemoteProtocolError("screening.twice")
    rows = [{"operation": operation, "list": body.list, "mark": each} for each in marks]
    connection.execute(insert(schema.screened_person), rows)


def _begin(transaction: Transaction, message: Message, body: ScreeningBatch) -> None:
    row = {
        "operation": message.thread,
        "list": body.list,
        "number": body.number,
        "asker": message.sender,
        "message": message.id,
        "answer": "",
        "came_ms": transaction.now_ms,
    }
    transaction.connection.execute(insert(schema.screened_batch).values(**row))


def _deny(transaction: Transaction, node: Node, message: Message, denied: Denial) -> None:
    body = read_body(message)
    if isinstance(body, ScreeningBatch):
        said = Outcomes(
            list=body.list,
            number=body.number,
            batch=message.digest,
            outcomes=(),
            code=denied.code,
            article=denied.article,
        )
        send(transaction, node, reply(message, said, "node", framing(node, message.thread)))


def _answer_again(transaction: Transaction, node: Node, message: Message, row: Row[Any]) -> None:
    """Answer a batch that came in another message: as before, or once its search is done."""
    connection = transaction.connection
    before = connection.scalar(
        select(_MESSAGE.content).where(
            _MESSAGE.incoming == 0, _MESSAGE.partner == row.asker, _MESSAGE.id == row.answer
        )
    )
    if before:
        said = dict(Message.from_json(decode_canonical(before)).body)
        body = Outcomes.from_json({**said, "batch": message.digest})
        send(transaction, node, reply(message, body, "node", framing(node, message.thread)))
        forget_batch(transaction, message)
        return
    mine = (_BATCH.list == row.list) & (_BATCH.number == row.number)
    again = update(schema.screened_batch).where(mine).values(message=message.id, answer="")
    connection.execute(again)
