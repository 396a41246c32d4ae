"""What a sentence most likely tells, by weights of its features that were fitted to read pages.

The weights are our own: logistic regressions over the pages of ``evaluation/register`` that others
than the reader's authors wrote, one for each question, fitted by ``python -m evaluation.weights``
and kept as a table that can be read. A rule that finds something by its words needs none of them;
they settle what the rules leave open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from entraide.errors import InputError

__all__ = ["BIAS", "Weights", "parse_signs", "parse_weights"]

BIAS: Final = "(always)"
"""The feature that every sentence has."""


@dataclass(frozen=True, slots=True)
class Weights:
    """For each feature, what it adds to each question that it says something about."""

    of: Mapping[str, Mapping[str, float]]

    def likelihoods(self, features: Iterable[str]) -> dict[str, float]:
        """Return how likely the answer to each question is yes, from 0 to 1.

        Features weigh by one over the root of their number, so that long sentences say no more.
        """
        shown = list(features)
        share = 1 / math.sqrt(max(1, len(shown)))
        summed = dict(self.of.get(BIAS, {}))
        for feature in shown:
            for question, weight in self.of.get(feature, {}).items():
                summed[question] += weight * share
        return {question: 1 / (1 + math.exp(-total)) for question, total in summed.items()}


def parse_weights(name: str, text: str) -> Weights:
    """Return the weights of a table; InputError names the file and the first line that is no row.

    A row is a feature, a tab, and questions with their weights: ``engagement=1.25 training=-0.5``.
    """
    of: dict[str, dict[str, float]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        feature, _, said = line.partition("\t")
        try:
            pairs = [each.rpartition("=") for each in said.split()]
            of[feature] = {question: float(weight) for question, _, weight in pairs}
        except ValueError as error:
            raise InputError("register.weights_row", file=name, line=number) from error
    return Weights(of)


def parse_signs(name: str, text: str) -> dict[str, int]:
    """Return the weight of each sign of whose page it is; InputError names the line that is none.

    A row is a sign, a tab and its weight: ``dateline<tab>35``.
    """
    signs: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        sign, _, weight = line.partition("\t")
        try:
            signs[sign] = int(weight)
        except ValueError as error:
            raise InputError("register.weights_row", file=name, line=number) from error
    return signs
