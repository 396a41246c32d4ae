"""Contradictions of numbers and lists: stated against counted, open lists, likely duplicates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from entraide.register.model import Conflict, Engagement, Evidence
from entraide.register.reading.conflicts_case import Case
from entraide.register.reading.lexicon import Hit
from entraide.register.statements import state

__all__ = ["count", "list_open", "outside_list", "possible_duplicate"]

_FEWEST: Final = 3
_SHORT: Final = dt.timedelta(days=62)
_STATEMENTS: Final = 3
_TALKS: Final = frozenset({"bilateral", "trilateral", "ceremony", "visit"})


def _partners(engagement: Engagement) -> frozenset[str]:
    return frozenset(
        (each.org if each.country == "int" else each.country) or ""
        for each in engagement.participants
        if each.side != "home"
    ) - {""}


def _stated(case: Case) -> Iterator[tuple[int, int, int]]:
    """Yield a number before a noun of meeting, with the words of both."""
    page = case.source.page
    spans = [case.body]
    if case.source.layout.title is not None:
        spans.insert(0, (case.source.layout.title.first, case.source.layout.title.last))
    for span in spans:
        for hit in page.within("counted", *span):
            number = _number(case, hit)
            if number is not None and number[0] >= _FEWEST:
                yield number[0], number[1], hit.last


def _number(case: Case, hit: Hit) -> tuple[int, int] | None:
    page = case.source.page
    for word in (hit.first - 1, hit.first - 2):
        if word < 0:
            return None
        low = page.text.tokens[word].low
        if low.isdigit() and len(low) < 4:  # a year is no count
            return int(low), word
        spelled = page.at("number", word)
        if spelled is not None:
            return int(spelled.code), spelled.first
    return None


def count(case: Case) -> Iterator[Conflict]:
    """A number of meetings that differs from the meetings that are listed."""
    listed = [each for each in case.engagements if each.kind == "bilateral"]
    stated = [each for each in _stated(case) if not _holds_here(case, each)]
    if len(listed) < _FEWEST or not stated:
        return
    most = max(number for number, _, _ in stated)
    wrong = [each for each in stated if each[0] == most]
    if most == len(listed):
        return
    quotes = tuple(case.quote(first, last) for _, first, last in wrong[:_STATEMENTS])
    yield Conflict(
        rule="count",
        severity="high",
        statement=state("count", stated=most, told=len(listed)),
        evidence=(*quotes, listed[0].evidence[0], listed[-1].evidence[0]),
    )


def _holds_here(case: Case, stated: tuple[int, int, int]) -> bool:
    """Tell whether as many countries stand in the sentence itself."""
    number, first, _ = stated
    for sentence in case.source.sentences:
        if sentence.first <= first <= sentence.last:
            named = case.source.mentions.within(sentence.first, sentence.last, "country")
            return len({each.country for each in named}) == number
    return False


def list_open(case: Case) -> Iterator[Conflict]:
    """A list that says it names only some."""
    page = case.source.page
    for sentence in case.source.sentences:
        several = page.within("several", sentence.first, sentence.last)
        including = page.within("including", sentence.first, sentence.last)
        named = case.source.mentions.within(sentence.first, sentence.last, "country")
        if not several or not including or len(named) < _FEWEST:
            continue
        if several[0].first < including[0].first < named[-1].first:
            yield Conflict(
                rule="list_open",
                severity="medium",
                statement=state("list_open"),
                evidence=(
                    case.quote(several[0].first, including[0].last),
                    case.quote(named[0].first, named[-1].last),
                ),
            )


def outside_list(case: Case) -> Iterator[Conflict]:
    """A partner met "at these meetings" whom the list of these meetings does not name."""
    page = case.source.page
    for engagement in case.engagements:
        sentence = case.sentence_of(engagement)
        signed = any(each.status == "signed" for each in engagement.outcomes)
        if sentence is None or not signed or len(case.engagements) <= _FEWEST:
            continue
        series = [
            hit
            for hit in page.within("noun", sentence.first, sentence.last)
            if hit.code == "series" and hit.first < _word_of(case, engagement.evidence[0])
        ]
        earlier = [
            each
            for each in case.engagements
            if each.id != engagement.id and _partners(each) & _partners(engagement)
        ]
        if series and not earlier:
            yield Conflict(
                rule="list_open",
                severity="medium",
                statement=state("list_open", 1),
                evidence=(case.quote(series[0].first, series[0].last), engagement.evidence[0]),
            )
            return


def _word_of(case: Case, evidence: Evidence) -> int:
    text = case.source.page.text
    return next(
        (at for at, token in enumerate(text.tokens) if text.raw_at(token.start) >= evidence.start),
        0,
    )


def possible_duplicate(case: Case) -> Iterator[Conflict]:
    """Two engagements with the same partner in the same place, a few weeks apart."""
    for one, other in combinations(case.engagements, 2):
        if one.date is None or other.date is None or one.place is None or other.place is None:
            continue
        same_place = one.place.city is not None and one.place.city == other.place.city
        same = _partners(one) and _partners(one) == _partners(other)
        if same and same_place and {one.kind, other.kind} <= _TALKS and _close(one, other):
            yield Conflict(
                rule="possible_duplicate",
                severity="medium",
                statement=state("possible_duplicate", one=one.date.start, other=other.date.start),
                evidence=(
                    *(one.evidence[:1] + one.date.evidence[:1]),
                    *(other.evidence[:1] + other.date.evidence[:1]),
                ),
            )


def _close(one: Engagement, other: Engagement) -> bool:
    if one.date is None or other.date is None or one.parent or other.parent:
        return False
    first, second = sorted((one.date, other.date), key=lambda each: each.start)
    gap = dt.date.fromisoformat(second.start) - dt.date.fromisoformat(first.end)
    return dt.timedelta(0) < gap <= _SHORT
