"""What one kind of entry is, and what every operation says of itself when it is founded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from entraide.operations.shapes import (
    DIGEST,
    LINE,
    NONCE,
    PARTY,
    TOKEN,
    Shape,
    many,
    optional,
)

__all__ = ["COMMON", "Kind", "table_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One row."""

    name: str
    does: str
    fields: Mapping[str, Shape]


def table_of(*rows: Kind) -> Mapping[str, Kind]:
    """Return rows by their names."""
    return {row.name: row for row in rows}


COMMON: Final[Mapping[str, Shape]] = {
    "nonce": NONCE,
    "subject": LINE,
    "agreement": DIGEST,
    "purpose": TOKEN,
    "offence": TOKEN,
    "case": LINE,
    "legal_basis": optional(LINE),
    "categories": many(TOKEN, least=1, most=32),
    "members": many(PARTY, least=2),
}
"""What every operation says of itself when it is founded: what each agreement check is about."""
