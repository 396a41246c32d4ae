"""The rules that a memorandum becomes: one row for each, in the order in which denials name them.

A rule is a Cedar condition that must hold. Each is compiled twice: as a ``forbid`` unless it holds,
which names the article of a denial, and as a term of the one ``permit``. Cedar skips a policy that
it cannot evaluate, so a skipped ``forbid`` alone would let the question pass; the same condition in
the ``permit`` makes that policy fail too, and what nothing permits is denied.

Rules on the parties and the period hold for whatever passes; those of chapter 2 for information
alone, that of chapter 6 for offices: liaison officers, committees, assistance (``Reach``).

Conditions read the attributes of the question and constants of the memorandum and its standing.
Every constant is a code of a vocabulary, the id of a party (letters, digits, dots and hyphens) or a
number, so that no text of a memorandum can become policy.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag
from typing import Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import day_start
from entraide.agreements.cedar import KNOWN, event_tag
from entraide.agreements.decision import Side
from entraide.agreements.standing import AS_SIGNED, Pause, Standing
from entraide.agreements.terms import Form, Reason
from entraide.vocabulary.offences import EXCLUSIONS
from entraide.vocabulary.purposes import PURPOSES

__all__ = [
    "PERMIT",
    "RULES",
    "SENSITIVE",
    "Reach",
    "Rule",
    "conditions_of",
    "policy_text",
]

PERMIT: Final = "permit"
SENSITIVE: Final = "policy.sensitive_purpose"


class Reach(Flag):
    """What a rule speaks of."""

    INFORMATION = 1
    OFFICES = 2
    BOTH = 3


def _nothing(_of: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that must hold, made from the text or from what was declared about it since.

    It is empty where neither asks it.
    """

    code: str
    article: str
    must: Callable[[Agreement], str] = _nothing
    still: Callable[[Standing], str] = _nothing
    reach: Reach = Reach.INFORMATION

    def condition(self, agreement: Agreement, standing: Standing) -> str:
        """Return the Cedar condition."""
        return self.must(agreement) or self.still(standing)


def _words(values: Iterable[str]) -> str:
    return f"[{', '.join(json.dumps(value) for value in values)}]"


def _entities(kind: str, values: Iterable[str]) -> str:
    return f"[{', '.join(f'{kind}::{json.dumps(value)}' for value in values)}]"


def _asker(agreement: Agreement) -> str:
    return f"principal in {_entities('Party', (party.id for party in agreement.parties))}"


def _holder(agreement: Agreement) -> str:
    return f"resource in {_entities('Party', (party.id for party in agreement.parties))}"


def _two_parties(_agreement: Agreement) -> str:
    return "principal != resource"


def _started(agreement: Agreement) -> str:
    return f"context.now >= {day_start(agreement.final_provisions.entry_into_force)}"


def _not_expired(agreement: Agreement) -> str:
    return f"context.now < {day_start(agreement.final_provisions.expires)}"


def _reviewed(agreement: Agreement) -> str:
    return f"context.now < {day_start(agreement.safeguards.review_by)}"


def _not_amended(standing: Standing) -> str:
    return "" if standing.amended_ms is None else f"context.now < {standing.amended_ms}"


def _not_suspended(standing: Standing) -> str:
    return _without(standing.suspended)


def _not_terminated(standing: Standing) -> str:
    return _without(standing.terminated)


def _without(pauses: tuple[Pause, ...]) -> str:
    return " && ".join(f"({_unless_aside(pause)})" for pause in pauses)


def _unless_aside(pause: Pause) -> str:
    party = f"Party::{json.dumps(pause.party)}"
    back = "" if pause.until_ms is None else f" || context.now >= {pause.until_ms}"
    uninvolved = f"(principal != {party} && resource != {party})"
    return f"context.now < {pause.from_ms}{back} || {uninvolved}"


def _never(_agreement: Agreement) -> str:
    return f"!(context.offence in {_entities('Offence', EXCLUSIONS.codes)})"


def _not_excluded(agreement: Agreement) -> str:
    excluded = agreement.safeguards.excluded_offences
    return f"!(context.offence in {_entities('Offence', excluded)})" if excluded else ""


def _form(agreement: Agreement) -> str:
    return f"action in {_entities('Action', agreement.exchange.forms)}"


def _office(agreement: Agreement) -> str:
    forms = agreement.other_forms.forms
    return f"action in {_entities('Action', forms)}" if forms else "false"


def _purpose(agreement: Agreement) -> str:
    return f"{_words(agreement.exchange.purposes)}.contains(context.purpose)"


def _searchable(_agreement: Agreement) -> str:
    lawful = (purpose.code for purpose in PURPOSES if purpose.search)
    searches = _entities("Action", (Form.HIT_NO_HIT, Form.SCREENING, Form.STANDING))
    return f"!(action in {searches}) || {_words(lawful)}.contains(context.purpose)"


def _not_left_standing(agreement: Agreement) -> str:
    """A sensitive question is weighed by a person when it is asked, and nobody sees it hit later"""
    sensitive = agreement.exchange.sensitive_purposes
    if not sensitive or Form.STANDING not in agreement.exchange.forms:
        return ""
    return f'action != Action::"{Form.STANDING}" || !{_words(sensitive)}.contains(context.purpose)'


def _offence(agreement: Agreement) -> str:
    agreed = _entities("Offence", agreement.exchange.offences)
    return f'context.offence in Vocabulary::"{KNOWN}" && context.offence in {agreed}'


def _categories(agreement: Agreement) -> str:
    agreed = _words(agreement.exchange.categories)
    return f"!context.categories.isEmpty() && {agreed}.containsAll(context.categories)"


def _case(agreement: Agreement) -> str:
    return "context.hasCase" if Reason.CASE in agreement.exchange.each_question_names else ""


def _basis(agreement: Agreement) -> str:
    named = Reason.LEGAL_BASIS in agreement.exchange.each_question_names
    return "context.hasLegalBasis" if named else ""


def _budget(agreement: Agreement) -> str:
    """A question belongs to no event and is counted for its purpose; a list has its own rule."""
    left = f'context.event == "{event_tag("")}" && {_left("purpose")}'
    screens = Form.SCREENING in agreement.exchange.forms
    return f'action == Action::"{Form.SCREENING}" || ({left})' if screens else left


def _event(agreement: Agreement) -> str:
    """A list is screened for an event that is agreed, within that event's own budget."""
    if Form.SCREENING not in agreement.exchange.forms:
        return ""
    return f'action != Action::"{Form.SCREENING}" || ({_left("event")})'


def _left(tag: str) -> str:
    return (
        f"principal.hasTag(context.{tag}) && context.budgetUsed >= 0 "
        f"&& context.budgetUsed < principal.getTag(context.{tag})"
    )


def _person(agreement: Agreement) -> str:
    sensitive = agreement.exchange.sensitive_purposes
    if not sensitive:
        return ""
    asking = f'context.side == Side::"{Side.ASKER}"'
    return f"{asking} || context.reviewed || !{_words(sensitive)}.contains(context.purpose)"


RULES: Final = (
    Rule("policy.asker_not_a_party", "Art. 1.1", _asker, reach=Reach.BOTH),
    Rule("policy.holder_not_a_party", "Art. 1.1", _holder, reach=Reach.BOTH),
    Rule("policy.same_party", "Art. 1.1", _two_parties, reach=Reach.BOTH),
    Rule("policy.not_yet_in_force", "Art. 8.1", _started, reach=Reach.BOTH),
    Rule("policy.expired", "Art. 8.2", _not_expired, reach=Reach.BOTH),
    Rule("policy.review_lapsed", "Art. 9.6", _reviewed, reach=Reach.BOTH),
    Rule("policy.amended", "Art. 8.3", still=_not_amended, reach=Reach.BOTH),
    Rule("policy.suspended", "Art. 8.4", still=_not_suspended, reach=Reach.BOTH),
    Rule("policy.terminated", "Art. 8.5", still=_not_terminated, reach=Reach.BOTH),
    Rule("policy.never_exchanged", "Art. 9.1", _never),
    Rule("policy.offence_excluded", "Art. 9.1", _not_excluded),
    Rule("policy.form_not_agreed", "Art. 2.5", _form),
    Rule("policy.office_not_agreed", "Art. 6.1", _office, reach=Reach.OFFICES),
    Rule("policy.purpose_not_agreed", "Art. 2.3", _purpose),
    Rule("policy.purpose_not_for_search", "Art. 2.3", _searchable),
    Rule("policy.standing_sensitive", "Art. 2.4", _not_left_standing),
    Rule("policy.offence_not_agreed", "Art. 2.1", _offence),
    Rule("policy.category_not_agreed", "Art. 2.2", _categories),
    Rule("policy.no_case", "Art. 2.11", _case),
    Rule("policy.no_legal_basis", "Art. 2.11", _basis),
    Rule("policy.budget_exceeded", "Art. 2.10", _budget),
    Rule("policy.event_not_agreed", "Art. 5.5", _event),
    Rule(SENSITIVE, "Art. 2.4", _person),
)
"""First the parties and the period, then the safeguards, then what was agreed, then the person."""


def conditions_of(
    agreement: Agreement, standing: Standing = AS_SIGNED, reach: Reach = Reach.INFORMATION
) -> tuple[tuple[Rule, str], ...]:
    """Return the rules that this memorandum makes, each with its condition, in order."""
    made = ((rule, rule.condition(agreement, standing)) for rule in RULES if rule.reach & reach)
    return tuple((rule, must) for rule, must in made if must)


def policy_text(conditions: tuple[tuple[Rule, str], ...]) -> str:
    """Return the Cedar policies of these conditions: a forbid for each and one permit."""
    forbids = "".join(
        f'@id("{rule.code}") @article("{rule.article}")\n'
        f"forbid (principal, action, resource) unless {{ {must} }};\n\n"
        for rule, must in conditions
    )
    all_of = "\n  && ".join(f"({must})" for _, must in conditions)
    return f'{forbids}@id("{PERMIT}")\npermit (principal, action, resource) when {{ {all_of} }};\n'
