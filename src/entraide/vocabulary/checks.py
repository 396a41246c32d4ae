"""What a check on the spot comes to, and what the officer there does then.

A machine never says that this is the person. The sentences are what an officer reads in the street:
what to do next, and what not to conclude.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.vocabulary.codes import CodeTable
from entraide.vocabulary.language import mark

__all__ = ["CHECKS", "FOUND", "NOTHING", "POSSIBLE", "PROTECTED", "Outcome"]

FOUND: Final = "found"
POSSIBLE: Final = "possible"
PROTECTED: Final = "protected"
NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome: its word, what to do, and the colour that stands beside the word."""

    code: str
    label: str
    do: str
    style: str


CHECKS: Final[CodeTable[Outcome]] = CodeTable(
    mark("outcome of a check"),
    Outcome(
        PROTECTED,
        mark("PROTECTED"),
        mark(
            "Somebody under protection may be before you. Do not detain or question because of "
            "this, and tell no partner. Call the duty officer."
        ),
        "bold magenta",
    ),
    Outcome(
        FOUND,
        mark("FOUND"),
        mark(
            "Something is held. Do not act on this alone: call the duty officer, who reads the "
            "record and says what may be done."
        ),
        "bold red",
    ),
    Outcome(
        POSSIBLE,
        mark("POSSIBLE"),
        mark(
            "Somebody of a like name is held. Compare the date of birth and the document first: a "
            "name alone is never enough."
        ),
        "bold yellow",
    ),
    Outcome(
        NOTHING,
        mark("NOTHING"),
        mark("Nothing is held here that may be used for this. It is no clearance."),
        "green",
    ),
)
"""The gravest first: the first that fits is the check's outcome."""
