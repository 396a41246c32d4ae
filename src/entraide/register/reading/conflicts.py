"""Contradictions (being filled in)."""

from __future__ import annotations

from entraide.register.model import Conflict, Engagement
from entraide.register.reading.source import Source

__all__ = ["find_conflicts"]


def find_conflicts(
    source: Source, engagements: tuple[Engagement, ...], home: str | None
) -> tuple[Conflict, ...]:
    """Return the contradictions of a page."""
    del source, engagements, home
    return ()
