"""Whose page it is: the country of those who act in it, whom the others meet.

Known holders of offices settle it where they are named; else it is the country that most speaks
for: named before the verbs of meeting, in the dateline, as an agency's own or in the issuer's line.
Against a country speaks that somebody of it is called a counterpart: that is how the home side
calls the others. Those who act in an office without a country ("the Minister of the Interior
received") are of the home side, because a paper leaves out the country that it is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.people import Person
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import fold

__all__ = ["find_home", "surnames_of"]

_BY: Final = frozenset({"par", "by", "por"})
"""What a passive names the one who acts with."""
_ISSUER_WORDS: Final = 4
_AGAINST: Final = 3
_GUEST: Final = 2
_SENT_BY: Final = 3
_HOSTING: Final = {"receive": 3, "travel": 1, "site": 1}
"""How much it says of whose page it is that somebody receives or travels; else 2."""


def find_home(source: Source) -> str | None:
    """Return the home country's code, None where nobody official acts."""
    return _by_holders(source) or _by_subjects(source)


def _by_holders(source: Source) -> str | None:
    """Return the country of the head of a national agency whom the article names."""
    words = {
        token.low
        for sentence in source.sentences
        for token in source.page.text.tokens[sentence.first : sentence.last + 1]
    }
    found = Counter(
        tenure.office.country
        for tenure in source.page.vocabulary.tenures
        if tenure.end is None
        and tenure.office.country not in {None, "int"}
        and set(fold(tenure.person).replace("-", " ").split()) & words
        and fold(tenure.person).split()[-1] in words
    )
    return found.most_common(1)[0][0] if found else None


def _by_subjects(source: Source) -> str | None:
    counted: Counter[str] = Counter()
    for sentence in source.sentences:
        verbs = source.page.within("verb", sentence.first, sentence.last)
        if not verbs:
            continue
        named = source.mentions.within(*_subject(source, sentence, verbs[0]))
        countries = [
            each.country
            for each in named
            if each.country and each.country != "int" and each.means != "city"
        ]
        weight = _HOSTING.get(verbs[0].code, 2)
        for rank, country in enumerate(dict.fromkeys(countries)):
            counted[country] += weight if rank == 0 else 1
        if verbs[0].code == "attend" and source.page.is_known("represents", verbs[0].first):
            counted.update(dict.fromkeys(_following(source, verbs[0], sentence), _SENT_BY))
        if verbs[0].code == "receive":
            counted.subtract(_guests(source, sentence, verbs[0]))
    counted.update(_by_the_way(source))
    counted.subtract(_counterparts(source))
    best = (+counted).most_common(1) or _by_mention(source)
    return best[0][0] if best and best[0][1] > 0 else None


def _by_mention(source: Source) -> list[tuple[str, int]]:
    """Return the country that a page speaks of most, where nobody acts in its name."""
    first, last = source.extent
    named = source.mentions.within(first, last, "country", "demonym")
    counted = Counter(each.country for each in named if each.country)
    counted.subtract(_counterparts(source))
    return counted.most_common(1)


def _guests(source: Source, sentence: Sentence, verb: Hit) -> Counter[str]:
    """Count against the country of those who are received."""
    return Counter(dict.fromkeys(_following(source, verb, sentence), _GUEST))


def _following(source: Source, verb: Hit, sentence: Sentence) -> list[str]:
    """Return the country that is named first after a verb, as a list of at most one."""
    named = source.mentions.within(verb.first, sentence.last, "country", "demonym", "agency")
    found = [each.country for each in named if each.country not in {None, "int"}]
    return [each for each in found[:1] if each]


def _by_the_way(source: Source) -> Counter[str]:
    """Count what speaks for a country beside its acting: dateline, issuer, agencies without one."""
    counted: Counter[str] = Counter()
    word = source.facts.dateline_city
    hit = source.page.at("city", word) if word is not None else None
    if hit is not None:
        counted[hit.code] += 2
    title = source.layout.title
    if title is not None:
        told = source.mentions.within(title.first, title.first + 2, "agency", "country")
        counted.update(each.country for each in told[:1] if each.country not in {None, "int"})
    for _, line in source.layout.outside:
        named = source.mentions.within(line.first, line.last, "country", "city")
        if line.start < source.layout.span[0] and named and line.words <= _ISSUER_WORDS:
            counted.update(each.country for each in named[:1] if each.country)
    first, last = source.extent
    agencies = {
        (each.org, each.country)
        for each in source.mentions.within(first, last, "agency")
        if each.country not in {None, "int"}
    }
    counted.update(country for _, country in agencies if country)
    return counted


def _counterparts(source: Source) -> Counter[str]:
    """Count against the countries of those who are called counterparts."""
    first, last = source.extent
    sides = Counter(
        each.country
        for hit in source.page.within("their_side", first, last)
        for each in source.mentions.within(hit.last, hit.last + 2, "demonym")
        if each.country
    )
    return sides + Counter(
        {
            country: _AGAINST
            for office in source.offices_in(first, last)
            if source.page.within("counterpart", office.first, office.last)
            for country in {each.country for each in office.mentions if each.country}
        }
    )


def _subject(source: Source, sentence: Sentence, verb: Hit) -> tuple[int, int]:
    """Return the words of the one who acts: before the verb, in Arabic the office after it."""
    if source.page.text.tokens[verb.last].low in _BY:
        return verb.last, sentence.last
    if source.page.language != "ar":
        return sentence.first, verb.first - 1
    office = next(
        (each for each in source.offices if verb.first <= each.first <= verb.last + 2), None
    )
    return (verb.first, office.last) if office else (sentence.first, verb.first - 1)


def surnames_of(source: Source, home: str | None) -> frozenset[str]:
    """Return the folded last names of the people of the home side."""
    own = {
        source.page.text.tokens[person.last].low
        for person in source.people
        if home is not None and person.country == home
    }
    known = {
        fold(tenure.person).split()[-1]
        for tenure in source.page.vocabulary.tenures
        if home is not None and tenure.office.country == home
    }
    return frozenset(own | known | set(_actors(source, home)))


def _actors(source: Source, home: str | None) -> Iterator[str]:
    """Yield the last names of those who act in an office that no country is named with."""
    elsewhere = {
        source.page.text.tokens[person.last].low
        for person in source.people
        if person.country not in {None, home}
    }
    for sentence in source.sentences:
        verbs = source.page.within("verb", sentence.first, sentence.last)
        if not verbs:
            continue
        for person in source.people_in(*_actor_words(source, sentence, verbs[0])):
            surname = source.page.text.tokens[person.last].low
            foreign = verbs[0].code == "attend" and _is_foreign(source, sentence, person, home)
            if _is_bare(source, person) and surname not in elsewhere and not foreign:
                yield surname


def _is_foreign(source: Source, sentence: Sentence, person: Person, home: str | None) -> bool:
    """Tell whether the country named last before a person is another one ("officials of X, Y")."""
    named = source.mentions.within(sentence.first, person.first, "country", "demonym", "agency")
    return bool(named) and named[-1].country not in {None, home}


def _actor_words(source: Source, sentence: Sentence, verb: Hit) -> tuple[int, int]:
    """Return where the one who acts stands; all of the sentence where it tells who was present."""
    foreign = any(
        source.page.within("counterpart", office.first, office.last) or office.country
        for office in source.offices_in(sentence.first, verb.first)
    )
    if verb.code == "attend" or (foreign and source.page.language != "ar"):
        return sentence.first, sentence.last
    if source.page.text.tokens[verb.last].low in _BY:
        return verb.last, sentence.last
    if source.page.language != "ar":
        return sentence.first, verb.first - 1
    person = next((each for each in source.people if each.first > verb.first), None)
    return (verb.first, person.last) if person else (sentence.first, verb.first)


def _is_bare(source: Source, person: Person) -> bool:
    """Tell whether an office stands by a name, and neither a country nor "counterpart" in it."""
    office = person.office
    if office is None or person.country is not None:
        return False
    return not source.page.within("counterpart", office.first, office.last)
