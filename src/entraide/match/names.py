"""A name as written, cut into tokens: what tells people apart, and what may come and go.

Rules: order carries no meaning here; *servant of* joins the next word and *of the faith* the one
before; *father of* joins the next word but leaves it readable alone; particles and titles are set
aside; a name made of nothing else keeps its words as content. Empty and absurd input gives a name
without tokens, never an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from entraide.match.letters import is_han
from entraide.match.tokens import Token, fold, token_of
from entraide.match.words import ABU, ALLAH, AMBIGUOUS, ARTICLES, DIN, SERVANT

__all__ = ["Name", "name_of", "split_words"]

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff]+[^\W_]*)*", re.UNICODE)
_MOST_TOKENS: Final = 24
"""Longer input is no name; the rest is ignored so that no text can make a comparison slow."""


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens in the order written; particles and titles apart."""

    tokens: tuple[Token, ...]
    particles: tuple[Token, ...] = ()

    @property
    def text(self) -> str:
        """The content of the name in one line."""
        return " ".join(token.text for token in self.tokens)


def split_words(text: str) -> list[str]:
    """Return the folded words of a text, compounds joined."""
    words = _WORD.findall(fold(_CAMEL.sub(" ", text)))
    return _join_compounds(words[:_MOST_TOKENS])


def _join_compounds(words: list[str]) -> list[str]:
    joined: list[str] = []
    pending = ""
    for word in words:
        if pending and word in ARTICLES and word != "ال":
            pending += word
        elif not pending and joined and (word in DIN or word in ALLAH):
            _join_ending(joined, word)
        elif word in SERVANT or word in ABU:
            pending += word
        else:
            joined.append(pending + word)
            pending = ""
    return [*joined, pending] if pending else joined


def _join_ending(joined: list[str], ending: str) -> None:
    """Write *din* or *allah* to the word before, the article between them left out."""
    article = joined.pop() if len(joined) > 1 and joined[-1] in ARTICLES else ""
    if joined[-1] in ARTICLES or len(joined[-1]) == 1:
        joined.append(article + ending)
    else:
        joined[-1] += ending


@lru_cache(maxsize=1 << 15)
def name_of(text: str) -> Name:
    """Cut a name into tokens."""
    words = [part for word in split_words(text) for part in _by_character(word)]
    tokens = [token_of(word) for word in words]
    content = [token for token in tokens if token.kind in {"content", "initial"}]
    if len(content) < 2:
        content = [t for t in tokens if t.kind != "title" and (t in content or t.text in AMBIGUOUS)]
    content = content or tokens
    particles = tuple(token for token in tokens if token not in content)
    return Name(tuple(content), particles)


def _by_character(word: str) -> list[str]:
    return list(word) if is_han(word[0]) else [word]
