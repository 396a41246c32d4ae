"""Whose page it is by what the article says: known holders, agencies, ambassadors, counterparts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from entraide.register.reading.acting import Sign
from entraide.register.reading.offices import OfficeMention
from entraide.register.reading.places import countries_of
from entraide.register.reading.source import Source
from entraide.register.reading.text import fold

__all__ = ["signs_of_article"]

_TO: Final = 3
"""Words from an ambassador's title to the country to which he is sent, from a delegation to its."""


def signs_of_article(source: Source) -> Iterator[Sign]:
    """Yield known holders, national agencies, and who is called a counterpart."""
    first, last = source.extent
    yield from (("holder", each) for each in _holders(source))
    yield from (("agency", each) for each in _national(source))
    yield from _posted(source)
    yield from (("known by name", each) for each in _named_barely(source))
    for hit in source.page.within("their_side", first, last):
        named = source.mentions.within(hit.last, hit.last + 2, "demonym")
        yield from (("their side", each) for each in countries_of(named))
    for hit in source.page.within("leads", first, last):
        named = source.mentions.within(hit.first, hit.last + _TO, "country", "demonym")
        yield from (("leads", each) for each in countries_of(named)[:1])
    for hit in source.page.within("that_country", first, last):
        before = source.mentions.within(first, hit.first - 1, "country", "demonym")
        yield from (("that country", each) for each in countries_of(before[-1:]))
    for office in source.offices:
        called = source.page.within("counterpart", office.first, office.last)
        if called and _is_own(source, office) and not _says_another(source, office):
            yield from (("counterpart", each) for each in countries_of(office.mentions))


def _says_another(source: Source, office: OfficeMention) -> bool:
    """Tell "Sadybekov invited his Georgian colleague": said of somebody's own counterpart.

    He who stands before it by his last name is known to be of a third side, so that it is the guest
    who calls the host so.
    """
    tokens = source.page.text.tokens
    sentence = next((e for e in source.sentences if e.first <= office.first <= e.last), None)
    if sentence is None:
        return False
    before = {tokens[at].low for at in range(sentence.first, office.first) if tokens[at].capital}
    own = set(countries_of(office.mentions))
    return bool(own) and any(
        each.last < sentence.first
        and tokens[each.last].low in before
        and each.country not in {None, "int", *own}
        for each in source.people
    )


def _posted(source: Source) -> Iterator[Sign]:
    """Yield the countries of ambassadors: who is posted somewhere is most often the guest.

    He who is posted to the country of the counterpart comes with the page's own side.
    """
    counterparts = {
        each.country
        for office in source.offices
        if source.page.within("counterpart", office.first, office.last)
        for each in office.mentions
    }
    for office in source.offices_in(*source.extent):
        if source.page.is_known("posted", office.first):
            countries = countries_of(office.mentions)[:1]
            named = source.mentions.within(office.first, office.last + _TO, "country")
            there = [each for each in countries_of(named) if each not in countries]
            sent = bool(set(there) & counterparts)
            yield from (("accompanies" if sent else "ambassador", each) for each in countries)
            if not sent:
                yield from (("posted to", each) for each in there[:1])


def _is_own(source: Source, office: OfficeMention) -> bool:
    """Tell whether an office stands in the article or its title."""
    title = source.layout.title
    first, last = source.extent
    inside = title is not None and title.first <= office.first <= title.last
    return first <= office.first <= last or inside


def _named_barely(source: Source) -> list[str]:
    """Return the countries of those whom the title names without a word of where they are from."""
    title = source.layout.title
    if title is None:
        return []
    tokens = source.page.text.tokens
    words = {tokens[at].low for at in range(title.first, title.last + 1)}
    said = {each.country for each in source.mentions.within(title.first, title.last)}
    own = source.people_in(*source.extent)
    named = {p.country for p in own if p.country and tokens[p.last].low in words}
    return sorted(named - said - {"int"})


def _national(source: Source) -> list[str]:
    named = source.mentions.within(*source.extent, "agency")
    pairs = {(each.org, each.country) for each in named if each.country not in {None, "int"}}
    return [country for _, country in sorted(pairs, key=str) if country]


def _holders(source: Source) -> list[str]:
    """Return the country of the present head of a national agency whom the article names."""
    tokens = source.page.text.tokens
    words = {tokens[at].low for each in source.sentences for at in range(each.first, each.last + 1)}
    found = [
        tenure.office.country
        for tenure in source.page.vocabulary.tenures
        if tenure.end is None and _is_named(tenure.person, words)
    ]
    return list(dict.fromkeys(each for each in found if each not in {None, "int"} and each))


def _is_named(person: str, words: set[str]) -> bool:
    """Tell whether a person's first and last names stand in an article."""
    names = fold(person).replace("-", " ").split()
    return names[-1] in words and names[0] in words
