"""Numbers that name one person or thing: normalised and checked by libraries kept for the purpose.

Two identifiers agree only when kind and normalised value are the same. A phone number is brought
to E.164 by ``phonenumbers``; an IBAN and a vessel's IMO number are checked with
``python-stdnum``. What fails its checksum is kept in the plain form of every other number, letters
and digits in upper case: records hold typing errors, and two holders may have copied the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from stdnum import bitcoin, iban, imo
from stdnum.exceptions import ValidationError

from entraide.vocabulary.entities import identifier_kind

__all__ = ["KINDS", "Identifier", "read_identifiers"]

KINDS: Final = ("document", "phone", "email", "iban", "vehicle", "vessel", "wallet", "national_id")

_SHORTEST: Final = 4
"""Fewer letters and digits name nobody."""

_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A kind of ``KINDS`` and a normalised value; ``parse`` normalises."""

    kind: str
    value: str

    @classmethod
    def parse(cls, kind: str, text: str, country: str = "") -> Identifier | None:
        """Return the identifier in its normal form, or None where the text holds none.

        ``country`` (alpha-2) reads a phone number written without its country code.
        """
        value = _normal_form(kind, text, country.upper())
        return cls(kind, value) if len(value) >= _SHORTEST else None


def read_identifiers(
    schema: str, properties: Mapping[str, Sequence[str]]
) -> tuple[Identifier, ...]:
    """Return every identifier that an entity's properties hold, each once, in order."""
    country = next(iter(properties.get("country", ())), "")
    found = [
        Identifier.parse(kind, value, country)
        for name, values in properties.items()
        for kind in (identifier_kind(schema, name),)
        if kind
        for value in values
    ]
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


@lru_cache(maxsize=1 << 14)
def _normal_form(kind: str, text: str, country: str) -> str:
    special = _NORMALISERS.get(kind)
    plain = _letters_and_digits(text)
    if special is None:
        return plain
    try:
        return special(text, country)
    except (ValidationError, phonenumbers.NumberParseException, ValueError):
        return plain


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    digits = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in folded
    )
    return _NOT_ALPHANUMERIC.sub("", digits)


def _phone(text: str, country: str) -> str:
    number = phonenumbers.parse(text, country or None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str, _country: str) -> str:
    name, at, domain = text.strip().casefold().rpartition("@")
    if not name or not at:
        raise ValueError
    return f"{name.split('+', 1)[0]}@{domain.removeprefix('www.')}"


def _iban(text: str, _country: str) -> str:
    return str(iban.validate(text))


def _vessel(text: str, _country: str) -> str:
    return str(imo.validate(text))


def _wallet(text: str, _country: str) -> str:
    """Keep the case of a wallet's address: base58 depends on it; hexadecimal does not."""
    address = text.strip()
    if address.lower().startswith("0x"):
        return address.lower()
    return str(bitcoin.compact(address))


_NORMALISERS: Final[dict[str, Callable[[str, str], str]]] = {
    "phone": _phone,
    "email": _email,
    "iban": _iban,
    "vessel": _vessel,
    "wallet": _wallet,
}
