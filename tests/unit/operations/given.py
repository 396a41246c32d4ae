"""A joint team of three states and its entries: where the tests start from."""

from __future__ import annotations

from typing import Any

from entraide.kernel.canonical import Json
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from tests.unit.agreements.given import DE, ES, MA, NOW

PARTIES = (DE, ES, MA)
DIGEST = "0" * 63 + "1"
TERMS: dict[str, Any] = {
    "nonce": "0" * 32,
    "subject": "The yacht",
    "agreement": DIGEST,
    "purpose": "criminal-investigation",
    "offence": "drugs.trafficking",
    "case": "R-1",
    "legal_basis": None,
    "categories": ["names"],
    "members": list(PARTIES),
    "starts": "2026-12-01",
    "until": "2026-12-31",
    "states": [
        {"country": "MA", "law": "Code of criminal procedure", "leader": "A. Alaoui", "party": MA},
        {"country": "ES", "law": "Ley 11/2003", "leader": "B. Blanco", "party": ES},
    ],
    "people": [{"party": DE, "name": "C. Clausen", "part": "participant"}],
    "identifiers": [],
}


def founding(**changes: Any) -> Entry:
    return founded("team.proposed", {**TERMS, **changes})


def founded(kind: str, body: dict[str, Any]) -> Entry:
    """Return the first entry of an operation of this kind."""
    return Entry(
        operation="",
        party=MA,
        author="officer",
        number=1,
        height=1,
        seen=(),
        kind=kind,
        at_ms=NOW,
        body=body,
    ).founding()


def write(journal: Journal, party: str, kind: str, *, at_ms: int = 0, **body: Json) -> Entry:
    """Return the next entry of a party, whatever the rules say of it."""
    place = journal.next_place(party)
    return Entry(
        operation=journal.order[0].operation,
        party=party,
        author="officer",
        number=place.number,
        height=place.height,
        seen=place.seen,
        kind=kind,
        at_ms=at_ms or place.not_before_ms,
        body=body,
    )


def next_entry(journal: Journal, party: str, *, text: str) -> Entry:
    return write(journal, party, "note", text=text)


def standing(**changes: Any) -> Journal:
    """Return the journal of a team that all three have joined."""
    journal = Journal().add(founding(**changes))
    for party in (DE, ES):
        journal = journal.add(write(journal, party, "team.joined"))
    return journal
