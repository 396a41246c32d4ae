"""Contacts of a liaison officer with authorities of the host: kept at home, and for a time.

The posted officer alone enters them, each by a signed order whose entry in the log is what contacts
are counted from. Reading them stands in the log too. A contact is kept until the day that the
officer names, at most as long as the memorandum lets received data be kept (Art. 3.4).
"""

from __future__ import annotations

from typing import Final

from pydantic import Field

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json, decode_canonical
from entraide.node.call import Call, Parameters
from entraide.node.liaison.papers import erase_rows, find_paper, insert_paper, papers_of
from entraide.node.liaison.postings import (
    NamePosting,
    find_posting,
    last_day,
    own_posting,
    read_day,
    today,
)
from entraide.node.people.actor import Role
from entraide.node.record.erasure import finish_erasure

__all__ = ["AddContact", "ForgetContact", "add_contact", "forget_contact", "list_contacts"]

_CONTACT: Final = schema.liaison_contact


class AddContact(Parameters):
    """A contact with an authority of the host: with whom, about what, on which day."""

    posting: str
    authority: str = Field(min_length=1, max_length=200)
    person: str | None = Field(default=None, max_length=200)
    reached_by: str | None = Field(default=None, max_length=200)
    about: str = Field(min_length=1, max_length=500)
    day: str
    keep_until: str | None = None


class ForgetContact(Parameters):
    """A contact that is to be erased before its day, by the first digits of its id."""

    contact: str


async def add_contact(call: Call, wanted: AddContact) -> Json:
    """Keep a contact."""
    node = call.node
    posting, _ = own_posting(call, wanted.posting)
    day = read_day(wanted.day)
    last = last_day(node, posting.agreement, day)
    until = read_day(wanted.keep_until or last)
    if day > today(node):
        raise InputError("liaison.bad_day", found=day)
    if not day <= until <= last:
        raise InputError("liaison.kept_too_long", last=last)
    row = {
        "id": node.fresh_id(),
        "operation": posting.id,
        "officer": call.actor.pseudonym,
        "day": day,
        "keep_until": until,
    }
    body = wanted.model_dump(include={"authority", "person", "reached_by", "about"})

    def keep(transaction: Transaction) -> None:
        insert_paper(transaction, _CONTACT, row, body)
        ids = {"posting": posting.id}
        transaction.log(call.event("liaison.contacted", row["id"], ids=ids))

    await node.writer.run(keep)
    return {"contact": row["id"], "posting": posting.id, "day": day, "keep_until": until}


async def list_contacts(call: Call, wanted: NamePosting) -> Json:
    """Return the contacts of a posting, the latest first; who looked stands in the log."""
    posting, _ = find_posting(call.node, wanted.posting)
    await call.node.writer.run(lambda t: t.log(call.event("liaison.contacts_read", posting.id)))
    rows = call.node.read(lambda c: papers_of(c, _CONTACT, posting.id))
    shown: list[Json] = [
        {
            "contact": row.id,
            "day": row.day,
            "keep_until": row.keep_until,
            **decode_canonical(row.body),
        }
        for row in sorted(rows, key=lambda each: each.day, reverse=True)
    ]
    return {"contacts": shown}


async def forget_contact(call: Call, wanted: ForgetContact) -> Json:
    """Erase a contact: by the officer whose it is, or for data protection."""
    node = call.node
    row = node.read(lambda c: find_paper(c, _CONTACT, wanted.contact))
    if call.actor.pseudonym != row.officer and call.actor.role is not Role.DATA_PROTECTION_OFFICER:
        raise PolicyError("liaison.not_the_officer", posting=row.operation)

    def gone(transaction: Transaction) -> None:
        erase_rows(transaction, _CONTACT, _CONTACT.c.id == row.id)
        transaction.log(call.event("liaison.forgotten", row.id))

    await node.writer.run(gone)
    return {"contact": row.id, "keys_destroyed": await finish_erasure(node)}
