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
from itertools import pairwise
from typing import Final

from entraide.match.letters import is_han
from entraide.match.tokens import Token, fold, token_of
from entraide.match.words import (
    ABU,
    ALLAH,
    AMBIGUOUS,
    ARTICLES,
    DIN,
    FILIATION,
    KOREAN_SURNAMES,
    LEADS,
    SERVANT,
)

__all__ = [
    "JOINED_LEAST",
    "LONGEST_ABBREVIATION",
    "MOST_WORDS",
    "NOTHING_LOST",
    "Name",
    "cut",
    "join_compounds",
    "name_of",
    "name_of_words",
    "ordered",
    "spaced",
    "words_of",
]

_CAMEL: Final = re.compile(r"[A-Z](?<=[a-z][A-Z])")
_WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff]+[^\W_]*)*", re.UNICODE)
_LETTER: Final = re.compile(r"[a-z]")
_LOOK_ALIKE: Final = str.maketrans("0134579", "oieastg")
_CONTENT: Final = frozenset({"content", "initial"})
_FEW: Final = 2
LONGEST_ABBREVIATION: Final = 2
JOINED_LEAST: Final = 3
"""Consonants that two words written together must have for that to be telling."""

_JOINING: Final = SERVANT | ABU | DIN | ALLAH
"""Words that are written together with the one before or the next."""

_NEVER: Final = 1000
NOTHING_LOST: Final = 0.9
"""A bare reading this close to the whole has lost no part of the name itself."""
MOST_WORDS: Final = 24
"""Longer input is no name; the rest is ignored so that no text can make a comparison slow."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Name:
    """The words of a name, and those of them that tell people apart."""

    text: str
    """The words as folded and joined; ``name_of_words`` reads it back, and names compare by it."""
    words: tuple[Token, ...]
    """Every token in the order written, particles and titles too."""
    tokens: tuple[Token, ...]
    """The content: what is compared."""
    particles: tuple[Token, ...]
    """The words that are set aside."""
    texts: tuple[str, ...]
    """The texts of the content."""
    letters: str
    """Every letter, sorted: the same whatever the order of the words and their spaces."""
    filiation: tuple[tuple[Token, Token], ...]
    """Son and father, where a word says whose son the bearer is."""
    abbreviates: bool
    """Whether a token is so short that it may stand for a longer one."""
    longest: int
    """Consonants of the longest token."""
    shortest_two: int
    """Consonants of the two neighbouring words that have fewest: no shorter token joins any two."""
    korean: bool
    """Whether a word is a Korean surname in Hangul, so that the others are given names."""
    lead: Token | None
    """A first name that its bearers leave out as easily as they write it."""

    def __eq__(self, other: object) -> bool:
        """Tell whether both are the same words in the same order."""
        return isinstance(other, Name) and self.text == other.text

    def __hash__(self) -> int:
        """Hash the words."""
        return hash(self.text)


def ordered(text: str) -> str:
    """Turn *family, given* round."""
    before, comma, after = text.partition(",")
    return f"{after} {before}" if comma and "," not in after else text


def spaced(text: str) -> str:
    """Divide words that only a capital letter divides."""
    return _CAMEL.sub(r" \g<0>", text)


def cut(folded: str) -> list[str]:
    """Return the words of a folded text, compounds joined, Chinese characters one by one."""
    joined = join_compounds([_without_digits(word) for word in _WORD.findall(folded)[:MOST_WORDS]])
    if folded.isascii():
        return joined
    return [part for word in joined for part in _by_character(word)]


def _without_digits(word: str) -> str:
    """Read digits among letters as the letters they look like."""
    return word if word.isalpha() or not _LETTER.search(word) else word.translate(_LOOK_ALIKE)


def join_compounds(words: list[str]) -> list[str]:
    """Write *servant of* and the like together with the word that it belongs to."""
    if _JOINING.isdisjoint(words):
        return words
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
def words_of(text: str) -> str:
    """Return the words of a name as written: folded and joined, with a space between them."""
    return " ".join(cut(fold(spaced(ordered(text)))))


def name_of(text: str) -> Name:
    """Cut a name as written into tokens."""
    return name_of_words(words_of(text))


@lru_cache(maxsize=1 << 16)
def name_of_words(text: str) -> Name:
    """Return the name of words already folded and joined, as ``Name.text`` gives them."""
    words = tuple([token_of(word) for word in text.split()])
    content = tuple([token for token in words if token.kind in _CONTENT])
    if len(content) < _FEW and not _is_whole(content):
        content = tuple(token for token in words if token in content or token.text in AMBIGUOUS)
    content = content or words
    leads = len(content) > _FEW and content[0].text in LEADS
    return Name(
        text=text,
        words=words,
        tokens=content,
        particles=tuple([token for token in words if token not in content]),
        texts=tuple([token.text for token in content]),
        letters="".join(sorted(text)).strip(),
        filiation=_filiation(words),
        abbreviates=min([len(token.text) for token in content], default=9) <= LONGEST_ABBREVIATION,
        longest=max([len(token.skeleton) for token in content], default=0),
        shortest_two=min([_together(*both) for both in pairwise(words)], default=_NEVER),
        korean=any(token.text in KOREAN_SURNAMES for token in content),
        lead=content[0] if leads else None,
    )


def _is_whole(content: tuple[Token, ...]) -> bool:
    """Tell whether one token is a name by itself: *father of* and a name."""
    return bool(content) and bool(content[0].bare) and content[0].bare_factor >= NOTHING_LOST


def _together(one: Token, two: Token) -> int:
    """Return the consonants of two words, or more than any word has where they are too few."""
    both = len(one.skeleton) + len(two.skeleton)
    return both if both >= JOINED_LEAST else _NEVER


def _filiation(words: tuple[Token, ...]) -> tuple[tuple[Token, Token], ...]:
    """Return the tokens on both sides of every *son of*, *daughter of*."""
    return tuple(
        (son, father)
        for son, of, father in zip(words, words[1:], words[2:], strict=False)
        if of.text in FILIATION and son.kind == father.kind == "content"
    )


def _by_character(word: str) -> list[str]:
    return list(word) if is_han(word[0]) else [word]
