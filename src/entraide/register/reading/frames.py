"""Frames: what a sentence says that took place, between whom.

A frame is a verb or a noun of meeting (*trigger*) with the words that belong to it: who acts before
it, who is met after it, up to a word of purpose ("afin de", "to discuss"), because what follows
that is subject matter. What was announced, postponed or denied is no frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from entraide.register.reading.anaphora import name_organisation, name_third, recognise
from entraide.register.reading.background import is_of_another_year, is_recent
from entraide.register.reading.calendar import Named
from entraide.register.reading.denial import is_denied
from entraide.register.reading.frame_settings import dates_of, places_of, quoted_words
from entraide.register.reading.hosts import is_bystander, is_host
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.nominal import is_leading, is_led, led_abroad, nominal_verb
from entraide.register.reading.parties import parties_in
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.reach import cut_of, masked_words, next_cut, noun_reach
from entraide.register.reading.sites import is_of_site
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.together import is_of_members, meeting_agreed, meeting_of_many
from entraide.register.reading.unmet import is_of_nobody
from entraide.register.reading.voices import BY, is_passive

__all__ = ["Frame", "find_frames"]

_EVE: Final = 5
_BESIDE: Final = 2
"""Words from an outcome to a verb that is only said of it."""
_AFTER: Final = 6
"""Words from "after" to the meeting after which something was said."""
_SIGNED: Final = 9
"""Words from "was signed" over who did to the year in which that was."""
_MET: Final = frozenset({"meet", "receive", "noun", "sign"})
_MEETING_NOUNS: Final = ("bilateral", "trilateral", "expert", "series")


@dataclass(slots=True)
class Frame:
    """A sentence's event before it is joined with others.

    ``verb`` is the code of the trigger, ``nouns`` the codes of the meeting's nouns; ``parties`` are
    who took part beside the home side; ``latin`` that who acts stands before the verb.
    """

    sentence: Sentence
    trigger: Hit
    verb: str
    nouns: frozenset[str]
    parties: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    dates: list[Named] = field(default_factory=list)
    several: bool = False
    passive: bool = False
    margin: Hit | None = None
    latin: bool = True
    region: tuple[int, int] = (0, 0)

    @property
    def partner_codes(self) -> set[str]:
        """Return the countries and organisations of the other sides."""
        return {each.party for each in self.parties if each.party}


def find_frames(source: Source, home: str | None) -> list[Frame]:
    """Return the frames of the article in the order of its sentences."""
    return [
        frame for sentence in source.sentences for frame in _of_sentence(source, sentence, home)
    ]


def _of_sentence(source: Source, sentence: Sentence, home: str | None) -> Iterator[Frame]:
    triggers = [
        hit
        for hit in _triggers(source, sentence)
        if not is_denied(source, sentence, hit)
        and not _is_told_of_before(source, sentence, hit)
        and not _is_of_outcome(source, sentence, hit)
    ]
    for at, trigger in enumerate(triggers):
        following = triggers[at + 1].first - 1 if at + 1 < len(triggers) else sentence.last
        begin = sentence.first if at == 0 else trigger.first
        yield _frame(source, sentence, trigger, (begin, following), home)


def _is_of_outcome(source: Source, sentence: Sentence, trigger: Hit) -> bool:
    """Tell "agreed to set up a committee co-chaired by": what is said of an outcome, no meeting."""
    begin = max(sentence.first, trigger.first - _BESIDE)
    if _is_of_text(source, sentence, trigger):
        return True
    outcomes = source.page.within("outcome", begin, trigger.first - 1)
    said = source.page.within("status", sentence.first, begin)
    return bool(outcomes) and any(each.code == "agreed" for each in said)


def _is_of_text(source: Source, sentence: Sentence, trigger: Hit) -> bool:
    """Tell "a memorandum signed with A had led to": which text is meant, and no day of it."""
    if trigger.code != "sign" or source.page.language == "ar" or trigger.last > trigger.first:
        return False
    texts = source.page.within("outcome", sentence.first, trigger.first - 1)
    beside = any(each.last == trigger.first - 1 for each in texts)
    return beside and not source.dates_in(sentence.first, sentence.last)


def _is_told_of_before(source: Source, sentence: Sentence, trigger: Hit) -> bool:
    """Tell "the last time that they met": a sentence that opens with what is past already."""
    by = source.page.text.tokens[min(trigger.last + 1, sentence.last)].low in BY
    end = min(trigger.last + (_SIGNED if by else _AFTER), sentence.last)
    if trigger.code == "sign" and is_of_another_year(source, sentence.first, end):
        return True
    span = (sentence.first, sentence.last)
    if is_recent(source, sentence) and not source.page.within("other_sector", *span):
        return False  # "the minister had lately received"
    opening = min(sentence.first + _EVE, trigger.first)
    until = trigger.last + (_BESIDE if trigger.code == "sign" else 0)  # "signed similar accords"
    hits = source.page.within("background", sentence.first, max(opening, until))
    past = [hit for hit in hits if hit.code == "past"]
    return any(hit.first <= opening or hit.first > trigger.last for hit in past)


def _triggers(source: Source, sentence: Sentence) -> list[Hit]:
    """Return the verbs of a sentence; where it has none, its first noun of meeting."""
    page, span = source.page, (sentence.first, sentence.last)
    verbs = page.within("verb", *span)
    if verbs:
        verbs = [each for each in verbs if not is_leading(page, each, verbs)]
        verbs = [each for each in verbs if not is_of_nobody(source, sentence, each)]
        return _thinned([each for each in verbs if not is_led(page, verbs[0], each)])
    many = meeting_of_many(source, sentence)
    if many:
        return many
    nouns = [hit for hit in page.within("noun", *span) if hit.code in _MEETING_NOUNS]
    nouns = [hit for hit in nouns if not _is_talked_about(source, sentence, hit)]
    nouns = nominal_verb(source, sentence) or nouns
    return nouns[:1] or page.within("tri", *span)[:1] or meeting_agreed(source, sentence)


def _is_talked_about(source: Source, sentence: Sentence, noun: Hit) -> bool:
    """Tell "the ministers discussed its dialogue with the Union": a subject, no meeting."""
    said = source.page.within("status", sentence.first, noun.first - 1)
    return source.page.language != "ar" and any(each.code == "discussed" for each in said[:1])


def _thinned(verbs: Sequence[Hit]) -> list[Hit]:
    """Join a verb of travel or attendance with one of meeting that is its purpose."""
    kept: list[Hit] = []
    for hit in verbs:
        if kept and hit.first - kept[-1].last <= 1:
            continue
        kept.append(hit)
    return kept


def _frame(
    source: Source, sentence: Sentence, trigger: Hit, region: tuple[int, int], home: str | None
) -> Frame:
    page = source.page
    begin, end = region
    masked = masked_words(source, (begin, end), trigger)
    reached = page.within("noun", begin, noun_reach(source, region))
    nouns = frozenset(hit.code for hit in reached if not _is_eve(source, hit, trigger))
    if any(not _is_afterwards(source, each, trigger) for each in page.within("tri", begin, end)):
        nouns |= {"trilateral"}
    if is_of_members(source, trigger, region):
        nouns |= {"multilateral"}
    frame = Frame(sentence, trigger, _verb_of(source, trigger, end), nouns)
    frame.region = region
    frame.latin = page.language != "ar"
    frame.passive = is_passive(source, trigger)
    frame.margin = next(iter(page.within("margin", begin, end)), None)
    cut = cut_of(source, trigger, end, home, masked)
    spans = [(trigger.first, cut)]
    if trigger.table == "verb" or _is_agreed(source, begin, trigger):
        spans.insert(0, (begin, trigger.first - 1))
    spans += [(hit.first, next_cut(source, hit, end)) for hit in page.within("other", cut, end)]
    for first, last in spans:
        frame.parties += parties_in(source, (first, last), home, masked)
        frame.people += [each for each in source.people_in(first, last) if each.first not in masked]
    if frame.verb == "travel":
        frame.parties = [each for each in frame.parties if not _is_destination(source, frame, each)]
    _take_led_abroad(source, frame, home)
    frame.people = [each for each in frame.people if not is_bystander(source, sentence, each)]
    frame.people = [each for each in frame.people if not is_host(source, frame, each, home)]
    frame.parties += _of_titles(source, frame, home, (trigger.last + 1, cut))
    told = frame.verb in _MET or _tours(source, frame)
    if not frame.parties and told and _names_nobody(frame, home):
        recognise(source, frame, (trigger.last + 1, cut), home)
    elif frame.parties and frame.verb in _MET and frame.latin:
        name_organisation(source, frame)
    if "trilateral" in nouns and len(frame.partner_codes) == 1:
        name_third(source, frame, home)
    frame.places = places_of(source, frame, masked)
    frame.dates = dates_of(source, frame, quoted_words(source, begin, end))
    frame.several = bool(page.within("several", trigger.first, cut))
    return frame


def _of_titles(
    source: Source, frame: Frame, home: str | None, met: tuple[int, int]
) -> list[Mention]:
    """Return the sides that stand in the titles of those who were met, wherever in them."""
    embassy_host = source.embassy.host if source.embassy is not None else None
    sides = [each.side for each in frame.people if each.side is not None]
    near = [e for e in sides if (met[0] <= e.first and e.last <= met[1]) or e == embassy_host]
    return [each for each in near if each.party not in {None, home, *frame.partner_codes}]


def _verb_of(source: Source, trigger: Hit, last: int) -> str:
    """Return the code of a trigger; to travel to a place of work is to see a site."""
    if trigger.table != "verb":
        return "noun"
    return "site" if is_of_site(source, trigger, last) else trigger.code


def _tours(source: Source, frame: Frame) -> bool:
    """Tell "the guest then toured the port": whom the page received sees a place."""
    words = (frame.sentence.first, frame.trigger.first - 1)
    return frame.verb == "site" and bool(source.page.within("guest", *words))


def _is_destination(source: Source, frame: Frame, mention: Mention) -> bool:
    """Tell "a visit to A and B": where one went, both of them."""
    after = mention.means == "country" and mention.first > frame.trigger.last
    return after and not any(mention in office.mentions for office in source.offices)


def _take_led_abroad(source: Source, frame: Frame, home: str | None) -> None:
    led = led_abroad(source, frame.sentence, frame.trigger, home)
    if led is not None and not frame.parties:
        frame.parties.append(led[0])
        frame.people = [each for each in frame.people if each != led[1]]


def _is_agreed(source: Source, begin: int, noun: Hit) -> bool:
    """Tell whether the sides of "they agreed on it at a meeting" stand before its noun."""
    hits = source.page.within("status", begin, noun.first)
    if any(each.code in {"agreed", "signed"} for each in hits):
        return True
    after = source.page.within("after_talks", max(begin, noun.first - _AFTER), noun.first)
    named = source.people_in(begin, noun.first)
    return bool(after) and len({each.country for each in named}) > 1


def _names_nobody(frame: Frame, home: str | None) -> bool:
    """Tell whether nobody is named of whom another side is known."""
    return all(each.country in {None, home} for each in frame.people)


def _is_afterwards(source: Source, noun: Hit, trigger: Hit) -> bool:
    """Tell "after the meeting, he received ...": the verb tells of another one."""
    if trigger.table != "verb" or noun.last >= trigger.first or trigger.code not in _MET:
        return False
    return bool(source.page.within("after_talks", noun.first - _EVE, noun.first))


def _is_eve(source: Source, noun: Hit, trigger: Hit) -> bool:
    """Tell whether a noun of meeting only says before or after what something was.

    "On the eve of the summit", "at the end of the three-party meeting, the two spoke apart".
    """
    before = source.page.within("eve", noun.first - _EVE, noun.first)
    return bool(before) or _is_afterwards(source, noun, trigger)
