"""Deleting and correcting for a person who was right: here, and wherever it went from here.

What was released from a record is withdrawn or corrected at every partner first, by the paths that
officers use for it, each ending in the partner's signed statement; then the record itself is
erased or replaced. A copy that a partner gave us is erased here; its provider is told by a person,
since only the provider can put its own record right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, delete, select

from entraide.adapters import schema
from entraide.adapters.bodies import doom_bodies
from entraide.adapters.writer import Transaction
from entraide.errors import InputError
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import State
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, Reply
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.kernel.record import Record, decode_record
from entraide.node.call import Call
from entraide.node.erasure import (
    Because,
    because_of,
    erase_message,
    erase_record,
    finish_erasure,
)
from entraide.node.holdings import prepare_record, replace_record
from entraide.node.recalling import TakeBack, correct, withdraw
from entraide.node.subject_files import (
    NameRequest,
    file_of,
    find_of,
    show_request,
    write_file,
)
from entraide.node.subject_search import values_of_record
from entraide.node.threads import messages_of
from entraide.safeguards.subject_requests import Find, PersonFile, decided

__all__ = ["Put", "Remove", "correct_find", "delete_find"]

_REASON: Final = "subject-request"
_STANDS: Final = (
    State.INFORMED.value,
    State.PARTLY_ANSWERED.value,
    State.ANSWERED.value,
    State.CORRECTING.value,
    State.CLOSED_ANSWERED.value,
    State.CORRECTING_CLOSED.value,
)


class Remove(NameRequest):
    """A find that is deleted."""

    number: int


class Put(Remove):
    """A value of a find that is put right."""

    prop: str
    was: str
    becomes: str = Field(min_length=1, max_length=4_000)


async def delete_find(call: Call, wanted: Remove) -> Json:
    """Delete what was found, here and at every partner that had it from us."""
    node, because = call.node, because_of(call, _REASON)
    file = node.read(lambda c: file_of(c, wanted.request, "decide"))
    find = find_of(file, wanted.number)
    told = await _take_back(call, find) if find.place == "record" else []
    done = _done(call, file, replace(find, decision="deleted", values=()))

    def erase(transaction: Transaction) -> None:
        _ERASE[find.place](transaction, find, because)
        _close(transaction, call, (wanted, done, "deleted"))

    await node.writer.run(erase)
    await finish_erasure(node)
    return {**await show_request(call, NameRequest(request=wanted.request)), "partners": told}


async def correct_find(call: Call, wanted: Put) -> Json:
    """Put a value of our own record right, and correct it wherever it was released."""
    node = call.node
    file = node.read(lambda c: file_of(c, wanted.request, "decide"))
    find = find_of(file, wanted.number)
    if find.place != "record":
        raise InputError("subject.not_ours", number=find.number)
    rec, record = node.read(lambda c: _held(c, find.id))
    prepared = prepare_record(_put_right(record, wanted))

    def change(transaction: Transaction) -> None:
        replace_record(transaction, rec, prepared)
        ids = {"reason": _REASON}
        transaction.log(call.event("record.corrected", f"record-{rec}", ids=ids))
        values = values_of_record(transaction.connection, rec)
        done = _done(call, file, replace(find, decision="corrected", values=values))
        _close(transaction, call, (wanted, done, "corrected"))

    await node.writer.run(change)
    told = [
        await correct(call, TakeBack(thread=thread, partner=partner, reason=_REASON))
        for thread, partner in node.read(lambda c: _released(c, rec))
    ]
    await finish_erasure(node)
    return {**await show_request(call, NameRequest(request=wanted.request)), "partners": told}


async def _take_back(call: Call, find: Find) -> list[Json]:
    """Withdraw every release of a record; a partner that is away gets it from the outbox."""
    rec, _ = call.node.read(lambda c: _held(c, find.id))
    return [
        await withdraw(call, TakeBack(thread=thread, partner=partner, reason=_REASON))
        for thread, partner in call.node.read(lambda c: _released(c, rec))
    ]


def _done(call: Call, file: PersonFile, find: Find) -> PersonFile:
    return decided(file, find, call.actor.pseudonym)


def _close(transaction: Transaction, call: Call, done: tuple[Remove, PersonFile, str]) -> None:
    wanted, file, decision = done
    write_file(transaction, wanted.request, file)
    ids = {"number": str(wanted.number), "decision": decision}
    transaction.log(call.event("subject.decided", wanted.request, ids=ids))


def _held(connection: Connection, record_id: str) -> tuple[int, Record]:
    table = schema.record.c
    row = connection.execute(
        select(table.rec, table.body).where(table.id == record_id)
    ).one_or_none()
    if row is None:
        raise InputError("record.not_held", record=record_id)
    return int(row.rec), decode_record(row.body)


def _put_right(record: Record, wanted: Put) -> Record:
    at = next(
        (
            at
            for at, value in enumerate(record.values)
            if (value.prop, value.text) == (wanted.prop, wanted.was)
        ),
        None,
    )
    if at is None:
        raise InputError("subject.no_value", prop=wanted.prop, number=wanted.number)
    values = list(record.values)
    values[at] = replace(values[at], text=wanted.becomes)
    return replace(record, values=tuple(values))


def _released(connection: Connection, rec: int) -> list[tuple[str, str]]:
    """Return thread and partner of every reply that stands and holds values of a record."""
    given, talk = schema.reference.c, schema.conversation.c
    rows = connection.execute(
        select(given.reference, given.thread, given.partner)
        .join_from(
            schema.reference,
            schema.conversation,
            (given.thread == talk.thread) & (given.partner == talk.partner) & (talk.asking == 0),
        )
        .where(given.rec == rec, talk.state.in_(_STANDS))
    ).all()
    found = [
        (row.thread, row.partner)
        for row in rows
        if any(
            _names(message, row.reference)
            for message in messages_of(connection, row.thread, row.partner)
        )
    ]
    return list(dict.fromkeys(found))


def _names(message: Message, reference: str) -> bool:
    body = read_body(message)
    values: tuple[Any, ...] = (
        body.values if isinstance(body, Part | Reply | Correction | Information) else ()
    )
    return any(value.reference == reference for value in values)


def _erase_own(transaction: Transaction, find: Find, because: Because) -> None:
    rec, _ = _held(transaction.connection, find.id)
    erase_record(transaction, rec, because)


def _erase_message(
    transaction: Transaction, find: Find, because: Because, *, incoming: bool
) -> None:
    table = schema.message.c
    sequence = transaction.connection.scalar(
        select(table.seq).where(
            table.id == find.id, table.partner == find.partner, table.incoming == int(incoming)
        )
    )
    erase_message(transaction, int(sequence or 0), because)


def _erase_check(transaction: Transaction, find: Find, because: Because) -> None:
    table = schema.own_check
    doom_bodies(transaction, table.c.subject, table.c.id == find.id)
    transaction.connection.execute(delete(table).where(table.c.id == find.id))
    transaction.log(because("check.erased", find.id, {}))


_ERASE: Final[dict[str, Callable[[Transaction, Find, Because], None]]] = {
    "record": _erase_own,
    "reply": partial(_erase_message, incoming=True),
    "asked-by-partner": partial(_erase_message, incoming=True),
    "question": partial(_erase_message, incoming=False),
    "check": _erase_check,
}
"""How each place erases; a place without a row here cannot be deleted from."""
