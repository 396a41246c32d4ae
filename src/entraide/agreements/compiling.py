"""A memorandum as Cedar policies: one set for information, one for offices, asked alike.

Both are checked against their schema in Cedar's strict mode: PolicyError where they do not pass,
and nothing is decided with them. A question that cannot be put, any error of evaluation and an
answer that no known rule explains are told apart from a broken rule, so that they can be denied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cedarpy

from entraide.agreements.agreement import Agreement
from entraide.agreements.cedar import (
    OFFICE_SCHEMA,
    SCHEMA,
    entities_of,
    office_request_of,
    request_of,
)
from entraide.agreements.decision import PolicyQuestion
from entraide.agreements.rules import PERMIT, RULES, Reach, conditions_of, policy_text
from entraide.agreements.standing import Standing
from entraide.agreements.terms import OtherForm
from entraide.errors import PolicyError

__all__ = ["Asked", "Compiled", "Rulebook", "compile_rulebook"]

_UNASKABLE: Final = (KeyError, TypeError, ValueError, OverflowError, RecursionError)
"""What putting a malformed question to Cedar raises; each becomes a denial."""
_NOBODY: Final = "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question at a moment (UTC milliseconds), with its count, and whether officers looked."""

    question: PolicyQuestion
    now_ms: int
    budget_used: int
    reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """Policies with what they are evaluated against."""

    articles: tuple[str, ...]
    """The articles that a permit relied on."""
    text: str
    policies: cedarpy.PolicySet
    schema: cedarpy.Schema
    entities: cedarpy.Entities

    def broken(self, request: dict[str, Any]) -> tuple[str, ...] | None:
        """Return the codes of the broken rules in their order, None where none could be told."""
        try:
            answer = cedarpy.is_authorized(request, self.policies, self.entities, self.schema)
        except _UNASKABLE:
            return None
        if answer.diagnostics.errors:
            return None
        reasons = set(answer.diagnostics.id_annotations_by_reason.values())
        if answer.decision is cedarpy.Decision.Allow:
            return () if reasons == {PERMIT} else None
        return tuple(rule.code for rule in RULES if rule.code in reasons) or None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The two sets of one memorandum."""

    information: Compiled
    offices: Compiled

    def for_question(self, question: PolicyQuestion) -> Compiled:
        """Return the set that decides a question."""
        return self.offices if isinstance(question.form, OtherForm) else self.information

    def broken(self, asked: Asked) -> tuple[str, ...] | None:
        """Return the codes of the rules that a question breaks, None where none could be told."""
        return self.for_question(asked.question).broken(_request(asked))


def compile_rulebook(agreement: Agreement, standing: Standing) -> Rulebook:
    """Compile both sets; PolicyError where one does not fit its schema."""
    return Rulebook(
        _compiled(agreement, standing, (Reach.INFORMATION, SCHEMA, entities_of(agreement))),
        _compiled(agreement, standing, (Reach.OFFICES, OFFICE_SCHEMA, _NOBODY)),
    )


def _request(asked: Asked) -> dict[str, Any]:
    if isinstance(asked.question.form, OtherForm):
        return office_request_of(asked.question, now_ms=asked.now_ms)
    return request_of(
        asked.question,
        now_ms=asked.now_ms,
        budget_used=asked.budget_used,
        reviewed=asked.reviewed,
    )


def _compiled(
    agreement: Agreement, standing: Standing, against: tuple[Reach, str, str]
) -> Compiled:
    reach, form, entities = against
    conditions = conditions_of(agreement, standing, reach)
    text, schema = policy_text(conditions), cedarpy.Schema.from_str(form)
    checked = cedarpy.validate_policies(text, schema)
    if not checked.validation_passed:
        problem = "; ".join(str(error) for error in checked.errors)
        raise PolicyError("policy.not_compiled", agreement=agreement.id, problem=problem)
    return Compiled(
        articles=tuple(dict.fromkeys(rule.article for rule, _ in conditions)),
        text=text,
        policies=cedarpy.PolicySet.from_str(text),
        schema=schema,
        entities=cedarpy.Entities.from_json_str(entities, schema),
    )
