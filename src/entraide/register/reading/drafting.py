"""How a frame becomes a draft of an engagement: its parties, people, day, and how it was told."""

from __future__ import annotations

from entraide.register.reading import attendance, joining
from entraide.register.reading.drafts import Draft, signing, told
from entraide.register.reading.durations import lasting
from entraide.register.reading.frames import Frame
from entraide.register.reading.leading import take_lead
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.sites import day_after_talks
from entraide.register.reading.story import CONTAINERS, Story

__all__ = ["draft_of", "of_heading"]


def of_heading(story: Story, frame: Frame, kind: str) -> list[Mention]:
    """Return the parties that the heading over a frame's section names."""
    heading = frame.sentence.section.heading
    if heading is None:
        return []
    named = story.source.mentions.within(heading.first, heading.last, "country", "agency")
    chosen = [each for each in named if each.party not in {None, story.home}]
    abroad = [each for each in chosen if each.country == "int"]
    return abroad if kind == "multilateral" else chosen[:1]


def draft_of(story: Story, frame: Frame, kind: str, parties: list[Mention]) -> Draft:
    """Return the engagement that a frame tells of, with these of its parties."""
    sentence, page = frame.sentence, story.source.page
    draft = Draft(kind, sentence.section, joining.extent(frame))
    draft.parties = list(parties or of_heading(story, frame, kind))
    draft.listed = parties is not frame.parties
    draft.people = [each for each in frame.people if joining.fits(each, draft)]
    draft.surnames = frozenset(map(story.surname, draft.people))
    draft.places = list(frame.places)
    draft.sentences = [told(frame)]
    official = story.source.is_official(sentence.first, sentence.last)
    draft.official = official or kind == "site_visit"
    draft.receiving = frame.verb == "receive" or (frame.passive and frame.verb == "meet")
    draft.hosts = _hosts(story, frame)
    lasts = page.within("lasting", frame.trigger.first, frame.trigger.last)
    draft.opened = any(each.code == "1" for each in lasts)
    draft.again = not page.within("also", sentence.first, frame.trigger.last)
    near = ("also", "before_that", "dayafter", "after_talks", "shortly")
    draft.goes_on = any(page.within(e, sentence.first, frame.trigger.last) for e in near)
    draft.shortly = bool(page.within("shortly", sentence.first, frame.trigger.first))
    calls = page.within("calls_on", frame.trigger.first, frame.trigger.last)
    named = story.source.people_in(frame.trigger.last + 1, frame.region[1])
    draft.called = bool(calls and named) and (not draft.again or _is_another(story, named))
    if draft.called and not draft.codes:
        _take_caller(story, draft, (sentence.first, frame.trigger.first))
    draft.signing = signing(frame) if draft.listed else None
    draft.when = next(filter(None, (story.dated(each) for each in frame.dates)), None)
    if draft.when is None and story.current is not None:
        draft.when = attendance.counted_from(story.source, story.current.when, frame)
    if draft.when is None:
        whole = [each.when for each in story.drafts if each.kind in CONTAINERS]
        draft.when = attendance.nth_day(
            story.source, whole[-1] if whole else None, (sentence.first, frame.trigger.first)
        )
    if draft.when is None and kind == "site_visit":
        draft.when = day_after_talks(story, frame)
    if draft.opened and draft.when is not None and draft.when.precision == "day":
        draft.when = lasting(page, draft.when, (sentence.first, sentence.last))
    take_lead(story, draft, sentence)
    return draft


def _take_caller(story: Story, draft: Draft, before: tuple[int, int]) -> None:
    """Give a call the side of the guest who paid it, known from the meeting told before."""
    current, tokens = story.current, story.source.page.text.tokens
    if current is None:
        return
    named = {each.low for each in tokens[before[0] : before[1]]}
    came = [each for each in current.people if story.surname(each) in named]
    if came:
        draft.parties, draft.people = list(current.parties), came
        draft.surnames = frozenset(map(story.surname, came))


def _is_another(story: Story, called_on: list[Person]) -> bool:
    """Tell whether they who are called on are none of those of the meeting told before."""
    if story.current is None or story.current.kind != "bilateral":
        return False
    known = story.current.surnames | story.current.hosts
    return not known & {story.surname(each) for each in called_on}


def _hosts(story: Story, frame: Frame) -> frozenset[str]:
    """Return the last names of those of the home side who stand in a frame."""
    named = story.source.people_in(*frame.region)
    guest_acts = bool(story.source.page.within("guest", frame.region[0], frame.trigger.first))
    met = frame.trigger.last if guest_acts and frame.verb == "meet" else frame.region[1]
    return frozenset(
        story.surname(each)
        for each in named
        if story.is_own(each) or (each.first > met and each.country in {None, story.home})
    )
