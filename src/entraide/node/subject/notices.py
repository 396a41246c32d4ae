"""Notices for a person who asks: found, put right by an amended version, deleted everywhere.

Ours are found in every version that still says something, and shown as the one in force says it;
partners' are found as long as their body is held, accepted or not. An amended version is drafted
here and reviewed by two officers like any other: until it is out, nobody is told that the notice
was put right. A partner's notice is not ours to change: it is erased here, and its issuer is told
by a refusal of the memorandum (Art. 2.8, ``safeguards``), which says nothing of who asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.terms import RefusalGround
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.bodies import read_body
from entraide.exchange.notice.bodies import Sighting
from entraide.exchange.notice.lifecycle import ENDED, Event, Life
from entraide.exchange.notice.notice import Notice
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.match import Subject
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call
from entraide.node.notice.changing import CancelNotice, cancel_notice
from entraide.node.notice.copies import RefuseNotice, all_copies, copy_of, refuse_notice
from entraide.node.notice.rows import (
    Draft,
    Ours,
    add_version,
    erase_version,
    move,
    standing,
    versions_of,
)
from entraide.safeguards.person_file import Find, FoundValue

__all__ = ["PUT_RIGHT", "amend_notice", "cancel_found", "notices_held", "refuse_found"]

PUT_RIGHT: Final = "notice:put-right"
_REASON: Final = "subject-request"
_INACCURATE: Final = "inaccurate"
_PUBLIC: Final = frozenset({Life.PUBLISHED, Life.SUSPENDED})


def notices_held(connection: Connection) -> list[tuple[Subject, Find]]:
    """Return whom each notice held here is about, ours and partners', with what would be found."""
    return [*_ours(connection), *_theirs(connection)]


async def cancel_found(call: Call, find: Find) -> list[Json]:
    """Cancel a notice of ours at every recipient; who is away is told when it is back."""
    if any(each.state not in ENDED for each in _versions(call, find)):
        done = await cancel_notice(call, CancelNotice(notice=find.id, reason=_REASON))
        return [{"notice": find.id, "delivery": done["sent"]}]  # type: ignore[index, call-overload]
    return []


async def refuse_found(call: Call, find: Find) -> list[Json]:
    """Erase a partner's notice here and tell its issuer; nothing where it is gone already."""
    copy = call.node.read(lambda c: copy_of(c, find.id, find.partner))
    if copy is None or copy.notice is None:
        return []
    ground = RefusalGround.SAFEGUARDS.value
    wanted = RefuseNotice(notice=find.id, partner=find.partner, ground=ground)
    done = await refuse_notice(call, wanted)
    return [{"notice": find.id, "delivery": done["sent"]}]  # type: ignore[index, call-overload]


async def amend_notice(call: Call, find: Find, change: tuple[str, str, str]) -> bool:
    """Draft a version of our notice that says a value rightly; return whether none is wrong now.

    ``change`` is property, old and new text. False: the amended version waits for its review; the
    officer who drafted the notice finds that in the inbox. Asked again once it is out, the answer
    is True.
    """
    prop, was, becomes = change
    live = _live(call, find)
    wrong = [each for each in live if (prop, was) in _values(each.told().notice)]
    if not wrong:
        if not any((prop, becomes) in _values(each.told().notice) for each in live):
            raise InputError("subject.no_value", prop=prop, number=find.number)
        return True
    base = live[0]
    if base not in wrong:
        raise InputError("subject.amending", notice=find.id)
    draft = _amended(call, find, base, change)

    stood = [(each.version, each.state) for each in live]

    def keep(transaction: Transaction) -> None:
        now = versions_of(transaction.connection, find.id)
        if [(each.version, each.state) for each in now if each.state not in ENDED] != stood:
            raise InputError("subject.amending", notice=find.id)
        if base.state not in _PUBLIC:
            move(transaction, base, Event.CANCEL, _INACCURATE)
            erase_version(transaction, base)
        add_version(transaction, draft)
        ids = {"version": str(draft.notice.version), "reason": _REASON}
        ids |= {"purpose": draft.notice.purpose}
        transaction.log(call.event("notice.drafted", find.id, ids=ids))
        leave_word(transaction, Word(base.drafter, find.id, "", PUT_RIGHT))

    await call.node.writer.run(keep)
    return not any(each.state in _PUBLIC for each in wrong)


def _versions(call: Call, find: Find) -> tuple[Ours, ...]:
    return call.node.read(lambda c: versions_of(c, find.id))


def _live(call: Call, find: Find) -> list[Ours]:
    """Return the versions that may still be read as they are, latest first."""
    live = [each for each in _versions(call, find) if each.state not in ENDED]
    if not live:
        raise InputError("notice.nothing_to_amend", notice=find.id)
    return live


def _amended(call: Call, find: Find, base: Ours, change: tuple[str, str, str]) -> Draft:
    prop, was, becomes = change
    before = base.told()
    latest = _versions(call, find)[0].version
    values = tuple(
        replace(value, text=becomes) if (value.prop, value.text) == (prop, was) else value
        for value in before.notice.values
    )
    texts = tuple(
        (part, becomes if (part.value, words) == (prop, was) else words)
        for part, words in before.notice.texts
    )
    drafter = call.actor.pseudonym
    notice = replace(before.notice, version=latest + 1, drafter=drafter, values=values, texts=texts)
    if notice.values == before.notice.values and notice.texts == before.notice.texts:
        raise InputError("subject.no_value", prop=prop, number=find.number)
    return replace(before, notice=_read(notice))


def _read(notice: Notice) -> Notice:
    """Return the notice, read as strictly as its recipients will read it."""
    try:
        return Notice.from_json(notice.to_json())
    except RemoteProtocolError as error:
        raise InputError("notice.bad_field", field=str(error.data.get("field", ""))) from error


def _ours(connection: Connection) -> Iterator[tuple[Subject, Find]]:
    held = [each for each in versions_of(connection) if each.draft is not None]
    for name in dict.fromkeys(each.id for each in held):
        versions = [each for each in held if each.id == name]
        public = standing(connection, name)
        shown = public if public is not None and public.draft is not None else versions[0]
        values = (*_found(shown.told().notice), *_sightings(connection, name))
        find = Find(number=0, place="notice", id=name, at_ms=shown.changed_ms, values=values)
        for each in versions:
            yield each.told().notice.subject(), find


def _theirs(connection: Connection) -> Iterator[tuple[Subject, Find]]:
    for copy in all_copies(connection):
        if copy.notice is not None:
            find = Find(
                number=0,
                place="notice-received",
                id=copy.id,
                partner=copy.partner,
                at_ms=copy.came_ms,
                values=(
                    *_found(copy.notice, copy.partner),
                    *_sightings(connection, copy.id, copy.partner),
                ),
            )
            yield copy.notice.subject(), find


def _found(notice: Notice, provider: str = "") -> Iterator[FoundValue]:
    """Yield all that a notice says, under the one handling code that it has."""
    for prop, text in _values(notice):
        yield FoundValue(prop, text, notice.handling, notice.handling_text, provider)


def _values(notice: Notice) -> tuple[tuple[str, str], ...]:
    """Return all that a notice says of the person: values, texts, judicial data."""
    said = [(value.prop, value.text) for value in notice.values]
    said += [(part.value, words) for part, words in notice.texts]
    judicial = notice.judicial
    if judicial is not None:
        said += [
            (name, text)
            for name in ("charge", "law", "document", "authority")
            if (text := str(getattr(judicial, name)))
        ]
    return tuple(said)


def _sightings(
    connection: Connection, notice: str, partner: str | None = None
) -> Iterator[FoundValue]:
    """Yield what was reported about the person of a notice, either way, in officers' words."""
    table = schema.message.c
    told = select(table.content, table.incoming).where(
        table.thread == notice, table.kind == Sighting.KIND, table.content != ERASED
    )
    if partner is not None:
        told = told.where(table.partner == partner)
    for row in connection.execute(told):
        message = Message.decode(row.content)
        body = read_body(message)
        if isinstance(body, Sighting):
            text = ": ".join(filter(None, (body.on, body.place, body.words)))
            provider = message.sender if row.incoming else ""
            yield FoundValue(Sighting.KIND, text, message.handling, provider=provider)
