"""What the tables of kinds of entries share: what every operation in a case says, and common kinds.

Evidence, results and what an operation is after are told in the same words in every operation, so
that custody, proof and deconfliction are computed by the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.operations.kind import Kind
from entraide.operations.shapes import (
    COUNT,
    DAY,
    DIGEST,
    LINE,
    NONCE,
    PARTY,
    TEXT,
    TOKEN,
    Shape,
    choice,
    many,
    optional,
    rows,
)
from entraide.vocabulary.language import mark

__all__ = [
    "COMMON",
    "EVIDENCE_KINDS",
    "MOST_TARGETS",
    "NOTE_KIND",
    "RESULTS",
    "RESULT_KINDS",
    "TARGETS",
    "TARGET_FIELDS",
    "TARGET_KIND",
]

RESULTS: Final = ("arrest", "search", "seizure", "identification")
MOST_TARGETS: Final = 32
"""Goods, vehicles and persons that one operation names: an answer on it is about all of them."""


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
"""What every operation in a case says of itself when it is founded: what each check is about."""

_TARGET: Final = choice(
    "goods", "vehicle", "container", "vessel", "device", "phone", "document", "person"
)
TARGET_FIELDS: Final[Mapping[str, Shape]] = {
    "of": _TARGET,
    "value": LINE,
    "born": optional(DAY),
}
"""One thing or person that an operation is after; a device is named by its IMEI."""
TARGETS: Final[Mapping[str, Shape]] = {
    "identifiers": rows(most=MOST_TARGETS, of=_TARGET, value=LINE, born=optional(DAY))
}
"""What an operation is after when it is founded."""

TARGET_KIND: Final = Kind(
    "identifier.added",
    mark("Name a further thing or person that the operation is after"),
    TARGET_FIELDS,
)
NOTE_KIND: Final = Kind("note", mark("Write something down"), {"text": TEXT})

EVIDENCE_KINDS: Final = (
    Kind("evidence.entered", mark("Enter evidence, by the SHA-256 of what it is"),
         {"sha256": DIGEST, "size": COUNT, "name": LINE, "words": LINE, "place": LINE}),
    Kind("evidence.handed", mark("Hand evidence over to another member"),
         {"evidence": DIGEST, "to": PARTY}),
    Kind("evidence.taken", mark("Take over evidence that was handed"), {"handing": DIGEST}),
)  # fmt: skip

RESULT_KINDS: Final = (
    Kind("result.claimed", mark("Report a result, with the evidence for it"),
         {"what": choice(*RESULTS), "count": COUNT, "words": LINE,
          "evidence": many(DIGEST)}),
    Kind("result.proved", mark("Give evidence for a result that was claimed"),
         {"result": DIGEST, "evidence": many(DIGEST, least=1)}),
)  # fmt: skip
