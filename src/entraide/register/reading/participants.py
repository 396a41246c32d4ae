"""Who took part: the home side, and of each other side its people, offices, agencies.

A person is named once for each engagement, in the fullest form that the page has. An office that
nobody is named for stays an office; its country is the one named with it, else the party's.
"""

from __future__ import annotations

from collections.abc import Iterator

from entraide.register.model import Evidence, Participation, Side
from entraide.register.reading.drafts import Draft
from entraide.register.reading.offices import OfficeMention
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Source

__all__ = ["find_participants"]


def find_participants(
    source: Source, draft: Draft, home: str | None, own: frozenset[str]
) -> tuple[Participation, ...]:
    """Return the participants of an engagement, the home side first."""
    people = list(_people(source, draft, home, own))
    covered = {each.country if each.country != "int" else each.org for each in people}
    covered |= {each.org for each in people if each.org}
    parties = list(_parties(source, draft, covered))
    return (*_home(source, draft, home, own), *people, *parties)


def _home(
    source: Source, draft: Draft, home: str | None, own: frozenset[str]
) -> Iterator[Participation]:
    """Yield the home side's person: the one named in the sentence, else the page's first."""
    if home is None:
        return
    tokens = source.page.text.tokens
    full = {tokens[each.last].low: each for each in source.people}
    first = draft.sentences[0]
    near = [at for at in range(first.first, first.last + 1) if tokens[at].low in own]
    named = next((full[tokens[at].low] for at in near if tokens[at].low in full), None)
    person = named or next((each for each in source.people if _surname(source, each) in own), None)
    if person is None:
        return
    office = person.office
    name = source.page.quote(person.first, person.last)
    seen = source.page.quote(near[0], near[0]) if near else name
    quotes = (seen, *([_quote(source, office)] if office else []))
    yield Participation(
        side="home",
        country=home,
        org=office.org if office else None,
        role=_quote(source, office).text if office else None,
        name=name.text,
        name_in_text=seen.text,
        basis="stated" if near else "derived",
        evidence=quotes,
    )


def _surname(source: Source, person: Person) -> str:
    return source.page.text.tokens[person.last].low


def _quote(source: Source, office: OfficeMention) -> Evidence:
    return source.page.quote(office.first, office.last)


def _side(country: str | None) -> Side:
    return "organisation" if country == "int" else "partner"


def _people(
    source: Source, draft: Draft, home: str | None, own: frozenset[str]
) -> Iterator[Participation]:
    seen: set[str] = set()
    for person in draft.people:
        surname = _surname(source, person)
        if surname in seen or surname in own or (home is not None and person.country == home):
            continue
        seen.add(surname)
        yield _participation(source, draft, person)


def _participation(source: Source, draft: Draft, person: Person) -> Participation:
    office = person.office
    stated = person.country
    party = _nearest(draft, person)
    country = stated or (party.country if party else None)
    name = source.page.quote(person.first, person.last)
    return Participation(
        side=_side(country),
        country=country,
        org=_org(office, party),
        role=_quote(source, office).text if office else None,
        name=name.text,
        name_in_text=name.text,
        basis="stated" if stated else "derived",
        evidence=(name, *([_quote(source, office)] if office else [])),
    )


def _nearest(draft: Draft, person: Person) -> Mention | None:
    """Return the party named last before a person, else the first of all."""
    before = [each for each in draft.parties if each.first < person.first]
    together = draft.kind in {"multilateral", "trilateral"}
    return before[-1] if before and together else next(iter(draft.parties), None)


def _org(office: OfficeMention | None, party: Mention | None) -> str | None:
    if office is not None and office.org is not None:
        return office.org
    if office is not None and office.country is not None:
        return None
    return party.org if party else None


def _parties(source: Source, draft: Draft, covered: set[str | None]) -> Iterator[Participation]:
    seen: set[tuple[str | None, str | None]] = set()
    for each in draft.parties:
        key = (each.party, each.org)
        bare = each.org in covered if each.org else each.party in covered
        if bare or key in seen or _is_worse(each, draft):
            continue
        seen.add(key)
        office = next(
            (one for one in source.offices if one.first <= each.first and each.last <= one.last),
            None,
        )
        quoted = _quote(source, office) if office else source.page.quote(each.first, each.last)
        yield Participation(
            side=_side(each.country),
            country=each.country,
            org=each.org,
            role=quoted.text if office else None,
            evidence=(quoted,),
        )


def _is_worse(mention: Mention, draft: Draft) -> bool:
    """A bare country says nothing more where an agency of it is named."""
    return mention.org is None and any(
        each.org is not None and each.party == mention.party for each in draft.parties
    )
