"""What the words around a mention of a country, a city or an agency make of it.

A name that two places share is told by what else the page speaks of; "that country" is the one
named before; the police of a city are its country's; a name that is also a person's is no country.
Each rule takes the mentions of a page and yields them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.names import is_given
from entraide.register.reading.page import Page
from entraide.register.reading.places import Mention, Mentions, is_placed
from entraide.register.reading.text import COMMA, JOINED

__all__ = ["settle_mentions"]

_INTERNATIONAL: Final = "int"
_BUREAU: Final = 2
"""Words between an organisation and "national bureau", or the city where that is."""
_SPELLED, _SHORTEST, _BODY = 7, 3, 5
"""Words from a country to the acronym in brackets after its body's name; its least letters; words
before a country in which its body is named."""
_AR: Final = "ar"
_ARTICLES: Final = ("ال", "وال", "بال", "فال", "كال", "لل", "ولل")
_NAMING: Final = ("rank", "honorific")
_SON_OF: Final = frozenset({"بن", "ابن", "ولد", "ابو"})
"""Words of an Arabic name after which an adjective of a country is somebody's name."""


def settle_mentions(page: Page, mentions: Mentions) -> Mentions:
    """Return the mentions of a page as their surroundings mean them, in the order of the text."""
    settled: Sequence[Mention] = mentions.all
    for rule in _RULES:
        settled = sorted(rule(page, settled), key=lambda each: each.first)
    return Mentions(tuple(settled))


def _no_names(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Leave out what is a given name: in Arabic an adjective or city after a title, without "the".

    In Latin letters it is a country's name before a word that is nothing but a name.
    """
    for each in every:
        if each.means == "country" and each.first == each.last and _is_given(page, each):
            continue
        named = page.language == _AR and each.means in {"demonym", "city"} and each.first > 0
        low = page.text.tokens[each.first].low
        titled = any(page.at(table, each.first - 1) is not None for table in _NAMING)
        titled = titled or page.text.tokens[each.first - 1].low in _SON_OF
        if not (named and titled and not low.startswith(_ARTICLES)):
            yield each


def _is_given(page: Page, mention: Mention) -> bool:
    """Tell "Mauricio Alvarenga" from "Mauricio" the state: it is written with a capital, too."""
    following = mention.last + 1
    placed = is_placed(page, mention.first)
    elsewhere = any(page.at(table, following) for table in ("country", "demonym", "agency"))
    return not placed and not elsewhere and is_given(page, mention.first)


def _no_seas(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Leave out a country after which a sea is called ("océan Indien", "the Gulf of Guinea")."""
    for each in every:
        before = each.first - 1
        while before > 0 and (page.is_known("of", before) or page.is_known("article", before)):
            before -= 1
        beside = each.last + 1 if page.language == "en" and each.means == "demonym" else before
        near = 0 <= beside < len(page.text.tokens) and page.is_known("sea", beside)
        joined = near and page.text.tokens[min(beside, each.last)].after == JOINED
        if not (joined and each.means in {"country", "demonym"}):
            yield each


def _homonyms(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take a country's name for the city of that name where the page speaks of the city's country.

    In Arabic Amman and Oman are one word; an adjective ("الأردني") tells which is meant.
    """
    spoken = {each.country for each in every if each.means != "city"}
    for each in every:
        city = page.at("city", each.first) if each.means == "country" else None
        same = city is not None and (city.first, city.last) == (each.first, each.last)
        if city is not None and same and city.code != each.country and city.code in spoken:
            yield Mention(each.first, each.last, "city", city.code)
        else:
            yield each


def _in_country(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take a city that its country follows ("San José, Costa Rica") for the one that lies there."""
    for each, following in zip(every, (*every[1:], None), strict=False):
        beside = (
            following is not None
            and each.means == "city"
            and following.means == "country"
            and following.first == each.last + 1
            and page.text.tokens[each.last].after == COMMA
            and page.text.tokens[following.last].after != JOINED
        )
        yield replace(each, country=following.country) if beside and following else each


def _city_police(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take the police of a city ("Dubai Police", "شرطة دبي") for a body of its country."""
    for each in every:
        beside = each.last + 1 if page.language == "en" else each.first - 1
        glued = 0 <= beside < len(page.text.tokens) and (
            page.text.tokens[min(beside, each.first)].after == JOINED
            and page.is_known("city_body", beside)
        )
        if each.means == "city" and glued:
            yield Mention(min(beside, each.first), max(beside, each.last), "demonym", each.country)
        else:
            yield each


def _twins(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take an adjective that two countries share ("Congolese") for the one that is spoken of."""
    spoken = {each.country for each in every if each.means != "demonym"}
    for each in every:
        other = page.vocabulary.twins.get(each.country or "")
        shared = each.means == "demonym" and other is not None and each.country not in spoken
        yield replace(each, country=other) if shared and other in spoken else each


def _capital_of(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take "the Turkmen capital", "العاصمة الإيطالية" for a city of that country."""
    for each in every:
        beside = each.last + 1 if page.language == "en" else each.first - 1
        known = 0 <= beside < len(page.text.tokens) and page.is_known("city_word", beside)
        if each.means == "demonym" and known:
            yield Mention(min(beside, each.first), max(beside, each.last), "city", each.country)
        else:
            yield each


def _unshared(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Leave the country of an agency open that many have (DGSN), where nothing else is of it.

    "The Kingdom" alone is nobody's where nothing else speaks of the one that it means by default.
    """
    bare = {each for each in every if each.means == "country" and _is_bare(page, each)}
    spoken = {each.country for each in every if each.means != "agency" and each not in bare}
    bare_only = {each.country for each in bare} - {
        each.country for each in every if each not in bare
    }
    for each in every:
        many = each.means == "agency" and each.org in page.vocabulary.shared_agencies
        if each in bare and each.country in bare_only:
            continue
        yield replace(each, country=None) if many and each.country not in spoken else each


def _is_bare(page: Page, mention: Mention) -> bool:
    return mention.first == mention.last and page.is_known("state", mention.first)


def _agencies(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Give an agency the country named right beside it ("la Sûreté nationale algérienne").

    Or with "of" after it, where many countries have one of its name ("the PNC of Guatemala").
    """
    named = {each.first: each for each in every if each.means in {"demonym", "country"}}
    for each in every:
        at = _after_of(page, each.last)
        other = named.get(at) if page.text.tokens[at - 1].after == JOINED else None
        right_beside = at == each.last + 1
        if other is not None and right_beside and other.means == "country":
            other = None  # "the Police Senegal sent"
        national = each.means == "agency" and each.country != _INTERNATIONAL
        yield replace(each, country=other.country) if national and other is not None else each


def _after_of(page: Page, word: int) -> int:
    """Return the word after "of the", where that stands behind a word, else the next one."""
    at, tokens = word + 1, page.text.tokens
    while at < len(tokens) and tokens[at - 1].after == JOINED and _is_of(page, at):
        at += 1
    return at


def _is_of(page: Page, word: int) -> bool:
    return page.is_known("of", word) or page.is_known("article", word)


def _that_country(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Read "the minister of that country" as of the country named last before."""
    yield from every
    for hit in page.table("that_country"):
        before = [each for each in every if each.last < hit.first and each.means != "agency"]
        if before and before[-1].country:
            yield Mention(hit.first, hit.last, "demonym", before[-1].country)


def _that_body(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Read "the secretary-general of the Council" as of the organisation named last before."""
    yield from every
    for hit in page.table("that_body"):
        taken = any(each.first <= hit.last and hit.first <= each.last for each in every)
        before = [
            each for each in every if each.last < hit.first and each.country == _INTERNATIONAL
        ]
        goes_on = hit.last + 1 < len(page.text.tokens) and page.is_known("of", hit.last + 1)
        if before and not taken and not goes_on:
            yield Mention(hit.first, hit.last, "agency", _INTERNATIONAL, before[-1].org)


def _national_bureaus(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take the Interpol bureau of a country ("BCN Interpol d'Accra") for a body of that country."""
    bureaus = {hit.last for hit in page.table("national_bureau")}
    for each, following in zip(every, (*every[1:], None), strict=False):
        near = bureaus & set(range(each.first - _BUREAU, each.last + _BUREAU + 1))
        if each.country != _INTERNATIONAL or not near:
            yield each
        elif following is not None and following.first - each.last <= _BUREAU:
            yield Mention(each.first, each.last, "demonym", following.country)


def _federated(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Take a state of a federation after "of" ("the minister of Bavaria") for its country."""
    for each in every:
        state = page.at("federated", each.first) if each.means == "city" else None
        before = each.first - 1
        while before > 0 and page.is_known("article", before) and not page.is_known("of", before):
            before -= 1
        of = page.is_known("of", max(before, 0))
        owned = state is not None and state.last == each.last and of
        yield replace(each, means="country") if owned else each


def _acronyms(page: Page, every: Sequence[Mention]) -> Iterator[Mention]:
    """Read an acronym that a page explains ("the Australian Federal Police (AFP)") as that country.

    Everywhere on the page, where it stands in capitals and is no other mention.
    """
    yield from every
    tokens, plain = page.text.tokens, page.text.plain
    meant: dict[str, str] = {}
    for each in every:
        for at in range(each.last + 1, min(each.last + _SPELLED, len(tokens) - 1)):
            between = plain[tokens[at - 1].end : tokens[at].start]
            word = plain[tokens[at].start : tokens[at].end]
            body = page.within("office_body", each.first - _BODY, at)
            if "(" in between and word.isupper() and len(word) >= _SHORTEST and body:
                meant.setdefault(word, each.country or _INTERNATIONAL)
            if tokens[at - 1].after != JOINED:
                break
    taken = {word for each in every for word in range(each.first, each.last + 1)}
    for at, token in enumerate(tokens):
        country = meant.get(plain[token.start : token.end])
        if country not in {None, _INTERNATIONAL} and at not in taken:
            yield Mention(at, at, "demonym", country)


_RULES: Final[tuple[Callable[[Page, Sequence[Mention]], Iterator[Mention]], ...]] = (
    _no_names,
    _no_seas,
    _homonyms,
    _in_country,
    _city_police,
    _capital_of,
    _twins,
    _unshared,
    _agencies,
    _that_country,
    _that_body,
    _national_bureaus,
    _federated,
    _acronyms,
)
