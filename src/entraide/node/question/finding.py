"""Finding a record of ours by name, date, document or whatever else, and why it is found.

In an open case and for a purpose of it, logged and watched like a question. Of our own records the
whole comparison is shown, token by token: it is ours. Of a record under protection only that there
is one: no value, no token. Every value bears its handling code, its words and who provided it.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from entraide.adapters.searching.index import OWN, Sighting
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.marks import words_of
from entraide.kernel.canonical import Json, digest
from entraide.kernel.record import Record, Value, decode_record
from entraide.match import Subject, compare, prepare
from entraide.match.report import report_comparison
from entraide.node.call import Call
from entraide.node.question.asking import Ask, enquiry_of

__all__ = ["find_records"]

_MOST: Final = 10
_SHOWN: Final = frozenset(
    {"name", "alias", "birthDate", "nationality", "gender", "number", "idNumber", "passportNumber",
     "registrationNumber", "vin", "publicKey"}
)  # fmt: skip
"""What tells one person or thing from another; the rest is read where it is released."""


async def find_records(call: Call, wanted: Ask) -> Json:
    """Return the records of ours that may be meant, the nearest first, with the comparison."""
    node = call.node
    if wanted.to:
        raise InputError("action.bad_parameter", action="records.find", field="to", reason="")
    enquiry = enquiry_of(node, wanted, call.actor.pseudonym)
    sightings = await node.searcher.find(enquiry.subject, OWN, _MOST)
    found = node.read(
        lambda c: [
            shown for each in sightings if (shown := _found(c, each, enquiry.subject)) is not None
        ]
    )
    ids = {"purpose": enquiry.purpose, "hits": str(len(found))}
    case = {"case": digest({"case": enquiry.case})}
    event = call.event("records.searched", node.fresh_id(), ids=ids, digests=case)
    await node.writer.run(lambda transaction: transaction.log(event))
    return {"case": enquiry.case, "purpose": enquiry.purpose, "records": found}


def _found(connection: Connection, sighting: Sighting, subject: Subject) -> dict[str, Any] | None:
    """Return a record with its comparison; None where it went meanwhile."""
    table = schema.record.c
    body = connection.scalar(select(table.body).where(table.rec == sighting.rec))
    if body is None:
        return None
    record = decode_record(body)
    if record.protected and not record.lifted:
        return {"record": "", "protected": True, "values": [], "reasons": [], "band": ""}
    held = Subject.from_properties(record.schema, _properties(record))
    comparison = compare(prepare(subject), prepare(held))
    return {
        "record": record.id,
        "protected": False,
        **report_comparison(comparison),
        "values": [_value(each) for each in record.values if each.prop in _SHOWN],
    }


def _properties(record: Record) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in record.properties().items()}


def _value(value: Value) -> dict[str, Json]:
    marking = value.marking
    return {
        "prop": value.prop,
        "text": value.text,
        "handling": marking.handling,
        "mark": words_of(marking.handling, marking.handling_text),
        "provider": marking.source,
    }
