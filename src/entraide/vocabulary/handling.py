"""Handling codes, evaluation of source and information, and the traffic light protocol.

Handling codes and the 4x4 grading as Europol uses them (Regulation (EU) 2016/794, Article 29 for
the grading), the 6x6 grading known as the Admiralty code, TLP 2.0 of FIRST. A code is data that
travels with every value; what it obliges to is decided by the agreement and by people.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = [
    "HANDLING",
    "INFORMATION_4X4",
    "INFORMATION_6X6",
    "SOURCE_4X4",
    "SOURCE_6X6",
    "TLP",
    "find_tlp",
]

HANDLING: Final = CodeTable(
    mark("handling code"),
    Entry("H0", mark("Only to prevent and combat crime")),
    Entry("H1", mark("Not in judicial proceedings without the provider's permission")),
    Entry("H2", mark("Not to be passed on without the provider's permission")),
    Entry("H3", mark("Other restriction, given in words")),
)

SOURCE_4X4: Final = CodeTable(
    mark("source grade (4x4)"),
    Entry("A", mark("No doubt about the source")),
    Entry("B", mark("Source mostly reliable")),
    Entry("C", mark("Source mostly unreliable")),
    Entry("X", mark("Reliability of the source cannot be assessed")),
)

INFORMATION_4X4: Final = CodeTable(
    mark("information grade (4x4)"),
    Entry("1", mark("Accuracy not in doubt")),
    Entry("2", mark("Known to the source personally")),
    Entry("3", mark("Not known personally but corroborated")),
    Entry("4", mark("Neither known personally nor corroborated")),
)

SOURCE_6X6: Final = CodeTable(
    mark("source grade (6x6)"),
    Entry("A", mark("Completely reliable")),
    Entry("B", mark("Usually reliable")),
    Entry("C", mark("Fairly reliable")),
    Entry("D", mark("Not usually reliable")),
    Entry("E", mark("Unreliable")),
    Entry("F", mark("Reliability cannot be judged")),
)

INFORMATION_6X6: Final = CodeTable(
    mark("information grade (6x6)"),
    Entry("1", mark("Confirmed by other sources")),
    Entry("2", mark("Probably true")),
    Entry("3", mark("Possibly true")),
    Entry("4", mark("Doubtful")),
    Entry("5", mark("Improbable")),
    Entry("6", mark("Truth cannot be judged")),
)

TLP: Final = CodeTable(
    mark("traffic light"),
    Entry("RED", mark("For the named recipients only")),
    Entry("AMBER+STRICT", mark("Within the recipient's organisation")),
    Entry("AMBER", mark("Within the recipient's organisation and its clients")),
    Entry("GREEN", mark("Within the community")),
    Entry("CLEAR", mark("No limit on disclosure")),
)

_LEGACY_TLP: Final = {"WHITE": "CLEAR"}


def find_tlp(code: str) -> Entry:
    """Return a traffic-light entry; the WHITE of TLP 1.0 reads as CLEAR."""
    return TLP.find(_LEGACY_TLP.get(code, code))
