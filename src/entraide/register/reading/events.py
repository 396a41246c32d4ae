"""Events: frames joined into the engagements that a page tells of.

A frame that only tells more of the engagement before it joins it; a list of partners under a verb
of bilateral meeting becomes one engagement each; a visit or an assembly contains what took place in
it. Two frames with disjoint days, or with two different named people, are two engagements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading import attendance, joining
from entraide.register.reading.background import is_recent
from entraide.register.reading.completing import take_host
from entraide.register.reading.continuing import goes_on, tell_more
from entraide.register.reading.drafting import draft_of, of_heading
from entraide.register.reading.drafts import Draft, narrow, told
from entraide.register.reading.frames import Frame
from entraide.register.reading.handovers import handover_of
from entraide.register.reading.joined_frames import joined
from entraide.register.reading.joint_actions import operation_of
from entraide.register.reading.keeping import kept
from entraide.register.reading.kinds import kind_of
from entraide.register.reading.leading import assembly_beside, inherit, lead
from entraide.register.reading.left_over import give_left_over
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.openings import draft_of_opening, is_opened_unread
from entraide.register.reading.page import Page
from entraide.register.reading.retold import join_retold
from entraide.register.reading.settling import settle_days
from entraide.register.reading.sites import take_visitors
from entraide.register.reading.story import CONTAINERS, Story
from entraide.register.reading.visits import settle_visits, take_guests

__all__ = ["assemble"]

_FLEETING: Final = frozenset({"bilateral", "trilateral"})
"""Kinds of engagement of which a page tells by many words that are none."""
_HARDLY, _LIKELY = 0.03, 0.5
"""How likely a sentence opens an engagement that is left out, and one beside which that is done."""
_FEWEST_OF_THREE: Final = 2
_OPENING: Final = 3
"""Words in which a sentence says that it speaks of the meeting told before."""
_FEW: Final = 5
"""Of so many partners met apart a summary speaks of each; of more it speaks of the whole."""


def assemble(story: Story, frames: Sequence[Frame]) -> list[Draft]:
    """Return the engagements of a page whose story is not told yet."""
    source = story.source
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        frame.people = [each for each in frame.people if not story.is_own(each)]
        by_sentence.setdefault(frame.sentence.first, []).append(frame)
    opened = operation_of(story, frames) or handover_of(story, frames)
    story.drafts += [opened] if opened is not None else []
    for sentence in source.sentences:
        story.leave_section(sentence)
        if opened is not None and opened.kind == "ceremony" and sentence in opened.sentences:
            story.current, story.told_last = opened, sentence
            continue
        found = [
            draft
            for frame in joined(by_sentence.get(sentence.first, []))
            for draft in _take(story, frame)
        ]
        if is_opened_unread(story, sentence, found):
            unread = draft_of_opening(story, sentence)
            found += [_place(story, unread)] if unread is not None else []
        if found:
            story.together = found if len(found) <= _FEW else []
            story.listed = found
            story.told_last = sentence
        elif goes_on(story, sentence):
            tell_more(story, sentence)
            story.told_last = sentence
    attendance.name_from_captions(source, story.drafts, story.own)
    attendance.name_from_before(source, story.drafts, story.own)
    attendance.name_addressed(source, story.drafts)
    attendance.tell_ahead(source, story.drafts)
    settle_days(story)
    settle_visits(story)
    join_retold(story)
    likely = [each for each in story.drafts if not _is_hardly(story, each)]
    reported = kept(source, likely, story.home)
    give_left_over(story, reported)
    return reported


def _is_hardly(story: Story, draft: Draft) -> bool:
    """Tell what hardly any sentence like its own opens, beside another that one does."""
    others = any(each is not draft and story.chance(each) >= _LIKELY for each in story.drafts)
    return others and draft.kind in _FLEETING and story.chance(draft) < _HARDLY


def _take(story: Story, frame: Frame) -> Iterator[Draft]:
    """Yield the engagements that a frame tells of, or tells more of."""
    present = attendance.present_at(story.source, story.current, frame) or _again(story, frame)
    if present is not None:
        yield _dated_by(story, present, frame)
        return
    if _lists_sides(story, frame) or _is_said_at_it(story, frame) or _is_recalled(story, frame):
        return
    beside = assembly_beside(story, frame)
    container = _place(story, beside) if beside is not None else None
    kind = kind_of(story.source, frame)
    if kind == "trilateral" and len(frame.partner_codes) < _FEWEST_OF_THREE:
        kind = None
    if _welcomes_all(story, frame):
        kind = None
        _take_welcomed(story, frame)
    if kind == "site_visit":
        take_visitors(story, frame)
    if kind == "visit":
        take_guests(story, frame)
    if kind == "bilateral" and _is_talk_of_visit(story, frame):
        frame.parties = list(story.current.parties) if story.current else []
        frame.people = list(story.current.people) if story.current else []
    if kind is None or not (frame.partner_codes or _stands_alone(story, frame, kind)):
        if container is not None:
            yield container
        lead(story, frame, None)
        return
    yield from _of_kind(story, frame, kind)


def _is_recalled(story: Story, frame: Frame) -> bool:
    """Tell what had been before, of no day near the page's: "had met his counterpart in 2023"."""
    words = (frame.trigger.first, frame.trigger.last)
    page = story.source.page
    had = frame.verb == "meet" and page.within("had", *words)
    if not had or page.within("dayafter", frame.sentence.first, frame.trigger.first):
        return False
    return not is_recent(story.source, frame.sentence)


def _is_said_at_it(story: Story, frame: Frame) -> bool:
    """Tell "the minister stressed during the meeting that": said at what is told already."""
    current, words = story.current, (frame.sentence.first, frame.trigger.last)
    if current is None or current.kind in CONTAINERS or frame.verb != "noun" or frame.dates:
        return False
    said = story.source.page.within("at_it", *words)
    return any(each.last >= frame.trigger.first for each in said)


def _lists_sides(story: Story, frame: Frame) -> bool:
    """Tell who was there of each side of the meeting of three that is told, and take them."""
    current, source = story.current, story.source
    if current is None or current.kind != "trilateral" or frame.dates:
        return False
    sides = source.page.within("their_side", *frame.region) or frame.partner_codes == current.codes
    if not sides or not frame.partner_codes or not frame.partner_codes <= current.codes:
        return False
    if source.page.within("separate", *frame.region) or frame.margin is not None:
        return False
    current.people += [each for each in frame.people if each.party in current.codes]
    current.sentences.append(told(frame))
    return True


def _is_talk_of_visit(story: Story, frame: Frame) -> bool:
    """Tell "at their talks on 5 October": the meeting for which somebody came on the visit told."""
    current = story.current
    if current is None or current.kind != "visit" or not current.codes:
        return False
    if frame.parties or frame.margin is not None or frame.sentence.section != current.section:
        return False
    return not frame.people if frame.verb == "noun" else _pays_call(story, frame)


def _pays_call(story: Story, frame: Frame) -> bool:
    """Tell "on Monday he paid a courtesy call on the Minister, X": the guest on his visit."""
    calls = story.source.page.within("calls_on", frame.trigger.first, frame.trigger.last)
    return bool(calls) and all(each.party is None for each in frame.people)


def _again(story: Story, frame: Frame) -> Draft | None:
    """Return the meeting spoken of where a sentence opens with it ("The meeting was held in")."""
    current, first = story.current, frame.sentence.first
    opened = story.source.page.within("the_meeting", first, first + _OPENING)
    if current is not None and current.kind in CONTAINERS and frame.passive and opened:
        if not frame.people:  # "the conference was held in Apia and was hosted by the police of"
            current.parties += [each for each in frame.parties if each not in current.parties]
            return current
        return None
    if frame.verb != "held" or frame.parties or current is None or current.kind in CONTAINERS:
        return None
    return current if opened else None


def _of_kind(story: Story, frame: Frame, kind: str) -> Iterator[Draft]:
    parted = joining.groups(frame, kind)
    for at, parties in enumerate(parted):
        draft = draft_of(story, frame, kind, parties)
        if len(parted) > 1:
            narrow(draft, parted, at)
        yield _place(story, draft)
    if len(parted) > _FEW and story.current is not None:
        story.current = story.current.parent or story.current
    if kind == "multilateral" and len(frame.dates) > 1:
        lead(story, replace(frame, dates=frame.dates[1:]), story.drafts[-1].when)


def _dated_by(story: Story, draft: Draft, frame: Frame) -> Draft:
    if draft.when is None and frame.dates:
        draft.when = story.dated(frame.dates[0])
    draft.places = draft.places or list(frame.places)
    return draft


def _stands_alone(story: Story, frame: Frame, kind: str) -> bool:
    """Tell whether a frame that names no party is an engagement of its own."""
    page = story.source.page
    again = _tells_again(page, frame)
    if kind == "ceremony":
        span = (frame.sentence.first, frame.sentence.last)
        return any(each.country != story.home for each in story.source.mentions.within(*span))
    if kind == "reception_series" and _is_opened(story, frame):
        return False
    if kind == "multilateral" or (frame.several and not again):
        return True
    if kind == "visit":
        return any(each.country != story.home for each in frame.places)
    met = any(person.first > frame.trigger.last for person in frame.people)
    again = again and not (met and frame.passive and story.is_of_visit)  # received by somebody
    return frame.verb != "noun" and not again and (met or bool(of_heading(story, frame, kind)))


def _is_opened(story: Story, frame: Frame) -> bool:
    """Tell "he welcomed the delegations" at the assembly that is being told: no other event."""
    current = story.current
    if current is None or current.kind != "multilateral":
        return False
    return not frame.dates and frame.sentence.section == current.section


def _welcomes_all(story: Story, frame: Frame) -> bool:
    """Tell the same where the guests are known only from the sentence before."""
    borrowed = all(each.last < frame.sentence.first for each in frame.parties)
    many = len(frame.partner_codes) > _FEWEST_OF_THREE
    if frame.verb != "receive" or not frame.parties:
        return False
    return (borrowed or many) and _is_opened(story, frame)


def _take_welcomed(story: Story, frame: Frame) -> None:
    """Let those who were welcomed at an assembly have taken part in it."""
    if story.current is not None:
        known = story.current.parties
        known += [each for each in frame.parties if each not in known]


def _tells_again(page: Page, frame: Frame) -> bool:
    """Tell whether a sentence goes on about a meeting: it says so, and not "also" after that."""
    words = (frame.sentence.first, frame.trigger.last)
    if any(each.code != "0" for each in page.within("dayafter", *words)):
        return False  # "the next day the delegation met"
    again, also = page.within("again", *words), page.within("also", *words)
    again = [each for each in again if not page.within("eve", *_before(each, frame))]
    return bool(again) and not (also and also[-1].first > again[-1].last)


def _before(again: Hit, frame: Frame) -> tuple[int, int]:
    """Return the words in which "before the" may stand ("shortly before the meeting")."""
    return max(frame.sentence.first, again.first - _OPENING), again.last


def _place(story: Story, draft: Draft) -> Draft:
    """Join a draft with the engagement that it tells more of, or add it."""
    take_host(draft, story.current, story.home)
    known = next((each for each in reversed(story.drafts) if _is_told(story, each, draft)), None)
    if known is None:
        draft.parent = _parent(story, draft)
        inherit(story, draft)
        told_last = story.drafts[-1] if story.drafts else None
        take_host(draft, story.current or told_last, story.home)
        story.drafts.append(draft)
    else:
        joining.merge(known, draft)
    story.current = known or draft
    return story.current


def _is_told(story: Story, known: Draft, draft: Draft) -> bool:
    """Tell whether a draft tells more of a known engagement, and opens none of its own."""
    opened = draft.sentences[0]
    own = story.opens_another(opened) and opened.line != known.sentences[0].line
    own = own and not (known.listed and not known.people)  # "he met with the ministers of A and B"
    own = own and not story.source.page.within("the_meeting", opened.first, opened.first + 1)
    return joining.is_same(known, draft) and not own


def _parent(story: Story, draft: Draft) -> Draft | None:
    if draft.kind in CONTAINERS:
        return None
    containers = [each for each in story.drafts if each.kind in CONTAINERS]
    return next((each for each in reversed(containers) if joining.contains(each, draft)), None)
