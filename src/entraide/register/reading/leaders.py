"""Who leads a delegation, told by name alone: "a delegation of the agency, headed by X".

No office stands by such a name; whose the delegation is stands between that word and the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.names import find_names
from entraide.register.reading.page import Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, Mentions
from entraide.register.reading.text import BREAK

__all__ = ["with_leaders"]

_SENT: Final = 12
"""Words from "a delegation" to "headed by", among which it is said whose it is."""


def with_leaders(page: Page, mentions: Mentions, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people of a page, and who is named right after "headed by" of a delegation."""
    led = {hit.last + 1: _side(page, mentions, hit) for hit in page.table("led_by")}
    led = {first: side for first, side in led.items() if side is not None}
    taken = {each.first for each in people}
    names = find_names(page, mentions) if led.keys() - taken else iter(())
    found = [
        Person(first, last, None, titled=True, side=led[first])
        for first, last in names
        if first in led and first not in taken
    ]
    return tuple(sorted((*people, *found), key=lambda each: each.first))


def _side(page: Page, mentions: Mentions, led: Hit) -> Mention | None:
    """Return whose the delegation is that stands before a word of leading, in its sentence."""
    begin = max(0, led.first - _SENT)
    sent = page.within("delegation", begin, led.first)
    if not sent:
        return None
    words = range(sent[-1].last, led.first)
    if any(page.text.tokens[at].after == BREAK for at in words):
        return None
    named = mentions.within(sent[-1].last + 1, led.first - 1, "agency", "country", "demonym")
    return named[0] if named else None
