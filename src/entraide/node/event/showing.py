"""Accreditation lists as officers see them: how far each is, and who is to be referred.

The persons of a list are shown at its owner alone, and who looked stands in the log. Whoever is to
be referred is refused nothing by that: the bureau that said so is asked, in a case.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, case, delete, func, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import read_body
from entraide.exchange.screening import NO_OBJECTION, Outcomes
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.event.dissolving import dissolved_cells
from entraide.node.event.rows import lists_of, person_of
from entraide.node.operation.journals import find_operation
from entraide.operations.event import BATCH

__all__ = [
    "NameCell",
    "answers_about",
    "resume_screening",
    "show_accreditations",
    "show_dissolved",
]

_SCREENING: Final = schema.screening.c
_PERSON: Final = schema.accreditation.c
_MESSAGE: Final = schema.message.c


class NameCell(Parameters):
    """A cell, by its id or the first digits of it."""

    operation: str


async def show_accreditations(call: Call, wanted: NameCell) -> Json:
    """Show how far our lists are at each partner, and the persons who are to be referred."""
    node = call.node
    operation = node.read(lambda c: find_operation(c, wanted.operation)).id
    await node.writer.run(lambda t: t.log(call.event("accreditation.read", operation)))
    lists = node.read(lambda c: lists_of(c, operation))
    return {
        "operation": operation,
        "lists": [node.read(lambda c, r=row: _list(c, r)) for row in lists],  # type: ignore[misc]
        "referred": [
            each
            for row in lists
            for each in node.read(lambda c, r=row: _referred(c, r))  # type: ignore[misc]
        ],
    }


async def resume_screening(call: Call, wanted: NameCell) -> Json:
    """Send again the batches of our lists that a partner denied, or that never arrived."""
    node = call.node
    operation = node.read(lambda c: find_operation(c, wanted.operation)).id

    def again(transaction: Transaction) -> int:
        roots = [row.root for row in lists_of(transaction.connection, operation)]
        lost = _SCREENING.answer == ""
        kept = select(_MESSAGE.digest).join_from(
            schema.message, schema.outbox, schema.outbox.c.message == _MESSAGE.seq
        )
        failed = lost & ((_SCREENING.code != "") | _SCREENING.message.in_(_undelivered()))
        gone = delete(schema.screening).where(
            _SCREENING.root.in_(roots), failed, _SCREENING.message.not_in(kept)
        )
        count = transaction.connection.execute(gone).rowcount
        ids = {"batches": str(count)}
        transaction.log(call.event("accreditation.resumed", operation, ids=ids))
        return int(count)

    count = await node.writer.run(again)
    node.screening.wake()
    return {"operation": operation, "again": count}


async def show_dissolved(call: Call, _: Parameters) -> Json:
    """Show what is left of dissolved cells: their figures, and the hashes of their entries."""
    return {"dissolved": list(call.node.read(dissolved_cells))}


def answers_about(connection: Connection, root: str, number: int) -> list[tuple[str, str]]:
    """Return what each partner said of the person at a place of a list."""
    batch, at = divmod(number, BATCH)
    rows = connection.execute(
        select(_SCREENING.partner, _SCREENING.answer)
        .where(_SCREENING.root == root, _SCREENING.number == batch, _SCREENING.answer != "")
        .order_by(_SCREENING.partner)
    ).all()
    return [
        (row.partner, said[at])
        for row in rows
        if len(said := _outcomes(connection, row.partner, row.answer)) > at
    ]


def _undelivered() -> Any:
    lost = schema.undelivered.c
    return select(_MESSAGE.digest).join_from(
        schema.message, schema.undelivered, lost.message == _MESSAGE.seq
    )


def _list(connection: Connection, row: Row[Any]) -> dict[str, Json]:
    answered = func.sum(case((_SCREENING.answer != "", 1), else_=0))
    denied = func.max(_SCREENING.code)
    found = connection.execute(
        select(_SCREENING.partner, func.count(), answered, func.sum(_SCREENING.referred), denied)
        .where(_SCREENING.root == row.root)
        .group_by(_SCREENING.partner)
        .order_by(_SCREENING.partner)
    ).all()
    return {
        "list": row.entry,
        "persons": row.persons,
        "batches": row.batches,
        "partners": [
            {
                "partner": partner,
                "sent": sent,
                "answered": int(done),
                "referred": int(referred),
                "code": code,
            }
            for partner, sent, done, referred, code in found
        ],
    }


def _referred(connection: Connection, row: Row[Any]) -> list[dict[str, Json]]:
    """Return the persons of a list whom a partner asks to be referred to its bureau."""
    rows = connection.execute(
        select(_SCREENING.partner, _SCREENING.number, _SCREENING.answer)
        .where(_SCREENING.root == row.root, _SCREENING.referred > 0)
        .order_by(_SCREENING.number, _SCREENING.partner)
    ).all()
    found: list[dict[str, Json]] = []
    for each in rows:
        said = _outcomes(connection, each.partner, each.answer)
        for at, outcome in enumerate(said, each.number * BATCH):
            if outcome != NO_OBJECTION:
                person = _person(connection, row.root, at)
                about = {"list": row.entry, "partner": each.partner, "outcome": outcome}
                found.append({**about, **person})
    return found


def _person(connection: Connection, root: str, number: int) -> dict[str, Json]:
    body = connection.scalar(
        select(_PERSON.person).where(_PERSON.root == root, _PERSON.number == number)
    )
    return dict(person_of(body).to_json()) if body else {}


def _outcomes(connection: Connection, partner: str, answer: str) -> tuple[str, ...]:
    content = connection.scalar(
        select(_MESSAGE.content).where(
            _MESSAGE.incoming == 1, _MESSAGE.partner == partner, _MESSAGE.id == answer
        )
    )
    body = read_body(Message.from_json(decode_canonical(content))) if content else None
    return body.outcomes if isinstance(body, Outcomes) else ()
