"""An operation of two services that a page opens with: who struck together, and on which days.

"The Guardia Civil and the Polícia Judiciária, with Europol's support, have dismantled": the opening
names services of two countries as those who act, or says that the operation was a joint one, and
what it came to is told there. An arrest of which a foreign service is only told is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from entraide.register.model import When
from entraide.register.reading.calendar import Named
from entraide.register.reading.drafts import Draft
from entraide.register.reading.frames import Frame
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.story import Story

__all__ = ["OPERATION", "operation_of", "results_of"]

OPERATION: Final = "operation"
_JOINT, _DISMANTLED = "joint_operations", "networks_dismantled"
_OPENING: Final = 2
"""Sentences in which a page opens with an operation."""
_TOLD: Final = 5
"""Sentences in which it says when that was, and what came of it."""
_LONG: Final = 10
"""Words of a sentence that is no dateline and no label."""
_BEFORE, _AFTER = 5, 3
"""Words before and after a country in which it is said that its service is meant."""
_WITH: Final = frozenset({"with", "avec", "con", "مع"})
_WITHIN, _BESIDE = 9, 2
"""Words from "with" to the country of a service, and from one of two countries to the other."""
_INTERNATIONAL, _BUREAUS = "int", "INTERPOL"


def operation_of(story: Story, frames: Sequence[Frame]) -> Draft | None:
    """Return the joint operation that a page opens with."""
    source = story.source
    long = source.sentences_over(_LONG)
    met = {each.sentence.first for each in frames if each.partner_codes and each.verb != "noun"}
    for at, sentence in enumerate(long[:_OPENING]):
        if sentence.first in met:
            return None
        struck = source.page.within("struck", sentence.first, sentence.last)
        sides = _sides(story, sentence, struck)
        if struck and any(each.country != _INTERNATIONAL for each in sides):
            first, last = min(struck[0].first, sides[0].first), max(struck[0].last, sides[-1].last)
            draft = Draft(OPERATION, sentence.section, (first, last), parties=sides)
            draft.sentences, draft.official = long[at : at + _TOLD], True
            draft.parties += _supporting(source, draft)
            draft.when = _when(story, draft, struck[0])
            return draft
    return None


def _sides(story: Story, sentence: Sentence, struck: list[Hit]) -> list[Mention]:
    """Return the services of others that act in a sentence, none where they do not act with us."""
    page, span = story.source.page, (sentence.first, sentence.last)
    if not struck:
        return []
    named = story.source.mentions.within(*span)
    others = [each for each in named if each.party not in {None, story.home}]
    services = [each for each in others if each.means == "agency" or _is_served(page, each)]
    if any(each.code == _JOINT for each in page.within("outcome", *span)):
        own = [each for each in named if each.party == story.home]
        return services or [each for each in others if _is_with(page, each, own)]
    acting = [each for each in services if each.last < struck[0].first]
    both = bool(acting) and _act_too(story, span[0], acting[0])
    return services if both and any(each.code == _DISMANTLED for each in struck) else []


def _supporting(source: Source, draft: Draft) -> list[Mention]:
    """Return the organisations that the next sentences name ("Europol sent two analysts").

    INTERPOL's name is borne by national offices, too: there it is none that took part.
    """
    first, last = draft.sentences[0].last + 1, draft.sentences[-1].last
    named = source.mentions.within(first, last, "agency")
    return [each for each in named if each.country == _INTERNATIONAL and each.org != _BUREAUS]


def _is_served(page: Page, mention: Mention) -> bool:
    """Tell a country whose service is named, in words that no list has ("Lithuanian Bureau of")."""
    if mention.means not in {"demonym", "country"}:
        return False
    around = (mention.first - _BEFORE, mention.last + _AFTER)
    return bool(page.within("side", *around) or page.within("police", *around))


def _is_with(page: Page, mention: Mention, own: Sequence[Mention]) -> bool:
    """Tell the country of "a joint operation with the drug department of Syria", "in A and B"."""
    if mention.means not in {"demonym", "country"}:
        return False
    before = page.text.tokens[max(0, mention.first - _WITHIN) : mention.first]
    beside = any(abs(each.first - mention.first) <= _BESIDE for each in own)
    return beside or any(each.low in _WITH for each in before)


def _act_too(story: Story, first: int, other: Mention) -> bool:
    """Tell whether a service of the home side is named before the other one."""
    before = (first, other.first - 1)
    own = story.source.mentions.within(*before, "agency")
    return any(each.country == story.home for each in own) or bool(
        story.source.page.within("police", *before)
    )


def _when(story: Story, draft: Draft, struck: Hit) -> When | None:
    """Return the days of the operation, not the one on which it was made known."""
    for named in _days(story.source, draft.sentences, struck):
        found = story.dated(named)
        if found is not None and found.precision in {"day", "range"}:
            return found
    return None


def _days(source: Source, sentences: list[Sentence], struck: Hit) -> Iterator[Named]:
    first = sentences[0]
    yield from _exact(source, struck.last, first.last)
    for each in sentences[1:]:
        if source.page.within("raid", each.first, each.last):
            yield from _exact(source, each.first, each.last)
    yield from _exact(source, max(first.first, source.facts.dateline_end + 1), struck.first)


def _exact(source: Source, first: int, last: int) -> list[Named]:
    return [each for each in source.dates_in(first, last) if each.days or each.relative]


def results_of(source: Source, draft: Draft) -> Iterator[tuple[str, str, Hit]]:
    """Yield what a joint operation came to: type, status, and the words that say so."""
    if draft.kind != OPERATION:
        return
    first = draft.sentences[0]
    struck = source.page.within("struck", first.first, first.last)
    for hit in sorted(struck, key=lambda each: each.code != _DISMANTLED)[:1]:
        yield hit.code, "in_force", hit
