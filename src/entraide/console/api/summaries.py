"""What an operation does, in words: English in the document, the reader's language on the page.

The document is for machines and stays in English, the source text. A summary is either one marked
sentence or one of the few ``FORMS`` around it; the page takes it apart again and translates both.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark, translate

__all__ = ["AS_CSV", "FORMS", "PREPARED", "formed", "in_words", "texts_of"]

AS_CSV: Final = mark("{what}, as CSV")
PREPARED: Final = mark("{what}: prepare the order")
FORMS: Final = (AS_CSV, PREPARED)
_STOP: Final = "."


def formed(form: str, what: str) -> str:
    """Return an English summary of a form around what is done."""
    return form.format(what=what)


def in_words(summary: str) -> str:
    """Return a summary of the document in the reader's language, without its full stop."""
    *form, what = texts_of(summary)
    said = translate(what)
    return translate(form[0], what=said) if form else said


def texts_of(summary: str) -> tuple[str, ...]:
    """Return the marked texts that a summary is made of: a form where it has one, and what."""
    plain = summary.removesuffix(_STOP)
    for form in FORMS:
        tail = form.removeprefix("{what}")
        if plain.endswith(tail):
            return form, plain.removesuffix(tail)
    return (plain,)
