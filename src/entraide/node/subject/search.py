"""Where a person who asks may be found: records, what partners gave us, questions, checks, notices,
accreditation lists, contacts of liaison officers, the words of the watch log.

``PLACES`` is the table of places; each looks with the matcher that also answers partners, over
what this node holds and may open. What partners gave unasked, or passed on, is held as
replies are and found with them. Nothing is told by a search: it gives a list on which a person
decides.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.searching.index import OWN
from entraide.adapters.tables import schema
from entraide.exchange.bodies import Query, read_body
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, Reply
from entraide.exchange.subjects import subject_from_json
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.kernel.record import decode_record
from entraide.match import MemoryIndex, Subject, search
from entraide.node.duty.ending import words_held
from entraide.node.event.subjects import accredited_held, with_answers
from entraide.node.liaison.subjects import contacts_held
from entraide.node.memorandum.ending import received_replies
from entraide.node.runtime import Node
from entraide.node.subject.notices import notices_held
from entraide.safeguards.person_file import Find, FoundValue

__all__ = ["PLACES", "find_person", "released_subjects", "values_of_record"]

_MOST: Final = 50
_FOUND: Final = 0
"""The number of a find before all are counted through."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Something that is held: of whom, and the find that it would be."""

    subject: Subject
    find: Find


async def find_person(node: Node, subject: Subject) -> tuple[Find, ...]:
    """Return everything here that may be about a person, numbered from 1, place by place."""
    found: list[Find] = []
    for look in PLACES.values():
        found += await look(node, subject)
    return tuple(replace(each, number=at) for at, each in enumerate(found, start=1))


def released_subjects(reply: Message) -> Iterator[Subject]:
    """Yield the persons or things of a received reply, each put together from its values."""
    body = read_body(reply)
    values = body.values if isinstance(body, Part | Reply | Correction | Information) else ()
    properties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for value in values:
        properties[value.reference][value.prop].append(value.text)
    for held in properties.values():
        yield Subject.from_properties("Person", held)


async def _records(node: Node, subject: Subject) -> list[Find]:
    sightings = await node.searcher.find(subject, OWN, _MOST)
    return [
        Find(
            number=_FOUND,
            place="record",
            id=each.record_id,
            score=each.score,
            values=node.read(lambda c, rec=each.rec: values_of_record(node, c, rec)),  # type: ignore[misc]
        )
        for each in sightings
    ]


def values_of_record(node: Node, connection: Connection, rec: int) -> tuple[FoundValue, ...]:
    """Return every value of a record as it is now; one that a partner gave is still its own."""
    table, partners = schema.record.c, set(node.partners) - {node.settings.id}
    body = connection.scalar(select(table.body).where(table.rec == rec))
    return tuple(
        FoundValue(
            prop=value.prop,
            text=value.text,
            handling=value.marking.handling,
            handling_text=value.marking.handling_text,
            provider=value.marking.source if value.marking.source in partners else "",
        )
        for value in decode_record(body or b"").values
    )


async def _replies(node: Node, subject: Subject) -> list[Find]:
    return await asyncio.to_thread(
        lambda: node.read(lambda c: _matching(subject, _replies_held(c)))
    )


def _replies_held(connection: Connection) -> Iterator[_Held]:
    for _, came_ms, message in received_replies(connection):
        body = read_body(message)
        values = body.values if isinstance(body, Part | Reply | Correction | Information) else ()
        provider = _originator(connection, message)
        find = Find(
            number=_FOUND,
            place="reply",
            id=message.id,
            partner=message.sender,
            at_ms=came_ms,
            values=tuple(
                FoundValue(each.prop, each.text, each.handling, each.handling_text, provider)
                for each in values
            ),
        )
        for subject in released_subjects(message):
            yield _Held(subject, find)


def _originator(connection: Connection, message: Message) -> str:
    """Return who gave first what came in a message: of what was passed on, not who passed it."""
    table = schema.copied.c
    origin = connection.scalar(
        select(table.origin).where(
            table.incoming == 1,
            table.partner == message.sender,
            table.standing == message.digest,
        )
    )
    return origin or message.sender


async def _questions(node: Node, subject: Subject) -> list[Find]:
    return await asyncio.to_thread(
        lambda: node.read(lambda c: _matching(subject, _questions_held(c)))
    )


def _questions_held(connection: Connection) -> Iterator[_Held]:
    table = schema.message.c
    rows = connection.execute(
        select(table.content, table.incoming, table.partner, table.at_ms).where(
            table.kind == Query.KIND, table.content != ERASED
        )
    )
    for row in rows:
        message = Message.decode(row.content)
        body = read_body(message)
        if isinstance(body, Query):
            find = Find(
                number=_FOUND,
                place="asked-by-partner" if row.incoming else "question",
                id=message.id,
                partner=row.partner,
                at_ms=row.at_ms,
                values=_told(body.subject, message if row.incoming else None),
            )
            yield _Held(body.subject, find)


async def _checks(node: Node, subject: Subject) -> list[Find]:
    return node.read(lambda c: _matching(subject, _checks_held(c)))


def _checks_held(connection: Connection) -> Iterator[_Held]:
    for row in connection.execute(select(schema.own_check)):
        subject = subject_from_json(decode_canonical(row.subject))
        find = Find(number=_FOUND, place="check", id=row.id, at_ms=row.at_ms, values=_told(subject))
        yield _Held(subject, find)


async def _notices(node: Node, subject: Subject) -> list[Find]:
    held = (_Held(of_whom, find) for of_whom, find in node.read(notices_held))
    return await asyncio.to_thread(_matching, subject, held)


async def _contacts(node: Node, subject: Subject) -> list[Find]:
    def look(connection: Connection) -> list[Find]:
        held = (_Held(of_whom, find) for of_whom, find in contacts_held(connection))
        return _matching(subject, held)

    return node.read(look)


async def _watch_log(node: Node, subject: Subject) -> list[Find]:
    def look(connection: Connection) -> list[Find]:
        best = sorted(words_held(connection, subject), key=lambda each: -each.score)
        return best[:_MOST]

    return await asyncio.to_thread(lambda: node.read(look))


async def _accreditations(node: Node, subject: Subject) -> list[Find]:
    def look(connection: Connection) -> list[Find]:
        held = (_Held(of_whom, find) for of_whom, find in accredited_held(connection))
        found = _matching(subject, held)
        return [replace(each, values=with_answers(connection, each)) for each in found]

    return await asyncio.to_thread(lambda: node.read(look))


def _told(subject: Subject, asked_in: Message | None = None) -> tuple[FoundValue, ...]:
    """Return what was asked; a partner's question is the partner's, under its handling code."""
    names = tuple(("name", name) for name in subject.names)
    births = tuple(("birthDate", date) for date in subject.birth_dates)
    numbers = tuple((each.kind, each.value) for each in subject.identifiers)
    whose = (asked_in.handling, "", asked_in.sender) if asked_in else ()
    return tuple(FoundValue(*each, *whose) for each in (*names, *births, *numbers))


def _matching(subject: Subject, held: Iterable[_Held]) -> list[Find]:
    """Return the finds of what may be the person, best first, each once."""
    index, kept = MemoryIndex(), []
    for at, each in enumerate(held):
        index.add(at, each.subject)
        kept.append(each.find)
    best: dict[str, Find] = {}
    for hit in search(index, subject, limit=_MOST):
        find = replace(kept[hit.rec], score=hit.comparison.score)
        best.setdefault(f"{find.place} {find.partner} {find.id}", find)
    return list(best.values())


PLACES: Final[dict[str, Callable[[Node, Subject], Awaitable[list[Find]]]]] = {
    "records": _records,
    "replies": _replies,
    "questions": _questions,
    "checks": _checks,
    "notices": _notices,
    "accreditations": _accreditations,
    "contacts": _contacts,
    "watch": _watch_log,
}
