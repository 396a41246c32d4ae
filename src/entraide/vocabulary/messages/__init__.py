"""The sentence of every error code, one module for each part; ``render`` shows an error.

A test collects every code that the source raises and fails where one has no sentence, or a
sentence has no code.
"""

from __future__ import annotations

from typing import Final

from entraide.errors import EntraideError
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages import (
    agreements,
    copies,
    duty,
    exchange,
    figures,
    glass,
    interface,
    kernel,
    match,
    node,
    notices,
    operations,
    records,
    register,
    register_use,
    requests,
    safeguards,
    transfers,
)
from entraide.vocabulary.messages.reasons import translate_reason

__all__ = ["SENTENCES", "render", "render_article"]

SENTENCES: Final[dict[str, str]] = {
    **kernel.MESSAGES,
    **figures.MESSAGES,
    **match.MESSAGES,
    **records.MESSAGES,
    **agreements.MESSAGES,
    **exchange.MESSAGES,
    **node.MESSAGES,
    **interface.MESSAGES,
    **requests.MESSAGES,
    **safeguards.MESSAGES,
    **duty.MESSAGES,
    **glass.MESSAGES,
    **transfers.MESSAGES,
    **notices.MESSAGES,
    **copies.MESSAGES,
    **operations.MESSAGES,
    **register.MESSAGES,
    **register_use.MESSAGES,
}

_WORDED: Final = frozenset({"kind", "reason", "what", "state"})
"""Fields whose value may itself be words: the kind of a code, the reason that a library gives."""


_TEXTS: Final = (mark("Constitution"), mark("1951 Convention"), mark("RPD"))
"""What an article is of where it is not the memorandum's: INTERPOL's texts, and on refugees."""


def render(error: EntraideError) -> str:
    """Say what was wrong, and where, in the reader's language."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return str(error)
    values = {name: _in_words(name, value) for name, value in error.data.items()}
    return translate(sentence, **values)


def render_article(article: str) -> str:
    """Name an article as the reader's language does: ``Art. 2.3``, or that of a text beside."""
    of = next((text for text in _TEXTS if article.startswith(f"{text} ")), "")
    named = article.replace(of, translate(of), 1) if of else article
    return named.replace("Art.", translate(mark("Art.")))


def _in_words(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name == "article":
        return render_article(value)
    return translate_reason(value) if name in _WORDED else value
