"""Contradictions of people and offices: acronym and name, holder and tenure, office and agency."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from entraide.register.model import Conflict, Engagement, Evidence, Participation, Tenure
from entraide.register.reading.conflicts_case import Case
from entraide.register.reading.names import PARTICLES
from entraide.register.reading.people import Person
from entraide.register.reading.text import fold
from entraide.register.statements import state

__all__ = [
    "acronym",
    "office_holder",
    "office_holder_open",
    "office_unclear",
    "unnamed_officials",
]

_UNNAMED: Final = 6
_SHOWN: Final = 2


def acronym(case: Case) -> Iterator[Conflict]:
    """An acronym in brackets that belongs to another agency than the name before it."""
    agencies = case.source.mentions.within(*case.body, "agency")
    plain = case.source.page.text.plain
    tokens = case.source.page.text.tokens
    for name, short in pairwise(agencies):
        between = plain[tokens[name.last].end : tokens[short.first].start]
        if name.first == name.last or between.strip() != "(" or not name.org or not short.org:
            continue
        if not set(name.org.split("-")) & set(short.org.split("-")):
            yield Conflict(
                rule="acronym",
                severity="medium",
                statement=state("acronym", name=name.org, short=short.org),
                evidence=(
                    case.quote(name.first, name.last),
                    case.quote(short.first, short.last),
                ),
            )


_GENERAL: Final = frozenset({
    "directeur", "directrice", "director", "general", "generale", "executif", "executive",
    "president", "secretaire", "secretary", "secretario", "commissioner", "minister", "ministre",
    "ministro", "ministra", "chief", "national", "inspector", "commander", "conseiller", "federal",
    "conseillere", "of", "the", "l", "المدير", "العام", "وزير", "الامين", "attorney", "police",
})  # fmt: skip
"""Words of a title that do not say of what it is; then the agency must."""
_KNOWN: Final = 4096
"""Names, titles and agencies whose words are kept: those of all tenures, and of a page's people."""


@lru_cache(maxsize=_KNOWN)
def _words(text: str) -> frozenset[str]:
    """Return the folded words of a name, an office or an agency; each page asks all tenures'."""
    return frozenset(fold(text).replace("-", " ").split()) - PARTICLES


def _is_holder(tenure: Tenure, participant: Participation) -> bool:
    """Tell whether a participant bears the name and the country of somebody in the table."""
    same = len(_words(tenure.person) & _words(participant.name or "")) > 1
    return same and tenure.office.country == participant.country


def _holds(tenure: Tenure, participant: Participation) -> bool:
    """Tell whether it is in that office that he is said to act: of its agency, or of its field."""
    if not _is_holder(tenure, participant):
        return False
    agency, role = tenure.office.agency, _words(participant.role or "")
    field = _words(tenure.office.title) - _GENERAL
    named = agency is not None and (participant.org == agency or _words(agency) <= role)
    return named or (bool(field) and field <= role)


def office_holder(case: Case) -> Iterator[Conflict]:
    """A person in an office that the register knows to have ended, or not yet begun, by then."""
    for engagement in case.engagements:
        for participant in engagement.participants:
            when = engagement.date
            if participant.name is None or when is None:
                continue
            tenures = case.source.page.vocabulary.tenures
            own = [each for each in tenures if _holds(each, participant)]
            if any(not _outside(each, when.start, when.end) for each in own):
                continue  # held then, in a second term
            for tenure in own:
                if _outside(tenure, when.start, when.end):
                    yield Conflict(
                        rule="office_holder",
                        severity="high",
                        statement=state(
                            "office_holder",
                            person=tenure.person,
                            start=tenure.start,
                            end=tenure.end,
                            source=tenure.source,
                        ),
                        evidence=(*participant.evidence[:1], *when.evidence[:1]),
                    )


def _outside(tenure: Tenure, start: str, end: str) -> bool:
    ended = tenure.end is not None and tenure.end < start
    return ended or (tenure.start is not None and end < tenure.start)


def office_holder_open(case: Case) -> Iterator[Conflict]:
    """An office without a name, held by two people within the days of the engagement."""
    for office in case.source.offices:
        if not case.body[0] <= office.first <= case.body[1]:
            continue
        quoted = case.quote(office.first, office.last)
        engagement = _told_with(case, quoted)
        when = engagement.date if engagement else None
        if when is None or any(p.first > office.last for p in _named_near(case, office.last)):
            continue
        holders = [
            tenure
            for tenure in case.source.page.vocabulary.tenures
            if office.org is not None
            and tenure.office.agency == office.org
            and _titled(tenure, quoted.text)
            and not _outside(tenure, when.start, when.end)
        ]
        if len(holders) > 1:
            names = ", ".join(tenure.person for tenure in holders)
            yield Conflict(
                rule="office_holder_open",
                severity="medium",
                statement=state("office_holder_open", names=names),
                evidence=(quoted, *when.evidence[:1]),
            )


def _titled(tenure: Tenure, text: str) -> bool:
    return fold(text).startswith(fold(tenure.office.title).split()[0])


def _named_near(case: Case, last: int) -> list[Person]:
    return [each for each in case.source.people if last < each.first <= last + _SHOWN]


def _told_with(case: Case, quoted: Evidence) -> Engagement | None:
    return next(
        (
            each
            for each in case.engagements
            for participant in each.participants
            for evidence in participant.evidence
            if evidence == quoted
        ),
        None,
    )


def unnamed_officials(case: Case) -> Iterator[Conflict]:
    """Offices of the other sides, several, and not one name."""
    others = [
        participant
        for engagement in case.engagements
        for participant in engagement.participants
        if participant.side != "home"
    ]
    offices = [each for each in others if each.role and each.evidence]
    few = len(case.engagements) <= _UNNAMED
    if few and len(offices) > 1 and not any(each.named for each in others):
        yield Conflict(
            rule="unnamed_officials",
            severity="medium",
            statement=state("unnamed_officials"),
            evidence=tuple(each.evidence[0] for each in offices[:_SHOWN]),
        )


def office_unclear(case: Case) -> Iterator[Conflict]:
    """An office of intelligence whose service is not said."""
    for hit in case.source.page.within("vague_office", *case.body):
        office = next(
            (each for each in case.source.offices if each.first <= hit.first <= each.last), None
        )
        if office is None or (office.country is None and office.org is None):
            yield Conflict(
                rule="office_unclear",
                severity="medium",
                statement=state("office_unclear"),
                evidence=(case.quote(hit.first, hit.last),),
            )
