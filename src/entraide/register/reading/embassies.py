"""Pages of embassies: whose they are, and of whom an office without a country is there.

"Embajada de España en Paraguay" over an article says that the page is Spain's, though nearly all of
those whom it tells of are Paraguay's: an embassy calls the officials of the state that receives it
as that state's own papers do, by their office alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Line, Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, Mentions
from entraide.register.reading.zones import Layout

__all__ = ["Embassy", "find_embassy", "with_host_officials"]

_WORDS: Final = 14
"""Words of a line in which an embassy names itself at most."""
_ALONE: Final = 4
"""Words of a line that says nothing but where an embassy is."""
_TITLE: Final = 14
"""Words before a name in which it is said that he is of the embassy."""
_DASHES: Final = "-–—|"
_WHERE: Final = 3
"""Words further off that a country counts which says where an embassy is."""
_INTERNATIONAL: Final = "int"


@dataclass(frozen=True, slots=True)
class Embassy:
    """The state that sends, the state that receives, and the words that name the latter."""

    sender: str
    host: Mention


def find_embassy(page: Page, layout: Layout, mentions: Mentions) -> Embassy | None:
    """Return the embassy that names itself over an article, None where none does."""
    lines = tuple(_above(layout))
    for line, following in zip(lines, (*lines[1:], None), strict=False):
        found = _named(page, mentions, line, following)
        if found is not None:
            return found
    return None


def _above(layout: Layout) -> Iterator[Line]:
    start = layout.span[0]
    title = (layout.title,) if layout.title is not None else ()
    lines = (*layout.menus, *layout.bylines, *title, *(line for _, line in layout.outside))
    yield from sorted((each for each in lines if each.start < start), key=_start)


def _start(line: Line) -> int:
    return line.start


def _named(page: Page, mentions: Mentions, line: Line, following: Line | None) -> Embassy | None:
    """Return the embassy of a line: whose it is stands first, then where it is.

    Where it is may also stand by itself on the next line.
    """
    words = page.within("embassy", line.first, line.last)
    if not words or line.words > _WORDS or page.within("verb", line.first, line.last):
        return None
    named = [
        each
        for each in mentions.within(line.first, line.last, "country", "demonym", "city")
        if each.country not in {None, _INTERNATIONAL}
    ]
    senders = [each for each in named if each.means != "city"]
    if not senders:
        return None
    sender = min(senders, key=lambda each: _between(page, words[0], each))
    others = [each for each in named if each.country != sender.country]
    hosts = [each for each in others if each.first > words[0].first] or others
    if not hosts and following is not None and following.words <= _ALONE:
        below = mentions.within(following.first, following.last, "country", "city")
        hosts = [each for each in below if each.country not in {None, sender.country}]
    if not hosts:
        return None
    return Embassy(sender.country or "", replace(hosts[0], means="country"))


def _between(page: Page, word: Hit, mention: Mention) -> int:
    """Return the words between an embassy and a country ("Kenya > British High Commission").

    A country before it and a dash says where one is ("Madagascar - Ambassade de France").
    """
    tokens = page.text.tokens
    between = page.text.plain[tokens[mention.last].end : tokens[word.first].start]
    where = mention.means == "country" and any(mark in between for mark in _DASHES)
    return max(word.first - mention.last, mention.first - word.last) + (_WHERE if where else 0)


def with_host_officials(
    page: Page, embassy: Embassy | None, people: Sequence[Person]
) -> tuple[Person, ...]:
    """Return the people of a page; on an embassy's those in a bare office are its host's."""
    if embassy is None:
        return tuple(people)
    told = [-1, *(each.last for each in people)]
    return tuple(
        replace(each, side=embassy.host) if _is_bare(page, each, told[at]) else each
        for at, each in enumerate(people)
    )


def _is_bare(page: Page, person: Person, before: int) -> bool:
    """Tell who holds an office of no country and is not posted abroad himself.

    ``before`` is the last word of the person named before him.
    """
    if person.office is None or person.country is not None:
        return False
    begin = max(before + 1, person.first - _TITLE)
    end = max(person.office.last, person.last)
    return not any(page.within(table, begin, end) for table in ("posted", "embassy"))
