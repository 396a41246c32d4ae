"""Where the capitals are, by ISO 3166 code, and what their countries are called.

The members of the United Nations, from ``data/capitals.csv``; a position says nothing about the
status of a place. Who needs another place, an organisation's seat say, gives it to the map. Names
of countries are those of CLDR in the reader's language.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from babel import Locale

from entraide.figures.style import Style

__all__ = ["Place", "capitals", "country_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A code, a name, and degrees east and north."""

    code: str
    name: str
    lon: float
    lat: float


@cache
def capitals() -> Mapping[str, Place]:
    """Return the capitals of the members of the United Nations by code."""
    text = (resources.files(__package__) / "data" / "capitals.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({row["code"]: _place(row) for row in rows})


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["code"],
        name=row["name"],
        lon=float(row["longitude"]),
        lat=float(row["latitude"]),
    )


def country_name(code: str, style: Style) -> str:
    """Return a country's name in the reader's language, or the code where CLDR has none."""
    return str(Locale.parse(style.locale).territories.get(code, code))
