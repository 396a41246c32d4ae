"""When frames are one engagement, and which kind it is: the rules that ``events`` applies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from entraide.register.model import When
from entraide.register.reading.frames import Frame
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Source
from entraide.register.reading.text import COMMA

if TYPE_CHECKING:
    from entraide.register.reading.drafts import Draft

__all__ = [
    "aside_end",
    "contains",
    "extent",
    "fits",
    "groups",
    "is_same",
    "kind_of",
    "merge",
]

_MEETING: Final = frozenset({"meet", "receive"})
_GATHERING: Final = frozenset({"meet", "receive", "held", "noun"})
_ALIKE: Final = (
    frozenset({"bilateral", "ceremony", "reception_series"}),
    frozenset({"bilateral", "reception_series"}),
)
_WHOLE: Final = frozenset({"multilateral", "visit"})
"""What lasts: a day of it, on which it was opened, is not all of it."""
_NUMBERED: Final = re.compile(r"\d{1,3}(?:e|er|eme|nd|st|rd|th|a|o|va|ma|na|ra|ta)|[ivxlc]{2,7}")
"""The number of an assembly, in figures or in Roman ones."""
_TWO: Final = 2
_LISTED: Final = 4  # words before the second of a list in which the first, the home side, stands
_OPENING: Final = 8  # words of the next sentence in which "the three ministers" shows one meeting
_ASIDE: Final = 25
_EVIDENCE: Final = 30
_PRECISION: Final = {"day": 0, "range": 1, "within_range": 2, "month": 3, "year": 4, "none": 5}


def kind_of(source: Source, frame: Frame) -> str | None:
    """Return the kind of what a frame tells, None where it tells of no engagement."""
    for noun, kind in (("trilateral", "trilateral"), ("expert", "expert_meeting")):
        if noun in frame.nouns and (noun == "trilateral" or frame.verb == "noun"):
            return kind
    if frame.verb in {"attend", "held"}:
        return _attended(source, frame)
    if "ceremony" in frame.nouns and frame.verb in {"travel", "receive"}:
        return "ceremony"
    if frame.verb == "travel":
        return "visit"
    if frame.verb == "site":
        return None if _is_named_far(frame) else "site_visit"
    return _kind_of_meeting(source, frame)


def _is_named_far(frame: Frame) -> bool:
    """Tell "he inspected the stations and saw the radios that A gave": A was not there."""
    near = frame.trigger.last + _OPENING
    hosts = {each.party for each in frame.people if each.party is not None}
    away = [each for each in frame.parties if each.party not in hosts]
    return bool(away) and all(each.first > near for each in frame.parties)


def _kind_of_meeting(source: Source, frame: Frame) -> str | None:
    met = any(each.country != "int" for each in frame.parties)
    if "multilateral" in frame.nouns and not met and _leads(source, frame):
        return "multilateral"
    if frame.several and not frame.partner_codes:
        return None if frame.margin is not None else "reception_series"
    if _is_numbered(source, frame):
        return "multilateral"
    if _met_each_other(source, frame):
        return "trilateral" if len(frame.partner_codes) == _TWO else "multilateral"
    return "trilateral" if _is_of_three(source, frame) else "bilateral"


def _is_numbered(source: Source, frame: Frame) -> bool:
    """Tell "the 27th meeting of the Committee of Police Chiefs": an organisation's own assembly."""
    if not frame.parties or any(each.country != "int" for each in frame.parties):
        return False
    tokens = source.page.text.tokens
    for hit in source.page.within("noun", *frame.region):
        before = hit.first - 1
        low = tokens[before].low if before >= 0 else ""
        known = source.page.is_known("nth", max(before, 0)) or bool(_NUMBERED.fullmatch(low))
        if known:
            return True
    return False


def _leads(source: Source, frame: Frame) -> bool:
    """Tell "he led the delegation to the conference", where nobody is met."""
    sent = source.page.within("delegation", frame.trigger.first, frame.trigger.last)
    return bool(sent) and source.page.language == "ar"


def _met_each_other(source: Source, frame: Frame) -> bool:
    """Tell "the ministers of A, B and C met", or signed: several sides act and nobody is met."""
    acting = [each for each in frame.parties if each.last < frame.trigger.first]
    each_other = frame.verb in {"meet", "sign"}
    if not each_other or len(frame.partner_codes) < _TWO or len(acting) < len(frame.parties):
        return False
    if len(frame.partner_codes) > _TWO:
        return True
    listed = (acting[0].first - _LISTED, acting[-1].last)
    named = source.mentions.within(max(frame.sentence.first, listed[0]), listed[1])
    return any(each.party not in frame.partner_codes for each in named if each.means != "city")


def _is_of_three(source: Source, frame: Frame) -> bool:
    """One meeting with two others is one of three sides, unless each was met apart."""
    if frame.verb not in _GATHERING or len(frame.partner_codes) != _TWO:
        return False
    one = source.page.within("one_meeting", *frame.region)
    after = frame.sentence.last
    if source.page.within("one_of", after + 1, after + _ASIDE):
        return False  # "to the first he offered ..."
    one = one or source.page.within("three", after + 1, after + _OPENING)
    one = one or source.page.within("the_meeting", after + 1, after + _TWO)
    return bool(one) and not source.page.within("separate", *frame.region)


def _attended(source: Source, frame: Frame) -> str | None:
    heading = frame.sentence.section.heading
    two = len(frame.partner_codes) == 1 and "int" not in {e.country for e in frame.parties}
    if two and source.page.within("two_sided", *frame.region):
        return "bilateral"
    if "multilateral" in frame.nouns or (
        heading is not None
        and any(
            hit.code == "multilateral"
            for hit in source.page.within("noun", heading.first, heading.last)
        )
    ):
        return "multilateral"
    if "ceremony" in frame.nouns:
        return "ceremony"
    if _is_gathering(source, frame) or _is_of_many(source, frame):
        return "multilateral"
    several = frame.several and not frame.dates  # "she represented Mali at several meetings"
    if several or (frame.verb == "held" and not frame.nouns and frame.passive):
        return None  # "migration organised by the regime"
    return _between(source, frame)


def _between(source: Source, frame: Frame) -> str | None:
    """Return the kind by the number of other sides; none where only diplomats attended."""
    if len(frame.partner_codes) > _TWO:
        return "multilateral"
    only_posted = frame.verb == "attend" and _is_posted(source, frame)
    if not frame.partner_codes or only_posted:
        return None
    return "trilateral" if len(frame.partner_codes) == _TWO else "bilateral"


def _is_posted(source: Source, frame: Frame) -> bool:
    """Tell whether those of another side who attend something are only diplomats."""
    offices = source.offices_in(*frame.region)
    abroad = [each for each in offices if each.country is not None]
    return bool(abroad) and all(source.page.is_known("posted", each.first) for each in abroad)


def _is_gathering(source: Source, frame: Frame) -> bool:
    """Tell an assembly without a name: "the ministers of the members met in Astana"."""
    span = (frame.sentence.first, frame.trigger.last)
    met = source.page.within("gather", *span) and source.page.within("chiefs", *span)
    return bool(met) and len(frame.partner_codes) != _TWO


def _is_of_many(source: Source, frame: Frame) -> bool:
    """Tell "a meeting of detectives from six countries" by its number."""
    for hit in source.page.within("countries", *frame.region):
        before = source.page.within("number", max(frame.region[0], hit.first - _LISTED), hit.first)
        if any(int(each.code) > _TWO for each in before):
            return True
    return False


def groups(frame: Frame, kind: str) -> list[list[Mention]]:
    """Return the parties of each engagement: one list, or one for each partner met apart."""
    acting = [each for each in frame.parties if each.last < frame.trigger.first and frame.latin]
    met = [each for each in frame.parties if each not in acting]
    if not met or frame.verb not in _MEETING or any(each.country != "int" for each in acting):
        acting, met = [], frame.parties
    codes = list(dict.fromkeys(each.party for each in met if each.party))
    if kind != "bilateral" or len(codes) < 2:  # two partners are met apart
        return [frame.parties]
    return [[*acting, *(each for each in met if each.party == code)] for code in codes]


def extent(frame: Frame) -> tuple[int, int]:
    """Return the words that prove a frame: its trigger and who was met."""
    met: list[Mention | Person] = [*frame.parties, *frame.people]
    named = [each.last for each in met if each.first > frame.trigger.last]
    last = min([*named, frame.region[1]]) if named else frame.trigger.last + _EVIDENCE // 4
    begin = max(frame.region[0], frame.trigger.first)
    return begin, min(max(last, frame.trigger.last), frame.region[1], begin + _EVIDENCE)


def aside_end(source: Source, frame: Frame) -> int:
    """Return the last word of an aside: its comma, or the date that dates it."""
    begin = frame.margin.first if frame.margin else frame.sentence.first
    before = frame.trigger.first - 1 if frame.trigger.first > begin else frame.sentence.last
    limit = min(before, begin + _ASIDE)
    tokens = source.page.text.tokens
    comma = next((at for at in range(begin + 2, limit) if tokens[at].after >= COMMA), limit)
    dates = source.dates_in(begin, limit)
    return max(comma, dates[0].last) if dates else comma


def fits(person: Person, draft: Draft) -> bool:
    """Tell whether a person named in the sentence took part in this engagement of its list."""
    return person.party in draft.codes if person.party is not None else not draft.listed


def is_same(known: Draft, draft: Draft) -> bool:
    """Tell whether a draft only tells more of a known engagement."""
    compatible = _is_compatible(known.when, draft.when) and not draft.called
    if not compatible or not _is_near(known, draft) or _is_by_another(known, draft):
        return False
    if draft.kind != known.kind and not any({draft.kind, known.kind} <= each for each in _ALIKE):
        return False
    if draft.kind in {"multilateral", "visit"}:
        return (
            not (known.codes and draft.codes)
            or bool(known.codes & draft.codes)
            or (_is_of_body(known) and draft.when is None and draft.kind == "multilateral")
        )
    if _names_differ(known, draft) or (not draft.again and not known.surnames & draft.surnames):
        return False
    return bool(known.codes) and (known.codes <= draft.codes or draft.codes <= known.codes)


def _is_of_body(known: Draft) -> bool:
    """Tell an assembly that is an organisation's: its members come next."""
    return any(each.country == "int" for each in known.parties)


def _is_by_another(known: Draft, draft: Draft) -> bool:
    """Tell whether another of the home side received the guest: "earlier he was received by"."""
    if {known.kind, draft.kind} != {"bilateral"} or not (draft.receiving or draft.goes_on):
        return False
    return bool(known.hosts) and bool(draft.hosts) and not (known.hosts & draft.hosts)


def _is_near(known: Draft, draft: Draft) -> bool:
    """The opening tells in short what sections tell at length; two sections are two stories."""
    return known.section.number in {0, draft.section.number} or known.kind == "trilateral"


def _is_compatible(one: When | None, other: When | None) -> bool:
    if one is None or other is None:
        return True
    return one.start <= other.end and other.start <= one.end


def _names_differ(known: Draft, draft: Draft) -> bool:
    return bool(known.people) and bool(draft.people) and not (known.surnames & draft.surnames)


def merge(known: Draft, draft: Draft) -> None:
    """Add to a known engagement what a later sentence says of it."""
    known.parties += [each for each in draft.parties if each not in known.parties]
    known.people += [each for each in draft.people if each not in known.people]
    known.places = known.places or draft.places
    known.sentences += [each for each in draft.sentences if each not in known.sentences]
    whole = known.kind in _WHOLE and known.when is not None and known.when.precision == "range"
    finer = (
        draft.when is not None
        and not whole
        and (
            known.when is None
            or _PRECISION[draft.when.precision] < _PRECISION[known.when.precision]
        )
    )
    if finer:
        known.when = draft.when


def contains(container: Draft, draft: Draft) -> bool:
    """Tell whether an engagement took place within a visit or an assembly."""
    if container.section.number not in {0, draft.section.number}:
        return False
    if container.when is None or draft.when is None:
        return True
    if container.opened and container.when.precision == "day":
        return container.when.start <= draft.when.start
    return container.when.start <= draft.when.start and draft.when.end <= container.when.end
