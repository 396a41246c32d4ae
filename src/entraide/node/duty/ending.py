"""How what stands in the duty room ends: after its retention, or for a person concerned.

A matter goes whole, once it is closed (or calls for nobody) and its latest entry is older than the
days that the settings name; what is open stays. A shift goes with its handover sheet. What is
erased for a person before that loses its words: id, times and digest stay, so that the log still
has its place for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.match import Subject
from entraide.node.duty.rows import notes_of, open_matters, shift_body
from entraide.node.record.erasure import Because
from entraide.safeguards.free_text import texts_naming
from entraide.safeguards.person_file import Find, FoundValue

__all__ = ["erase_found_words", "expire_watch", "words_held"]

_ENTRY: Final = schema.watch_entry
_SHIFT: Final = schema.watch_shift
_PLACE: Final = "watch"


def expire_watch(transaction: Transaction, before_ms: int) -> int:
    """Erase what is older than its retention; return how many entries and shifts went."""
    connection = transaction.connection
    last = func.max(_ENTRY.c.at_ms)
    ended = connection.scalars(
        select(_ENTRY.c.root).group_by(_ENTRY.c.root).having(last < before_ms)
    )
    gone = sorted(set(ended) - set(open_matters(connection)))
    notes = sum(_drop(transaction, _ENTRY, _ENTRY.c.root == root) for root in gone)
    half, wall = schema.half_approved, schema.wall_screen
    connection.execute(delete(half).where(half.c.at_ms < before_ms))
    connection.execute(delete(wall).where(wall.c.ends_ms < before_ms))
    return notes + _drop(transaction, _SHIFT, _SHIFT.c.ended_ms < before_ms)


def words_held(connection: Connection, subject: Subject) -> Iterator[Find]:
    """Yield the entries and handovers that may name a person."""
    notes = {each.id: f"{each.text}\n{each.done}\n{each.about}" for each in notes_of(connection)}
    texts = {**notes, **dict(_shift_words(connection))}
    at_ms = dict(_moments(connection))
    for key, score in texts_naming(subject, texts).items():
        said = tuple(FoundValue("text", line) for line in texts[key].splitlines() if line)
        yield Find(number=0, place=_PLACE, id=key, score=score, at_ms=at_ms[key], values=said)


def erase_found_words(transaction: Transaction, find: Find, because: Because) -> None:
    """Erase the words of an entry or a handover; InputError where they have gone meanwhile."""
    done = _blank(transaction, _ENTRY, find.id) or _blank(transaction, _SHIFT, find.id)
    if not done:
        raise InputError("record.not_held", record=find.id[:80])
    transaction.log(because("watch.erased", find.id, {}))


def _shift_words(connection: Connection) -> Iterator[tuple[str, str]]:
    for row in connection.execute(select(_SHIFT)):
        body = shift_body(row)
        words = (body.get("words", ""), body.get("sheet", {}).get("words", ""))
        yield row.id, "\n".join(each for each in words if each)


def _moments(connection: Connection) -> Iterator[tuple[str, int]]:
    for table, at in ((_ENTRY, _ENTRY.c.at_ms), (_SHIFT, _SHIFT.c.begun_ms)):
        for row in connection.execute(select(table.c.id, at)):
            yield row[0], row[1]


def _drop(transaction: Transaction, table: Table, chosen: ColumnElement[bool]) -> int:
    doom_bodies(transaction, table.c.body, chosen)
    return int(transaction.connection.execute(delete(table).where(chosen)).rowcount)


def _blank(transaction: Transaction, table: Table, named: str) -> int:
    this = table.c.id == named
    doom_bodies(transaction, table.c.body, this)
    return int(
        transaction.connection.execute(update(table).where(this).values(body=ERASED)).rowcount
    )
