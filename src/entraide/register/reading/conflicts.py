"""Contradictions: small rules, each with evidence on both sides; the reader decides nothing.

A rule looks at one page (``Case``) and yields what does not agree. Rules of dates stand in
``conflicts_dates``, of numbers and lists in ``conflicts_counts``, of people and offices in
``conflicts_people``, of what is claimed in ``conflicts_claims``. What two documents tell
differently is found by ``register.together``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from entraide.register.model import Conflict, Engagement
from entraide.register.reading import (
    conflicts_claims,
    conflicts_counts,
    conflicts_dates,
    conflicts_people,
)
from entraide.register.reading.conflicts_case import Case
from entraide.register.reading.source import Source

__all__ = ["find_conflicts"]

_RULES: Final[tuple[Callable[[Case], Iterator[Conflict]], ...]] = (
    conflicts_dates.heading_date,
    conflicts_dates.caption_date,
    conflicts_dates.weekday_date,
    conflicts_dates.coverage_gap,
    conflicts_dates.year_derived,
    conflicts_dates.undated,
    conflicts_counts.count,
    conflicts_counts.list_open,
    conflicts_counts.outside_list,
    conflicts_counts.possible_duplicate,
    conflicts_people.acronym,
    conflicts_people.office_holder,
    conflicts_people.office_holder_open,
    conflicts_people.unnamed_officials,
    conflicts_people.office_unclear,
    conflicts_claims.title_outcome,
    conflicts_claims.outcome_status,
    conflicts_claims.vague_claim,
    conflicts_claims.no_source,
)


def find_conflicts(source: Source, engagements: tuple[Engagement, ...]) -> tuple[Conflict, ...]:
    """Return the contradictions of a page, in the order of the rules."""
    case = Case(source, engagements)
    return tuple(conflict for rule in _RULES for conflict in rule(case))
