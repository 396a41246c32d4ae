"""Which countries and organisations of some words are parties: those who met, not where they met.

A country is a party where somebody official stands by it, or where its neighbour in a list is one;
not where it says where ("a meeting in Sweden"), nor from where somebody comes.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading.desks import is_desk
from entraide.register.reading.places import Mention, is_placed
from entraide.register.reading.source import Source

__all__ = ["parties_in"]

_FAR_FROM_OFFICE: Final = 9
_BESIDE_NAME: Final = 3
_NAMED: Final = 3
"""Words of a service's name in which it says that it is one."""
_SEAT: Final = 5
"""Words of an organisation's name, and "in", before the country where it sits."""
_IN_SENTENCE: Final = 40
"""Words before somebody in which the organisation is named that he is of."""


def parties_in(
    source: Source, span: tuple[int, int], home: str | None, masked: frozenset[int]
) -> list[Mention]:
    """Return the parties between two words, but those of the home side and in masked words."""
    return [
        each
        for each in source.mentions.within(*span, "country", "demonym", "agency")
        if each.party not in {None, home}
        and each.first not in masked
        and (each.means == "agency" or _is_party(source, each) or _is_paired(source, each, home))
        and not is_desk(source.page, each)
        and not (each.means == "agency" and _is_premises(source, each))
    ]


def _is_premises(source: Source, mention: Mention) -> bool:
    """Tell "in the rooms of the DGPN": where it was, by the name of a service."""
    before = (mention.first - _BESIDE_NAME, mention.first - 1)
    return mention.first > 0 and bool(source.page.within("premises", max(0, before[0]), before[1]))


def _is_paired(source: Source, mention: Mention, home: str | None) -> bool:
    """Tell "the Iraqi-Syrian joint committee": the adjective right beside that of home."""
    if mention.means != "demonym":
        return False
    near = source.mentions.within(mention.first - 1, mention.last + 1, "demonym")
    return any(each.country == home for each in near if each is not mention)


def _is_party(source: Source, mention: Mention) -> bool:
    """A country is a party where somebody official stands by it, not where it only says where."""
    if mention.means == "country" and _is_seat(source, mention):
        return False
    if any(mention in office.mentions for office in source.offices):
        return True
    if mention.means == "country" and _is_beside_city(source, mention):
        return False
    if mention.means == "demonym" and (_is_origin(source, mention) or _is_born(source, mention)):
        return False
    if mention.means == "country" and is_placed(source.page, mention.first):
        return _heads_list(source, mention)
    begin = max(0, mention.first - _FAR_FROM_OFFICE)
    near = source.is_official(begin, mention.last + _FAR_FROM_OFFICE)
    return near or _has_service(source, mention) or _is_listed(source, mention)


def _has_service(source: Source, mention: Mention) -> bool:
    """Tell "Thailand's Office of the Narcotics Control Board": a service that no list has."""
    tokens, at = source.page.text.tokens, mention.last + 2
    country = mention.means == "country" and at < len(tokens)
    if not country or tokens[at - 1].low != "s" or not tokens[at].capital:
        return False
    named = ("premises", "institution", "police")
    return any(source.page.within(table, at, at + _NAMED) for table in named)


def _is_seat(source: Source, mention: Mention) -> bool:
    """Tell "at the secretariat of the Council in Tunisia": where an organisation sits."""
    bodies = source.mentions.within(mention.first - _SEAT, mention.first - 1, "agency")
    placed = is_placed(source.page, mention.first)
    return placed and any(each.country == "int" for each in bodies)


def _is_origin(source: Source, mention: Mention) -> bool:
    """ "The deputy head of Interpol, the South African X": where somebody comes from, no side."""
    named = [each for each in source.people if each.first == mention.last + 1]
    body = source.mentions.within(max(0, mention.first - _BESIDE_NAME), mention.first - 1, "agency")
    of_many = bool(named) and any(each.country == "int" for each in body)
    apposed = bool(named) and _is_apposed(source, mention)
    return of_many or apposed or any(each.party not in {None, mention.country} for each in named)


def _is_apposed(source: Source, mention: Mention) -> bool:
    """Tell "its deputy director, the Austrian X", said of an organisation's man."""
    before = mention.first - 1
    if before < 1 or not source.page.is_known("article", before):
        return False
    office = [each for each in source.offices if each.last == before - 1 and not each.mentions]
    begin = max(0, mention.first - _IN_SENTENCE)
    bodies = source.mentions.within(begin, mention.first, "agency")
    return bool(office) and any(each.country == "int" for each in bodies)


def _is_born(source: Source, mention: Mention) -> bool:
    """Tell "the French-born owner", "a Liberian-flagged ship": of no side."""
    following = mention.last + 1
    return following < len(source.page.text.tokens) and source.page.is_known("hyphened", following)


def _is_beside_city(source: Source, mention: Mention) -> bool:
    """ "Santo Domingo, República Dominicana" says where."""
    return any(
        each.country == mention.country and 0 < mention.first - each.last <= 2  # "en"
        for each in source.mentions.within(max(0, mention.first - 4), mention.first - 1, "city")
    )


def _heads_list(source: Source, mention: Mention) -> bool:
    """Tell "officials in Sweden, Denmark and Norway" from "a meeting in Sweden"."""
    following = [
        each
        for each in source.mentions.within(mention.last + 1, mention.last + 5, "country")
        if not is_placed(source.page, each.first)
    ]
    return bool(following) and source.is_official(max(0, mention.first - 6), mention.first - 1)


def _is_listed(source: Source, mention: Mention) -> bool:
    """A country in a list is a party where its neighbour is."""
    return any(
        0 < abs(other.first - mention.first) <= 5  # an article and "du Nord"
        for other in source.mentions.all
        if other.means == "country"
    )
