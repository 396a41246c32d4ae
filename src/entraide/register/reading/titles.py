"""Whose somebody is by the words of his title, wherever in it the country stands.

Whom one met is told after the verb by a title and a name ("met with the Director of the Office for
Combating Drugs in Mauritania, Commissioner X"). Between the two no list of offices has every word;
the one country named there is his.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.page import Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, Mentions
from entraide.register.reading.text import BREAK

__all__ = ["by_their_titles"]

_LONGEST: Final = 20
"""Words of a title between the verb and the name."""
_MET: Final = frozenset({"meet", "receive"})


def by_their_titles(page: Page, mentions: Mentions, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people of a page, those without a country with that of the title before them."""
    return tuple(_settled(page, mentions, people))


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
    if any(page.text.tokens[word].after == BREAK for word in range(title[0] - 1, person.first)):
        return None
    named = mentions.within(*title, "country", "demonym", "agency")
    sides = {each.party for each in named if each.party}
    official = any(page.within(table, *title) for table in ("office", "counterpart", "rank"))
    return named[-1] if official and len(sides) == 1 else None
