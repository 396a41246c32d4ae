"""The owner's side of screening: batches go out a few at a time, answers come back and are counted.

A batch goes to a partner only once enough of its officers have admitted the list (their entries in
the journal), only while the cell stands, and only as our own policy permits; it is counted and kept
for the outbox in one transaction. What was sent, answered or denied stands in rows, so that a node
that was killed goes on where it was. When a partner has answered all of a list, the counts go into
the journal; which person they are about stays here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Side
from entraide.agreements.policy import Permit
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.screening import REFER, Outcomes, ScreeningBatch, prove_batch
from entraide.kernel.encoding import from_base64
from entraide.node.event.computing import write_computed
from entraide.node.event.rows import (
    Standing,
    is_admitted,
    lists_of,
    person_of,
    screening_question,
    standing_cell,
    unannounced,
)
from entraide.node.mail.post import take_in
from entraide.node.operation.journaled import message_to, send
from entraide.node.question.budgets import count_persons, persons_counted
from entraide.node.runtime import Node
from entraide.operations.event import BATCH

__all__ = ["link_lists", "receive_outcomes", "send_batches"]

_AT_ONCE: Final = 4
"""Batches of one list that a partner has and has not answered."""
_ERASED: Final = "screening.person_erased"
_SCREENING: Final = schema.screening.c
_LIST: Final = schema.accreditation_list.c


async def send_batches(node: Node) -> int:
    """Send the batches that may go now; return how many."""
    await link_lists(node)
    sent = 0
    for row in node.read(lists_of):
        standing = standing_cell(node, row.operation)
        if standing is None:
            continue
        for partner in sorted(standing.cell.active - {node.settings.id}):
            if is_admitted(standing, row.entry, partner):
                sent += await _send_some(node, standing, row, partner)
    return sent


async def receive_outcomes(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take the answers to a batch of ours, once; return our receipt.

    They must answer a batch that we sent to this very partner, one word for each person.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, Outcomes):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    woken: set[str] = set()

    def take(transaction: Transaction) -> None:
        found = _asked(transaction.connection, message.sender, body)
        if found is None or found.operation != message.thread:
            raise RemoteProtocolError("screening.not_asked", message=message.id)
        first = body.number * BATCH
        wanted = min(BATCH, found.persons - first)
        if body.code is None and len(body.outcomes) != wanted:
            raise RemoteProtocolError("screening.not_asked", message=message.id)
        referred = sum(each.startswith(REFER) for each in body.outcomes)
        values = {"referred": referred, "code": body.code or "", "changed_ms": transaction.now_ms}
        if body.code is None:
            values["answer"] = message.id
        mine = _of(found.root, message.sender) & (_SCREENING.number == body.number)
        transaction.connection.execute(update(schema.screening).where(mine).values(**values))
        woken.update(_tell_when_whole(transaction, node, found, message.sender))

    sealed = await take_in(node, message, envelope, after=take)
    for party in woken:
        node.delivery.kick(party)
    node.screening.wake()
    return sealed


async def link_lists(node: Node) -> None:
    """Find the entries that announced our lists."""
    for row in node.read(unannounced):
        standing = standing_cell(node, row.operation)
        entries = standing.cell.lists if standing else {}
        entry = next(
            (
                digest
                for digest, each in entries.items()
                if each.announced.party == node.settings.id
                and each.announced.body["root"] == row.root
            ),
            None,
        )
        if entry is not None:
            linked = update(schema.accreditation_list).where(_LIST.root == row.root)
            await node.writer.run(partial(_execute, linked.values(entry=entry)))


def _execute(statement: Any, transaction: Transaction) -> None:
    transaction.connection.execute(statement)


async def _send_some(node: Node, standing: Standing, row: Row[Any], partner: str) -> int:
    begun, waiting, failed = node.read(lambda c: _progress(c, row.root, partner))
    room = 0 if failed else _AT_ONCE - waiting
    numbers = range(begun, min(row.batches, begun + room))
    for number in numbers:
        if not await _send_one(node, standing, row, (partner, number)):
            return number - begun
    if numbers:
        node.delivery.kick(partner)
    return len(numbers)


async def _send_one(node: Node, standing: Standing, row: Row[Any], to: tuple[str, int]) -> bool:
    """Send a batch to a partner (partner, number); False where our policy denies it."""
    partner, number = to
    pair = (node.settings.id, partner)
    batch = node.read(lambda c: _batch(c, row, number))
    if len(batch.persons) < min(BATCH, row.persons - number * BATCH):
        return await _pass_over(node, row, to)
    permit = _permit(node, standing, pair, len(batch.persons))
    if permit is None:
        return False
    message = replace(message_to(node, permit, batch, row.operation), recipient=partner)
    values = {"root": row.root, "partner": partner, "number": number, "message": message.digest}
    values |= {"answer": "", "referred": 0, "code": ""}

    def keep(transaction: Transaction) -> bool:
        counted = (standing.row.id, len(batch.persons))
        if not count_persons(transaction, standing.agreement, pair, counted):
            return False
        new = insert(schema.screening).values(**values, changed_ms=transaction.now_ms)
        transaction.connection.execute(new)
        send(transaction, node, message)
        return True

    return await node.writer.run(keep)


async def _pass_over(node: Node, row: Row[Any], to: tuple[str, int]) -> bool:
    """Note a batch from which a person was erased: it cannot be proved and goes nowhere."""
    values = {"root": row.root, "partner": to[0], "number": to[1], "message": "", "answer": ""}
    values |= {"referred": 0, "code": _ERASED}

    def keep(transaction: Transaction) -> None:
        new = insert(schema.screening).values(**values, changed_ms=transaction.now_ms)
        transaction.connection.execute(new)

    await node.writer.run(keep)
    return True


def _permit(node: Node, standing: Standing, pair: tuple[str, str], persons: int) -> Permit | None:
    used = node.read(lambda c: persons_counted(c, standing.agreement, pair, standing.row.id))
    question = screening_question(standing.founding, pair, Side.ASKER)
    decision = standing.policy.decide(
        question, now_ms=node.world.now_ms(), budget_used=used + persons - 1
    )
    return decision if isinstance(decision, Permit) else None


def _batch(connection: Connection, row: Row[Any], number: int) -> ScreeningBatch:
    person, cut = schema.accreditation.c, schema.accreditation_batch.c
    first = number * BATCH
    bodies = connection.scalars(
        select(person.person)
        .where(person.root == row.root, person.number >= first, person.number < first + BATCH)
        .order_by(person.number)
    )
    persons = tuple(person_of(body).subject for body in bodies)
    cuts = connection.execute(
        select(cut.salt, cut.leaf).where(cut.root == row.root).order_by(cut.number)
    ).all()
    return ScreeningBatch(
        list=row.entry,
        number=number,
        salt=from_base64(cuts[number].salt),
        persons=persons,
        proof=prove_batch(number, [bytes.fromhex(each.leaf) for each in cuts]),
    )


def _of(root: str, partner: str) -> Any:
    return (_SCREENING.root == root) & (_SCREENING.partner == partner)


def _progress(connection: Connection, root: str, partner: str) -> tuple[int, int, int]:
    """Return how many batches went to a partner, wait for an answer, and were denied."""
    waits = (_SCREENING.answer == "") & (_SCREENING.code == "")
    row = connection.execute(
        select(
            func.count(),
            func.count().filter(waits),
            func.count().filter(_SCREENING.code.not_in(("", _ERASED))),
        ).where(_of(root, partner))
    ).one()
    return int(row[0]), int(row[1]), int(row[2])


def _asked(connection: Connection, partner: str, body: Outcomes) -> Row[Any] | None:
    """Return the list of ours that an answer is about, where this partner was asked so."""
    return connection.execute(
        select(schema.accreditation_list)
        .join_from(schema.accreditation_list, schema.screening, _LIST.root == _SCREENING.root)
        .where(
            _LIST.entry == body.list,
            _SCREENING.partner == partner,
            _SCREENING.number == body.number,
            _SCREENING.message == body.batch,
            _SCREENING.answer == "",
        )
    ).one_or_none()


def _tell_when_whole(
    transaction: Transaction, node: Node, row: Row[Any], partner: str
) -> frozenset[str]:
    """Write into the journal what a partner made of a whole list, once it has answered all."""
    answered, referred = transaction.connection.execute(
        select(func.count(), func.sum(_SCREENING.referred)).where(
            _of(row.root, partner), _SCREENING.answer != ""
        )
    ).one()
    if answered < row.batches:
        return frozenset()
    counts = {"no_objection": row.persons - int(referred), "referred": int(referred)}
    transaction.log(
        Event("screening.whole", "node", row.entry[:32], partner, {"persons": str(row.persons)})
    )
    said = {"list": row.entry, "partner": partner, **counts}
    return write_computed(transaction, node, row.operation, ("accreditation.screened", said))
