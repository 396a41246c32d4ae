"""The scores of one question against many cards, and of many pairs, without explaining any.

Names are compared by the compiled code; the other fields of a card are read once for each way in
which they are written. A score is that of ``scoring.compare``, to the last digits of a float.
"""

from __future__ import annotations

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
from entraide.match.features import (
    birth_evidence,
    country_evidence,
    field_evidence,
    identifier_evidence,
    sex_evidence,
)
from entraide.match.layout import Array
from entraide.match.names import Name
from entraide.match.packed import Book, Names, book_of
from entraide.match.prepared import Prepared, prepare
from entraide.match.rarity import DEFAULT, Rarity
from entraide.match.scoring import compare, score_of
from entraide.match.subjects import Subject

__all__ = ["load", "scores_of", "scores_of_pairs"]

_FIELDS: Final = 5


def scores_of(query: Prepared, cards: Sequence[bytes], rarity: Rarity = DEFAULT) -> list[float]:
    """Return the score of a prepared question against each card, in order."""
    book = book_of(rarity)
    book.make_room()
    split = [split_card(card) for card in cards]
    held = [fields[_FIELDS:] for fields in split]
    names = book.numbers(list(chain.from_iterable(held)), map(len, held))
    own = book.numbers([name.text for name in query.names], [len(query.names)])
    evidence = book.evidence(own, names)
    found = _scored(evidence, _evidence_of_fields(query, split))
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
    lefts, rights = (_names_of(book, [pair[side].names for pair in pairs]) for side in (0, 1))
    fields = np.fromiter(starmap(field_evidence, pairs), np.float64, len(pairs))
    found = _scored(book.evidence(lefts, rights), fields)
    for at in _too_long(found):
        found[at] = compare(*pairs[at], rarity).score
    return found


def _names_of(book: Book, names: Sequence[Sequence[Name]]) -> Names:
    return book.numbers([name.text for each in names for name in each], map(len, names))


def load() -> None:
    """Load the compiled code, or compile it where this installation never did: some 20 seconds."""
    someone = prepare(Subject(names=("a",)))
    scores_of(someone, (encode_card(someone),))


def _scored(names: Array, fields: Array) -> list[float]:
    return list(map(score_of, names.tolist(), fields.tolist()))


def _too_long(scores: Sequence[float]) -> list[int]:
    """Return the places of those that the compiled code left to the readable."""
    return [at for at, score in enumerate(scores) if score != score]
