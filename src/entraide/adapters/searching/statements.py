"""The questions that a search asks of the store, each one statement, written out once.

A search asks them of a few dozen keys and two hundred records, some hundred times a second: what
composing a statement costs each time would cost more than answering it. So each is composed with
SQLAlchemy Core as everywhere, its text kept for a few numbers of values, and run as text. To a
server all keys go in one statement. To SQLite, which is in this process, the records of each key
are a statement of their own: that takes a fifth of the time of one text that aggregates them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, Final, TypeAlias

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
    exists,
    func,
    select,
    type_coerce,
)

from entraide.adapters.store.prepared import EMBEDDED, fetch, fetch_each
from entraide.adapters.tables import schema

__all__ = [
    "After",
    "blocks_of",
    "cards_of",
    "common_of",
    "compose",
    "counts_of",
    "records_of",
]

_MOST_AT_ONCE: Final = 256
"""Values in one statement: below every engine's limit."""

_SIZES: Final = (4, 8, 16, 24, 32, 48, 64, 96, 128, 192, _MOST_AT_ONCE)
"""Statements are kept for so many values; what lacks is filled up."""

_NO_KEY: Final = 0
_EVERY: Final = -(1 << 63)
"""No record's number is so low: beyond it lie all."""

_Row = Sequence[Any]
After: TypeAlias = tuple[int, int | None]
"""A key, and the last record that is known already, if any."""


def compose(dialect: Dialect) -> None:
    """Compose the texts that a search needs, before there is a search that would wait for it."""
    for build in (_common, _blocks, _cards):
        for size in _SIZES:
            _text(build, size, dialect)


def counts_of(connection: Connection, keys: Sequence[After], most: int) -> list[int]:
    """Return how many records hold each key beyond those known, no further than ``most``."""
    rows = _run(connection, _counts, _bound_pairs, keys, most)
    return [int(count) for row in rows for count in row][: len(keys)]


def records_of(connection: Connection, keys: Sequence[After], most: int) -> list[list[int]]:
    """Return the next records of each key, in order."""
    if connection.dialect.name == EMBEDDED:
        return _records_of_each(connection, keys, most)
    rows = _run(connection, _records, _bound_pairs, keys, most)
    texts = [text or "" for row in rows for text in row][: len(keys)]
    return [[int(rec) for rec in text.split(",")] if text else [] for text in texts]


def _records_of_each(connection: Connection, keys: Sequence[After], most: int) -> list[list[int]]:
    """Return the next records of each key, each read by a statement of its own."""
    text, order, constants = _text(_records_of_one, 1, connection.dialect)
    places = {name: at for at, name in enumerate(order or ())}
    bound = {**constants, "most": most}
    values = [bound[name] for name in places]
    of, after = places["value0"], places["after0"]
    given = []
    for key, last in keys:
        values[of], values[after] = key, _EVERY if last is None else last
        given.append(tuple(values))
    return [[rec for (rec,) in rows] for rows in fetch_each(connection, text, given)]


def cards_of(connection: Connection, recs: Sequence[int]) -> list[_Row]:
    """Return number, id, sealed card and the countries withheld from, of records that are there."""
    return list(_run(connection, _cards, _bound_values, recs))


def common_of(connection: Connection, keys: Sequence[int]) -> list[_Row]:
    """Return of each key that has blocks: key, records in them, the last covered, any beyond."""
    return list(_run(connection, _common, _bound_values, keys))


def blocks_of(connection: Connection, keys: Sequence[int]) -> list[_Row]:
    """Return key, first record and block, of all blocks of these keys in order."""
    return list(_run(connection, _blocks, _bound_values, keys))


def _run(
    connection: Connection,
    build: Callable[[int], Select[Any]],
    bind: Callable[[Sequence[Any], int], dict[str, Any]],
    values: Sequence[Any],
    most: int = 0,
) -> Iterator[_Row]:
    """Run the statement for all values, as often as it takes."""
    for at in range(0, len(values), _MOST_AT_ONCE):
        part = values[at : at + _MOST_AT_ONCE]
        size = _SIZES[bisect_left(_SIZES, len(part))]
        text, order, constants = _text(build, size, connection.dialect)
        bound = {**constants, "most": most, **bind(part, size)}
        given = bound if order is None else tuple([bound[name] for name in order])
        yield from fetch(connection, text, given)


def _bound_values(part: Sequence[int], size: int) -> dict[str, Any]:
    """Return the values by their places, the last one again where some lack."""
    filled = chain(part, repeat(part[-1], size - len(part)))
    return dict(zip(_names(size), filled, strict=True))


def _bound_pairs(part: Sequence[After], size: int) -> dict[str, Any]:
    """Return the keys by their places, and after which record each begins."""
    filled = tuple(chain(part, repeat((_NO_KEY, None), size - len(part))))
    bound = {f"value{place}": key for place, (key, _) in enumerate(filled)}
    after = ((_EVERY if last is None else last) for _, last in filled)
    return bound | {f"after{place}": last for place, last in enumerate(after)}


@lru_cache(maxsize=len(_SIZES))
def _names(size: int) -> tuple[str, ...]:
    return tuple(f"value{place}" for place in range(size))


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


def _records_of_one(size: int) -> Select[Any]:
    """Return the records of one key as rows."""
    rows = _next_postings(size - 1)
    return rows.order_by(schema.posting.c.rec).limit(_value("most"))


def _first_postings(size: int) -> Iterator[Subquery]:
    rec = schema.posting.c.rec
    for at in range(size):
        yield _next_postings(at).order_by(rec).limit(_value("most")).subquery()


def _next_postings(at: int) -> Select[Any]:
    posting = schema.posting.c
    key, after = _value(f"value{at}"), _value(f"after{at}")
    return select(posting.rec).where(posting.key == key, posting.rec > after)


def _cards(size: int) -> Select[Any]:
    record = schema.record.c
    card = type_coerce(record.card, LargeBinary).label("card")  # opened together, by the caller
    wanted: list[ColumnElement[int]] = [_value(f"value{at}") for at in range(size)]
    return select(record.rec, record.id, card, record.withheld_from).where(record.rec.in_(wanted))


def _common(size: int) -> Select[Any]:
    common, posting = schema.common_key.c, schema.posting.c
    beyond = exists().where(posting.key == common.key, posting.rec > common.upto)
    wanted: list[ColumnElement[int]] = [_value(f"value{at}") for at in range(size)]
    return select(common.key, common.held, common.upto, beyond).where(common.key.in_(wanted))


def _blocks(size: int) -> Select[Any]:
    block = schema.posting_block.c
    wanted: list[ColumnElement[int]] = [_value(f"value{at}") for at in range(size)]
    held = select(block.key, block.first, block.recs).where(block.key.in_(wanted))
    return held.order_by(block.key, block.first)
