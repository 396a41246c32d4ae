"""Days that an engagement takes from the others of its page, once all of them are told.

What ended on a day lasted from the day on which it began, where the page says so; what was "later",
"that same afternoon" or "before the ceremony" was on the day of what is told before it; and a round
of meetings told first with its day lends it to each. What nothing ties to a day has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading.attendance import nth_day
from entraide.register.reading.calendar import Named, resolve
from entraide.register.reading.drafts import Draft, whole_sentences
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.story import CONTAINERS, Story

__all__ = ["settle_days"]

_OPENING: Final = 16
"""Words of a sentence in which it says when, counted from what is told before."""
_NEAR: Final = 6
"""Words from "began" or "concluded" to its day."""
_LONGEST: Final = 14
"""Days; what lasts longer is no visit and no meeting."""
_NEXT: Final = 2
"""Sentences of a page, its dateline among them, that may stand before the first meeting told."""
_ROUND: Final = "reception_series"


def settle_days(story: Story) -> None:
    """Give the engagements of a page their days, as far as the others and their sentences tell."""
    for at, draft in enumerate(story.drafts):
        if draft.when is None or _is_counted(story.source, draft):
            draft.when = _from_before(story, draft, story.drafts[:at]) or draft.when
        if draft.when is None:
            whole = [each.when for each in story.drafts[:at] if each.kind in CONTAINERS]
            draft.when = nth_day(story.source, whole[-1] if whole else None, _opening(draft))
        if draft.when is None and at == 0:
            draft.when = _of_opening(story.source, draft)
        if draft.when is not None and draft.when.precision == "day":
            draft.when = _whole(story, draft, draft.when)


def _is_counted(source: Source, draft: Draft) -> bool:
    """Tell a day that is counted from the one before, though all that is known is within what."""
    inexact = draft.when is not None and draft.when.precision in {"within_range", "range"}
    return inexact and bool(_counts(source, draft)) and draft.kind not in CONTAINERS


def _opening(draft: Draft) -> tuple[int, int]:
    first = draft.sentences[0]
    return first.first, min(first.last, max(first.first + _OPENING, draft.evidence[0]))


def _counts(source: Source, draft: Draft) -> list[Hit]:
    return source.page.within("dayafter", *_opening(draft))


def _from_before(story: Story, draft: Draft, before: Sequence[Draft]) -> When | None:
    """Return the day that an engagement's first words count from what is told before it."""
    source = story.source
    held = [each for each in before if each.when is not None and each.when.precision == "day"]
    if draft.kind in CONTAINERS:
        return None
    opening = _opening(draft)
    counts, near = _counts(source, draft), source.page.within("same_day", *opening)
    last = held[-1].when if held else None
    if last is None or not (counts or near or (held and held[-1].kind == _ROUND)):
        last = _day_of_round(source, held)
    if last is None:
        return None
    day = dt.date.fromisoformat(last.start)
    if counts:
        day += dt.timedelta(days=int(counts[0].code))
    said = tuple(source.page.quote(each.first, each.last) for each in (*counts, *near)[:1])
    return replace(
        last,
        start=day.isoformat(),
        end=day.isoformat(),
        basis="derived",
        evidence=(*last.evidence, *said),
    )


def _day_of_round(source: Source, held: Sequence[Draft]) -> When | None:
    """Return the day with which a round of meetings opens, one of which is told undated.

    Nothing that is told before it was on another day.
    """
    rounds = [each for each in _openings(source) if source.page.within("round", *each)]
    opening = next((each for each in rounds if source.dates_in(*each)), None)
    if opening is None:
        return None
    days = [_resolved(source, each) for each in source.dates_in(*opening)]
    told = [each for each in days if each is not None and each.precision == "day"]
    if not told or any(each.start != told[0].start for each in told):
        return None
    others = {each.when.start for each in held if each.when is not None}
    return told[0] if not others or told[0].start in others else None


def _of_opening(source: Source, draft: Draft) -> When | None:
    """Return the day of the sentence that opens a page ("A and B agreed on Thursday to ...").

    It says in short what came of the first meeting told, right after it.
    """
    at = next((n for n, each in enumerate(source.sentences) if each == draft.sentences[0]), 0)
    if draft.kind in CONTAINERS or not 0 < at <= _NEXT or not draft.codes:
        return None
    before = source.sentences[at - 1]
    agreed = source.page.within("status", before.first, before.last)
    if not any(each.code in {"agreed", "signed"} for each in agreed):
        return None
    days = [_resolved(source, each) for each in source.dates_in(before.first, before.last)]
    told = [each for each in days if each is not None]
    return told[0] if len(told) == 1 and told[0].precision == "day" else None


def _openings(source: Source) -> Iterator[tuple[int, int]]:
    """Yield the first sentence of a page, then the lines that stand over its article."""
    opening, layout = source.sentences[0], source.layout
    yield opening.first, opening.last
    above = [*layout.bylines, *layout.menus, *(line for _, line in layout.outside)]
    for line in (*([layout.title] if layout.title is not None else []), *above):
        if line.start < layout.span[0]:
            yield line.first, line.last


def _whole(story: Story, draft: Draft, when: When) -> When:
    """Return all the days of what opened or ended on the one that is known."""
    told = _told_in(story.source, draft)
    ends, begins = _is_said(story, draft, when, "-1"), _is_said(story, draft, when, "1")
    if not (ends or begins or draft.kind in CONTAINERS):
        return when
    for named in _dates(story.source, told):
        found = _resolved(story.source, named)
        if found is not None and found.precision == "range" and _holds(found, when):
            return found
    begun = _begun(story.source, told, when) if ends or draft.kind in CONTAINERS else None
    return begun or when


def _told_in(source: Source, draft: Draft) -> Sequence[Sentence]:
    """Return the whole sentences that tell of an engagement; of one that contains others, all."""
    return source.sentences if draft.kind in CONTAINERS else whole_sentences(source, draft)


def _dates(source: Source, sentences: Sequence[Sentence]) -> Iterator[Named]:
    for each in sentences:
        yield from source.dates_in(each.first, each.last)


def _resolved(source: Source, named: Named) -> When | None:
    return resolve(named, source.facts.anchor, (source.page.quote(named.first, named.last),))


def _holds(span: When, day: When) -> bool:
    first, last = dt.date.fromisoformat(span.start), dt.date.fromisoformat(span.end)
    return span.start <= day.start and day.end <= span.end and (last - first).days < _LONGEST


def _is_said(story: Story, draft: Draft, when: When, code: str) -> bool:
    """Tell whether a word of beginning (1) or of ending (-1) stands by the day that is known."""
    for named in _dates(story.source, _told_in(story.source, draft)):
        found = _resolved(story.source, named)
        same = found is not None and (found.start, found.end) == (when.start, when.end)
        if same and _stands_by(story.source, named, code):
            return True
    return False


def _stands_by(source: Source, named: Named, code: str) -> bool:
    hits = source.page.within("lasting", max(0, named.first - _NEAR), named.last + _NEAR)
    return any(hit.code == code for hit in hits)


def _begun(source: Source, sentences: Sequence[Sentence], end: When) -> When | None:
    """Return the days from one that "began on" stands before to the one on which it ended."""
    for named in _dates(source, sentences):
        found = _resolved(source, named)
        before = max(0, named.first - _NEAR)
        hits = source.page.within("lasting", before, named.first)
        opened = bool(hits) and hits[-1].code == "1"
        if found is None or found.precision != "day" or not opened or found.start >= end.start:
            continue
        whole = replace(
            end,
            start=found.start,
            precision="range",
            basis="derived",
            evidence=(*found.evidence, *end.evidence),
        )
        if _holds(whole, end):
            return whole
    return None
