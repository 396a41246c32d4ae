"""The sentence of every error code, one module for each part; ``render`` shows an error.

A test collects every code that the source raises and fails where one has no sentence, or a
sentence has no code.
"""

from __future__ import annotations

from typing import Final

from entraide.errors import EntraideError
from entraide.vocabulary.language import translate
from entraide.vocabulary.messages import (
    agreements,
    exchange,
    kernel,
    match,
    node,
    records,
    transfers,
)

__all__ = ["SENTENCES", "render"]

SENTENCES: Final[dict[str, str]] = {
    **kernel.MESSAGES,
    **match.MESSAGES,
    **records.MESSAGES,
    **agreements.MESSAGES,
    **exchange.MESSAGES,
    **node.MESSAGES,
    **transfers.MESSAGES,
}


def render(error: EntraideError) -> str:
    """Say what was wrong, and where, in the reader's language."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return str(error)
    return translate(sentence, **error.data)
