"""A tripartite memorandum, signed, and a question under it: where the tests start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import DAY_MS, day_start
from entraide.agreements.chapters.general import Party, RootKeys
from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.drafting import draft_agreement
from entraide.agreements.policy import Policy, compile_policy
from entraide.agreements.reading import parse_agreement
from entraide.agreements.signing import SignedAgreement, sign_agreement
from entraide.agreements.terms import Form, Reason
from entraide.kernel.keys import SigningKey

STARTS = date(2026, 12, 1)
NOW = day_start(STARTS) + DAY_MS
MA, ES, DE = "ma.bureau", "es.bureau", "de.bureau"
ROOTS = {name: SigningKey(bytes([at]) * 32) for at, name in enumerate((MA, ES, DE), 1)}


def party(name: str, *keys: SigningKey, threshold: int = 1) -> Party:
    roots = tuple(key.public for key in keys) or (ROOTS[name].public,)
    return Party(
        id=name,
        country=name[:2].upper(),
        name=f"Bureau of {name}",
        authority="Ministry of the Interior",
        contact="duty officer, day and night",
        root=RootKeys(threshold=threshold, keys=roots),
    )


def text_of(*names: str, template: str = "police-cooperation") -> str:
    parties = tuple(party(name) for name in names or (MA, ES, DE))
    return draft_agreement(parties, template, starts=STARTS)


def agreement_of(*names: str) -> Agreement:
    """Return a memorandum that asks every reason of each question, so that each rule is there."""
    drafted = parse_agreement(text_of(*names))
    every = replace(drafted.exchange, each_question_names=tuple(Reason))
    return replace(drafted, exchange=every)


def signed_by_all(agreement: Agreement) -> SignedAgreement:
    signed = SignedAgreement(agreement)
    for one in agreement.parties:
        signed = sign_agreement(signed, one.id, ROOTS[one.id])
    return signed


def policy_of(text: str | None = None) -> Policy:
    return compile_policy(signed_by_all(parse_agreement(text) if text else agreement_of()))


QUESTION = PolicyQuestion(
    asker=MA,
    holder=ES,
    form=Form.HIT_NO_HIT,
    purpose="criminal-investigation",
    offence="drugs.trafficking",
    categories=("names", "birth"),
    has_case=True,
    has_legal_basis=True,
    urgent=False,
    side=Side.HOLDER,
)


def asked(**changes: object) -> PolicyQuestion:
    return replace(QUESTION, **changes)  # type: ignore[arg-type]
