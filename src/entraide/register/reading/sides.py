"""Of which side he is who is named after "on the Jordanian side", "a Cuban delegation led by".

Lists of those present tell the side once and then offices without a country. Until another side is
told, or the sentence ends, such an office is of that side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, Mentions, is_placed
from entraide.register.reading.text import BREAK, COMMA

__all__ = ["settle_sides"]

_NEAR: Final = 2
_MET: Final = frozenset({"meet", "receive"})
"""Verbs after which somebody else is named than those whose side was told before them."""
_BY: Final = frozenset({"par", "by", "por"})
_ONE: Final = frozenset({"one"})
"""What stands for a delegation told before."""
_DELEGATION: Final = 14
"""Words in which a delegation's country stands before "led by"."""


def settle_sides(page: Page, mentions: Mentions, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people of a page, those without a country with that of the side told last."""
    told = list(_sides(page, mentions))
    return tuple(_settled(page, person, told) for person in people)


def _sides(page: Page, mentions: Mentions) -> Iterator[Mention]:
    """Yield the adjective of each side that a page tells by name."""
    for hit in page.table("their_side"):
        beside = mentions.within(hit.first - _NEAR, hit.last + _NEAR, "demonym", "country")
        yield from beside[:1]
    yield from (each for each in mentions.all if _is_led(page, each) or _is_for(page, each))
    yield from _accompanied(page, mentions)
    for hit in page.table("led_by"):
        before = mentions.within(
            hit.first - _DELEGATION, hit.first - 1, "demonym", "country", "agency"
        )
        near = [each for each in before if not _is_divided(page, each.last, hit.first)]
        own = [each for each in near if not (_is_where(page, each) or _is_sent(page, each, hit))]
        yield from (replace(each, last=hit.last) for each in own[-1:])


def _is_sent(page: Page, mention: Mention, led: Hit) -> bool:
    """Tell "organised by the Council, with a delegation headed by": it is of who acts."""
    sent = page.within("delegation", mention.last + _NEAR + 1, led.first)
    return bool(sent) and mention.country == "int"


def _is_where(page: Page, mention: Mention) -> bool:
    """Tell "at its seat in Tunis on 9 May, by a delegation headed by": no side, a place."""
    return mention.means == "country" and is_placed(page, mention.first)


def _accompanied(page: Page, mentions: Mentions) -> Iterator[Mention]:
    """Yield of which side he is who accompanies somebody: of the one named before him."""
    for hit in page.table("accompanied"):
        begin = hit.first - _DELEGATION
        before = mentions.within(begin, hit.first - 1, "demonym", "country", "agency")
        met = page.within("verb", before[-1].last, hit.first) if before else []
        if before and not met and not _is_divided(page, before[-1].last, hit.first):
            yield replace(before[-1], last=hit.last)


def _is_led(page: Page, mention: Mention) -> bool:
    """Tell "the Mauritanian delegation, by Director X", which leaves "was led" out."""
    before, after = mention.first - 1, mention.last + 1
    if mention.means != "demonym" or before < 0 or after >= len(page.text.tokens):
        return False
    near = range(after, min(after + _NEAR, len(page.text.tokens)))
    by = any(page.text.tokens[at].low in _BY for at in near)
    sent = page.at("delegation", before) or page.at("delegation", after)
    again = page.text.tokens[after].low in _ONE  # "the Cuban team led by X and the Mexican one by"
    return by and (sent is not None or again)


def _is_for(page: Page, mention: Mention) -> bool:
    """Tell "for Guatemala, the Deputy Minister X": a comma or a verb stands after the country."""
    before, last = mention.first - 1, mention.last
    if mention.means != "country" or before < 0 or last + 1 >= len(page.text.tokens):
        return False
    named = page.at("verb", last + 1) is not None or page.text.tokens[last].after == COMMA
    second = before > 0 and page.is_known("of", before) and page.is_known("and", before - 1)
    over = before - page.is_known("article", before)  # "por el Brasil"
    return named and (second or page.is_known("for_side", max(over, 0)))


def _is_divided(page: Page, first: int, last: int) -> bool:
    return any(page.text.tokens[at].after == BREAK for at in range(first, last))


def _settled(page: Page, person: Person, told: Sequence[Mention]) -> Person:
    before = sorted((each for each in told if each.last < person.first), key=_last)
    if not before or person.country is not None:
        return person
    verbs = page.within("verb", before[-1].last, person.first)
    met = any(each.code in _MET for each in verbs)
    if met or _is_divided(page, before[-1].last, person.first):
        return person
    return replace(person, side=before[-1])


def _last(mention: Mention) -> int:
    return mention.last
