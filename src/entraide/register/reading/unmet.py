"""Verbs of receiving after which nobody was met: a thing is received, or somebody who arrives."""

from __future__ import annotations

from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.voices import is_passive

__all__ = ["is_of_nobody"]

_AT_ARRIVAL: Final = 4
"""Words from "was welcomed" to "airport"."""
_WAS: Final = "كان"
"""Who "was in his reception" in Arabic only welcomed him."""
_SOMEBODY: Final = (
    "delegation", "guest", "office", "noun", "counterpart", "verb", "pronoun", "chiefs",
)  # fmt: skip
"""Tables whose words say after "received" that somebody was."""


def is_of_nobody(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell a verb of receiving that says of no meeting who was met."""
    return (
        _is_received_from(source.page, verb)
        or _is_given_a_thing(source, sentence, verb)
        or _is_on_arrival(source, sentence, verb)
    )


def _is_received_from(page: Page, verb: Hit) -> bool:
    """Tell "information received from the agency", "receives support": nobody was received."""
    following = verb.last + 1
    if verb.code != "receive" or following >= len(page.text.tokens):
        return False
    return page.is_known("from", following) or page.at("received_thing", following) is not None


def _is_given_a_thing(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "the police received $6.4 million", "had courses in Spain": what is received is a thing.

    Nobody stands after the verb: no office, no delegation, no agency, no name, no visit.
    """
    page, after = source.page, (verb.last + 1, sentence.last)
    if verb.code != "receive" or page.language == "ar" or after[0] > after[1]:
        return False
    if page.text.tokens[after[0]].capital or is_passive(source, verb):
        return False
    if verb.last - verb.first > 1:
        return False  # "it is a pleasure to welcome you"
    return not (
        any(page.within(table, *after) for table in _SOMEBODY)
        or source.people_in(*after)
        or source.mentions.within(*after, "agency", "region")
    )


def _is_on_arrival(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "was welcomed at the airport by the ambassador": he came, and the meeting is to come."""
    until = min(verb.last + _AT_ARRIVAL, sentence.last)
    been = is_passive(source, verb) or source.page.text.tokens[verb.first].low.endswith(_WAS)
    airport = source.page.within("airport", verb.first, until)
    return verb.code in {"receive", "meet"} and been and bool(airport)
