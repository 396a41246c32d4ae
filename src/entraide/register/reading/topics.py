"""What an engagement was about: the topics that its sentences name.

An instrument that is an outcome is no topic besides, nor is a field of policing in the name of an
office.
"""

from __future__ import annotations

from typing import Final

from entraide.register.model import Outcome, Topic
from entraide.register.reading.drafts import Draft
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Source

__all__ = ["find_topics"]

_INSTRUMENTS: Final = frozenset({
    "coop.technical_assistance", "coop.training", "coop.liaison_officers",
    "coop.controlled_delivery", "coop.joint_teams", "coop.joint_committee",
})  # fmt: skip


def find_topics(source: Source, draft: Draft, outcomes: tuple[Outcome, ...]) -> tuple[Topic, ...]:
    """Return what the talks were about; an instrument that is an outcome is no topic besides."""
    quoted = {(each.start, each.end) for outcome in outcomes for each in outcome.evidence}
    found: dict[str, list[Hit]] = {}
    for sentence in draft.sentences:
        for hit in source.page.within("topic", sentence.first, sentence.last):
            if not _is_in_office(source, hit):
                found.setdefault(hit.code, []).append(hit)
    topics = []
    for code, hits in found.items():
        quotes = tuple(source.page.quote(hit.first, hit.last) for hit in hits[:3])
        instrument = code in _INSTRUMENTS and all(
            any(start < each.end and each.start < end for start, end in quoted) for each in quotes
        )
        if not instrument:
            topics.append(Topic(code=code, evidence=quotes))
    return tuple(topics)


def _is_in_office(source: Source, hit: Hit) -> bool:
    """A field of policing in an office's name is its name, not a subject."""
    return hit.code.startswith("sector.") and any(
        each.first <= hit.first and hit.last <= each.last for each in source.offices
    )
