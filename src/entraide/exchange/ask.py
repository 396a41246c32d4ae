"""Asking: whom may we ask this, under which agreement, and what exactly leaves the house.

The asker's own policy decides before anything is sent: a question that our side may not ask is
denied here with its article and no partner ever sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from entraide.agreements.decision import (
    Denial,
    PolicyQuestion,
    Referral,
    Side,
    decide_without_agreement,
)
from entraide.agreements.policy import Permit, Policy
from entraide.agreements.terms import Form
from entraide.exchange.bodies import Query
from entraide.kernel.message import Message
from entraide.match import Subject
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES

__all__ = [
    "Enquiry",
    "Framing",
    "categories_of",
    "compose_query",
    "may_ask",
    "policy_question",
    "query_of",
]

_CATEGORY_OF_KIND: Final = {
    "document": "documents",
    "national_id": "documents",
    "phone": "phones",
    "email": "online",
    "iban": "accounts",
    "vehicle": "vehicles",
    "vessel": "vehicles",
    "wallet": "wallets",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """What an officer wants to know, why, and in which case."""

    subject: Subject
    purpose: str
    offence: str
    case: str
    legal_basis: str | None
    urgent: bool
    author: str
    """The officer's pseudonym."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """What a message needs from the world: fresh ids and the time (UTC milliseconds)."""

    id: str
    thread: str
    now_ms: int
    lifetime_ms: int


def categories_of(subject: Subject) -> tuple[str, ...]:
    """Return the data categories that a question touches, as agreements name them."""
    present = {
        "names": bool(subject.names),
        "birth": bool(subject.birth_dates),
        "sex": bool(subject.sexes),
        "nationality": bool(subject.countries),
    }
    plain = [category for category, used in present.items() if used]
    numbers = [_CATEGORY_OF_KIND.get(each.kind, each.kind) for each in subject.identifiers]
    return tuple(dict.fromkeys([*plain, *numbers]))


def policy_question(
    query: Query, purpose: str, asker: str, holder: str, side: Side
) -> PolicyQuestion:
    """Return the attributes that policy sees of a question: all of them, and nothing else."""
    return PolicyQuestion(
        asker=asker,
        holder=holder,
        form=Form.HIT_NO_HIT,
        purpose=purpose,
        offence=_weighed(query.offence),
        categories=categories_of(query.subject),
        has_case=bool(query.case.strip()),
        has_legal_basis=bool((query.legal_basis or "").strip()),
        urgent=query.urgent,
        side=side,
    )


def _weighed(offence: str) -> str:
    """Return the code that policy weighs: an unlisted code of an excluded group is that group."""
    group = offence.split(".", 1)[0]
    return group if group in EXCLUSIONS and offence not in OFFENCES else offence


def may_ask(
    question: PolicyQuestion,
    policies: Iterable[Policy],
    now_ms: int,
    used: Callable[[Policy], int],
) -> Permit | Referral | Denial:
    """Decide under every agreement that names both parties; the first that lets pass is taken.

    Where none does, the first agreement's denial is returned: its article is the one to read. That
    a text was replaced (Art. 8.3) is the reason only where no other text denies.
    ``used`` counts the questions already asked under an agreement in its present period.
    """
    denials: list[tuple[bool, Denial]] = []
    parties = {question.asker, question.holder}
    for policy in policies:
        if not parties <= {party.id for party in policy.agreement.parties}:
            continue
        decision = policy.decide(question, now_ms=now_ms, budget_used=used(policy))
        if not isinstance(decision, Denial):
            return decision
        denials.append((policy.is_amended(now_ms), decision))
    first = min(denials, key=lambda each: each[0], default=(False, decide_without_agreement()))
    return first[1]


def query_of(enquiry: Enquiry) -> Query:
    """Return the body of the question."""
    return Query(
        subject=enquiry.subject,
        offence=enquiry.offence,
        case=enquiry.case,
        legal_basis=enquiry.legal_basis,
        urgent=enquiry.urgent,
    )


def compose_query(
    enquiry: Enquiry, permit: Permit | Referral, asker: str, holder: str, framing: Framing
) -> Message:
    """Compose the message; asking takes a Permit (or the leave to ask a person at the holder)."""
    query = query_of(enquiry)
    return Message(
        id=framing.id,
        thread=framing.thread,
        kind=Query.KIND,
        version=Query.VERSION,
        sender=asker,
        recipient=holder,
        author=enquiry.author,
        sent_ms=framing.now_ms,
        expires_ms=framing.now_ms + framing.lifetime_ms,
        purpose=enquiry.purpose,
        agreement=permit.digest if isinstance(permit, Permit) else permit.agreement,
        handling="H0",
        in_reply_to=None,
        body=query.to_json(),
    )
