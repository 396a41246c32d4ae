"""People named beside an office; nobody else is a person here.

A person is a name that stands by an office, a rank or a courtesy title, or that is the object of a
verb of meeting and is followed by an office. So suspects, victims, players and journalists, who
bear none, never become participants. A surname that later stands alone means the full name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from entraide.register.reading.names import find_names
from entraide.register.reading.offices import OfficeMention, words_of
from entraide.register.reading.page import Page
from entraide.register.reading.places import Mention, Mentions
from entraide.register.reading.text import BREAK, COMMA, JOINED

__all__ = ["Person", "find_people"]

_AR: Final = "ar"


@dataclass(frozen=True, slots=True)
class Person:
    """A named person at the words ``first`` to ``last``, and the office that stands beside."""

    first: int
    last: int
    office: OfficeMention | None
    titled: bool
    order: int | None = None
    side: Mention | None = None

    @property
    def country(self) -> str | None:
        """Return the office's country; of several in one phrase, the one in the name's order."""
        if self.office is None or not any(each.country for each in self.office.mentions):
            return self.side.country if self.side is not None else None
        countries = list(dict.fromkeys(each.country for each in self.office.mentions))
        if self.order is not None and self.order < len(countries):
            return countries[self.order]
        return self.office.country

    @property
    def party(self) -> str | None:
        """Return the side: the country, or the organisation of many states."""
        if self.country == "int":
            return (self.office.org if self.office else None) or (
                self.side.org if self.side else None
            )
        return self.country


def find_people(
    page: Page, mentions: Mentions, offices: tuple[OfficeMention, ...]
) -> tuple[Person, ...]:
    """Return the people of a page who hold an office, a rank or a courtesy title."""
    names = _anew(page, list(find_names(page, mentions)))
    people: list[Person] = []
    for first, last in names:
        taken = {person.office for person in people}
        office, titled = _licence(page, (first, last), offices, taken)
        office = _of_country(page, mentions, office, (first, last))
        if office is not None or titled:
            people.append(Person(first, last, office, titled))
    return tuple(_ordered(_chained(page, people, names, mentions)))


def _anew(page: Page, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out, in Arabic, a surname named again with the word after it ("كسار جهود")."""
    if page.language != _AR:
        return names
    surnames: set[str] = set()
    kept: list[tuple[int, int]] = []
    for first, last in names:
        if last - first == 1 and page.text.tokens[first].low in surnames:
            continue
        surnames.add(page.text.tokens[last].low)
        kept.append((first, last))
    return kept


def _of_country(
    page: Page, mentions: Mentions, office: OfficeMention | None, name: tuple[int, int]
) -> OfficeMention | None:
    """Take the country beside a name: "Thabo Nkambule of Eswatini", "the Netherlands' Jansma"."""
    first, last = name
    owner = mentions.within(first - 3, first - 1, "country")
    if office is not None and not office.mentions and owner and _is_owner(page, owner[0], first):
        return replace(office, mentions=(owner[0],))
    following = mentions.within(last + 2, last + 4, "country")
    if office is None or office.mentions or office.last > last or not following:
        return office
    of = page.is_known("of", last + 1) and page.text.tokens[last].after == JOINED
    beside = all(page.is_known("article", at) for at in range(last + 2, following[0].first))
    return replace(office, mentions=(following[0],)) if of and beside else office


def _is_owner(page: Page, country: Mention, first: int) -> bool:
    """Tell an English genitive right before a name."""
    tokens = page.text.tokens
    between = page.text.plain[tokens[country.last].end : tokens[first].start]
    return page.language == "en" and between.strip() in {"'", "'s"}


def _ordered(people: list[Person]) -> Iterator[Person]:
    """Number the people who share a phrase of offices ("the heads of A and B, X and Y")."""
    for person in people:
        sharing = [
            each for each in people if each.office is not None and each.office == person.office
        ]
        yield replace(person, order=sharing.index(person)) if len(sharing) > 1 else person


_REACH: Final = 3


def _licence(
    page: Page,
    name: tuple[int, int],
    offices: tuple[OfficeMention, ...],
    taken: set[OfficeMention | None],
) -> tuple[OfficeMention | None, bool]:
    """Return the office beside a name, and whether a title stands before it.

    An office before the name counts first, unless it is that of the name before, or says less.
    """
    first, last = name
    titled = _is_titled(page, first)
    begin = _title_begin(page, first)
    before = next(
        (each for each in reversed(offices) if begin - _REACH <= each.last + 1 <= first), None
    )
    if before is not None and (before in taken or not _runs_on(page, before.last, first)):
        before = None
    after = next((each for each in offices if last < each.first <= last + _REACH + 1), None)
    if after is not None and not _is_apposed(page, last, after.first):
        after = None
    if before is not None and after is not None and not before.country:
        return (after if _says_whose(page, last, after) else before), titled
    return before or after, titled


def _title_begin(page: Page, first: int) -> int:
    """Return the first word of the rank before a name ("général de corps d'armée")."""
    rank = page.at("rank", first - 1) if first else None
    return rank.first if rank is not None else first


def _says_whose(page: Page, name: int, office: OfficeMention) -> bool:
    """Tell "Superintendent General X, Deputy Chief of the Y Police": the office is not the next's.

    The next person's office has an article, or his name follows it.
    """
    tokens = page.text.tokens
    following = tokens[office.last + 1 : office.last + 2]
    another = office.first > name + 1 or any(each.capital for each in following)
    return page.language != _AR and office.country is not None and not another


def _chained(
    page: Page, people: list[Person], names: list[tuple[int, int]], mentions: Mentions
) -> list[Person]:
    """Let "the heads of A and B, X and Y" license Y as it licenses X.

    "His Belgian counterpart, X, and Dutch, Y" gives Y the second adjective; "the ministers of A, X;
    of B, Y" gives Y the second country.
    """
    found = {person.first: person for person in people}
    for one, other in pairwise(names):
        known = found.get(one[0])
        between = range(one[1] + 1, other[0])
        own = mentions.within(one[1] + 1, other[0] - 1, "demonym", "country")
        reach = _REACH + 1 if own else _REACH
        joined = len(between) <= reach and all(_may_chain(page, at, own) for at in between)
        near = page.text.tokens[one[1]].after != BREAK or (bool(own) and page.is_semicolon(one[1]))
        free = other[0] not in found or found[other[0]].office is None
        if known is not None and free and joined and near and known.office:
            office = replace(known.office, mentions=tuple(own)) if own else known.office
            found[other[0]] = Person(other[0], other[1], office, titled=False)
    return [found[first] for first in sorted(found)]


def _may_chain(page: Page, word: int, own: list[Mention]) -> bool:
    """Between the names of a pair stand "and", what one is addressed with, and "of" a country."""
    tables = ("and", "honorific", "rank", "article", "demonym")
    if any(page.at(table, word) is not None for table in tables):
        return True
    return any(
        each.first <= word <= each.last or (page.is_known("of", word) and word < each.first)
        for each in own
    )


def _is_titled(page: Page, first: int) -> bool:
    if first == 0 or page.text.tokens[first - 1].after == BREAK:
        return False
    if page.at("guest", first - 1) is not None:
        return True  # "his host, Ilir Prendi"
    if page.text.tokens[first - 1].after != JOINED:
        return False
    titles = ("honorific", "rank", "demonym")  # "la irlandesa Siobhan Keating"
    return any(page.at(table, first - 1) is not None for table in titles)


def _is_apposed(page: Page, last: int, office: int) -> bool:
    """An office in apposition follows a comma, perhaps with an article."""
    tokens = page.text.tokens
    if tokens[last].after == BREAK:
        return False
    between = range(last + 1, office)
    small = all(_may_precede(page, at) for at in between)
    if page.language == _AR and office == last + 1:
        # no comma is needed, but the letter of an object makes the office somebody else's
        low = page.text.tokens[office].low
        return not low.startswith(("ب", "وب", "ل")) and not _is_joined(page, low)
    return small and (tokens[last].after == COMMA or "(" in page.text.plain[tokens[last].end :][:2])


def _is_joined(page: Page, low: str) -> bool:
    """Tell "X وقائد ...", "and the commander": somebody else; "وزير" begins with that letter."""
    offices = words_of(page.vocabulary, _AR, ("office",))
    return low.startswith("و") and low not in offices and low[1:] in offices


def _may_precede(page: Page, word: int) -> bool:
    """An article or a describing word may stand between a name and its office; never "and"."""
    return page.is_known("article", word) or page.is_known("office_word", word)


def _runs_on(page: Page, office: int, first: int) -> bool:
    """Tell whether only titles, or nothing, stand between an office and a name."""
    return all(
        page.text.tokens[at].after != BREAK
        and (
            at == office
            or page.is_known("article", at)
            or page.quote(at, at).text.isupper()  # the acronym of a rank
            or any(page.at(table, at) is not None for table in ("honorific", "rank", "demonym"))
        )
        for at in range(office, first)
    )
