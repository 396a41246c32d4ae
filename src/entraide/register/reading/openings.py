"""Frames of sentences that almost surely open an engagement though no rule reads one in them.

Who was met is whoever of another side the sentence names: by country or agency, by an office, by a
last name known from before, and where none is named, the one other side of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.register.reading.denial import is_denied
from entraide.register.reading.drafting import draft_of
from entraide.register.reading.drafts import Draft
from entraide.register.reading.frame_settings import dates_of, places_of
from entraide.register.reading.frames import Frame
from entraide.register.reading.kinds import kind_of
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.parties import parties_in
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.story import Story

__all__ = ["draft_of_opening", "is_opened_unread"]

_NEXT: Final = 2
"""Sentences after one without a word of meeting that may say that it was one."""
_OPENING: Final = 6
"""Words in which they say so."""


def is_opened_unread(story: Story, sentence: Sentence, found: Sequence[Draft]) -> bool:
    """Tell a sentence that surely opens an engagement of which no rule has read one.

    ``found`` are the engagements that it was read to tell of, or to tell more of.
    """
    surely = story.opens_another(sentence) if found else story.opens(sentence)
    again = bool(found) and story.source.page.at("the_meeting", sentence.first) is not None
    if again or any(each.kind == "ceremony" for each in found) or not surely:
        return False  # "the conference was hosted by", "the ceremony was held in the presence of"
    return not any(_opens_in(each, sentence) for each in story.drafts)


def _opens_in(draft: Draft, sentence: Sentence) -> bool:
    return sentence.first <= draft.sentences[0].first <= sentence.last


def draft_of_opening(story: Story, sentence: Sentence) -> Draft | None:
    """Return the engagement that such a sentence tells of, None where it names no other side."""
    frame = _frame_of_opening(story, sentence)
    kind = kind_of(story.source, frame) if frame is not None else None
    return draft_of(story, frame, kind, frame.parties) if frame is not None and kind else None


def _frame_of_opening(story: Story, sentence: Sentence) -> Frame | None:
    """Return a frame of all that a sentence names, None where it names no other side."""
    source, span = story.source, (sentence.first, sentence.last)
    if _is_denied(source, sentence) or not _is_of_meeting(source, sentence):
        return None
    known = _known(story)
    people = [each for each in source.people_in(*span) if not story.is_own(each)]
    parties = parties_in(source, span, story.home, frozenset())
    parties += [side for each in people if (side := _side(each, story.home)) is not None]
    recalled = [] if parties else [known[low] for low in _surnames(source, span) if low in known]
    parties += [side for each in recalled if (side := _side(each, story.home)) is not None]
    if not parties:
        parties = _only_other(story) or _named_before(story, sentence)
    if not parties:
        return None
    frame = Frame(sentence, _trigger(source, sentence), "meet", _nouns(source, span))
    frame.region, frame.latin = span, source.page.language != "ar"
    frame.parties = _states_first(parties, people)
    frame.people = [each for each in people if each.party in frame.partner_codes] + recalled
    frame.dates = dates_of(source, frame, frozenset())
    frame.places = places_of(source, frame, frozenset())
    return frame


def _is_denied(source: Source, sentence: Sentence) -> bool:
    """Tell whether a word of meeting in a sentence is denied, or of what is to come."""
    span = (sentence.first, sentence.last)
    said = [hit for table in ("verb", "noun", "tri") for hit in source.page.within(table, *span)]
    return any(is_denied(source, sentence, each) for each in said)


def _is_of_meeting(source: Source, sentence: Sentence) -> bool:
    """Tell whether a sentence has a word of meeting, or one of the next speaks of a meeting told.

    Who only wrote to somebody, or took over from him, has not met him.
    """
    span = (sentence.first, sentence.last)
    if any(source.page.within(table, *span) for table in ("verb", "noun", "tri", "at_it")):
        return True
    at = source.sentences.index(sentence) + 1
    return any(
        source.page.within(table, each.first, each.first + _OPENING)
        for each in source.sentences[at : at + _NEXT]
        for table in ("the_meeting", "they", "at_it", "noun", "delegation", "their_side")
    )


def _states_first(parties: Sequence[Mention], people: Sequence[Person]) -> list[Mention]:
    """Leave out organisations of which nobody is named beside a country's side: their channels."""
    named = {each.party for each in people}
    states = [each for each in parties if each.country != "int" or each.party in named]
    return states or list(parties)


def _trigger(source: Source, sentence: Sentence) -> Hit:
    span = (sentence.first, sentence.last)
    said = source.page.within("verb", *span) or source.page.within("noun", *span)
    return said[0] if said else Hit("verb", "meet", sentence.first, sentence.first)


def _nouns(source: Source, span: tuple[int, int]) -> frozenset[str]:
    nouns = {hit.code for hit in source.page.within("noun", *span)}
    return frozenset(nouns | ({"trilateral"} if source.page.within("tri", *span) else set()))


def _known(story: Story) -> dict[str, Person]:
    """Return those of other sides whom the page names, by their last names."""
    return {
        story.surname(each): each
        for each in story.source.people
        if each.party not in {None, story.home} and not story.is_own(each)
    }


def _surnames(source: Source, span: tuple[int, int]) -> list[str]:
    return [source.page.text.tokens[at].low for at in range(span[0], span[1] + 1)]


def _side(person: Person, home: str | None) -> Mention | None:
    """Return the mention that says of which other side somebody is."""
    said = [*(person.office.mentions if person.office else ()), person.side]
    return next((each for each in said if each and each.party not in {None, home}), None)


def _only_other(story: Story) -> list[Mention]:
    """Return the other side of the engagements told, where it is one."""
    told = {each.party: each for draft in story.drafts for each in draft.parties if each.party}
    return list(told.values()) if len(told) == 1 else []


def _named_before(story: Story, sentence: Sentence) -> list[Mention]:
    """Return the one other side that the sentence before names ("A and B have agreed to ...")."""
    at = story.source.sentences.index(sentence)
    if at == 0:
        return []
    before = story.source.sentences[at - 1]
    named = parties_in(story.source, (before.first, before.last), story.home, frozenset())
    sides = {each.party: each for each in named}
    return list(sides.values()) if len(sides) == 1 else []
