"""What a sentence without an engagement of its own adds to the one that is spoken of.

A sentence of the same paragraph goes on about it; one of a new paragraph does where it says so or
names its people. Of several partners met apart it speaks of one where it opens with him, of each
where it speaks of both, and of the assembly where it speaks of the delegates.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading import attendance
from entraide.register.reading.apart import named_of, shared_out
from entraide.register.reading.background import is_background
from entraide.register.reading.completing import complete, name_later
from entraide.register.reading.drafts import Draft
from entraide.register.reading.source import Sentence
from entraide.register.reading.story import Story

__all__ = ["goes_on", "tell_more"]

_OPENING: Final = 5
"""Words in which a sentence says who acts."""
_GOING_ON: Final = ("again", "they", "also", "official", "status", "result")


def goes_on(story: Story, sentence: Sentence) -> bool:
    """A new paragraph goes on about an engagement where it says so or names its people."""
    if story.told_last is not None and story.told_last.line == sentence.line:
        return True
    if sentence.lead is not None and story.told_last is not None:
        return True
    page = story.source.page
    if story.current is not None:
        words = page.text.tokens[sentence.first : sentence.last + 1]
        people = story.source.people_in(sentence.first, sentence.last)
        named = story.current.surnames & {each.low for each in words}
        if named or {each.party for each in people} & story.current.codes:
            return True
    opening = (sentence.first, min(sentence.first + _OPENING, sentence.last))
    if page.within("the_meeting", *opening):
        return True
    return any(page.within(each, sentence.first, sentence.last) for each in _GOING_ON)


def tell_more(story: Story, sentence: Sentence) -> None:
    """Let a sentence without an engagement of its own tell more of the one before."""
    parts = shared_out(story.source, story.listed, sentence)
    if parts:
        for each, part in parts:
            each.sentences.append(part)
        story.together, story.current = [], parts[-1][0]
        return
    draft = _meant(story, sentence)
    if draft is None or is_background(story.source, sentence):
        return
    shared = len(story.together) > 1 and draft in story.together
    for each in story.together if shared else [draft]:
        each.sentences.append(sentence)
    name_later(story.source, draft, sentence)
    complete(story.source, draft, sentence, story.dated)
    if draft.kind in {"multilateral", "trilateral"}:
        attendance.take_attending(story.source, draft, sentence, story.own)
    if draft.kind == "multilateral":
        draft.parties += attendance.included(story.source, sentence, story.home)


def _meant(story: Story, sentence: Sentence) -> Draft | None:
    """Return what a sentence goes on about: "the two sides" never are an experts' meeting."""
    named = _named_again(story, sentence)
    if named is not None:
        return named
    page = story.source.page
    span = (sentence.first, min(sentence.first + _OPENING, sentence.last))
    if page.within("attendees", *span):
        whole = [each for each in story.drafts if each.kind == "multilateral"]
        if whole and story.current is not None and story.current.kind != "trilateral":
            return whole[-1]
    both = page.within("they", sentence.first, sentence.last)
    if both and story.current is not None and _is_seen_or_technical(story.current, sentence):
        bilateral = (each for each in reversed(story.drafts) if each.kind == "bilateral")
        story.current = next(bilateral, story.current)
    return story.current


def _is_seen_or_technical(current: Draft, sentence: Sentence) -> bool:
    """Tell what "the two sides" do not agree in: a visit, or a site seen a paragraph before."""
    apart = current.kind == "site_visit" and current.sentences[0].line != sentence.line
    return apart or current.kind in {"expert_meeting", "visit"}


def _named_again(story: Story, sentence: Sentence) -> Draft | None:
    """ "With the commander of Ecuador, he ..." tells of one of the partners met apart."""
    named = named_of(story.source, story.listed, sentence, story.own)
    if named is not None:
        story.together = []
        story.current = named
    return named
