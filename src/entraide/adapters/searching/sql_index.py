"""The candidate index in the store: the port that ``match.search`` asks for, over one connection.

Postings stand in rows of ``posting``; the first of a common key also in blocks
(``posting_blocks``). So a search reads blocks, rows of rare keys, and rows beyond the blocks;
whether a key has blocks changes what reading it costs and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from sqlalchemy import Connection

from entraide.adapters.sealing.sealed import vault_of
from entraide.adapters.searching.posting_blocks import decoded
from entraide.adapters.searching.statements import (
    After,
    blocks_of,
    cards_of,
    common_of,
    counts_of,
    records_of,
)
from entraide.match.candidates import Records

__all__ = ["SqlIndex"]


class _Covered(NamedTuple):
    """What the blocks of a key hold."""

    held: int
    """How many records."""
    upto: int | None
    """The last record that they cover."""
    more: bool
    """Whether there may be rows beyond."""


_FEW: Final = 128
"""Rows of a key that are read rather than counted."""

_NO_BLOCKS: Final = _Covered(0, None, more=True)
_NONE: Final[Records] = np.empty(0, np.int64)


class SqlIndex:
    """The port of ``match.search`` over one connection."""

    def __init__(self, connection: Connection, common: dict[int, int] | None = None) -> None:
        """Use a connection for as long as the search takes.

        ``common`` remembers, from search to search, how far common keys were counted.
        """
        self._connection = connection
        self._common = common
        self._blocks: dict[int, _Covered] = {}
        self._few: dict[int, list[int]] = {}
        self.withheld_from: dict[int, tuple[str, str]] = {}

    def frequencies(self, keys: Sequence[int], most: int) -> Mapping[int, int]:
        """Return how many records hold each key, counted no further than ``most``."""
        common = {} if self._common is None else self._common
        found = {key: most for key in keys if common.get(key, 0) >= most}
        asked = [key for key in keys if key not in found]
        found |= zip(asked, self._counted(asked, most), strict=True)
        common |= ((key, most) for key in asked if found[key] >= most)
        return found

    def _counted(self, keys: Sequence[int], most: int) -> list[int]:
        """Count what the blocks hold, and the rows beyond them where that does not suffice."""
        covered = self._covered(keys)
        beyond = self._beyond(self._open(keys, most), most)
        return [
            min(most, each.held + beyond.get(key, 0))
            for key, each in zip(keys, covered, strict=True)
        ]

    def _beyond(self, open_: Sequence[After], most: int) -> Mapping[int, int]:
        """Count rows: the few of a rare key by reading them, those of others no further."""
        fresh = [each for each in open_ if each[0] not in self._few]
        read = records_of(self._connection, fresh, _FEW) if fresh else ()
        for (key, _), recs in zip(fresh, read, strict=True):
            self._few[key] = recs
        found = {key: len(self._few[key]) for key, _ in open_}
        many = [each for each in open_ if found[each[0]] >= _FEW]
        counts = counts_of(self._connection, many, most) if many else ()
        return found | {key: count for (key, _), count in zip(many, counts, strict=True)}

    def _open(self, keys: Sequence[int], most: int) -> list[After]:
        """Return the keys of which rows must be read, and after which record those begin."""
        covered = zip(keys, self._covered(keys), strict=True)
        return [(key, each.upto) for key, each in covered if each.more and each.held < most]

    def _covered(self, keys: Sequence[int]) -> list[_Covered]:
        """Return what the blocks of each key hold."""
        asked = [key for key in keys if key not in self._blocks]
        if asked:
            self._blocks |= dict.fromkeys(asked, _NO_BLOCKS)
            rows = common_of(self._connection, asked)
            self._blocks |= {
                key: _Covered(held, upto, bool(any_)) for key, held, upto, any_ in rows
            }
        return [self._blocks[key] for key in keys]

    def postings(self, keys: Sequence[int], most: int) -> Iterable[tuple[int, Records]]:
        """Return each key with the numbers of its first records."""
        packed = self._packed(keys)
        rows = self._rows(self._open(keys, most), most)
        for key in keys:
            both = [recs for recs in (packed.get(key), rows.get(key)) if recs is not None]
            yield key, np.concatenate(both)[:most] if both else _NONE

    def _rows(self, open_: Sequence[After], most: int) -> Mapping[int, Records]:
        """Return the records that stand in rows, read where counting did not read them all."""
        few = ((key, self._few.get(key)) for key, _ in open_)
        found = {key: recs for key, recs in few if recs is not None and len(recs) < _FEW}
        fresh = [each for each in open_ if each[0] not in found]
        read = records_of(self._connection, fresh, most) if fresh else ()
        found |= {key: recs for (key, _), recs in zip(fresh, read, strict=True)}
        return {key: np.array(recs, np.int64) for key, recs in found.items() if recs}

    def _packed(self, keys: Sequence[int]) -> Mapping[int, Records]:
        """Return the records in the blocks of each key that has any."""
        covered = zip(keys, self._covered(keys), strict=True)
        held = [key for key, each in covered if each.held]
        rows = blocks_of(self._connection, held) if held else ()
        found: dict[int, Records] = {}
        for key, blocks in groupby(rows, itemgetter(0)):
            _, first, recs = zip(*blocks, strict=True)
            found[key] = decoded(first, recs)
        return found

    def cards(self, recs: Sequence[int]) -> Mapping[int, bytes]:
        """Return the match cards, and remember who each record is withheld from."""
        rows = cards_of(self._connection, recs)
        self.withheld_from.update((rec, (id_, withheld)) for rec, id_, _, withheld in rows)
        vault = vault_of(self._connection.dialect)
        opened = vault.open_all("record.card", [sealed for _, _, sealed, _ in rows])
        return {row[0]: card for row, card in zip(rows, opened, strict=True)}
