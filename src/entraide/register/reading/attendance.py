"""Who else was there: what later sentences, captions and earlier names add to an engagement.

A report names those present one or two sentences after it told of the meeting, and later calls them
by their office alone. Nothing here begins an engagement; a sentence about another time adds
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading.background import is_background
from entraide.register.reading.drafts import Draft, told
from entraide.register.reading.frames import Frame
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence, Source

__all__ = [
    "counted_from",
    "included",
    "name_addressed",
    "name_from_before",
    "name_from_captions",
    "nth_day",
    "present_at",
    "take_attending",
    "tell_ahead",
]

_OPENING: Final = 4
"""Words in which a sentence says of which year it tells."""
_WHOLE: Final = frozenset({"multilateral", "trilateral"})
_SENT: Final = 4
_LISTED: Final = 4
"""Words from one country of a list to the next ("de la République du")."""
_LIST: Final = 3
"""Countries that make a list."""
_AFTER: Final = 9
"""Words from "delegations" to the first of their countries."""
_AHEAD: Final = 2
"""Sentences of a page's opening that may tell what came of a meeting before it is told."""
_AGREED: Final = frozenset({"agreed", "signed"})


def present_at(source: Source, draft: Draft | None, frame: Frame) -> Draft | None:
    """Return the engagement of which a frame only says who else was there, with them added."""
    span = (frame.sentence.first, frame.region[1])
    again = any(source.page.within(each, *span) for each in ("again", "also"))
    before = (frame.sentence.first, frame.trigger.first)
    later = any(each.code != "0" for each in source.page.within("dayafter", *before))
    if is_background(source, frame.sentence):
        return None
    told_again = _is_told_again(source, frame) and draft is not None and bool(draft.codes)
    if draft is None or not (told_again or _only_tells_of(draft, frame, again=again, later=later)):
        return None
    whole = draft.kind in _WHOLE
    signing = frame.verb == "sign" and len(draft.codes) == 1
    also = {None} if signing or _is_told_again(source, frame) else set()
    mine = draft.codes | also
    draft.people += [each for each in frame.people if whole or each.party in mine]
    draft.parties += [each for each in frame.parties if whole or each.party in draft.codes]
    if frame.sentence not in draft.sentences:
        draft.sentences.append(told(frame))
    return draft


def _is_told_again(source: Source, frame: Frame) -> bool:
    """Tell whether a sentence says on what visit the meeting was that the one before told."""
    opening = (frame.sentence.first, frame.sentence.first + _OPENING)
    return bool(source.page.within("so_it_was", *opening)) and not frame.partner_codes


def _only_tells_of(draft: Draft, frame: Frame, *, again: bool, later: bool) -> bool:
    """An assembly goes on where the next sentence tells of one without saying which."""
    if frame.verb == "held":
        alone = again and not frame.dates
        return "multilateral" not in frame.nouns and (draft.kind in _WHOLE or alone)
    if frame.verb == "sign":
        if later:
            return False
        same = frame.partner_codes == draft.codes or (again and not frame.people)
        same = same or (again and draft.kind in _WHOLE and frame.partner_codes <= draft.codes)
        return same and not frame.dates and bool(draft.codes)
    if frame.verb == "noun":  # "the meeting, which A's minister chaired, discussed"
        return again and draft.kind == "multilateral" and "multilateral" not in frame.nouns
    same = bool(frame.partner_codes) and frame.partner_codes <= draft.codes
    present = again or same or (draft.kind in _WHOLE and "multilateral" not in frame.nouns)
    return frame.verb == "attend" and present and not frame.dates


def take_attending(source: Source, draft: Draft, sentence: Sentence, own: frozenset[str]) -> None:
    """Who is named with an office in the paragraph of an assembly took part in it."""
    speaks = bool(source.page.within("speaks", sentence.first, sentence.last))
    speaks = speaks or bool(_heads_delegation(source, sentence))
    near = speaks or sentence.line in {each.line for each in draft.sentences[:-1]}
    _take_bodies(source, draft, sentence, near=near)
    if not near:
        return
    for person in source.people_in(sentence.first, sentence.last):
        if person.party is not None and person.office and _surname(source, person) not in own:
            draft.people.append(person)
            own_side = [person.side] if person.side is not None else []
            draft.parties += [*person.office.mentions, *own_side][:1]


def _heads_delegation(source: Source, sentence: Sentence) -> bool:
    """Tell "for Benin the delegation was led by X", "Ghana was represented by Y"."""
    span = (sentence.first, sentence.last)
    sent = source.page.within("delegation", *span) or source.page.within("for_side", *span)
    led = source.page.within("led_by", *span)
    return bool(led) and bool(sent or source.mentions.within(*span, "country"))


def _take_bodies(source: Source, draft: Draft, sentence: Sentence, *, near: bool) -> None:
    """Take the organisations that were there: officials of theirs, or "represented by" somebody."""
    there = source.page.within("took_part", sentence.first, sentence.last)
    listed = there[0].first if there and draft.kind == "multilateral" else sentence.last
    for each in source.mentions.within(sentence.first, sentence.last, "agency"):
        sent = near and source.page.within("official", max(0, each.first - _SENT), each.first)
        watched = bool(source.page.within("sends_observer", each.last, sentence.last))
        led = source.page.within("led_by", each.last, each.last + _SENT)
        if each.country == "int" and (sent or led or watched or each.first > listed):
            draft.parties.append(each)
            draft.people += _led(source, each, led, sentence.last)


def _led(source: Source, body: Mention, led: Sequence[Hit], last: int) -> list[Person]:
    """Return who represents a body that "is represented by its head of mission, X"."""
    named = source.people_in(led[0].last, last)[:1] if led else []
    return [replace(each, side=body) for each in named if each.party in {None, body.party}]


def counted_from(source: Source, before: When | None, frame: Frame) -> When | None:
    """Return the day that "le lendemain" or "the same day" counts from the engagement before."""
    hits = source.page.within("dayafter", frame.sentence.first, frame.region[1])
    if not hits or before is None or before.precision != "day":
        return None
    day = dt.date.fromisoformat(before.start) + dt.timedelta(days=int(hits[0].code))
    quoted = source.page.quote(hits[0].first, hits[0].last)
    return replace(
        before,
        start=day.isoformat(),
        end=day.isoformat(),
        basis="derived",
        evidence=(*before.evidence, quoted),
    )


def nth_day(source: Source, whole: When | None, words: tuple[int, int]) -> When | None:
    """Return "the second day of the conference", counted from the first of what lasts longer."""
    hits = source.page.within("nth_day", *words)
    if not hits or whole is None or whole.precision != "range":
        return None
    day = (
        dt.date.fromisoformat(whole.start) + dt.timedelta(days=int(hits[0].code) - 1)
    ).isoformat()
    if day > whole.end:
        return None
    quoted = source.page.quote(hits[0].first, hits[0].last)
    return replace(
        whole,
        start=day,
        end=day,
        precision="day",
        basis="derived",
        evidence=(*whole.evidence, quoted),
    )


def included(source: Source, sentence: Sentence, home: str | None) -> list[Mention]:
    """Return the countries that a later sentence lists as among those present."""
    hits = source.page.within("including", sentence.first, sentence.last)
    if not hits:
        return [each for each in _delegations(source, sentence) if each.country != home]
    named = source.mentions.within(hits[0].last, sentence.last, "country")
    return [each for each in named if each.country != home]


def _delegations(source: Source, sentence: Sentence) -> list[Mention]:
    """Return the countries of "the delegations of A, B and C", or "A, B and C were represented"."""
    sent = [
        hit
        for table in ("delegation", "attendees", "countries", "official")
        for hit in source.page.within(table, sentence.first, sentence.last)
    ]
    run = _longest_list(source.mentions.within(sentence.first, sentence.last, "country"))
    if len(run) < _LIST:
        return []
    begins = any(0 < run[0].first - hit.last <= _AFTER for hit in sent)
    there = source.page.within("were_there", run[-1].last + 1, run[-1].last + _AFTER)
    return run if begins or there else []


def _longest_list(named: Sequence[Mention]) -> list[Mention]:
    """Return the longest run of countries that stand one beside another."""
    runs: list[list[Mention]] = [[]]
    for each in named:
        if runs[-1] and each.first - runs[-1][-1].last > _LISTED:
            runs.append([])
        runs[-1].append(each)
    return max(runs, key=len)


def name_from_captions(source: Source, drafts: Sequence[Draft], own: frozenset[str]) -> None:
    """A caption names whom the article only has an office for: same country, same agency."""
    for line in source.layout.captions:
        for person in source.people_in(line.first, line.last):
            if person.party is None or _surname(source, person) in own:
                continue
            matching = [each for each in drafts if person.party in each.codes and not each.people]
            if len(matching) == 1:
                matching[0].people.append(person)


def name_from_before(source: Source, drafts: Sequence[Draft], own: frozenset[str]) -> None:
    """ "The Pakistani minister" is he who was named before, where the page names only one."""
    known: dict[str, dict[str, Person]] = {}
    for person in source.people:
        surname = _surname(source, person)
        if person.party is not None and person.office is not None and surname not in own:
            known.setdefault(person.party, {}).setdefault(surname, person)
    for draft in drafts:
        named = {each.party for each in draft.people}
        for mention in draft.parties:
            people = list(known.get(mention.party or "", {}).values())
            sent = source.page.within("delegation", mention.first - 1, mention.last + 1)
            if draft.kind == "site_visit" and sent:
                continue  # "the German delegation": its head may be elsewhere
            short = mention.means == "demonym" or _is_unnamed(source, mention)
            again = short and len(people) == 1 and not draft.listed
            if again and mention.party not in named and people[0].first < mention.first:
                draft.people.append(people[0])
                named.add(mention.party)


def _is_unnamed(source: Source, mention: Mention) -> bool:
    """Tell "the visiting BSF chief": an agency in an office beside which nobody is named."""
    named = {each.office for each in source.people}
    offices = [each for each in source.offices if mention in each.mentions]
    return mention.means == "agency" and bool(offices) and not named & set(offices)


def tell_ahead(source: Source, drafts: Sequence[Draft]) -> None:
    """What opens a page ("A and B have agreed to ...") belongs to the one meeting told after it."""
    met = [each for each in drafts if each.kind != "visit"]
    if len(met) != 1 or not met[0].codes or not met[0].sentences:
        return
    begin = min(each.first for each in met[0].sentences)
    for sentence in source.sentences[:_AHEAD]:
        span = (sentence.first, sentence.last)
        named = {each.party for each in source.mentions.within(*span)}
        said = {each.code for each in source.page.within("status", *span)}
        if sentence.last < begin and met[0].codes <= named and said & _AGREED:
            met[0].sentences.append(sentence)


def name_addressed(source: Source, drafts: Sequence[Draft]) -> None:
    """He who is addressed by name ("cher Rodrigo") is whom the speech's one meeting is with."""
    alone = [each for each in drafts if each.codes and not each.people]
    called = [
        each
        for each in source.people
        if each.office is None and each.first and source.page.is_known("addressed", each.first - 1)
    ]
    if len(alone) == len(called) == len(drafts) == 1 and len(alone[0].codes) == 1:
        alone[0].people.append(called[0])


def _surname(source: Source, person: Person) -> str:
    return source.page.text.tokens[person.last].low
