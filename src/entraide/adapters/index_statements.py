"""The three questions that a search asks of the store, each one statement, written out once.

A search asks them of a few dozen keys and two hundred records, some hundred times a second: what
composing a statement costs each time would cost more than answering it. So each is composed with
SQLAlchemy Core as everywhere, its text kept for every number of values, and run as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    LargeBinary,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)

from entraide.adapters import schema
from entraide.adapters.prepared import fetch

__all__ = ["cards_of", "counts_of", "records_of"]

_MOST_AT_ONCE: Final = 256
"""Values in one statement: below every engine's limit."""

_STEP: Final = 8
"""Statements are kept for every so many values; what lacks is filled up."""

_NO_KEY: Final = 0

_Row = Sequence[Any]


def counts_of(connection: Connection, keys: Sequence[int], most: int) -> list[int]:
    """Return how many records hold each key, counted no further than ``most``."""
    rows = _run(connection, _counts, keys, most)
    return [int(count) for row in rows for count in row][: len(keys)]


def records_of(connection: Connection, keys: Sequence[int], most: int) -> list[str]:
    """Return the first records of each key as one text: numbers with commas between them."""
    rows = _run(connection, _records, keys, most)
    return [text or "" for row in rows for text in row][: len(keys)]


def cards_of(connection: Connection, recs: Sequence[int]) -> list[_Row]:
    """Return number, id, sealed card and the countries withheld from, of records that are there."""
    return list(_run(connection, _cards, recs))


def _run(
    connection: Connection,
    build: Callable[[int], Select[Any]],
    values: Sequence[int],
    most: int | None = None,
) -> Iterator[_Row]:
    """Run the statement for all values, as often as it takes."""
    for at in range(0, len(values), _MOST_AT_ONCE):
        part = values[at : at + _MOST_AT_ONCE]
        size = -(-len(part) // _STEP) * _STEP
        filled = chain(part, repeat(part[-1] if most is None else _NO_KEY, size - len(part)))
        text, order, constants = _text(build, size, connection.dialect)
        bound = dict(constants)
        bound |= {f"value{place}": value for place, value in enumerate(filled)}
        if most is not None:
            bound["most"] = most
        given = bound if order is None else tuple([bound[name] for name in order])
        yield from fetch(connection, text, given)


@lru_cache(maxsize=256)
def _text(
    build: Callable[[int], Select[Any]], size: int, dialect: Dialect
) -> tuple[str, Sequence[str] | None, Mapping[str, Any]]:
    """Return a statement's text, the order of its values where that counts, and its constants."""
    compiled = build(size).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return compiled.string, compiled.positiontup, constants


def _value(name: str) -> BindParameter[int]:
    """Return the place of a value; composing the text asks for one, running it gives another."""
    return bindparam(name, 0, BigInteger())


def _counts(size: int) -> Select[Any]:
    """Count the postings of so many keys: a column for each."""
    counted = (select(func.count()).select_from(each) for each in _first_postings(size))
    return select(*(each.scalar_subquery() for each in counted))


def _records(size: int) -> Select[Any]:
    """Return the records of so many keys: a column of text for each."""
    texts = (
        select(func.aggregate_strings(cast(each.c.rec, Text), ","))
        for each in _first_postings(size)
    )
    return select(*(each.scalar_subquery() for each in texts))


def _first_postings(size: int) -> Iterator[Subquery]:
    posting = schema.posting.c
    for at in range(size):
        held = select(posting.rec).where(posting.key == _value(f"value{at}"))
        yield held.order_by(posting.rec).limit(_value("most")).subquery()


def _cards(size: int) -> Select[Any]:
    record = schema.record.c
    card = type_coerce(record.card, LargeBinary).label("card")  # opened together, by the caller
    wanted: list[ColumnElement[int]] = [_value(f"value{at}") for at in range(size)]
    return select(record.rec, record.id, card, record.withheld_from).where(record.rec.in_(wanted))
