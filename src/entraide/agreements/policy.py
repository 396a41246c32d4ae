"""The policy decision: a signed memorandum compiled to Cedar, and the only maker of a Permit.

Both sides decide with it, the asker before sending and the holder before searching. Disclosing
takes a Permit, and none can be made elsewhere, so that code which forgets to ask does not run.

How a question is decided:
  1. the memorandum was verified and its policies validated when it was compiled;
  2. a question that cannot be put to Cedar, or that the schema refuses, is denied;
  3. any error of evaluation is a denial, whatever the decision beside it (Cedar skips a policy
     that it cannot evaluate and would allow);
  4. the first rule that is broken names the article, in the order of ``rules.RULES``;
  5. where only the rule on sensitive purposes is broken, a person at the holder decides.
The decision reads the question, the time and the count of questions: never a record. The same
question within the same spans of time and count is decided once (``remembered``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from typing import Final, TypeAlias, final

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import day_start
from entraide.agreements.cedar import budget_limits
from entraide.agreements.compiling import Asked, Rulebook, compile_rulebook
from entraide.agreements.decision import (
    Denial,
    Obligations,
    Outcome,
    PolicyQuestion,
    Referral,
    Verdict,
    obligations_of,
)
from entraide.agreements.remembered import Memory
from entraide.agreements.rules import RULES, SENSITIVE
from entraide.agreements.signing import SignedAgreement, verify_agreement
from entraide.agreements.standing import AS_SIGNED, Standing
from entraide.errors import LocalProtocolError

__all__ = ["Decision", "Permit", "Policy", "Trial", "compile_policy", "permit_of", "try_out"]

_MAKER: Final = object()
_EVALUATION: Final = ("policy.not_evaluated", "evaluation")
_ARTICLES: Final = {rule.code: rule.article for rule in RULES}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to ask or to answer one question under one memorandum, made by the policy alone.

    ``articles`` are those that the decision relied on; ``decided_ms`` is when.
    """

    agreement: str
    digest: str
    question: PolicyQuestion
    articles: tuple[str, ...]
    obligations: Obligations
    decided_ms: int
    reviewers: tuple[str, ...] = ()
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        """Refuse whoever is not the policy; dataclasses.replace fails for want of the maker."""
        if maker is not _MAKER:
            raise LocalProtocolError("policy.forged")

    @property
    def purpose(self) -> str:
        """The purpose to which what is disclosed is bound."""
        return self.question.purpose


Decision: TypeAlias = Permit | Denial | Referral


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A compiled memorandum; make one with ``compile_policy`` and keep it while it is in force."""

    agreement: Agreement
    digest: str
    standing: Standing
    rulebook: Rulebook
    memory: Memory = field(init=False, repr=False, compare=False)
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        """Refuse policies that were not compiled from a verified memorandum."""
        if maker is not _MAKER:
            raise LocalProtocolError("policy.forged")
        object.__setattr__(self, "memory", Memory(self.text, budget_limits(self.agreement)))

    @property
    def text(self) -> str:
        """The Cedar policies of both sets."""
        return self.rulebook.information.text + self.rulebook.offices.text

    @property
    def starts_ms(self) -> int:
        """The first moment at which the text applies (Art. 8.1)."""
        return day_start(self.agreement.final_provisions.entry_into_force)

    def is_amended(self, now_ms: int) -> bool:
        """Tell whether a later text has taken the place of this one (Art. 8.3)."""
        return self.standing.amended_ms is not None and now_ms >= self.standing.amended_ms

    def replaces(self, earlier: Policy, now_ms: int) -> bool:
        """Tell whether this is the later text that has taken the place of another."""
        same = self.agreement.id == earlier.agreement.id and self.digest != earlier.digest
        return same and earlier.starts_ms < self.starts_ms <= now_ms and not self.is_amended(now_ms)

    def decide(self, question: PolicyQuestion, *, now_ms: int, budget_used: int) -> Decision:
        """Decide a question at a moment (UTC milliseconds); never raises.

        ``budget_used`` counts the questions of this asker and purpose in the current period
        before this one (``Agreement.budget_for``).
        """
        return self._decide(question, now_ms, budget_used, ())

    def decide_reviewed(
        self, referral: Referral, reviewers: tuple[str, ...], *, now_ms: int, budget_used: int
    ) -> Decision:
        """Decide again once officers of the holder looked: two where the form asks for two.

        Everything else is checked again: the memorandum may have lapsed while they read.
        """
        two = referral.question.form in self.agreement.exchange.two_officers_for
        enough = len(set(reviewers)) >= (2 if two else 1)
        return self._decide(referral.question, now_ms, budget_used, reviewers if enough else ())

    def _decide(
        self, question: PolicyQuestion, now_ms: int, budget_used: int, reviewers: tuple[str, ...]
    ) -> Decision:
        asked = Asked(
            question=question, now_ms=now_ms, budget_used=budget_used, reviewed=bool(reviewers)
        )
        key = self.memory.key((question, asked.reviewed), now_ms, budget_used)
        broken = self.memory.find(key)
        if broken is None:
            broken = self.rulebook.broken(asked)
        if broken in {(), (SENSITIVE,)}:
            self.memory.keep(key, broken)
        if broken == ():
            return self._permit(question, now_ms, reviewers)
        if broken == (SENSITIVE,):
            return self._referral(question)
        return self._denial(broken)

    def _permit(self, question: PolicyQuestion, now_ms: int, reviewers: tuple[str, ...]) -> Permit:
        return Permit(
            agreement=self.agreement.id,
            digest=self.digest,
            question=question,
            articles=self.rulebook.for_question(question).articles,
            obligations=obligations_of(self.agreement, question),
            decided_ms=now_ms,
            reviewers=reviewers,
            maker=_MAKER,
        )

    def _referral(self, question: PolicyQuestion) -> Referral:
        obligations = obligations_of(self.agreement, question)
        article = _ARTICLES[SENSITIVE]
        return Referral(SENSITIVE, article, self.agreement.id, question, obligations)

    def _denial(self, broken: tuple[str, ...] | None) -> Denial:
        code, article = (broken[0], _ARTICLES[broken[0]]) if broken else _EVALUATION
        return Denial(code, article, self.agreement.id)


def compile_policy(signed: SignedAgreement, standing: Standing = AS_SIGNED) -> Policy:
    """Compile a memorandum that every party signed; TrustError where one has not.

    ``standing`` is what became of it since: a later text, suspensions, terminations.
    The policies are checked against the schema in Cedar's strict mode: PolicyError where they do
    not pass, and nothing is decided with them.
    """
    verify_agreement(signed)
    return _compiled(signed.agreement, standing)


@final
@dataclass(frozen=True, slots=True)
class Trial:
    """A text on trial, signed or not: it says what would be decided and gives leave to nothing."""

    _policy: Policy

    def decide(self, question: PolicyQuestion, *, now_ms: int, budget_used: int) -> Verdict:
        """Say what the policy would decide; no Permit leaves this method."""
        decision = self._policy.decide(question, now_ms=now_ms, budget_used=budget_used)
        match decision:
            case Permit():
                return Verdict(Outcome.PERMITTED, "", decision.articles, decision.obligations)
            case Referral():
                articles = (decision.article,)
                return Verdict(Outcome.A_PERSON, decision.code, articles, decision.obligations)
            case Denial():
                return Verdict(Outcome.DENIED, decision.code, (decision.article,), None)


def try_out(agreement: Agreement, standing: Standing = AS_SIGNED) -> Trial:
    """Compile a text, also one that nobody has signed yet, to see what it would let pass."""
    return Trial(_compiled(agreement, standing))


def _compiled(agreement: Agreement, standing: Standing) -> Policy:
    return Policy(
        agreement=agreement,
        digest=agreement.digest,
        standing=standing,
        rulebook=compile_rulebook(agreement, standing),
        maker=_MAKER,
    )


def permit_of(
    decision: Decision, policies: Iterable[Policy], reviewers: tuple[str, ...], *, now_ms: int
) -> Permit | None:
    """Return the permit that a decision is, or that it becomes once officers enough have looked.

    ``policies`` are those under which the question may stand; only that of its agreement decides.
    """
    if not isinstance(decision, Referral):
        return decision if isinstance(decision, Permit) else None
    again = (
        each.decide_reviewed(decision, reviewers, now_ms=now_ms, budget_used=0)
        for each in policies
        if each.agreement.id == decision.agreement
    )
    return next((each for each in again if isinstance(each, Permit)), None)
