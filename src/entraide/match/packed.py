"""Names as rows of numbers, kept for as long as they are asked about.

A ``Book`` gives every folded name and every token a number and fills the tables that the compiled
code reads. It is a memory, bounded and emptied when full; one thread at a time may use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final, TypeAlias

import numpy as np

from entraide.match import layout as lay
from entraide.match.alignment import VOWELLESS
from entraide.match.confusions import TO_ROUGH
from entraide.match.fast_evidence import evidence_of
from entraide.match.fast_names import fill_names
from entraide.match.law import codes_of, costs, law
from entraide.match.layout import Array, Tables
from entraide.match.names import NOTHING_LOST
from entraide.match.rarity import Rarity
from entraide.match.tokens import Token, token_of
from entraide.match.words import AMBIGUOUS, FILIATION, FULL_FORM, KOREAN_SURNAMES, LEADS

__all__ = ["Book", "Names", "book_of"]

_MOST_TOKENS: Final = 1 << 16
_MOST_NAMES: Final = 1 << 17
"""A book with more is emptied before the next question."""

_MEMO: Final = 1 << 18
_SPACE: Final = (16, lay.MOST_PARTS * lay.MOST_SOUNDS + 1)
_WORK: Final = (lay.VALUES_ROW + lay.MOST_PARTS, 2 * lay.MOST_SOUNDS + 2)
_WRITINGS: Final = {"alphabet": lay.ALPHABET, "abjad": lay.ABJAD, "syllabary": lay.SYLLABARY}
_BY_SYLLABLES: Final = 3
_PARTS: Final = (lay.SOUNDS, lay.ROUGH, lay.BARE, lay.BARE_ROUGH, lay.TEXT)
_FULL_FORMS: Final = {full: at for at, full in enumerate(dict.fromkeys(FULL_FORM.values()))}
_FLAG_OF_SET: Final = (
    (lay.AMBIGUOUS, AMBIGUOUS),
    (lay.LEADS, LEADS),
    (lay.SON_OF, FILIATION),
    (lay.KOREAN_SURNAME, KOREAN_SURNAMES),
)

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
        fresh = set(texts).difference(names)
        if fresh:
            self._write_names([text for text in dict.fromkeys(texts) if text in fresh])
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
        words = [text.split() for text in texts]
        flat = list(chain.from_iterable(words))
        self._write_tokens([word for word in dict.fromkeys(flat) if word not in self._tokens])
        first = len(self._names)
        self._grow(names=first + len(texts), places=lay.PARTS_OF_WORD * len(flat))
        numbers = np.array([self._tokens[word] for word in flat], np.int64)
        self._free = fill_names(self.tables, numbers, _ends(map(len, words)), first, self._free)
        self._names.update(zip(texts, range(first, first + len(texts)), strict=True))

    def _write_tokens(self, words: Sequence[str]) -> None:
        tokens = [token for token in map(token_of, words) if _fits(token)]
        self._tokens.update(dict.fromkeys(words, -1))
        texts = [token.text for token in tokens]
        first, self._rows = self._rows, self._rows + len(tokens)
        self._grow(tokens=self._rows)
        rows = self.tables.token[first : self._rows]
        rows[:, lay.WRITING :] = np.array(
            [_described(token) for token in tokens] or rows[:, lay.WRITING :]
        )
        self.tables.number[first : self._rows, lay.BARE_FACTOR] = [t.bare_factor for t in tokens]
        self.tables.number[first : self._rows, lay.BITS] = [self._rarity.of[t] for t in texts]
        sounds, bare = [token.sounds for token in tokens], [token.bare for token in tokens]
        parts = (sounds, _roughened(sounds), bare, _roughened(bare), texts)
        for column, part in zip(_PARTS, parts, strict=True):
            rows[:, column : column + 2] = self._pooled(part)
        self._tokens.update(zip(texts, range(first, self._rows), strict=True))

    def _pooled(self, parts: Sequence[str]) -> Array:
        """Write parts into the pool; return where each begins, and its length."""
        codes = codes_of("".join(parts))
        self._grow(places=len(codes))
        self.tables.pool[self._free : self._free + len(codes)] = codes
        starts = _ends(map(len, parts))
        first, self._free = self._free, self._free + len(codes)
        return np.stack((starts[:-1] + first, np.diff(starts)), axis=1)

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


def _roughened(parts: Sequence[str]) -> list[str]:
    """Return sounds in the roughest classes of ``confusions``."""
    return "\n".join(parts).translate(TO_ROUGH).split("\n") if parts else []


def _fits(token: Token) -> bool:
    return max(len(token.text), len(token.sounds), len(token.bare)) <= lay.MOST_SOUNDS


def _described(token: Token) -> tuple[int, ...]:
    """Return what a token's row says beside its parts, in the order of the columns."""
    return (
        _WRITINGS.get(token.writing, _BY_SYLLABLES),
        _flags_of(token),
        _FULL_FORMS.get(FULL_FORM.get(token.text, ""), -1),
        _FULL_FORMS.get(token.text, -2),
        len(token.skeleton),
    )


def _flags_of(token: Token) -> int:
    flags = lay.LATIN if token.latin else 0
    flags |= {"content": lay.PLAIN, "initial": lay.INITIAL}.get(token.kind, 0)
    flags |= lay.VOWELLESS if VOWELLESS.match(token.text) else 0
    flags |= lay.WHOLE if token.bare and token.bare_factor >= NOTHING_LOST else 0
    for flag, words in _FLAG_OF_SET:
        flags |= flag if token.text in words else 0
    return flags


@lru_cache(maxsize=4)
def book_of(rarity: Rarity) -> Book:
    """Return the book that this process keeps for a table of rarities."""
    return Book(rarity)
