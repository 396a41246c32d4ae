"""Fields that a language model proposes: kept only where their quotation is in the text, exactly.

A proposer is an entry point of the group ``entraide.register.proposers``; none runs unless it is
named. What it proposes stands apart from what was read, is *inferred*, and changes no engagement:
a person confirms it. A quotation that differs from the text in one code point is dropped with its
proposal, and so is one that is empty or longer than ``LONGEST`` code points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from entraide.register.model import Evidence, Proposal, Reading

__all__ = ["FIELDS", "LONGEST", "Offered", "Proposer", "keep_proven"]

FIELDS: Final = frozenset({"date", "place", "participant", "topic", "outcome", "kind"})
"""What may be proposed; nothing about persons who hold no office has a field."""
LONGEST: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a proposer offers: a field's value for an engagement, and the words that carry it."""

    engagement: str | None
    field: str
    value: str
    start: int
    end: int
    text: str


class Proposer(Protocol):
    """Takes a page's text and its reading; offers fields."""

    def __call__(self, text: str, reading: Reading, /) -> Iterable[Offered]:
        """Return what the proposer would add."""
        ...


def keep_proven(
    text: str, reading: Reading, offered: Iterable[Offered], proposer: str
) -> tuple[Proposal, ...]:
    """Return the offers whose quotation is the text's own, for engagements that exist."""
    known = {each.id for each in reading.engagements} | {None}
    return tuple(
        Proposal(
            engagement=each.engagement,
            field=each.field,
            value=each.value,
            proposer=proposer,
            evidence=(Evidence(each.start, each.end, each.text),),
        )
        for each in offered
        if each.field in FIELDS and each.engagement in known and _is_proven(text, each)
    )


def _is_proven(text: str, offered: Offered) -> bool:
    inside = 0 <= offered.start < offered.end <= min(len(text), offered.start + LONGEST)
    return inside and text[offered.start : offered.end] == offered.text
