"""Data-subject requests at the node: registered, admitted, searched, decided, answered.

The person's file is sealed under a key of its own; the log keeps kind, state and numbers, never of
whom. What corrects and deletes is in ``subject_acts``. A closed request goes after the days that
the settings name, or at once by ``subject.erase``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Row, delete, insert, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.subjects import subject_from_json, subject_to_json
from entraide.kernel.canonical import Json
from entraide.match import Identifier, Subject
from entraide.node.alerts import mark_seen
from entraide.node.call import Call, Parameters
from entraide.node.oversight.overseeing import day_of
from entraide.node.record.erasure import finish_erasure
from entraide.node.subject.files import (
    NameFind,
    NameRequest,
    describe_request,
    file_of,
    find_of,
    row_of,
    show_request,
    summary_of,
    task_of,
    write_file,
)
from entraide.node.subject.search import find_person
from entraide.safeguards.answer_letter import Letterhead, write_letter
from entraide.safeguards.person_file import Find, PersonFile, encode_file
from entraide.safeguards.subject_requests import (
    Kind,
    State,
    check_all_decided,
    decided,
    due_ms,
    step,
)
from entraide.vocabulary.language import LANGUAGES
from entraide.vocabulary.subjects import KINDS, REJECTIONS

__all__ = [
    "Decide",
    "Register",
    "Reject",
    "admit_request",
    "answer_request",
    "decide_find",
    "drop_request",
    "erase_request",
    "list_requests",
    "register_request",
    "reject_request",
    "search_request",
]

_TABLE: Final = schema.subject_request


class Register(Parameters):
    """A request as it came; ``identified`` says how the person's identity was checked."""

    kind: str
    name: tuple[str, ...] = Field(min_length=1)
    born: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    contact: str = Field(default="", max_length=2_000)
    identified: str = Field(min_length=1, max_length=500)
    language: str = "en"
    wanted: str = Field(default="", max_length=4_000)
    received: str | None = None
    """The day on which it came (ISO); today where it is not given."""


class Reject(NameRequest):
    """A request that is not admitted, and the ground."""

    ground: str


class Decide(NameFind):
    """A decision on one find: disclose, withhold or keep."""

    decision: str
    ground: str = ""
    permission: str = Field(default="", max_length=500)


async def register_request(call: Call, wanted: Register) -> Json:
    """Register a request; the clock does not run before it is admitted."""
    node, request = call.node, call.node.fresh_id()
    KINDS.find(wanted.kind)
    if wanted.language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise InputError("subject.language", found=wanted.language, known=known)
    file = PersonFile(
        subject=_subject(wanted),
        contact=wanted.contact.strip(),
        identified=wanted.identified.strip(),
        language=wanted.language,
        wanted=wanted.wanted.strip(),
    )

    def keep(transaction: Transaction) -> None:
        key = fresh_key(transaction.connection)
        row = {
            "id": request,
            "kind": wanted.kind,
            "state": State.REGISTERED.value,
            "received_ms": day_of(wanted.received) if wanted.received else transaction.now_ms,
            "outcome": "",
            "file": key.seal("subject_request.file", encode_file(file)),
        }
        transaction.connection.execute(insert(_TABLE).values(row))
        ids = {"kind": wanted.kind}
        transaction.log(call.event("subject.registered", request, ids=ids))

    await node.writer.run(keep)
    return summary_of(node, request)


async def admit_request(call: Call, wanted: NameRequest) -> Json:
    """Admit a request: from now on its clock runs."""
    node = call.node
    terms = [policy.agreement.personal_data.subject_requests for policy in node.policies]

    def admit(transaction: Transaction, row: Row[Any]) -> dict[str, Any]:
        kind = Kind(row.kind)
        days = [each.access_days if kind is Kind.ACCESS else each.correction_days for each in terms]
        now_ms = transaction.now_ms
        return {"admissible_ms": now_ms, "due_ms": due_ms(kind, now_ms, days)}

    return await _advance(call, wanted.request, "admit", admit)


async def reject_request(call: Call, wanted: Reject) -> Json:
    """Do not admit a request, on one of the grounds."""
    REJECTIONS.find(wanted.ground)
    return await _advance(call, wanted.request, "reject", _closing(wanted.ground))


async def drop_request(call: Call, wanted: NameRequest) -> Json:
    """Close a request that the person has taken back."""
    return await _advance(call, wanted.request, "drop", _closing("dropped"))


async def search_request(call: Call, wanted: NameRequest) -> Json:
    """Search everything that is held; decisions on what was found before stand."""
    node = call.node
    file = node.read(lambda c: file_of(c, wanted.request, "search"))
    found = await find_person(node, file.subject)
    before = {(find.place, find.partner, find.id): find for find in file.finds}
    kept = tuple(_with_decision(find, before) for find in found)
    gone = tuple(find for key, find in before.items() if key not in {_place(each) for each in kept})
    finds = (*kept, *gone)  # what was deleted or corrected stays in the file, as done
    finds = tuple(replace(find, number=at) for at, find in enumerate(finds, start=1))

    def keep(transaction: Transaction) -> None:
        new = replace(file, finds=finds, searched_ms=transaction.now_ms)
        write_file(transaction, wanted.request, new)
        ids = {"finds": str(len(found))}
        transaction.log(call.event("subject.searched", wanted.request, ids=ids))

    await node.writer.run(keep)
    await finish_erasure(node)
    return await show_request(call, wanted)


async def decide_find(call: Call, wanted: Decide) -> Json:
    """Decide what becomes of one find: told, withheld with a ground, or left as it is."""
    node = call.node
    if wanted.decision not in {"disclose", "withhold", "keep"}:
        raise InputError("subject.not_a_decision", decision=wanted.decision)
    file = node.read(lambda c: file_of(c, wanted.request, "decide"))
    find = replace(
        find_of(file, wanted.number),
        decision=wanted.decision,
        ground=wanted.ground,
        permission=wanted.permission.strip(),
    )
    new = decided(file, find, call.actor.pseudonym)

    def keep(transaction: Transaction) -> None:
        write_file(transaction, wanted.request, new)
        mark_seen(transaction, call.actor.pseudonym, task_of(wanted))
        ids = {"number": str(wanted.number), "decision": wanted.decision}
        ids |= {"ground": wanted.ground} if wanted.ground else {}
        transaction.log(call.event("subject.decided", wanted.request, ids=ids))

    await node.writer.run(keep)
    await finish_erasure(node)
    return await show_request(call, wanted)


async def answer_request(call: Call, wanted: NameRequest) -> Json:
    """Close a request whose finds are all decided; return the letter in the person's language."""
    node = call.node
    file = node.read(lambda c: file_of(c, wanted.request, "answer"))
    check_all_decided(file)
    now = dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC)
    head = Letterhead(agency=node.settings.name, request=wanted.request, day=now.date().isoformat())
    outcome = "granted" if any(_is_granted(find) for find in file.finds) else "nothing-told"
    shown = await _advance(call, wanted.request, "answer", _closing(outcome))
    kind = Kind(str(shown["kind"]))
    return {**shown, "letter": write_letter(head, kind, file), "language": file.language}


async def list_requests(call: Call, _: Parameters) -> Json:
    """List requests with their clocks, the nearest deadline first; nobody's name is in it."""
    now_ms = call.node.world.now_ms()
    rows = call.node.read(lambda c: c.execute(select(_TABLE)).all())
    shown = [describe_request(row, now_ms) for row in rows]
    return {"requests": sorted(shown, key=lambda each: each["due_ms"] or each["received_ms"])}


async def erase_request(call: Call, wanted: NameRequest) -> Json:
    """Erase a closed request with everything in its file, before its days are over."""
    node = call.node
    row = node.read(lambda c: row_of(c, wanted.request))
    if row.closed_ms is None:
        raise InputError("subject.not_closed", request=wanted.request)

    def erase(transaction: Transaction) -> None:
        mine = _TABLE.c.id == wanted.request
        doom_bodies(transaction, _TABLE.c.file, mine)
        transaction.connection.execute(delete(_TABLE).where(mine))
        transaction.log(call.event("subject.erased", wanted.request))

    await node.writer.run(erase)
    return {"request": wanted.request, "keys_destroyed": await finish_erasure(node)}


_Change = Callable[[Transaction, Row[Any]], dict[str, Any]]


def _closing(outcome: str) -> _Change:
    return lambda transaction, _: {"closed_ms": transaction.now_ms, "outcome": outcome}


async def _advance(call: Call, request: str, act: str, change: _Change) -> dict[str, Any]:
    """Move a request to its next state and log the act."""

    def keep(transaction: Transaction) -> None:
        row = row_of(transaction.connection, request)
        state = step(State(row.state), act)
        values = change(transaction, row)
        transaction.connection.execute(
            update(_TABLE).where(_TABLE.c.id == request).values(state=state.value, **values)
        )
        ids = {"kind": row.kind, "act": act}
        transaction.log(call.event("subject.advanced", request, ids=ids))

    await call.node.writer.run(keep)
    return summary_of(call.node, request)


def _is_granted(find: Find) -> bool:
    return find.decision in {"disclose", "corrected", "deleted"}


def _place(find: Find) -> tuple[str, str, str]:
    return find.place, find.partner, find.id


def _with_decision(find: Find, before: dict[tuple[str, str, str], Find]) -> Find:
    """Keep what was decided where nothing has changed since."""
    known = before.get(_place(find))
    same = known is not None and known.values == find.values
    return replace(known, score=find.score) if known is not None and same else find


def _subject(wanted: Register) -> Subject:
    numbers = [
        Identifier.parse(kind, text)
        for text in wanted.document
        for kind in ("document", "national_id")
    ]
    subject = Subject(
        names=tuple(name.strip() for name in wanted.name if name.strip()),
        birth_dates=wanted.born,
        identifiers=tuple(number for number in numbers if number),
    )
    try:
        return subject_from_json(subject_to_json(subject))  # what is kept must be read again
    except RemoteProtocolError as error:
        raise InputError("subject.bad_field", field=str(error.data.get("field", ""))) from error
