"""When and where an engagement was, by the sentences and asides around the one that tells it.

A sentence may lead up to meetings that the next one names ("on Tuesday he met with two partners in
Lima"); the assembly on whose margins a meeting was is an engagement of its own where the aside
dates it; "he also met" takes day and place of the meeting before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading import joining
from entraide.register.reading.calendar import Named
from entraide.register.reading.drafts import Draft
from entraide.register.reading.frames import Frame
from entraide.register.reading.source import Sentence
from entraide.register.reading.story import Lead, Story

__all__ = ["assembly_beside", "inherit", "lead", "take_lead"]

_BESIDE: Final = 2
"""Words from "on the margins of" to "the meeting"."""
_DAYS: Final = frozenset({"day", "range", "within_range"})


def lead(story: Story, frame: Frame, whole: When | None) -> None:
    """Keep day and place of a sentence that tells of meetings which the next one names."""
    when = next(filter(None, (story.dated(each) for each in frame.dates)), None)
    inside = when is not None and (whole is None or whole.start <= when.start <= whole.end)
    day = when if when is not None and when.precision == "day" and inside else None
    known = story.leading
    if known is not None and known.sentence == frame.sentence and day is None:
        return
    story.leading = Lead(frame.sentence, day, tuple(frame.places))


def take_lead(story: Story, draft: Draft, sentence: Sentence) -> None:
    """Take day and place of the sentence right before, where it led up to this one."""
    if story.leading is None:
        return
    last = story.leading.sentence
    listed = story.source.page.is_known("for_side", sentence.first)  # "for A, X; for B, Y"
    beside = 0 < sentence.first - last.last <= 1 or (listed and sentence.line == last.line)
    if sentence.section == last.section and beside:
        when = story.leading.when
        draft.when = draft.when or (replace(when, basis="derived") if when else None)
        draft.places = draft.places or list(story.leading.places)


def inherit(story: Story, draft: Draft) -> None:
    """ "He also met ..." takes day and place of the meeting before it, in the same section."""
    last = story.current
    if draft.shortly and story.drafts:
        last = last or story.drafts[-1]
        if draft.when is None and last.when is not None and last.when.precision == "day":
            draft.when = replace(last.when, precision="within_range", basis="derived")
        draft.places = draft.places or last.places
        return
    if last is None or last.section != draft.section or draft.parent is not None:
        return
    words = (draft.sentences[0].first, draft.sentences[0].last)
    if draft.again and not _is_beside(story, words):
        return
    if not story.source.page.within("by_phone", *words):
        draft.places = draft.places or last.places
    if draft.called or story.source.page.within("before_that", *words):
        return
    apart = story.source.page.within("separate", *words)
    if apart and last.when is not None and last.when.precision == "day":
        return
    if draft.when is None and last.when is not None and last.when.precision in _DAYS:
        draft.when = replace(last.when, precision="within_range", basis="derived")


def _is_beside(story: Story, words: tuple[int, int]) -> bool:
    """Tell "on the sidelines of the meeting": of that which was told before."""
    page = story.source.page
    near = (hit.last for hit in page.within("margin", *words))
    return any(page.within("the_meeting", last, last + _BESIDE) for last in near)


def assembly_beside(story: Story, frame: Frame) -> Draft | None:
    """Return the assembly on whose margins a frame took place, where the sentence dates it."""
    if frame.margin is None:
        return None
    span = (frame.margin.first, joining.aside_end(story.source, frame))
    nouns = [hit.code for hit in story.source.page.within("noun", *span)]
    dates = story.source.dates_in(*span)
    alone = not frame.partner_codes and not frame.people
    alone = alone and not any(each.kind == "multilateral" for each in story.drafts)
    if "multilateral" not in nouns or not (dates or (alone and frame.dates)):
        return None
    return _assembly(story, frame, span, dates)


def _assembly(story: Story, frame: Frame, span: tuple[int, int], dates: list[Named]) -> Draft:
    named = story.source.mentions.within(*span, "city", "country")
    draft = Draft("multilateral", frame.sentence.section, span, places=named or frame.places)
    draft.when = story.dated((dates or frame.dates)[0])
    draft.sentences = [frame.sentence]
    frame.dates = [each for each in frame.dates if each not in dates]
    frame.places = [each for each in frame.places if each not in named]
    return draft
