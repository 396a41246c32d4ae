"""Who is of the home side: the last names of those who act for the country whose page it is.

Beside those whose office names that country and the holders that the register knows, they are those
who act in an office that no country is named with ("the Minister of the Interior received").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.people import Person
from entraide.register.reading.places import is_placed
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import fold
from entraide.register.reading.voices import acts_by_surname, is_passive

__all__ = ["surnames_of"]

_WITH: Final = "مع"
""" "With", in Arabic: before it stands who acts, after it whom he met."""
_HAD: Final = "قد"
"""In Arabic who acts stands before this word ("كان الوزير قد استقبل")."""
_NEAR_ACTOR: Final = 2
"""Words after an Arabic verb in which a title alone tells who acts."""
_DURING: Final = frozenset({"خلالها", "خلاله", "اثناءها", "اثناءه"})


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
        if not verbs and source.page.language == "ar":
            verbs = source.page.within("status", sentence.first, sentence.last)[:1]
        if not verbs or source.page.within("visits_us", verbs[0].first, verbs[0].last):
            continue  # "their chief came to see us"
        for person in source.people_in(*_actor_words(source, sentence, verbs[0], home)):
            surname = source.page.text.tokens[person.last].low
            foreign = verbs[0].code == "attend" and _is_foreign(source, sentence, person, home)
            if _is_bare(source, person) and surname not in elsewhere and not foreign:
                yield surname


def _is_foreign(source: Source, sentence: Sentence, person: Person, home: str | None) -> bool:
    """Tell whether the country named last before a person is another one ("officials of X, Y")."""
    named = source.mentions.within(sentence.first, person.first, "country", "demonym", "agency")
    return bool(named) and named[-1].country not in {None, home}


def _actor_words(
    source: Source, sentence: Sentence, verb: Hit, home: str | None
) -> tuple[int, int]:
    """Return where the one who acts stands; all of the sentence where it tells who was present."""
    foreign = any(
        source.page.within("counterpart", office.first, office.last)
        or office.country not in {None, home}
        for office in source.offices_in(sentence.first, verb.first)
    )
    latin = source.page.language != "ar"
    opening = latin and verb.first == sentence.first and verb.code == "sign"
    if verb.code == "attend" or (foreign and latin) or opening:
        return sentence.first, sentence.last
    if is_passive(source, verb):
        agents = source.offices_in(verb.last, sentence.last)
        bodies = source.mentions.within(verb.last, sentence.last, "agency")
        named = {each.country for each in agents} | {each.country for each in bodies}
        abroad = bool(named - {None, home}) or _is_placed_abroad(source, sentence, home)
        return (sentence.first, verb.first) if abroad else (verb.last, sentence.last)
    if source.page.language != "ar" or _stands_before(source, sentence, verb):
        of_home = _meets_of_home(source, sentence, verb, home)
        return (verb.first, sentence.last) if of_home else (sentence.first, verb.first - 1)
    if source.page.text.tokens[verb.last].low == _WITH or _is_relative(source, verb):
        before = source.people_in(sentence.first, verb.first)
        if before:  # "chaired a session with": who acts was named already
            return sentence.first, verb.first
    if _acts_barely(source, verb) or acts_by_surname(source, sentence, verb):
        return sentence.first, verb.first
    person = next(iter(source.people_in(verb.first, sentence.last)), None)
    return (verb.first, person.last) if person else (sentence.first, verb.first)


def _is_placed_abroad(source: Source, sentence: Sentence, home: str | None) -> bool:
    """Tell "in Tirana the delegation was received by the Director General": he is of there."""
    cities = source.mentions.within(sentence.first, sentence.last, "city")
    placed = [each for each in cities if is_placed(source.page, each.first)]
    foreign = source.mentions.within(sentence.first, sentence.last, "country", "demonym", "agency")
    return home is not None and not foreign and bool(placed) and placed[0].country != home


def _meets_of_home(source: Source, sentence: Sentence, verb: Hit, home: str | None) -> bool:
    """Tell "وكان المسؤول الإسباني قد عقد جلسة مع القائد": a guest met somebody of the home side."""
    low = source.page.text.tokens[verb.first - 1].low
    if source.page.language != "ar" or verb.code != "meet" or low != _HAD:
        return False
    named = source.mentions.within(sentence.first, verb.first, "country", "demonym", "agency")
    return bool(named) and named[0].country not in {None, home}


def _stands_before(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell an Arabic sentence in which he who acts stands right before his verb."""
    named = source.people_in(sentence.first, verb.first)
    beside = any(each.last == verb.first - 1 for each in named)  # "that Sheikh X met"
    return beside or source.page.text.tokens[verb.first - 1].low == _HAD


def _acts_barely(source: Source, verb: Hit) -> bool:
    """Tell "استقبل السيد الوزير فلانا": he who acts is told by his title, whom he meets by name."""
    page = source.page
    begin, last = verb.first + 1, min(verb.last + _NEAR_ACTOR, len(page.text.tokens) - 1)
    if page.within("he_again", begin, last):
        return not any(each.first <= last + 1 for each in source.people_in(begin, last + 2))
    return False


def _is_relative(source: Source, verb: Hit) -> bool:
    """Tell "a visit during which he met": who acts stands before it, in Arabic, too."""
    near = source.page.text.tokens[verb.first : verb.first + 2]
    return any(each.low in _DURING for each in near)


def _is_bare(source: Source, person: Person) -> bool:
    """Tell whether an office stands by a name, and neither a country nor "counterpart" in it."""
    office = person.office
    if office is None:
        return person.titled
    if person.country is not None:
        return False
    return not source.page.within("counterpart", office.first, office.last)
