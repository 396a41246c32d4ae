"""A handover that a page opens with: what one side gave the other, where no meeting is told.

"The High Commission handed over two patrol boats to the Samoa Police": who gives and to whom stand
in one sentence with a thing that is given (an outcome of technical assistance). Somebody handed
over to another state is no such thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.register.reading.drafts import Draft
from entraide.register.reading.frames import Frame
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence
from entraide.register.reading.story import Story

__all__ = ["handover_of"]

_CEREMONY: Final = "ceremony"
_GIVEN: Final = "technical_assistance"
_OPENING: Final = 2
"""Sentences in which a page opens with a handover."""
_LONG: Final = 10
"""Words of a sentence that is no dateline and no label."""
_EVIDENCE: Final = 30
"""Words that prove a handover at most: from the verb to whom it was given."""
_MET: Final = frozenset({"meet", "receive", "travel", "attend"})


def handover_of(story: Story, frames: Sequence[Frame]) -> Draft | None:
    """Return the handover that a page opens with."""
    source = story.source
    met = {each.sentence.first for each in frames if each.partner_codes and each.verb in _MET}
    long = source.sentences_over(_LONG)
    for sentence in long[:_OPENING]:
        if sentence.first in met:
            return None
        words = (sentence.first, sentence.last)
        gave = source.page.within("gave", *words)
        given = [each for each in source.page.within("outcome", *words) if each.code == _GIVEN]
        sides = _sides(story, sentence)
        if gave and given and sides:
            named = [each.last for each in sides if each.first > gave[0].last]
            last = min(max([gave[0].last, *named]), gave[0].first + _EVIDENCE)
            draft = Draft(_CEREMONY, sentence.section, (gave[0].first, last), sides)
            draft.sentences, draft.official = [sentence], True
            draft.people = [each for each in source.people_in(*words) if each.party in draft.codes]
            dates = [each for each in source.dates_in(*words) if each.days or each.relative]
            draft.when = next(filter(None, map(story.dated, dates)), None)
            _go_on(story, draft)
            return draft
    return None


def _go_on(story: Story, draft: Draft) -> None:
    """Take the day and the people of the next sentences that tell of the same handing over."""
    source = story.source
    at = source.sentences.index(draft.sentences[0]) + 1
    for each in source.sentences[at : at + _OPENING]:
        words = (each.first, each.last)
        if not source.page.within("gave", *words):
            break
        draft.sentences.append(each)
        draft.people += [one for one in source.people_in(*words) if one.party in draft.codes]
        dates = [one for one in source.dates_in(*words) if one.days or one.relative]
        draft.when = draft.when or next(filter(None, map(story.dated, dates)), None)


def _sides(story: Story, sentence: Sentence) -> list[Mention]:
    """Return the other side: who gave, or who was given, by country or by service."""
    named = story.source.mentions.within(
        sentence.first, sentence.last, "agency", "country", "demonym"
    )
    others = [each for each in named if each.party not in {None, story.home}]
    return [each for each in others if each.party == others[0].party]
