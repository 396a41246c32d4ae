"""What would become of a question, before it is asked: whom it reaches, what is left to ask.

The same decision that the question meets when it is asked, by the same policy and the same counts;
nothing leaves and nothing is counted. What the answer may say follows from the memorandum: at most
so many hits, each with a band or without. How near the holder's record is, nobody is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from entraide.agreements.decision import Denial
from entraide.errors import EntraideError, PolicyError
from entraide.exchange.ask import Enquiry
from entraide.kernel.canonical import Json
from entraide.node.call import Call
from entraide.node.question.asking import Ask, decide_for, enquiry_of, holders_of
from entraide.node.question.budgets import questions_asked
from entraide.node.runtime import Node

__all__ = ["check_budgets", "foresee", "foreseen"]


async def foresee(call: Call, wanted: Ask) -> Json:
    """Return for each partner whether the question passes, what its answer may say, the budget."""
    enquiry = enquiry_of(call.node, wanted, call.actor.pseudonym)
    return {
        "case": enquiry.case,
        "purpose": enquiry.purpose,
        "offence": enquiry.offence,
        "legal_basis": enquiry.legal_basis,
        "partners": foreseen(call.node, enquiry, holders_of(call.node, wanted.to)),
    }


def foreseen(node: Node, enquiry: Enquiry, holders: Sequence[str]) -> list[Json]:
    """Return what would become of an enquiry at each partner."""
    return [_at(node, enquiry, holder) for holder in holders]


def _at(node: Node, enquiry: Enquiry, holder: str) -> dict[str, Any]:
    try:
        decision = decide_for(node, enquiry, holder)
    except EntraideError as error:
        return {"partner": holder, "outcome": "denied", "code": error.code, "article": ""}
    shown: dict[str, Any] = {"partner": holder}
    if isinstance(decision, Denial):
        return {**shown, "outcome": "denied", "code": decision.code, "article": decision.article}
    obliged = decision.obligations
    outcome = "needs-a-person" if obliged.person_at_holder else "permitted"
    return {
        **shown,
        "outcome": outcome,
        "articles": list(decision.articles),
        "detail": obliged.hit_detail.value,
        "most_hits": obliged.most_hits,
        **_budget(node, enquiry, (holder, decision.digest)),
    }


def _budget(node: Node, enquiry: Enquiry, at: tuple[str, str]) -> dict[str, Any]:
    """Return how many questions the memorandum lets us ask a partner, and how many are left."""
    holder, digest = at
    policy = next(each for each in node.policies if each.digest == digest)
    pair = (node.settings.id, holder)
    budget = policy.agreement.budget_for(pair[0], enquiry.purpose)
    now_ms = node.world.now_ms()
    used = node.read(lambda c: questions_asked(c, policy, pair, enquiry.purpose, now_ms))
    if budget is None:
        return {"limit": 0, "used": used, "left": 0, "period": ""}
    left = max(budget.limit - used, 0)
    return {"limit": budget.limit, "used": used, "left": left, "period": budget.period.value}


def check_budgets(node: Node, enquiries: Sequence[Enquiry], holders: Sequence[str]) -> None:
    """Refuse questions that would not all fit into what is left to ask; PolicyError says where."""
    wanted: Counter[tuple[str, str]] = Counter()
    left: dict[tuple[str, str], int] = {}
    for enquiry in enquiries:
        for row in (_at(node, enquiry, holder) for holder in holders):
            if row["outcome"] != "denied":
                of = (row["partner"], enquiry.purpose)
                wanted[of] += 1
                left[of] = row["left"]
    for (partner, purpose), count in wanted.items():
        if count > left[partner, purpose]:
            raise PolicyError(
                "batch.over_budget", partner=partner, purpose=purpose, wanted=count,
                left=left[partner, purpose],
            )  # fmt: skip
