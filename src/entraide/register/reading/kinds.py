"""Which kind of engagement a frame tells: by its verb, its nouns, and how many sides it names."""

from __future__ import annotations

import re
from typing import Final

from entraide.register.reading.frames import Frame
from entraide.register.reading.source import Source

__all__ = ["kind_of"]

_GATHERING: Final = frozenset({"meet", "receive", "held", "noun"})
_NUMBERED: Final = re.compile(r"\d{1,3}(?:e|er|eme|nd|st|rd|th|a|o|va|ma|na|ra|ta)|[ivxlc]{2,7}")
"""The number of an assembly, in figures or in Roman ones."""
_TWO: Final = 2
_LISTED: Final = 4  # words before the second of a list in which the first, the home side, stands
_OPENING: Final = 8  # words of the next sentence in which "the three ministers" shows one meeting
_ASIDE: Final = 25


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
    if "multilateral" in frame.nouns and _is_assembly(source, frame, met=met):
        return "multilateral"
    if _take_part(source, frame):
        return "trilateral" if len(frame.partner_codes) == _TWO else "multilateral"
    if frame.several and not frame.partner_codes:
        return None if frame.margin is not None else "reception_series"
    if _is_numbered(source, frame) or _is_hosting(source, frame, met=met):
        return "multilateral"
    if _met_each_other(source, frame) or _is_between(source, frame):
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


def _is_assembly(source: Source, frame: Frame, *, met: bool) -> bool:
    """Tell "the conference was hosted by", "he led the delegation to the conference"."""
    hosted = frame.passive and bool(frame.parties) and not met
    return hosted or _leads(source, frame, met=met)


def _leads(source: Source, frame: Frame, *, met: bool) -> bool:
    """Tell "he led the delegation to the conference", where nobody is met.

    The countries in the name of what it is the conference of are not met, either.
    """
    sent = source.page.within("delegation", frame.trigger.first, frame.trigger.last)
    if source.page.language == "ar":
        return bool(sent) and not met
    within = [
        each
        for each in source.page.within("noun", *frame.region)
        if each.code == "multilateral" and each.first <= frame.trigger.last <= each.last
    ]
    return bool(sent) and (bool(within) or not met)


def _take_part(source: Source, frame: Frame) -> bool:
    """Tell "chaired the meeting, in which delegations of A, B and C took part": one meeting."""
    if len(frame.partner_codes) < _TWO or source.page.within("separate", *frame.region):
        return False
    listed = [each.first for each in frame.parties if each.first > frame.trigger.last]
    if len(listed) < len(frame.parties):
        return False
    said = source.page.within("verb", frame.trigger.last + 1, min(listed))
    return any(each.code == "attend" for each in said)


def _met_each_other(source: Source, frame: Frame) -> bool:
    """Tell "the ministers of A, B and C met", or signed: several sides act and nobody is met."""
    acting = [each for each in frame.parties if each.last < frame.trigger.first]
    each_other = frame.verb in {"meet", "sign"}
    if not each_other or len(frame.partner_codes) < _TWO or len(acting) < len(frame.parties):
        return False
    if len(frame.partner_codes) > _TWO:
        return True
    if frame.verb == "meet" and not frame.passive and _meet_somebody(source, frame):
        return True
    listed = (acting[0].first - _LISTED, acting[-1].last)
    named = source.mentions.within(max(frame.sentence.first, listed[0]), listed[1])
    return any(each.party not in frame.partner_codes for each in named if each.means != "city")


def _is_between(source: Source, frame: Frame) -> bool:
    """Tell "a meeting was held between the chief X, the deputy Y of A and the deputy Z of B"."""
    after = frame.trigger.last + 1
    if frame.verb not in {"noun", "held"} or len(frame.partner_codes) < _TWO:
        return False
    first = min(each.first for each in frame.parties)
    said = source.page.within("between", after, first)
    return bool(said) and not source.page.within("separate", *frame.region)


def _meet_somebody(source: Source, frame: Frame) -> bool:
    """Tell "the chiefs of A and B met with the Minister": both together with one of home."""
    met = source.people_in(frame.trigger.last + 1, frame.region[1])
    return len(met) == 1 and met[0].office is not None and met[0].country is None


def _is_of_three(source: Source, frame: Frame) -> bool:
    """One meeting with two others is one of three sides, unless each was met apart."""
    if frame.verb not in _GATHERING or len(frame.partner_codes) != _TWO:
        return False
    after = frame.sentence.last
    if source.page.within("one_of", after + 1, after + _ASIDE):
        return False  # "to the first he offered ..."
    one = source.page.within("one_meeting", *frame.region)
    one = one or source.page.within("three", after + 1, after + _OPENING)
    one = one or source.page.within("the_meeting", after + 1, after + _TWO)
    together = bool(one) or _is_three_then(source, frame)
    return together and not source.page.within("separate", *frame.region)


def _is_three_then(source: Source, frame: Frame) -> bool:
    """Tell by one of the next sentences that three met ("the meeting of the three states")."""
    at = source.sentences.index(frame.sentence) + 1
    following = [e for e in source.sentences[at : at + _TWO] if e.section == frame.sentence.section]
    return any(
        source.page.within(table, each.first, each.last)
        for each in following
        for table in ("three", "tri")
    )


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
    if _is_gathering(source, frame) or _is_of_many(source, frame) or _is_of_body(source, frame):
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


def _is_of_body(source: Source, frame: Frame) -> bool:
    """Tell "took part in the meeting of the directors of the Council's states": its assembly."""
    if frame.verb not in {"attend", "held"} or frame.people or not frame.parties:
        return False
    bodies = all(each.country == "int" for each in frame.parties)
    return bodies and bool(source.page.within("chiefs", *frame.region))


def _is_hosting(source: Source, frame: Frame, *, met: bool) -> bool:
    """Tell "hosted officials from seven countries for a meeting of the organisation".

    So does who received those of three countries "for the annual meeting of the ministers".
    """
    if frame.verb != "receive" or frame.margin is not None:
        return False
    if not met:
        return _is_of_many(source, frame)
    last = max(each.last for each in frame.parties)
    nouns = source.page.within("noun", last, frame.region[1])
    whole = any(each.code == "multilateral" for each in nouns)
    return whole and len(frame.partner_codes) > _TWO


def _is_of_many(source: Source, frame: Frame) -> bool:
    """Tell "a meeting of detectives from six countries" by its number."""
    for hit in source.page.within("countries", *frame.region):
        before = source.page.within("number", max(frame.region[0], hit.first - _LISTED), hit.first)
        if any(int(each.code) > _TWO for each in before):
            return True
    return False
