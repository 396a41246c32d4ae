"""Where free text may name a person: words and pairs of words held against each part of the name.

A text is found where at least half of the parts of one of the names stand in it, in any spelling or
script that the matcher takes for the same, or a number of theirs does. That finds too much rather
than too little (a first name alone, of two): a person decides on every find, best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from entraide.match import MemoryIndex, Subject, search
from entraide.match.tokens import fold, kind_of

__all__ = ["texts_naming"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLAIN: Final = re.compile(r"[\W_]+")
_SPELLINGS: Final = 200
"""So many spellings of one part of a name are looked for."""
_LEAST_NUMBER: Final = 5


def texts_naming(subject: Subject, texts: Mapping[str, str]) -> dict[str, float]:
    """Return the ids of the texts that may name a person, each with how much of the name it has."""
    grams = {key: frozenset(_grams(text)) for key, text in texts.items()}
    known = _Vocabulary(frozenset().union(*grams.values()) if grams else frozenset())
    found: dict[str, float] = {}
    for name in subject.names:
        parts = [known.spellings(part) for part in _parts(name)]
        for key, stand in grams.items():
            share = _share(parts, stand)
            if share >= 1 / 2:
                found[key] = max(found.get(key, 0.0), share)
    return {**found, **dict.fromkeys(_numbered(subject, texts), 1.0)}


class _Vocabulary:
    """Every word and pair of words of some texts, found by their sound."""

    def __init__(self, grams: Iterable[str]) -> None:
        self._grams = sorted(grams)
        self._index = MemoryIndex()
        for at, gram in enumerate(self._grams):
            self._index.add(at, Subject(names=(gram,)))

    def spellings(self, part: str) -> frozenset[str]:
        """Return the grams that may be this part of a name."""
        hits = search(self._index, Subject(names=(part,)), limit=_SPELLINGS)
        return frozenset(self._grams[hit.rec] for hit in hits)


def _grams(text: str) -> Iterator[str]:
    words = [fold(word) for word in _WORD.findall(text)]
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def _parts(name: str) -> list[str]:
    """Return the parts of a name that tell people apart; all of it where none does."""
    words = [fold(word) for word in _WORD.findall(name)]
    return [word for word in words if kind_of(word) == "content"] or words


def _share(parts: list[frozenset[str]], stand: frozenset[str]) -> float:
    return sum(bool(part & stand) for part in parts) / len(parts) if parts else 0.0


def _numbered(subject: Subject, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids of the texts in which a number of the person stands."""
    numbers = [_PLAIN.sub("", each.value).casefold() for each in subject.identifiers]
    wanted = [each for each in numbers if len(each) >= _LEAST_NUMBER]
    for key, text in texts.items():
        plain = _PLAIN.sub("", text).casefold()
        if any(number in plain for number in wanted):
            yield key
