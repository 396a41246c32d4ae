"""Whose page it is: the country of those who act in it, whom the others meet.

Signs are weighed (``_WEIGHTS``): a holder of an office whom the register knows, a press agency or
an issuer around the article, the dateline, who acts before the verbs of meeting, who receives.
Against a country speaks that somebody of it is a counterpart or a guest, that one travels there, or
that it is "that country": so a paper calls the others. Somebody who acts in an office without a
country is of the home side, because a paper leaves out the country that it is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.offices import OfficeMention
from entraide.register.reading.places import Means, Mention
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import fold

__all__ = ["find_home"]

_BY: Final = frozenset({"par", "by", "por", "طرف", "قبل", "لدن"})
"""What a passive names the one who acts with."""
_ISSUER_WORDS: Final = 4
_OPENING: Final = 16
_WITH: Final = "مع"
"""In Arabic what follows this word is whom one met."""
_NAME_LENGTH: Final = 6
"""Words of a name that may stand between an Arabic verb and the office of the one who acts."""
_WEIGHTS: Final = {
    "holder": 40,
    "issuer": 60,
    "receive": 30,
    "travel": 10,
    "site": 10,
    "acts": 20,
    "acts besides": 10,
    "sent by": 30,
    "dateline": 15,
    "around": 10,
    "title": 10,
    "agency": 5,
    "accompanies": 20,
    "guest": -20,
    "ambassador": -15,
    "destination": -20,
    "met by a bare office": -10,
    "counterpart": -30,
    "their side": -10,
    "that country": -30,
    "named": 1,
}
"""How much each sign says of whose page it is; below zero it speaks against a country."""
_MOST_NAMED: Final = 5
_WHO: Final[tuple[Means, ...]] = ("country", "demonym", "agency")
"""What says who acts; a city says where."""
_Sign = tuple[str, str]


def find_home(source: Source) -> str | None:
    """Return the home country's code, None where nobody official acts."""
    signs = [*_of_frame(source), *_of_article(source)]
    for sentence in (*_title(source), *source.sentences):
        signs += _of_sentence(source, sentence)
    counted: Counter[str] = Counter()
    for sign, country in [*signs, *_named(source)]:
        counted[country] += _WEIGHTS[sign]
    best = counted.most_common(1)
    return best[0][0] if best and best[0][1] > 0 else None


def _title(source: Source) -> Iterator[Sentence]:
    """Yield the title as a sentence, which tells in short who met whom."""
    title = source.layout.title
    if title is not None and source.sentences:
        yield Sentence(title.first, title.last, -1, source.sentences[0].section)


def _of(mentions: Iterable[Mention]) -> list[str]:
    """Return the countries of mentions, each once, in their order; no organisations."""
    found = (each.country for each in mentions if each.country not in {None, "int"})
    return list(dict.fromkeys(each for each in found if each))


def _named(source: Source) -> Iterator[_Sign]:
    """Yield how often a country is named: what tells two equals apart."""
    named = source.mentions.within(*source.extent, "country", "demonym")
    counted = Counter(each.country for each in named if each.country)
    for country, number in counted.items():
        yield from [("named", country or "")] * min(number, _MOST_NAMED)


def _of_frame(source: Source) -> Iterator[_Sign]:
    """Yield what the lines around the article say: dateline, agency, issuer, title."""
    word = source.facts.dateline_city
    hit = source.page.at("city", word) if word is not None else None
    if hit is not None:
        yield "dateline", hit.code
    for line in source.layout.bylines:
        city = source.page.at("city", line.first)
        if city is not None and city.first == line.first:
            yield "dateline", city.code
    yield from (("issuer", code) for code in dict.fromkeys(_issuers(source)))
    title = source.layout.title
    if title is not None:
        told = _of(source.mentions.within(title.first, title.first + 2, "agency", "country"))
        yield from (("title", each) for each in told[:1])
    for _, line in source.layout.outside:
        named = _of(source.mentions.within(line.first, line.last, "country", "city"))
        if line.start < source.layout.span[0] and line.words <= _ISSUER_WORDS:
            yield from (("around", each) for each in named[:1])


def _issuers(source: Source) -> Iterator[str]:
    """Yield the countries of press agencies that stand outside the article or in its dateline."""
    inside = range(source.extent[0] + _OPENING, source.extent[1] + 1)
    for hit in source.page.table("issuer"):
        quoted = source.page.quote(hit.first, hit.last).text
        alone = quoted.isupper() or len(quoted) > _ISSUER_WORDS or not quoted.isascii()
        first, last = (
            source.page.text.tokens[hit.first].start,
            source.page.text.tokens[hit.last].end,
        )
        plain = source.page.text.plain
        around = plain[max(0, first - 3) : first] + plain[last : last + 3]
        marked = any(each in around for each in "/(-:")
        if hit.first not in inside and alone and (quoted.isascii() or marked):
            yield hit.code


def _of_article(source: Source) -> Iterator[_Sign]:
    """Yield known holders, national agencies, and who is called a counterpart."""
    first, last = source.extent
    yield from (("holder", each) for each in _holders(source))
    yield from (("agency", each) for each in _national(source))
    yield from _posted(source)
    for hit in source.page.within("their_side", first, last):
        named = source.mentions.within(hit.last, hit.last + 2, "demonym")
        yield from (("their side", each) for each in _of(named))
    for hit in source.page.within("that_country", first, last):
        before = source.mentions.within(first, hit.first - 1, "country", "demonym")
        yield from (("that country", each) for each in _of(before[-1:]))
    for office in source.offices:
        if source.page.within("counterpart", office.first, office.last) and _is_own(source, office):
            yield from (("counterpart", each) for each in _of(office.mentions))


def _posted(source: Source) -> Iterator[_Sign]:
    """Yield the countries of ambassadors: who is posted somewhere is most often the guest."""
    for office in source.offices_in(*source.extent):
        if source.page.is_known("posted", office.first):
            yield from (("ambassador", each) for each in _of(office.mentions))


def _is_own(source: Source, office: OfficeMention) -> bool:
    """Tell whether an office stands in the article or its title."""
    title = source.layout.title
    first, last = source.extent
    inside = title is not None and title.first <= office.first <= title.last
    return first <= office.first <= last or inside


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


def _of_sentence(source: Source, sentence: Sentence) -> Iterator[_Sign]:
    """Yield what the first verb of meeting of a sentence says of who acts, and who is met."""
    verbs = source.page.within("verb", sentence.first, sentence.last)
    yield from _accompanying(source, sentence)
    if not verbs:
        return
    verb = verbs[0]
    acting = _of(source.mentions.within(*_subject(source, sentence, verb), *_WHO))
    weighed = verb.code if verb.code in _WEIGHTS else "acts"
    if not _by_counterpart(source, sentence, verb):
        for rank, country in enumerate(acting):
            yield (weighed if rank == 0 else "acts besides"), country
    following = _following(source, verb, sentence)
    if _is_passive(source, verb) and _by_counterpart(source, sentence, verb):
        acting = _of(source.mentions.within(sentence.first, verb.first, *_WHO))
        yield from (("acts", each) for each in acting[:1])
    elif _is_passive(source, verb):
        before = source.mentions.within(sentence.first, verb.first, *_WHO)
        yield from (("guest", each) for each in _of(before)[:1])
        if not before and source.offices_in(sentence.first, verb.first):
            yield from (("destination", each) for each in (*acting[:1], *acting[:1]))
    elif verb.code == "receive":
        yield from (("guest", each) for each in following)
    elif verb.code == "attend" and source.page.is_known("represents", verb.first):
        yield from (("sent by", each) for each in following)
    elif not acting and verb.code in {"travel", "meet"}:
        sign = "destination" if verb.code == "travel" else "met by a bare office"
        yield from ((sign, each) for each in following)


def _by_counterpart(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "was received by his counterpart", which is told from the side of who is received."""
    passive = _is_passive(source, verb)
    return passive and bool(source.page.within("counterpart", verb.last, sentence.last))


def _accompanying(source: Source, sentence: Sentence) -> Iterator[_Sign]:
    """Who accompanies somebody is of the same side; an ambassador is so by his own country."""
    for hit in source.page.within("accompanied", sentence.first, sentence.last):
        named = source.mentions.within(hit.last + 1, sentence.last, "country", "agency")
        yield from (("accompanies", each) for each in _of(named)[:1])


def _following(source: Source, verb: Hit, sentence: Sentence) -> list[str]:
    """Return the country that is named first after a verb, as a list of at most one."""
    return _of(source.mentions.within(verb.first, sentence.last, *_WHO))[:1]


def _is_passive(source: Source, verb: Hit) -> bool:
    return source.page.text.tokens[verb.last].low in _BY


def _subject(source: Source, sentence: Sentence, verb: Hit) -> tuple[int, int]:
    """Return the words of the one who acts: before the verb, in Arabic the office after it."""
    if _is_passive(source, verb):
        return verb.last, sentence.last
    if source.page.language != "ar":
        return sentence.first, verb.first - 1
    until = _until_with(source, sentence, verb)
    near = range(verb.first, until)
    office = next((each for each in source.offices if _acts(source, each, near)), None)
    if office is not None:
        return verb.first, office.last
    inside = source.mentions.within(verb.first, until, *_WHO)
    return (verb.first, until) if inside else (sentence.first, verb.first - 1)


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
