"""The sentence of every error code, one module for each part; ``render`` shows an error.

A test collects every code that the source raises and fails where one has no sentence, or a
sentence has no code.
"""

from __future__ import annotations

from typing import Final

from entraide.errors import EntraideError
from entraide.vocabulary.language import translate
from entraide.vocabulary.messages import agreements, exchange, kernel, match, node, records
from entraide.vocabulary.messages.reasons import translate_reason

__all__ = ["SENTENCES", "render"]

SENTENCES: Final[dict[str, str]] = {
    **kernel.MESSAGES,
    **match.MESSAGES,
    **records.MESSAGES,
    **agreements.MESSAGES,
    **exchange.MESSAGES,
    **node.MESSAGES,
}

_WORDED: Final = frozenset({"kind", "reason", "what", "state"})
"""Fields whose value may itself be words: the kind of a code, the reason that a library gives."""


def render(error: EntraideError) -> str:
    """Say what was wrong, and where, in the reader's language."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return str(error)
    values = {name: _in_words(name, value) for name, value in error.data.items()}
    return translate(sentence, **values)


def _in_words(name: str, value: object) -> object:
    worded = isinstance(value, str) and name in _WORDED
    return translate_reason(value) if worded and isinstance(value, str) else value
