"""A subject made ready for comparing: names in tokens, dates in numbers, everything else in sets.

``prepare`` does once what every comparison would repeat. Equal subjects give equal preparations.
"""

from __future__ import annotations

from dataclasses import dataclass

from entraide.match.dates import Date, parse_date
from entraide.match.identifiers import Identifier
from entraide.match.legal_forms import ORGANISATIONS, without_legal_forms
from entraide.match.names import Name, name_of, name_of_words
from entraide.match.subjects import Subject

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What comparisons, keys and cards are made from."""

    schema: str
    names: tuple[Name, ...]
    birth_dates: tuple[Date, ...]
    countries: frozenset[str]
    sexes: frozenset[str]
    identifiers: frozenset[Identifier]


_SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}


def prepare(subject: Subject) -> Prepared:
    """Return the subject ready for comparing; values that say nothing are left out."""
    names = {name.text: name for name in map(name_of, subject.names)}
    if subject.schema in ORGANISATIONS:
        names = {text: name_of_words(text) for text in map(without_legal_forms, names)}
    dates = dict.fromkeys(parse_date(text) for text in subject.birth_dates)
    return Prepared(
        schema=subject.schema,
        names=tuple(name for name in names.values() if name.tokens),
        birth_dates=tuple(date for date in dates if date),
        countries=frozenset(country.lower() for country in subject.countries if country),
        sexes=frozenset(_SEXES[sex.lower()] for sex in subject.sexes if sex.lower() in _SEXES),
        identifiers=frozenset(subject.identifiers),
    )
