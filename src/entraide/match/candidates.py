"""Finding who might be meant: keys looked up rarest first within a budget, cut, compared, ranked.

An index is whatever answers three questions (``CandidateIndex``); SQLite, PostgreSQL and segments
do in ``adapters``, ``MemoryIndex`` does here for screening and tests. The rule is what matters:
a key that half the records share tells nothing and costs everything, so keys are read from the
rarest on until the budget of postings is spent. Records are then ordered by the rarity of the keys
that they share, the best are compared in full, and only those are ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from entraide.match.cards import decode_card, encode_card
from entraide.match.keys import keys_of, query_keys_of
from entraide.match.prepared import Prepared, prepare
from entraide.match.rarity import DEFAULT, Rarity
from entraide.match.scoring import THRESHOLD, Comparison, compare
from entraide.match.subjects import Subject

__all__ = [
    "CandidateIndex",
    "Found",
    "KeyCounts",
    "MemoryIndex",
    "Records",
    "candidates_of",
    "ranked",
    "search",
]

Records: TypeAlias = npt.NDArray[np.int64]
"""Numbers of records."""

_BUDGET_WITH_BIRTH_DATE: Final = 5_000
_BUDGET_BY_NAME: Final = 14_000
_KEYS_WORTH: Final = 2
"""The share of a budget that one key may take: so many common keys are read, not one."""

_FIRST_COUNT: Final = 8
_FURTHER: Final = 4
"""Keys are counted up to this part of the budget first, then so many times further."""

_MOST_CANDIDATES: Final = 200
_LEAST_SHARE: Final = 0.2
"""Of the weight of the first candidate, what another must have to be compared: none of the pairs
that match had less. A question with an identifier keeps all: its own key weighs little beside many.
Not where others may not know of a record: who is held weighs most, and the time of a search that
compares the fewer for it tells of a record that is withheld.
"""
_ALL: Final = 0.0

_MANY: Final = float(1 << 18)
"""A key held by so many records adds one bit; every halving of them adds one more."""


class KeyCounts(Protocol):
    """How common candidate keys are."""

    def frequencies(self, keys: Sequence[int], most: int) -> Mapping[int, int]:
        """Return how many records hold each key, ``most`` at most; those of none may lack."""
        ...


class CandidateIndex(KeyCounts, Protocol):
    """Postings of candidate keys, and the match cards of records."""

    def postings(self, keys: Sequence[int], most: int) -> Iterable[tuple[int, Records]]:
        """Return each of these keys with the first ``most`` records that hold it, in order."""
        ...

    def cards(self, recs: Sequence[int]) -> Mapping[int, bytes]:
        """Return the match cards of these records; a record that is gone is left out."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A record and how it compares."""

    rec: int
    comparison: Comparison


def search(  # noqa: PLR0913 - the port, the query and four settings with defaults
    index: CandidateIndex,
    query: Subject,
    *,
    limit: int = 20,
    budget: int | None = None,
    rarity: Rarity = DEFAULT,
    least: float = THRESHOLD,
) -> tuple[Found, ...]:
    """Return the records that may be whom the query means, best first, none below ``least``.

    ``budget`` bounds the postings read; by default it depends on whether a birth date is given.
    """
    prepared = prepare(query)
    cards = index.cards(candidates_of(index, prepared, budget))
    best = _rank(cards, prepared, rarity, least)[:limit]
    return tuple(Found(rec, compare(prepared, decode_card(cards[rec]), rarity)) for rec, _ in best)


def ranked(index: CandidateIndex, query: Subject) -> list[tuple[int, float]]:
    """Return every record that may be meant with its score, best first, unexplained.

    As many records are compared whether or not the one who is meant is among them.
    """
    prepared = prepare(query)
    cards = index.cards(candidates_of(index, prepared, share=_ALL))
    return _rank(cards, prepared, DEFAULT, THRESHOLD)


def _rank(
    cards: Mapping[int, bytes], prepared: Prepared, rarity: Rarity, least: float
) -> list[tuple[int, float]]:
    from entraide.match.shortlist import (  # noqa: PLC0415 - the compiler: only searches need it
        scores_of,
    )

    scores = scores_of(prepared, tuple(cards.values()), rarity, least)
    kept = [(rec, score) for rec, score in zip(cards, scores, strict=True) if score >= least]
    return sorted(kept, key=lambda each: (-each[1], each[0]))


def candidates_of(
    index: CandidateIndex,
    prepared: Prepared,
    budget: int | None = None,
    share: float = _LEAST_SHARE,
) -> tuple[int, ...]:
    """Return the records that share the rarest keys with a subject, at most 200, best first.

    Those that share next to nothing beside the first are left out: under ``share`` of its weight.
    """
    budget = budget or _budget_of(prepared)
    most = max(budget // _KEYS_WORTH, _MOST_CANDIDATES)
    frequencies = _rarest(index, query_keys_of(prepared), budget, most)
    held = dict(index.postings(_affordable(frequencies, budget), most))
    if not held:
        return ()
    from entraide.match.fast_totals import (  # noqa: PLC0415 - the compiler: only searches need it
        heaviest_of,
    )

    weights = [log2(_MANY / frequencies[key] + 1) for key in held]
    least = _ALL if prepared.identifiers else share
    return heaviest_of(tuple(held.values()), weights, _MOST_CANDIDATES, least)


def _rarest(counted: KeyCounts, keys: Sequence[int], budget: int, most: int) -> dict[int, int]:
    """Return how many records hold each key, of as many of the rarest as the budget can pay.

    Common keys are counted no further than it takes to know that they cannot be afforded.
    """
    found: dict[int, int] = {}
    upto = min(max(budget // _FIRST_COUNT, 1), most)
    while keys:
        counts = counted.frequencies(keys, upto)
        found |= {key: n for key, n in counts.items() if n > 0 and (n < upto or upto == most)}
        keys = [key for key, n in counts.items() if n >= upto and key not in found]
        if found and sum(found.values()) + upto > budget:
            break
        upto = min(upto * _FURTHER, most)
    return found


def _budget_of(prepared: Prepared) -> int:
    return _BUDGET_WITH_BIRTH_DATE if prepared.birth_dates else _BUDGET_BY_NAME


def _affordable(frequencies: Mapping[int, int], budget: int) -> list[int]:
    """Return the keys from the rarest on whose postings fit the budget; always the rarest one."""
    kept: list[int] = []
    spent = 0
    for count, key in sorted((count, key) for key, count in frequencies.items() if count):
        spent += count
        if kept and spent > budget:
            break
        kept.append(key)
    return kept


class MemoryIndex:
    """The port in memory: adding a record again replaces it, removing it leaves nothing."""

    __slots__ = ("_cards", "_keys", "_postings")

    def __init__(self) -> None:
        """Start empty."""
        self._cards: dict[int, bytes] = {}
        self._keys: dict[int, tuple[int, ...]] = {}
        self._postings: dict[int, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._cards)

    def add(self, rec: int, subject: Subject) -> None:
        """Hold a record under its keys."""
        self.remove(rec)
        prepared = prepare(subject)
        self._cards[rec] = encode_card(prepared)
        self._keys[rec] = keys_of(prepared)
        for key in self._keys[rec]:
            self._postings[key].add(rec)

    def remove(self, rec: int) -> None:
        """Forget a record; nothing happens where it is unknown."""
        self._cards.pop(rec, None)
        for key in self._keys.pop(rec, ()):
            self._postings[key].discard(rec)
            if not self._postings[key]:
                del self._postings[key]

    def frequencies(self, keys: Sequence[int], most: int) -> Mapping[int, int]:
        """Return how many records hold each key."""
        return {key: min(most, len(self._postings[key])) for key in keys if key in self._postings}

    def postings(self, keys: Sequence[int], most: int) -> Iterable[tuple[int, Records]]:
        """Return each key with its records."""
        held = ((key, sorted(self._postings[key])) for key in keys if key in self._postings)
        return ((key, np.array(recs[:most], np.int64)) for key, recs in held)

    def cards(self, recs: Sequence[int]) -> Mapping[int, bytes]:
        """Return the match cards of these records."""
        return {rec: self._cards[rec] for rec in recs if rec in self._cards}
