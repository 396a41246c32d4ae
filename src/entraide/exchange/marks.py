"""The words that go with a value wherever it is shown, printed or written to a file.

A handling code alone is easily left behind. Every surface that shows a released value shows it
through ``marked``, so that a table, a JSON value, a CSV row and an entity all carry the same words;
what has one code for all of it (a notice, a file) is shown with ``words_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from entraide.exchange.releases import ReleasedValue
from entraide.kernel.canonical import Json
from entraide.vocabulary.language import mark, translate

__all__ = ["mark_of", "marked", "shown_values", "words_of"]

_WORDS: Final = {
    "H1": mark("Not for use in judicial proceedings without the provider's permission"),
    "H2": mark("Not to be passed on without the provider's permission"),
    "H3": mark("Other restriction, given in words"),
}


def mark_of(value: ReleasedValue) -> str:
    """Return the words of a value's handling code; H3 carries its own, H0 none."""
    return words_of(value.handling, value.handling_text)


def words_of(handling: str, handling_text: str = "") -> str:
    """Return the words of a handling code; H3 carries its own where there is room, H0 none."""
    words = _WORDS.get(handling)
    return handling_text or (translate(words) if words else "")


def marked(value: ReleasedValue) -> dict[str, Json]:
    """Return a value with its marks, as every surface shows it."""
    return {**value.to_json(), "mark": mark_of(value)}


def shown_values(values: Iterable[ReleasedValue]) -> list[Json]:
    """Return values with their marks."""
    return [marked(value) for value in values]
