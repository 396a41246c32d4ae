"""A memorandum drafted from promises: each article carries the sentences that it comes from.

Nothing is promised that no page promises: a form of cooperation is in the draft only where a
binding status says so. What was only discussed or is under study stays out, with its sentence
beside the article, so that those who negotiate see it. Sentences are comments: they are not signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.chapters.cooperation import OtherForms
from entraide.agreements.chapters.general import Party
from entraide.agreements.drafting import write_agreement
from entraide.agreements.templates import police_cooperation
from entraide.agreements.terms import OtherForm
from entraide.assessment.promises import Quote, as_quoted, sentences
from entraide.register.model import Outcome
from entraide.register.together.entries import Entry
from entraide.vocabulary.language import mark, translate

__all__ = ["ARTICLES", "Drafted", "draft_from_promises"]

ARTICLES: Final[Mapping[str, str]] = {
    "mou_signed": "8.1",
    "agreement": "8.1",
    "information_exchange": "2.5",
    "controlled_deliveries": "4.3",
    "joint_teams": "5.1",
    "joint_operations": "5.2",
    "joint_committee": "6.1",
    "liaison_officers": "6.1",
    "technical_assistance": "6.1",
    "training": "6.1",
}
"""The article of a memorandum to which each type of outcome belongs."""

_PROMISED: Final = frozenset({"signed", "agreed", "in_force", "announced"})


@dataclass(frozen=True, slots=True)
class Drafted:
    """The commented text, and how many sentences stand beside its articles."""

    text: str
    sentences: int


def draft_from_promises(
    entries: Iterable[Entry],
    parties: tuple[Party, ...],
    *,
    starts: date,
    quote: Quote = as_quoted,
) -> Drafted:
    """Draft a memorandum between parties from what the register says of their meetings."""
    countries = {party.country for party in parties}
    told = [
        (entry, outcome)
        for entry in entries
        if {entry.home, *entry.partners} >= countries
        for outcome in entry.outcomes
        if outcome.type in ARTICLES
    ]
    promised = {outcome.type for _, outcome in told if outcome.status in _PROMISED}
    agreement = _only(promised, police_cooperation(parties, starts))
    notes: dict[str, list[str]] = {}
    for entry, outcome in told:
        for sentence in _said(entry, outcome, quote):
            article = notes.setdefault(ARTICLES[outcome.type], [])
            if sentence not in article:
                article.append(sentence)
    text = write_agreement(agreement, {article: tuple(lines) for article, lines in notes.items()})
    return Drafted(text, sum(map(len, notes.values())))


def _only(promised: set[str], draft: Agreement) -> Agreement:
    """Return the draft with the forms of cooperation that were promised, and no other."""
    forms = tuple(form for form, kind in _FORMS.items() if kind in promised)
    return replace(
        draft,
        observation=replace(
            draft.observation, controlled_delivery="controlled_deliveries" in promised
        ),
        missions=replace(
            draft.missions,
            joint_teams="joint_teams" in promised,
            missions="joint_operations" in promised,
        ),
        other_forms=OtherForms(forms=forms),
    )


_FORMS: Final[Mapping[OtherForm, str]] = {
    OtherForm.LIAISON_OFFICERS: "liaison_officers",
    OtherForm.TRAINING: "training",
    OtherForm.TECHNICAL_ASSISTANCE: "technical_assistance",
    OtherForm.JOINT_COMMITTEE: "joint_committee",
}


def _said(entry: Entry, outcome: Outcome, quote: Quote) -> Iterable[str]:
    when = entry.date.start if entry.date else ""
    for document, evidence in sentences(entry, outcome, quote):
        yield translate(
            mark("{status}: « {sentence} » (document {document}, {day})"),
            status=outcome.status,
            sentence=" ".join(evidence.text.split()),
            document=document[:12],
            day=when,
        )
