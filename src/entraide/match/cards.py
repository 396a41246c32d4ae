"""Match cards: a prepared subject as a few bytes, kept beside each record and quick to read back.

A card holds texts, not sounds: what the texts sound like is remembered per token, so that cards
stay small and a better reading of a letter needs no new cards. Fields are UTF-8, divided by the
control characters that no folded text contains; the first byte is the card's version.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from entraide.errors import StoreError
from entraide.match.dates import Date, parse_date
from entraide.match.identifiers import Identifier
from entraide.match.legal_forms import ORGANISATIONS, without_legal_forms
from entraide.match.prepared import Prepared

__all__ = ["dates_of", "decode_card", "encode_card", "identifiers_of", "set_of", "split_card"]

_VERSION: Final = b"\x01"
_FIELD: Final = "\x1e"
_PART: Final = "\x1f"
_FIELDS: Final = 5
"""Before the names."""


def encode_card(prepared: Prepared) -> bytes:
    """Return the card of a prepared subject."""
    fields = (
        prepared.schema,
        _PART.join(map(str, prepared.birth_dates)),
        _PART.join(sorted(prepared.countries)),
        _PART.join(sorted(prepared.sexes)),
        _PART.join(f"{held.kind}={held.value}" for held in sorted(prepared.identifiers)),
        *prepared.texts,
    )
    return _VERSION + _FIELD.join(fields).encode("utf-8", "surrogatepass")


def decode_card(data: bytes) -> Prepared:
    """Return the prepared subject of a card; StoreError where the bytes are no card."""
    schema, dates, countries, sexes, held, *names = split_card(data)
    return Prepared(
        schema=schema,
        texts=tuple(names),
        birth_dates=dates_of(dates),
        countries=set_of(countries),
        sexes=set_of(sexes),
        identifiers=identifiers_of(held),
    )


def split_card(data: bytes) -> list[str]:
    """Return the fields of a card as texts: schema, dates, countries, sexes, identifiers, names.

    StoreError where the bytes are no card.
    """
    if data[:1] != _VERSION:
        raise StoreError("match.card_version", found=data[:1].hex())
    try:
        fields = str(data, "utf-8", "surrogatepass").split(_FIELD)
    except ValueError as error:
        raise StoreError("match.card_malformed") from error
    if len(fields) < _FIELDS:
        raise StoreError("match.card_malformed")
    fields[0] = fields[0][1:]
    if fields[0] in ORGANISATIONS:  # an older release's card still holds them
        fields[_FIELDS:] = dict.fromkeys(map(without_legal_forms, fields[_FIELDS:]))
    return fields


@lru_cache(maxsize=1 << 10)
def set_of(text: str) -> frozenset[str]:
    """Return the countries or sexes of a field."""
    return frozenset(text.split(_PART)) if text else frozenset()


@lru_cache(maxsize=1 << 16)
def dates_of(text: str) -> tuple[Date, ...]:
    """Return the dates of a field."""
    return tuple(date for part in text.split(_PART) if (date := parse_date(part)))


def identifiers_of(text: str) -> frozenset[Identifier]:
    """Return the identifiers of a field."""
    pairs = (part.partition("=") for part in text.split(_PART) if part)
    return frozenset(Identifier(kind, value) for kind, _, value in pairs)
