"""What an agreement would let pass, without asking anybody anything.

"If they asked this, what would we release, and under which article?" and "what may we ask them?":
both are answered by the policy that decides the real questions, with the budgets as they stand. A
text that not every party has signed can be tried too, before it binds. Where a name is given and
we hold, our own records are searched as the partner's question would search them; nothing leaves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from entraide.agreements.agreement import Agreement
from entraide.agreements.decision import Outcome, PolicyQuestion, Side, Verdict
from entraide.agreements.policy import Trial, try_out
from entraide.agreements.terms import Form
from entraide.exchange.bodies import MAX_HITS
from entraide.kernel.canonical import Json
from entraide.match import Subject
from entraide.node.call import Call, Parameters
from entraide.node.memorandum.documents import held_documents
from entraide.node.question.budgets import questions_counted
from entraide.node.runtime import Node
from entraide.vocabulary.offences import EXCHANGEABLE, covers
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["Simulate", "simulate_agreement"]


class Simulate(Parameters):
    """A question to try; without purpose and offence, everything that may be asked is listed."""

    agreement: str
    asker: str | None = None
    """By default we ask."""
    holder: str | None = None
    """By default each other party."""
    form: Form = Form.HIT_NO_HIT
    purpose: str | None = None
    offence: str | None = None
    category: tuple[str, ...] = ("names",)
    urgent: bool = False
    case: bool = True
    legal_basis: bool = True
    name: tuple[str, ...] = ()
    born: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tried:
    """A text on trial, with what its budgets are counted under."""

    node: Node
    agreement: Agreement
    trial: Trial

    def used(self, pair: tuple[str, str], purpose: str) -> int:
        now_ms, what = self.node.world.now_ms(), (pair, purpose)
        return self.node.read(lambda c: questions_counted(c, self.agreement, what, now_ms))

    def decide(self, question: PolicyQuestion, used: int) -> Verdict:
        now_ms = self.node.world.now_ms()
        return self.trial.decide(question, now_ms=now_ms, budget_used=used)


async def simulate_agreement(call: Call, wanted: Simulate) -> Json:
    """Decide one question, or list what each party may ask each other one."""
    node = call.node
    documents = node.read(held_documents)
    signed = documents.named(wanted.agreement)
    agreement = signed.agreement
    tried = _Tried(node, agreement, try_out(agreement, documents.standing(signed)))
    pairs = tuple(_pairs(tried, wanted))
    if wanted.purpose is None or wanted.offence is None:
        rows: list[Json] = [row for pair in pairs for row in _overview(tried, pair)]
        return {"agreement": agreement.id, "may_ask": rows}
    PURPOSES.find(wanted.purpose)
    decisions: list[Json] = [await _decided(call, wanted, tried, pair) for pair in pairs]
    return {"agreement": agreement.id, "decisions": decisions}


def _pairs(tried: _Tried, wanted: Simulate) -> Iterator[tuple[str, str]]:
    """Yield who asks whom: parties of the text, never one itself."""
    agreement = tried.agreement
    asker = agreement.party(wanted.asker or tried.node.settings.id).id
    holders = (agreement.party(wanted.holder),) if wanted.holder else agreement.parties
    yield from ((asker, holder.id) for holder in holders if holder.id != asker)


def _overview(tried: _Tried, pair: tuple[str, str]) -> Iterator[dict[str, Json]]:
    agreement = tried.agreement
    for purpose in agreement.exchange.purposes:
        used, budget = tried.used(pair, purpose), agreement.budget_for(pair[0], purpose)
        outcomes = {
            form: _outcomes(tried, _asked(pair, purpose, form), used)
            for form in agreement.exchange.forms
        }
        yield {
            "asker": pair[0],
            "holder": pair[1],
            "purpose": purpose,
            "forms": [form.value for form, seen in outcomes.items() if Outcome.PERMITTED in seen],
            "a_person": [form.value for form, seen in outcomes.items() if Outcome.A_PERSON in seen],
            "limit": budget.limit if budget else 0,
            "period": budget.period.value if budget else "",
            "used": used,
        }


def _asked(pair: tuple[str, str], purpose: str, form: Form) -> PolicyQuestion:
    return _question(pair, Simulate(agreement="", form=form, purpose=purpose))


def _outcomes(tried: _Tried, question: PolicyQuestion, used: int) -> set[Outcome]:
    """Return what comes of the offences that the text covers; one of each domain is tried."""
    by_domain = {
        offence.group: offence.code
        for offence in EXCHANGEABLE
        if any(covers(one, offence.code) for one in tried.agreement.exchange.offences)
    }
    categories = tried.agreement.exchange.categories[:1]
    return {
        tried.decide(replace(question, offence=code, categories=categories), used).outcome
        for code in by_domain.values()
    }


async def _decided(
    call: Call, wanted: Simulate, tried: _Tried, pair: tuple[str, str]
) -> dict[str, Any]:
    question = _question(pair, wanted)
    used = tried.used(pair, question.purpose)
    verdict = tried.decide(question, used)
    budget = tried.agreement.budget_for(pair[0], question.purpose)
    shown: dict[str, Any] = {
        "asker": pair[0],
        "holder": pair[1],
        "outcome": verdict.outcome.value,
        "code": verdict.code,
        "articles": list(verdict.articles),
        "obligations": _obligations(verdict),
        "limit": budget.limit if budget else 0,
        "used": used,
    }
    if wanted.name and pair[1] == tried.node.settings.id:
        country = tried.agreement.party(pair[0]).country
        shown["answer"] = await _answer(call, wanted, country, verdict)
    return shown


async def _answer(call: Call, wanted: Simulate, country: str, verdict: Verdict) -> dict[str, Any]:
    """Return what the answer would say: the bands of hits, as many as the agreement allows."""
    if verdict.obligations is None:
        return {"result": "denied", "hits": []}
    subject = Subject(names=wanted.name, birth_dates=wanted.born)
    sightings = await call.node.searcher.find(subject, country, MAX_HITS)
    shown = sightings[: verdict.obligations.most_hits]
    hits = [{"record": one.record_id, "band": one.band} for one in shown]
    event = call.event("agreement.simulated", "search", ids={"hits": str(len(hits))})
    await call.node.writer.run(lambda transaction: transaction.log(event))
    return {"result": "hit" if hits else "no-hit", "hits": hits}


def _question(pair: tuple[str, str], wanted: Simulate) -> PolicyQuestion:
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=wanted.form,
        purpose=wanted.purpose or "",
        offence=wanted.offence or "",
        categories=wanted.category,
        has_case=wanted.case,
        has_legal_basis=wanted.legal_basis,
        urgent=wanted.urgent,
        side=Side.HOLDER,
    )


def _obligations(verdict: Verdict) -> dict[str, Json] | None:
    if verdict.obligations is None:
        return None
    found = dataclasses.asdict(verdict.obligations)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}
