"""What the policy is asked and what it answers, apart from the Permit that it alone makes.

A question holds the attributes of a request and nothing of any record: the answer can therefore
name an article without telling whether a person is known (the oracle rule).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from entraide.agreements.terms import Form, HitDetail, OnwardTransfer

__all__ = [
    "Denial",
    "Obligations",
    "PolicyQuestion",
    "Referral",
    "Side",
    "decide_without_agreement",
]


class Side(StrEnum):
    """Which party decides: the one about to ask, or the one that holds."""

    ASKER = "asker"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyQuestion:
    """A request, as far as policy may see it.

    ``asker`` wants the data and ``holder`` gives it, also where the holder gives unasked. The
    strings are as received: the decision, not the type, refuses what is unknown.
    """

    asker: str
    holder: str
    form: Form
    purpose: str
    offence: str
    categories: tuple[str, ...]
    has_case: bool
    has_legal_basis: bool
    urgent: bool
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligations:
    """What whoever acts on a permit must do; each value is the agreement's own."""

    hit_detail: HitDetail
    most_hits: int
    answer_after_ms: int
    answer_within_hours: int
    handling: tuple[str, ...]
    onward_transfer: OnwardTransfer
    retention_days: int
    two_officers: bool
    person_at_holder: bool


@dataclass(frozen=True, slots=True)
class Denial:
    """Refused: a stable code, and the article that stands against it.

    ``article`` is ``Art. 2.3`` and the like, ``evaluation`` where the policy could not be
    evaluated, ``none`` where no agreement covers the question.
    """

    code: str
    article: str
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """Not refused, but a person at the holder must look first (a sensitive purpose)."""

    code: str
    article: str
    agreement: str
    question: PolicyQuestion
    obligations: Obligations


def decide_without_agreement() -> Denial:
    """Return the denial of a question that no agreement in force covers."""
    return Denial("policy.no_agreement", "none")
