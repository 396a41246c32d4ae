"""When and where a frame says that it took place: the dates and places of its sentence.

A date or a place counts where it belongs to the trigger: not in an aside, not in the words that say
who said it, not the day on which a report was sent, not one that is only planned; the nearest
comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from entraide.register.reading.calendar import Named
from entraide.register.reading.places import Mention, is_placed
from entraide.register.reading.source import Source
from entraide.register.reading.text import BREAK, COMMA, JOINED

if TYPE_CHECKING:
    from entraide.register.reading.frames import Frame

__all__ = ["dates_of", "places_of", "quoted_words"]

_ASIDE: Final = 20
"""How much further off a date stands that a clause divides from the verb."""
_TO_GOAL: Final = 11
"""Words from a verb of travel to the country that it goes to."""
_TOLD: Final = 2
"""Words from "said" to the day on which that was."""
_RETURN: Final = 5
"""Words from a verb of coming back to its day."""


def places_of(source: Source, frame: Frame, masked: frozenset[int]) -> list[Mention]:
    """Return where it took place: cities and countries after a word of place, nearest first."""
    begin, end = frame.region
    named = source.mentions.within(begin, end, "city", "country")
    placed = [each for each in named if is_placed(source.page, each.first) or _follows(named, each)]
    if frame.verb == "travel":
        placed += [each for each in named if each not in placed and _is_object(source, frame, each)]
    own = [each for each in placed if each.first not in masked and each not in frame.parties]
    cut = _first_purpose(source, frame)
    near = [each for each in own if each.first <= cut]
    visited = [each for each in placed if each.first in masked and frame.verb == "meet"]
    if frame.verb == "sign":
        return near
    return near or [each for each in own if each.means == "city"] or visited


def _first_purpose(source: Source, frame: Frame) -> int:
    """Return the word after which a sentence tells what for; of a signature, what was signed."""
    span = (frame.trigger.last + 1, frame.region[1])
    hits = source.page.within("purpose", *span)
    if frame.verb == "sign":
        hits = [*hits, *source.page.within("outcome", *span)]
    return min((each.first for each in hits), default=frame.region[1])


def _follows(named: Sequence[Mention], mention: Mention) -> bool:
    """A country right after a city ("Lyon (France)", "Lyon, France") says where, too."""
    return mention.means == "country" and any(
        each.means == "city" and 0 < mention.first - each.last <= 1 for each in named
    )


def _is_object(source: Source, frame: Frame, mention: Mention) -> bool:
    """Tell the goal of a verb of travel: "visited the Kingdom of", "a visit to the Republic of"."""
    between = range(frame.trigger.last, mention.first)
    tokens = source.page.text.tokens
    return 0 < len(between) <= _TO_GOAL and all(tokens[at].after == JOINED for at in between)


def quoted_words(source: Source, begin: int, end: int) -> frozenset[int]:
    """Return the words that only say who said it ("according to a statement on Thursday")."""
    quoted: set[int] = set()
    for hit in source.page.within("source_cue", begin, end):
        at = hit.first
        while at <= end and (at < hit.last or source.page.text.tokens[at].after < COMMA):
            quoted.add(at)
            at += 1
        quoted.add(at)
    return frozenset(quoted)


def dates_of(source: Source, frame: Frame, masked: frozenset[int]) -> list[Named]:
    """Return the dates of the sentence, nearest to the trigger first; planned days left out."""
    begin, end = frame.region
    first = min(begin, frame.sentence.first)
    found = source.dates_in(first, end)
    page = source.page
    counted = page.within("dayafter", first, end)  # "on the following day" is not today
    counted += page.within("nth_day", first, end)
    held = [
        each
        for each in found
        if each.relative != "next"
        and each.first not in masked
        and not first <= each.first <= source.facts.dateline_end
        and not page.within("not_held", max(first, each.first - 6), each.first)
        and not _is_of_return(source, frame, each)
        and not _is_of_another_act(source, frame, each)
        and not any(hit.first <= each.first <= hit.last for hit in counted)
        and (
            each.length
            or len(each.days) > 1
            or not page.within("since", max(first, each.first - 3), each.first)
        )
    ]
    if len(held) > 1 or _is_dated_next(source, frame):
        held = [each for each in held if not _is_of_telling(source, frame, each)]
    exact = [each for each in held if each.days or each.relative]
    pool = exact or held
    return sorted(pool, key=lambda each: _distance(source, frame, each))


def _is_of_telling(source: Source, frame: Frame, named: Named) -> bool:
    """Tell "said on Friday": the day on which it was made known, not that of what is told."""
    page, tokens = source.page, source.page.text.tokens
    near = page.within("made_known", max(frame.sentence.first, named.first - _TOLD), named.first)
    if near:
        return True
    opens = page.at("made_known", frame.sentence.first)  # "the ministry, on Thursday, announced"
    aside = tokens[named.last].after >= COMMA and tokens[named.first - 1].after >= COMMA
    between = range(frame.sentence.first, named.first - 1)
    return opens is not None and aside and all(tokens[at].after < COMMA for at in between)


def _is_dated_next(source: Source, frame: Frame) -> bool:
    """Tell whether the next sentence says when it was, by days of its own."""
    at = source.sentences.index(frame.sentence) + 1
    for each in source.sentences[at : at + 1]:
        named = source.dates_in(each.first, each.last)
        return any(day.days or day.weekday is not None for day in named)
    return False


def _is_of_return(source: Source, frame: Frame, named: Named) -> bool:
    """Tell "he came home on Monday after a visit": the day of a return is not the meeting's."""
    back = source.page.within("returned", frame.sentence.first, frame.trigger.first)
    return any(0 < named.first - each.last <= _RETURN for each in back)


def _is_of_another_act(source: Source, frame: Frame, named: Named) -> bool:
    """Tell "signed an act on a team that will begin in May", "the first since she took office"."""
    between = (frame.trigger.last + 1, named.first - 1)
    if named.first <= frame.trigger.last:
        return False
    planned = source.page.within("willed", *between) or _is_of_raid(source, frame, between)
    return bool(planned or (not named.days and source.page.within("since", *between)))


def _is_of_raid(source: Source, frame: Frame, between: tuple[int, int]) -> bool:
    """Tell "he called to discuss the operation carried out on Thursday": the day of that."""
    if frame.verb not in {"meet", "receive"}:
        return False
    raids = [e for e in source.page.within("raid", *between) if not _is_in_office(source, e.first)]
    return bool(raids) and not source.page.within("noun", raids[-1].last, between[1])


def _is_in_office(source: Source, word: int) -> bool:
    """Tell a word of somebody's office ("the assistant inspector for operations")."""
    return any(each.first <= word <= each.last for each in source.offices)


def _distance(source: Source, frame: Frame, named: Named) -> int:
    """Words between date and trigger; a date before a comma of an aside stands further off."""
    if named.first > frame.trigger.last:
        away = named.first - frame.trigger.last
        crossed = any(
            source.page.text.tokens[at].after == BREAK
            for at in range(frame.trigger.last, named.first)
        )
        return away + (50 if crossed else 0)
    away = max(0, frame.trigger.first - named.last)
    return away + (_ASIDE if _is_where(source, (named.last, frame.trigger.first)) else 0)


def _is_where(source: Source, span: tuple[int, int]) -> bool:
    """Tell "on Monday, after his return from A, where he had met B": of another day."""
    return bool(source.page.within("where_told", *span))
