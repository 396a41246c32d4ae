"""A check at the border or in the street: an answer from what is held here, in milliseconds.

``SOURCES`` is the table of what is looked at: our own records, received copies that may be used for
the purpose, partners' notices that an officer accepted and that are in force. It needs no partner
and no network. A document's number may then be put to partners, whose answers come after ours, each
as it comes; who is away is said to be away. Every check is kept sealed and logged with its purpose
and case.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.searching.index import OWN, Sighting
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.subjects import subject_to_json
from entraide.kernel.canonical import Json, digest, encode_canonical
from entraide.kernel.record import Record, decode_record
from entraide.match import Identifier, Subject
from entraide.node.call import Call, Parameters
from entraide.node.notice.screening import notices_about
from entraide.node.question.asking import Ask, ask
from entraide.node.runtime import Node
from entraide.safeguards.checking import Seen, births_agree, outcome_of, weigh
from entraide.safeguards.person_file import FoundValue
from entraide.vocabulary.checks import CHECKS
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["SOURCES", "Check", "check"]

_MOST: Final = 20
_COMPARED: Final = (
    "name",
    "birthDate",
    "nationality",
    "gender",
    "passportNumber",
    "number",
    "type",
)
"""Properties of our own record that help to see whether it is the person; nothing else is shown."""
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "document": ("document", "national_id"),
    "vehicle": ("vehicle",),
}


class Check(Parameters):
    """A check: a document, a vehicle or a name; why, and in which case or at which post."""

    document: tuple[str, ...] = ()
    vehicle: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    purpose: str = "document-check"
    case: str
    partners: bool = False
    to: tuple[str, ...] = ()
    offence: str = "document-fraud.false-identity"


async def check(call: Call, wanted: Check) -> Json:
    """Answer from what is held here, then, where it is wanted, as partners answer."""
    node = call.node
    subjects = _subjects(wanted)
    purpose = PURPOSES.find(wanted.purpose)
    if not purpose.search:
        raise InputError("check.purpose", purpose=wanted.purpose)
    if not wanted.case.strip():
        raise InputError("ask.no_case")
    if wanted.partners and not (wanted.document or wanted.vehicle):
        raise InputError("check.names_stay_here")
    seen = [
        each
        for subject in subjects
        for look in SOURCES.values()
        for each in await look(node, subject, wanted.purpose)
    ]
    seen = list({(each.source, each.id): each for each in reversed(seen)}.values())
    outcome = outcome_of(seen)  # a number comes before a name: what both found is by number
    whole = Subject(
        names=wanted.name,
        birth_dates=wanted.born,
        identifiers=tuple(number for each in subjects for number in each.identifiers),
    )
    await node.writer.run(lambda t: _keep(t, call, (wanted, whole, outcome)))
    shown: dict[str, Any] = {"outcome": outcome, "found": [_shown(each) for each in seen]}
    call.emit({"check": shown})
    answers: Json = []
    if wanted.partners:
        answered: Any = await ask(call, _question(wanted))
        answers = answered["answers"]
    return {**shown, "case": wanted.case, "answers": answers}


def _subjects(wanted: Check) -> tuple[Subject, ...]:
    """Return what is searched: numbers by themselves first, so that they are exact, then a name."""
    numbers = [
        _identifier(kind, text)
        for field, kinds in _KINDS.items()
        for text in getattr(wanted, field)
        for kind in kinds
    ]
    names = tuple(name.strip() for name in wanted.name if name.strip())
    if not numbers and not names:
        raise InputError("ask.nobody")
    by_number = Subject(identifiers=tuple(numbers))
    by_name = Subject(
        names=names,
        birth_dates=wanted.born,
        countries=tuple(country.lower() for country in wanted.nationality),
    )
    return (*((by_number,) if numbers else ()), *((by_name,) if names else ()))


def _identifier(kind: str, text: str) -> Identifier:
    identifier = Identifier.parse(kind, text)
    if identifier is None:
        raise InputError("ask.bad_identifier", kind=kind, value=text)
    return identifier


async def _records(node: Node, subject: Subject, _purpose: str) -> list[Seen]:
    sightings = await node.searcher.find(subject, OWN, _MOST)
    return [
        seen
        for each in sightings
        if (seen := node.read(lambda c, each=each: _seen(c, each, subject)))  # type: ignore[misc]
    ]


async def _copies(node: Node, subject: Subject, purpose: str) -> list[Seen]:
    return node.read(lambda c: node.copies.find(c, subject, purpose))


async def _notices(node: Node, subject: Subject, _purpose: str) -> list[Seen]:
    """Look at partners' notices: being found at a check is what they are for."""
    return [
        Seen(
            source="notice",
            id=notice.id,
            band=found.comparison.band,
            by_number=not subject.names,
            with_birth=births_agree(subject.birth_dates, notice.subject().birth_dates),
            partner=notice.issuer,
        )
        for notice, found in node.read(lambda c: notices_about(c, subject))
    ]


SOURCES: Final[Mapping[str, Callable[[Node, Subject, str], Awaitable[list[Seen]]]]] = {
    "records": _records,
    "copies": _copies,
    "notices": _notices,
}


def _seen(connection: Connection, sighting: Sighting, subject: Subject) -> Seen | None:
    """Return what may be shown of a record; None where it went meanwhile."""
    table = schema.record.c
    body = connection.scalar(select(table.body).where(table.rec == sighting.rec))
    if body is None:
        return None
    record = decode_record(body)
    return Seen(
        source="record",
        id=record.id,
        band=sighting.band,
        by_number=not subject.names,
        with_birth=births_agree(subject.birth_dates, record.properties().get("birthDate", ())),
        protected=bool(record.protected) and not record.lifted,
        shown=_compared(record),
    )


def _compared(record: Record) -> tuple[FoundValue, ...]:
    if record.protected and not record.lifted:
        return ()
    return tuple(
        FoundValue(value.prop, value.text, value.marking.handling, value.marking.handling_text)
        for value in record.values
        if value.prop in _COMPARED
    )


def _keep(transaction: Transaction, call: Call, done: tuple[Check, Subject, str]) -> None:
    wanted, subject, outcome = done
    number = call.node.fresh_id()
    sealed = fresh_key(transaction.connection).seal(
        "own_check.subject", encode_canonical(subject_to_json(subject))
    )
    row = {
        "id": number,
        "officer": call.actor.pseudonym,
        "purpose": wanted.purpose,
        "case_reference": wanted.case.strip(),
        "outcome": outcome,
        "at_ms": transaction.now_ms,
        "subject": sealed,
    }
    transaction.connection.execute(insert(schema.own_check).values(row))
    ids = {"purpose": wanted.purpose, "outcome": outcome}
    case = {"case": digest({"case": wanted.case.strip()})}
    transaction.log(call.event("check.made", number, ids=ids, digests=case))


def _question(wanted: Check) -> Ask:
    """Return the question for partners: the numbers alone, and nobody's name."""
    return Ask(
        document=wanted.document,
        vehicle=wanted.vehicle,
        purpose=wanted.purpose,
        offence=wanted.offence,
        case=wanted.case,
        to=wanted.to,
    )


def _shown(seen: Seen) -> dict[str, Any]:
    outcome = CHECKS.find(weigh(seen))
    plain = asdict(replace(seen, shown=()))
    return {**plain, "shown": [each.shown() for each in seen.shown], "outcome": outcome.code}
