"""What the members of a major event's cell write into its journal: one table of kinds.

A row is a kind of entry, what it does, and its fields (``kinds`` reads them). ``matters`` are what
calls for somebody: entries of the watch log, and incidents. An accreditation list is announced by
its size and the root of its batches; of the persons in it nothing stands in any journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.operations.common_kinds import COMMON
from entraide.operations.kind import Kind
from entraide.operations.shapes import (
    CLOCK,
    COUNT,
    COUNTRY,
    DAY,
    DIGEST,
    LINE,
    MOMENT,
    PARTY,
    TEXT,
    TOKEN,
    choice,
    many,
    optional,
    rows,
)
from entraide.vocabulary.language import mark

__all__ = ["EVENT", "EVENT_KINDS", "INCIDENTS", "MOST_OPEN", "SEVERITIES"]

EVENT: Final = "event.proposed"
SEVERITIES: Final = ("information", "attention", "serious", "critical")
"""From the least to the greatest; *information* calls for nobody."""
INCIDENTS: Final = (
    "public-order", "crime", "threat", "explosive", "drone", "cyber", "fire", "medical", "crowd",
    "transport", "missing-person", "other",
)  # fmt: skip
MOST_OPEN: Final = 500
"""Matters and tasks that one handover can list."""

_EVENT: Final = (
    Kind(EVENT, mark("Propose a cell for a major event"), {
        **COMMON,
        "event": TOKEN,
        "starts": DAY,
        "dissolves": DAY,
        "latest": DAY,
        "hosts": many(PARTY, least=1),
        "states": rows(least=1, country=COUNTRY, party=PARTY),
        "shifts": many(CLOCK),
        "grace": COUNT,
        "escalation": rows(severity=choice(*SEVERITIES), minutes=COUNT, to=LINE),
    }),
    Kind("event.joined", mark("Join the cell on the terms proposed"), {}),
    Kind("event.declined", mark("Decline to join"), {"words": LINE}),
    Kind("event.left", mark("Leave the cell"), {"words": LINE}),
    Kind("note", mark("Write something down"), {"text": TEXT}),
    Kind("venue.named", mark("Name a venue in one's own state"),
         {"venue": TOKEN, "name": LINE, "country": COUNTRY}),
    Kind("day.set", mark("Set what takes place at a venue on a day"),
         {"venue": TOKEN, "day": DAY, "what": LINE}),
    Kind("day.dropped", mark("Say that nothing takes place there on that day"),
         {"venue": TOKEN, "day": DAY}),
    Kind("log.written", mark("Write into the watch log"), {
        "severity": choice(*SEVERITIES), "venue": optional(TOKEN), "happened_ms": MOMENT,
        "text": TEXT}),
    Kind("incident.opened", mark("Open an incident"), {
        "nature": choice(*INCIDENTS), "severity": choice(*SEVERITIES), "venue": optional(TOKEN),
        "happened_ms": MOMENT, "countries": many(COUNTRY), "text": TEXT}),
    Kind("matter.raised", mark("Raise the severity of a log entry or incident"),
         {"of": DIGEST, "severity": choice(*SEVERITIES), "words": LINE}),
    Kind("matter.acknowledged", mark("Acknowledge a log entry or incident that calls for it"),
         {"of": DIGEST}),
    Kind("matter.closed", mark("Close a log entry or incident"), {"of": DIGEST, "words": LINE}),
    Kind("shift.begun", mark("Begin a watch that nobody handed over"), {"words": LINE}),
    Kind("shift.handed", mark("Hand the watch over, with all that is open"),
         {"open": many(DIGEST, most=MOST_OPEN), "words": LINE}),
    Kind("shift.taken", mark("Take the watch over"), {"handing": DIGEST}),
    Kind("task.set", mark("Set a task, with its owner and when it is due"),
         {"title": LINE, "owner": PARTY, "due_ms": MOMENT, "incident": optional(DIGEST)}),
    Kind("task.done", mark("Report a task done"), {"task": DIGEST, "words": LINE}),
    Kind("until.proposed", mark("Propose another day of dissolution"),
         {"until": DAY, "words": LINE}),
    Kind("until.agreed", mark("Agree to another day of dissolution"), {"proposal": DIGEST}),
    Kind("accreditation.announced", mark("Announce an accreditation list: its size and its root"),
         {"version": COUNT, "persons": COUNT, "batches": COUNT, "root": DIGEST}),
    Kind("accreditation.admitted", mark("Let a list of another member be screened here"),
         {"list": DIGEST}),
    Kind("accreditation.refused", mark("Refuse to screen a list of another member"),
         {"list": DIGEST, "words": LINE}),
    Kind("accreditation.screened",
         mark("Tell how many of a list a partner has no objection to; computed"),
         {"list": DIGEST, "partner": PARTY, "no_objection": COUNT, "referred": COUNT}),
)  # fmt: skip

EVENT_KINDS: Final[Mapping[str, Kind]] = {row.name: row for row in _EVENT}
