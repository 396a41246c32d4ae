"""What the members of a joint action day write into its journal: the table of kinds of entries.

Several states act in one moment. Each gives its own go or no-go; which states the day starts for is
computed (``action``), never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.operations.common_kinds import (
    COMMON,
    EVIDENCE_KINDS,
    NOTE_KIND,
    RESULT_KINDS,
    TARGET_KIND,
    TARGETS,
)
from entraide.operations.kind import Kind
from entraide.operations.shapes import COUNT, COUNTRY, FLAG, LINE, MOMENT, PARTY, many, rows
from entraide.vocabulary.language import mark

__all__ = ["ACTION", "ACTION_KINDS"]

ACTION: Final = "action.proposed"

_ACTION: Final = (
    Kind(ACTION, mark("Propose a joint action day: one moment, several states"), {
        **COMMON,
        "moment_ms": MOMENT,
        "window_minutes": COUNT,
        "answer_by_ms": MOMENT,
        "states": rows(least=2, country=COUNTRY, party=PARTY, law=LINE, leader=LINE, task=LINE),
        **TARGETS,
        "contacts": rows(least=2, party=PARTY, name=LINE, reached_by=LINE),
    }),
    Kind("action.joined", mark("Take part, in a case of one's own"), {}),
    Kind("deconfliction.answered",
         mark("Answer whether another operation of one's own meets this one; computed"),
         {"clear": FLAG}),
    TARGET_KIND,
    Kind("go.given", mark("Give one's own state's go"),
         {"words": LINE, "without": many(PARTY)}),
    Kind("nogo.given", mark("Give one's own state's no-go, or recall its go"), {"words": LINE}),
    NOTE_KIND,
    *EVIDENCE_KINDS,
    *RESULT_KINDS,
    Kind("results.complete", mark("Report that all results of one's own state so far are told"),
         {"words": LINE}),
    Kind("action.closed", mark("Call the day off before its moment, or close it after"),
         {"words": LINE}),
)  # fmt: skip

ACTION_KINDS: Final[Mapping[str, Kind]] = {row.name: row for row in _ACTION}
