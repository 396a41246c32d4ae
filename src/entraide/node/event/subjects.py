"""Persons of accreditation lists: found for a person who asks, and erased."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, delete, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.match import Subject
from entraide.node.event.rows import person_of
from entraide.node.event.showing import answers_about
from entraide.node.record.erasure import Because
from entraide.safeguards.person_file import Find, FoundValue

__all__ = ["accredited_held", "erase_accredited", "with_answers"]

_PERSON = schema.accreditation.c
_FOUND = 0


def accredited_held(connection: Connection) -> Iterator[tuple[Subject, Find]]:
    """Yield every person of the lists that are held here, as a find."""
    table, lists = schema.accreditation, schema.accreditation_list.c
    rows = connection.execute(
        select(table, lists.made_ms).join_from(
            table, schema.accreditation_list, table.c.root == lists.root
        )
    )
    for row in rows:
        one = person_of(row.person)
        values = tuple(FoundValue(*each) for each in one.to_json().items() if each[1])
        yield (
            one.subject,
            Find(
                number=_FOUND,
                place="accreditation",
                id=f"{row.root}:{row.number}",
                at_ms=row.made_ms,
                values=values,
            ),
        )


def with_answers(connection: Connection, find: Find) -> tuple[FoundValue, ...]:
    """Return what is held of a person of a list, and what each partner said, which is its own."""
    root, number = _place(find)
    said = (
        FoundValue(partner, outcome, provider=partner)
        for partner, outcome in answers_about(connection, root, number)
    )
    return (*find.values, *said)


def erase_accredited(transaction: Transaction, find: Find, because: Because) -> None:
    """Erase a person from a list; a batch with that person that has not gone goes no more."""
    root, number = _place(find)
    mine = (_PERSON.root == root, _PERSON.number == number)
    doom_bodies(transaction, _PERSON.person, *mine)
    gone = transaction.connection.execute(delete(schema.accreditation).where(*mine))
    if not gone.rowcount:
        raise InputError("record.not_held", record=find.id[:80])
    transaction.log(because("accreditation.erased", root[:32], {"number": str(number)}))


def _place(find: Find) -> tuple[str, int]:
    root, _, number = find.id.partition(":")
    return root, int(number)
