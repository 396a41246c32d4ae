"""Names as rows of numbers, kept for as long as they are asked about.

A ``Book`` gives every folded name and every token a number and fills the tables that the compiled
code reads. It is a memory, bounded and emptied when full; one thread at a time may use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, product
from string import ascii_lowercase
from typing import Final, TypeAlias

import numpy as np

from entraide.match import layout as lay
from entraide.match.alignment import VOWELLESS
from entraide.match.fast_evidence import evidence_of
from entraide.match.fast_names import fill_names
from entraide.match.law import codes_of, costs, law, rough_codes_of
from entraide.match.layout import Array, Tables
from entraide.match.many_words import Readings, read_words
from entraide.match.names import NOTHING_LOST
from entraide.match.rarity import Rarity
from entraide.match.tokens import kind_of
from entraide.match.words import (
    AMBIGUOUS,
    FILIATION,
    FULL_FORM,
    KOREAN_SURNAMES,
    LEADS,
    PARTICLES,
    TITLES,
)

__all__ = ["Book", "Names", "book_of"]

_MOST_TOKENS: Final = 1 << 16
_MOST_NAMES: Final = 1 << 17
"""A book with more is emptied before the next question."""

_MEMO: Final = 1 << 18
_SPACE: Final = (16, lay.MOST_PARTS * lay.MOST_SOUNDS + 1)
_WORK: Final = (lay.VALUES_ROW + lay.MOST_PARTS, 2 * lay.MOST_SOUNDS + 2)
_WRITINGS: Final = {"alphabet": lay.ALPHABET, "abjad": lay.ABJAD, "syllabary": lay.SYLLABARY}
_BY_SYLLABLES: Final = 3
_FULL_FORMS: Final = {full: at for at, full in enumerate(dict.fromkeys(FULL_FORM.values()))}
_SHORT_FOR: Final = {short: _FULL_FORMS[full] for short, full in FULL_FORM.items()}
_VOWELLESS: Final = frozenset(
    two for two in map("".join, product(ascii_lowercase, repeat=2)) if VOWELLESS.match(two)
)
_FLAG_OF_SET: Final = (
    (lay.AMBIGUOUS, AMBIGUOUS),
    (lay.LEADS, LEADS),
    (lay.SON_OF, FILIATION),
    (lay.KOREAN_SURNAME, KOREAN_SURNAMES),
)
_LISTED: Final = PARTICLES.union(TITLES, *(words for _, words in _FLAG_OF_SET))

Names: TypeAlias = tuple[Array, Array]
"""The numbers of all subjects' names, and where those of each begin and of the last end."""


class Book:
    """Numbers of names for one table of rarities."""

    __slots__ = ("_free", "_names", "_rarity", "_rows", "_tokens", "tables")

    def __init__(self, rarity: Rarity) -> None:
        """Begin empty."""
        self._rarity = rarity
        self._empty()

    def _empty(self) -> None:
        self._tokens: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._free = self._rows = 0
        self.tables = Tables(
            token=np.zeros((1 << 10, lay.TOKEN_COLUMNS), np.int64),
            number=np.zeros((1 << 10, 2)),
            name=np.zeros((1 << 10, lay.NAME_COLUMNS), np.int64),
            pool=np.zeros(1 << 14, np.int64),
            costs=costs(),
            law=law(),
            memo=np.full(_MEMO, -1, np.int64),
            remembered=np.zeros(_MEMO),
            space=np.zeros(_SPACE, np.int64),
            work=np.zeros(_WORK),
        )

    def make_room(self) -> bool:
        """Empty the book where it is full: numbers given before are no longer good."""
        full = len(self._tokens) > _MOST_TOKENS or len(self._names) > _MOST_NAMES
        if full:
            self._empty()
        return full

    def numbers(self, texts: Sequence[str], lengths: Iterable[int]) -> Names:
        """Return the numbers of names, given as ``Name.text``; ``lengths`` says how many each has.

        New names are written down.
        """
        names = self._names
        if fresh := [text for text in dict.fromkeys(texts) if text not in names]:
            self._write_names(fresh)
        held = np.fromiter(map(names.__getitem__, texts), np.int64, len(texts))
        return held, _ends(lengths)

    def evidence(self, lefts: Names, rights: Names) -> Array:
        """Return the evidence of the names of each left subject and its right one.

        One left subject is compared with every right one. NaN where a name is too long.
        """
        found = np.empty(len(rights[1]) - 1)
        evidence_of(self.tables, lefts, rights, found)
        return found

    def _write_names(self, texts: Sequence[str]) -> None:
        flat = " ".join(texts).split()
        lengths = [len(text.split()) for text in texts]
        self._write_tokens([word for word in dict.fromkeys(flat) if word not in self._tokens])
        first = len(self._names)
        self._grow(names=first + len(texts), places=lay.PARTS_OF_WORD * len(flat))
        numbers = np.fromiter(map(self._tokens.__getitem__, flat), np.int64, len(flat))
        self._free = fill_names(self.tables, numbers, _ends(lengths), first, self._free)
        self._names.update(zip(texts, range(first, first + len(texts)), strict=True))

    def _write_tokens(self, words: Sequence[str]) -> None:
        read = _fitting(read_words(words))
        self._tokens.update(dict.fromkeys(words, -1))
        first, self._rows = self._rows, self._rows + len(read.texts)
        self._grow(tokens=self._rows)
        rows = self.tables.token[first : self._rows]
        numbers = self.tables.number[first : self._rows]
        for column, values in _described(read):
            rows[:, column] = values
        numbers[:, lay.BARE_FACTOR] = read.bare_factors
        numbers[:, lay.BITS] = [self._rarity.bits_of_class(each) for each in read.skeletons]
        for column, rough, part in _parts_of(read):
            codes, ends = codes_of("".join(part)), _ends(map(len, part))
            rows[:, column : column + 2] = self._pooled(codes, ends)
            if rough is not None:
                rows[:, rough : rough + 2] = self._pooled(*_roughened(codes, ends))
        self._tokens.update(zip(read.texts, range(first, self._rows), strict=True))

    def _pooled(self, codes: Array, ends: Array) -> Array:
        """Write parts into the pool; return where each begins, and its length."""
        self._grow(places=len(codes))
        self.tables.pool[self._free : self._free + len(codes)] = codes
        first, self._free = self._free, self._free + len(codes)
        return np.stack((ends[:-1] + first, np.diff(ends)), axis=1)

    def _grow(self, *, tokens: int = 0, names: int = 0, places: int = 0) -> None:
        """Make the tables at least so long, and the pool hold so many places more."""
        t = self.tables
        self.tables = t._replace(
            token=_longer(t.token, tokens),
            number=_longer(t.number, tokens),
            name=_longer(t.name, names),
            pool=_longer(t.pool, self._free + places),
        )


def _longer(table: Array, least: int) -> Array:
    if len(table) >= least:
        return table
    room = np.zeros((max(least, 2 * len(table)), *table.shape[1:]), table.dtype)
    room[: len(table)] = table
    return room


def _ends(lengths: Iterable[int]) -> Array:
    """Return where each of some parts begins when they stand one after the other."""
    return np.fromiter(chain((0,), accumulate(lengths)), np.int64)


def _parts_of(read: Readings) -> tuple[tuple[int, int | None, list[str]], ...]:
    """Return the parts of words with their columns, and those of their roughest classes if any."""
    return (
        (lay.SOUNDS, lay.ROUGH, read.sounds),
        (lay.BARE, lay.BARE_ROUGH, read.bare),
        (lay.TEXT, None, read.texts),
    )


def _roughened(codes: Array, ends: Array) -> tuple[Array, Array]:
    """Return sounds in the roughest classes of ``confusions``, and where those of each part end."""
    rough = rough_codes_of(codes)
    kept = rough >= 0
    return rough[kept], np.concatenate(([0], np.cumsum(kept)))[ends]


def _fitting(read: Readings) -> Readings:
    """Leave out words that have no room in a row: the readable code compares them."""
    parts = (read.texts, read.sounds, read.bare)
    if all(max(map(len, part), default=0) <= lay.MOST_SOUNDS for part in parts):
        return read
    words = zip(*parts, strict=True)
    return read.only([max(map(len, each)) <= lay.MOST_SOUNDS for each in words])


def _described(read: Readings) -> Iterator[tuple[int, Sequence[int]]]:
    """Return what the rows of words say beside their parts, by column."""
    yield lay.WRITING, [_WRITINGS.get(each, _BY_SYLLABLES) for each in read.writings]
    yield lay.FLAGS, list(map(_flags_of, read.texts, read.bare, read.bare_factors))
    yield lay.SHORT_FOR, [_SHORT_FOR.get(text, -1) for text in read.texts]
    yield lay.FULL, [_FULL_FORMS.get(text, -2) for text in read.texts]
    yield lay.STRONG, list(map(len, read.skeletons))


def _flags_of(text: str, bare: str, bare_factor: float) -> int:
    listed = text in _LISTED or len(text) == 1
    flags = _flags_of_listed(text) if listed else _flags_by_rule(text)
    return flags | lay.WHOLE if bare and bare_factor >= NOTHING_LOST else flags


def _flags_by_rule(text: str) -> int:
    """Return the flags of a word that is in no list and longer than a letter."""
    flags = lay.PLAIN | lay.LATIN if text.isascii() else lay.PLAIN
    return flags | lay.VOWELLESS if text[:2] in _VOWELLESS else flags


@lru_cache(maxsize=1 << 12)
def _flags_of_listed(text: str) -> int:
    kind = {"content": lay.PLAIN, "initial": lay.INITIAL}.get(kind_of(text), 0)
    flags = _flags_by_rule(text) & ~lay.PLAIN | kind
    for flag, words in _FLAG_OF_SET:
        flags |= flag if text in words else 0
    return flags


@lru_cache(maxsize=4)
def book_of(rarity: Rarity) -> Book:
    """Return the book that this process keeps for a table of rarities."""
    return Book(rarity)
