"""The person, organisation or thing that is compared: plain values, before any preparation.

Property names are FollowTheMoney's, so that a record or a question of the exchange becomes a
Subject without a translation in between. Values are taken as they come; what is unusable is left
out by ``prepare``, never an error, because a bad field must not hide a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from entraide.match.identifiers import Identifier, read_identifiers

__all__ = ["NAME_PROPERTIES", "Subject"]

NAME_PROPERTIES: Final = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_NAME_PARTS: Final = (
    "firstName", "secondName", "middleName", "fatherName", "motherName", "lastName",
)  # fmt: skip
_COUNTRY_PROPERTIES: Final = ("nationality", "citizenship", "country", "jurisdiction", "flag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is known of whom or what is sought; every field may be empty."""

    schema: str = "Person"
    names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, lower case."""
    sexes: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    @classmethod
    def from_properties(cls, schema: str, properties: Mapping[str, Sequence[str]]) -> Self:
        """Read a FollowTheMoney entity's properties."""
        return cls(
            schema=schema,
            names=_names(properties),
            birth_dates=tuple(properties.get("birthDate", ())),
            countries=_unique(_all(properties, _COUNTRY_PROPERTIES), str.lower),
            sexes=_unique(_all(properties, ("gender",)), str.lower),
            identifiers=read_identifiers(schema, properties),
        )


def _names(properties: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    names = _all(properties, NAME_PROPERTIES)
    parts = [" ".join(properties.get(part, ())) for part in _NAME_PARTS]
    composed = " ".join(part for part in parts if part)
    return _unique([*names, composed] if not names and composed else names, str.strip)


def _all(properties: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> list[str]:
    return [value for name in wanted for value in properties.get(name, ())]


def _unique(values: Sequence[str], form: Callable[[str], str]) -> tuple[str, ...]:
    formed = (form(value) for value in values)
    return tuple(dict.fromkeys(value for value in formed if value))
