"""Postings of common keys kept as blocks of numbers, a few hundred records in each.

A search by name reads thousands of postings. As rows of a table each costs some 100 ns and comes as
text; in blocks they lie side by side and are read as they are. ``posting`` stays the truth: a key
that is rare, or that was never packed, is read from there, and so are records beyond what the
blocks cover. Rules: a block is changed in the transaction that changes its postings, so that every
view of a store sees both alike; nothing of a removed record stays in a block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from entraide.adapters.searching.statements import records_of
from entraide.adapters.tables import schema

__all__ = ["COMMON", "PACKED", "decoded", "forget_blocks", "keys_to_pack", "mend_blocks", "pack"]

COMMON: Final = 64
"""A key that so many records hold is worth a block."""

PACKED: Final = 8_192
"""Records of one key that blocks hold: more than one key's share of any budget."""

_BLOCK: Final = 240
"""Records in one block: under a kilobyte, so that it lies within a page of the engine."""

_GAP: Final = 1 << 24
"""Records further apart begin a new block, so that no number in one outgrows four bytes."""

_GROWN: Final = 8
"""A key is packed again once this part of it lies beyond its blocks."""

_AT_ONCE: Final = 500

_NUMBER: Final = np.dtype("<u4")
_Recs: TypeAlias = npt.NDArray[np.int64]
_Pair: TypeAlias = tuple[int, int]
"""A key and a record."""


def decoded(first: Sequence[int], blocks: Sequence[bytes]) -> _Recs:
    """Return the records of blocks, one block after the other."""
    lengths = [len(block) // _NUMBER.itemsize for block in blocks]
    offsets = np.frombuffer(b"".join(blocks), _NUMBER).astype(np.int64)
    return offsets + np.repeat(np.array(first, np.int64), lengths)


def _encoded(recs: _Recs) -> Iterator[tuple[int, bytes]]:
    """Return the blocks of records in order: the first of each, and all of them."""
    far = np.flatnonzero(np.diff(recs) >= _GAP) + 1
    for run in np.split(recs, far):
        for at in range(0, len(run), _BLOCK):
            part = run[at : at + _BLOCK]
            yield int(part[0]), (part - part[0]).astype(_NUMBER).tobytes()


def keys_to_pack(connection: Connection) -> list[int]:
    """Return the keys that have become common, or have grown far beyond their blocks."""
    common, key = schema.common_key.c, schema.posting.c.key
    held = {row.key: int(row.held) for row in connection.execute(select(common.key, common.held))}
    count = func.count()
    counted = connection.execute(select(key, count).group_by(key).having(count >= COMMON))
    return [
        each
        for each, number in counted
        if (min(number, PACKED) - held.get(each, 0)) * _GROWN > held.get(each, 0)
    ]


def pack(connection: Connection, keys: Sequence[int]) -> None:
    """Write the blocks of these keys from their postings."""
    forget_blocks(connection, keys)
    for key, held in zip(
        keys, records_of(connection, [(key, None) for key in keys], PACKED), strict=True
    ):
        recs = np.array(held, np.int64)
        if not len(recs):
            continue
        rows = [{"key": key, "first": first, "recs": block} for first, block in _encoded(recs)]
        connection.execute(insert(schema.posting_block), rows)
        row = {"key": key, "held": len(recs), "upto": int(recs[-1])}
        connection.execute(insert(schema.common_key), row)


def forget_blocks(connection: Connection, keys: Sequence[int] | None = None) -> None:
    """Delete the blocks of these keys, or all: their postings are read from the rows again."""
    for table in (schema.posting_block, schema.common_key):
        chosen = delete(table)
        connection.execute(chosen if keys is None else chosen.where(table.c.key.in_(keys)))


def mend_blocks(connection: Connection, gone: Iterable[_Pair], come: Iterable[_Pair]) -> None:
    """Take postings out of the blocks and put others in, as far as blocks cover them."""
    changes = [(*pair, False) for pair in gone] + [(*pair, True) for pair in come]
    upto = _covered(connection, sorted({key for key, _, _ in changes}))
    held: Counter[int] = Counter()
    for key, rec, added in changes:
        if rec <= upto.get(key, rec - 1):
            held[key] += _put(connection, key, rec) if added else -_drop(connection, key, rec)
    common = schema.common_key
    counted = update(common).where(common.c.key == bindparam("of"))
    rows = [{"of": key, "more": more} for key, more in held.items() if more]
    if rows:
        connection.execute(counted.values(held=common.c.held + bindparam("more")), rows)


def _covered(connection: Connection, keys: Sequence[int]) -> dict[int, int]:
    """Return the last record that the blocks of each key cover, of those that have any."""
    common = schema.common_key.c
    found: dict[int, int] = {}
    for at in range(0, len(keys), _AT_ONCE):
        wanted = select(common.key, common.upto).where(common.key.in_(keys[at : at + _AT_ONCE]))
        found |= {row.key: row.upto for row in connection.execute(wanted)}
    return found


def _put(connection: Connection, key: int, rec: int) -> int:
    """Put a record into the block where it belongs; return 1, or 0 where it was there."""
    table = schema.posting_block
    block = _block_at(connection, key, rec)
    if block is None or rec - block[0] >= _GAP * _BLOCK:
        row = {"key": key, "first": rec, "recs": bytes(_NUMBER.itemsize)}
        connection.execute(insert(table), row)
        return 1
    offsets = block[1]
    place = int(np.searchsorted(offsets, rec - block[0]))
    if place < len(offsets) and offsets[place] == rec - block[0]:
        return 0
    _rewrite(connection, (key, block[0]), np.insert(offsets, place, rec - block[0]))
    return 1


def _drop(connection: Connection, key: int, rec: int) -> int:
    """Take a record out of its block; return 1, or 0 where it was in none."""
    block = _block_at(connection, key, rec)
    if block is None or not np.any(block[1] == rec - block[0]):
        return 0
    _rewrite(connection, (key, block[0]), block[1][block[1] != rec - block[0]])
    return 1


def _block_at(connection: Connection, key: int, rec: int) -> tuple[int, npt.NDArray[Any]] | None:
    table = schema.posting_block.c
    begun = select(table.first, table.recs).where(table.key == key, table.first <= rec)
    row = connection.execute(begun.order_by(table.first.desc()).limit(1)).one_or_none()
    return None if row is None else (row.first, np.frombuffer(row.recs, _NUMBER))


def _rewrite(connection: Connection, at: _Pair, offsets: npt.NDArray[Any]) -> None:
    """Write what a block holds now; one that holds nothing is deleted."""
    table = schema.posting_block
    this = (table.c.key == at[0], table.c.first == at[1])
    if len(offsets):
        connection.execute(update(table).where(*this).values(recs=offsets.tobytes()))
    else:
        connection.execute(delete(table).where(*this))
