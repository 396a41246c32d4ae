"""What the policy is asked and what it answers, apart from the Permit that it alone makes.

A question holds the attributes of a request and nothing of any record: the answer can therefore
name an article without telling whether a person is known (the oracle rule).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from entraide.agreements.agreement import Agreement
from entraide.agreements.terms import Form, HitDetail, OnwardTransfer, OtherForm

__all__ = [
    "Denial",
    "Obligations",
    "Outcome",
    "PolicyQuestion",
    "Referral",
    "Side",
    "Verdict",
    "about_office",
    "decide_without_agreement",
    "obligations_of",
]


class Side(StrEnum):
    """Which party decides: the one about to ask, or the one that holds."""

    ASKER = "asker"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyQuestion:
    """A request, as far as policy may see it.

    ``asker`` wants the data and ``holder`` gives it, also where the holder gives unasked. The
    strings are as received: the decision, not the type, refuses what is unknown. Of an office (a
    form of chapter 6) only the parties and the form are asked (``about_office``).
    """

    asker: str
    holder: str
    form: Form | OtherForm
    purpose: str
    offence: str
    categories: tuple[str, ...]
    has_case: bool
    has_legal_basis: bool
    urgent: bool
    side: Side
    event: str = ""
    """The major event whose accreditation list is screened; empty for every other form."""


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


class Outcome(StrEnum):
    """What a simulated decision comes to."""

    PERMITTED = "permitted"
    A_PERSON = "a-person-decides"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would be decided, and under which articles; it gives leave to nothing."""

    outcome: Outcome
    code: str
    articles: tuple[str, ...]
    obligations: Obligations | None


def about_office(form: OtherForm, pair: tuple[str, str], side: Side) -> PolicyQuestion:
    """Return the question whether something of an office may pass; ``pair`` is (gets, gives).

    Its form is what it is for: what passes is bound to that.
    """
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=form,
        purpose=form.value,
        offence="",
        categories=(),
        has_case=False,
        has_legal_basis=False,
        urgent=False,
        side=side,
    )


def decide_without_agreement() -> Denial:
    """Return the denial of a question that no agreement in force covers."""
    return Denial("policy.no_agreement", "none")


def obligations_of(agreement: Agreement, question: PolicyQuestion) -> Obligations:
    """Return what the memorandum asks of whoever answers this question.

    Art. 2.12 names no office: two officers where it asks for two to give information unasked.
    """
    form = Form.SPONTANEOUS if isinstance(question.form, OtherForm) else question.form
    hits, data = agreement.exchange.hits, agreement.personal_data
    direct = question.form == Form.HIT_NO_HIT
    return Obligations(
        hit_detail=hits.detail,
        most_hits=hits.most,
        answer_after_ms=hits.answer_after_milliseconds,
        answer_within_hours=agreement.deadline_hours(urgent=question.urgent, direct=direct),
        handling=data.handling,
        onward_transfer=data.onward_transfer,
        retention_days=data.retention_days,
        two_officers=form in agreement.exchange.two_officers_for,
        person_at_holder=question.purpose in agreement.exchange.sensitive_purposes,
    )
