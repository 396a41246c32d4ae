"""Whether a page can tell of engagements at all: policing, and neither an obituary nor a match.

The language of meetings is used of sport and of lives that ended; such pages yield no engagement.
Nor does a page whose title or first sentence is about arrests or about the service's own affairs
(recruits, examinations, figures), unless a meeting with another side opens it, too: what it says of
partners further down is thanks, history, or where somebody learnt his trade.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from entraide.register.reading.drafts import Draft
from entraide.register.reading.joint_actions import OPERATION
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Line
from entraide.register.reading.source import Source

__all__ = ["is_about_meetings", "is_of_own_affairs"]

_AROUND: Final = "sidebar"
_OPENING: Final = 2
"""Sentences in which a page says what it is about."""
_DATELINE: Final = 7
"""Words that a sentence has more of than a dateline that a full stop ends."""
_LEAST_POLICE: Final = 2
_MENTIONED: Final = 1
"""Words of sport that a page may have in passing ("before each match")."""
_OWN: Final = ("crime_scene", "own_affairs")
_MEETING: Final = ("verb", "noun", "sent")
_CEREMONY: Final = "ceremony"
_ATTENDED: Final = frozenset({"bilateral", _CEREMONY})


def is_about_meetings(source: Source) -> bool:
    """Return whether a page is about police and its opening is about the living."""
    if not source.sentences:
        return False
    first, last = source.extent
    police = source.page.within("police", first, last)
    sport = source.page.within("sport", first, last)
    offices = source.offices_in(first, last)
    above = sum(len(_police_of(source, line)) for line in _above(source, first))
    if len(police) + len(offices) + above < _LEAST_POLICE:
        return False
    if len(sport) > max(len(police), _MENTIONED):
        return False
    opening = source.sentences[min(_OPENING, len(source.sentences)) - 1].last
    if _is_fiction(source, opening) or _is_of_other_sector(source):
        return False
    return not source.page.within("dead", first, opening) and not _in_title(source, "dead")


def _above(source: Source, first: int) -> Iterator[Line]:
    """Yield the lines over an article, in which a speech names whom it addresses."""
    yield from (
        line for zone, line in source.layout.outside if zone == _AROUND and line.last < first
    )


def _police_of(source: Source, line: Line) -> list[Hit]:
    return source.page.within("police", line.first, line.last)


def _is_of_other_sector(source: Source) -> bool:
    """Tell whether ministers of farming or tourism meet: police stands nowhere in the opening."""
    long = (each for each in source.sentences if each.last - each.first >= _DATELINE)
    opening = next(long, source.sentences[0])
    spans = [(opening.first, opening.last)]
    title = source.layout.title
    spans += [(title.first, title.last)] if title is not None else []
    named = any(source.page.within("other_sector", *span) for span in spans)
    return named and not any(source.page.within("police", *span) for span in spans)


def _is_fiction(source: Source, opening: int) -> bool:
    """Tell whether a page is about a film or a book: what is told there never took place."""
    told = source.page.within("fiction", source.extent[0], opening)
    return (_in_title(source, "fiction") and bool(told)) or len(told) > 1


def is_of_own_affairs(source: Source, drafts: Sequence[Draft]) -> bool:
    """Return whether a page opens with arrests or the service's own affairs, and no meeting."""
    opening = source.sentences[0]
    own = any(
        _in_title(source, table) or source.page.within(table, opening.first, opening.last)
        for table in _OWN
    )
    told = any(
        each.kind == OPERATION
        or (each.evidence[0] <= opening.last and each.codes and not _is_attended(source, each))
        for each in drafts
    )
    return own and not told and not _title_tells_of_meeting(source)


def _title_tells_of_meeting(source: Source) -> bool:
    """Tell whether a title speaks of a meeting or a visit; a ceremony may be anybody's own."""
    title = source.layout.title
    if title is None:
        return False
    return any(
        hit.code != _CEREMONY
        for table in _MEETING
        for hit in source.page.within(table, title.first, title.last)
    )


def _is_attended(source: Source, draft: Draft) -> bool:
    """Tell who only was there ("attended by the mayor and the honorary consul")."""
    verbs = source.page.within("verb", *draft.evidence)
    return draft.kind in _ATTENDED and bool(verbs) and verbs[0].code == "attend"


def _in_title(source: Source, table: str) -> bool:
    title = source.layout.title
    return title is not None and bool(source.page.within(table, title.first, title.last))
