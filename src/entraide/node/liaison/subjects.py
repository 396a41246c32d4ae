"""Contacts of liaison officers as a person who asks may be found there, and their erasure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import decode_canonical
from entraide.match import Subject
from entraide.node.liaison.papers import erase_rows
from entraide.node.record.erasure import Because
from entraide.safeguards.person_file import Find, FoundValue

__all__ = ["contacts_held", "erase_found_contact"]

_CONTACT: Final = schema.liaison_contact


def contacts_held(connection: Connection) -> Iterator[tuple[Subject, Find]]:
    """Yield every person who is a contact, and the find that each would be."""
    for row in connection.execute(select(_CONTACT)):
        body = decode_canonical(row.body)
        if body["person"]:
            told = (FoundValue("name", body["person"]),)
            find = Find(number=0, place="contact", id=row.id, values=told)
            yield Subject(names=(body["person"],)), find


def erase_found_contact(transaction: Transaction, find: Find, because: Because) -> None:
    """Erase a contact that was found; InputError where it has gone meanwhile."""
    if not erase_rows(transaction, _CONTACT, _CONTACT.c.id == find.id):
        raise InputError("record.not_held", record=find.id[:80])
    transaction.log(because("contact.erased", find.id, {}))
