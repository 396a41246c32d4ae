"""Of which side somebody is who is named after "on the Jordanian side", "du côté belge".

Lists of those present tell the side once and then offices without a country. Until another side is
told, or the sentence ends, such an office is of that side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.page import Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, Mentions
from entraide.register.reading.text import BREAK

__all__ = ["settle_sides"]

_NEAR: Final = 2


def settle_sides(
    page: Page, mentions: Mentions, people: Sequence[Person]
) -> tuple[Person, ...]:
    """Return the people of a page, those without a country with that of the side told last."""
    told = list(_sides(page, mentions))
    return tuple(_settled(page, person, told) for person in people)


def _sides(page: Page, mentions: Mentions) -> Iterator[Mention]:
    """Yield the adjective of each side that a page tells by name."""
    for hit in page.table("their_side"):
        beside = mentions.within(hit.first - _NEAR, hit.last + _NEAR, "demonym", "country")
        yield from beside[:1]


def _settled(page: Page, person: Person, told: Sequence[Mention]) -> Person:
    before = [each for each in told if each.first < person.first]
    if not before or person.office is None or person.country is not None:
        return person
    between = range(before[-1].last, person.first)
    if any(page.text.tokens[at].after == BREAK for at in between):
        return person
    return replace(person, office=replace(person.office, mentions=(before[-1],)))
