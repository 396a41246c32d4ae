"""Contradictions of what is claimed: headline and report, verb and outcome, claim and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from entraide.register.model import Conflict, Engagement, Outcome
from entraide.register.reading.conflicts_case import Case
from entraide.register.reading.page import Line
from entraide.register.statements import state

__all__ = ["no_source", "outcome_status", "title_outcome", "vague_claim"]

_MADE: Final = frozenset({"signed", "agreed", "in_force"})
_TEXTS: Final = frozenset({"mou_signed", "agreement", "legal_framework"})
_FIRM: Final = frozenset({"signed", "agreed", "in_force"})
_WEAK: Final = frozenset({"under_study", "discussed"})
_SHOWN: Final = 2


def title_outcome(case: Case) -> Iterator[Conflict]:
    """A heading that speaks of an alliance or a treaty where the text reports none."""
    made = any(
        outcome.type in _TEXTS and outcome.status in _MADE
        for engagement in case.engagements
        for outcome in engagement.outcomes
    )
    page, lines = case.source.page, _headings(case)
    promised = [hit for line in lines for hit in page.within("promise", line.first, line.last)]
    if promised and case.engagements and not made:
        quotes = [case.quote(hit.first, hit.last) for hit in promised[:_SHOWN]]
        yield Conflict(
            rule="title_outcome",
            severity="medium",
            statement=state("title_outcome"),
            evidence=(*quotes, case.engagements[0].evidence[0]),
        )


def _headings(case: Case) -> list[Line]:
    layout = case.source.layout
    return [*([layout.title] if layout.title else []), *layout.headings]


def outcome_status(case: Case) -> Iterator[Conflict]:
    """Outcomes of different standing told in one breath: the weaker ones are no agreements."""
    for engagement in case.engagements:
        firm = [each for each in engagement.outcomes if each.status in _FIRM and each.evidence]
        weak = [each for each in engagement.outcomes if each.status == "under_study"]
        for each in weak:
            beside = [other for other in firm if _same_breath(case, each, other)]
            if beside and each.evidence:
                yield Conflict(
                    rule="outcome_status",
                    severity="high",
                    statement=state(
                        "outcome_status",
                        weak=each.type,
                        standing=each.status,
                        firm=beside[0].type,
                        firm_standing=beside[0].status,
                    ),
                    evidence=(*each.evidence, *beside[0].evidence),
                )


def _same_breath(case: Case, one: Outcome, other: Outcome) -> bool:
    first, second = one.evidence[-1], other.evidence[-1]
    between = case.source.page.text.raw[min(first.end, second.end) : max(first.start, second.start)]
    return "." not in between and "\n" not in between


def vague_claim(case: Case) -> Iterator[Conflict]:
    """A result without partner, text or figure."""
    page = case.source.page
    hits = [case.quote(hit.first, hit.last) for hit in page.within("vague", *case.body)]
    for engagement in case.engagements:
        unnamed = all(each.side == "home" for each in engagement.participants)
        claimed = [each for each in engagement.outcomes if each.status == "claimed"]
        if unnamed and claimed:
            hits += [quote for each in claimed[:1] for quote in each.evidence[:1]]
    kept = [each for at, each in enumerate(hits) if each not in hits[:at]]
    for quote in kept[: _SHOWN + 1]:
        told = _nearest(case, quote.start)
        yield Conflict(
            rule="vague_claim",
            severity="medium",
            statement=state("vague_claim"),
            evidence=(quote, *([told.evidence[0]] if told else [])),
        )


def _nearest(case: Case, start: int) -> Engagement | None:
    before = [each for each in case.engagements if each.evidence[0].start <= start]
    return before[-1] if before else None


def no_source(case: Case) -> Iterator[Conflict]:
    """Neither day, nor author, nor communiqué; evaluating words make it weigh more."""
    facts, layout = case.source.facts, case.source.layout
    if facts.published is not None or facts.claims or layout.bylines or not case.engagements:
        return
    praise = case.source.page.within("evaluative", *case.body)
    quotes = tuple(case.quote(hit.first, hit.last) for hit in praise[: _SHOWN + 1])
    yield Conflict(
        rule="no_source",
        severity="medium" if praise else "low",
        statement=state("no_source"),
        evidence=quotes or case.engagements[0].evidence[:1],
    )
