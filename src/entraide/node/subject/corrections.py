"""Putting a value right for a person who was right: each place in its own way.

A record of ours is replaced, and corrected at every partner that had the value. A notice of ours is
amended, through its review. What a partner provided is the partner's to put right: it is told so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from pydantic import Field

from entraide.adapters.store.writer import Transaction
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.kernel.record import Record
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call
from entraide.node.record.erasure import finish_erasure
from entraide.node.record.holdings import prepare_record, replace_record
from entraide.node.request.recalling import TakeBack, correct
from entraide.node.subject.acts import (
    REASON,
    Remove,
    close_find,
    done_with,
    held_record,
    released_in,
)
from entraide.node.subject.files import (
    NameRequest,
    file_of,
    find_of,
    show_request,
    task_of,
    write_file,
)
from entraide.node.subject.notices import amend_notice
from entraide.node.subject.providers import TELL_PROVIDER, letter_to_provider
from entraide.node.subject.search import values_of_record
from entraide.safeguards.person_file import PersonFile

__all__ = ["Put", "correct_find"]


class Put(Remove):
    """A value of a find that is put right."""

    prop: str
    was: str
    becomes: str = Field(min_length=1, max_length=4_000)


async def correct_find(call: Call, wanted: Put) -> Json:
    """Put a value of our own right wherever it went; of a partner's, say what it is to be told."""
    file = call.node.read(lambda c: file_of(c, wanted.request, "decide"))
    find = find_of(file, wanted.number)
    how = _CORRECT.get(find.place)
    if how is None:
        raise InputError("subject.not_ours", number=find.number)
    return await how(call, wanted, file)


async def _correct_record(call: Call, wanted: Put, file: PersonFile) -> Json:
    node, find = call.node, find_of(file, wanted.number)
    rec, record = node.read(lambda c: held_record(c, find.id))
    prepared = prepare_record(_put_right(record, wanted))

    def change(transaction: Transaction) -> None:
        replace_record(transaction, rec, prepared)
        ids = {"reason": REASON}
        transaction.log(call.event("record.corrected", f"record-{rec}", ids=ids))
        values = values_of_record(node, transaction.connection, rec)
        done = done_with(call, file, replace(find, decision="corrected", values=values))
        close_find(transaction, call, (wanted, done, "corrected"))

    await node.writer.run(change)
    told = [
        await correct(call, TakeBack(thread=thread, partner=partner, reason=REASON))
        for thread, partner in node.read(lambda c: released_in(c, rec))
    ]
    await finish_erasure(node)
    return {**await show_request(call, NameRequest(request=wanted.request)), "partners": told}


async def _correct_notice(call: Call, wanted: Put, file: PersonFile) -> Json:
    """Draft the amended notice; the find is decided once nothing wrong is out any more."""
    node, find = call.node, find_of(file, wanted.number)
    change = (wanted.prop, wanted.was, wanted.becomes)
    if await amend_notice(call, find, change):
        values = tuple(
            replace(value, text=wanted.becomes) if (value.prop, value.text) == change[:2] else value
            for value in find.values
        )
        done = done_with(call, file, replace(find, decision="corrected", values=values))
        await node.writer.run(lambda t: close_find(t, call, (wanted, done, "corrected")))
    await finish_erasure(node)
    return await show_request(call, NameRequest(request=wanted.request))


async def _ask_provider(call: Call, wanted: Put, file: PersonFile) -> Json:
    """Leave the letter to the provider with the find, and the task in this officer's inbox."""
    node, find = call.node, find_of(file, wanted.number)
    letter = letter_to_provider(find, (wanted.prop, wanted.was, wanted.becomes))
    new = replace(find, to_send="\n".join(filter(None, (find.to_send, letter))))
    finds = tuple(new if each.number == find.number else each for each in file.finds)

    def keep(transaction: Transaction) -> None:
        write_file(transaction, wanted.request, replace(file, finds=finds))
        task = Word(call.actor.pseudonym, task_of(wanted), find.partner, TELL_PROVIDER)
        leave_word(transaction, task)
        ids = {"number": str(wanted.number)}
        transaction.log(call.event("subject.disputed", wanted.request, ids=ids))

    await node.writer.run(keep)
    await finish_erasure(node)
    return await show_request(call, NameRequest(request=wanted.request))


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


_CORRECT: Final[dict[str, Callable[[Call, Put, PersonFile], Awaitable[Json]]]] = {
    "record": _correct_record,
    "notice": _correct_notice,
    "reply": _ask_provider,
    "notice-received": _ask_provider,
}
"""How each place is put right; the others are what was asked, and stand as they were."""
