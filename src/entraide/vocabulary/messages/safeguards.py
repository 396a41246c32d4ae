"""Sentences of the error codes raised by the safeguards: oversight, subjects, standing, checks."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "oversight.no_sample": mark("There is no sample {sample} here."),
    "oversight.not_sampled": mark("The entry {entry} is not in the sample {sample}."),
    "oversight.nothing_to_sample": mark("No access fits: there is nothing to draw a sample from."),
}
