"""Partners over a span of days: how they are reached, and what went both ways."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.desk import PartnerRow
from entraide.client.values import Country, Moment

__all__ = [
    "Direction",
    "Directions",
    "PartnerCounted",
    "PartnerFigures",
    "PartnerHealth",
    "PartnersHealth",
]


class Direction(TypedDict):
    """What one side asked of the other in a span of days, and what became of it."""

    asked: int
    """Questions."""
    answered: int
    """Questions that a hit or a no-hit answered."""
    denied: int
    """Questions that policy denied."""
    answer_median_ms: int | None
    """Median time to an answer, milliseconds; null without any."""
    requested: int
    """Requests."""
    replied: int
    """Requests that were replied to."""
    refused: int
    """Requests that were refused."""
    reply_median_ms: int | None
    """Median time to a reply, milliseconds; null without any."""


class Directions(TypedDict):
    """Both directions."""

    ours: Direction
    """What we asked of the partner."""
    theirs: Direction
    """What the partner asked of us."""


class PartnerCounted(PartnerRow):
    """A partner; ``directions`` where they were asked for."""

    directions: NotRequired[Directions]


class _Span(TypedDict):
    days: int
    from_ms: Moment
    until_ms: Moment
    home: Country
    log_size: int


class PartnerFigures(_Span):
    """All partners over a span of days, as they are counted."""

    partners: list[PartnerCounted]


class PartnerHealth(PartnerRow):
    """A partner with what was asked and answered both ways."""

    directions: Directions


class PartnersHealth(_Span):
    """All partners over a span of days."""

    partners: list[PartnerHealth]
