"""What Cedar is told: the schema, the parties and offences, and a question as a request.

Offences stand in their domains, budgets are tags on the asking party. A value of a question goes in
as it came: what does not fit the schema is refused there, and the policy denies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.terms import Form, OtherForm
from entraide.vocabulary.offences import OFFENCES

__all__ = [
    "KNOWN",
    "OFFICE_SCHEMA",
    "SCHEMA",
    "budget_limits",
    "entities_of",
    "event_tag",
    "office_request_of",
    "request_of",
]

KNOWN: Final = "offences"
"""The ancestor of every offence: a domain such as ``drugs`` is none, and nobody may ask for it."""

_ACTIONS: Final = ", ".join(f'"{form}"' for form in Form)
SCHEMA: Final = f"""
entity Party tags Long;
entity Vocabulary;
entity Offence in [Offence, Vocabulary];
entity Side enum [{", ".join(f'"{side}"' for side in Side)}];
type Question = {{
  purpose: String, offence: Offence, categories: Set<String>, side: Side,
  hasCase: Bool, hasLegalBasis: Bool, urgent: Bool, reviewed: Bool, now: Long, budgetUsed: Long,
  event: String,
}};
action {_ACTIONS} appliesTo {{ principal: [Party], resource: [Party], context: Question }};
"""

_OFFICES: Final = ", ".join(f'"{form}"' for form in OtherForm)
OFFICE_SCHEMA: Final = f"""
entity Party;
type Occasion = {{ now: Long }};
action {_OFFICES} appliesTo {{ principal: [Party], resource: [Party], context: Occasion }};
"""
"""Of an office nothing is asked but between whom and when: it discloses nothing of a record."""


def office_request_of(question: PolicyQuestion, *, now_ms: int) -> dict[str, Any]:
    """Return a question about an office, at a moment, as a Cedar request."""
    return {
        "principal": {"type": "Party", "id": question.asker},
        "action": {"type": "Action", "id": question.form},
        "resource": {"type": "Party", "id": question.holder},
        "context": {"now": now_ms},
    }


def request_of(
    question: PolicyQuestion, *, now_ms: int, budget_used: int, reviewed: bool
) -> dict[str, Any]:
    """Return a question, at a moment and with its count, as a Cedar request."""
    return {
        "principal": {"type": "Party", "id": question.asker},
        "action": {"type": "Action", "id": question.form},
        "resource": {"type": "Party", "id": question.holder},
        "context": {
            "purpose": question.purpose,
            "offence": {"__entity": {"type": "Offence", "id": question.offence}},
            "categories": question.categories,
            "side": {"__entity": {"type": "Side", "id": question.side}},
            "hasCase": question.has_case,
            "hasLegalBasis": question.has_legal_basis,
            "urgent": question.urgent,
            "now": now_ms,
            "budgetUsed": budget_used,
            "reviewed": reviewed,
            "event": event_tag(question.event),
        },
    }


def event_tag(event: str) -> str:
    """Return the tag of a party under which an event's own budget stands; no purpose has it."""
    return f"event/{event}"


def entities_of(agreement: Agreement) -> str:
    """Return the Cedar entities: parties with their budgets as tags, offences in their domains."""
    return json.dumps([*_party_entities(agreement), *_offence_entities()])


def budget_limits(agreement: Agreement) -> frozenset[int]:
    """Return every number of questions that a budget allows: the tags of the parties."""
    return frozenset(
        limit for party in agreement.parties for limit in _budgets(agreement, party.id).values()
    )


def _party_entities(agreement: Agreement) -> Iterator[dict[str, object]]:
    for party in agreement.parties:
        uid = {"type": "Party", "id": party.id}
        yield {"uid": uid, "attrs": {}, "parents": [], "tags": _budgets(agreement, party.id)}


def _budgets(agreement: Agreement, party: str) -> dict[str, int]:
    budgets = {
        purpose: budget.limit
        for purpose in agreement.exchange.purposes
        if (budget := agreement.budget_for(party, purpose))
    }
    return budgets | {event_tag(row.id): row.accreditations for row in agreement.missions.events}


def _offence_entities() -> Iterator[dict[str, object]]:
    known = {"type": "Vocabulary", "id": KNOWN}
    yield {"uid": known, "attrs": {}, "parents": []}
    for offence in OFFENCES:
        above = offence.code.rpartition(".")[0]
        domain = [{"type": "Offence", "id": above}] if above else []
        uid = {"type": "Offence", "id": offence.code}
        yield {"uid": uid, "attrs": {}, "parents": [known, *domain]}
