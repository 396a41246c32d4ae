"""The file of a data-subject request as it is stored, and as an officer reads it.

The file is sealed under a key of its own: whoever reads it leaves an entry in the log. A list of
requests names nobody.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.node.call import Call, Parameters
from entraide.node.runtime import Node
from entraide.safeguards.person_file import Find, PersonFile, decode_file, encode_file
from entraide.safeguards.subject_requests import State, step

__all__ = [
    "NameFind",
    "NameRequest",
    "describe_request",
    "file_of",
    "find_of",
    "row_of",
    "show_request",
    "summary_of",
    "task_of",
    "write_file",
]

_TABLE: Final = schema.subject_request
_DAY_MS: Final = 86_400_000


class NameRequest(Parameters):
    """A request."""

    request: str


class NameFind(NameRequest):
    """A find of a request."""

    number: int


async def show_request(call: Call, wanted: NameRequest) -> dict[str, Any]:
    """Return a request whole: the person, what was found, what was decided; logged."""
    node = call.node
    row = node.read(lambda c: row_of(c, wanted.request))
    await node.writer.run(lambda t: t.log(call.event("subject.read", wanted.request)))
    file = decode_file(row.file)
    return {
        **describe_request(row, node.world.now_ms()),
        "names": list(file.subject.names),
        "birth_dates": list(file.subject.birth_dates),
        "contact": file.contact,
        "identified": file.identified,
        "language": file.language,
        "wanted": file.wanted,
        "finds": [_find(find) for find in file.finds],
    }


def file_of(connection: Connection, request: str, act: str) -> PersonFile:
    """Return the file of a request on which something may be done now; InputError if not."""
    row = row_of(connection, request)
    step(State(row.state), act)
    return decode_file(row.file)


def find_of(file: PersonFile, number: int) -> Find:
    """Return a find by its number; InputError where there is none."""
    for find in file.finds:
        if find.number == number:
            return find
    raise InputError("subject.no_find", number=number)


def task_of(wanted: NameFind) -> str:
    """Return the name under which a find's task stands in the inbox."""
    return f"{wanted.request}/{wanted.number}"


def write_file(transaction: Transaction, request: str, file: PersonFile) -> None:
    """Store the new state of a person's file; the key of the earlier one is doomed."""
    mine = _TABLE.c.id == request
    doom_bodies(transaction, _TABLE.c.file, mine)
    sealed = fresh_key(transaction.connection).seal("subject_request.file", encode_file(file))
    transaction.connection.execute(update(_TABLE).where(mine).values(file=sealed))


def row_of(connection: Connection, request: str) -> Row[Any]:
    """Return the stored request; InputError where there is none."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.id == request)).one_or_none()
    if row is None:
        raise InputError("subject.unknown", request=request)
    return row


def summary_of(node: Node, request: str) -> dict[str, Any]:
    """Return a request without the person."""
    row = node.read(lambda c: row_of(c, request))
    return describe_request(row, node.world.now_ms())


def describe_request(row: Row[Any], now_ms: int) -> dict[str, Any]:
    """Return kind, state and clock of a request."""
    until_ms = row.closed_ms or now_ms
    return {
        "request": row.id,
        "kind": row.kind,
        "state": row.state,
        "outcome": row.outcome,
        "received_ms": row.received_ms,
        "admissible_ms": row.admissible_ms,
        "due_ms": row.due_ms,
        "closed_ms": row.closed_ms,
        "left_days": None if row.due_ms is None else (row.due_ms - until_ms) // _DAY_MS,
        "overdue": row.due_ms is not None and until_ms > row.due_ms,
    }


def _find(find: Find) -> dict[str, Any]:
    return {
        "number": find.number,
        "place": find.place,
        "id": find.id,
        "partner": find.partner,
        "at_ms": find.at_ms,
        "score": round(find.score, 3),
        "values": [value.shown() for value in find.values],
        "decision": find.decision,
        "ground": find.ground,
        "to_send": find.to_send,
    }
