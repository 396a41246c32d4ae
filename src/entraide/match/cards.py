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
from entraide.match.names import Name, name_of_words
from entraide.match.prepared import Prepared

__all__ = ["decode_card", "encode_card"]

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
        *(name.text for name in prepared.names),
    )
    return _VERSION + _FIELD.join(fields).encode("utf-8", "surrogatepass")


def decode_card(data: bytes) -> Prepared:
    """Return the prepared subject of a card; StoreError where the bytes are no card."""
    if data[:1] != _VERSION:
        raise StoreError("match.card_version", found=data[:1].hex())
    try:
        schema, dates, countries, sexes, held, *names = (
            data[1:].decode("utf-8", "surrogatepass").split(_FIELD, _FIELDS)
        )
    except ValueError as error:
        raise StoreError("match.card_malformed") from error
    return Prepared(
        schema=schema,
        names=_decode_names(names[0]) if names else (),
        birth_dates=_decode_dates(dates) if dates else (),
        countries=_decode_set(countries),
        sexes=_decode_set(sexes),
        identifiers=_decode_identifiers(held) if held else frozenset(),
    )


@lru_cache(maxsize=1 << 16)
def _decode_names(text: str) -> tuple[Name, ...]:
    return tuple([name_of_words(name) for name in text.split(_FIELD)])


@lru_cache(maxsize=1 << 10)
def _decode_set(text: str) -> frozenset[str]:
    return frozenset(text.split(_PART)) if text else frozenset()


@lru_cache(maxsize=1 << 14)
def _decode_dates(text: str) -> tuple[Date, ...]:
    return tuple(date for part in text.split(_PART) if (date := parse_date(part)))


def _decode_identifiers(text: str) -> frozenset[Identifier]:
    pairs = (part.partition("=") for part in text.split(_PART))
    return frozenset(Identifier(kind, value) for kind, _, value in pairs)
