"""Sentences that likely tell what came of a meeting, and that no engagement of a page took.

A new paragraph that opens with nobody's name ("The three services have further agreed to") goes on
about what was told last before it; what opens a page, about the one meeting that it tells.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading.background import is_background
from entraide.register.reading.drafts import Draft, whole_sentences
from entraide.register.reading.likelihood import outcomes_of
from entraide.register.reading.source import Sentence
from entraide.register.reading.story import Story

__all__ = ["give_left_over"]

_LIKELY: Final = 0.5
"""How likely a sentence tells an outcome that is given to the engagement before it."""


def give_left_over(story: Story, drafts: list[Draft]) -> None:
    """Give each sentence that likely tells an outcome, and is nobody's, to what it is about."""
    source = story.source
    taken = {each for draft in drafts for each in whole_sentences(source, draft)}
    for sentence in source.sentences:
        chance = max(outcomes_of(story.likely, sentence).values(), default=0.0)
        if sentence in taken or chance < _LIKELY or is_background(source, sentence):
            continue
        draft = _before(drafts, sentence) or (drafts[0] if len(drafts) == 1 else None)
        if draft is not None:
            draft.sentences.append(sentence)


def _before(drafts: list[Draft], sentence: Sentence) -> Draft | None:
    """Return what was told last before a sentence."""
    told = [
        (each.last, at)
        for at, draft in enumerate(drafts)
        for each in draft.sentences
        if each.last < sentence.first
    ]
    return drafts[max(told)[1]] if told else None
