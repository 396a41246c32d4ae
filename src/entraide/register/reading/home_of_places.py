"""Whose page it is by where in it a country is named: menu, byline, title, first and last sentence.

A paper names its own country's towns in passing and other countries by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from entraide.register.reading.acting import Sign
from entraide.register.reading.source import Source

__all__ = ["signs_of_places"]

_LONG: Final = 3
"""Sentences of an article whose first and last one say different things."""


def signs_of_places(source: Source) -> Iterator[Sign]:
    """Yield a sign for each mention of a country, with where and how it is mentioned."""
    for place, first, last in _places(source):
        for each in source.mentions.within(first, last):
            if each.means == "city" and place == "of byline":
                continue  # the sign of a byline's city is the dateline
            if each.country not in {None, "int"} and each.means != "region":
                yield f"{each.means} {place}", each.country or ""
    for person in source.people_in(*source.extent):
        if person.country not in {None, "int"}:
            yield "person", person.country or ""


def _places(source: Source) -> Iterator[tuple[str, int, int]]:
    layout = source.layout
    if layout.title is not None:
        yield "of title", layout.title.first, layout.title.last
    for line in layout.bylines:
        yield "of byline", line.first, line.last
    for line in layout.menus:
        yield "of menu", line.first, line.last
    if source.sentences:
        yield "told", *source.extent
    if len(source.sentences) >= _LONG:
        for name, sentence in (("first", source.sentences[0]), ("last", source.sentences[-1])):
            yield name, sentence.first, sentence.last
