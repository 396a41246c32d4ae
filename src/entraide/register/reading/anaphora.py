"""Who is meant where a sentence does not name him: "M. Falcao", "his guest", "the visitors".

A last name means the person who was named in full before. A word for a guest or a counterpart that
no country stands beside means him of the other side that was named last before; his name is taken
where only one person of that side has been named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Source

if TYPE_CHECKING:
    from entraide.register.reading.frames import Frame

__all__ = ["recognise"]

_TABLES: Final = ("guest", "counterpart")


def recognise(source: Source, frame: Frame, span: tuple[int, int], home: str | None) -> None:
    """Give a frame that names nobody of another side whom its words mean."""
    before = (frame.sentence.first, frame.trigger.first - 1)
    if not any(_by_surname(source, frame, each, home) for each in (span, before)):
        _by_word(source, frame, home)


def _by_surname(source: Source, frame: Frame, span: tuple[int, int], home: str | None) -> bool:
    tokens = source.page.text.tokens
    for person in source.people:
        surname = tokens[person.last].low
        again = any(
            tokens[at].low == surname and tokens[at].capital for at in range(span[0], span[1] + 1)
        )
        known = person.office is not None and person.country not in {None, home}
        if again and known and person.office is not None and person.last < span[0]:
            frame.people.append(person)
            frame.parties += [
                each for each in person.office.mentions if each.country == person.country
            ][:1]
            return True
    return False


def _by_word(source: Source, frame: Frame, home: str | None) -> None:
    begin, end = frame.sentence.first, frame.region[1]
    hits = [hit for table in _TABLES for hit in source.page.within(table, begin, end)]
    meant = _named_last(source, begin, home) if hits else _acting_before(source, frame, home)
    if meant is None:
        return
    frame.parties.append(meant)
    named = _people_of(source, meant, begin)
    if len(named) == 1:
        frame.people += named


def _acting_before(source: Source, frame: Frame, home: str | None) -> Mention | None:
    """Return who of another side acts in the sentence before, where a pronoun goes on about him."""
    begin = frame.sentence.first
    said = source.page.within("pronoun", begin, frame.trigger.first)
    if not said or frame.verb not in {"meet", "receive"}:
        return None
    before = [each for each in source.sentences if each.last < begin][-1:]
    for sentence in before:
        verbs = source.page.within("finite", sentence.first, sentence.last)
        until = verbs[0].first if verbs else sentence.last
        named = source.mentions.within(sentence.first, until, "country", "demonym", "agency")
        if named and named[0].party not in {None, home}:
            return named[0]
    return None


def _named_last(source: Source, before: int, home: str | None) -> Mention | None:
    """Return the last mention of another side in the article or its title before a word."""
    named = [
        each
        for each in source.mentions.within(0, before - 1, "country", "demonym", "agency")
        if each.party not in {None, home}
    ]
    return named[-1] if named else None


def _people_of(source: Source, party: Mention, before: int) -> list[Person]:
    """Return the people of a side named before, each once by his last name."""
    tokens = source.page.text.tokens
    found = {
        tokens[each.last].low: each
        for each in source.people
        if each.party == party.party and each.last < before and each.office is not None
    }
    return list(found.values())
