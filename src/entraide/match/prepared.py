"""A subject made ready for comparing: names in words, dates in numbers, everything else in sets.

``prepare`` does once what every comparison would repeat. Equal subjects give equal preparations.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from entraide.match.dates import Date, parse_date
from entraide.match.identifiers import Identifier
from entraide.match.legal_forms import ORGANISATIONS, without_legal_forms
from entraide.match.many_names import words_of_all
from entraide.match.names import Name, name_of_words, words_of
from entraide.match.subjects import Subject

__all__ = ["Prepared", "prepare", "prepare_all"]

_NOTHING: Final[frozenset[Any]] = frozenset()


class Prepared(NamedTuple):
    """What comparisons, keys and cards are made from."""

    schema: str
    texts: tuple[str, ...]
    """The names as their words, folded and joined (``Name.text``)."""
    birth_dates: tuple[Date, ...]
    countries: frozenset[str]
    sexes: frozenset[str]
    identifiers: frozenset[Identifier]

    @property
    def names(self) -> tuple[Name, ...]:
        """The names cut into tokens: made where they are asked for, and remembered."""
        return tuple([name_of_words(text) for text in self.texts])


_SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}


def prepare(subject: Subject) -> Prepared:
    """Return the subject ready for comparing; values that say nothing are left out."""
    return _prepared(subject, [words_of(name) for name in subject.names])


def prepare_all(subjects: Sequence[Subject]) -> list[Prepared]:
    """Return many subjects ready for comparing, several times as fast as one by one."""
    words = words_of_all([name for subject in subjects for name in subject.names])
    ends = accumulate(len(subject.names) for subject in subjects)
    return [
        _prepared(subject, words[end - len(subject.names) : end])
        for subject, end in zip(subjects, ends, strict=True)
    ]


def _prepared(subject: Subject, texts: Sequence[str]) -> Prepared:
    if subject.schema in ORGANISATIONS:
        texts = [without_legal_forms(text) for text in texts]
    return Prepared(
        subject.schema,
        _told_apart(texts),
        _dates(subject.birth_dates) if subject.birth_dates else (),
        frozenset([c.lower() for c in subject.countries if c]) if subject.countries else _NOTHING,
        _sexes(subject.sexes) if subject.sexes else _NOTHING,
        frozenset(subject.identifiers) if subject.identifiers else _NOTHING,
    )


def _told_apart(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts once each, those left out that say nothing."""
    if len(texts) == 1:
        return (texts[0],) if texts[0] else ()
    return tuple(filter(None, dict.fromkeys(texts)))


def _dates(texts: Sequence[str]) -> tuple[Date, ...]:
    dates = dict.fromkeys(parse_date(text) for text in texts)
    return tuple(date for date in dates if date)


def _sexes(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(_SEXES[text.lower()] for text in texts if text.lower() in _SEXES)
