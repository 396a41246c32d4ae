"""Who acts in a sentence: before the verb, in Arabic after it, in a passive after "by"."""

from __future__ import annotations

from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.offices import OfficeMention
from entraide.register.reading.places import Means
from entraide.register.reading.source import Sentence, Source

__all__ = ["BY", "WHO", "acts_by_surname", "is_passive", "subject_of"]

_AR: Final = "ar"
BY: Final = frozenset({"par", "by", "por", "طرف", "قبل", "لدن"})
"""What a passive names the one who acts with."""
_BEEN: Final = frozenset({"ete", "been", "sido"})
_WITH: Final = "مع"
"""In Arabic what follows this word is whom one met."""
_HAD: Final = "قد"
"""In Arabic who acts stands before this word ("كان الوزير قد استقبل")."""
_NAME_LENGTH: Final = 6
"""Words of a name that may stand between an Arabic verb and the office of the one who acts."""
WHO: Final[tuple[Means, ...]] = ("country", "demonym", "agency")
"""What says who acts; a city says where."""


def is_passive(source: Source, verb: Hit) -> bool:
    """Tell a passive: "by" stands in it, or "was" does and what follows is far away."""
    tokens = source.page.text.tokens
    been = any(tokens[at].low in _BEEN for at in range(verb.first, verb.last))
    return any(tokens[at].low in BY for at in range(verb.first + 1, verb.last + 1)) or (
        been and verb.code in {"meet", "receive"}
    )


def subject_of(source: Source, sentence: Sentence, verb: Hit) -> tuple[int, int]:
    """Return the words of the one who acts: before the verb, in Arabic the office after it."""
    if is_passive(source, verb):
        return verb.last, sentence.last
    if source.page.language != _AR:
        return sentence.first, verb.first - 1
    if verb.first > sentence.first and source.page.text.tokens[verb.first - 1].low == _HAD:
        return sentence.first, verb.first - 1
    if acts_by_surname(source, sentence, verb) or _acts_by_title(source, verb):
        return verb.first, verb.last + 1
    until = _until_with(source, sentence, verb)
    near = range(verb.first, until)
    office = next((each for each in source.offices if _acts(source, each, near)), None)
    if office is not None:
        return verb.first, office.last
    inside = source.mentions.within(verb.first, until, *WHO)
    return (verb.first, until) if inside else (sentence.first, verb.first - 1)


def acts_by_surname(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "التقى حداد وفدا": he who acts, named before, stands by his last name after the verb."""
    tokens = source.page.text.tokens
    if source.page.language != _AR or verb.last >= sentence.last:
        return False
    low = tokens[verb.last + 1].low
    return any(tokens[each.last].low == low for each in source.people if each.last < verb.first)


def _acts_by_title(source: Source, verb: Hit) -> bool:
    """Tell "التقى سموه وزير الداخلية اليمني": the title acts, the office after it is met."""
    return source.page.at("he_again", verb.last + 1) is not None


def _acts(source: Source, office: OfficeMention, near: range) -> bool:
    """Tell whether an office acts: it stands near the verb, without the letter of an object."""
    low = source.page.text.tokens[office.first].low
    return office.first in near and not low.startswith("ب")


def _until_with(source: Source, sentence: Sentence, verb: Hit) -> int:
    """Return the word up to which an Arabic verb's subject stands: "with", or a name's length."""
    until = min(verb.last + _NAME_LENGTH, sentence.last)
    return next((at for at in range(verb.first, until) if _is_object(source, at)), until)


def _is_object(source: Source, word: int) -> bool:
    """Tell "with", and an office with the letter of an object written onto it."""
    low = source.page.text.tokens[word].low
    return low == _WITH or (low.startswith("ب") and source.page.at("office", word) is not None)
