"""The words that go with a value wherever it is shown, printed or written to a file.

A handling code alone is easily left behind. Every surface that shows a released value shows it
through ``marked``, so that a table, a JSON value, a CSV row and an entity all carry the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from entraide.exchange.releases import ReleasedValue
from entraide.kernel.canonical import Json
from entraide.vocabulary.language import mark, translate

__all__ = ["mark_of", "marked", "shown_values"]

_WORDS: Final = {
    "H1": mark("Not for use in judicial proceedings without the provider's permission"),
    "H2": mark("Not to be passed on without the provider's permission"),
}


def mark_of(value: ReleasedValue) -> str:
    """Return the words of a value's handling code; H3 carries its own, H0 none."""
    if value.handling == "H3":
        return value.handling_text
    words = _WORDS.get(value.handling)
    return translate(words) if words else ""


def marked(value: ReleasedValue) -> dict[str, Json]:
    """Return a value with its marks, as every surface shows it."""
    return {**value.to_json(), "mark": mark_of(value)}


def shown_values(values: Iterable[ReleasedValue]) -> list[Json]:
    """Return values with their marks."""
    return [marked(value) for value in values]
