"""Drafts: engagements while they are put together, and the words of the page that are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from entraide.register.model import When
from entraide.register.reading.frames import Frame
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Section, Sentence, Source

__all__ = ["Draft", "narrow", "signing", "told", "whole_sentences"]


@dataclass(slots=True)
class Draft:
    """An engagement while it is put together; ``sentences`` are those that tell of it.

    ``opened`` tells of a visit that its day is only the first one, ``called`` of a meeting that the
    guest paid a call besides another one, ``goes_on`` that it was the same day, or just before,
    ``shortly`` that it was right before or after the other; ``hosts`` are the last names of the
    home side's people.
    """

    kind: str
    section: Section
    evidence: tuple[int, int]
    parties: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    when: When | None = None
    parent: Draft | None = None
    sentences: list[Sentence] = field(default_factory=list)
    listed: bool = False
    surnames: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    signing: tuple[int, int] | None = None
    receiving: bool = False
    official: bool = False
    again: bool = True
    opened: bool = False
    called: bool = False
    goes_on: bool = False
    shortly: bool = False

    @property
    def codes(self) -> set[str]:
        """Return the countries and organisations of the other sides."""
        return {each.party for each in self.parties if each.party}


def told(frame: Frame) -> Sentence:
    """Return the part of its sentence that a frame is told in."""
    return Sentence(*frame.region, frame.sentence.line, frame.sentence.section)


def whole_sentences(source: Source, draft: Draft) -> list[Sentence]:
    """Return the sentences of a page of which some words tell of an engagement, in full."""
    words = [each.first for each in draft.sentences]
    return [each for each in source.sentences if any(each.first <= at <= each.last for at in words)]


def signing(frame: Frame) -> tuple[int, int] | None:
    """Return the words that say what was signed, before the partners of a list."""
    if frame.verb != "sign" or not frame.parties:
        return None
    return frame.trigger.first, frame.parties[0].first


def narrow(draft: Draft, parted: Sequence[Sequence[Mention]], at: int) -> None:
    """Leave an engagement of a list its own words: from its first party to the next one's."""
    sentence = draft.sentences[0]
    people = [each.first for each in draft.people]
    first = min([parted[at][0].first, *people])
    later = [each[0].first for each in parted if each is not parted[at] and each[0].first > first]
    last = min(later) - 1 if later else sentence.last
    if first <= last:
        draft.sentences = [Sentence(first, last, sentence.line, sentence.section)]
        draft.evidence = (first, max(parted[at][0].last, first))
