"""The scores of one question against many cards, and of many pairs, without explaining any.

Names are compared by the compiled code; the other fields of a card are read once for each way in
which they are written. A score is that of ``scoring.compare``, to the last digits of a float.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from itertools import chain, starmap
from typing import Final

import numpy as np

from entraide.match.cards import (
    dates_of,
    decode_card,
    encode_card,
    identifiers_of,
    set_of,
    split_card,
)
from entraide.match.fast_totals import heaviest_of
from entraide.match.features import (
    birth_evidence,
    country_evidence,
    field_evidence,
    identifier_evidence,
    most_evidence,
    sex_evidence,
)
from entraide.match.layout import Array
from entraide.match.packed import Book, Names, book_of
from entraide.match.prepared import Prepared, prepare
from entraide.match.rarity import DEFAULT, Rarity
from entraide.match.scoring import compare, score_of
from entraide.match.subjects import Subject

__all__ = ["load", "scores_of", "scores_of_pairs"]

_FIELDS: Final = 5


def scores_of(
    query: Prepared, cards: Sequence[bytes], rarity: Rarity = DEFAULT, least: float = 0.0
) -> list[float]:
    """Return the score of a prepared question against each card, in order.

    What cannot reach ``least`` by its names, whatever its other fields say, may score 0.
    """
    book = book_of(rarity)
    book.make_room()
    split = [split_card(card) for card in cards]
    held = [fields[_FIELDS:] for fields in split]
    names = book.numbers(list(chain.from_iterable(held)), map(len, held))
    own = book.numbers(query.texts, [len(query.texts)])
    evidence = book.evidence(own, names)
    hopeless = score_of(evidence, np.full(len(cards), most_evidence(query))) < least
    fields = np.zeros(len(cards))
    hopeful = np.flatnonzero(~hopeless)
    fields[hopeful] = _evidence_of_fields(query, [split[at] for at in hopeful])
    found: list[float] = np.where(hopeless, 0.0, score_of(evidence, fields)).tolist()
    for at in _too_long(found):
        found[at] = compare(query, decode_card(cards[at]), rarity).score
    return found


def _evidence_of_fields(query: Prepared, cards: Sequence[Sequence[str]]) -> Array:
    """Return what the other fields of each card say, added in the order of ``field_evidence``."""
    rules: tuple[Callable[[str], float], ...] = (
        lambda text: birth_evidence(query.birth_dates, dates_of(text)),
        lambda text: country_evidence(query.countries, set_of(text)),
        lambda text: sex_evidence(query.sexes, set_of(text)),
        lambda text: identifier_evidence(query.identifiers, identifiers_of(text)),
    )
    known = (query.birth_dates, query.countries, query.sexes, query.identifiers)
    total = np.zeros(len(cards))
    for column, (rule, side) in enumerate(zip(rules, known, strict=True), start=1):
        if side:
            texts = [fields[column] for fields in cards]
            value = {text: rule(text) if text else 0.0 for text in set(texts)}
            total += [value[text] for text in texts]
    return total


def scores_of_pairs(
    pairs: Sequence[tuple[Prepared, Prepared]], rarity: Rarity = DEFAULT
) -> list[float]:
    """Return the score of every pair, in order."""
    book = book_of(rarity)
    book.make_room()
    lefts, rights = (_names_of(book, [pair[side].texts for pair in pairs]) for side in (0, 1))
    fields = np.fromiter(starmap(field_evidence, pairs), np.float64, len(pairs))
    found: list[float] = score_of(book.evidence(lefts, rights), fields).tolist()
    for at in _too_long(found):
        found[at] = compare(*pairs[at], rarity).score
    return found


def _names_of(book: Book, texts: Sequence[Sequence[str]]) -> Names:
    return book.numbers(list(chain.from_iterable(texts)), map(len, texts))


def load() -> None:
    """Load the compiled code, or compile it where this installation never did: some 20 seconds.

    What was loaded stays for good: the collector of garbage need not look at it again.
    """
    someone = prepare(Subject(names=("a",)))
    scores_of(someone, (encode_card(someone),))
    heaviest_of((np.zeros(1, np.int64),), (1.0,), 1)
    gc.collect()
    gc.freeze()


def _too_long(scores: Sequence[float]) -> list[int]:
    """Return the places of those that the compiled code left to the readable."""
    return [at for at, score in enumerate(scores) if score != score]
