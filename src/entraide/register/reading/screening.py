"""Whether a page can tell of engagements at all: policing, and neither an obituary nor a match.

The language of meetings is used of sport and of lives that ended; such pages yield no engagement.
Nor does a page whose title or first sentence is about arrests or about the service's own affairs
(recruits, examinations, figures), unless a meeting with another side opens it, too: what it says of
partners further down is thanks, history, or where somebody learnt his trade.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.register.reading.drafts import Draft
from entraide.register.reading.source import Source

__all__ = ["is_about_meetings", "is_of_own_affairs"]

_OPENING: Final = 2
"""Sentences in which a page says what it is about."""
_LEAST_POLICE: Final = 2
_OWN: Final = ("crime_scene", "own_affairs")
_MEETING: Final = ("verb", "noun", "sent")
_CEREMONY: Final = "ceremony"


def is_about_meetings(source: Source) -> bool:
    """Return whether a page is about police and its opening is about the living."""
    if not source.sentences:
        return False
    first, last = source.extent
    police = source.page.within("police", first, last)
    sport = source.page.within("sport", first, last)
    offices = source.offices_in(first, last)
    if len(police) + len(offices) < _LEAST_POLICE or len(sport) > len(police):
        return False
    opening = source.sentences[min(_OPENING, len(source.sentences)) - 1].last
    return not source.page.within("dead", first, opening) and not _in_title(source, "dead")


def is_of_own_affairs(source: Source, drafts: Sequence[Draft]) -> bool:
    """Return whether a page opens with arrests or the service's own affairs, and no meeting."""
    opening = source.sentences[0]
    own = any(
        _in_title(source, table) or source.page.within(table, opening.first, opening.last)
        for table in _OWN
    )
    told = any(
        each.evidence[0] <= opening.last and each.codes and not _is_attended(source, each)
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
    return draft.kind == "bilateral" and bool(verbs) and verbs[0].code == "attend"


def _in_title(source: Source, table: str) -> bool:
    title = source.layout.title
    return title is not None and bool(source.page.within(table, title.first, title.last))
