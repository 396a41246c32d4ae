"""Whether a page can tell of engagements at all: policing, and neither an obituary nor a match.

The language of meetings is used of sport and of lives that ended; such pages yield no engagement.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading.source import Source

__all__ = ["is_about_meetings"]

_OPENING: Final = 2
"""Sentences in which a page says what it is about."""
_LEAST_POLICE: Final = 2


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
    return not source.page.within("dead", first, opening) and not _in_title(source)


def _in_title(source: Source) -> bool:
    title = source.layout.title
    return title is not None and bool(source.page.within("dead", title.first, title.last))
