"""Nouns that tell what took place without a verb, as agendas do, and who led a sitting.

"Signature à Paris, avec X, d'un accord": where a sentence opens with such a noun (table
``nominal``, whose codes are those of verbs) and names somebody of another side, the noun is read as
the verb. A sitting that was held "headed by A and B" in a city abroad is one with that country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention, is_placed
from entraide.register.reading.source import Sentence, Source

__all__ = ["is_leading", "is_led", "led_abroad", "nominal_signing", "nominal_verb"]

_SIGN: Final = "sign"
_TWO: Final = 2


def nominal_verb(source: Source, sentence: Sentence) -> list[Hit]:
    """Return the noun that a sentence opens with, as the verb that it stands for."""
    page = source.page
    hits = page.within("nominal", sentence.first, sentence.last)
    opened = [each for each in hits if each.first == sentence.first][:1]
    named = [each for each in source.offices_in(sentence.first, sentence.last) if each.mentions]
    if not opened or not named or _has_verb(source, sentence.first, named[0].first):
        return []
    return [Hit("verb", opened[0].code, opened[0].first, opened[0].last)]


def _has_verb(source: Source, first: int, last: int) -> bool:
    page = source.page
    return any(page.is_known("finite", at) and not page.is_grave(at) for at in range(first, last))


def nominal_signing(source: Source, sentence: Sentence) -> list[Hit]:
    """Return the noun of signing that a sentence opens with, as what governs its texts."""
    near = source.page.within("nominal", sentence.first, sentence.first + 1)
    signing = [each for each in near if each.code == _SIGN and _opens(source, sentence, each)]
    return [Hit("status", "signed", each.first, each.last) for each in signing]


def _opens(source: Source, sentence: Sentence, noun: Hit) -> bool:
    """Tell whether nothing but an article stands before a noun in its sentence."""
    first = noun.first == sentence.first
    return first or source.page.is_known("article", sentence.first)


def is_led(page: Page, held: Hit, verb: Hit) -> bool:
    """Tell the "chaired by" of "a meeting was held, chaired by A and B": no second meeting."""
    return held.code == "held" and verb is not held and page.at("led_by", verb.first) is not None


def is_leading(page: Page, verb: Hit, verbs: Sequence[Hit]) -> bool:
    """Tell the "led by" of "a delegation led by X held talks with": another verb stands in it."""
    within = any(verb.first < each.first <= verb.last for each in verbs)
    return within and page.at("led_by", verb.first) is not None


def led_abroad(
    source: Source, sentence: Sentence, verb: Hit, home: str | None
) -> tuple[Mention, Person] | None:
    """Return the country in which two whose offices name none led a sitting, and the host.

    The first of them is of the page's own side, as in every page that tells of two.
    """
    led = source.page.within("led_by", verb.last, sentence.last)
    if verb.code != "held" or not led or home is None:
        return None
    people = source.people_in(led[0].last, sentence.last)
    if len(people) != _TWO or any(each.country is not None for each in people):
        return None
    cities = source.mentions.within(sentence.first, sentence.last, "city")
    abroad = [
        e for e in cities if e.country not in {None, home} and is_placed(source.page, e.first)
    ]
    return (replace(abroad[0], means="country"), people[0]) if abroad else None
