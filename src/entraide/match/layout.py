"""Names and tokens as rows of numbers: the layout that compiled code and ``packed`` share.

Costs, curves and weights are no constants here: they come with the tables, from the readable
modules that own them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

import numpy.typing as npt

__all__ = [
    "ABBREVIATES",
    "ABBREVIATION",
    "ABJAD",
    "ALONE",
    "ALPHABET",
    "AMBIGUOUS",
    "BARE",
    "BARE_FACTOR",
    "BARE_ROUGH",
    "BITS",
    "BITS_ROW",
    "CLOSED",
    "CLOSE_ROW",
    "CONTENT",
    "CONTRADICTED",
    "COST_COLUMNS",
    "COUNTS_ROW",
    "CURVES",
    "DISTANCE_ROW",
    "EDGE",
    "ENDING",
    "ENDS",
    "FILIATION",
    "FIRST_LETTER",
    "FLAGS",
    "FULL",
    "GAP",
    "GAPS_ROW",
    "HALF_RARE",
    "INITIAL",
    "JOINED_LEAST",
    "JOINED_ROW",
    "JOINS",
    "JOIN_LEAST",
    "JOIN_MORE",
    "KNOWN",
    "KOREAN",
    "KOREAN_SURNAME",
    "LATIN",
    "LEAD",
    "LEADS",
    "LEAST",
    "LEAST_NAME",
    "LEFT",
    "LETTERS",
    "LETTERS_ROW",
    "LONG",
    "LONGEST",
    "MANY_LETTERS",
    "MISSING",
    "MOST_PARTS",
    "MOST_SOUNDS",
    "NAMED",
    "NAME_COLUMNS",
    "OPEN",
    "OSA_ROW",
    "OVER_ROW",
    "PAIR_ROW",
    "PARTICLES",
    "PARTS_OF_WORD",
    "PLAIN",
    "RIGHT",
    "ROUGH",
    "SAME_LETTERS",
    "SAME_NEIGHBOURS",
    "SHORTEST_TWO",
    "SHORT_FOR",
    "SHORT_FORM",
    "SLIP",
    "SON_OF",
    "SOUNDS",
    "START",
    "STEPS",
    "STRONG",
    "SURE",
    "SYLLABARY",
    "TEXT",
    "TOKEN_COLUMNS",
    "UNRELATED",
    "VALUES_ROW",
    "VOWELLESS",
    "WEIGHT",
    "WEIGHTS",
    "WHOLE",
    "WORDS",
    "WRITING",
    "Array",
    "Tables",
]

Array: TypeAlias = npt.NDArray[Any]

MOST_PARTS: Final = 32
MOST_SOUNDS: Final = 64
"""Names of more words, and words of more sounds or letters, are left to the readable code."""

KNOWN: Final = 64
"""Sounds below this are of the table of confusions; others are a letter's code above it."""

# Columns of a token, of its numbers, of a name (where a part begins, its length beside it).
SOUNDS, ROUGH, BARE, BARE_ROUGH, TEXT, WRITING, FLAGS, SHORT_FOR, FULL, STRONG = (
    0, 2, 4, 6, 8, 10, 11, 12, 13, 14,
)  # fmt: skip
BARE_FACTOR, BITS = 0, 1
WORDS, CONTENT, PARTICLES, FILIATION, NAMED, LONGEST, SHORTEST_TWO, LEAD, LETTERS = (
    0, 2, 4, 6, 8, 9, 10, 11, 12,
)  # fmt: skip
# Columns of the costs beside those of one sound for another.
GAP, WEIGHT, EDGE = KNOWN, KNOWN + 3, KNOWN + 4
# Places of the law.
(
    LEAST, UNRELATED, SHORT_FORM, SLIP, START, ENDING, JOIN_LEAST, JOIN_MORE, SURE, MANY_LETTERS,
    SAME_NEIGHBOURS, SAME_LETTERS, CONTRADICTED, MISSING, ALONE, HALF_RARE, JOINED_LEAST,
    ABBREVIATION, LEAST_NAME, WEIGHTS, CURVES,
) = (*range(20), 26)  # fmt: skip
STEPS: Final = 101
"""Points of a curve."""

ALPHABET, ABJAD, SYLLABARY = 0, 1, 2
LATIN, INITIAL, VOWELLESS, PLAIN, WHOLE, AMBIGUOUS, LEADS, SON_OF, KOREAN_SURNAME = (
    1, 2, 4, 8, 16, 32, 64, 128, 256,
)  # fmt: skip
TOKEN_COLUMNS, NAME_COLUMNS, COST_COLUMNS = 15, 14, KNOWN + 5
PARTS_OF_WORD: Final = 5
"""Places that the parts of a name take up for each of its words, at most."""

ABBREVIATES, KOREAN, LONG = 1, 2, 4
OPEN, CLOSED, ENDS = 1, 2, 4
# Rows of the space and of the work space.
OSA_ROW, JOINED_ROW, OVER_ROW, COUNTS_ROW, PAIR_ROW, LETTERS_ROW = 0, 3, 5, 7, 8, 14
DISTANCE_ROW, GAPS_ROW, CLOSE_ROW, BITS_ROW, VALUES_ROW = 0, 3, 4, 5, 8
LEFT, RIGHT, JOINS, FIRST_LETTER = 0, 2, 4, 5
"""A pair: two tokens of each side (the same twice where it is one), and what kind it is."""


class Tables(NamedTuple):
    """What the compiled code reads, and the space that it works in."""

    token: Array
    number: Array
    name: Array
    pool: Array
    """Sounds, letters and parts of names, one after the other."""
    costs: Array
    law: Array
    """Thresholds and weights, then the three curves of spelling."""
    memo: Array
    """Pairs of tokens whose closeness is remembered, each in the one place it may have."""
    remembered: Array
    space: Array
    work: Array
