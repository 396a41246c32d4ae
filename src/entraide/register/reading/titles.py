"""Whose somebody is by the words of his title, wherever in it the country stands.

Whom one met is told after the verb by a title and a name ("met with the Director of the Office for
Combating Drugs in Mauritania, Commissioner X"). Between the two no list of offices has every word;
the one country named there is his.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.names import find_names
from entraide.register.reading.page import Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, Mentions
from entraide.register.reading.text import BREAK, COMMA

__all__ = ["by_their_titles"]

_LONGEST: Final = 20
"""Words of a title between the verb and the name."""
_NEAR: Final = 2
"""Words from a verb of meeting to whom it names first."""
_WITH: Final = frozenset({"with", "avec", "con"})
_MET: Final = frozenset({"meet", "receive"})


def by_their_titles(page: Page, mentions: Mentions, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people of a page, those without a country with that of the title before them.

    Whoever was met and is named beside a title that says whose he is joins them, though the
    vocabulary has no such office ("talks with X, Regional Manager of the United Kingdom's NCA").
    """
    known = [*people, *_unknown(page, mentions, people)]
    return tuple(_settled(page, mentions, sorted(known, key=_first)))


def _first(person: Person) -> int:
    return person.first


def _unknown(page: Page, mentions: Mentions, people: Sequence[Person]) -> Iterator[Person]:
    """Yield who is named right after a verb of meeting, or after it and a title with a comma."""
    taken = {word for each in people for word in range(each.first, each.last + 1)}
    met = [hit for hit in page.table("verb") if hit.code in _MET]
    names = [each for each in find_names(page, mentions) if each[0] not in taken] if met else []
    for first, last in names:
        verb = next((hit for hit in reversed(met) if hit.last < first), None)
        if verb is None or first - verb.last > _LONGEST or _is_broken(page, verb.last, first):
            continue
        if taken & set(range(verb.last, first)):
            continue
        beside = first - verb.last <= _NEAR or page.text.tokens[first - 1].low in _WITH
        side = _apposed(page, mentions, last) if beside else None
        side = side or _before_comma(page, mentions, (verb.last + 1, first - 1))
        if side is not None:
            yield Person(first, last, None, titled=True, side=side)


def _is_broken(page: Page, first: int, last: int) -> bool:
    return any(page.text.tokens[word].after == BREAK for word in range(first, last))


def _apposed(page: Page, mentions: Mentions, last: int) -> Mention | None:
    """Return whose somebody is by what follows the comma after his name, up to the next verb."""
    tokens = page.text.tokens
    if tokens[last].after != COMMA:
        return None
    end = last
    while end + 1 < len(tokens) and end - last < _LONGEST and page.at("verb", end + 1) is None:
        end += 1
        if tokens[end].after >= COMMA:
            break
    return _only(mentions, (last + 1, end))


def _before_comma(page: Page, mentions: Mentions, title: tuple[int, int]) -> Mention | None:
    """Return whose somebody is by the official title between a verb and the comma before him."""
    if title[1] < title[0]:
        return None
    posted = page.within("posted", *title)
    if posted and page.language == "ar":
        named = mentions.within(*title, "country", "demonym")
        return named[0] if named and named[-1].last == title[1] else None
    if page.text.tokens[title[1]].after != COMMA:
        return None
    if any(page.within(table, *title) for table in ("premises", "own_rooms")):
        return None  # "at the headquarters, George Street"
    official = any(page.within(each, *title) for each in ("office", "official", "posted"))
    return _only(mentions, title) if official else None


def _only(mentions: Mentions, words: tuple[int, int]) -> Mention | None:
    """Return the one side that is named among some words, None where there are several."""
    named = mentions.within(*words, "country", "demonym", "agency")
    return named[-1] if len({each.party for each in named if each.party}) == 1 else None


def _settled(page: Page, mentions: Mentions, people: Sequence[Person]) -> Iterator[Person]:
    for at, person in enumerate(people):
        before = people[at - 1].last if at else -1
        said = _in_title(page, mentions, before, person) if person.country is None else None
        yield replace(person, side=said) if said is not None else person


def _in_title(page: Page, mentions: Mentions, before: int, person: Person) -> Mention | None:
    """Return the one side that is named between a verb of meeting and the name after it."""
    begin = max(before + 1, person.first - _LONGEST)
    verbs = page.within("verb", begin, person.first - 1)
    if not verbs or verbs[-1].code not in _MET:
        return None
    title = (verbs[-1].last + 1, person.first - 1)
    if _is_broken(page, title[0] - 1, person.first):
        return None
    official = any(page.within(table, *title) for table in ("office", "counterpart", "rank"))
    return _only(mentions, title) if official else None
