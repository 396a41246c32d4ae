"""Events: frames joined into the engagements that a page tells of.

A frame that only tells more of the engagement before it joins it; a list of partners under a verb
of bilateral meeting becomes one engagement each; a visit or an assembly contains what took place in
it. Two frames with disjoint days, or with two different named people, are two engagements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading import attendance, joining
from entraide.register.reading.calendar import Named, resolve, weekday_within
from entraide.register.reading.completing import complete, name_later, take_host
from entraide.register.reading.drafts import Draft, joined, narrow, signing, told
from entraide.register.reading.frames import Frame
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence, Source

__all__ = ["assemble"]

_CONTAINERS: Final = frozenset({"multilateral", "visit"})
_DAYS: Final = frozenset({"day", "range", "within_range"})
_FEWEST_OF_THREE: Final = 2
_FEW: Final = 5
"""Of so many partners met apart a summary speaks of each; of more it speaks of the whole."""


def assemble(
    source: Source, frames: Sequence[Frame], home: str | None, own: frozenset[str]
) -> list[Draft]:
    """Return the engagements of a page; ``own`` are the surnames of the home side."""
    return _Assembly(source, home, own).run(frames)


class _Assembly:
    def __init__(self, source: Source, home: str | None, own: frozenset[str]) -> None:
        self.source, self.home, self.own = source, home, own
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.told_last: Sentence | None = None
        self.together: list[Draft] = []
        self.listed: list[Draft] = []
        self.leading: tuple[Sentence, When | None, list[Mention]] | None = None

    def run(self, frames: Sequence[Frame]) -> list[Draft]:
        by_sentence: dict[int, list[Frame]] = {}
        for frame in frames:
            frame.people = [each for each in frame.people if not self._is_own(each)]
            by_sentence.setdefault(frame.sentence.first, []).append(frame)
        for sentence in self.source.sentences:
            self._leave_section(sentence)
            told = [
                draft
                for frame in joined(by_sentence.get(sentence.first, []))
                for draft in self._take(frame)
            ]
            if told:
                self.together = told if len(told) <= _FEW else []
                self.listed = told
                self.told_last = sentence
            elif self._goes_on(sentence):
                self._continue(sentence)
                self.told_last = sentence
        attendance.name_from_captions(self.source, self.drafts, self.own)
        attendance.name_from_before(self.source, self.drafts, self.own)
        return [draft for draft in self.drafts if self._is_official(draft)]

    def _is_own(self, person: Person) -> bool:
        return self._surname(person) in self.own

    def _surname(self, person: Person) -> str:
        return self.source.page.text.tokens[person.last].low

    def _leave_section(self, sentence: Sentence) -> None:
        last = self.told_last
        if self.current is not None and last is not None and last.section != sentence.section:
            self.together = []
            container = self.current.parent or self.current
            opened = container.section.number == 0 and container.kind in _CONTAINERS
            self.current = container if opened else None

    def _goes_on(self, sentence: Sentence) -> bool:
        """A new paragraph goes on about an engagement where it says so or names its people."""
        if self.told_last is not None and self.told_last.line == sentence.line:
            return True
        tables = ("again", "they", "also", "official", "status", "result")
        words = self.source.page.text.tokens[sentence.first : sentence.last + 1]
        if self.current is not None:
            people = self.source.people_in(sentence.first, sentence.last)
            named = self.current.surnames & {each.low for each in words}
            if named or {each.party for each in people} & self.current.codes:
                return True
        return any(self.source.page.within(each, sentence.first, sentence.last) for each in tables)

    def _take(self, frame: Frame) -> Iterator[Draft]:
        joined = self._dated_by(attendance.present_at(self.source, self.current, frame), frame)
        if joined is not None:
            yield joined
            return
        container = self._assembly_beside(frame)
        kind = joining.kind_of(self.source, frame)
        if kind == "trilateral" and len(frame.partner_codes) < _FEWEST_OF_THREE:
            kind = None
        if kind is None or not (frame.partner_codes or self._stands_alone(frame, kind)):
            if container is not None:
                yield container
            self._lead(frame, None)
            return
        parted = joining.groups(frame, kind)
        for at, parties in enumerate(parted):
            draft = self._draft(frame, kind, parties)
            if len(parted) > 1:
                narrow(draft, parted, at)
            yield self._place(draft)
        if len(parted) > _FEW and self.current is not None:
            self.current = self.current.parent or self.current
        if kind == "multilateral" and len(frame.dates) > 1:
            self._lead(replace(frame, dates=frame.dates[1:]), self.drafts[-1].when)

    def _lead(self, frame: Frame, whole: When | None) -> None:
        """Keep day and place of a sentence that tells of meetings which the next one names."""
        when = next(filter(None, (self._dated(each) for each in frame.dates)), None)
        inside = when is not None and (whole is None or whole.start <= when.start <= whole.end)
        day = when if when is not None and when.precision == "day" and inside else None
        if self.leading is not None and self.leading[0] == frame.sentence and day is None:
            return
        self.leading = (frame.sentence, day, list(frame.places))

    def _take_lead(self, draft: Draft, sentence: Sentence) -> None:
        """Take day and place of the sentence right before, where it led up to this one."""
        if self.leading is None:
            return
        last, when, places = self.leading
        if sentence.section == last.section and 0 < sentence.first - last.last <= 1:
            draft.when = draft.when or (replace(when, basis="derived") if when else None)
            draft.places = draft.places or places

    def _dated_by(self, draft: Draft | None, frame: Frame) -> Draft | None:
        if draft is not None and draft.when is None and frame.dates:
            draft.when = self._dated(frame.dates[0])
        if draft is not None:
            draft.places = draft.places or list(frame.places)
        return draft

    def _stands_alone(self, frame: Frame, kind: str) -> bool:
        """Tell whether a frame that names no party is an engagement of its own."""
        again = self.source.page.within("again", frame.sentence.first, frame.trigger.last)
        if kind == "multilateral" or (frame.several and not again):
            return True
        if kind == "ceremony":
            span = (frame.sentence.first, frame.sentence.last)
            return any(each.country != self.home for each in self.source.mentions.within(*span))
        if kind == "visit":
            return any(each.country != self.home for each in frame.places)
        told = frame.verb != "noun" and not again
        met = any(person.first > frame.trigger.last for person in frame.people)
        return told and (met or bool(self._of_heading(frame, kind)))

    def _of_heading(self, frame: Frame, kind: str) -> list[Mention]:
        heading = frame.sentence.section.heading
        if heading is None:
            return []
        named = self.source.mentions.within(heading.first, heading.last, "country", "agency")
        chosen = [each for each in named if each.party not in {None, self.home}]
        abroad = [each for each in chosen if each.country == "int"]
        return abroad if kind == "multilateral" else chosen[:1]

    def _draft(self, frame: Frame, kind: str, parties: list[Mention]) -> Draft:
        draft = Draft(kind, frame.sentence.section, joining.extent(frame))
        draft.parties = list(parties or self._of_heading(frame, kind))
        draft.listed = parties is not frame.parties
        draft.people = [each for each in frame.people if joining.fits(each, draft)]
        draft.surnames = frozenset(map(self._surname, draft.people))
        draft.places = list(frame.places)
        draft.sentences = [told(frame)]
        draft.official = self.source.is_official(frame.sentence.first, frame.sentence.last)
        draft.receiving = frame.verb == "receive"
        draft.again = not self.source.page.within("also", frame.sentence.first, frame.trigger.last)
        draft.signing = signing(frame) if draft.listed else None
        draft.when = next(filter(None, (self._dated(each) for each in frame.dates)), None)
        if draft.when is None and self.current is not None:
            draft.when = attendance.counted_from(self.source, self.current.when, frame)
        self._take_lead(draft, frame.sentence)
        return draft

    def _dated(self, named: Named) -> When | None:
        quoted = (self.source.page.quote(named.first, named.last),)
        when = resolve(named, self.source.facts.anchor, quoted)
        if when is not None or named.weekday is None:
            return when
        spans = [each.when for each in reversed(self.drafts) if each.kind in _CONTAINERS]
        spans.append(self.source.only_day)
        found = (weekday_within(named, each, quoted) for each in spans if each is not None)
        return next(filter(None, found), None)

    def _place(self, draft: Draft) -> Draft:
        """Join a draft with the engagement that it tells more of, or add it."""
        take_host(draft, self.current, self.home)
        known = next((each for each in reversed(self.drafts) if joining.is_same(each, draft)), None)
        if known is None:
            draft.parent = self._parent(draft)
            self._inherit(draft)
            take_host(draft, self.current, self.home)
            self.drafts.append(draft)
        else:
            joining.merge(known, draft)
        self.current = known or draft
        return self.current

    def _inherit(self, draft: Draft) -> None:
        """ "He also met ..." takes day and place of the meeting before it, in the same section."""
        last = self.current
        if draft.again or last is None or last.section != draft.section or draft.parent is not None:
            return
        draft.places = draft.places or last.places
        apart = self.source.page.within(
            "separate", draft.sentences[0].first, draft.sentences[0].last
        )
        if apart and last.when is not None and last.when.precision == "day":
            return
        if draft.when is None and last.when is not None and last.when.precision in _DAYS:
            draft.when = replace(last.when, precision="within_range", basis="derived")

    def _parent(self, draft: Draft) -> Draft | None:
        if draft.kind in _CONTAINERS:
            return None
        containers = [each for each in self.drafts if each.kind in _CONTAINERS]
        return next((each for each in reversed(containers) if joining.contains(each, draft)), None)

    def _assembly_beside(self, frame: Frame) -> Draft | None:
        """Make the assembly on whose margins the frame took place, where the sentence dates it."""
        if frame.margin is None:
            return None
        span = (frame.margin.first, joining.aside_end(self.source, frame))
        nouns = [hit.code for hit in self.source.page.within("noun", *span)]
        dates = self.source.dates_in(*span)
        alone = not frame.partner_codes and not frame.people
        if "multilateral" not in nouns or not (dates or (alone and frame.dates)):
            return None
        return self._assembly(frame, span, dates)

    def _assembly(self, frame: Frame, span: tuple[int, int], dates: list[Named]) -> Draft:
        named = self.source.mentions.within(*span, "city", "country")
        draft = Draft("multilateral", frame.sentence.section, span, places=named or frame.places)
        draft.when = self._dated((dates or frame.dates)[0])
        draft.sentences = [frame.sentence]
        frame.dates = [each for each in frame.dates if each not in dates]
        frame.places = [each for each in frame.places if each not in named]
        return self._place(draft)

    def _continue(self, sentence: Sentence) -> None:
        """Let a sentence without an engagement of its own tell more of the one before."""
        draft = self._meant(sentence)
        if draft is None or attendance.is_background(self.source, sentence):
            return
        for each in self.together if len(self.together) > 1 and draft in self.together else [draft]:
            each.sentences.append(sentence)
        name_later(self.source, draft, sentence)
        complete(self.source, draft, sentence, self._dated)
        if draft.kind in {"multilateral", "trilateral"}:
            attendance.take_attending(self.source, draft, sentence, self.own)
        if draft.kind == "multilateral":
            draft.parties += attendance.included(self.source, sentence, self.home)

    def _meant(self, sentence: Sentence) -> Draft | None:
        """Return what a sentence goes on about: "the two sides" never are an experts' meeting."""
        named = self._named_again(sentence)
        if named is not None:
            return named
        span = (sentence.first, min(sentence.first + 5, sentence.last))  # who acts stands first
        if self.source.page.within("attendees", *span):
            whole = [each for each in self.drafts if each.kind == "multilateral"]
            if whole and self.current is not None and self.current.kind != "trilateral":
                return whole[-1]
        both = self.source.page.within("they", sentence.first, sentence.last)
        if both and self.current is not None and self.current.kind == "expert_meeting":
            self.current = next(
                (each for each in reversed(self.drafts) if each.kind == "bilateral"), self.current
            )
        return self.current

    def _named_again(self, sentence: Sentence) -> Draft | None:
        """ "With the commander of Ecuador, he ..." tells of one of the partners met apart."""
        named = attendance.named_of(self.source, self.listed, sentence, self.own)
        if named is not None:
            self.together = []
            self.current = named
        return named

    def _is_official(self, draft: Draft) -> bool:
        """Keep what somebody official took part in."""
        return draft.official or any(
            self.source.is_official(each.first, each.last) for each in draft.sentences
        )
