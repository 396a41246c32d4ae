"""A joint action day of three states and its entries, without any node."""

from __future__ import annotations

from typing import Any

from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import PARTIES, TERMS, founded, write

MINUTE_MS = 60_000
MOMENT = NOW + 60 * MINUTE_MS
BY = {"DE": DE, "ES": ES, "MA": MA}
DAY: dict[str, Any] = {
    **{key: TERMS[key] for key in TERMS if key not in {"starts", "until", "states", "people"}},
    "moment_ms": MOMENT,
    "answer_by_ms": MOMENT - 10 * MINUTE_MS,
    "window_minutes": 30,
    "states": [
        {"country": each, "party": party, "law": "L", "leader": "A. A.", "task": "Doors"}
        for each, party in BY.items()
    ],
    "identifiers": [{"of": "vehicle", "value": "1234-A-56", "born": None}],
    "contacts": [{"party": each, "name": "Post", "reached_by": "+0"} for each in PARTIES],
}


def proposed(**changes: Any) -> Entry:
    return founded("action.proposed", {**DAY, **changes})


def joined() -> Journal:
    journal = Journal().add(proposed())
    for party in (DE, ES):
        journal = journal.add(write(journal, party, "action.joined"))
    return journal


def cleared() -> Journal:
    journal = joined()
    for party in PARTIES:
        journal = journal.add(write(journal, party, "deconfliction.answered", clear=True))
    return journal
