"""Verbs of the future, told by their endings or beginnings: what they govern is announced.

"formera", "enviará", "ستوفد" are futures of any verb; the table ``future`` holds the endings and
beginnings of a language, ``no_future`` the words that only look like it ("frontera", "سيارة"), and
``no_action`` the verbs whose future promises nothing to be counted ("permettra", "reforzará").
A language that says the future with a word of its own ("will") has that word in ``status``, code
*future*, and in ``willed``, in which each future is found whatever verb it is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from entraide.register.reading.lexicon import Hit, variants
from entraide.register.reading.text import Text, Token
from entraide.register.reading.vocabulary import Vocabulary

__all__ = ["find_futures"]

_NO_ACTION: Final = "-"
_LEAST: Final = 5
"""Letters of the shortest future that is told by its form."""
_ARTICLES: Final = ("ال", "وال", "بال", "لل")
"""With what an Arabic noun begins, whatever the letters after it ("السيابي", a name)."""
_TABLES: Final = ("status", "status_after")


@dataclass(frozen=True, slots=True)
class _Forms:
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]


def find_futures(
    text: Text, hits: Sequence[Hit], vocabulary: Vocabulary, language: str
) -> Iterator[Hit]:
    """Yield each future, and in both tables of status where no form of the vocabulary covers it."""
    forms = _Forms(
        tuple(vocabulary.raw_forms(language, "future", "ending")),
        tuple(vocabulary.raw_forms(language, "future", "beginning")),
    )
    if not (forms.endings or forms.beginnings):
        return
    excluded = _words_of(hits, "no_future")
    idle = _words_of(hits, "no_action")
    begun = {hit.first: hit for hit in hits if hit.table in _TABLES}
    for at, token in enumerate(text.tokens):
        if at in excluded or not _is_future(text, token, forms):
            continue
        yield Hit("willed", "w", at, at)
        known = begun.get(at)
        code = _NO_ACTION if at in idle else known.code if known is not None else "future"
        yield from (
            Hit(table, code, at, at) for table in _TABLES if known is None or known.table != table
        )


def _words_of(hits: Sequence[Hit], table: str) -> frozenset[int]:
    return frozenset(
        at for hit in hits if hit.table == table for at in range(hit.first, hit.last + 1)
    )


def _is_future(text: Text, token: Token, forms: _Forms) -> bool:
    if len(token.low) < _LEAST or token.capital or token.low.startswith(_ARTICLES):
        return False
    if forms.beginnings:
        return any(each.startswith(forms.beginnings) for each in variants(token.low))
    raw = text.raw[text.raw_at(token.start) : text.raw_at(token.end - 1) + 1].lower()
    return raw.endswith(forms.endings)
