"""Visits of which a sentence says only that they last: whose they are, and on which days.

"Commissioner A, who is in the country on a three-day visit" names no country but that of the
meeting told before; and a visit told without a day has those that the page says elsewhere ("was in
Lusaka from 9 to 11 June"), or as many from its first meeting on as it is said to last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading.calendar import resolve
from entraide.register.reading.drafts import Draft, whole_sentences
from entraide.register.reading.durations import days_told, lasting
from entraide.register.reading.frames import Frame
from entraide.register.reading.story import Story

__all__ = ["settle_visits", "take_guests"]

_VISIT: Final = "visit"
_LONGEST: Final = 14
"""Days; what lasts longer is no visit."""


def take_guests(story: Story, frame: Frame) -> None:
    """Give a visit of a told number of days, of nobody's country, the sides of the meeting told."""
    current = story.current
    words = (frame.sentence.first, frame.sentence.last)
    if current is None or frame.partner_codes or not days_told(story.source.page, words):
        return
    if current.kind == "bilateral" and current.section == frame.sentence.section:
        frame.parties = list(current.parties)
        frame.people = list(current.people)


def settle_visits(story: Story) -> None:
    """Give each visit that is told without a day its days, where the page says them."""
    for visit in story.drafts:
        if visit.kind != _VISIT or visit.when is not None:
            continue
        held = [each.when for each in story.drafts if _is_part(visit, each) and each.when]
        days = [each for each in held if each.precision == "day"]
        if days:
            visit.when = next(_ranges(story, days), None) or _counted(story, visit, days)


def _is_part(visit: Draft, other: Draft) -> bool:
    sides = visit.codes | {each.country for each in visit.places}
    return other is not visit and bool(other.codes) and other.codes <= sides


def _ranges(story: Story, held: list[When]) -> Iterator[When]:
    """Yield the spans of days that the page tells and that hold all that was done."""
    source = story.source
    for named in source.dates:
        found = resolve(named, source.facts.anchor, (source.page.quote(named.first, named.last),))
        if found is None or found.precision != "range" or _length(found) >= _LONGEST:
            continue
        if all(found.start <= each.start and each.end <= found.end for each in held):
            yield found


def _length(when: When) -> int:
    return (dt.date.fromisoformat(when.end) - dt.date.fromisoformat(when.start)).days


def _counted(story: Story, visit: Draft, held: list[When]) -> When | None:
    """Return as many days from the first meeting on as the visit's sentence says that it lasts."""
    first = min(held, key=lambda each: each.start)
    for sentence in whole_sentences(story.source, visit):
        found = lasting(story.source.page, first, (sentence.first, sentence.last))
        if found is not first and all(each.end <= found.end for each in held):
            return replace(found, basis="derived")
    return None
