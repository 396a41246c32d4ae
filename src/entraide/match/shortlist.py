"""The scores of one question against many cards, and of many pairs, without explaining any.

Names are compared by the compiled code; the other fields of a card are read once for each way in
which they are written. A score is that of ``scoring.compare``, to the last digits of a float.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, islice, starmap
from typing import Final

import numpy as np

from entraide.match.cards import dates_of, decode_card, identifiers_of, set_of, split_card
from entraide.match.features import (
    birth_evidence,
    country_evidence,
    field_evidence,
    identifier_evidence,
    sex_evidence,
)
from entraide.match.layout import Array
from entraide.match.packed import Book, book_of
from entraide.match.prepared import Prepared
from entraide.match.rarity import DEFAULT, Rarity
from entraide.match.scoring import compare, score_of

__all__ = ["scores_of", "scores_of_pairs"]

_FIELDS: Final = 5


def scores_of(query: Prepared, cards: Sequence[bytes], rarity: Rarity = DEFAULT) -> list[float]:
    """Return the score of a prepared question against each card, in order."""
    book = book_of(rarity)
    book.make_room()
    split = [split_card(card) for card in cards]
    names = _names_of(book, [fields[_FIELDS:] for fields in split])
    evidence = book.evidence((book.numbers([name.text for name in query.names]),), names)
    found = _scored(evidence, _evidence_of_fields(query, split))
    for at in _too_long(found):
        found[at] = compare(query, decode_card(cards[at]), rarity).score
    return found


def _names_of(book: Book, texts: Sequence[Sequence[str]]) -> list[list[int]]:
    numbers = iter(book.numbers(list(chain.from_iterable(texts))))
    return [list(islice(numbers, len(each))) for each in texts]


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
    lefts, rights = (
        _names_of(book, [[name.text for name in pair[side].names] for pair in pairs])
        for side in (0, 1)
    )
    fields = np.fromiter(starmap(field_evidence, pairs), np.float64, len(pairs))
    found = _scored(book.evidence(lefts, rights), fields)
    for at in _too_long(found):
        found[at] = compare(*pairs[at], rarity).score
    return found


def _scored(names: Array, fields: Array) -> list[float]:
    return list(map(score_of, names.tolist(), fields.tolist()))


def _too_long(scores: Sequence[float]) -> list[int]:
    """Return the places of those that the compiled code left to the readable."""
    return [at for at, score in enumerate(scores) if score != score]
