"""How likely each sentence of an article opens an engagement, and tells an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from entraide.register.reading.features import features_of
from entraide.register.reading.frames import Frame
from entraide.register.reading.source import Sentence, Source

__all__ = ["OPENS", "Likelihoods", "likelihoods_of", "outcomes_of"]

OPENS: Final = "engagement"
"""The question whether a sentence is the first that tells of an engagement."""
_OUTCOME: Final = "outcome:"

Likelihoods = Mapping[int, Mapping[str, float]]
"""By the first word of each sentence, the likelihood of each question."""


def likelihoods_of(source: Source, home: str | None, frames: Sequence[Frame]) -> Likelihoods:
    """Return what each sentence of the article most likely tells; ``frames`` are those found."""
    found: dict[int, list[Frame]] = {}
    for frame in frames:
        found.setdefault(frame.sentence.first, []).append(frame)
    weights = source.page.vocabulary.weights
    return {
        each.first: weights.likelihoods(features_of(source, home, at, found.get(each.first, [])))
        for at, each in enumerate(source.sentences)
    }


def outcomes_of(likely: Likelihoods, sentence: Sentence) -> dict[str, float]:
    """Return how likely a sentence tells each type of outcome."""
    return {
        question.removeprefix(_OUTCOME): chance
        for question, chance in likely.get(sentence.first, {}).items()
        if question.startswith(_OUTCOME)
    }
