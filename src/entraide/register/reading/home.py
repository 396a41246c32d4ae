"""Whose page it is: the country of those who act in it, whom the others meet.

Known holders of offices settle it where they are named; else it is the country most often named
before the verbs of meeting.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import fold

__all__ = ["find_home", "surnames_of"]

_BY: Final = frozenset({"par", "by", "por"})
"""What a passive names the one who acts with."""


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
        for rank, country in enumerate(dict.fromkeys(countries)):
            counted[country] += 2 if rank == 0 else 1
    return counted.most_common(1)[0][0] if counted else None


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
    return frozenset(own | known)
