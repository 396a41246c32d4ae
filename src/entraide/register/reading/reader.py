"""Reading a page: from its text to a ``Reading``; the order of the steps is here and nowhere else.

1 words and vocabulary (``page``) 2 zones 3 dates, places, offices, people, facts of the document
(``source``) 4 whose page it is (``home``) 5 frames 6 engagements (``events``) 7 participants,
topics, outcomes 8 contradictions 9 proposals of a language model, if one is given (``proposals``).

Reading twice gives the same value; nothing outside the arguments is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from entraide.register.model import (
    Agreement,
    Engagement,
    Evidence,
    Lead,
    Outcome,
    Place,
    Reading,
    When,
)
from entraide.register.reading.conflicts import find_conflicts
from entraide.register.reading.drafts import Draft
from entraide.register.reading.events import assemble
from entraide.register.reading.frames import find_frames
from entraide.register.reading.home import find_home
from entraide.register.reading.likelihood import likelihoods_of
from entraide.register.reading.naming import name_of
from entraide.register.reading.outcomes import find_outcomes
from entraide.register.reading.own_side import surnames_of
from entraide.register.reading.participants import find_participants
from entraide.register.reading.screening import is_about_meetings, is_of_own_affairs
from entraide.register.reading.source import Source, open_source
from entraide.register.reading.story import Story
from entraide.register.reading.topics import find_topics
from entraide.register.reading.vocabulary import Vocabulary
from entraide.register.tracing import digest_of_text

__all__ = ["Request", "read_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A page to read: its text, the digest of its bytes, and what the caller already knows.

    ``home`` is the country of whose side participants are told (ISO 3166-1 alpha-2), ``language``
    one of the vocabulary's; both are found out where they are None.
    """

    text: str
    sha256: str
    home: str | None = None
    language: str | None = None


def read_page(request: Request, vocabulary: Vocabulary) -> Reading:
    """Return all that a page says."""
    source = open_source(request.text, vocabulary, request.language)
    home = request.home or find_home(source)
    engagements = tuple(_engagements(source, home)) if is_about_meetings(source) else ()
    title = source.layout.title
    return Reading(
        sha256=request.sha256,
        text_sha256=digest_of_text(request.text),
        chars=len(request.text),
        language=source.page.language,
        body=source.layout.span,
        zones=source.layout.zones,
        title=Evidence(title.start, title.end, title.text) if title else None,
        publication_date=source.facts.published,
        claimed_by=source.facts.claims,
        home=home,
        engagements=engagements,
        agreements=tuple(_agreements(engagements)),
        leads=tuple(_leads(source)),
        conflicts=find_conflicts(source, engagements),
    )


def _engagements(source: Source, home: str | None) -> Iterator[Engagement]:
    own = surnames_of(source, home)
    frames = find_frames(source, home)
    likely = likelihoods_of(source, home, frames)
    story = Story(source, home, own, likely)
    drafts = assemble(story, frames)
    if is_of_own_affairs(source, drafts) and not any(map(story.surely_met, drafts)):
        return
    ids = {id(draft): f"e{number:02}" for number, draft in enumerate(drafts, start=1)}
    outcomes = {id(draft): find_outcomes(source, draft, home, likely) for draft in drafts}
    signed = {id(each.parent) for each in drafts if _has_signed(outcomes[id(each)])}
    names = {id(draft): name_of(source, draft) for draft in drafts}
    for draft in drafts:
        yield Engagement(
            id=ids[id(draft)],
            kind=draft.kind,
            parent=ids.get(id(draft.parent)) if draft.parent else None,
            name=name.text if (name := names[id(draft)]) else None,
            date=_when(draft, source),
            place=_place(source, draft),
            participants=find_participants(source, draft, home, own),
            topics=find_topics(source, draft, outcomes[id(draft)]),
            outcomes=_own_outcomes(draft, outcomes[id(draft)], signed),
            evidence=(source.page.quote(*draft.evidence), *((name,) if name else ())),
        )


def _has_signed(outcomes: tuple[Outcome, ...]) -> bool:
    return any(each.status == "signed" for each in outcomes)


def _own_outcomes(
    draft: Draft, outcomes: tuple[Outcome, ...], signed: set[int]
) -> tuple[Outcome, ...]:
    """What was signed in a meeting is not signed once more by the assembly around it."""
    if id(draft) not in signed:
        return outcomes
    return tuple(each for each in outcomes if each.status != "signed")


def _when(draft: Draft, source: Source) -> When | None:
    """Return the engagement's own days, else those of what contains it, else the section's."""
    if draft.when is not None:
        return draft.when
    outer = draft.parent.when if draft.parent is not None else None
    arrived = draft.parent is not None and draft.parent.opened
    if outer is not None and not (arrived and outer.precision == "day"):
        return When(
            start=outer.start,
            end=outer.end,
            precision=outer.precision if outer.precision == "month" else "within_range",
            basis="derived",
            evidence=outer.evidence,
        )
    return source.heading_date(draft.section)


def _place(source: Source, draft: Draft) -> Place | None:
    own = _written_place(source, draft)
    if own is not None:
        return own
    outer = _written_place(source, draft.parent) if draft.parent is not None else None
    if outer is not None:
        return Place(
            city=outer.city, country=outer.country, basis="derived", evidence=outer.evidence
        )
    return _place_of_heading(source, draft) or _place_of_dateline(source, draft)


def _place_of_dateline(source: Source, draft: Draft) -> Place | None:
    """A report that opens with a city's name was, of its first meeting, most likely sent there."""
    word = source.facts.dateline_city
    opening = [line.first for line in source.layout.bylines]
    words = [word] if word is not None else opening
    hits = [hit for each in words if (hit := source.page.at("city", each)) and hit.first == each]
    if not hits or draft.section.number:
        return None
    hit = hits[0]
    quoted = source.page.quote(hit.first, hit.last)
    return Place(city=quoted.text, country=hit.code, basis="inferred", evidence=(quoted,))


def _written_place(source: Source, draft: Draft) -> Place | None:
    cities = [each for each in draft.places if each.means == "city"]
    countries = [each for each in draft.places if each.means == "country"]
    chosen = [
        *cities[:1],
        *[each for each in countries if not cities or _fits(each.country, cities[0].country)][:1],
    ]
    if not chosen:
        return None
    quotes = tuple(source.page.quote(each.first, each.last) for each in chosen)
    return Place(
        city=quotes[0].text if cities else None,
        country=chosen[0].country,
        basis="stated",
        evidence=quotes,
    )


def _fits(country: str | None, other: str | None) -> bool:
    return country == other


def _place_of_heading(source: Source, draft: Draft) -> Place | None:
    """A numbered heading that is a country says where, of meetings that the home side went to."""
    heading = draft.section.heading
    if heading is None or draft.section.above is None:
        return None
    named = source.mentions.within(heading.first, heading.last, "country")
    if not named or draft.receiving:
        return None
    quoted = source.page.quote(named[0].first, named[0].last)
    return Place(city=None, country=named[0].country, basis="inferred", evidence=(quoted,))


def _agreements(engagements: tuple[Engagement, ...]) -> Iterator[Agreement]:
    forms = {"mou_signed": "mou", "agreement": "agreement", "legal_framework": "convention"}
    for engagement in engagements:
        for outcome in engagement.outcomes:
            if outcome.type in forms:
                yield Agreement(
                    form=forms[outcome.type],
                    status=outcome.status,
                    parties=outcome.parties,
                    date=engagement.date,
                    evidence=outcome.evidence,
                )


def _leads(source: Source) -> Iterator[Lead]:
    """Yield the headlines outside the article that name a country and a meeting."""
    for zone, line in source.layout.outside:
        if zone == "ticker":
            continue
        named = source.mentions.within(line.first, line.last)
        countries = tuple(dict.fromkeys(each.country for each in named if each.country))
        told = source.is_official(line.first, line.last)
        if countries and told:
            yield Lead(
                zone=zone,
                countries=countries,
                evidence=Evidence(line.start, line.end, line.text),
            )
