"""What an engagement lacks and a later sentence, or the engagement around it, tells.

A day or a place that stands in the sentence after, where that sentence says that it speaks of the
same meeting; the names of those of whom the first sentence only told the offices; the country of
somebody met abroad, who is of the country that is visited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading.calendar import Named
from entraide.register.reading.drafts import Draft
from entraide.register.reading.durations import lasting
from entraide.register.reading.places import Mention, is_placed
from entraide.register.reading.source import Sentence, Source

__all__ = ["complete", "name_later", "take_host"]

_ABOUT: Final = ("the_meeting", "margin", "they", "it_again")
_OPENING: Final = 6
"""Words in which a sentence says that it goes on about the same meeting."""


def complete(
    source: Source, draft: Draft, sentence: Sentence, dated: Callable[[Named], When | None]
) -> None:
    """Take day and place from a later sentence, where the first one had none."""
    span = (sentence.first, sentence.last)
    if draft.kind != "multilateral" and not _is_about(source, sentence):
        return
    if draft.opened and draft.when is not None and draft.when.precision == "day":
        draft.when = lasting(source.page, draft.when, span)
    if source.page.within("not_held", *span):
        return  # "the next meeting will be held in Manama"
    came = source.page.within("outcome", *span)
    span = (span[0], came[0].first - 1) if came and draft.kind != "multilateral" else span
    if draft.when is None:
        dates = [each for each in source.dates_in(*span) if each.days or each.relative]
        draft.when = dated(dates[0]) if dates else None
    cities = source.mentions.within(*span, "city")
    whole = draft.kind == "multilateral"
    said = [each for each in cities if whole or is_placed(source.page, each.first)]
    draft.places = draft.places or said


def _is_about(source: Source, sentence: Sentence) -> bool:
    """Tell whether a sentence opens with "the meeting", or says on whose margins it was."""
    opening = (sentence.first, min(sentence.first + _OPENING, sentence.last))
    return any(source.page.within(table, *opening) for table in _ABOUT)


def name_later(source: Source, draft: Draft, sentence: Sentence) -> None:
    """Take the names of those of whom an earlier sentence only told the agencies."""
    if draft.kind != "bilateral" or draft.people:
        return
    named = source.people_in(sentence.first, sentence.last)
    draft.people += [each for each in named if each.party in draft.codes]


def _is_told_apart(draft: Draft) -> bool:
    """Tell whether somebody met is known to be of an organisation, or of a country."""
    return any(each.party is not None for each in draft.people)


def take_host(draft: Draft, last: Draft | None, home: str | None) -> None:
    """Take somebody met abroad whose country is not said for one of the country visited."""
    if draft.codes or not draft.people:
        return
    if any(each.country == home for each in draft.places) and draft.receiving:
        return
    own = [each for each in draft.places if each.means == "city" and each.country != home]
    if own and home is not None and draft.kind == "bilateral" and not _is_told_apart(draft):
        draft.parties += own[:1]
        return
    visit = draft.parent if draft.parent is not None and draft.parent.kind == "visit" else last
    if visit is None or visit.section != draft.section:
        # "shortly before the meeting"
        draft.parties += _of_story(draft, last)
        return
    abroad = [each for each in (*draft.places, *visit.places) if each.country != home]
    sides = [each for each in visit.parties if each.party not in {None, home, "int"}]
    hosts = [each for each in sides if each.country in {one.country for one in abroad}]
    visited = abroad[:1] or ([] if visit.people else sides[:1])  # who comes to us is named
    draft.parties += visited if visit.kind == "visit" else hosts[:1]
    draft.parties += [] if draft.codes else _of_story(draft, last)


def _of_story(draft: Draft, last: Draft | None) -> list[Mention]:
    """Return the one other side of a story of which "that same afternoon" tells on."""
    if last is None or not draft.goes_on or draft.kind != "bilateral" or _is_told_apart(draft):
        return []
    if len(last.codes) != 1 or "int" in _countries(last):
        return []
    return [replace(each, means="country") for each in last.parties[:1]]  # whose name is another's


def _countries(draft: Draft) -> set[str | None]:
    return {each.country for each in draft.parties}
