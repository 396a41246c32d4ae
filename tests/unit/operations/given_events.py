"""A cell of three states and its entries: where the tests of events start from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from entraide.kernel.canonical import Json
from entraide.operations.admitting import admit_entries
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import PARTIES, write

MINUTE_MS = 60_000
DAY_MS = 86_400_000
TODAY = dt.datetime.fromtimestamp(NOW / 1_000, dt.UTC).date()


def on(ahead: int) -> str:
    return (TODAY + dt.timedelta(days=ahead)).isoformat()


TERMS: dict[str, Any] = {
    "nonce": "0" * 32,
    "subject": "The games",
    "agreement": "0" * 63 + "1",
    "purpose": "public-safety-event",
    "offence": "terrorism.attack",
    "case": "R-1",
    "legal_basis": None,
    "categories": ["names"],
    "members": list(PARTIES),
    "event": "games",
    "starts": on(0),
    "dissolves": on(30),
    "latest": on(60),
    "hosts": [ES, MA],
    "states": [{"country": each[:2].upper(), "party": each} for each in PARTIES],
    "shifts": ["06:00", "18:00"],
    "grace": 15,
    "escalation": [
        {"severity": "critical", "minutes": 0, "to": "Head"},
        {"severity": "critical", "minutes": 10, "to": "All hosts"},
        {"severity": "serious", "minutes": 30, "to": "Head"},
    ],
}


def cell_founding(**changes: Any) -> Entry:
    return Entry(
        operation="",
        party=MA,
        author="officer-a",
        number=1,
        height=1,
        seen=(),
        kind="event.proposed",
        at_ms=NOW,
        body={**TERMS, **changes},
    ).founding()


def said(
    journal: Journal,
    party: str,
    kind: str,
    *,
    at_ms: int = 0,
    author: str = "officer-a",
    **body: Json,
) -> tuple[Journal, str]:
    """Return the journal with an entry that the rules let stand, and its digest."""
    entry = spoken(journal, party, kind, at_ms=at_ms, author=author, **body)
    grown, _ = admit_entries(journal, (entry,))
    return grown, entry.digest


def spoken(
    journal: Journal,
    party: str,
    kind: str,
    *,
    at_ms: int = 0,
    author: str = "officer-a",
    **body: Json,
) -> Entry:
    return replace(write(journal, party, kind, at_ms=at_ms, **body), author=author)


def standing_cell(*joiners: str, **changes: Any) -> Journal:
    """Return the journal of a cell that these joined; by default all."""
    journal = Journal().add(cell_founding(**changes))
    for party in joiners or (ES, DE):
        journal, _ = said(journal, party, "event.joined")
    return journal
