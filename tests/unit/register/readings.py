"""Invented readings for tests: engagements whose evidence lies one after another in one text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from entraide.register import Engagement, Evidence, Outcome, Participation, Place, Reading, When

SENTENCE = "A sentence of the page that says so."


def when(text: str) -> When:
    """Return a date from ``2031-03-04``, ``2031-03-04/2031-03-05`` or ``2031-03``."""
    first, _, last = text.partition("/")
    if len(first) == 7:
        return When(start=f"{first}-01", end=f"{first}-28", precision="month", basis="stated")
    precision = "range" if last else "day"
    return When(start=first, end=last or first, precision=precision, basis="stated")


def met(
    day: str | None = None,
    partner: str = "MT",
    kind: str = "bilateral",
    *,
    name: str | None = None,
    city: tuple[str, str] | None = None,
    person: str | None = None,
    org: str | None = None,
    role: str | None = None,
    outcomes: tuple[tuple[str, str], ...] = (),
    at: int = 0,
) -> Engagement:
    """Return an engagement of TN with one partner; ``at`` sets its evidence apart."""
    quoted = (Evidence(at * 100, at * 100 + len(SENTENCE), SENTENCE),)
    return Engagement(
        id=f"e{at:02}",
        kind=kind,
        name=name,
        date=when(day) if day else None,
        place=Place(city=city[0], country=city[1], basis="stated", evidence=quoted)
        if city
        else None,
        participants=(
            Participation(side="home", country="TN", org="DGSN"),
            Participation(
                side="partner", country=partner, name=person, org=org, role=role, evidence=quoted
            ),
        ),
        outcomes=tuple(Outcome(type=t, status=s, evidence=quoted) for t, s in outcomes),
        evidence=quoted,
    )


def page(*engagements: Engagement, **changes: Any) -> Reading:
    """Return the reading of a page that tells of these engagements."""
    numbered = tuple(
        replace(each, id=f"e{number:02}") for number, each in enumerate(engagements, start=1)
    )
    name = hashlib.sha256(repr((numbered, changes)).encode()).hexdigest()
    read = Reading(
        sha256=name, chars=10_000, language="en", body=(0, 10_000), home="TN", engagements=numbered
    )
    return replace(read, **changes)
