"""Deleting for a person who was right: here, and wherever it went from here.

What was released from a record is withdrawn at every partner first, by the path that officers use
for it, ending in the partner's signed statement; then the record itself is erased. A notice of ours
is cancelled everywhere. What a partner gave us is erased here, and its provider is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import State
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, Reply
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.kernel.record import Record, decode_record
from entraide.node.alerts import mark_seen
from entraide.node.call import Call
from entraide.node.duty.ending import erase_found_words
from entraide.node.event.subjects import erase_accredited
from entraide.node.liaison.subjects import erase_found_contact
from entraide.node.notice.erasing import erase_ended
from entraide.node.notice.sending import deliver, send_off
from entraide.node.record.erasure import (
    Because,
    because_of,
    erase_message,
    erase_record,
    finish_erasure,
)
from entraide.node.request.recalling import TakeBack, withdraw
from entraide.node.request.threads import messages_of
from entraide.node.subject.files import (
    NameFind,
    NameRequest,
    file_of,
    find_of,
    show_request,
    task_of,
    write_file,
)
from entraide.node.subject.notices import cancel_found, refuse_found
from entraide.node.subject.providers import (
    recall_copies,
    statement_for,
)
from entraide.safeguards.person_file import Find, PersonFile
from entraide.safeguards.subject_requests import decided

__all__ = [
    "REASON",
    "Remove",
    "close_find",
    "delete_find",
    "done_with",
    "held_record",
    "released_in",
]

REASON: Final = "subject-request"
_STANDS: Final = (
    State.INFORMED.value,
    State.PARTLY_ANSWERED.value,
    State.ANSWERED.value,
    State.CORRECTING.value,
    State.CLOSED_ANSWERED.value,
    State.CORRECTING_CLOSED.value,
    State.UNCORRECTED.value,
    State.UNCORRECTED_CLOSED.value,
    State.UNWITHDRAWN.value,
)


class Remove(NameFind):
    """A find that is deleted."""


async def delete_find(call: Call, wanted: Remove) -> Json:
    """Delete what was found, here and at every partner that had it from us."""
    node, because = call.node, because_of(call, REASON)
    file = node.read(lambda c: file_of(c, wanted.request, "decide"))
    find = find_of(file, wanted.number)
    elsewhere = _ELSEWHERE.get(find.place)
    told = await elsewhere(call, find) if elsewhere else []
    done = done_with(call, file, replace(find, decision="deleted", values=(), to_send=""))
    statements = statement_for(call, find) if find.place == "reply" else ()
    woken: list[str] = []

    def erase(transaction: Transaction) -> None:
        for each in statements:
            woken.extend(recall_copies(node, transaction, find, each.message.digest))
        _ERASE[find.place](transaction, find, because)
        send_off(transaction, statements)
        close_find(transaction, call, (wanted, done, "deleted"))

    await node.writer.run(erase)
    await finish_erasure(node)
    for partner in woken:
        node.delivery.kick(partner)
    for each in statements:
        delivered = await deliver(node, (each,), each.message.thread)
        told.append({"message": each.message.id, "delivery": delivered})
    return {**await show_request(call, NameRequest(request=wanted.request)), "partners": told}


async def _take_back(call: Call, find: Find) -> list[Json]:
    """Withdraw every release of a record; a partner that is away gets it from the outbox."""
    rec, _ = call.node.read(lambda c: held_record(c, find.id))
    return [
        await withdraw(call, TakeBack(thread=thread, partner=partner, reason=REASON))
        for thread, partner in call.node.read(lambda c: released_in(c, rec))
    ]


def done_with(call: Call, file: PersonFile, find: Find) -> PersonFile:
    """Return the file with what this officer did about a find."""
    return decided(file, find, call.actor.pseudonym)


def close_find(transaction: Transaction, call: Call, done: tuple[Remove, PersonFile, str]) -> None:
    """Write the decision on a find into its file and the log; its task is done."""
    wanted, file, decision = done
    mark_seen(transaction, call.actor.pseudonym, task_of(wanted))
    write_file(transaction, wanted.request, file)
    ids = {"number": str(wanted.number), "decision": decision}
    transaction.log(call.event("subject.decided", wanted.request, ids=ids))


def held_record(connection: Connection, record_id: str) -> tuple[int, Record]:
    """Return number and value of a record of ours; InputError where it is not held."""
    table = schema.record.c
    row = connection.execute(
        select(table.rec, table.body).where(table.id == record_id)
    ).one_or_none()
    if row is None:
        raise InputError("record.not_held", record=record_id)
    return int(row.rec), decode_record(row.body)


def released_in(connection: Connection, rec: int) -> list[tuple[str, str]]:
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
    rec, _ = held_record(transaction.connection, find.id)
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


def _erase_notice(transaction: Transaction, find: Find, because: Because) -> None:
    erase_ended(transaction, find.id, because)


def _erase_copy(transaction: Transaction, find: Find, because: Because) -> None:
    """Note the erasure, which the refusal to the issuer has done (``refuse_found``)."""
    event = because("notice.copy_erased", find.id, {})
    transaction.log(replace(event, partner=find.partner))


_ERASE: Final[dict[str, Callable[[Transaction, Find, Because], None]]] = {
    "record": _erase_own,
    "reply": partial(_erase_message, incoming=True),
    "asked-by-partner": partial(_erase_message, incoming=True),
    "question": partial(_erase_message, incoming=False),
    "check": _erase_check,
    "notice": _erase_notice,
    "notice-received": _erase_copy,
    "accreditation": erase_accredited,
    "contact": erase_found_contact,
    "watch": erase_found_words,
}
"""How each place erases; a place without a row here cannot be deleted from."""

_ELSEWHERE: Final[dict[str, Callable[[Call, Find], Awaitable[list[Json]]]]] = {
    "record": _take_back,
    "notice": cancel_found,
    "notice-received": refuse_found,
}
"""What goes to partners before it is erased here."""
