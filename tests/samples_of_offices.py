"""A founding entry of every office, and the minutes of a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from entraide.operations.entry import Entry, sign_entry
from entraide.operations.journal import Journal
from entraide.operations.offices.kinds import ASSISTANCE, COMMITTEE, POSTING
from entraide.operations.offices.minutes import Minutes, sign_minutes
from tests.unit.agreements.given import ES, MA, NOW, ROOTS
from tests.unit.operations.given import DIGEST, write

DAY: Final = "2026-12-02"
OFFICE: Final[dict[str, Any]] = {
    "nonce": "0" * 32,
    "subject": "Office",
    "agreement": DIGEST,
    "members": [ES, MA],
}
LINKS: Final[dict[str, Any]] = {
    "articles": ["3.4"],
    "promises": [{"outcome": "training", "day": None}],
}


TERMS: Final[dict[str, dict[str, Any]]] = {
    POSTING: {
        "host": ES,
        "serves": [],
        "fellows": [],
        "officer": "officer-1",
        "role": "duty-officer",
        "contact": "+34 910",
        "duties": "Drugs",
        "starts": DAY,
        "until": "2027-12-01",
    },
    COMMITTEE: {"day": DAY, "place": "Tanger"},
    ASSISTANCE: {
        "form": "training",
        "domain": "drugs",
        "need": "Ships",
        "people": 20,
        "wanted_by": "2027-01-01",
    },
}


def founding_of(kind: str, members: tuple[str, ...] = (ES, MA)) -> Entry:
    """Return the entry by which Rabat founds an office; whoever is more is served."""
    terms = {**OFFICE, **TERMS[kind], "members": sorted(members)}
    if kind == POSTING:
        terms["serves"] = sorted(set(members) - {ES, MA})
    return Entry(
        operation="",
        party=MA,
        author="officer",
        number=1,
        height=1,
        seen=(),
        kind=kind,
        at_ms=NOW,
        body=terms,
    ).founding()


FOUNDINGS: Final = tuple(founding_of(kind) for kind in (POSTING, COMMITTEE, ASSISTANCE))


def session() -> Iterator[Entry]:
    """Yield the entries of a session of two, with a decision, that both have closed."""
    journal = Journal().add(FOUNDINGS[1])
    yield FOUNDINGS[1]

    def said(party: str, kind: str, **body: Any) -> Entry:
        nonlocal journal
        entry = write(journal, party, kind, **body)
        journal = journal.add(entry)
        return entry

    for party in (MA, ES):
        yield said(party, "session.attended", head="Head")
    item = said(MA, "item.proposed", title="Item", **LINKS)
    yield item
    text = {"text": "Decided", "by": [ES, MA], **LINKS}
    decision = said(ES, "decision.proposed", item=item.digest, **text)
    yield decision
    yield said(MA, "decision.agreed", decision=decision.digest)
    for party in (MA, ES):
        yield said(party, "session.closed")


def minutes(keys: KeySet, signing: SigningKey) -> Minutes:
    """Return signed minutes of that session; one signing key serves both parties."""
    both = tuple(
        add_signature(
            SignedKeySet(
                replace(
                    keys,
                    party=each,
                    country=each[:2].upper(),
                    roots=Roots(1, (ROOTS[each].public,)),
                ),
                (),
            ),
            ROOTS[each],
        )
        for each in (ES, MA)
    )
    entries = tuple(sign_entry(each, signing).encode() for each in session())
    return sign_minutes(Minutes(entries, both), ROOTS[MA])
