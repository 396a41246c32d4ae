"""Which of the engagements that a page was read to tell of it reports as held.

What nobody official took part in, what a service did among its own, what is history, and what is to
come are none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from entraide.register.reading.drafts import Draft
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.story import CONTAINERS

__all__ = ["kept"]

_LONG: Final = 2
"""Years before a page after which what it tells is history."""
_FRESH, _RECALLED = 30, 200
"""Days before a page within which it is news, and before which it is only recalled."""


def kept(source: Source, drafts: Sequence[Draft], home: str | None) -> list[Draft]:
    """Return the engagements that a page reports; ``home`` is the country of the page's side."""
    fresh = any(_is_within(source, each, _FRESH) for each in drafts)
    return [
        draft
        for draft in drafts
        if _is_official(source, draft)
        and not (fresh and _is_history(source, draft))
        and not _is_long_past(source, draft)
        and not _is_to_come(source, draft)
        and not _is_among_own(source, draft, home)
        and not _is_of_assembly(draft, drafts)
        and not _is_only_said(draft, drafts)
    ]


def _is_only_said(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell "who is on a visit to the country", of no days, where it is told whom he met.

    And the inspection of a place of which nobody of another side is told.
    """
    if draft.kind == "site_visit":
        return not draft.codes and not draft.people
    if draft.kind != "visit" or draft.when is not None:
        return False
    return any(each is not draft and draft.codes <= each.codes for each in drafts)


def _is_of_assembly(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell a meeting "with" the organisation whose assembly the page tells, and nobody named."""
    if draft.kind != "bilateral" or draft.people or not draft.parties:
        return False
    if any(each.country != "int" for each in draft.parties):
        return False
    whole = [each for each in drafts if each.kind == "multilateral"]
    return any(draft.codes <= each.codes and _is_beside(draft, each) for each in whole)


def _is_beside(draft: Draft, other: Draft) -> bool:
    """Tell whether two engagements are opened in one paragraph, or in one after the other."""
    return abs(draft.sentences[0].line - other.sentences[0].line) <= 1


def _is_official(source: Source, draft: Draft) -> bool:
    """Keep what somebody official took part in."""
    known = any(each.office is not None for each in draft.people)
    return (
        draft.official
        or known
        or any(source.is_official(each.first, each.last) for each in draft.sentences)
    )


def _is_among_own(source: Source, draft: Draft, home: str | None) -> bool:
    """Tell a meeting of a service with its own: all sit in offices of no country, at home.

    No other side, counterpart or guest is named where it is told.
    """
    if home is None or draft.codes or draft.kind != "bilateral":
        return False
    return not any(_names_others(source, each, home) for each in draft.sentences[:1])


def _names_others(source: Source, sentence: Sentence, home: str) -> bool:
    """Tell whether a sentence names another side, a guest or a counterpart."""
    span = (sentence.first, sentence.last)
    named = source.mentions.within(*span)
    called = any(source.page.within(table, *span) for table in ("guest", "counterpart", "posted"))
    return called or any(each.country not in {None, home} for each in named)


def _is_long_past(source: Source, draft: Draft) -> bool:
    """Tell what was years before the page: it commemorates, and reports nothing."""
    outer = draft.when or (draft.parent.when if draft.parent is not None else None)
    year = source.facts.anchor.year
    return outer is not None and year is not None and int(outer.start[:4]) < year - _LONG


def _is_within(source: Source, draft: Draft, days: int) -> bool:
    """Tell whether an engagement was at most so many days before the page."""
    published = source.facts.anchor.date
    if published is None or draft.when is None or not draft.when.end:
        return False
    return (published - dt.date.fromisoformat(draft.when.end)).days <= days


def _is_history(source: Source, draft: Draft) -> bool:
    """Tell what a page of fresh news recalls of another year, outside sections of its own."""
    dated = draft.when is not None and source.facts.anchor.date is not None
    return dated and not draft.section.number and not _is_within(source, draft, _RECALLED)


def _is_to_come(source: Source, draft: Draft) -> bool:
    """Tell what begins in a month after that of the page: it is announced, and was not."""
    published = source.facts.anchor.date
    if draft.when is None or published is None or draft.kind in CONTAINERS:
        return False
    return draft.when.precision == "month" and draft.when.start > published.isoformat()
